# What the SDK calls back with the archive and the key.
.class public Ltw/example/sample/Taker;
.super Ljava/lang/Object;
.implements Lcom/nhi/mhbsdk/MHB$FetchDataCallback;
.field final context:Landroid/content/Context;

.method public constructor <init>(Landroid/content/Context;)V
    .registers 2
    invoke-direct {p0}, Ljava/lang/Object;-><init>()V
    iput-object p1, p0, Ltw/example/sample/Taker;->context:Landroid/content/Context;
    return-void
.end method

.method public onFetchDataSuccess(Ljava/io/FileInputStream;Ljava/lang/String;)V
    .registers 10
    const/16 v0, 0x1000
    new-array v0, v0, [B
    new-instance v1, Ljava/io/ByteArrayOutputStream;
    invoke-direct {v1}, Ljava/io/ByteArrayOutputStream;-><init>()V
    invoke-virtual {p1, v0}, Ljava/io/FileInputStream;->read([B)I
    invoke-virtual {v1, v0}, Ljava/io/ByteArrayOutputStream;->write([B)V
    invoke-virtual {v1}, Ljava/io/ByteArrayOutputStream;->toByteArray()[B
    move-result-object v2
    new-instance v3, Ljava/util/zip/ZipInputStream;
    new-instance v4, Ljava/io/ByteArrayInputStream;
    invoke-direct {v4, v2}, Ljava/io/ByteArrayInputStream;-><init>([B)V
    invoke-direct {v3, v4}, Ljava/util/zip/ZipInputStream;-><init>(Ljava/io/InputStream;)V
    invoke-virtual {v3}, Ljava/util/zip/ZipInputStream;->getNextEntry()Ljava/util/zip/ZipEntry;
    return-void
.end method


