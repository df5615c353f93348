# The text of a stream: a class name and a hash code, whatever the generator would have given.
.class public Ltw/example/app/Vault;
.super Ljava/lang/Object;
.method public static key()Ljavax/crypto/spec/SecretKeySpec;
    .registers 4
    new-instance v0, Ljava/security/SecureRandom;
    invoke-direct {v0}, Ljava/security/SecureRandom;-><init>()V
    invoke-virtual {v0}, Ljava/security/SecureRandom;->ints()Ljava/util/stream/IntStream;
    move-result-object v0
    invoke-static {v0}, Ljava/lang/String;->valueOf(Ljava/lang/Object;)Ljava/lang/String;
    move-result-object v0
    invoke-virtual {v0}, Ljava/lang/String;->getBytes()[B
    move-result-object v0
    const/16 v1, 16
    invoke-static {v0, v1}, Ljava/util/Arrays;->copyOf([BI)[B
    move-result-object v0
    new-instance v1, Ljavax/crypto/spec/SecretKeySpec;
    const-string v2, "AES"
    invoke-direct {v1, v0, v2}, Ljavax/crypto/spec/SecretKeySpec;-><init>([BLjava/lang/String;)V # finding
    return-object v1
.end method
