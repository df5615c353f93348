# Code for debugging is left in.
.class public Ltw/example/sample/Main;
.super Landroid/app/Activity;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Landroid/app/Activity;-><init>()V
    return-void
.end method

.method public onCreate(Landroid/os/Bundle;)V
    .registers 10
    sget-boolean v0, Ltw/example/sample/BuildConfig;->DEBUG:Z
    if-eqz v0, :out
    const-string v1, "debug"
    invoke-static {v1, v1}, Landroid/util/Log;->d(Ljava/lang/String;Ljava/lang/String;)I
    :out
    nop
    return-void
.end method
