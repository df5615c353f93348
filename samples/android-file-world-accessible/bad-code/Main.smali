# 
.class public Ltw/example/sample/Main;
.super Landroid/app/Activity;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Landroid/app/Activity;-><init>()V
    return-void
.end method

.method protected onCreate(Landroid/os/Bundle;)V
    .registers 6
    :try_start_0
    const-string v0, "settings"
    const/4 v1, 0x1
    invoke-virtual {p0, v0, v1}, Ltw/example/sample/Main;->getSharedPreferences(Ljava/lang/String;I)Landroid/content/SharedPreferences; # finding
    new-instance v0, Ljava/io/File;
    invoke-virtual {p0}, Ltw/example/sample/Main;->getFilesDir()Ljava/io/File;
    move-result-object v2
    const-string v3, "x"
    invoke-direct {v0, v2, v3}, Ljava/io/File;-><init>(Ljava/io/File;Ljava/lang/String;)V
    const/4 v2, 0x0
    invoke-virtual {v0, v1, v2}, Ljava/io/File;->setReadable(ZZ)Z # finding
    :try_end_15
    .catch Ljava/lang/Exception; {:try_start_0 .. :try_end_15} :catch_17
    nop
    return-void
    :catch_17
    move-exception v0
    new-instance v1, Ljava/lang/RuntimeException;
    invoke-direct {v1, v0}, Ljava/lang/RuntimeException;-><init>(Ljava/lang/Throwable;)V
    throw v1
.end method
