# A label without variables is made once.
.class public final Ltw/example/sample/ComposableSingletons$FormKt;
.super Ljava/lang/Object;
.field public static final INSTANCE:Ltw/example/sample/ComposableSingletons$FormKt;
.field private static lambda-1:Lkotlin/jvm/functions/Function2;

.method static constructor <clinit>()V
    .registers 4
    new-instance v0, Ltw/example/sample/ComposableSingletons$FormKt;
    invoke-direct {v0}, Ltw/example/sample/ComposableSingletons$FormKt;-><init>()V
    sput-object v0, Ltw/example/sample/ComposableSingletons$FormKt;->INSTANCE:Ltw/example/sample/ComposableSingletons$FormKt;
    const v0, 0x2c1d6e41
    const/4 v1, 0x0
    sget-object v2, Ltw/example/sample/ComposableSingletons$FormKt$lambda-1$1;->INSTANCE:Ltw/example/sample/ComposableSingletons$FormKt$lambda-1$1;
    invoke-static {v0, v1, v2}, Landroidx/compose/runtime/internal/ComposableLambdaKt;->composableLambdaInstance(IZLjava/lang/Object;)Landroidx/compose/runtime/internal/ComposableLambda;
    move-result-object v0
    sput-object v0, Ltw/example/sample/ComposableSingletons$FormKt;->lambda-1:Lkotlin/jvm/functions/Function2;
    return-void
.end method

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Ljava/lang/Object;-><init>()V
    return-void
.end method

.method public final getLambda-1$app_release()Lkotlin/jvm/functions/Function2;
    .registers 2
    sget-object v0, Ltw/example/sample/ComposableSingletons$FormKt;->lambda-1:Lkotlin/jvm/functions/Function2;
    return-object v0
.end method

.class final Ltw/example/sample/ComposableSingletons$FormKt$lambda-1$1;
.super Ljava/lang/Object;
.implements Lkotlin/jvm/functions/Function2;
.field public static final INSTANCE:Ltw/example/sample/ComposableSingletons$FormKt$lambda-1$1;

.method static constructor <clinit>()V
    .registers 1
    new-instance v0, Ltw/example/sample/ComposableSingletons$FormKt$lambda-1$1;
    invoke-direct {v0}, Ltw/example/sample/ComposableSingletons$FormKt$lambda-1$1;-><init>()V
    sput-object v0, Ltw/example/sample/ComposableSingletons$FormKt$lambda-1$1;->INSTANCE:Ltw/example/sample/ComposableSingletons$FormKt$lambda-1$1;
    return-void
.end method

.method constructor <init>()V
    .registers 1
    invoke-direct {p0}, Ljava/lang/Object;-><init>()V
    return-void
.end method

.method public final invoke(Ljava/lang/Object;Ljava/lang/Object;)Ljava/lang/Object;
    .registers 7
    check-cast p1, Landroidx/compose/runtime/Composer;
    const v0, 0x7f010000
    const/4 v1, 0x0
    invoke-static {v0, p1, v1}, Landroidx/compose/ui/res/StringResources_androidKt;->stringResource(ILandroidx/compose/runtime/Composer;I)Ljava/lang/String;
    move-result-object v0
    const/4 v2, 0x0
    invoke-static {v0, v2, p1, v1}, Landroidx/compose/material3/TextKt;->Text--4IGK_g(Ljava/lang/String;Landroidx/compose/ui/Modifier;Landroidx/compose/runtime/Composer;I)V
    const/4 v0, 0x0
    return-object v0
.end method
