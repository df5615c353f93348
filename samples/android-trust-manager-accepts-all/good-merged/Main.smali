# Of two trust managers in one class only the one that trusts nobody is made.
.class public Ltw/example/sample/Main;
.super Landroid/app/Activity;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Landroid/app/Activity;-><init>()V
    return-void
.end method

.method public onCreate(Landroid/os/Bundle;)V
    .registers 10
    new-instance v2, Ltw/example/sample/Both;
    const/4 v4, 0x1
    invoke-direct {v2, v4}, Ltw/example/sample/Both;-><init>(I)V
    const/4 v3, 0x1
    new-array v3, v3, [Ljavax/net/ssl/TrustManager;
    const/4 v4, 0x0
    aput-object v2, v3, v4
    const-string v5, "TLS"
    invoke-static {v5}, Ljavax/net/ssl/SSLContext;->getInstance(Ljava/lang/String;)Ljavax/net/ssl/SSLContext;
    move-result-object v5
    invoke-virtual {v5, v4, v3, v4}, Ljavax/net/ssl/SSLContext;->init([Ljavax/net/ssl/KeyManager;[Ljavax/net/ssl/TrustManager;Ljava/security/SecureRandom;)V
    return-void
.end method
