# Asks of the caller first, and of itself once the identity is its own.
.class public Ltw/example/sample/Records;
.super Landroid/app/Service;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Landroid/app/Service;-><init>()V
    return-void
.end method

.method public onBind(Landroid/content/Intent;)Landroid/os/IBinder;
    .registers 7
    const-string v0, "tw.example.READ"
    invoke-virtual {p0, v0}, Ltw/example/sample/Records;->checkCallingPermission(Ljava/lang/String;)I
    move-result v1
    const/4 v2, 0x0
    if-eqz v1, :cond_a
    return-object v2
    :cond_a
    invoke-static {}, Landroid/os/Binder;->clearCallingIdentity()J
    move-result-wide v3
    invoke-virtual {p0, v0}, Ltw/example/sample/Records;->checkCallingOrSelfPermission(Ljava/lang/String;)I
    move-result v0
    if-eqz v0, :cond_15
    return-object v2
    :cond_15
    invoke-static {v3, v4}, Landroid/os/Binder;->restoreCallingIdentity(J)V
    new-instance v0, Landroid/os/Binder;
    invoke-direct {v0}, Landroid/os/Binder;-><init>()V
    return-object v0
.end method
