.class public Ltw/example/sample/Main;
.super Landroid/app/Activity;
.field private static key:[B
.method static constructor <clinit>()V
    .registers 2
    const-string v0, "c2FtcGxlIHNhbXBsZSBzYW1wbGUgMjQ="
    const/4 v1, 0
    invoke-static {v0, v1}, Landroid/util/Base64;->decode(Ljava/lang/String;I)[B
    move-result-object v0
    sput-object v0, Ltw/example/sample/Main;->key:[B
    return-void
.end method
.method protected onCreate(Landroid/os/Bundle;)V
    .registers 5
    const-string v0, "DESede"
    invoke-static {v0}, Ljavax/crypto/SecretKeyFactory;->getInstance(Ljava/lang/String;)Ljavax/crypto/SecretKeyFactory;
    move-result-object v1
    new-instance v2, Ljavax/crypto/spec/DESedeKeySpec;
    sget-object v3, Ltw/example/sample/Main;->key:[B
    invoke-direct {v2, v3}, Ljavax/crypto/spec/DESedeKeySpec;-><init>([B)V # finding
    invoke-virtual {v1, v2}, Ljavax/crypto/SecretKeyFactory;->generateSecret(Ljava/security/spec/KeySpec;)Ljavax/crypto/SecretKey;
    return-void
.end method
