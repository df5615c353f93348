# The vector comes with the message; an old file was sealed with none.
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
    const-string v0, "AndroidKeyStore"
    invoke-static {v0}, Ljava/security/KeyStore;->getInstance(Ljava/lang/String;)Ljava/security/KeyStore;
    move-result-object v0
    const/4 v1, 0x0
    invoke-virtual {v0, v1}, Ljava/security/KeyStore;->load(Ljava/security/KeyStore$LoadStoreParameter;)V
    const-string v2, "k"
    invoke-virtual {v0, v2, v1}, Ljava/security/KeyStore;->getKey(Ljava/lang/String;[C)Ljava/security/Key;
    move-result-object v1
    check-cast v1, Ljavax/crypto/SecretKey;
    const/16 v2, 0x40
    new-array v3, v2, [B
    invoke-virtual {p0, v3, v1}, Ltw/example/sample/Main;->open([BLjavax/crypto/SecretKey;)[B
    new-array v2, v2, [B
    invoke-virtual {p0, v2, v1}, Ltw/example/sample/Main;->openOld([BLjavax/crypto/SecretKey;)[B
    :try_end_1e
    .catch Ljava/lang/Exception; {:try_start_0 .. :try_end_1e} :catch_20
    nop
    return-void
    :catch_20
    move-exception v0
    new-instance v1, Ljava/lang/RuntimeException;
    invoke-direct {v1, v0}, Ljava/lang/RuntimeException;-><init>(Ljava/lang/Throwable;)V
    throw v1
.end method

.method open([BLjavax/crypto/SecretKey;)[B
    .registers 8
    const/4 v0, 0x0
    const/16 v1, 0xc
    invoke-static {p1, v0, v1}, Ljava/util/Arrays;->copyOfRange([BII)[B
    move-result-object v0
    const-string v2, "AES/GCM/NoPadding"
    invoke-static {v2}, Ljavax/crypto/Cipher;->getInstance(Ljava/lang/String;)Ljavax/crypto/Cipher;
    move-result-object v2
    new-instance v3, Ljavax/crypto/spec/IvParameterSpec;
    invoke-direct {v3, v0}, Ljavax/crypto/spec/IvParameterSpec;-><init>([B)V
    const/4 v4, 0x2
    invoke-virtual {v2, v4, p2, v3}, Ljavax/crypto/Cipher;->init(ILjava/security/Key;Ljava/security/spec/AlgorithmParameterSpec;)V
    array-length v3, p1
    sub-int/2addr v3, v1
    invoke-virtual {v2, p1, v1, v3}, Ljavax/crypto/Cipher;->doFinal([BII)[B
    move-result-object v1
    return-object v1
.end method

.method openOld([BLjavax/crypto/SecretKey;)[B
    .registers 6
    const-string v0, "AES/CBC/PKCS5Padding"
    invoke-static {v0}, Ljavax/crypto/Cipher;->getInstance(Ljava/lang/String;)Ljavax/crypto/Cipher;
    move-result-object v0
    new-instance v1, Ljavax/crypto/spec/IvParameterSpec;
    const/16 v2, 0x10
    new-array v2, v2, [B
    invoke-direct {v1, v2}, Ljavax/crypto/spec/IvParameterSpec;-><init>([B)V
    const/4 v2, 0x2
    invoke-virtual {v0, v2, p2, v1}, Ljavax/crypto/Cipher;->init(ILjava/security/Key;Ljava/security/spec/AlgorithmParameterSpec;)V
    invoke-virtual {v0, p1}, Ljavax/crypto/Cipher;->doFinal([B)[B
    move-result-object v1
    return-object v1
.end method
