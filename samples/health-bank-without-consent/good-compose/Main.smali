# The question is drawn by code.
.class public Ltw/example/sample/Main;
.super Landroid/app/Activity;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Landroid/app/Activity;-><init>()V
    return-void
.end method

.method public onCreate(Landroid/os/Bundle;)V
    .registers 10
    const-string v0, "agree"
    invoke-static {v0}, Landroidx/compose/material3/TextKt;->Text(Ljava/lang/String;)V
    return-void
.end method

.method public onClick(Landroid/view/View;)V
    .registers 4
    const/4 v0, 0x0
    invoke-static {v0}, Lcom/nhi/mhbsdk/MHB;->startProc(Lcom/nhi/mhbsdk/MHB$StartProcCallback;)V
    return-void
.end method
