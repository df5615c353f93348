.class public Ltw/example/app/Main;
.super Landroid/app/Activity;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Landroid/app/Activity;-><init>()V
    return-void
.end method

.method public onCreate(Landroid/os/Bundle;)V
    .registers 13
    invoke-virtual {p0}, Ltw/example/app/Main;->getContentResolver()Landroid/content/ContentResolver;
    move-result-object v0
    sget-object v1, Landroid/provider/ContactsContract$Contacts;->CONTENT_URI:Landroid/net/Uri;
    const/4 v2, 0
    const/4 v2, 0
    const/4 v2, 0
    invoke-virtual {v0, v1, v2, v2, v2}, Landroid/content/ContentResolver;->query(Landroid/net/Uri;[Ljava/lang/String;Landroid/os/Bundle;Landroid/os/CancellationSignal;)Landroid/database/Cursor;
    move-result-object v3
    const/16 v4, 0
    invoke-interface {v3, v4}, Landroid/database/Cursor;->getString(I)Ljava/lang/String;
    move-result-object v5
    const/4 v2, 0
    invoke-virtual {p0, v2}, Ltw/example/app/Main;->getExternalFilesDir(Ljava/lang/String;)Ljava/io/File;
    move-result-object v6
    const-string v7, "x.txt"
    new-instance v8, Ljava/io/File;
    invoke-direct {v8, v6, v7}, Ljava/io/File;-><init>(Ljava/io/File;Ljava/lang/String;)V
    new-instance v9, Ljava/io/FileOutputStream;
    invoke-direct {v9, v8}, Ljava/io/FileOutputStream;-><init>(Ljava/io/File;)V
    invoke-virtual {v5}, Ljava/lang/String;->getBytes()[B
    move-result-object v10
    invoke-virtual {v9, v10}, Ljava/io/FileOutputStream;->write([B)V # finding
    return-void
.end method
