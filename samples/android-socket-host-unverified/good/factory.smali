# A factory around another hands the socket to the client that asked for it, and that client checks the name.
.class public Ltw/example/app/ModernTls;
.super Ljavax/net/ssl/SSLSocketFactory;

.field private inner:Ljavax/net/ssl/SSLSocketFactory;

.method public createSocket(Ljava/lang/String;I)Ljava/net/Socket;
    .registers 5
    iget-object v0, p0, Ltw/example/app/ModernTls;->inner:Ljavax/net/ssl/SSLSocketFactory;
    invoke-virtual {v0, p1, p2}, Ljavax/net/ssl/SSLSocketFactory;->createSocket(Ljava/lang/String;I)Ljava/net/Socket;
    move-result-object v0
    return-object v0
.end method
