# The SDK under its own name: what is needed of it.
.class public Lcom/nhi/mhbsdk/MHB;
.super Ljava/lang/Object;

.method public static startProc(Lcom/nhi/mhbsdk/MHB$StartProcCallback;)V
    .registers 1
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
