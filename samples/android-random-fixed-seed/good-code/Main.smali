# The generator has seeded itself; the number is added to that.
.class public Ltw/example/sample/Main;
.super Landroid/app/Activity;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Landroid/app/Activity;-><init>()V
    return-void
.end method

.method protected onCreate(Landroid/os/Bundle;)V
    .registers 6
    :try_start_0
    new-instance v0, Ljava/security/SecureRandom;
    invoke-direct {v0}, Ljava/security/SecureRandom;-><init>()V
    const/16 v1, 0x20
    new-array v1, v1, [B
    invoke-virtual {v0, v1}, Ljava/security/SecureRandom;->nextBytes([B)V
    const-wide/16 v2, 0x2a
    invoke-virtual {v0, v2, v3}, Ljava/security/SecureRandom;->setSeed(J)V
    invoke-virtual {v0, v1}, Ljava/security/SecureRandom;->nextBytes([B)V
    new-instance v2, Ljavax/crypto/spec/SecretKeySpec;
    const-string v3, "AES"
    invoke-direct {v2, v1, v3}, Ljavax/crypto/spec/SecretKeySpec;-><init>([BLjava/lang/String;)V
    :try_end_1b
    .catch Ljava/lang/Exception; {:try_start_0 .. :try_end_1b} :catch_1d
    nop
    return-void
    :catch_1d
    move-exception v0
    new-instance v1, Ljava/lang/RuntimeException;
    invoke-direct {v1, v0}, Ljava/lang/RuntimeException;-><init>(Ljava/lang/Throwable;)V
    throw v1
.end method
