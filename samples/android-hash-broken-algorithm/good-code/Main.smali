.class public Ltw/example/sample/Main;
.super Landroid/app/Activity;
# The hash of an address names the file in which its picture is kept.
.method protected onCreate(Landroid/os/Bundle;)V
    .registers 5
    const-string v0, "https://www.example.tw/picture.png"
    invoke-static {v0}, Ltw/example/sample/Main;->hash(Ljava/lang/String;)[B
    move-result-object v0
    const/4 v1, 2
    invoke-static {v0, v1}, Landroid/util/Base64;->encodeToString([BI)Ljava/lang/String;
    move-result-object v0
    new-instance v1, Ljava/io/File;
    invoke-virtual {p0}, Ltw/example/sample/Main;->getCacheDir()Ljava/io/File;
    move-result-object v2
    invoke-direct {v1, v2, v0}, Ljava/io/File;-><init>(Ljava/io/File;Ljava/lang/String;)V
    return-void
.end method
.method private static hash(Ljava/lang/String;)[B
    .registers 4
    const-string v0, "MD5"
    invoke-static {v0}, Ljava/security/MessageDigest;->getInstance(Ljava/lang/String;)Ljava/security/MessageDigest;
    move-result-object v0
    invoke-virtual {p0}, Ljava/lang/String;->getBytes()[B
    move-result-object v1
    invoke-virtual {v0, v1}, Ljava/security/MessageDigest;->update([B)V
    invoke-virtual {v0}, Ljava/security/MessageDigest;->digest()[B
    move-result-object v0
    return-object v0
.end method
