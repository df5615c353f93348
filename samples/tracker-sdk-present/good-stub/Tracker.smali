# Only the name is left.
.class public Lcom/appsflyer/AppsFlyerLib;
.super Ljava/lang/Object;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Ljava/lang/Object;-><init>()V
    return-void
.end method

.method public static getInstance()Lcom/appsflyer/AppsFlyerLib;
    .registers 1
    new-instance v0, Lcom/appsflyer/AppsFlyerLib;
    invoke-direct {v0}, Lcom/appsflyer/AppsFlyerLib;-><init>()V
    return-object v0
.end method

.method public start(Landroid/content/Context;)V
    .registers 2
    return-void
.end method
