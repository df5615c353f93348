.class Ltw/example/sample/Asking$1;
.super Ljava/lang/Object;
.implements Landroid/content/DialogInterface$OnClickListener;

.field final synthetic this$0:Ltw/example/sample/Asking;

.field final synthetic val$h:Landroid/webkit/SslErrorHandler;

.method constructor <init>(Ltw/example/sample/Asking;Landroid/webkit/SslErrorHandler;)V
    .registers 3
    iput-object p1, p0, Ltw/example/sample/Asking$1;->this$0:Ltw/example/sample/Asking;
    iput-object p2, p0, Ltw/example/sample/Asking$1;->val$h:Landroid/webkit/SslErrorHandler;
    invoke-direct {p0}, Ljava/lang/Object;-><init>()V
    return-void
.end method

.method public onClick(Landroid/content/DialogInterface;I)V
    .registers 4
    iget-object v0, p0, Ltw/example/sample/Asking$1;->val$h:Landroid/webkit/SslErrorHandler;
    invoke-virtual {v0}, Landroid/webkit/SslErrorHandler;->cancel()V
    return-void
.end method
