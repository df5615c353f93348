# A key that is random has no pattern to show; for RSA the word has no meaning.
.class public Ltw/example/sample/Main;
.super Landroid/app/Activity;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Landroid/app/Activity;-><init>()V
    return-void
.end method

.method protected onCreate(Landroid/os/Bundle;)V
    .registers 11
    :try_start_0
    const-string v0, "AES"
    invoke-static {v0}, Ljavax/crypto/KeyGenerator;->getInstance(Ljava/lang/String;)Ljavax/crypto/KeyGenerator;
    move-result-object v0
    const/16 v1, 0x100
    invoke-virtual {v0, v1}, Ljavax/crypto/KeyGenerator;->init(I)V
    invoke-virtual {v0}, Ljavax/crypto/KeyGenerator;->generateKey()Ljavax/crypto/SecretKey;
    move-result-object v1
    const-string v2, "AndroidKeyStore"
    invoke-static {v2}, Ljava/security/KeyStore;->getInstance(Ljava/lang/String;)Ljava/security/KeyStore;
    move-result-object v2
    const/4 v3, 0x0
    invoke-virtual {v2, v3}, Ljava/security/KeyStore;->load(Ljava/security/KeyStore$LoadStoreParameter;)V
    const-string v4, "outer"
    invoke-virtual {v2, v4, v3}, Ljava/security/KeyStore;->getKey(Ljava/lang/String;[C)Ljava/security/Key;
    move-result-object v3
    const-string v4, "AES/ECB/NoPadding"
    invoke-static {v4}, Ljavax/crypto/Cipher;->getInstance(Ljava/lang/String;)Ljavax/crypto/Cipher;
    move-result-object v4
    const/4 v5, 0x3
    invoke-virtual {v4, v5, v3}, Ljavax/crypto/Cipher;->init(ILjava/security/Key;)V
    invoke-virtual {v4, v1}, Ljavax/crypto/Cipher;->wrap(Ljava/security/Key;)[B
    move-result-object v5
    const-string v6, "RSA/ECB/OAEPWithSHA-256AndMGF1Padding"
    invoke-static {v6}, Ljavax/crypto/Cipher;->getInstance(Ljava/lang/String;)Ljavax/crypto/Cipher;
    move-result-object v6
    const-string v7, "rsa"
    invoke-virtual {v2, v7}, Ljava/security/KeyStore;->getCertificate(Ljava/lang/String;)Ljava/security/cert/Certificate;
    move-result-object v7
    invoke-virtual {v7}, Ljava/security/cert/Certificate;->getPublicKey()Ljava/security/PublicKey;
    move-result-object v7
    const/4 v8, 0x1
    invoke-virtual {v6, v8, v7}, Ljavax/crypto/Cipher;->init(ILjava/security/Key;)V
    invoke-virtual {v6, v5}, Ljavax/crypto/Cipher;->doFinal([B)[B
    :try_end_44
    .catch Ljava/lang/Exception; {:try_start_0 .. :try_end_44} :catch_46
    nop
    return-void
    :catch_46
    move-exception v0
    new-instance v1, Ljava/lang/RuntimeException;
    invoke-direct {v1, v0}, Ljava/lang/RuntimeException;-><init>(Ljava/lang/Throwable;)V
    throw v1
.end method
