# The SDK takes the session back.
.class public Ltw/example/sample/Main;
.super Landroid/app/Activity;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Landroid/app/Activity;-><init>()V
    return-void
.end method

.method public onCreate(Landroid/os/Bundle;)V
    .registers 10
    invoke-virtual {p0}, Ltw/example/sample/Main;->logout()V
    return-void
.end method

.method logout()V
    .registers 3
    invoke-static {}, Lcom/google/firebase/auth/FirebaseAuth;->getInstance()Lcom/google/firebase/auth/FirebaseAuth;
    move-result-object v0
    invoke-virtual {v0}, Lcom/google/firebase/auth/FirebaseAuth;->signOut()V
    return-void
.end method
