.class public Ltw/example/app/Shop;
.super Landroid/app/Activity;
.method protected onCreate(Landroid/os/Bundle;)V
    .registers 4
    const v0, 0x7f010001
    invoke-virtual {p0, v0}, Ltw/example/app/Shop;->findViewById(I)Landroid/view/View;
    move-result-object v0
    check-cast v0, Landroid/widget/EditText;
    invoke-virtual {v0}, Landroid/widget/EditText;->getText()Landroid/text/Editable;
    move-result-object v0
    invoke-interface {v0}, Landroid/text/Editable;->toString()Ljava/lang/String;
    move-result-object v0
    const-string v1, "spring-2031"
    invoke-virtual {v0, v1}, Ljava/lang/String;->equals(Ljava/lang/Object;)Z # finding
    move-result v0
    if-eqz v0, :end
    invoke-virtual {p0}, Ltw/example/app/Shop;->finish()V
    :end
    return-void
.end method
