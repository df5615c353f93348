# The digits come from outside the build.
.class public Ltw/example/sample/Main;
.super Landroid/app/Activity;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Landroid/app/Activity;-><init>()V
    return-void
.end method

.method static hex(Ljava/lang/String;)[B
    .registers 7
    invoke-virtual {p0}, Ljava/lang/String;->length()I
    move-result v0
    div-int/lit8 v0, v0, 0x2
    new-array v1, v0, [B
    const/4 v2, 0x0
    :goto_9
    if-ge v2, v0, :cond_2a
    mul-int/lit8 v3, v2, 0x2
    invoke-virtual {p0, v3}, Ljava/lang/String;->charAt(I)C
    move-result v4
    const/16 v5, 0x10
    invoke-static {v4, v5}, Ljava/lang/Character;->digit(CI)I
    move-result v4
    shl-int/lit8 v4, v4, 0x4
    add-int/lit8 v3, v3, 0x1
    invoke-virtual {p0, v3}, Ljava/lang/String;->charAt(I)C
    move-result v3
    invoke-static {v3, v5}, Ljava/lang/Character;->digit(CI)I
    move-result v3
    or-int/2addr v3, v4
    int-to-byte v3, v3
    aput-byte v3, v1, v2
    add-int/lit8 v2, v2, 0x1
    goto :goto_9
    :cond_2a
    return-object v1
.end method

.method protected onCreate(Landroid/os/Bundle;)V
    .registers 5
    :try_start_0
    invoke-virtual {p0}, Ltw/example/sample/Main;->getContentResolver()Landroid/content/ContentResolver;
    move-result-object p1
    const-string v0, "k"
    invoke-static {p1, v0}, Landroid/provider/Settings$System;->getString(Landroid/content/ContentResolver;Ljava/lang/String;)Ljava/lang/String;
    move-result-object p1
    invoke-static {p1}, Ltw/example/sample/Main;->hex(Ljava/lang/String;)[B
    move-result-object p1
    const-string v0, "AES/GCM/NoPadding"
    invoke-static {v0}, Ljavax/crypto/Cipher;->getInstance(Ljava/lang/String;)Ljavax/crypto/Cipher;
    move-result-object v0
    new-instance v1, Ljavax/crypto/spec/SecretKeySpec;
    const-string v2, "AES"
    invoke-direct {v1, p1, v2}, Ljavax/crypto/spec/SecretKeySpec;-><init>([BLjava/lang/String;)V
    const/4 p1, 0x1
    invoke-virtual {v0, p1, v1}, Ljavax/crypto/Cipher;->init(ILjava/security/Key;)V
    const/4 p1, 0x4
    new-array p1, p1, [B
    invoke-virtual {v0, p1}, Ljavax/crypto/Cipher;->doFinal([B)[B
    :try_end_25
    .catch Ljava/lang/Exception; {:try_start_0 .. :try_end_25} :catch_26
    return-void
    :catch_26
    move-exception p1
    new-instance v0, Ljava/lang/RuntimeException;
    invoke-direct {v0, p1}, Ljava/lang/RuntimeException;-><init>(Ljava/lang/Throwable;)V
    throw v0
.end method
