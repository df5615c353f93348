.class Ltw/example/sample/Main$Cfg;
.super Ljava/lang/Object;

.field strong:Z

.method constructor <init>()V
    .registers 1
    invoke-direct {p0}, Ljava/lang/Object;-><init>()V
    return-void
.end method
