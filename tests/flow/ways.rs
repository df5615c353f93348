//! Ways that a value takes on: reflection, maps and arrays of arrays, recursion, binders, filters, fragments.

use maspect::flow::callgraph::Filter;

use super::*;

/// A screen with a public field whose `onCreate` holds the device id in `v0`, the log in reach of `v1`.
fn screen(registers: u32, body: &str) -> String {
    format!(
        r#"{HEAD}
.field public name:Ljava/lang/String;
.method public onCreate(Landroid/os/Bundle;)V
    .registers {registers}
    invoke-static {{}}, Lt/Main;->id()Ljava/lang/String;
    move-result-object v0
{body}
    invoke-static {{v1, v1}}, Landroid/util/Log;->d(Ljava/lang/String;Ljava/lang/String;)I
    return-void
.end method
"#
    )
}

#[test]
fn a_field_is_read_and_written_by_its_name() {
    let read = |name: &str| {
        screen(
            6,
            &format!(
                r#"
    iput-object v0, p0, Lt/Main;->name:Ljava/lang/String;
    const-string v1, "t.Main"
    invoke-static {{v1}}, Ljava/lang/Class;->forName(Ljava/lang/String;)Ljava/lang/Class;
    move-result-object v1
    const-string v2, "{name}"
    invoke-virtual {{v1, v2}}, Ljava/lang/Class;->getField(Ljava/lang/String;)Ljava/lang/reflect/Field;
    move-result-object v1
    invoke-virtual {{v1, p0}}, Ljava/lang/reflect/Field;->get(Ljava/lang/Object;)Ljava/lang/Object;
    move-result-object v1
    check-cast v1, Ljava/lang/String;
"#
            ),
        )
    };
    assert_eq!(found(&read("name")).len(), 1);
    assert!(found(&read("other")).is_empty());
    let write = r#"
    const-class v1, Lt/Main;
    const-string v2, "name"
    invoke-virtual {v1, v2}, Ljava/lang/Class;->getField(Ljava/lang/String;)Ljava/lang/reflect/Field;
    move-result-object v1
    invoke-virtual {v1, p0, v0}, Ljava/lang/reflect/Field;->set(Ljava/lang/Object;Ljava/lang/Object;)V
    iget-object v1, p0, Lt/Main;->name:Ljava/lang/String;
"#;
    assert_eq!(found(&screen(6, write)).len(), 1);
}

#[test]
fn a_method_taken_from_the_list_of_all_may_be_any_that_fits() {
    let body = r#"
    const-class v1, Lt/Main;
    invoke-virtual {v1}, Ljava/lang/Class;->getDeclaredMethods()[Ljava/lang/reflect/Method;
    move-result-object v1
    const/4 v2, 3
    aget-object v1, v1, v2
    const/4 v2, 1
    new-array v3, v2, [Ljava/lang/Object;
    const/4 v2, 0
    aput-object v0, v3, v2
    invoke-virtual {v1, p0, v3}, Ljava/lang/reflect/Method;->invoke(Ljava/lang/Object;[Ljava/lang/Object;)Ljava/lang/Object;
    move-result-object v1
    check-cast v1, Ljava/lang/String;
"#;
    let same = r#"
.method public same(Ljava/lang/String;)Ljava/lang/String;
    .registers 2
    return-object p1
.end method
"#;
    assert_eq!(found(&format!("{}{same}", screen(6, body))).len(), 1);
}

#[test]
fn an_entry_of_a_map_keeps_its_key_apart_from_its_value() {
    let entry = |put: &str, get: &str| {
        screen(
            7,
            &format!(
                r#"
    new-instance v1, Ljava/util/HashMap;
    invoke-direct {{v1}}, Ljava/util/HashMap;-><init>()V
    const-string v2, "a"
    invoke-virtual {{v1, {put}}}, Ljava/util/HashMap;->put(Ljava/lang/Object;Ljava/lang/Object;)Ljava/lang/Object;
    invoke-virtual {{v1}}, Ljava/util/HashMap;->entrySet()Ljava/util/Set;
    move-result-object v1
    invoke-interface {{v1}}, Ljava/util/Set;->iterator()Ljava/util/Iterator;
    move-result-object v1
    invoke-interface {{v1}}, Ljava/util/Iterator;->next()Ljava/lang/Object;
    move-result-object v1
    check-cast v1, Ljava/util/Map$Entry;
    invoke-interface {{v1}}, Ljava/util/Map$Entry;->{get}()Ljava/lang/Object;
    move-result-object v1
    check-cast v1, Ljava/lang/String;
"#
            ),
        )
    };
    let (as_key, as_value) = ("v0, v2", "v2, v0");
    assert_eq!(found(&entry(as_value, "getValue")).len(), 1);
    assert_eq!(found(&entry(as_key, "getKey")).len(), 1);
    assert!(found(&entry(as_value, "getKey")).is_empty());
    assert!(found(&entry(as_key, "getValue")).is_empty());
}

#[test]
fn the_keys_of_a_map_are_found_in_their_set() {
    let keys = |put: &str, of: &str| {
        screen(
            7,
            &format!(
                r#"
    new-instance v1, Ljava/util/HashMap;
    invoke-direct {{v1}}, Ljava/util/HashMap;-><init>()V
    const-string v2, "a"
    invoke-virtual {{v1, {put}}}, Ljava/util/HashMap;->put(Ljava/lang/Object;Ljava/lang/Object;)Ljava/lang/Object;
    invoke-virtual {{v1}}, Ljava/util/HashMap;->{of}
    move-result-object v1
    invoke-interface {{v1}}, Ljava/util/Collection;->iterator()Ljava/util/Iterator;
    move-result-object v1
    invoke-interface {{v1}}, Ljava/util/Iterator;->next()Ljava/lang/Object;
    move-result-object v1
    check-cast v1, Ljava/lang/String;
"#
            ),
        )
    };
    let (as_key, as_value) = ("v0, v2", "v2, v0");
    assert_eq!(found(&keys(as_key, "keySet()Ljava/util/Set;")).len(), 1);
    assert!(found(&keys(as_value, "keySet()Ljava/util/Set;")).is_empty());
    assert_eq!(found(&keys(as_value, "values()Ljava/util/Collection;")).len(), 1);
    assert!(found(&keys(as_key, "values()Ljava/util/Collection;")).is_empty());
}

/// A part of a list is counted from its own beginning.
#[test]
fn an_index_into_a_part_of_a_list_is_not_that_of_the_list() {
    let body = r#"
    new-instance v1, Ljava/util/ArrayList;
    invoke-direct {v1}, Ljava/util/ArrayList;-><init>()V
    const-string v2, "a"
    invoke-virtual {v1, v2}, Ljava/util/ArrayList;->add(Ljava/lang/Object;)Z
    invoke-virtual {v1, v0}, Ljava/util/ArrayList;->add(Ljava/lang/Object;)Z
    const/4 v2, 1
    const/4 v3, 2
    invoke-virtual {v1, v2, v3}, Ljava/util/ArrayList;->subList(II)Ljava/util/List;
    move-result-object v1
    const/4 v2, 0
    invoke-interface {v1, v2}, Ljava/util/List;->get(I)Ljava/lang/Object;
    move-result-object v1
    check-cast v1, Ljava/lang/String;
"#;
    assert_eq!(found(&screen(7, body)).len(), 1);
}

#[test]
fn rows_of_an_array_of_arrays_are_told_apart() {
    let body = |row: u32| {
        format!(
            r#"
    const/4 v1, 3
    const/4 v2, 5
    filled-new-array {{v1, v2}}, [I
    move-result-object v1
    const-class v2, Ljava/lang/String;
    invoke-static {{v2, v1}}, Ljava/lang/reflect/Array;->newInstance(Ljava/lang/Class;[I)Ljava/lang/Object;
    move-result-object v1
    check-cast v1, [[Ljava/lang/String;
    const/4 v2, 0
    aget-object v3, v1, v2
    aput-object v0, v3, v2
    const/4 v3, {row}
    aget-object v1, v1, v3
    aget-object v1, v1, v2
"#
        )
    };
    assert_eq!(found(&screen(7, &body(0))).len(), 1);
    assert!(found(&screen(7, &body(1))).is_empty());
}

/// The recursion ends a thousand calls further down; what stands there is reached all the same.
#[test]
fn what_a_long_recursion_does_at_its_end_counts() {
    let text = format!(
        r#"{HEAD}
.method public onCreate(Landroid/os/Bundle;)V
    .registers 4
    invoke-static {{}}, Lt/Main;->id()Ljava/lang/String;
    move-result-object v0
    const/16 v1, 1000
    invoke-direct {{p0, v0, v1}}, Lt/Main;->down(Ljava/lang/String;I)V
    return-void
.end method
.method private down(Ljava/lang/String;I)V
    .registers 4
    if-eqz p2, :end
    add-int/lit8 v0, p2, -1
    invoke-direct {{p0, p1, v0}}, Lt/Main;->down(Ljava/lang/String;I)V
    return-void
    :end
    invoke-static {{p1, p1}}, Landroid/util/Log;->d(Ljava/lang/String;Ljava/lang/String;)I
    return-void
.end method
"#
    );
    assert_eq!(found(&text).len(), 1);
}

/// What the stub that an interface language makes does: in the same process `asInterface` gives the service's own object.
#[test]
fn a_remote_interface_in_the_same_app_is_the_services_own_object() {
    let text = format!(
        r#"{HEAD}
.field public ears:Lt/Ears;
.method public onResume()V
    .registers 3
    invoke-static {{}}, Lt/Main;->id()Ljava/lang/String;
    move-result-object v0
    iget-object v1, p0, Lt/Main;->ears:Lt/Ears;
    if-eqz v1, :end
    invoke-interface {{v1, v0}}, Lt/Ears;->hear(Ljava/lang/String;)V
    :end
    return-void
.end method
.method public onStart()V
    .registers 4
    new-instance v0, Lt/Line;
    invoke-direct {{v0, p0}}, Lt/Line;-><init>(Lt/Main;)V
    new-instance v1, Landroid/content/Intent;
    const-class v2, Lt/Serving;
    invoke-direct {{v1, p0, v2}}, Landroid/content/Intent;-><init>(Landroid/content/Context;Ljava/lang/Class;)V
    const/4 v2, 1
    invoke-virtual {{p0, v1, v0, v2}}, Lt/Main;->bindService(Landroid/content/Intent;Landroid/content/ServiceConnection;I)Z
    return-void
.end method
.class public interface abstract Lt/Ears;
.super Ljava/lang/Object;
.implements Landroid/os/IInterface;
.method public abstract hear(Ljava/lang/String;)V
.end method
.class public Lt/Stub;
.super Landroid/os/Binder;
.implements Lt/Ears;
.method public constructor <init>()V
    .registers 1
    invoke-direct {{p0}}, Landroid/os/Binder;-><init>()V
    return-void
.end method
.method public static asInterface(Landroid/os/IBinder;)Lt/Ears;
    .registers 3
    const-string v0, "t.Ears"
    invoke-interface {{p0, v0}}, Landroid/os/IBinder;->queryLocalInterface(Ljava/lang/String;)Landroid/os/IInterface;
    move-result-object v0
    if-eqz v0, :far
    instance-of v1, v0, Lt/Ears;
    if-eqz v1, :far
    check-cast v0, Lt/Ears;
    return-object v0
    :far
    const/4 v0, 0
    return-object v0
.end method
.method public hear(Ljava/lang/String;)V
    .registers 2
    invoke-static {{p1, p1}}, Landroid/util/Log;->d(Ljava/lang/String;Ljava/lang/String;)I
    return-void
.end method
.class public Lt/Serving;
.super Landroid/app/Service;
.method public onBind(Landroid/content/Intent;)Landroid/os/IBinder;
    .registers 3
    new-instance v0, Lt/Stub;
    invoke-direct {{v0}}, Lt/Stub;-><init>()V
    return-object v0
.end method
.class public Lt/Line;
.super Ljava/lang/Object;
.implements Landroid/content/ServiceConnection;
.field private main:Lt/Main;
.method public constructor <init>(Lt/Main;)V
    .registers 2
    invoke-direct {{p0}}, Ljava/lang/Object;-><init>()V
    iput-object p1, p0, Lt/Line;->main:Lt/Main;
    return-void
.end method
.method public onServiceConnected(Landroid/content/ComponentName;Landroid/os/IBinder;)V
    .registers 5
    invoke-static {{p2}}, Lt/Stub;->asInterface(Landroid/os/IBinder;)Lt/Ears;
    move-result-object v0
    iget-object v1, p0, Lt/Line;->main:Lt/Main;
    iput-object v0, v1, Lt/Main;->ears:Lt/Ears;
    return-void
.end method
"#
    );
    let components = [("t.Main", Role::Activity), ("t.Serving", Role::Service)];
    assert_eq!(among(&text, &components).0.len(), 1);
}

/// A listener that is a fragment is called as listeners are, beside its life.
#[test]
fn a_fragment_is_called_back_as_the_listener_that_it_is() {
    let text = format!(
        r#"{HEAD}
.method public onCreate(Landroid/os/Bundle;)V
    .registers 3
    new-instance v0, Lt/Part;
    invoke-direct {{v0}}, Lt/Part;-><init>()V
    return-void
.end method
.class public Lt/Part;
.super Landroid/app/Fragment;
.implements Landroid/view/View$OnClickListener;
.method public constructor <init>()V
    .registers 1
    invoke-direct {{p0}}, Landroid/app/Fragment;-><init>()V
    return-void
.end method
.method public onClick(Landroid/view/View;)V
    .registers 3
    invoke-static {{}}, Lt/Main;->id()Ljava/lang/String;
    move-result-object v0
    invoke-static {{v0, v0}}, Landroid/util/Log;->d(Ljava/lang/String;Ljava/lang/String;)I
    return-void
.end method
"#
    );
    assert_eq!(found(&text).len(), 1);
}

#[test]
fn an_intent_goes_where_its_action_category_data_and_type_fit() {
    let text = |set: &str| {
        format!(
            r#"{HEAD}
.method public onCreate(Landroid/os/Bundle;)V
    .registers 5
    invoke-static {{}}, Lt/Main;->id()Ljava/lang/String;
    move-result-object v0
    new-instance v1, Landroid/content/Intent;
    invoke-direct {{v1}}, Landroid/content/Intent;-><init>()V
{set}
    const-string v2, "id"
    invoke-virtual {{v1, v2, v0}}, Landroid/content/Intent;->putExtra(Ljava/lang/String;Ljava/lang/String;)Landroid/content/Intent;
    invoke-virtual {{p0, v1}}, Lt/Main;->startActivity(Landroid/content/Intent;)V
    return-void
.end method
.class public Lt/Next;
.super Landroid/app/Activity;
.method public onCreate(Landroid/os/Bundle;)V
    .registers 4
    invoke-virtual {{p0}}, Lt/Next;->getIntent()Landroid/content/Intent;
    move-result-object v0
    const-string v1, "id"
    invoke-virtual {{v0, v1}}, Landroid/content/Intent;->getStringExtra(Ljava/lang/String;)Ljava/lang/String;
    move-result-object v0
    invoke-static {{v0, v0}}, Landroid/util/Log;->d(Ljava/lang/String;Ljava/lang/String;)I
    return-void
.end method
"#
        )
    };
    let set = |name: &str, value: &str| {
        format!(
            "    const-string v2, \"{value}\"\n    invoke-virtual {{v1, v2}}, Landroid/content/Intent;->{name}(Ljava/lang/String;)Landroid/content/Intent;\n"
        )
    };
    let link = |link: &str| {
        format!(
            "    const-string v2, \"{link}\"\n    invoke-static {{v2}}, Landroid/net/Uri;->parse(Ljava/lang/String;)Landroid/net/Uri;\n    move-result-object v2\n    invoke-virtual {{v1, v2}}, Landroid/content/Intent;->setData(Landroid/net/Uri;)Landroid/content/Intent;\n"
        )
    };
    let takes = |filter: &Filter, set: &str| {
        let mut next = component(&("t.Next", Role::Activity));
        (next.exported, next.filters) = (false, vec![filter.clone()]);
        let (flows, _) = followed_in(&text(set), vec![component(&("t.Main", Role::Activity)), next]);
        flows.iter().any(|flow| flow.sink.of == "log")
    };
    let plain = Filter { actions: vec!["go".into()], categories: vec!["near".into()], ..Filter::default() };
    assert!(takes(&plain, &set("setAction", "go")));
    assert!(!takes(&plain, &set("setAction", "stay")));
    assert!(takes(&plain, &(set("setAction", "go") + &set("addCategory", "near"))));
    assert!(!takes(&plain, &(set("setAction", "go") + &set("addCategory", "far"))));
    assert!(!takes(&plain, &(set("setAction", "go") + &link("t://a/b"))), "a filter without data takes none");
    let data = Filter { schemes: vec!["t".into()], hosts: vec!["a".into()], ..plain.clone() };
    assert!(takes(&data, &link("t://a:80/b")), "an intent without an action passes by its data");
    assert!(takes(&data, &(set("setAction", "go") + &link("t://a/b"))));
    assert!(!takes(&data, &(set("setAction", "go") + &link("t://c/b"))));
    assert!(!takes(&data, &set("setAction", "go")));
    let typed = Filter { types: vec!["text/*".into()], ..plain };
    assert!(takes(&typed, &set("setType", "text/plain")));
    assert!(!takes(&typed, &set("setType", "image/png")));
}

/// A library that was renamed is run like any code, but not without end: what was not run may have set the field whose
/// null makes it throw, so that code behind the call is looked at.
#[test]
fn what_was_not_run_whole_may_return() {
    let filler = "    invoke-virtual {p1, p1}, Ljava/lang/StringBuilder;->append(Ljava/lang/CharSequence;)Ljava/lang/StringBuilder;\n";
    let text = r#"
.class public Lt/Window;
.super Ljava/lang/Object;
.field private window:Ljava/lang/Object;
.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Ljava/lang/Object;-><init>()V
    return-void
.end method
.method private attach(Ljava/lang/StringBuilder;)V
    .registers 3
FILLER
    iput-object p1, p0, Lt/Window;->window:Ljava/lang/Object;
    return-void
.end method
.method public ensure(Ljava/lang/StringBuilder;)V
    .registers 4
    invoke-direct {p0, p1}, Lt/Window;->attach(Ljava/lang/StringBuilder;)V
    iget-object v0, p0, Lt/Window;->window:Ljava/lang/Object;
    if-nez v0, :there
    new-instance v1, Ljava/lang/IllegalStateException;
    invoke-direct {v1}, Ljava/lang/IllegalStateException;-><init>()V
    throw v1
    :there
    return-void
.end method
.method public refuse(Ljava/lang/Object;)V
    .registers 4
    if-nez p1, :there
    new-instance v1, Ljava/lang/IllegalStateException;
    invoke-direct {v1}, Ljava/lang/IllegalStateException;-><init>()V
    throw v1
    :there
    return-void
.end method
.method public static main(Ljava/lang/StringBuilder;)V
    .registers 5
    new-instance v0, Lt/Window;
    invoke-direct {v0}, Lt/Window;-><init>()V
    invoke-virtual {v0, p0}, Lt/Window;->ensure(Ljava/lang/StringBuilder;)V
    const-string v1, "behind"
    invoke-static {v1}, Ljava/security/MessageDigest;->getInstance(Ljava/lang/String;)Ljava/security/MessageDigest;
    const/4 v2, 0
    invoke-virtual {v0, v2}, Lt/Window;->refuse(Ljava/lang/Object;)V
    const-string v1, "never"
    invoke-static {v1}, Ljava/security/MessageDigest;->getInstance(Ljava/lang/String;)Ljava/security/MessageDigest;
    return-void
.end method
"#;
    let text = text.replace("FILLER", &filler.repeat(400));
    let sites = calls(&text, "java.security.MessageDigest.getInstance");
    let names: Vec<String> = sites.iter().map(|site| site.arg(0).to_string()).collect();
    assert_eq!(names, ["\"behind\""]);
}

/// A text is built of what is known; that a part may be null says nothing of it.
#[test]
fn a_null_is_no_part_of_a_text() {
    let text = r#"
.class public Lt/Main;
.super Ljava/lang/Object;
.method public static main(Z)V
    .registers 5
    const-string v0, "host.example"
    if-eqz p0, :known
    const/4 v0, 0
    :known
    new-instance v1, Ljava/lang/StringBuilder;
    invoke-direct {v1}, Ljava/lang/StringBuilder;-><init>()V
    const-string v2, "https://"
    invoke-virtual {v1, v2}, Ljava/lang/StringBuilder;->append(Ljava/lang/String;)Ljava/lang/StringBuilder;
    invoke-virtual {v1, v0}, Ljava/lang/StringBuilder;->append(Ljava/lang/String;)Ljava/lang/StringBuilder;
    const/16 v2, 0
    invoke-virtual {v1, v2}, Ljava/lang/StringBuilder;->append(I)Ljava/lang/StringBuilder;
    invoke-virtual {v1, v2}, Ljava/lang/StringBuilder;->append(Z)Ljava/lang/StringBuilder;
    invoke-virtual {v1}, Ljava/lang/StringBuilder;->toString()Ljava/lang/String;
    move-result-object v0
    new-instance v1, Ljava/net/URL;
    invoke-direct {v1, v0}, Ljava/net/URL;-><init>(Ljava/lang/String;)V
    return-void
.end method
"#;
    let sites = calls(text, "java.net.URL.<init>");
    let urls: Vec<String> = sites.iter().map(|site| site.arg(0).to_string()).collect();
    assert_eq!(urls, ["\"https://host.example0false\""]);
}

/// Flows of an app that hands a token to two dozen methods of a class, keeps it in an object and logs what that object's
/// method with this body then gives.
fn logged_after_long_work(class: &str, gives: &str) -> usize {
    let filler = "    const/4 v0, 1\n".repeat(380);
    let method = |i: usize| {
        format!(
            ".method public static s{i}(Ljava/lang/String;)V\n    .registers 2\n{filler}    return-void\n.end method\n"
        )
    };
    let call = |i: usize| format!("    invoke-static {{v1}}, {class}->s{i}(Ljava/lang/String;)V\n");
    let (steps, calls): (String, String) = ((0..24).map(method).collect(), (0..24).map(call).collect());
    let text = format!(
        r#"
.class public {class}
.super Ljava/lang/Object;
{steps}
.class public Lt/Told;
.super Ljava/lang/Object;
.field private text:Ljava/lang/String;
.method public constructor <init>(Ljava/lang/String;)V
    .registers 2
    invoke-direct {{p0}}, Ljava/lang/Object;-><init>()V
    iput-object p1, p0, Lt/Told;->text:Ljava/lang/String;
    return-void
.end method
.method public text()Ljava/lang/String;
    .registers 4
    iget-object v0, p0, Lt/Told;->text:Ljava/lang/String;
{gives}
    return-object v0
.end method
.class public Lt/Main;
.super Landroid/app/Activity;
.method protected onCreate(Landroid/os/Bundle;)V
    .registers 5
    new-instance v0, Lorg/json/JSONObject;
    invoke-direct {{v0}}, Lorg/json/JSONObject;-><init>()V
    const-string v1, "accessToken"
    invoke-virtual {{v0, v1}}, Lorg/json/JSONObject;->getString(Ljava/lang/String;)Ljava/lang/String;
    move-result-object v1
{calls}
    new-instance v2, Lt/Told;
    invoke-direct {{v2, v1}}, Lt/Told;-><init>(Ljava/lang/String;)V
    invoke-virtual {{v2}}, Lt/Told;->text()Ljava/lang/String;
    move-result-object v3
    invoke-static {{v3, v3}}, Landroid/util/Log;->d(Ljava/lang/String;Ljava/lang/String;)I
    return-void
.end method
"#
    );
    found(&text).len()
}

/// However long a library works on what it was given, the app's own small methods are run after it.
#[test]
fn what_a_library_did_before_does_not_lose_a_value_in_an_own_field() {
    let quoted = r#"
    new-instance v1, Ljava/lang/StringBuilder;
    invoke-direct {v1}, Ljava/lang/StringBuilder;-><init>()V
    const-string v2, "{"
    invoke-virtual {v1, v2}, Ljava/lang/StringBuilder;->append(Ljava/lang/String;)Ljava/lang/StringBuilder;
    invoke-virtual {v1, v0}, Ljava/lang/StringBuilder;->append(Ljava/lang/String;)Ljava/lang/StringBuilder;
    const-string v2, "}"
    invoke-virtual {v1, v2}, Ljava/lang/StringBuilder;->append(Ljava/lang/String;)Ljava/lang/StringBuilder;
    invoke-virtual {v1}, Ljava/lang/StringBuilder;->toString()Ljava/lang/String;
    move-result-object v0"#;
    assert_eq!(logged_after_long_work("Llib/Steps;", quoted), 1);
}

/// A method that gives a field is run whatever was run before.
#[test]
fn a_getter_gives_its_field_after_long_own_work() {
    assert_eq!(logged_after_long_work("Lt/Steps;", ""), 1);
}
