# The screen asks for the weak mode by a flag of what it hands on.
.class public Ltw/example/sample/Main;
.super Landroid/app/Activity;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Landroid/app/Activity;-><init>()V
    return-void
.end method

.method protected onCreate(Landroid/os/Bundle;)V
    .registers 3
    :try_start_0
    new-instance p1, Ltw/example/sample/Main$Cfg;
    invoke-direct {p1}, Ltw/example/sample/Main$Cfg;-><init>()V
    const/4 v0, 0x0
    iput-boolean v0, p1, Ltw/example/sample/Main$Cfg;->strong:Z
    invoke-virtual {p0, p1}, Ltw/example/sample/Main;->run(Ltw/example/sample/Main$Cfg;)V
    :try_end_b
    .catch Ljava/lang/Exception; {:try_start_0 .. :try_end_b} :catch_c
    return-void
    :catch_c
    move-exception p1
    new-instance v0, Ljava/lang/RuntimeException;
    invoke-direct {v0, p1}, Ljava/lang/RuntimeException;-><init>(Ljava/lang/Throwable;)V
    throw v0
.end method

.method run(Ltw/example/sample/Main$Cfg;)V
    .registers 4
    iget-boolean p1, p1, Ltw/example/sample/Main$Cfg;->strong:Z
    if-eqz p1, :cond_7
    const-string p1, "AES/GCM/NoPadding"
    goto :goto_9
    :cond_7
    const-string p1, "AES/ECB/PKCS5Padding"
    :goto_9
    invoke-static {p1}, Ljavax/crypto/Cipher;->getInstance(Ljava/lang/String;)Ljavax/crypto/Cipher;
    move-result-object p1
    const-string v0, "AES"
    invoke-static {v0}, Ljavax/crypto/KeyGenerator;->getInstance(Ljava/lang/String;)Ljavax/crypto/KeyGenerator;
    move-result-object v0
    invoke-virtual {v0}, Ljavax/crypto/KeyGenerator;->generateKey()Ljavax/crypto/SecretKey;
    move-result-object v0
    const/4 v1, 0x1
    invoke-virtual {p1, v1, v0}, Ljavax/crypto/Cipher;->init(ILjava/security/Key;)V # finding
    const/4 v0, 0x4
    new-array v0, v0, [B
    invoke-virtual {p1, v0}, Ljavax/crypto/Cipher;->doFinal([B)[B
    return-void
.end method
