# Names that a shrinker gave.
.class public Ltw/example/sample/Main;
.super Landroid/app/Activity;
.field a0Zq9xKcVb3mN8pL:Ljava/lang/String;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Landroid/app/Activity;-><init>()V
    return-void
.end method

.method public onCreate(Landroid/os/Bundle;)V
    .registers 10
    iget-object v0, p0, Ltw/example/sample/Main;->a0Zq9xKcVb3mN8pL:Ljava/lang/String;
    const-string v1, "a0Zq9xKcVb3mN8pL"
    invoke-static {v1, v0}, Landroid/util/Log;->i(Ljava/lang/String;Ljava/lang/String;)I
    return-void
.end method
