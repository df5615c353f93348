# What an SDK tells its own users.
.class public Lio/sentry/Sentry;
.super Ljava/lang/Object;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Ljava/lang/Object;-><init>()V
    return-void
.end method

.method public static help()Ljava/lang/String;
    .registers 1
    const-string v0, "Write to support@sentry.io for help."
    return-object v0
.end method
