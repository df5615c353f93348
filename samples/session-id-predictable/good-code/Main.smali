.class public Ltw/example/app/Main;
.super Landroid/app/Activity;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Landroid/app/Activity;-><init>()V
    return-void
.end method

.method public onCreate(Landroid/os/Bundle;)V
    .registers 11
    new-instance v0, Ljava/security/SecureRandom;
    invoke-direct {v0}, Ljava/security/SecureRandom;-><init>()V
    const/16 v1, 128
    new-instance v2, Ljava/math/BigInteger;
    invoke-direct {v2, v1, v0}, Ljava/math/BigInteger;-><init>(ILjava/util/Random;)V
    invoke-virtual {v2}, Ljava/math/BigInteger;->toString()Ljava/lang/String;
    move-result-object v3
    const-string v4, "p"
    const/16 v5, 0
    invoke-virtual {p0, v4, v5}, Ltw/example/app/Main;->getSharedPreferences(Ljava/lang/String;I)Landroid/content/SharedPreferences;
    move-result-object v6
    invoke-interface {v6}, Landroid/content/SharedPreferences;->edit()Landroid/content/SharedPreferences$Editor;
    move-result-object v7
    const-string v8, "session_id"
    invoke-interface {v7, v8, v3}, Landroid/content/SharedPreferences$Editor;->putString(Ljava/lang/String;Ljava/lang/String;)Landroid/content/SharedPreferences$Editor;
    return-void
.end method
