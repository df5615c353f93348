.class public Ltw/example/sample/LoginActivity;
.super Ltw/example/sample/Base;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Ltw/example/sample/Base;-><init>()V
    return-void
.end method

.method protected onCreate(Landroid/os/Bundle;)V
    .registers 3
    invoke-super {p0, p1}, Ltw/example/sample/Base;->onCreate(Landroid/os/Bundle;)V
    const v0, 0x7f010001
    invoke-virtual {p0, v0}, Ltw/example/sample/LoginActivity;->setContentView(I)V
    return-void
.end method
