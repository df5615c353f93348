# The permission and the folder alone: names go to the inside, outside goes a word.
.class public Ltw/example/sample/Main;
.super Landroid/app/Activity;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Landroid/app/Activity;-><init>()V
    return-void
.end method

.method protected onCreate(Landroid/os/Bundle;)V
    .registers 11
    :try_start_0
    invoke-static {}, Landroid/os/Environment;->getExternalStorageDirectory()Ljava/io/File;
    move-result-object v0
    invoke-virtual {v0}, Ljava/io/File;->exists()Z
    move-result v1
    const/4 v2, 0x0
    if-eqz v1, :cond_19
    invoke-static {}, Landroid/os/Environment;->getExternalStorageState()Ljava/lang/String;
    move-result-object v1
    const-string v3, "mounted"
    invoke-virtual {v1, v3}, Ljava/lang/String;->equals(Ljava/lang/Object;)Z
    move-result v1
    if-eqz v1, :cond_19
    const/4 v1, 0x1
    goto :goto_1a
    :cond_19
    move v1, v2
    :goto_1a
    invoke-virtual {p0}, Ltw/example/sample/Main;->getContentResolver()Landroid/content/ContentResolver;
    move-result-object v3
    sget-object v4, Landroid/provider/ContactsContract$Contacts;->CONTENT_URI:Landroid/net/Uri;
    const/4 v7, 0x0
    const/4 v8, 0x0
    const/4 v5, 0x0
    const/4 v6, 0x0
    invoke-virtual/range {v3 .. v8}, Landroid/content/ContentResolver;->query(Landroid/net/Uri;[Ljava/lang/String;Ljava/lang/String;[Ljava/lang/String;Ljava/lang/String;)Landroid/database/Cursor;
    move-result-object v3
    invoke-interface {v3, v2}, Landroid/database/Cursor;->getString(I)Ljava/lang/String;
    move-result-object v2
    new-instance v4, Ljava/io/FileOutputStream;
    new-instance v5, Ljava/io/File;
    invoke-virtual {p0}, Ltw/example/sample/Main;->getFilesDir()Ljava/io/File;
    move-result-object v6
    const-string v7, "names"
    invoke-direct {v5, v6, v7}, Ljava/io/File;-><init>(Ljava/io/File;Ljava/lang/String;)V
    invoke-direct {v4, v5}, Ljava/io/FileOutputStream;-><init>(Ljava/io/File;)V
    if-eqz v1, :cond_45
    invoke-virtual {v2}, Ljava/lang/String;->getBytes()[B
    move-result-object v5
    invoke-virtual {v4, v5}, Ljava/io/FileOutputStream;->write([B)V
    :cond_45
    invoke-virtual {v4}, Ljava/io/FileOutputStream;->close()V
    new-instance v5, Ljava/io/FileOutputStream;
    new-instance v6, Ljava/io/File;
    const-string v7, "state.txt"
    invoke-direct {v6, v0, v7}, Ljava/io/File;-><init>(Ljava/io/File;Ljava/lang/String;)V
    invoke-direct {v5, v6}, Ljava/io/FileOutputStream;-><init>(Ljava/io/File;)V
    const-string v6, "ready"
    invoke-virtual {v6}, Ljava/lang/String;->getBytes()[B
    move-result-object v6
    invoke-virtual {v5, v6}, Ljava/io/FileOutputStream;->write([B)V
    invoke-virtual {v5}, Ljava/io/FileOutputStream;->close()V
    :try_end_60
    .catch Ljava/lang/Exception; {:try_start_0 .. :try_end_60} :catch_62
    nop
    return-void
    :catch_62
    move-exception v0
    new-instance v1, Ljava/lang/RuntimeException;
    invoke-direct {v1, v0}, Ljava/lang/RuntimeException;-><init>(Ljava/lang/Throwable;)V
    throw v1
.end method
