# A shrinker left no name of Compose.
.class public final Ltw/example/sample/FormKt;
.super Ljava/lang/Object;

.method public static final Nothing(Landroidx/compose/runtime/Composer;I)V
    .locals 36
    return-void
.end method
