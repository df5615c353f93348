.class public Ltw/example/sample/Main;
.super Landroid/app/Activity;
.method protected onCreate(Landroid/os/Bundle;)V
    .registers 4
    invoke-static {p0}, Landroid/accounts/AccountManager;->get(Landroid/content/Context;)Landroid/accounts/AccountManager;
    move-result-object v0
    const/4 v1, 0
    invoke-virtual {v0, v1}, Landroid/accounts/AccountManager;->getPassword(Landroid/accounts/Account;)Ljava/lang/String;
    move-result-object v0
    invoke-static {v0}, Ltw/example/sample/Main;->hash(Ljava/lang/String;)[B
    return-void
.end method
.method private static hash(Ljava/lang/String;)[B
    .registers 4
    const-string v0, "MD5"
    invoke-static {v0}, Ljava/security/MessageDigest;->getInstance(Ljava/lang/String;)Ljava/security/MessageDigest;
    move-result-object v0
    invoke-virtual {p0}, Ljava/lang/String;->getBytes()[B
    move-result-object v1
    invoke-virtual {v0, v1}, Ljava/security/MessageDigest;->update([B)V
    invoke-virtual {v0}, Ljava/security/MessageDigest;->digest()[B # finding
    move-result-object v0
    return-object v0
.end method
