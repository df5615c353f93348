# From level 30 on no other app reaches this folder.
.class public Ltw/example/sample/Main;
.super Landroid/app/Activity;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Landroid/app/Activity;-><init>()V
    return-void
.end method

.method public onCreate(Landroid/os/Bundle;)V
    .registers 10
    const-string v0, "{}"
    new-instance v1, Lorg/json/JSONObject;
    invoke-direct {v1, v0}, Lorg/json/JSONObject;-><init>(Ljava/lang/String;)V
    const-string v2, "access_token"
    invoke-virtual {v1, v2}, Lorg/json/JSONObject;->getString(Ljava/lang/String;)Ljava/lang/String;
    move-result-object v3

    const/4 v4, 0x0
    invoke-virtual {p0, v4}, Ltw/example/sample/Main;->getExternalFilesDir(Ljava/lang/String;)Ljava/io/File;
    move-result-object v4
    new-instance v5, Ljava/io/File;
    const-string v6, "session.json"
    invoke-direct {v5, v4, v6}, Ljava/io/File;-><init>(Ljava/io/File;Ljava/lang/String;)V
    new-instance v6, Ljava/io/FileOutputStream;
    invoke-direct {v6, v5}, Ljava/io/FileOutputStream;-><init>(Ljava/io/File;)V
    invoke-virtual {v3}, Ljava/lang/String;->getBytes()[B
    move-result-object v7
    invoke-virtual {v6, v7}, Ljava/io/FileOutputStream;->write([B)V
    return-void
.end method
