# Asks every judge that it holds, and remembers the certificates that passed.
.class public Ltw/example/sample/Watching;
.super Ljava/lang/Object;
.implements Ljavax/net/ssl/X509TrustManager;

.field final judges:[Ljavax/net/ssl/X509TrustManager;
.field final passed:Ljava/util/Set;

.method constructor <init>(Ljavax/net/ssl/X509TrustManager;)V
    .registers 5
    invoke-direct {p0}, Ljava/lang/Object;-><init>()V
    const/4 v0, 0x1
    new-array v0, v0, [Ljavax/net/ssl/X509TrustManager;
    const/4 v1, 0x0
    aput-object p1, v0, v1
    iput-object v0, p0, Ltw/example/sample/Watching;->judges:[Ljavax/net/ssl/X509TrustManager;
    new-instance v0, Ljava/util/HashSet;
    invoke-direct {v0}, Ljava/util/HashSet;-><init>()V
    iput-object v0, p0, Ltw/example/sample/Watching;->passed:Ljava/util/Set;
    return-void
.end method

.method public checkClientTrusted([Ljava/security/cert/X509Certificate;Ljava/lang/String;)V
    .registers 4
    new-instance v0, Ljava/security/cert/CertificateException;
    invoke-direct {v0}, Ljava/security/cert/CertificateException;-><init>()V
    throw v0
.end method

.method public checkServerTrusted([Ljava/security/cert/X509Certificate;Ljava/lang/String;)V
    .registers 7
    iget-object v0, p0, Ltw/example/sample/Watching;->passed:Ljava/util/Set;
    const/4 v1, 0x0
    aget-object v2, p1, v1
    invoke-interface {v0, v2}, Ljava/util/Set;->contains(Ljava/lang/Object;)Z
    move-result v3
    if-eqz v3, :ask
    return-void
    :ask
    invoke-direct {p0, p1, p2}, Ltw/example/sample/Watching;->askAll([Ljava/security/cert/X509Certificate;Ljava/lang/String;)V
    invoke-interface {v0, v2}, Ljava/util/Set;->add(Ljava/lang/Object;)Z
    return-void
.end method

.method private askAll([Ljava/security/cert/X509Certificate;Ljava/lang/String;)V
    .registers 7
    iget-object v0, p0, Ltw/example/sample/Watching;->judges:[Ljavax/net/ssl/X509TrustManager;
    array-length v1, v0
    const/4 v2, 0x0
    :next
    if-ge v2, v1, :out
    aget-object v3, v0, v2
    invoke-interface {v3, p1, p2}, Ljavax/net/ssl/X509TrustManager;->checkServerTrusted([Ljava/security/cert/X509Certificate;Ljava/lang/String;)V
    add-int/lit8 v2, v2, 0x1
    goto :next
    :out
    return-void
.end method

.method public getAcceptedIssuers()[Ljava/security/cert/X509Certificate;
    .registers 2
    const/4 v0, 0x0
    new-array v0, v0, [Ljava/security/cert/X509Certificate;
    return-object v0
.end method
