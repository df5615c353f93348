.class public Ltw/example/sample/Main;
.super Landroid/app/Activity;
.method protected onCreate(Landroid/os/Bundle;)V
    .registers 5
    const-string v0, "login"
    const/4 v1, 0
    const/16 v2, 10
    invoke-static {v0, v1, v2}, Ltw/example/sample/Main;->spec(Ljava/lang/String;ZI)Landroid/security/keystore/KeyGenParameterSpec;
    return-void
.end method
.method private static spec(Ljava/lang/String;ZI)Landroid/security/keystore/KeyGenParameterSpec;
    .registers 7
    new-instance v0, Landroid/security/keystore/KeyGenParameterSpec$Builder;
    const/4 v1, 4
    invoke-direct {v0, p0, v1}, Landroid/security/keystore/KeyGenParameterSpec$Builder;-><init>(Ljava/lang/String;I)V
    const/4 v1, 1
    invoke-virtual {v0, v1}, Landroid/security/keystore/KeyGenParameterSpec$Builder;->setUserAuthenticationRequired(Z)Landroid/security/keystore/KeyGenParameterSpec$Builder;
    move-result-object v0
    invoke-virtual {v0, p1}, Landroid/security/keystore/KeyGenParameterSpec$Builder;->setInvalidatedByBiometricEnrollment(Z)Landroid/security/keystore/KeyGenParameterSpec$Builder;
    move-result-object v0
    invoke-virtual {v0, p2}, Landroid/security/keystore/KeyGenParameterSpec$Builder;->setUserAuthenticationValidityDurationSeconds(I)Landroid/security/keystore/KeyGenParameterSpec$Builder;
    move-result-object v0
    invoke-virtual {v0}, Landroid/security/keystore/KeyGenParameterSpec$Builder;->build()Landroid/security/keystore/KeyGenParameterSpec; # finding
    move-result-object v0
    return-object v0
.end method
