# The class comes through a variable; the component is set after the extras.
.class public Ltw/example/sample/Main;
.super Landroid/app/Activity;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Landroid/app/Activity;-><init>()V
    return-void
.end method

.method protected onCreate(Landroid/os/Bundle;)V
    .registers 8
    const-string v0, "t"
    :try_start_2
    new-instance v1, Lorg/json/JSONObject;
    const-string v2, "{}"
    invoke-direct {v1, v2}, Lorg/json/JSONObject;-><init>(Ljava/lang/String;)V
    const-string v2, "access_token"
    invoke-virtual {v1, v2}, Lorg/json/JSONObject;->getString(Ljava/lang/String;)Ljava/lang/String;
    move-result-object v1
    if-nez p1, :cond_14
    const-class v2, Ltw/example/sample/Main;
    goto :goto_16
    :cond_14
    const-class v2, Ltw/example/sample/Other;
    :goto_16
    new-instance v3, Landroid/content/Intent;
    invoke-direct {v3, p0, v2}, Landroid/content/Intent;-><init>(Landroid/content/Context;Ljava/lang/Class;)V
    invoke-virtual {v3, v0, v1}, Landroid/content/Intent;->putExtra(Ljava/lang/String;Ljava/lang/String;)Landroid/content/Intent;
    invoke-virtual {p0, v3}, Ltw/example/sample/Main;->startActivity(Landroid/content/Intent;)V
    new-instance v4, Landroid/content/Intent;
    const-string v5, "tw.example.SYNC"
    invoke-direct {v4, v5}, Landroid/content/Intent;-><init>(Ljava/lang/String;)V
    invoke-virtual {v4, v0, v1}, Landroid/content/Intent;->putExtra(Ljava/lang/String;Ljava/lang/String;)Landroid/content/Intent;
    new-instance v0, Landroid/content/ComponentName;
    const-class v5, Ltw/example/sample/Other;
    invoke-direct {v0, p0, v5}, Landroid/content/ComponentName;-><init>(Landroid/content/Context;Ljava/lang/Class;)V
    invoke-virtual {v4, v0}, Landroid/content/Intent;->setComponent(Landroid/content/ComponentName;)Landroid/content/Intent;
    invoke-virtual {p0, v4}, Ltw/example/sample/Main;->startService(Landroid/content/Intent;)Landroid/content/ComponentName;
    :try_end_38
    .catch Ljava/lang/Exception; {:try_start_2 .. :try_end_38} :catch_3a
    nop
    return-void
    :catch_3a
    move-exception v0
    new-instance v1, Ljava/lang/RuntimeException;
    invoke-direct {v1, v0}, Ljava/lang/RuntimeException;-><init>(Ljava/lang/Throwable;)V
    throw v1
.end method
