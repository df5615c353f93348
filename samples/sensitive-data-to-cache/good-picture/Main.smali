# A temporary file with nothing of the person in it.
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
    const-string v0, "icon"
    const-string v1, ".png"
    invoke-virtual {p0}, Ltw/example/sample/Main;->getCacheDir()Ljava/io/File;
    move-result-object v2
    invoke-static {v0, v1, v2}, Ljava/io/File;->createTempFile(Ljava/lang/String;Ljava/lang/String;Ljava/io/File;)Ljava/io/File;
    move-result-object v0
    new-instance v1, Ljava/io/FileOutputStream;
    invoke-direct {v1, v0}, Ljava/io/FileOutputStream;-><init>(Ljava/io/File;)V
    const/4 v2, 0x3
    new-array v2, v2, [B
    fill-array-data v2, :array_24
    invoke-virtual {v1, v2}, Ljava/io/FileOutputStream;->write([B)V
    :try_end_1a
    .catch Ljava/lang/Exception; {:try_start_0 .. :try_end_1a} :catch_1c
    nop
    return-void
    :catch_1c
    move-exception v0
    new-instance v1, Ljava/lang/RuntimeException;
    invoke-direct {v1, v0}, Ljava/lang/RuntimeException;-><init>(Ljava/lang/Throwable;)V
    throw v1
    nop
    :array_24
    .array-data 1
        0x1t
        0x2t
        0x3t
    .end array-data
.end method
