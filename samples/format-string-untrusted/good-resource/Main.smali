# The format is the build's, the text an argument.
.class public Ltw/example/sample/Main;
.super Landroid/app/Activity;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Landroid/app/Activity;-><init>()V
    return-void
.end method

.method protected onCreate(Landroid/os/Bundle;)V
    .registers 5
    :try_start_0
    invoke-virtual {p0}, Ltw/example/sample/Main;->getIntent()Landroid/content/Intent;
    move-result-object v0
    const-string v1, "q"
    invoke-virtual {v0, v1}, Landroid/content/Intent;->getStringExtra(Ljava/lang/String;)Ljava/lang/String;
    move-result-object v0
    const v1, 0x7f030001
    invoke-virtual {p0, v1}, Ltw/example/sample/Main;->getString(I)Ljava/lang/String;
    move-result-object v1
    filled-new-array {v0}, [Ljava/lang/Object;
    move-result-object v2
    invoke-static {v1, v2}, Ljava/lang/String;->format(Ljava/lang/String;[Ljava/lang/Object;)Ljava/lang/String;
    move-result-object v1
    invoke-virtual {p0, v1}, Ltw/example/sample/Main;->setTitle(Ljava/lang/CharSequence;)V
    const-string v1, "100%% %s"
    filled-new-array {v0}, [Ljava/lang/Object;
    move-result-object v2
    invoke-static {v1, v2}, Ljava/lang/String;->format(Ljava/lang/String;[Ljava/lang/Object;)Ljava/lang/String;
    move-result-object v1
    invoke-virtual {p0, v1}, Ltw/example/sample/Main;->setTitle(Ljava/lang/CharSequence;)V
    :try_end_29
    .catch Ljava/lang/Exception; {:try_start_0 .. :try_end_29} :catch_2b
    nop
    return-void
    :catch_2b
    move-exception v0
    new-instance v1, Ljava/lang/RuntimeException;
    invoke-direct {v1, v0}, Ljava/lang/RuntimeException;-><init>(Ljava/lang/Throwable;)V
    throw v1
.end method
