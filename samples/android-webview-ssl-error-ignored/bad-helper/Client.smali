.class public Ltw/example/sample/Client;
.super Landroid/webkit/WebViewClient;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Landroid/webkit/WebViewClient;-><init>()V
    return-void
.end method

.method public onReceivedSslError(Landroid/webkit/WebView;Landroid/webkit/SslErrorHandler;Landroid/net/http/SslError;)V # finding
    .registers 4
    invoke-static {p2}, Ltw/example/sample/Client;->answer(Landroid/webkit/SslErrorHandler;)V
    return-void
.end method

.method private static answer(Landroid/webkit/SslErrorHandler;)V
    .registers 1
    invoke-virtual {p0}, Landroid/webkit/SslErrorHandler;->proceed()V
    return-void
.end method
