# 
.class public Ltw/example/sample/Records;
.super Landroid/app/Service;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Landroid/app/Service;-><init>()V
    return-void
.end method

.method public onBind(Landroid/content/Intent;)Landroid/os/IBinder;
    .registers 3
    const-string v0, "tw.example.READ"
    invoke-virtual {p0, v0}, Ltw/example/sample/Records;->checkCallingOrSelfPermission(Ljava/lang/String;)I # finding
    move-result v0
    if-eqz v0, :cond_a
    const/4 v0, 0x0
    return-object v0
    :cond_a
    new-instance v0, Landroid/os/Binder;
    invoke-direct {v0}, Landroid/os/Binder;-><init>()V
    return-object v0
.end method
