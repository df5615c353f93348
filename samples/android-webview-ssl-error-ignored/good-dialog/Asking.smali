# A person decides, and the way back is offered.
.class public Ltw/example/sample/Asking;
.super Landroid/webkit/WebViewClient;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Landroid/webkit/WebViewClient;-><init>()V
    return-void
.end method

.method public onReceivedSslError(Landroid/webkit/WebView;Landroid/webkit/SslErrorHandler;Landroid/net/http/SslError;)V
    .registers 7
    new-instance v0, Landroid/app/AlertDialog$Builder;
    invoke-virtual {p1}, Landroid/webkit/WebView;->getContext()Landroid/content/Context;
    move-result-object v1
    invoke-direct {v0, v1}, Landroid/app/AlertDialog$Builder;-><init>(Landroid/content/Context;)V
    const-string v1, "\u6191\u8b49\u6709\u554f\u984c"
    invoke-virtual {v0, v1}, Landroid/app/AlertDialog$Builder;->setMessage(Ljava/lang/CharSequence;)Landroid/app/AlertDialog$Builder;
    move-result-object v0
    new-instance v1, Ltw/example/sample/Asking$2;
    invoke-direct {v1, p0, p2}, Ltw/example/sample/Asking$2;-><init>(Ltw/example/sample/Asking;Landroid/webkit/SslErrorHandler;)V
    const-string v2, "\u7e7c\u7e8c"
    invoke-virtual {v0, v2, v1}, Landroid/app/AlertDialog$Builder;->setPositiveButton(Ljava/lang/CharSequence;Landroid/content/DialogInterface$OnClickListener;)Landroid/app/AlertDialog$Builder;
    move-result-object v0
    new-instance v1, Ltw/example/sample/Asking$1;
    invoke-direct {v1, p0, p2}, Ltw/example/sample/Asking$1;-><init>(Ltw/example/sample/Asking;Landroid/webkit/SslErrorHandler;)V
    const-string v2, "\u53d6\u6d88"
    invoke-virtual {v0, v2, v1}, Landroid/app/AlertDialog$Builder;->setNegativeButton(Ljava/lang/CharSequence;Landroid/content/DialogInterface$OnClickListener;)Landroid/app/AlertDialog$Builder;
    move-result-object v0
    invoke-virtual {v0}, Landroid/app/AlertDialog$Builder;->show()Landroid/app/AlertDialog;
    return-void
.end method
