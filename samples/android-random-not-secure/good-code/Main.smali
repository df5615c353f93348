.class public Ltw/example/sample/Main;
.super Landroid/app/Activity;
# The weak generator's bytes are written over before they become a vector; another number moves a picture.
.method protected onCreate(Landroid/os/Bundle;)V
    .registers 5
    const/16 v0, 16
    new-array v0, v0, [B
    new-instance v1, Ljava/util/Random;
    invoke-direct {v1}, Ljava/util/Random;-><init>()V
    invoke-virtual {v1, v0}, Ljava/util/Random;->nextBytes([B)V
    new-instance v2, Ljava/security/SecureRandom;
    invoke-direct {v2}, Ljava/security/SecureRandom;-><init>()V
    invoke-virtual {v2, v0}, Ljava/security/SecureRandom;->nextBytes([B)V
    new-instance v2, Ljavax/crypto/spec/IvParameterSpec;
    invoke-direct {v2, v0}, Ljavax/crypto/spec/IvParameterSpec;-><init>([B)V
    invoke-virtual {v1}, Ljava/util/Random;->nextFloat()F
    move-result v2
    const v1, 0x7f010001
    invoke-virtual {p0, v1}, Ltw/example/sample/Main;->findViewById(I)Landroid/view/View;
    move-result-object v1
    invoke-virtual {v1, v2}, Landroid/view/View;->setX(F)V
    return-void
.end method
