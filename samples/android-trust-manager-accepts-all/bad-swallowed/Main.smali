# Asks the judge of the system and swallows what he says.
.class public Ltw/example/sample/Main;
.super Landroid/app/Activity;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Landroid/app/Activity;-><init>()V
    return-void
.end method

.method public onCreate(Landroid/os/Bundle;)V
    .registers 10
    new-instance v2, Ltw/example/sample/Lax;
    invoke-direct {v2, p0}, Ltw/example/sample/Lax;-><init>(Ltw/example/sample/Main;)V
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

.method public judge()Ljavax/net/ssl/X509TrustManager;
    .registers 5
    invoke-static {}, Ljavax/net/ssl/TrustManagerFactory;->getDefaultAlgorithm()Ljava/lang/String;
    move-result-object v0
    invoke-static {v0}, Ljavax/net/ssl/TrustManagerFactory;->getInstance(Ljava/lang/String;)Ljavax/net/ssl/TrustManagerFactory;
    move-result-object v0
    const/4 v1, 0x0
    invoke-virtual {v0, v1}, Ljavax/net/ssl/TrustManagerFactory;->init(Ljava/security/KeyStore;)V
    invoke-virtual {v0}, Ljavax/net/ssl/TrustManagerFactory;->getTrustManagers()[Ljavax/net/ssl/TrustManager;
    move-result-object v0
    aget-object v0, v0, v1
    check-cast v0, Ljavax/net/ssl/X509TrustManager;
    return-object v0
.end method
