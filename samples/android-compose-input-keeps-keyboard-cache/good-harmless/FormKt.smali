# Labels that ask for nothing sensitive, with the keyboard as it comes.
.class public final Ltw/example/sample/FormKt;
.super Ljava/lang/Object;

.method public static final Nickname(Landroidx/compose/runtime/Composer;I)V
    .locals 36
    const/16 v0, 0x0
    const/16 v1, 0x0
    const/16 v2, 0x0
    const/16 v3, 0x0
    const/16 v4, 0x0
    const/16 v5, 0x0
    const/16 v6, 0x0
    const/16 v7, 0x0
    const/16 v8, 0x0
    const/16 v9, 0x0
    const/16 v10, 0x0
    const/16 v11, 0x0
    const/16 v12, 0x0
    const/16 v13, 0x0
    const/16 v14, 0x0
    const/16 v15, 0x0
    const/16 v16, 0x0
    const/16 v17, 0x0
    const/16 v18, 0x0
    const/16 v19, 0x0
    const/16 v20, 0x0
    const/16 v21, 0x0
    const/16 v22, 0x0
    const/16 v23, 0x0
    const/16 v24, 0x0
    const/16 v25, 0x0
    const/16 v26, 0x0
    const/16 v27, 0x0
    sget-object v6, Ltw/example/sample/ComposableSingletons$FormKt;->INSTANCE:Ltw/example/sample/ComposableSingletons$FormKt;
    invoke-virtual/range {v6 .. v6}, Ltw/example/sample/ComposableSingletons$FormKt;->getLambda-1$app_release()Lkotlin/jvm/functions/Function2;
    move-result-object v6
    invoke-static/range {v0 .. v27}, Landroidx/compose/material3/TextFieldKt;->TextField(Ljava/lang/String;Lkotlin/jvm/functions/Function1;Landroidx/compose/ui/Modifier;ZZLandroidx/compose/ui/text/TextStyle;Lkotlin/jvm/functions/Function2;Lkotlin/jvm/functions/Function2;Lkotlin/jvm/functions/Function2;Lkotlin/jvm/functions/Function2;Lkotlin/jvm/functions/Function2;Lkotlin/jvm/functions/Function2;Lkotlin/jvm/functions/Function2;ZLandroidx/compose/ui/text/input/VisualTransformation;Landroidx/compose/foundation/text/KeyboardOptions;Landroidx/compose/foundation/text/KeyboardActions;ZIILandroidx/compose/foundation/interaction/MutableInteractionSource;Landroidx/compose/ui/graphics/Shape;Landroidx/compose/material3/TextFieldColors;Landroidx/compose/runtime/Composer;IIII)V
    return-void
.end method

.method public static final Search(Landroidx/compose/runtime/Composer;I)V
    .locals 36
    const/16 v0, 0x0
    const/16 v1, 0x0
    const/16 v2, 0x0
    const/16 v3, 0x0
    const/16 v4, 0x0
    const/16 v5, 0x0
    const/16 v6, 0x0
    const/16 v7, 0x0
    const/16 v8, 0x0
    const/16 v9, 0x0
    const/16 v10, 0x0
    const/16 v11, 0x0
    const/16 v12, 0x0
    const/16 v13, 0x0
    const/16 v14, 0x0
    const/16 v15, 0x0
    const/16 v16, 0x0
    const/16 v17, 0x0
    const/16 v18, 0x0
    const/16 v19, 0x0
    const/16 v20, 0x0
    const/16 v21, 0x0
    const/16 v22, 0x0
    const/16 v23, 0x0
    const/16 v24, 0x0
    const/16 v25, 0x0
    const/16 v26, 0x0
    const/16 v27, 0x0
    const-string v30, "搜尋診所"
    new-instance v29, Ltw/example/sample/FormKt$Label$1;
    nop
    invoke-direct/range {v29 .. v30}, Ltw/example/sample/FormKt$Label$1;-><init>(Ljava/lang/String;)V
    const v28, 0x5f2a1c03
    move-object/from16 v30, v29
    const/16 v29, 0x1
    const/16 v31, 0x0
    const/16 v32, 0x36
    invoke-static/range {v28 .. v32}, Landroidx/compose/runtime/internal/ComposableLambdaKt;->rememberComposableLambda(IZLjava/lang/Object;Landroidx/compose/runtime/Composer;I)Landroidx/compose/runtime/internal/ComposableLambda;
    move-result-object v6
    invoke-static/range {v0 .. v27}, Landroidx/compose/material3/TextFieldKt;->TextField(Ljava/lang/String;Lkotlin/jvm/functions/Function1;Landroidx/compose/ui/Modifier;ZZLandroidx/compose/ui/text/TextStyle;Lkotlin/jvm/functions/Function2;Lkotlin/jvm/functions/Function2;Lkotlin/jvm/functions/Function2;Lkotlin/jvm/functions/Function2;Lkotlin/jvm/functions/Function2;Lkotlin/jvm/functions/Function2;Lkotlin/jvm/functions/Function2;ZLandroidx/compose/ui/text/input/VisualTransformation;Landroidx/compose/foundation/text/KeyboardOptions;Landroidx/compose/foundation/text/KeyboardActions;ZIILandroidx/compose/foundation/interaction/MutableInteractionSource;Landroidx/compose/ui/graphics/Shape;Landroidx/compose/material3/TextFieldColors;Landroidx/compose/runtime/Composer;IIII)V
    return-void
.end method
