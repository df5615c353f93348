# The generator of Kotlin's own library is no secure one.
.class public Ltw/example/sample/Main;
.super Landroid/app/Activity;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Landroid/app/Activity;-><init>()V
    return-void
.end method

.method protected onCreate(Landroid/os/Bundle;)V
    .registers 6
    const/16 v0, 0x10
    new-array v0, v0, [B
    sget-object v1, Lkotlin/random/Random;->Default:Lkotlin/random/Random$Default;
    invoke-virtual {v1, v0}, Lkotlin/random/Random$Default;->nextBytes([B)[B
    const-string v1, "AES/GCM/NoPadding"
    invoke-static {v1}, Ljavax/crypto/Cipher;->getInstance(Ljava/lang/String;)Ljavax/crypto/Cipher;
    move-result-object v1
    new-instance v2, Ljavax/crypto/spec/SecretKeySpec;
    const-string v3, "AES"
    invoke-direct {v2, v0, v3}, Ljavax/crypto/spec/SecretKeySpec;-><init>([BLjava/lang/String;)V # finding
    const/4 v3, 0x1
    invoke-virtual {v1, v3, v2}, Ljavax/crypto/Cipher;->init(ILjava/security/Key;)V
    invoke-virtual {v1, v0}, Ljavax/crypto/Cipher;->doFinal([B)[B
    return-void
.end method
