# The code over a message: for it SHA-1 is not broken.
.class public Ltw/example/sample/Main;
.super Landroid/app/Activity;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Landroid/app/Activity;-><init>()V
    return-void
.end method

.method public onCreate(Landroid/os/Bundle;)V
    .registers 10
    const-string v0, "HmacSHA1"
    invoke-static {v0}, Ljavax/crypto/Mac;->getInstance(Ljava/lang/String;)Ljavax/crypto/Mac;
    move-result-object v0
    invoke-virtual {p0}, Ltw/example/sample/Main;->getIntent()Landroid/content/Intent;
    move-result-object v1
    const-string v2, "key"
    invoke-virtual {v1, v2}, Landroid/content/Intent;->getByteArrayExtra(Ljava/lang/String;)[B
    move-result-object v1
    new-instance v2, Ljavax/crypto/spec/SecretKeySpec;
    const-string v3, "HmacSHA1"
    invoke-direct {v2, v1, v3}, Ljavax/crypto/spec/SecretKeySpec;-><init>([BLjava/lang/String;)V
    invoke-virtual {v0, v2}, Ljavax/crypto/Mac;->init(Ljava/security/Key;)V

    const v4, 0x7f010001
    invoke-virtual {p0, v4}, Ltw/example/sample/Main;->findViewById(I)Landroid/view/View;
    move-result-object v4
    check-cast v4, Landroid/widget/EditText;
    const/16 v5, 0x81
    invoke-virtual {v4, v5}, Landroid/widget/EditText;->setInputType(I)V
    invoke-virtual {v4}, Landroid/widget/EditText;->getText()Landroid/text/Editable;
    move-result-object v4
    invoke-virtual {v4}, Ljava/lang/Object;->toString()Ljava/lang/String;
    move-result-object v4

    invoke-virtual {v4}, Ljava/lang/String;->getBytes()[B
    move-result-object v4
    invoke-virtual {v0, v4}, Ljavax/crypto/Mac;->doFinal([B)[B
    move-result-object v4
    const/4 v5, 0x0
    invoke-static {v4, v5}, Landroid/util/Base64;->encodeToString([BI)Ljava/lang/String;
    return-void
.end method
