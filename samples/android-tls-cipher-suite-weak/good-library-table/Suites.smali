# The table of a library holds all that there are.
.class public Lokhttp3/CipherSuite;
.super Ljava/lang/Object;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Ljava/lang/Object;-><init>()V
    return-void
.end method

.method public static all()[Ljava/lang/String;
    .registers 3
    const-string v0, "SSL_RSA_WITH_RC4_128_MD5"
    const-string v1, "SSL_DH_anon_WITH_DES_CBC_SHA"
    filled-new-array {v0, v1}, [Ljava/lang/String;
    move-result-object v0
    return-object v0
.end method
