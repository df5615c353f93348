# The mode is not asked for any more: it throws.
.class public Ltw/example/sample/Main;
.super Landroid/app/Activity;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Landroid/app/Activity;-><init>()V
    return-void
.end method

.method public onCreate(Landroid/os/Bundle;)V
    .registers 10
    const-string v0, "record.json"
    const/4 v1, 0x0
    invoke-virtual {p0, v0, v1}, Ltw/example/sample/Main;->openFileOutput(Ljava/lang/String;I)Ljava/io/FileOutputStream;
    const-string v0, "settings"
    invoke-virtual {p0, v0, v1}, Ltw/example/sample/Main;->getSharedPreferences(Ljava/lang/String;I)Landroid/content/SharedPreferences;
    return-void
.end method
