# The SDK under its own name: what is needed of it.
.class public Lcom/nhi/mhbsdk/MHB;
.super Ljava/lang/Object;

.method public static startProc(Lcom/nhi/mhbsdk/MHB$StartProcCallback;)V
    .registers 5
    const/4 v0, 0x0
    const-string v1, "File_Ticket_1"
    invoke-interface {v0}, Landroid/content/SharedPreferences;->edit()Landroid/content/SharedPreferences$Editor;
    move-result-object v2
    invoke-interface {v2, v1, v1}, Landroid/content/SharedPreferences$Editor;->putString(Ljava/lang/String;Ljava/lang/String;)Landroid/content/SharedPreferences$Editor;
    invoke-interface {v0}, Landroid/content/SharedPreferences;->getAll()Ljava/util/Map;
    return-void
.end method

.method public static fetchData(Ljava/lang/String;Lcom/nhi/mhbsdk/MHB$FetchDataCallback;)V
    .registers 4
    new-instance v0, Ljava/io/FileInputStream;
    invoke-direct {v0, p0}, Ljava/io/FileInputStream;-><init>(Ljava/lang/String;)V
    invoke-interface {p1, v0, p0}, Lcom/nhi/mhbsdk/MHB$FetchDataCallback;->onFetchDataSuccess(Ljava/io/FileInputStream;Ljava/lang/String;)V
    return-void
.end method

.class public interface abstract Lcom/nhi/mhbsdk/MHB$StartProcCallback;
.super Ljava/lang/Object;

.class public interface abstract Lcom/nhi/mhbsdk/MHB$FetchDataCallback;
.super Ljava/lang/Object;

.method public abstract onFetchDataSuccess(Ljava/io/FileInputStream;Ljava/lang/String;)V
.end method
