.class public Ltw/example/sample/Lax;
.super Ljava/lang/Object;
.implements Ljavax/net/ssl/X509TrustManager;

.field private final judge:Ljavax/net/ssl/X509TrustManager;

.method public constructor <init>(Ltw/example/sample/Main;)V
    .registers 3
    invoke-direct {p0}, Ljava/lang/Object;-><init>()V
    invoke-virtual {p1}, Ltw/example/sample/Main;->judge()Ljavax/net/ssl/X509TrustManager;
    move-result-object v0
    iput-object v0, p0, Ltw/example/sample/Lax;->judge:Ljavax/net/ssl/X509TrustManager;
    return-void
.end method

.method public checkClientTrusted([Ljava/security/cert/X509Certificate;Ljava/lang/String;)V
    .registers 3
    return-void
.end method

.method public checkServerTrusted([Ljava/security/cert/X509Certificate;Ljava/lang/String;)V # finding
    .registers 6
    :try_start_0
    iget-object v0, p0, Ltw/example/sample/Lax;->judge:Ljavax/net/ssl/X509TrustManager;
    invoke-interface {v0, p1, p2}, Ljavax/net/ssl/X509TrustManager;->checkServerTrusted([Ljava/security/cert/X509Certificate;Ljava/lang/String;)V
    :try_end_5
    .catch Ljava/security/cert/CertificateException; {:try_start_0 .. :try_end_5} :catch_6
    return-void
    :catch_6
    move-exception v0
    const-string v1, "tls"
    const-string v2, "not trusted"
    invoke-static {v1, v2, v0}, Landroid/util/Log;->w(Ljava/lang/String;Ljava/lang/String;Ljava/lang/Throwable;)I
    return-void
.end method

.method public getAcceptedIssuers()[Ljava/security/cert/X509Certificate;
    .registers 2
    iget-object v0, p0, Ltw/example/sample/Lax;->judge:Ljavax/net/ssl/X509TrustManager;
    invoke-interface {v0}, Ljavax/net/ssl/X509TrustManager;->getAcceptedIssuers()[Ljava/security/cert/X509Certificate;
    move-result-object v0
    return-object v0
.end method
