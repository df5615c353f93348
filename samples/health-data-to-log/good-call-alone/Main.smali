# A message that holds nothing of the data.
.class public Ltw/example/sample/Main;
.super Landroid/app/Activity;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Landroid/app/Activity;-><init>()V
    return-void
.end method

.method public onCreate(Landroid/os/Bundle;)V
    .registers 10
    invoke-virtual {p0}, Ltw/example/sample/Main;->getIntent()Landroid/content/Intent;
    move-result-object v0
    invoke-static {v0}, Lcom/google/android/gms/fitness/data/DataPoint;->extract(Landroid/content/Intent;)Lcom/google/android/gms/fitness/data/DataPoint;
    move-result-object v0
    sget-object v1, Lcom/google/android/gms/fitness/data/Field;->FIELD_STEPS:Lcom/google/android/gms/fitness/data/Field;
    invoke-virtual {v0, v1}, Lcom/google/android/gms/fitness/data/DataPoint;->getValue(Lcom/google/android/gms/fitness/data/Field;)Lcom/google/android/gms/fitness/data/Value;
    move-result-object v0
    const-string v1, "steps"
    const-string v2, "read"
    invoke-static {v1, v2}, Landroid/util/Log;->d(Ljava/lang/String;Ljava/lang/String;)I
    return-void
.end method
