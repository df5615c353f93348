.class public Ltw/example/sample/Main;
.super Landroid/app/Activity;
.field private static key:[B
.method static constructor <clinit>()V
    .registers 2
    const/16 v1, 24
    new-array v0, v1, [B
    new-instance v1, Ljava/security/SecureRandom;
    invoke-direct {v1}, Ljava/security/SecureRandom;-><init>()V
    invoke-virtual {v1, v0}, Ljava/security/SecureRandom;->nextBytes([B)V
    sput-object v0, Ltw/example/sample/Main;->key:[B
    return-void
.end method
.method protected onCreate(Landroid/os/Bundle;)V
    .registers 5
    const-string v0, "DESede"
    invoke-static {v0}, Ljavax/crypto/SecretKeyFactory;->getInstance(Ljava/lang/String;)Ljavax/crypto/SecretKeyFactory;
    move-result-object v1
    new-instance v2, Ljavax/crypto/spec/DESedeKeySpec;
    sget-object v3, Ltw/example/sample/Main;->key:[B
    invoke-direct {v2, v3}, Ljavax/crypto/spec/DESedeKeySpec;-><init>([B)V
    invoke-virtual {v1, v2}, Ljavax/crypto/SecretKeyFactory;->generateSecret(Ljava/security/spec/KeySpec;)Ljavax/crypto/SecretKey;
    return-void
.end method
