.class public Ltw/example/sample/Main;
.super Ltw/example/sample/Base;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Ltw/example/sample/Base;-><init>()V
    return-void
.end method
