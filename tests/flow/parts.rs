//! Parts of framework objects, the order of a component's life, callbacks that the framework runs, long ways.

use super::*;

/// A screen whose `onCreate` holds the device id in `v0` and logs `v1` at its end, with more classes.
fn logs(body: &str, more: &str) -> usize {
    let text = format!(
        r#"{HEAD}
.field public name:Ljava/lang/String;
.method public onCreate(Landroid/os/Bundle;)V
    .registers 10
    invoke-static {{}}, Lt/Main;->id()Ljava/lang/String;
    move-result-object v0
{body}
    invoke-static {{v1, v1}}, Landroid/util/Log;->d(Ljava/lang/String;Ljava/lang/String;)I
    return-void
.end method
{more}"#
    );
    found(&text).len()
}

#[test]
fn fields_of_framework_objects_are_what_made_them_says() {
    let pair = |part: &str| {
        let body = format!(
            r#"
    const-string v1, "plain"
    invoke-static {{v1, v0}}, Landroid/util/Pair;->create(Ljava/lang/Object;Ljava/lang/Object;)Landroid/util/Pair;
    move-result-object v2
    iget-object v1, v2, Landroid/util/Pair;->{part}:Ljava/lang/Object;
"#
        );
        logs(&body, "")
    };
    assert_eq!((pair("first"), pair("second")), (0, 1));
}

#[test]
fn a_message_goes_to_the_handler_that_it_was_made_by() {
    let sent = |what: u32| {
        let body = format!(
            r#"
    new-instance v2, Lt/Hand;
    invoke-direct {{v2}}, Lt/Hand;-><init>()V
    const/4 v3, {what}
    invoke-virtual {{v2, v3, v0}}, Lt/Hand;->obtainMessage(ILjava/lang/Object;)Landroid/os/Message;
    move-result-object v3
    invoke-virtual {{v3}}, Landroid/os/Message;->sendToTarget()V
    const-string v1, "plain"
"#
        );
        let hand = r#"
.class public Lt/Hand;
.super Landroid/os/Handler;
.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Landroid/os/Handler;-><init>()V
    return-void
.end method
.method public handleMessage(Landroid/os/Message;)V
    .registers 4
    iget v0, p1, Landroid/os/Message;->what:I
    const/4 v1, 7
    if-ne v0, v1, :end
    iget-object v0, p1, Landroid/os/Message;->obj:Ljava/lang/Object;
    check-cast v0, Ljava/lang/String;
    invoke-static {v0, v0}, Landroid/util/Log;->d(Ljava/lang/String;Ljava/lang/String;)I
    :end
    return-void
.end method
"#;
        logs(&body, hand)
    };
    assert_eq!((sent(7), sent(6)), (1, 0));
}

#[test]
fn an_exception_gives_its_message_and_its_cause() {
    let asked = |what: &str| {
        let body = format!(
            r#"
    new-instance v2, Ljava/io/IOException;
    invoke-direct {{v2, v0}}, Ljava/io/IOException;-><init>(Ljava/lang/String;)V
    new-instance v3, Ljava/lang/IllegalStateException;
    const-string v1, "plain"
    invoke-direct {{v3, v1, v2}}, Ljava/lang/IllegalStateException;-><init>(Ljava/lang/String;Ljava/lang/Throwable;)V
{what}
    invoke-virtual {{v3}}, Ljava/lang/Throwable;->getMessage()Ljava/lang/String;
    move-result-object v1
"#
        );
        logs(&body, "")
    };
    assert_eq!(asked(""), 0);
    let cause = r#"
    invoke-virtual {v3}, Ljava/lang/IllegalStateException;->getCause()Ljava/lang/Throwable;
    move-result-object v3
"#;
    assert_eq!(asked(cause), 1);
}

#[test]
fn a_slice_begins_at_its_first_index() {
    let slice = |index: u32| {
        let body = format!(
            r#"
    const/4 v2, 3
    new-array v2, v2, [Ljava/lang/String;
    const/4 v3, 1
    aput-object v0, v2, v3
    const/4 v4, 3
    invoke-static {{v2, v3, v4}}, Ljava/util/Arrays;->copyOfRange([Ljava/lang/Object;II)[Ljava/lang/Object;
    move-result-object v2
    check-cast v2, [Ljava/lang/String;
    const/4 v3, {index}
    aget-object v1, v2, v3
"#
        );
        logs(&body, "")
    };
    assert_eq!((slice(0), slice(1)), (1, 0));
}

#[test]
fn what_was_emptied_or_taken_out_is_gone() {
    let builder = |emptied: &str| {
        let body = format!(
            r#"
    new-instance v2, Ljava/lang/StringBuilder;
    invoke-direct {{v2, v0}}, Ljava/lang/StringBuilder;-><init>(Ljava/lang/String;)V
    const/4 v3, {emptied}
    invoke-virtual {{v2, v3}}, Ljava/lang/StringBuilder;->setLength(I)V
    invoke-virtual {{v2}}, Ljava/lang/StringBuilder;->toString()Ljava/lang/String;
    move-result-object v1
"#
        );
        logs(&body, "")
    };
    assert_eq!((builder("0"), builder("3")), (0, 1));
    let sparse = |key: u32| {
        let body = format!(
            r#"
    new-instance v2, Landroid/util/SparseArray;
    invoke-direct {{v2}}, Landroid/util/SparseArray;-><init>()V
    const/4 v3, 5
    invoke-virtual {{v2, v3, v0}}, Landroid/util/SparseArray;->put(ILjava/lang/Object;)V
    const/4 v3, {key}
    invoke-virtual {{v2, v3}}, Landroid/util/SparseArray;->get(I)Ljava/lang/Object;
    move-result-object v1
"#
        );
        logs(&body, "")
    };
    assert_eq!((sparse(5), sparse(4)), (1, 0));
}

#[test]
fn a_function_made_of_two_runs_both() {
    let more = r#"
.class public Lt/Tell;
.super Ljava/lang/Object;
.implements Ljava/util/function/Consumer;
.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Ljava/lang/Object;-><init>()V
    return-void
.end method
.method public accept(Ljava/lang/Object;)V
    .registers 2
    check-cast p1, Ljava/lang/String;
    invoke-static {p1, p1}, Landroid/util/Log;->d(Ljava/lang/String;Ljava/lang/String;)I
    return-void
.end method
"#;
    let body = r#"
    new-instance v2, Lt/Tell;
    invoke-direct {v2}, Lt/Tell;-><init>()V
    invoke-interface {v2, v2}, Ljava/util/function/Consumer;->andThen(Ljava/util/function/Consumer;)Ljava/util/function/Consumer;
    move-result-object v2
    invoke-interface {v2, v0}, Ljava/util/function/Consumer;->accept(Ljava/lang/Object;)V
    const-string v1, "plain"
"#;
    assert_eq!(logs(body, more), 1);
}

/// A screen that fills its field in one stage, empties it in another and logs it in a third.
fn lives(fills: &str, empties: &str, tells: &str) -> usize {
    found(&format!(
        r#"{HEAD}
.field public name:Ljava/lang/String;
.method public {fills}()V
    .registers 2
    invoke-static {{}}, Lt/Main;->id()Ljava/lang/String;
    move-result-object v0
    iput-object v0, p0, Lt/Main;->name:Ljava/lang/String;
    return-void
.end method
.method public {empties}()V
    .registers 2
    const/4 v0, 0
    iput-object v0, p0, Lt/Main;->name:Ljava/lang/String;
    return-void
.end method
.method public {tells}()V
    .registers 2
    iget-object v0, p0, Lt/Main;->name:Ljava/lang/String;
    invoke-static {{v0, v0}}, Landroid/util/Log;->d(Ljava/lang/String;Ljava/lang/String;)I
    return-void
.end method
"#
    ))
    .len()
}

#[test]
fn stages_come_in_their_order() {
    assert_eq!(lives("onResume", "onStop", "onPause"), 1);
    assert_eq!(lives("onResume", "onPause", "onStop"), 0, "a screen that stops was paused before");
    assert_eq!(lives("onPause", "onStop", "onResume"), 1, "it may come back from a pause");
    assert_eq!(lives("onDestroy", "onStop", "onStart"), 0, "an object that was destroyed does not start again");
}

#[test]
fn a_long_chain_of_the_apps_own_calls_is_followed_or_told() {
    let chain = |length: usize| {
        let mut text = format!(
            r#"{HEAD}
.method public onCreate(Landroid/os/Bundle;)V
    .registers 3
    invoke-static {{}}, Lt/Main;->id()Ljava/lang/String;
    move-result-object v0
    invoke-static {{v0}}, Lt/Main;->m0(Ljava/lang/String;)V
    return-void
.end method
.method public static m{length}(Ljava/lang/String;)V
    .registers 1
    invoke-static {{p0, p0}}, Landroid/util/Log;->d(Ljava/lang/String;Ljava/lang/String;)I
    return-void
.end method
"#
        );
        for i in 0..length {
            text += &format!(
                r#"
.method public static m{i}(Ljava/lang/String;)V
    .registers 1
    invoke-static {{p0}}, Lt/Main;->m{}(Ljava/lang/String;)V
    return-void
.end method
"#,
                i + 1
            );
        }
        followed(&text)
    };
    let (flows, cut) = chain(30);
    assert_eq!((flows.len(), cut), (1, false));
    assert!(flows[0].trace.len() > 30, "every call is told");
    let (flows, cut) = chain(60);
    assert_eq!((flows.len(), cut), (0, true), "what is too deep is told");
}

#[test]
fn how_long_a_text_is_tells_nothing_of_it() {
    let length = r#"
    invoke-virtual {v0}, Ljava/lang/String;->length()I
    move-result v2
    invoke-static {v2}, Ljava/lang/String;->valueOf(I)Ljava/lang/String;
    move-result-object v1
"#;
    assert_eq!(logs(length, ""), 0);
    let letter = r#"
    const/4 v3, 0
    invoke-virtual {v0, v3}, Ljava/lang/String;->charAt(I)C
    move-result v2
    invoke-static {v2}, Ljava/lang/String;->valueOf(C)Ljava/lang/String;
    move-result-object v1
"#;
    assert_eq!(logs(letter, ""), 1);
}
