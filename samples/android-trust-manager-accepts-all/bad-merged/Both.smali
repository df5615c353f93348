.class public final Ltw/example/sample/Both;
.super Ljava/lang/Object;
.implements Ljavax/net/ssl/X509TrustManager;

.field public final synthetic a:I

.method public synthetic constructor <init>(I)V
    .registers 2
    iput p1, p0, Ltw/example/sample/Both;->a:I
    invoke-direct {p0}, Ljava/lang/Object;-><init>()V
    return-void
.end method

.method public final checkClientTrusted([Ljava/security/cert/X509Certificate;Ljava/lang/String;)V
    .registers 3
    return-void
.end method

.method public final checkServerTrusted([Ljava/security/cert/X509Certificate;Ljava/lang/String;)V # finding
    .registers 4
    iget v0, p0, Ltw/example/sample/Both;->a:I
    packed-switch v0, :pswitch_data_0
    new-instance v0, Ljava/security/cert/CertificateException;
    invoke-direct {v0}, Ljava/security/cert/CertificateException;-><init>()V
    throw v0
    :pswitch_0
    return-void
    :pswitch_data_0
    .packed-switch 0x0
        :pswitch_0
    .end packed-switch
.end method

.method public final getAcceptedIssuers()[Ljava/security/cert/X509Certificate;
    .registers 2
    const/4 v0, 0x0
    return-object v0
.end method
