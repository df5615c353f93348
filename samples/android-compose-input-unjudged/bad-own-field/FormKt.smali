# A field of the own design: its callers give labels and options.
.class public final Ltw/example/sample/FormKt;
.super Ljava/lang/Object;

.method public static final AppField(Ljava/lang/String;Landroidx/compose/foundation/text/KeyboardOptions;Landroidx/compose/runtime/Composer;I)V
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
    new-instance v29, Ltw/example/sample/FormKt$Label$1;
    move-object/from16 v30, p0
    invoke-direct/range {v29 .. v30}, Ltw/example/sample/FormKt$Label$1;-><init>(Ljava/lang/String;)V
    const v28, 0x5f2a1c03
    move-object/from16 v30, v29
    const/16 v29, 0x1
    const/16 v31, 0x0
    const/16 v32, 0x36
    invoke-static/range {v28 .. v32}, Landroidx/compose/runtime/internal/ComposableLambdaKt;->rememberComposableLambda(IZLjava/lang/Object;Landroidx/compose/runtime/Composer;I)Landroidx/compose/runtime/internal/ComposableLambda;
    move-result-object v6
    move-object/from16 v15, p1
    invoke-static/range {v0 .. v27}, Landroidx/compose/material3/TextFieldKt;->TextField(Ljava/lang/String;Lkotlin/jvm/functions/Function1;Landroidx/compose/ui/Modifier;ZZLandroidx/compose/ui/text/TextStyle;Lkotlin/jvm/functions/Function2;Lkotlin/jvm/functions/Function2;Lkotlin/jvm/functions/Function2;Lkotlin/jvm/functions/Function2;Lkotlin/jvm/functions/Function2;Lkotlin/jvm/functions/Function2;Lkotlin/jvm/functions/Function2;ZLandroidx/compose/ui/text/input/VisualTransformation;Landroidx/compose/foundation/text/KeyboardOptions;Landroidx/compose/foundation/text/KeyboardActions;ZIILandroidx/compose/foundation/interaction/MutableInteractionSource;Landroidx/compose/ui/graphics/Shape;Landroidx/compose/material3/TextFieldColors;Landroidx/compose/runtime/Composer;IIII)V # finding
    return-void
.end method

.method public static final Nickname(Landroidx/compose/runtime/Composer;I)V
    .locals 36
    const-string v10, "暱稱"
    new-instance v11, Landroidx/compose/foundation/text/KeyboardOptions;
    move-object/from16 v28, v11
    const/16 v29, 0x0
    const/16 v30, 0x0
    const/16 v31, 0x0
    const/16 v32, 0x7
    const/16 v33, 0xf
    const/16 v34, 0x0
    invoke-direct/range {v28 .. v34}, Landroidx/compose/foundation/text/KeyboardOptions;-><init>(IZIIILkotlin/jvm/internal/DefaultConstructorMarker;)V
    const/16 v12, 0x0
    const/16 v13, 0x0
    invoke-static/range {v10 .. v13}, Ltw/example/sample/FormKt;->AppField(Ljava/lang/String;Landroidx/compose/foundation/text/KeyboardOptions;Landroidx/compose/runtime/Composer;I)V
    return-void
.end method

.method public static final Password(Landroidx/compose/runtime/Composer;I)V
    .locals 36
    const-string v10, "密碼"
    new-instance v11, Landroidx/compose/foundation/text/KeyboardOptions;
    move-object/from16 v28, v11
    const/16 v29, 0x0
    const/16 v30, 0x0
    const/16 v31, 0x7
    const/16 v32, 0x7
    const/16 v33, 0xb
    const/16 v34, 0x0
    invoke-direct/range {v28 .. v34}, Landroidx/compose/foundation/text/KeyboardOptions;-><init>(IZIIILkotlin/jvm/internal/DefaultConstructorMarker;)V
    const/16 v12, 0x0
    const/16 v13, 0x0
    invoke-static/range {v10 .. v13}, Ltw/example/sample/FormKt;->AppField(Ljava/lang/String;Landroidx/compose/foundation/text/KeyboardOptions;Landroidx/compose/runtime/Composer;I)V
    return-void
.end method
