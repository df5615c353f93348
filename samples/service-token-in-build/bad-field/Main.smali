.class public Ldemo/health/Main;
.super Landroid/app/Activity;
.field private final chatApiSecret:Ljava/lang/String;
.method public constructor <init>()V
    .registers 2
    invoke-direct {p0}, Landroid/app/Activity;-><init>()V
    const-string v0, "pk4-Zt8Rv1Bn69fK2mQ7xLp"
    iput-object v0, p0, Ldemo/health/Main;->chatApiSecret:Ljava/lang/String;    # finding
    return-void
.end method
