# A shrinker renamed everything but the screen: what calls the app's screens is the app's.
.class public Ltw/example/sample/Main;
.super Landroid/app/Activity;
.method protected onCreate(Landroid/os/Bundle;)V
    .registers 4
    const-string v0, "c2FtcGxlIHNhbXBsZSBzYW1wbGUgMjQ="
    invoke-static {p0, v0}, La/b/c;->a(Ltw/example/sample/Main;Ljava/lang/String;)V
    return-void
.end method
.method public ready(I)V
    .registers 2
    return-void
.end method
.class public La/b/c;
.super Ljava/lang/Object;
.method public static a(Ltw/example/sample/Main;Ljava/lang/String;)V
    .registers 4
    const/4 v0, 1
    invoke-virtual {p0, v0}, Ltw/example/sample/Main;->ready(I)V
    invoke-static {p1}, La/b/d;->a(Ljava/lang/String;)V
    return-void
.end method
.class public La/b/d;
.super Ljava/lang/Object;
.method public static a(Ljava/lang/String;)V
    .registers 2
    invoke-static {p0}, La/b/e;->a(Ljava/lang/String;)V
    return-void
.end method
.class public La/b/e;
.super Ljava/lang/Object;
.method public static a(Ljava/lang/String;)V
    .registers 5
    const/4 v0, 0
    invoke-static {p0, v0}, Landroid/util/Base64;->decode(Ljava/lang/String;I)[B
    move-result-object v1
    new-instance v2, Ljavax/crypto/spec/SecretKeySpec;
    const-string v3, "AES"
    invoke-direct {v2, v1, v3}, Ljavax/crypto/spec/SecretKeySpec;-><init>([BLjava/lang/String;)V    # finding
    return-void
.end method
