.class public Ltw/example/app/Main;
.super Landroid/app/Activity;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Landroid/app/Activity;-><init>()V
    return-void
.end method

.method public onCreate(Landroid/os/Bundle;)V
    .registers 7
    invoke-virtual {p0}, Ltw/example/app/Main;->getIntent()Landroid/content/Intent;
    move-result-object v0
    const-string v1, "x"
    invoke-virtual {v0, v1}, Landroid/content/Intent;->getStringExtra(Ljava/lang/String;)Ljava/lang/String;
    move-result-object v2
    invoke-virtual {p0}, Ltw/example/app/Main;->getFilesDir()Ljava/io/File;
    move-result-object v3
    new-instance v4, Ljava/io/File;
    invoke-direct {v4, v3, v2}, Ljava/io/File;-><init>(Ljava/io/File;Ljava/lang/String;)V
    new-instance v5, Ljava/io/FileInputStream;
    invoke-direct {v5, v4}, Ljava/io/FileInputStream;-><init>(Ljava/io/File;)V # finding
    return-void
.end method
