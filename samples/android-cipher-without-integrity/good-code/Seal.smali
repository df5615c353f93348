.class public Ltw/example/sample/Seal;
.super Ljava/lang/Object;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Ljava/lang/Object;-><init>()V
    return-void
.end method

.method over([BLjava/security/Key;)[B
    .registers 5
    const-string v0, "HmacSHA256"
    invoke-static {v0}, Ljavax/crypto/Mac;->getInstance(Ljava/lang/String;)Ljavax/crypto/Mac;
    move-result-object v0
    invoke-virtual {v0, p2}, Ljavax/crypto/Mac;->init(Ljava/security/Key;)V
    invoke-virtual {v0, p1}, Ljavax/crypto/Mac;->doFinal([B)[B
    move-result-object v1
    return-object v1
.end method
