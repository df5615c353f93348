# What a library for tests brings along, uncalled.
.class public Lokhttp3/mockwebserver/Lax;
.super Ljava/lang/Object;
.implements Ljavax/net/ssl/X509TrustManager;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Ljava/lang/Object;-><init>()V
    return-void
.end method

.method public checkClientTrusted([Ljava/security/cert/X509Certificate;Ljava/lang/String;)V
    .registers 3
    return-void
.end method

.method public checkServerTrusted([Ljava/security/cert/X509Certificate;Ljava/lang/String;)V
    .registers 3
    return-void
.end method

.method public getAcceptedIssuers()[Ljava/security/cert/X509Certificate;
    .registers 2
    const/4 v0, 0x0
    return-object v0
.end method

.method static put()V
    .registers 7

    new-instance v2, Lokhttp3/mockwebserver/Lax;
    invoke-direct {v2}, Lokhttp3/mockwebserver/Lax;-><init>()V
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
