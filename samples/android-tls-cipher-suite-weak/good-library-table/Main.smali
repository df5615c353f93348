# Sets nothing.
.class public Ltw/example/sample/Main;
.super Landroid/app/Activity;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Landroid/app/Activity;-><init>()V
    return-void
.end method

.method public onCreate(Landroid/os/Bundle;)V
    .registers 10
    invoke-static {}, Lokhttp3/CipherSuite;->all()[Ljava/lang/String;
    move-result-object v0
    array-length v1, v0
    return-void
.end method
