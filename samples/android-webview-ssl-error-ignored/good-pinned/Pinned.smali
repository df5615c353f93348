# Goes on only with the certificate that the app knows.
.class public Ltw/example/sample/Pinned;
.super Landroid/webkit/WebViewClient;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Landroid/webkit/WebViewClient;-><init>()V
    return-void
.end method

.method public onReceivedSslError(Landroid/webkit/WebView;Landroid/webkit/SslErrorHandler;Landroid/net/http/SslError;)V
    .registers 7
    sget-object v0, Ltw/example/sample/Main;->PIN:[B
    invoke-virtual {p3}, Landroid/net/http/SslError;->getCertificate()Landroid/net/http/SslCertificate;
    move-result-object v1
    invoke-static {v1}, Landroid/net/http/SslCertificate;->saveState(Landroid/net/http/SslCertificate;)Landroid/os/Bundle;
    move-result-object v1
    const-string v2, "x509-certificate"
    invoke-virtual {v1, v2}, Landroid/os/Bundle;->getByteArray(Ljava/lang/String;)[B
    move-result-object v1
    invoke-static {v0, v1}, Ljava/util/Arrays;->equals([B[B)Z
    move-result v0
    if-eqz v0, :cond_1a
    invoke-virtual {p2}, Landroid/webkit/SslErrorHandler;->proceed()V
    goto :goto_1d
    :cond_1a
    invoke-virtual {p2}, Landroid/webkit/SslErrorHandler;->cancel()V
    :goto_1d
    return-void
.end method
