# A server asked in the clear.
.class public Ltw/example/sample/Main;
.super Landroid/app/Activity;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Landroid/app/Activity;-><init>()V
    return-void
.end method

.method public onCreate(Landroid/os/Bundle;)V
    .registers 10
    const-string v5, "http://api.example.tw/v1"

    new-instance v6, Ljava/net/URL;
    invoke-direct {v6, v5}, Ljava/net/URL;-><init>(Ljava/lang/String;)V # finding
    invoke-virtual {v6}, Ljava/net/URL;->openConnection()Ljava/net/URLConnection; # finding
    move-result-object v6
    return-void
.end method
