# The number is shown, the user calls.
.class public Ltw/example/sample/Main;
.super Landroid/app/Activity;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Landroid/app/Activity;-><init>()V
    return-void
.end method

.method public onCreate(Landroid/os/Bundle;)V
    .registers 10
    new-instance v0, Landroid/content/Intent;
    const-string v1, "android.intent.action.DIAL"
    const-string v2, "tel:1922"
    invoke-static {v2}, Landroid/net/Uri;->parse(Ljava/lang/String;)Landroid/net/Uri;
    move-result-object v2
    invoke-direct {v0, v1, v2}, Landroid/content/Intent;-><init>(Ljava/lang/String;Landroid/net/Uri;)V
    invoke-virtual {p0, v0}, Ltw/example/sample/Main;->startActivity(Landroid/content/Intent;)V
    new-instance v0, Landroid/content/Intent;
    const-string v1, "android.intent.action.SENDTO"
    const-string v2, "smsto:0912"
    invoke-static {v2}, Landroid/net/Uri;->parse(Ljava/lang/String;)Landroid/net/Uri;
    move-result-object v2
    invoke-direct {v0, v1, v2}, Landroid/content/Intent;-><init>(Ljava/lang/String;Landroid/net/Uri;)V
    invoke-virtual {p0, v0}, Ltw/example/sample/Main;->startActivity(Landroid/content/Intent;)V
    return-void
.end method
