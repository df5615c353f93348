# A library that checks the names by itself.
.class public Ltw/example/sample/Main;
.super Landroid/app/Activity;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Landroid/app/Activity;-><init>()V
    return-void
.end method

.method public onCreate(Landroid/os/Bundle;)V
    .registers 10
    new-instance v0, Lnet/lingala/zip4j/ZipFile;
    const-string v1, "/sdcard/a.zip"
    invoke-direct {v0, v1}, Lnet/lingala/zip4j/ZipFile;-><init>(Ljava/lang/String;)V
    invoke-virtual {p0}, Ltw/example/sample/Main;->getFilesDir()Ljava/io/File;
    move-result-object v1
    invoke-virtual {v1}, Ljava/io/File;->getPath()Ljava/lang/String;
    move-result-object v1
    invoke-virtual {v0, v1}, Lnet/lingala/zip4j/ZipFile;->extractAll(Ljava/lang/String;)V
    return-void
.end method
