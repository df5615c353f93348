.class public Ltw/example/app/Main;
.super Landroid/app/Activity;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Landroid/app/Activity;-><init>()V
    return-void
.end method

.method public onCreate(Landroid/os/Bundle;)V
    .registers 9
    new-instance v0, Ljava/security/SecureRandom;
    invoke-direct {v0}, Ljava/security/SecureRandom;-><init>()V
    const/16 v1, 128
    new-instance v2, Ljava/math/BigInteger;
    invoke-direct {v2, v1, v0}, Ljava/math/BigInteger;-><init>(ILjava/util/Random;)V
    invoke-virtual {v2}, Ljava/math/BigInteger;->toString()Ljava/lang/String;
    move-result-object v3
    invoke-virtual {v3}, Ljava/lang/String;->getBytes()[B
    move-result-object v4
    const-string v5, "AES"
    new-instance v6, Ljavax/crypto/spec/SecretKeySpec;
    invoke-direct {v6, v4, v5}, Ljavax/crypto/spec/SecretKeySpec;-><init>([BLjava/lang/String;)V
    return-void
.end method
