# What a release does not call any more.
.class public Lcom/facebook/react/devsupport/DevServer;
.super Ljava/lang/Object;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Ljava/lang/Object;-><init>()V
    return-void
.end method

.method public listen()V
    .registers 4
    new-instance v0, Ljava/net/ServerSocket;
    const/16 v1, 0x1f91
    invoke-direct {v0, v1}, Ljava/net/ServerSocket;-><init>(I)V
    invoke-virtual {v0}, Ljava/net/ServerSocket;->accept()Ljava/net/Socket;
    return-void
.end method
