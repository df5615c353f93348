# Names that speak of a logout, and code that does none.
.class public Ltw/example/sample/Main;
.super Landroid/app/Activity;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Landroid/app/Activity;-><init>()V
    return-void
.end method

.method public onCreate(Landroid/os/Bundle;)V
    .registers 10
    invoke-virtual {p0}, Ltw/example/sample/Main;->isLogout()Z
    move-result v0
    invoke-virtual {p0}, Ltw/example/sample/Main;->getLogoutReason()Ljava/lang/String;
    return-void
.end method

.method isLogout()Z
    .registers 2
    const/4 v0, 0x0
    return v0
.end method

.method getLogoutReason()Ljava/lang/String;
    .registers 2
    const-string v0, "expired"
    return-object v0
.end method

.method setLogoutListener(Ljava/lang/Runnable;)V
    .registers 2
    return-void
.end method
