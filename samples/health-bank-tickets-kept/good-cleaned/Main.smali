# Reads the tickets of the SDK and removes them when they are done.
.class public Ltw/example/sample/Main;
.super Landroid/app/Activity;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Landroid/app/Activity;-><init>()V
    return-void
.end method

.method public onCreate(Landroid/os/Bundle;)V
    .registers 10
    const-string v0, "ticket"
    new-instance v1, Ltw/example/sample/Taker;
    invoke-direct {v1, p0}, Ltw/example/sample/Taker;-><init>(Landroid/content/Context;)V
    invoke-static {v0, v1}, Lcom/nhi/mhbsdk/MHB;->fetchData(Ljava/lang/String;Lcom/nhi/mhbsdk/MHB$FetchDataCallback;)V
    invoke-virtual {p0}, Ltw/example/sample/Main;->tickets()V
    return-void
.end method

.method tickets()V
    .registers 8
    const-string v0, "mhb"
    const/4 v1, 0x0
    invoke-virtual {p0, v0, v1}, Ltw/example/sample/Main;->getSharedPreferences(Ljava/lang/String;I)Landroid/content/SharedPreferences;
    move-result-object v0
    invoke-interface {v0}, Landroid/content/SharedPreferences;->getAll()Ljava/util/Map;
    const-string v2, "File_Ticket_"
    invoke-virtual {v2}, Ljava/lang/String;->length()I

    invoke-interface {v0}, Landroid/content/SharedPreferences;->edit()Landroid/content/SharedPreferences$Editor;
    move-result-object v3
    invoke-interface {v3, v2}, Landroid/content/SharedPreferences$Editor;->remove(Ljava/lang/String;)Landroid/content/SharedPreferences$Editor;
    invoke-interface {v3}, Landroid/content/SharedPreferences$Editor;->apply()V

    return-void
.end method
