# Says nothing of its fragments: from target level 19 on the system refuses all of them.
.class public Ltw/example/sample/Settings;
.super Landroid/preference/PreferenceActivity;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Landroid/preference/PreferenceActivity;-><init>()V
    return-void
.end method

.method public onBuildHeaders(Ljava/util/List;)V
    .registers 2
    return-void
.end method
