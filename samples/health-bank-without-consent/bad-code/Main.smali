# The SDK's own page is the only one that asks.
.class public Ltw/example/sample/Main;
.super Landroid/app/Activity;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Landroid/app/Activity;-><init>()V
    return-void
.end method

.method public onCreate(Landroid/os/Bundle;)V
    .registers 10
    nop
    return-void
.end method

.method public onClick(Landroid/view/View;)V
    .registers 4
    const/4 v0, 0x0
    invoke-static {v0}, Lcom/nhi/mhbsdk/MHB;->startProc(Lcom/nhi/mhbsdk/MHB$StartProcCallback;)V # finding
    return-void
.end method
