.class public Ltw/example/sample/Safe;
.super Ljava/lang/Object;

.field static final P:Ljava/util/regex/Pattern;

.method static constructor <clinit>()V
    .registers 1
    const-string v0, "[a-z]{1,20}"
    invoke-static {v0}, Ljava/util/regex/Pattern;->compile(Ljava/lang/String;)Ljava/util/regex/Pattern;
    move-result-object v0
    sput-object v0, Ltw/example/sample/Safe;->P:Ljava/util/regex/Pattern;
    return-void
.end method

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Ljava/lang/Object;-><init>()V
    return-void
.end method

.method static is(Ljava/lang/String;)Z
    .registers 2
    sget-object v0, Ltw/example/sample/Safe;->P:Ljava/util/regex/Pattern;
    invoke-virtual {v0, p0}, Ljava/util/regex/Pattern;->matcher(Ljava/lang/CharSequence;)Ljava/util/regex/Matcher;
    move-result-object v0
    invoke-virtual {v0}, Ljava/util/regex/Matcher;->matches()Z
    move-result v0
    return v0
.end method
