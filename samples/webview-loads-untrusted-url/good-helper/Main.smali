.class public Ltw/example/app/Main;
.super Landroid/app/Activity;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Landroid/app/Activity;-><init>()V
    return-void
.end method

# Tests the address, or says no.
.method private fits(Ljava/lang/String;)Z
    .registers 4
    invoke-virtual {p0}, Ltw/example/app/Main;->isTaskRoot()Z
    move-result v0
    if-nez v0, :short
    const-string v0, "https://app.example.tw/"
    invoke-virtual {p1, v0}, Ljava/lang/String;->startsWith(Ljava/lang/String;)Z
    move-result v0
    return v0
    :short
    const/4 v0, 0
    return v0
.end method

.method public onCreate(Landroid/os/Bundle;)V
    .registers 7
    new-instance v0, Landroid/webkit/WebView;
    invoke-direct {v0, p0}, Landroid/webkit/WebView;-><init>(Landroid/content/Context;)V
    invoke-virtual {p0}, Ltw/example/app/Main;->getIntent()Landroid/content/Intent;
    move-result-object v1
    invoke-virtual {v1}, Landroid/content/Intent;->getDataString()Ljava/lang/String;
    move-result-object v2
    invoke-direct {p0, v2}, Ltw/example/app/Main;->fits(Ljava/lang/String;)Z
    move-result v4
    if-eqz v4, :out
    invoke-virtual {v0, v2}, Landroid/webkit/WebView;->loadUrl(Ljava/lang/String;)V
    :out
    return-void
.end method
