.class public Ltw/example/sample/Guide;
.super Ljava/lang/Object;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Ljava/lang/Object;-><init>()V
    return-void
.end method

.method public page()Ljava/lang/String;
    .registers 2
    const-string v0, "1"
    return-object v0
.end method
