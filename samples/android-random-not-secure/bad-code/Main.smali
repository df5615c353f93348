.class public Ltw/example/sample/Main;
.super Landroid/app/Activity;
.method protected onCreate(Landroid/os/Bundle;)V
    .registers 4
    const/16 v0, 16
    new-array v0, v0, [B
    new-instance v1, Ljava/util/Random;
    invoke-direct {v1}, Ljava/util/Random;-><init>()V
    invoke-virtual {v1, v0}, Ljava/util/Random;->nextBytes([B)V # finding
    invoke-static {v0}, Ltw/example/sample/Main;->begin([B)V
    return-void
.end method
.method private static begin([B)V
    .registers 2
    invoke-static {p0}, Ltw/example/sample/Main;->vector([B)Ljavax/crypto/spec/IvParameterSpec;
    return-void
.end method
.method private static vector([B)Ljavax/crypto/spec/IvParameterSpec;
    .registers 2
    new-instance v0, Ljavax/crypto/spec/IvParameterSpec;
    invoke-direct {v0, p0}, Ljavax/crypto/spec/IvParameterSpec;-><init>([B)V
    return-object v0
.end method
