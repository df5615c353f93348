# SQLCipher supplied as the factory of the helper.
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

    const-string v4, "r.db"
    const/4 v5, 0x0
    invoke-virtual {p0, v4, v5, v5}, Ltw/example/sample/Main;->helper(Ljava/lang/String;Landroidx/sqlite/db/SupportSQLiteOpenHelper$Callback;[B)Landroidx/sqlite/db/SupportSQLiteDatabase;
    move-result-object v4
    new-instance v7, Landroid/content/ContentValues;
    invoke-direct {v7}, Landroid/content/ContentValues;-><init>()V
    invoke-virtual {v7, v2, v3}, Landroid/content/ContentValues;->put(Ljava/lang/String;Ljava/lang/String;)V
    const-string v8, "session"
    invoke-interface {v4, v8, v5, v7}, Landroidx/sqlite/db/SupportSQLiteDatabase;->insert(Ljava/lang/String;ILandroid/content/ContentValues;)J
    return-void
.end method

.method helper(Ljava/lang/String;Landroidx/sqlite/db/SupportSQLiteOpenHelper$Callback;[B)Landroidx/sqlite/db/SupportSQLiteDatabase;
    .registers 10
    new-instance v0, Lnet/zetetic/database/sqlcipher/SupportOpenHelperFactory;
    invoke-direct {v0, p3}, Lnet/zetetic/database/sqlcipher/SupportOpenHelperFactory;-><init>([B)V
    invoke-static {p0}, Landroidx/sqlite/db/SupportSQLiteOpenHelper$Configuration;->builder(Landroid/content/Context;)Landroidx/sqlite/db/SupportSQLiteOpenHelper$Configuration$Builder;
    move-result-object v1
    invoke-virtual {v1, p1}, Landroidx/sqlite/db/SupportSQLiteOpenHelper$Configuration$Builder;->name(Ljava/lang/String;)Landroidx/sqlite/db/SupportSQLiteOpenHelper$Configuration$Builder;
    invoke-virtual {v1, p2}, Landroidx/sqlite/db/SupportSQLiteOpenHelper$Configuration$Builder;->callback(Landroidx/sqlite/db/SupportSQLiteOpenHelper$Callback;)Landroidx/sqlite/db/SupportSQLiteOpenHelper$Configuration$Builder;
    invoke-virtual {v1}, Landroidx/sqlite/db/SupportSQLiteOpenHelper$Configuration$Builder;->build()Landroidx/sqlite/db/SupportSQLiteOpenHelper$Configuration;
    move-result-object v1
    invoke-virtual {v0, v1}, Lnet/zetetic/database/sqlcipher/SupportOpenHelperFactory;->create(Landroidx/sqlite/db/SupportSQLiteOpenHelper$Configuration;)Landroidx/sqlite/db/SupportSQLiteOpenHelper;
    move-result-object v0
    invoke-interface {v0}, Landroidx/sqlite/db/SupportSQLiteOpenHelper;->getWritableDatabase()Landroidx/sqlite/db/SupportSQLiteDatabase;
    move-result-object v0
    return-object v0
.end method
