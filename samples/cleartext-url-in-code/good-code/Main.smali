# Addresses that are names, that nothing uses, of the device itself, or of servers that are asked by TLS.
.class public Ltw/example/sample/Main;
.super Landroid/app/Activity;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Landroid/app/Activity;-><init>()V
    return-void
.end method

.method public onCreate(Landroid/os/Bundle;)V
    .registers 10
    const-string v0, "http://schemas.android.com/apk/res/android"
    const-string v1, "http://www.apache.org/licenses/LICENSE-2.0"
    const-string v2, "http://unused.example.tw/v1"
    const-string v5, "http://127.0.0.1:8080/status"

    new-instance v6, Ljava/net/URL;
    invoke-direct {v6, v5}, Ljava/net/URL;-><init>(Ljava/lang/String;)V
    invoke-virtual {v6}, Ljava/net/URL;->openConnection()Ljava/net/URLConnection;
    move-result-object v6

    const-string v5, "http://localhost:8080/status"

    new-instance v6, Ljava/net/URL;
    invoke-direct {v6, v5}, Ljava/net/URL;-><init>(Ljava/lang/String;)V
    invoke-virtual {v6}, Ljava/net/URL;->openConnection()Ljava/net/URLConnection;
    move-result-object v6

    const-string v5, "https://api.example.tw/v1?next=http://old.example.tw/"

    new-instance v6, Ljava/net/URL;
    invoke-direct {v6, v5}, Ljava/net/URL;-><init>(Ljava/lang/String;)V
    invoke-virtual {v6}, Ljava/net/URL;->openConnection()Ljava/net/URLConnection;
    move-result-object v6
    invoke-virtual {v0, v1}, Ljava/lang/String;->concat(Ljava/lang/String;)Ljava/lang/String;
    invoke-virtual {v2}, Ljava/lang/String;->length()I
    return-void
.end method
