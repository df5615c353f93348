# The library that brings its own TLS.
.class public Lorg/conscrypt/Conscrypt;
.super Ljava/lang/Object;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Ljava/lang/Object;-><init>()V
    return-void
.end method

.method public static newProvider()Ljava/security/Provider;
    .registers 1
    const/4 v0, 0x0
    return-object v0
.end method
