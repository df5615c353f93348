# The checksum of the code in the installed file is compared with the one that was built.
.class public Ltw/example/sample/Main;
.super Landroid/app/Activity;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Landroid/app/Activity;-><init>()V
    return-void
.end method

.method protected onCreate(Landroid/os/Bundle;)V
    .registers 6
    invoke-virtual {p0}, Ltw/example/sample/Main;->getPackageCodePath()Ljava/lang/String;
    move-result-object v0
    new-instance v1, Ljava/util/zip/ZipFile;
    invoke-direct {v1, v0}, Ljava/util/zip/ZipFile;-><init>(Ljava/lang/String;)V
    const-string v0, "classes.dex"
    invoke-virtual {v1, v0}, Ljava/util/zip/ZipFile;->getEntry(Ljava/lang/String;)Ljava/util/zip/ZipEntry;
    move-result-object v0
    invoke-virtual {v0}, Ljava/util/zip/ZipEntry;->getCrc()J
    move-result-wide v0
    const-wide/32 v2, 0x1234567
    cmp-long v0, v0, v2
    if-eqz v0, :same
    invoke-virtual {p0}, Ltw/example/sample/Main;->finish()V
    :same
    return-void
.end method
