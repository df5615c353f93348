# Gives on what the settings answered to whoever asked this screen: nothing is started.
.class public Ltw/example/app/Main;
.super Landroid/app/Activity;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Landroid/app/Activity;-><init>()V
    return-void
.end method

.method public onCreate(Landroid/os/Bundle;)V
    .registers 4
    new-instance v0, Landroid/content/Intent;
    const-string v1, "android.settings.APPLICATION_DETAILS_SETTINGS"
    invoke-direct {v0, v1}, Landroid/content/Intent;-><init>(Ljava/lang/String;)V
    const/4 v1, 0x7
    invoke-virtual {p0, v0, v1}, Ltw/example/app/Main;->startActivityForResult(Landroid/content/Intent;I)V
    return-void
.end method

.method protected onActivityResult(IILandroid/content/Intent;)V
    .registers 4
    invoke-virtual {p0, p2, p3}, Ltw/example/app/Main;->setResult(ILandroid/content/Intent;)V
    invoke-virtual {p0}, Ltw/example/app/Main;->finish()V
    return-void
.end method
