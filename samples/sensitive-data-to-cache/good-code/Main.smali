.class public Ltw/example/app/Main;
.super Landroid/app/Activity;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Landroid/app/Activity;-><init>()V
    return-void
.end method

.method public onCreate(Landroid/os/Bundle;)V
    .registers 11
    const-string v0, "{}"
    new-instance v1, Lorg/json/JSONObject;
    invoke-direct {v1, v0}, Lorg/json/JSONObject;-><init>(Ljava/lang/String;)V
    const-string v2, "access_token"
    invoke-virtual {v1, v2}, Lorg/json/JSONObject;->getString(Ljava/lang/String;)Ljava/lang/String;
    move-result-object v3
    invoke-virtual {p0}, Ltw/example/app/Main;->getFilesDir()Ljava/io/File;
    move-result-object v4
    const-string v5, "x.txt"
    new-instance v6, Ljava/io/File;
    invoke-direct {v6, v4, v5}, Ljava/io/File;-><init>(Ljava/io/File;Ljava/lang/String;)V
    new-instance v7, Ljava/io/FileOutputStream;
    invoke-direct {v7, v6}, Ljava/io/FileOutputStream;-><init>(Ljava/io/File;)V
    invoke-virtual {v3}, Ljava/lang/String;->getBytes()[B
    move-result-object v8
    invoke-virtual {v7, v8}, Ljava/io/FileOutputStream;->write([B)V
    return-void
.end method
