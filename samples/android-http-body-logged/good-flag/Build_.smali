.class public Ltw/example/sample/Build_;
.super Ljava/lang/Object;

.field public static final DEBUG:Z

.method static constructor <clinit>()V
    .registers 1
    const-string v0, "false"
    invoke-static {v0}, Ljava/lang/Boolean;->parseBoolean(Ljava/lang/String;)Z
    move-result v0
    sput-boolean v0, Ltw/example/sample/Build_;->DEBUG:Z
    return-void
.end method

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Ljava/lang/Object;-><init>()V
    return-void
.end method
