# What the compiler makes of `label = { Text(text) }`, with and without a variable.
.class final Ltw/example/sample/FormKt$Label$1;
.super Ljava/lang/Object;
.implements Lkotlin/jvm/functions/Function2;
.field final synthetic $text:Ljava/lang/String;

.method constructor <init>(Ljava/lang/String;)V
    .registers 2
    iput-object p1, p0, Ltw/example/sample/FormKt$Label$1;->$text:Ljava/lang/String;
    invoke-direct {p0}, Ljava/lang/Object;-><init>()V
    return-void
.end method

.method public bridge synthetic invoke(Ljava/lang/Object;Ljava/lang/Object;)Ljava/lang/Object;
    .registers 5
    check-cast p1, Landroidx/compose/runtime/Composer;
    const/4 v0, 0x0
    invoke-virtual {p0, p1, v0}, Ltw/example/sample/FormKt$Label$1;->invoke(Landroidx/compose/runtime/Composer;I)V
    const/4 v0, 0x0
    return-object v0
.end method

.method public final invoke(Landroidx/compose/runtime/Composer;I)V
    .registers 6
    iget-object v0, p0, Ltw/example/sample/FormKt$Label$1;->$text:Ljava/lang/String;
    const/4 v1, 0x0
    invoke-static {v0, v1, p1, p2}, Landroidx/compose/material3/TextKt;->Text--4IGK_g(Ljava/lang/String;Landroidx/compose/ui/Modifier;Landroidx/compose/runtime/Composer;I)V
    return-void
.end method
