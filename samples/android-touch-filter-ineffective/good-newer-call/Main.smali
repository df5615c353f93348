# The call that hides overlays stands beside a filter that works everywhere.
.class public Ltw/example/sample/Main;
.super Landroid/app/Activity;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Landroid/app/Activity;-><init>()V
    return-void
.end method

.method public onCreate(Landroid/os/Bundle;)V
    .registers 10
    invoke-virtual {p0}, Ltw/example/sample/Main;->getWindow()Landroid/view/Window;
    move-result-object v0
    sget v1, Landroid/os/Build$VERSION;->SDK_INT:I
    const/16 v2, 0x1f
    if-lt v1, v2, :old
    const/4 v3, 0x1
    invoke-virtual {v0, v3}, Landroid/view/Window;->setHideOverlayWindows(Z)V
    :old
    invoke-virtual {v0}, Landroid/view/Window;->getDecorView()Landroid/view/View;
    move-result-object v0
    const/4 v3, 0x1
    invoke-virtual {v0, v3}, Landroid/view/View;->setFilterTouchesWhenObscured(Z)V
    return-void
.end method
