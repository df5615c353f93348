# Only the app itself starts it.
.class public Ltw/example/app/Main;
.super Landroid/app/Activity;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Landroid/app/Activity;-><init>()V
    return-void
.end method

.method public onCreate(Landroid/os/Bundle;)V
    .registers 10
    const-string v0, "{}"
    new-instance v1, Lorg/json/JSONObject;
    invoke-direct {v1, v0}, Lorg/json/JSONObject;-><init>(Ljava/lang/String;)V
    const-string v2, "access_token"
    invoke-virtual {v1, v2}, Lorg/json/JSONObject;->getString(Ljava/lang/String;)Ljava/lang/String;
    move-result-object v3
    const-string v4, "tw.example.SYNC"
    new-instance v5, Landroid/content/Intent;
    invoke-direct {v5, v4}, Landroid/content/Intent;-><init>(Ljava/lang/String;)V
    const-string v6, "t"
    invoke-virtual {v5, v6, v3}, Landroid/content/Intent;->putExtra(Ljava/lang/String;Ljava/lang/String;)Landroid/content/Intent;
    const/16 v7, 1
    invoke-virtual {p0, v7, v5}, Ltw/example/app/Main;->setResult(ILandroid/content/Intent;)V
    return-void
.end method
