# The names stand in a table, and none of them makes a cipher.
.class public Ltw/example/sample/Main;
.super Landroid/app/Activity;

.field static final NAMES:[Ljava/lang/String;

.method static constructor <clinit>()V
    .registers 3
    const-string v0, "RC4"
    const-string v1, "Blowfish"
    const-string v2, "DES/CBC/PKCS5Padding"
    filled-new-array {v2, v0, v1}, [Ljava/lang/String;
    move-result-object v0
    sput-object v0, Ltw/example/sample/Main;->NAMES:[Ljava/lang/String;
    return-void
.end method

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Landroid/app/Activity;-><init>()V
    return-void
.end method

.method protected onCreate(Landroid/os/Bundle;)V
    .registers 6
    :try_start_0
    const-string v0, "AES"
    invoke-static {v0}, Ljavax/crypto/KeyGenerator;->getInstance(Ljava/lang/String;)Ljavax/crypto/KeyGenerator;
    move-result-object v0
    const/16 v1, 0x100
    invoke-virtual {v0, v1}, Ljavax/crypto/KeyGenerator;->init(I)V
    const-string v1, "AES/GCM/NoPadding"
    invoke-static {v1}, Ljavax/crypto/Cipher;->getInstance(Ljava/lang/String;)Ljavax/crypto/Cipher;
    move-result-object v1
    invoke-virtual {v0}, Ljavax/crypto/KeyGenerator;->generateKey()Ljavax/crypto/SecretKey;
    move-result-object v2
    const/4 v3, 0x1
    invoke-virtual {v1, v3, v2}, Ljavax/crypto/Cipher;->init(ILjava/security/Key;)V
    sget-object v2, Ltw/example/sample/Main;->NAMES:[Ljava/lang/String;
    const/4 v3, 0x0
    aget-object v2, v2, v3
    invoke-virtual {p0, v2}, Ltw/example/sample/Main;->setTitle(Ljava/lang/CharSequence;)V
    const/16 v2, 0x10
    new-array v2, v2, [B
    invoke-virtual {v1, v2}, Ljavax/crypto/Cipher;->doFinal([B)[B
    :try_end_28
    .catch Ljava/lang/Exception; {:try_start_0 .. :try_end_28} :catch_2a
    nop
    return-void
    :catch_2a
    move-exception v0
    new-instance v1, Ljava/lang/RuntimeException;
    invoke-direct {v1, v0}, Ljava/lang/RuntimeException;-><init>(Ljava/lang/Throwable;)V
    throw v1
.end method
