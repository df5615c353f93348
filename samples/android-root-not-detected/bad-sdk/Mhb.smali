# The SDK of the health bank looks for root by itself.
.class public Lcom/nhi/mhbsdk/Device;
.super Ljava/lang/Object;

.method public static rooted()Z
    .registers 3
    const-string v0, "/system/xbin/su"
    const-string v1, "/system/bin/su"
    invoke-virtual {v0, v1}, Ljava/lang/String;->equals(Ljava/lang/Object;)Z
    move-result v0
    return v0
.end method
