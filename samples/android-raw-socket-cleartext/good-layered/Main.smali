# TLS is put over the socket; the other one leads to a process on the device.
.class public Ltw/example/sample/Main;
.super Landroid/app/Activity;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Landroid/app/Activity;-><init>()V
    return-void
.end method

.method protected onCreate(Landroid/os/Bundle;)V
    .registers 9
    const-string v0, "mail.example.tw"
    :try_start_2
    new-instance v1, Ljava/net/Socket;
    const/16 v2, 0x24b
    invoke-direct {v1, v0, v2}, Ljava/net/Socket;-><init>(Ljava/lang/String;I)V
    invoke-static {}, Ljavax/net/ssl/SSLSocketFactory;->getDefault()Ljavax/net/SocketFactory;
    move-result-object v3
    check-cast v3, Ljavax/net/ssl/SSLSocketFactory;
    const/4 v4, 0x1
    invoke-virtual {v3, v1, v0, v2, v4}, Ljavax/net/ssl/SSLSocketFactory;->createSocket(Ljava/net/Socket;Ljava/lang/String;IZ)Ljava/net/Socket;
    move-result-object v0
    invoke-virtual {v0}, Ljava/net/Socket;->getOutputStream()Ljava/io/OutputStream;
    move-result-object v2
    invoke-virtual {v2, v4}, Ljava/io/OutputStream;->write(I)V
    new-instance v2, Ljava/net/Socket;
    const-string v5, "127.0.0.1"
    const/16 v6, 0x1f40
    invoke-direct {v2, v5, v6}, Ljava/net/Socket;-><init>(Ljava/lang/String;I)V
    invoke-virtual {v2}, Ljava/net/Socket;->getOutputStream()Ljava/io/OutputStream;
    move-result-object v2
    invoke-virtual {v2, v4}, Ljava/io/OutputStream;->write(I)V
    :try_end_2b
    .catch Ljava/lang/Exception; {:try_start_2 .. :try_end_2b} :catch_2d
    nop
    return-void
    :catch_2d
    move-exception v0
    new-instance v1, Ljava/lang/RuntimeException;
    invoke-direct {v1, v0}, Ljava/lang/RuntimeException;-><init>(Ljava/lang/Throwable;)V
    throw v1
.end method
