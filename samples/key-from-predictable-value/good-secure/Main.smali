# A secure generator under the name of the plain one.
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
    new-instance p1, Ljava/security/SecureRandom;
    invoke-direct {p1}, Ljava/security/SecureRandom;-><init>()V
    const/16 v0, 0x10
    new-array v1, v0, [B
    const/4 v2, 0x0
    :goto_a
    if-ge v2, v0, :cond_18
    const/16 v3, 0x100
    invoke-virtual {p1, v3}, Ljava/util/Random;->nextInt(I)I
    move-result v3
    int-to-byte v3, v3
    aput-byte v3, v1, v2
    add-int/lit8 v2, v2, 0x1
    goto :goto_a
    :cond_18
    const-string p1, "AES/GCM/NoPadding"
    invoke-static {p1}, Ljavax/crypto/Cipher;->getInstance(Ljava/lang/String;)Ljavax/crypto/Cipher;
    move-result-object p1
    new-instance v0, Ljavax/crypto/spec/SecretKeySpec;
    const-string v2, "AES"
    invoke-direct {v0, v1, v2}, Ljavax/crypto/spec/SecretKeySpec;-><init>([BLjava/lang/String;)V
    const/4 v1, 0x1
    invoke-virtual {p1, v1, v0}, Ljavax/crypto/Cipher;->init(ILjava/security/Key;)V
    const/4 v0, 0x4
    new-array v0, v0, [B
    invoke-virtual {p1, v0}, Ljavax/crypto/Cipher;->doFinal([B)[B
    :try_end_2f
    .catch Ljava/lang/Exception; {:try_start_0 .. :try_end_2f} :catch_30
    return-void
    :catch_30
    move-exception p1
    new-instance v0, Ljava/lang/RuntimeException;
    invoke-direct {v0, p1}, Ljava/lang/RuntimeException;-><init>(Ljava/lang/Throwable;)V
    throw v0
.end method
