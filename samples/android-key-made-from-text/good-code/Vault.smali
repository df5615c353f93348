# The same generator, asked for bytes.
.class public Ltw/example/app/Vault;
.super Ljava/lang/Object;
.method public static key()Ljavax/crypto/spec/SecretKeySpec;
    .registers 4
    new-instance v0, Ljava/security/SecureRandom;
    invoke-direct {v0}, Ljava/security/SecureRandom;-><init>()V
    const/16 v1, 32
    new-array v1, v1, [B
    invoke-virtual {v0, v1}, Ljava/security/SecureRandom;->nextBytes([B)V
    const/16 v0, 16
    invoke-static {v1, v0}, Ljava/util/Arrays;->copyOf([BI)[B
    move-result-object v0
    new-instance v1, Ljavax/crypto/spec/SecretKeySpec;
    const-string v2, "AES"
    invoke-direct {v1, v0, v2}, Ljavax/crypto/spec/SecretKeySpec;-><init>([BLjava/lang/String;)V
    return-object v1
.end method
