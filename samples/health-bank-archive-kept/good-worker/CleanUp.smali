# Deletes the file later.
.class public Ltw/example/sample/CleanUp;
.super Landroidx/work/Worker;

.method public doWork()Landroidx/work/ListenableWorker$Result;
    .registers 5
    invoke-virtual {p0}, Ltw/example/sample/CleanUp;->getApplicationContext()Landroid/content/Context;
    move-result-object v0
    invoke-virtual {v0}, Landroid/content/Context;->getFilesDir()Ljava/io/File;
    move-result-object v0
    new-instance v1, Ljava/io/File;
    const-string v2, "mhb.zip"
    invoke-direct {v1, v0, v2}, Ljava/io/File;-><init>(Ljava/io/File;Ljava/lang/String;)V
    invoke-virtual {v1}, Ljava/io/File;->delete()Z
    invoke-static {}, Landroidx/work/ListenableWorker$Result;->success()Landroidx/work/ListenableWorker$Result;
    move-result-object v0
    return-object v0
.end method
