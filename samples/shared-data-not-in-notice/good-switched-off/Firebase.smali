# What is needed of the SDK.
.class public Lcom/google/firebase/analytics/FirebaseAnalytics;
.super Ljava/lang/Object;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Ljava/lang/Object;-><init>()V
    return-void
.end method

.method public static getInstance(Landroid/content/Context;)Lcom/google/firebase/analytics/FirebaseAnalytics;
    .registers 2
    invoke-virtual {p0}, Landroid/content/Context;->getApplicationContext()Landroid/content/Context;
    const/4 v0, 0x0
    return-object v0
.end method

.method public setAnalyticsCollectionEnabled(Z)V
    .registers 2
    return-void
.end method
