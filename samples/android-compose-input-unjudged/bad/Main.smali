# A screen that Compose draws.
.class public Ltw/example/sample/Main;
.super Landroid/app/Activity;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Landroid/app/Activity;-><init>()V
    return-void
.end method

.method public onCreate(Landroid/os/Bundle;)V
    .registers 6
    const/4 v0, 0x0
    const/4 v1, 0x0
    invoke-static {v0, v1}, Ltw/example/sample/FormKt;->Bare(Landroidx/compose/runtime/Composer;I)V
    invoke-virtual {p0}, Ltw/example/sample/Main;->getIntent()Landroid/content/Intent;
    move-result-object v2
    const-string v3, "label"
    invoke-virtual {v2, v3}, Landroid/content/Intent;->getStringExtra(Ljava/lang/String;)Ljava/lang/String;
    move-result-object v2
    invoke-static {v2, v0, v1}, Ltw/example/sample/FormKt;->Given(Ljava/lang/String;Landroidx/compose/runtime/Composer;I)V
    return-void
.end method
