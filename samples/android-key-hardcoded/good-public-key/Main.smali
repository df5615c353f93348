# The number of a resource, the public key of the server, and the name of a key.
.class public Ltw/example/sample/Main;
.super Landroid/app/Activity;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Landroid/app/Activity;-><init>()V
    return-void
.end method

.method protected onCreate(Landroid/os/Bundle;)V
    .registers 11
    const v0, 0x7f010001
    :try_start_3
    invoke-virtual {p0, v0}, Ltw/example/sample/Main;->getText(I)Ljava/lang/CharSequence;
    move-result-object v1
    invoke-virtual {p0, v1}, Ltw/example/sample/Main;->setTitle(Ljava/lang/CharSequence;)V
    const-string v1, "MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE="
    const/4 v2, 0x0
    invoke-static {v1, v2}, Landroid/util/Base64;->decode(Ljava/lang/String;I)[B
    move-result-object v1
    const-string v2, "RSA"
    invoke-static {v2}, Ljava/security/KeyFactory;->getInstance(Ljava/lang/String;)Ljava/security/KeyFactory;
    move-result-object v2
    new-instance v3, Ljava/security/spec/X509EncodedKeySpec;
    invoke-direct {v3, v1}, Ljava/security/spec/X509EncodedKeySpec;-><init>([B)V
    invoke-virtual {v2, v3}, Ljava/security/KeyFactory;->generatePublic(Ljava/security/spec/KeySpec;)Ljava/security/PublicKey;
    move-result-object v2
    const-string v3, "RSA/ECB/OAEPWithSHA-256AndMGF1Padding"
    invoke-static {v3}, Ljavax/crypto/Cipher;->getInstance(Ljava/lang/String;)Ljavax/crypto/Cipher;
    move-result-object v3
    const/4 v4, 0x1
    invoke-virtual {v3, v4, v2}, Ljavax/crypto/Cipher;->init(ILjava/security/Key;)V
    const/4 v5, 0x4
    new-array v6, v5, [B
    invoke-virtual {v3, v6}, Ljavax/crypto/Cipher;->doFinal([B)[B
    const-string v6, "AndroidKeyStore"
    invoke-static {v6}, Ljava/security/KeyStore;->getInstance(Ljava/lang/String;)Ljava/security/KeyStore;
    move-result-object v6
    const/4 v7, 0x0
    invoke-virtual {v6, v7}, Ljava/security/KeyStore;->load(Ljava/security/KeyStore$LoadStoreParameter;)V
    const-string v8, "0123456789abcdef"
    invoke-virtual {v6, v8, v7}, Ljava/security/KeyStore;->getKey(Ljava/lang/String;[C)Ljava/security/Key;
    move-result-object v7
    const-string v8, "AES/GCM/NoPadding"
    invoke-static {v8}, Ljavax/crypto/Cipher;->getInstance(Ljava/lang/String;)Ljavax/crypto/Cipher;
    move-result-object v8
    invoke-virtual {v8, v4, v7}, Ljavax/crypto/Cipher;->init(ILjava/security/Key;)V
    new-array v4, v5, [B
    invoke-virtual {v8, v4}, Ljavax/crypto/Cipher;->doFinal([B)[B
    :try_end_4e
    .catch Ljava/lang/Exception; {:try_start_3 .. :try_end_4e} :catch_50
    nop
    return-void
    :catch_50
    move-exception v0
    new-instance v1, Ljava/lang/RuntimeException;
    invoke-direct {v1, v0}, Ljava/lang/RuntimeException;-><init>(Ljava/lang/Throwable;)V
    throw v1
.end method
