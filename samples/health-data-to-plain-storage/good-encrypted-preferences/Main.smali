# The same interface, with a store behind it that seals what it is given.
.class public Ltw/example/sample/Main;
.super Landroid/app/Activity;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Landroid/app/Activity;-><init>()V
    return-void
.end method

.method public onCreate(Landroid/os/Bundle;)V
    .registers 10
    invoke-virtual {p0}, Ltw/example/sample/Main;->getIntent()Landroid/content/Intent;
    move-result-object v0
    invoke-static {v0}, Lcom/google/android/gms/fitness/data/DataPoint;->extract(Landroid/content/Intent;)Lcom/google/android/gms/fitness/data/DataPoint;
    move-result-object v0
    sget-object v1, Lcom/google/android/gms/fitness/data/Field;->FIELD_STEPS:Lcom/google/android/gms/fitness/data/Field;
    invoke-virtual {p0, v0, v1}, Ltw/example/sample/Main;->keep(Lcom/google/android/gms/fitness/data/DataPoint;Lcom/google/android/gms/fitness/data/Field;)V
    return-void
.end method

.method keep(Lcom/google/android/gms/fitness/data/DataPoint;Lcom/google/android/gms/fitness/data/Field;)V
    .registers 12
    move-object v0, p1
    move-object v1, p2

    check-cast v0, Lcom/google/android/gms/fitness/data/DataPoint;
    invoke-virtual {v0, v1}, Lcom/google/android/gms/fitness/data/DataPoint;->getValue(Lcom/google/android/gms/fitness/data/Field;)Lcom/google/android/gms/fitness/data/Value;
    move-result-object v2
    invoke-virtual {v2}, Lcom/google/android/gms/fitness/data/Value;->toString()Ljava/lang/String;
    move-result-object v7

    const-string v3, "records"
    const-string v4, "master"
    sget-object v5, Landroidx/security/crypto/EncryptedSharedPreferences$PrefKeyEncryptionScheme;->AES256_SIV:Landroidx/security/crypto/EncryptedSharedPreferences$PrefKeyEncryptionScheme;
    sget-object v6, Landroidx/security/crypto/EncryptedSharedPreferences$PrefValueEncryptionScheme;->AES256_GCM:Landroidx/security/crypto/EncryptedSharedPreferences$PrefValueEncryptionScheme;
    invoke-static/range {v3 .. v3}, Ltw/example/sample/Main;->store(Ljava/lang/String;)Landroid/content/SharedPreferences;
    move-result-object v5
    const-string v6, "steps"

    invoke-interface {v5}, Landroid/content/SharedPreferences;->edit()Landroid/content/SharedPreferences$Editor;
    move-result-object v5
    invoke-interface {v5, v6, v7}, Landroid/content/SharedPreferences$Editor;->putString(Ljava/lang/String;Ljava/lang/String;)Landroid/content/SharedPreferences$Editor;

    return-void
.end method

.method static store(Ljava/lang/String;)Landroid/content/SharedPreferences;
    .registers 6
    const-string v1, "master"
    const/4 v2, 0x0
    invoke-static {p0, v1, v2}, Landroidx/security/crypto/EncryptedSharedPreferences;->create(Ljava/lang/String;Ljava/lang/String;Landroid/content/Context;)Landroid/content/SharedPreferences;
    move-result-object v0
    return-object v0
.end method
