# The SDK writes tickets; the app reads none.
.class public Ltw/example/sample/Main;
.super Landroid/app/Activity;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Landroid/app/Activity;-><init>()V
    return-void
.end method

.method public onCreate(Landroid/os/Bundle;)V
    .registers 10
    const-string v0, "ticket"
    new-instance v1, Ltw/example/sample/Taker;
    invoke-direct {v1, p0}, Ltw/example/sample/Taker;-><init>(Landroid/content/Context;)V
    invoke-static {v0, v1}, Lcom/nhi/mhbsdk/MHB;->fetchData(Ljava/lang/String;Lcom/nhi/mhbsdk/MHB$FetchDataCallback;)V
    return-void
.end method
