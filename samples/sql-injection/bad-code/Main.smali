.class public Ltw/example/app/Main;
.super Landroid/app/Activity;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Landroid/app/Activity;-><init>()V
    return-void
.end method

.method public onCreate(Landroid/os/Bundle;)V
    .registers 10
    invoke-static {}, Ltw/example/app/Db;->open()Landroid/database/sqlite/SQLiteDatabase;
    move-result-object v0
    invoke-virtual {p0}, Ltw/example/app/Main;->getIntent()Landroid/content/Intent;
    move-result-object v1
    const-string v2, "x"
    invoke-virtual {v1, v2}, Landroid/content/Intent;->getStringExtra(Ljava/lang/String;)Ljava/lang/String;
    move-result-object v3
    const-string v4, "select * from r where n="
    invoke-virtual {v4, v3}, Ljava/lang/String;->concat(Ljava/lang/String;)Ljava/lang/String;
    move-result-object v5
    const/4 v6, 0
    invoke-virtual {v0, v5, v6}, Landroid/database/sqlite/SQLiteDatabase;->rawQuery(Ljava/lang/String;[Ljava/lang/String;)Landroid/database/Cursor; # finding
    move-result-object v7
    return-void
.end method
