//! Values handed from one piece of code to another later: messages, coroutines.

use super::*;

/// The service gives its messenger to those who bind it; a message sent to that messenger reaches its handler.
#[test]
fn a_message_reaches_the_handler_of_the_service_that_was_bound() {
    let text = r#"
.class public Lt/Ears;
.super Landroid/os/Handler;
.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Landroid/os/Handler;-><init>()V
    return-void
.end method
.method public handleMessage(Landroid/os/Message;)V
    .registers 3
    iget v0, p1, Landroid/os/Message;->arg1:I
    invoke-static {v0}, Ljava/lang/String;->valueOf(I)Ljava/lang/String;
    move-result-object v0
    invoke-static {v0, v0}, Landroid/util/Log;->d(Ljava/lang/String;Ljava/lang/String;)I
    return-void
.end method
.class public Lt/Serving;
.super Landroid/app/Service;
.field private post:Landroid/os/Messenger;
.method public constructor <init>()V
    .registers 3
    invoke-direct {p0}, Landroid/app/Service;-><init>()V
    new-instance v0, Lt/Ears;
    invoke-direct {v0}, Lt/Ears;-><init>()V
    new-instance v1, Landroid/os/Messenger;
    invoke-direct {v1, v0}, Landroid/os/Messenger;-><init>(Landroid/os/Handler;)V
    iput-object v1, p0, Lt/Serving;->post:Landroid/os/Messenger;
    return-void
.end method
.method public onBind(Landroid/content/Intent;)Landroid/os/IBinder;
    .registers 3
    iget-object v0, p0, Lt/Serving;->post:Landroid/os/Messenger;
    invoke-virtual {v0}, Landroid/os/Messenger;->getBinder()Landroid/os/IBinder;
    move-result-object v0
    return-object v0
.end method
.class public Lt/Line;
.super Ljava/lang/Object;
.implements Landroid/content/ServiceConnection;
.field private main:Lt/Main;
.method public constructor <init>(Lt/Main;)V
    .registers 2
    invoke-direct {p0}, Ljava/lang/Object;-><init>()V
    iput-object p1, p0, Lt/Line;->main:Lt/Main;
    return-void
.end method
.method public onServiceConnected(Landroid/content/ComponentName;Landroid/os/IBinder;)V
    .registers 5
    new-instance v0, Landroid/os/Messenger;
    invoke-direct {v0, p2}, Landroid/os/Messenger;-><init>(Landroid/os/IBinder;)V
    iget-object v1, p0, Lt/Line;->main:Lt/Main;
    iput-object v0, v1, Lt/Main;->post:Landroid/os/Messenger;
    return-void
.end method
.method public onServiceDisconnected(Landroid/content/ComponentName;)V
    .registers 2
    return-void
.end method
.class public Lt/Main;
.super Landroid/app/Activity;
.field public post:Landroid/os/Messenger;
.method protected onCreate(Landroid/os/Bundle;)V
    .registers 5
    new-instance v0, Landroid/content/Intent;
    const-class v1, Lt/Serving;
    invoke-direct {v0, p0, v1}, Landroid/content/Intent;-><init>(Landroid/content/Context;Ljava/lang/Class;)V
    new-instance v1, Lt/Line;
    invoke-direct {v1, p0}, Lt/Line;-><init>(Lt/Main;)V
    const/4 v2, 1
    invoke-virtual {p0, v0, v1, v2}, Lt/Main;->bindService(Landroid/content/Intent;Landroid/content/ServiceConnection;I)Z
    return-void
.end method
.method public say(Landroid/view/View;)V
    .registers 6
    const-string v0, "phone"
    invoke-virtual {p0, v0}, Lt/Main;->getSystemService(Ljava/lang/String;)Ljava/lang/Object;
    move-result-object v0
    check-cast v0, Landroid/telephony/TelephonyManager;
    invoke-virtual {v0}, Landroid/telephony/TelephonyManager;->getDeviceId()Ljava/lang/String;
    move-result-object v0
    invoke-static {v0}, Ljava/lang/Integer;->parseInt(Ljava/lang/String;)I
    move-result v0
    const/4 v1, 0
    const/4 v2, 1
    invoke-static {v1, v2, v0, v1}, Landroid/os/Message;->obtain(Landroid/os/Handler;III)Landroid/os/Message;
    move-result-object v0
    iget-object v1, p0, Lt/Main;->post:Landroid/os/Messenger;
    invoke-virtual {v1, v0}, Landroid/os/Messenger;->send(Landroid/os/Message;)V
    return-void
.end method
"#;
    let (flows, _) = among(text, &[("t.Main", Role::Activity), ("t.Serving", Role::Service)]);
    assert_eq!(flows.len(), 1, "{flows:#?}");
}

/// `launch` runs its block; `withContext` gives what its block gives; a suspending function that calls another gives its
/// result as if it had not been suspended, through the continuation's label.
#[test]
fn a_value_goes_through_suspending_functions() {
    let block = |name: &str, body: &str| {
        format!(
            r#"
.class public Lt/{name};
.super Lkotlin/coroutines/jvm/internal/SuspendLambda;
.implements Lkotlin/jvm/functions/Function2;
.field private main:Lt/Main;
.method public constructor <init>(Lt/Main;Lkotlin/coroutines/Continuation;)V
    .registers 4
    iput-object p1, p0, Lt/{name};->main:Lt/Main;
    const/4 v0, 2
    invoke-direct {{p0, v0, p2}}, Lkotlin/coroutines/jvm/internal/SuspendLambda;-><init>(ILkotlin/coroutines/Continuation;)V
    return-void
.end method
.method public final create(Ljava/lang/Object;Lkotlin/coroutines/Continuation;)Lkotlin/coroutines/Continuation;
    .registers 5
    new-instance v0, Lt/{name};
    iget-object v1, p0, Lt/{name};->main:Lt/Main;
    invoke-direct {{v0, v1, p2}}, Lt/{name};-><init>(Lt/Main;Lkotlin/coroutines/Continuation;)V
    return-object v0
.end method
.method public final invoke(Lkotlinx/coroutines/CoroutineScope;Lkotlin/coroutines/Continuation;)Ljava/lang/Object;
    .registers 4
    invoke-virtual {{p0, p1, p2}}, Lt/{name};->create(Ljava/lang/Object;Lkotlin/coroutines/Continuation;)Lkotlin/coroutines/Continuation;
    move-result-object p1
    check-cast p1, Lt/{name};
    sget-object p2, Lkotlin/Unit;->INSTANCE:Lkotlin/Unit;
    invoke-virtual {{p1, p2}}, Lt/{name};->invokeSuspend(Ljava/lang/Object;)Ljava/lang/Object;
    move-result-object p1
    return-object p1
.end method
.method public final invokeSuspend(Ljava/lang/Object;)Ljava/lang/Object;
    .registers 5
    iget-object v0, p0, Lt/{name};->main:Lt/Main;
    {body}
.end method
"#
        )
    };
    let reads = r#"invoke-virtual {v0}, Lt/Main;->id()Ljava/lang/String;
    move-result-object v0
    return-object v0"#;
    let shows = r#"invoke-virtual {v0, p0}, Lt/Main;->read(Lkotlin/coroutines/Continuation;)Ljava/lang/Object;
    move-result-object v1
    check-cast v1, Ljava/lang/String;
    invoke-static {v1, v1}, Landroid/util/Log;->d(Ljava/lang/String;Ljava/lang/String;)I
    return-object v1"#;
    let main = r#"
.class public Lt/Main$read$1;
.super Lkotlin/coroutines/jvm/internal/ContinuationImpl;
.field label:I
.field result:Ljava/lang/Object;
.method public constructor <init>(Lkotlin/coroutines/Continuation;)V
    .registers 2
    invoke-direct {p0, p1}, Lkotlin/coroutines/jvm/internal/ContinuationImpl;-><init>(Lkotlin/coroutines/Continuation;)V
    return-void
.end method
.class public Lt/Main;
.super Landroid/app/Activity;
.method public id()Ljava/lang/String;
    .registers 2
    const-string v0, "phone"
    invoke-virtual {p0, v0}, Lt/Main;->getSystemService(Ljava/lang/String;)Ljava/lang/Object;
    move-result-object v0
    check-cast v0, Landroid/telephony/TelephonyManager;
    invoke-virtual {v0}, Landroid/telephony/TelephonyManager;->getDeviceId()Ljava/lang/String;
    move-result-object v0
    return-object v0
.end method
.method public final read(Lkotlin/coroutines/Continuation;)Ljava/lang/Object;
    .registers 7
    new-instance v0, Lt/Main$read$1;
    invoke-direct {v0, p1}, Lt/Main$read$1;-><init>(Lkotlin/coroutines/Continuation;)V
    iget-object p1, v0, Lt/Main$read$1;->result:Ljava/lang/Object;
    invoke-static {}, Lkotlin/coroutines/intrinsics/IntrinsicsKt;->getCOROUTINE_SUSPENDED()Ljava/lang/Object;
    move-result-object v1
    iget v2, v0, Lt/Main$read$1;->label:I
    if-eqz v2, :first
    invoke-static {p1}, Lkotlin/ResultKt;->throwOnFailure(Ljava/lang/Object;)V
    goto :after
    :first
    const/4 v2, 1
    iput v2, v0, Lt/Main$read$1;->label:I
    new-instance v3, Lt/Reads;
    const/4 v4, 0
    invoke-direct {v3, p0, v4}, Lt/Reads;-><init>(Lt/Main;Lkotlin/coroutines/Continuation;)V
    invoke-static {v4, v3, v0}, Lkotlinx/coroutines/BuildersKt;->withContext(Lkotlin/coroutines/CoroutineContext;Lkotlin/jvm/functions/Function2;Lkotlin/coroutines/Continuation;)Ljava/lang/Object;
    move-result-object p1
    if-ne p1, v1, :after
    return-object v1
    :after
    return-object p1
.end method
.method protected onCreate(Landroid/os/Bundle;)V
    .registers 9
    const/4 v1, 0
    new-instance v3, Lt/Shows;
    invoke-direct {v3, p0, v1}, Lt/Shows;-><init>(Lt/Main;Lkotlin/coroutines/Continuation;)V
    const/4 v0, 0
    const/4 v2, 0
    const/4 v4, 3
    const/4 v5, 0
    invoke-static/range {v0 .. v5}, Lkotlinx/coroutines/BuildersKt;->launch$default(Lkotlinx/coroutines/CoroutineScope;Lkotlin/coroutines/CoroutineContext;Lkotlinx/coroutines/CoroutineStart;Lkotlin/jvm/functions/Function2;ILjava/lang/Object;)Lkotlinx/coroutines/Job;
    return-void
.end method
"#;
    let text = |shows: &str| format!("{}{}{main}", block("Reads", reads), block("Shows", shows));
    assert_eq!(found(&text(shows)).len(), 1);
    assert!(found(&text("return-object v0")).is_empty());
}

/// What a server answers is not what it was asked with.
#[test]
fn an_answer_does_not_bear_the_request() {
    let text = format!(
        r#"{HEAD}
.method public onCreate(Landroid/os/Bundle;)V
    .registers 6
    new-instance v0, Lorg/apache/http/impl/client/DefaultHttpClient;
    invoke-direct {{v0}}, Lorg/apache/http/impl/client/DefaultHttpClient;-><init>()V
    new-instance v1, Lorg/apache/http/client/methods/HttpPost;
    const-string v2, "https://www.example.tw/"
    invoke-direct {{v1, v2}}, Lorg/apache/http/client/methods/HttpPost;-><init>(Ljava/lang/String;)V
    invoke-static {{}}, Lt/Main;->id()Ljava/lang/String;
    move-result-object v3
    new-instance v2, Lorg/apache/http/entity/StringEntity;
    invoke-direct {{v2, v3}}, Lorg/apache/http/entity/StringEntity;-><init>(Ljava/lang/String;)V
    invoke-virtual {{v1, v2}}, Lorg/apache/http/client/methods/HttpPost;->setEntity(Lorg/apache/http/HttpEntity;)V
    invoke-interface {{v0, v1}}, Lorg/apache/http/client/HttpClient;->execute(Lorg/apache/http/client/methods/HttpUriRequest;)Lorg/apache/http/HttpResponse;
    move-result-object v2
    invoke-interface {{v2}}, Lorg/apache/http/HttpResponse;->getEntity()Lorg/apache/http/HttpEntity;
    move-result-object v2
    invoke-static {{v2}}, Lorg/apache/http/util/EntityUtils;->toString(Lorg/apache/http/HttpEntity;)Ljava/lang/String;
    move-result-object v2
    invoke-static {{v2, v2}}, Landroid/util/Log;->d(Ljava/lang/String;Ljava/lang/String;)I
    return-void
.end method
"#
    );
    let flows = found(&text);
    let of = |sink: &str| -> Vec<&str> {
        flows.iter().filter(|f| f.sink.of == sink).map(|f| f.source.of.as_str()).collect()
    };
    assert!(of("network").contains(&"device-id"), "{flows:#?}");
    let logged = of("log");
    assert!(!logged.is_empty() && logged.iter().all(|&source| source == "network-response"), "{logged:?}");
}

/// A library inside the build, under a shrinker's names, keeps what it is given until an answer comes: how it gets there
/// is not followed, what the app's listener does with the answer is.
#[test]
fn a_listener_that_a_library_inside_the_build_is_given_is_called() {
    let text = r#"
.class public interface abstract Llib/a/l;
.super Ljava/lang/Object;
.method public abstract a(Ljava/lang/Object;)V
.end method
.class public Llib/a/q;
.super Ljava/lang/Object;
.field private static all:Ljava/util/List;
.method public constructor <init>(Llib/a/l;)V
    .registers 3
    invoke-direct {p0}, Ljava/lang/Object;-><init>()V
    sget-object v0, Llib/a/q;->all:Ljava/util/List;
    invoke-interface {v0, p1}, Ljava/util/List;->add(Ljava/lang/Object;)Z
    return-void
.end method
.class public Lt/Answer;
.super Ljava/lang/Object;
.implements Llib/a/l;
.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Ljava/lang/Object;-><init>()V
    return-void
.end method
.method public a(Ljava/lang/Object;)V
    .registers 3
    check-cast p1, Lorg/json/JSONObject;
    const-string v0, "accessToken"
    invoke-virtual {p1, v0}, Lorg/json/JSONObject;->getString(Ljava/lang/String;)Ljava/lang/String;
    move-result-object v1
    invoke-static {v0, v1}, Landroid/util/Log;->d(Ljava/lang/String;Ljava/lang/String;)I
    return-void
.end method
.class public Lt/Unused;
.super Ljava/lang/Object;
.implements Llib/a/l;
.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Ljava/lang/Object;-><init>()V
    return-void
.end method
.method public a(Ljava/lang/Object;)V
    .registers 3
    check-cast p1, Lorg/json/JSONObject;
    const-string v0, "accessToken"
    invoke-virtual {p1, v0}, Lorg/json/JSONObject;->getString(Ljava/lang/String;)Ljava/lang/String;
    move-result-object v1
    invoke-static {v0, v1}, Landroid/util/Log;->d(Ljava/lang/String;Ljava/lang/String;)I
    return-void
.end method
.class public Lt/Main;
.super Landroid/app/Activity;
.method protected onCreate(Landroid/os/Bundle;)V
    .registers 4
    new-instance v0, Lt/Answer;
    invoke-direct {v0}, Lt/Answer;-><init>()V
    new-instance v1, Llib/a/q;
    invoke-direct {v1, v0}, Llib/a/q;-><init>(Llib/a/l;)V
    return-void
.end method
"#;
    let found = found(text);
    let places: Vec<String> = found.iter().map(|flow| flow.sink.locus.to_string()).collect();
    assert_eq!(places.len(), 1, "{places:?}");
    assert!(places[0].contains("t.Answer.a"), "the listener that was given, not the one that nobody makes: {places:?}");
}

/// A library inside the build that a model speaks of is not run: what its builder would have kept is not known, and not
/// null.
#[test]
fn a_modelled_builder_inside_the_build_does_not_end_in_its_own_checks() {
    let text = r#"
.class public Lokhttp3/Request$Builder;
.super Ljava/lang/Object;
.field private url:Ljava/lang/String;
.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Ljava/lang/Object;-><init>()V
    return-void
.end method
.method public url(Ljava/lang/String;)Lokhttp3/Request$Builder;
    .registers 2
    iput-object p1, p0, Lokhttp3/Request$Builder;->url:Ljava/lang/String;
    return-object p0
.end method
.method public build()Ljava/lang/Object;
    .registers 3
    iget-object v0, p0, Lokhttp3/Request$Builder;->url:Ljava/lang/String;
    if-nez v0, :there
    new-instance v1, Ljava/lang/IllegalStateException;
    invoke-direct {v1}, Ljava/lang/IllegalStateException;-><init>()V
    throw v1
    :there
    return-object v0
.end method
.class public Lt/Main;
.super Landroid/app/Activity;
.method protected onCreate(Landroid/os/Bundle;)V
    .registers 4
    new-instance v0, Lokhttp3/Request$Builder;
    invoke-direct {v0}, Lokhttp3/Request$Builder;-><init>()V
    const-string v1, "https://host.example"
    invoke-virtual {v0, v1}, Lokhttp3/Request$Builder;->url(Ljava/lang/String;)Lokhttp3/Request$Builder;
    move-result-object v0
    invoke-virtual {v0}, Lokhttp3/Request$Builder;->build()Ljava/lang/Object;
    new-instance v0, Lorg/json/JSONObject;
    invoke-direct {v0}, Lorg/json/JSONObject;-><init>()V
    const-string v1, "accessToken"
    invoke-virtual {v0, v1}, Lorg/json/JSONObject;->getString(Ljava/lang/String;)Ljava/lang/String;
    move-result-object v1
    invoke-static {v1, v1}, Landroid/util/Log;->d(Ljava/lang/String;Ljava/lang/String;)I
    return-void
.end method
"#;
    assert_eq!(found(text).len(), 1);
}
