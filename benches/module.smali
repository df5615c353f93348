.class public L{p}/Screen;
.super Landroid/app/Activity;
.field private store:L{p}/Store;
.field private title:Ljava/lang/String;
.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Landroid/app/Activity;-><init>()V
    return-void
.end method
.method protected onCreate(Landroid/os/Bundle;)V
    .registers 6
    invoke-super {p0, p1}, Landroid/app/Activity;->onCreate(Landroid/os/Bundle;)V
    new-instance v0, L{p}/Store;
    invoke-direct {v0, p0}, L{p}/Store;-><init>(Landroid/content/Context;)V
    iput-object v0, p0, L{p}/Screen;->store:L{p}/Store;
    const v1, 0x7f080001
    invoke-virtual {p0, v1}, Landroid/app/Activity;->findViewById(I)Landroid/view/View;
    move-result-object v1
    new-instance v2, L{p}/Tap;
    invoke-direct {v2, p0}, L{p}/Tap;-><init>(L{p}/Screen;)V
    invoke-virtual {v1, v2}, Landroid/view/View;->setOnClickListener(Landroid/view/View$OnClickListener;)V
    invoke-virtual {p0}, Landroid/app/Activity;->getIntent()Landroid/content/Intent;
    move-result-object v1
    const-string v2, "title {n}"
    invoke-virtual {v1, v2}, Landroid/content/Intent;->getStringExtra(Ljava/lang/String;)Ljava/lang/String;
    move-result-object v2
    iput-object v2, p0, L{p}/Screen;->title:Ljava/lang/String;
    invoke-virtual {p0}, L{p}/Screen;->refresh()V
    return-void
.end method
.method public refresh()V
    .registers 5
    const/4 v0, 0
    :again
    const/16 v1, 10
    if-ge v0, v1, :done
    iget-object v2, p0, L{p}/Screen;->title:Ljava/lang/String;
    invoke-static {v2, v0}, L{p}/Helper0;->describe(Ljava/lang/String;I)Ljava/lang/String;
    move-result-object v2
    iget-object v3, p0, L{p}/Screen;->store:L{p}/Store;
    invoke-virtual {v3, v2}, L{p}/Store;->keep(Ljava/lang/String;)V
    add-int/lit8 v0, v0, 1
    goto :again
    :done
    return-void
.end method
.method public next()V
    .registers 4
    new-instance v0, Landroid/content/Intent;
    const-class v1, L{q}/Screen;
    invoke-direct {v0, p0, v1}, Landroid/content/Intent;-><init>(Landroid/content/Context;Ljava/lang/Class;)V
    const-string v1, "title {n}"
    iget-object v2, p0, L{p}/Screen;->title:Ljava/lang/String;
    invoke-virtual {v0, v1, v2}, Landroid/content/Intent;->putExtra(Ljava/lang/String;Ljava/lang/String;)Landroid/content/Intent;
    invoke-virtual {p0, v0}, Landroid/app/Activity;->startActivity(Landroid/content/Intent;)V
    return-void
.end method
.class public L{p}/Tap;
.super Ljava/lang/Object;
.implements Landroid/view/View$OnClickListener;
.field private final screen:L{p}/Screen;
.method public constructor <init>(L{p}/Screen;)V
    .registers 2
    invoke-direct {p0}, Ljava/lang/Object;-><init>()V
    iput-object p1, p0, L{p}/Tap;->screen:L{p}/Screen;
    return-void
.end method
.method public onClick(Landroid/view/View;)V
    .registers 5
    iget-object v0, p0, L{p}/Tap;->screen:L{p}/Screen;
    const-string v1, "phone"
    invoke-virtual {v0, v1}, Landroid/app/Activity;->getSystemService(Ljava/lang/String;)Ljava/lang/Object;
    move-result-object v1
    check-cast v1, Landroid/telephony/TelephonyManager;
    invoke-virtual {v1}, Landroid/telephony/TelephonyManager;->getDeviceId()Ljava/lang/String;
    move-result-object v1
    const-string v2, "module {n}"
    invoke-static {v2, v1}, Landroid/util/Log;->d(Ljava/lang/String;Ljava/lang/String;)I
    invoke-virtual {v0}, L{p}/Screen;->next()V
    return-void
.end method
.class public L{p}/Store;
.super Ljava/lang/Object;
.field private final preferences:Landroid/content/SharedPreferences;
.method public constructor <init>(Landroid/content/Context;)V
    .registers 4
    invoke-direct {p0}, Ljava/lang/Object;-><init>()V
    const-string v0, "store {n}"
    const/4 v1, 0
    invoke-virtual {p1, v0, v1}, Landroid/content/Context;->getSharedPreferences(Ljava/lang/String;I)Landroid/content/SharedPreferences;
    move-result-object v0
    iput-object v0, p0, L{p}/Store;->preferences:Landroid/content/SharedPreferences;
    return-void
.end method
.method public keep(Ljava/lang/String;)V
    .registers 5
    iget-object v0, p0, L{p}/Store;->preferences:Landroid/content/SharedPreferences;
    invoke-interface {v0}, Landroid/content/SharedPreferences;->edit()Landroid/content/SharedPreferences$Editor;
    move-result-object v0
    const-string v1, "value {n}"
    invoke-interface {v0, v1, p1}, Landroid/content/SharedPreferences$Editor;->putString(Ljava/lang/String;Ljava/lang/String;)Landroid/content/SharedPreferences$Editor;
    move-result-object v0
    invoke-interface {v0}, Landroid/content/SharedPreferences$Editor;->apply()V
    return-void
.end method
.method public seal([B[B)[B
    .registers 6
    const-string v0, "AES/GCM/NoPadding"
    invoke-static {v0}, Ljavax/crypto/Cipher;->getInstance(Ljava/lang/String;)Ljavax/crypto/Cipher;
    move-result-object v0
    new-instance v1, Ljavax/crypto/spec/SecretKeySpec;
    const-string v2, "AES"
    invoke-direct {v1, p2, v2}, Ljavax/crypto/spec/SecretKeySpec;-><init>([BLjava/lang/String;)V
    const/4 v2, 1
    invoke-virtual {v0, v2, v1}, Ljavax/crypto/Cipher;->init(ILjava/security/Key;)V
    invoke-virtual {v0, p1}, Ljavax/crypto/Cipher;->doFinal([B)[B
    move-result-object v0
    return-object v0
.end method
