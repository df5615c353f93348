# A screen that Compose draws.
.class public Ltw/example/sample/Main;
.super Landroid/app/Activity;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Landroid/app/Activity;-><init>()V
    return-void
.end method

.method public onCreate(Landroid/os/Bundle;)V
    .registers 5
    const/4 v0, 0x0
    const/4 v1, 0x0
    invoke-static {v0, v1}, Ltw/example/sample/FormKt;->Password(Landroidx/compose/runtime/Composer;I)V
    invoke-static {v0, v1}, Ltw/example/sample/FormKt;->Nickname(Landroidx/compose/runtime/Composer;I)V
    return-void
.end method
