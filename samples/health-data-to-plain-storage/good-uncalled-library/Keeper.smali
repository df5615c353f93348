# A class of a library that nothing calls.
.class public Lcom/google/firebase/perf/Keeper;
.super Ljava/lang/Object;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Ljava/lang/Object;-><init>()V
    return-void
.end method

.method keep(Lcom/google/android/gms/fitness/data/DataPoint;Lcom/google/android/gms/fitness/data/Field;Landroid/content/Context;)V
    .registers 12
    move-object v0, p1
    move-object v1, p2

    check-cast v0, Lcom/google/android/gms/fitness/data/DataPoint;
    invoke-virtual {v0, v1}, Lcom/google/android/gms/fitness/data/DataPoint;->getValue(Lcom/google/android/gms/fitness/data/Field;)Lcom/google/android/gms/fitness/data/Value;
    move-result-object v2
    invoke-virtual {v2}, Lcom/google/android/gms/fitness/data/Value;->toString()Ljava/lang/String;
    move-result-object v7

    const-string v5, "p"
    const/4 v6, 0x0
    invoke-virtual {p3, v5, v6}, Landroid/content/Context;->getSharedPreferences(Ljava/lang/String;I)Landroid/content/SharedPreferences;
    move-result-object v5
    const-string v6, "steps"

    invoke-interface {v5}, Landroid/content/SharedPreferences;->edit()Landroid/content/SharedPreferences$Editor;
    move-result-object v5
    invoke-interface {v5, v6, v7}, Landroid/content/SharedPreferences$Editor;->putString(Ljava/lang/String;Ljava/lang/String;)Landroid/content/SharedPreferences$Editor;
    return-void
.end method
