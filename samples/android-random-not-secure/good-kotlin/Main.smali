# Kotlin's generator moves a picture and waits a little.
.class public Ltw/example/sample/Main;
.super Landroid/app/Activity;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Landroid/app/Activity;-><init>()V
    return-void
.end method

.method public onCreate(Landroid/os/Bundle;)V
    .registers 10
    sget-object v0, Lkotlin/random/Random;->Default:Lkotlin/random/Random$Default;
    const/16 v1, 0x140
    invoke-virtual {v0, v1}, Lkotlin/random/Random$Default;->nextInt(I)I
    move-result v1
    new-instance v2, Landroid/view/View;
    invoke-direct {v2, p0}, Landroid/view/View;-><init>(Landroid/content/Context;)V
    int-to-float v3, v1
    invoke-virtual {v2, v3}, Landroid/view/View;->setTranslationX(F)V
    int-to-long v4, v1
    const/4 v6, 0x0
    invoke-virtual {v2, v6, v4, v5}, Landroid/view/View;->postDelayed(Ljava/lang/Runnable;J)Z
    return-void
.end method
