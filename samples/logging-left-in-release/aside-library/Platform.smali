# The call is a library's.
.class public Lokhttp3/internal/platform/Platform;
.super Ljava/lang/Object;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Ljava/lang/Object;-><init>()V
    return-void
.end method

.method public static log(Ljava/lang/String;)V
    .registers 3
    const-string v0, "OkHttp"
    invoke-static {v0, p0}, Landroid/util/Log;->d(Ljava/lang/String;Ljava/lang/String;)I
    return-void
.end method
