.class public Ltw/example/app/Main;
.super Landroid/app/Activity;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Landroid/app/Activity;-><init>()V
    return-void
.end method

.method public onCreate(Landroid/os/Bundle;)V
    .registers 10
    invoke-virtual {p0}, Ltw/example/app/Main;->getIntent()Landroid/content/Intent;
    move-result-object v0
    const-string v1, "x"
    invoke-virtual {v0, v1}, Landroid/content/Intent;->getStringExtra(Ljava/lang/String;)Ljava/lang/String;
    move-result-object v2
    const-string v3, "b"
    invoke-virtual {v0, v3}, Landroid/content/Intent;->getByteArrayExtra(Ljava/lang/String;)[B
    move-result-object v4
    new-instance v5, Ljava/io/ByteArrayInputStream;
    invoke-direct {v5, v4}, Ljava/io/ByteArrayInputStream;-><init>([B)V
    new-instance v6, Ljava/io/ObjectInputStream;
    invoke-direct {v6, v5}, Ljava/io/ObjectInputStream;-><init>(Ljava/io/InputStream;)V
    invoke-virtual {v6}, Ljava/io/ObjectInputStream;->readObject()Ljava/lang/Object; # finding
    move-result-object v7
    return-void
.end method
