# A field for secrets brings its own keyboard.
.class public final Ltw/example/sample/FormKt;
.super Ljava/lang/Object;

.method public static final Password(Landroidx/compose/runtime/Composer;I)V
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
    const-string v30, "密碼"
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
    invoke-static/range {v0 .. v10}, Landroidx/compose/material3/SecureTextFieldKt;->SecureTextField(Landroidx/compose/foundation/text/input/TextFieldState;Landroidx/compose/ui/Modifier;ZLandroidx/compose/ui/text/TextStyle;Landroidx/compose/material3/TextFieldLabelPosition;Lkotlin/jvm/functions/Function3;Lkotlin/jvm/functions/Function2;Landroidx/compose/foundation/text/KeyboardOptions;Landroidx/compose/runtime/Composer;II)V
    return-void
.end method
