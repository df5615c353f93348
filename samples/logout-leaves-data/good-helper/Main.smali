# What is erased is erased by a helper.
.class public Ltw/example/sample/Main;
.super Landroid/app/Activity;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Landroid/app/Activity;-><init>()V
    return-void
.end method

.method logout()V
    .registers 2
    new-instance v0, Ltw/example/sample/Eraser;
    invoke-direct {v0}, Ltw/example/sample/Eraser;-><init>()V
    invoke-virtual {v0, p0}, Ltw/example/sample/Eraser;->all(Landroid/content/Context;)V
    return-void
.end method

.method protected onCreate(Landroid/os/Bundle;)V
    .registers 4
    :try_start_0
    invoke-virtual {p0}, Ltw/example/sample/Main;->logout()V
    :try_end_3
    .catch Ljava/lang/Exception; {:try_start_0 .. :try_end_3} :catch_5
    nop
    return-void
    :catch_5
    move-exception v0
    new-instance v1, Ljava/lang/RuntimeException;
    invoke-direct {v1, v0}, Ljava/lang/RuntimeException;-><init>(Ljava/lang/Throwable;)V
    throw v1
.end method
