//! The bytecode engine on small programs of our own: which values reach calls, which flows there are.

#[path = "flow/handover.rs"]
mod handover;
#[path = "flow/parts.rs"]
mod parts;
#[path = "flow/records.rs"]
mod records;
#[path = "flow/screens.rs"]
mod screens;
mod support;
#[path = "flow/ways.rs"]
mod ways;

use std::sync::Arc;

use maspect::finding::{Flow, Owner};
use maspect::flow::callgraph::{Component, Manifest, Role, reach};
use maspect::flow::constant::{self, call_sites};
use maspect::flow::dalvik::Program;
use maspect::flow::taint::{self, flows};
use maspect::flow::{ApiNames, Cache, CallSite, Value};
use maspect::limits::{Budget, Limits};
use maspect::rule::Catalogue;
use maspect::rule::knowledge::FlowKnowledge;
use support::{dex, smali};

fn knowledge() -> FlowKnowledge {
    let catalogue = Catalogue::embedded().unwrap();
    FlowKnowledge::load(|name| catalogue.knowledge(name)).unwrap()
}

fn calls(text: &str, api: &str) -> Vec<CallSite> {
    let (bytes, _) = dex::assemble(&smali::parse("t.smali", text));
    let parsed = maspect::format::dex::parse(&bytes).unwrap();
    let program = Program::new(parsed.value.into_iter().map(|d| (Arc::from("classes.dex"), d)).collect());
    let manifest = Manifest::default();
    let reached = reach(&program, &manifest);
    let (knowledge, wanted, budget) = (knowledge(), ApiNames::new([api]), Budget::new(Limits::default()));
    let cache = Cache::new(&program, &knowledge).unwrap();
    let query = constant::Query {
        program: &program,
        manifest: &manifest,
        cache: &cache,
        wanted: &wanted,
        reached: &reached,
        own: &[],
        budget: &budget,
    };
    call_sites(&query)
}

/// Flows of an app whose only component is the activity `t.Main`.
fn found(text: &str) -> Vec<Flow> {
    followed(text).0
}

/// The same, and whether a limit cut something.
fn followed(text: &str) -> (Vec<Flow>, bool) {
    among(text, &[("t.Main", Role::Activity)])
}

/// Flows of an app with those components.
fn among(text: &str, components: &[(&str, Role)]) -> (Vec<Flow>, bool) {
    followed_in(text, components.iter().map(component).collect())
}

fn component(&(class, role): &(&str, Role)) -> Component {
    Component {
        class: class.into(),
        role,
        exported: true,
        enabled: true,
        actions: vec!["android.intent.action.MAIN".into()],
        filters: Vec::new(),
        links: false,
    }
}

/// The same of components as they are.
fn followed_in(text: &str, components: Vec<Component>) -> (Vec<Flow>, bool) {
    let (bytes, _) = dex::assemble(&smali::parse("t.smali", text));
    let parsed = maspect::format::dex::parse(&bytes).unwrap();
    let program = Program::new(parsed.value.into_iter().map(|d| (Arc::from("classes.dex"), d)).collect());
    let on_click = vec!["say".into()];
    let fields = [(0x7f01_0001, "password".to_owned())].into();
    let screens =
        [(0x7f02_0001, vec![(0x7f01_0001, String::new())]), (0x7f02_0002, vec![(0x7f01_0001, "password".to_owned())])];
    let comparing = ["Java_t_Main_open".to_owned()].into();
    let manifest = Manifest { components, on_click, fields, screens: screens.into(), comparing, ..Manifest::default() };
    let (knowledge, budget) = (knowledge(), Budget::new(Limits::default()));
    let reached = reach(&program, &manifest);
    let cache = Cache::new(&program, &knowledge).unwrap();
    let libraries = |class: &maspect::flow::dalvik::Class| program.type_name(class.ty).starts_with("lib.");
    let own: Vec<bool> = program.classes.iter().map(|class| !libraries(class)).collect();
    // As a scan does: values first, by the same knowledge.
    let wanted = ApiNames::new(["android.util.Log.d"]);
    call_sites(&constant::Query {
        program: &program,
        manifest: &manifest,
        cache: &cache,
        wanted: &wanted,
        reached: &reached,
        own: &own,
        budget: &budget,
    });
    let query = taint::Query {
        given: &[],
        program: &program,
        manifest: &manifest,
        cache: &cache,
        reached: &reached,
        own: &own,
        budget: &budget,
    };
    let found = flows(&query, &|_| Owner::App);
    (found, !budget.hits().is_empty())
}

#[test]
fn a_branch_on_the_callers_constant_is_decided_and_the_value_at_the_use_counts() {
    let text = r#"
.class public Lt/Main;
.super Ljava/lang/Object;
.method public static main()V
    .registers 1
    const/4 v0, 2
    invoke-static {v0}, Lt/Main;->go(I)V
    return-void
.end method
.method public static go(I)V
    .registers 5
    const-string v0, "DES"
    const/4 v1, 1
    if-le p0, v1, :weak
    const-string v0, "AES/GCM/NoPadding"
    :weak
    invoke-static {v0}, Ljavax/crypto/Cipher;->getInstance(Ljava/lang/String;)Ljavax/crypto/Cipher;
    move-result-object v2
    const/4 v3, 0
    invoke-virtual {v2, v1, v3}, Ljavax/crypto/Cipher;->init(ILjava/security/Key;)V
    return-void
.end method
"#;
    let sites = calls(text, "javax.crypto.Cipher.init");
    assert_eq!(sites.len(), 1, "{sites:#?}");
    let cipher = sites[0].receiver.as_ref().and_then(Value::as_object).unwrap();
    assert_eq!(cipher.api.as_ref(), "javax.crypto.Cipher.getInstance");
    assert_eq!(cipher.args, [Value::Str("AES/GCM/NoPadding".into())]);
    assert_eq!(sites[0].args, [Value::Int(1), Value::Null]);
}

const HEAD: &str = r#"
.class public Lt/Main;
.super Landroid/app/Activity;
.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Landroid/app/Activity;-><init>()V
    return-void
.end method
.method public static id()Ljava/lang/String;
    .registers 1
    const/4 v0, 0
    invoke-static {}, Lt/Main;->manager()Landroid/telephony/TelephonyManager;
    move-result-object v0
    invoke-virtual {v0}, Landroid/telephony/TelephonyManager;->getDeviceId()Ljava/lang/String;
    move-result-object v0
    return-object v0
.end method
.method public static native manager()Landroid/telephony/TelephonyManager;
.end method
"#;

#[test]
fn elements_of_an_array_are_told_apart_by_index() {
    let body = |read: u32| {
        format!(
            r#"{HEAD}
.method public onCreate(Landroid/os/Bundle;)V
    .registers 7
    const/4 v0, 2
    new-array v1, v0, [Ljava/lang/String;
    invoke-static {{}}, Lt/Main;->id()Ljava/lang/String;
    move-result-object v2
    const/4 v3, 0
    aput-object v2, v1, v3
    const-string v2, "harmless"
    const/4 v3, 1
    aput-object v2, v1, v3
    const/4 v3, {read}
    aget-object v2, v1, v3
    invoke-static {{v2, v2}}, Landroid/util/Log;->d(Ljava/lang/String;Ljava/lang/String;)I
    return-void
.end method
"#
        )
    };
    let leak = found(&body(0));
    assert_eq!(leak.len(), 1);
    assert_eq!((leak[0].source.of.as_str(), leak[0].sink.of.as_str()), ("device-id", "log"));
    assert_eq!(leak[0].source.api.raw(), "android.telephony.TelephonyManager.getDeviceId");
    assert_eq!(leak[0].sink.api.raw(), "android.util.Log.d");
    assert!(found(&body(1)).is_empty());
}

#[test]
fn a_field_written_over_before_the_sink_leaks_nothing() {
    let body = |last: &str| {
        format!(
            r#"{HEAD}
.field private kept:Ljava/lang/String;
.method public onCreate(Landroid/os/Bundle;)V
    .registers 3
    invoke-static {{}}, Lt/Main;->id()Ljava/lang/String;
    move-result-object v0
    iput-object v0, p0, Lt/Main;->kept:Ljava/lang/String;
    return-void
.end method
.method public onStart()V
    .registers 2
    {last}
    return-void
.end method
.method public onResume()V
    .registers 2
    iget-object v0, p0, Lt/Main;->kept:Ljava/lang/String;
    invoke-static {{v0, v0}}, Landroid/util/Log;->d(Ljava/lang/String;Ljava/lang/String;)I
    return-void
.end method
"#
        )
    };
    assert_eq!(found(&body("const/4 v0, 0")).len(), 1, "onStart leaves the field as onCreate set it");
    let cleared = "const-string v0, \"\"\n    iput-object v0, p0, Lt/Main;->kept:Ljava/lang/String;";
    assert!(found(&body(cleared)).is_empty(), "onStart always runs between onCreate and onResume");
}

/// Each of fourteen layers calls the next three times: 3¹³ ways lead to the last, which holds source and sink.
#[test]
fn layers_of_calls_cost_in_proportion_to_the_code() {
    let mut text = String::from(".class public Lt/Main;\n.super Landroid/app/Activity;\n");
    text.push_str(".method protected onCreate(Landroid/os/Bundle;)V\n.registers 2\n");
    text.push_str("invoke-virtual {p0}, Lt/Main;->layer0()V\nreturn-void\n.end method\n");
    for layer in 0..13 {
        let next = layer + 1;
        text.push_str(&format!(".method public layer{layer}()V\n.registers 1\n"));
        text.push_str(&format!("invoke-virtual {{p0}}, Lt/Main;->layer{next}()V\n").repeat(3));
        text.push_str("return-void\n.end method\n");
    }
    text.push_str(
        r#"
.method public layer13()V
    .registers 4
    const-string v0, "phone"
    invoke-virtual {p0, v0}, Lt/Main;->getSystemService(Ljava/lang/String;)Ljava/lang/Object;
    move-result-object v0
    check-cast v0, Landroid/telephony/TelephonyManager;
    invoke-virtual {v0}, Landroid/telephony/TelephonyManager;->getDeviceId()Ljava/lang/String;
    move-result-object v0
    const-string v1, "tag"
    invoke-static {v1, v0}, Landroid/util/Log;->d(Ljava/lang/String;Ljava/lang/String;)I
    return-void
.end method
"#,
    );
    let (flows, cut) = followed(&text);
    assert_eq!(flows.len(), 1, "{flows:#?}");
    assert!(!cut);
}

/// What lies in a static object is found by who reads it without being given it.
#[test]
fn a_value_in_a_kept_instance_is_found_by_a_later_reader() {
    let text = r#"
.class public Lt/Store;
.super Ljava/lang/Object;
.field public static final INSTANCE:Lt/Store;
.field public value:Ljava/lang/String;
.method static constructor <clinit>()V
    .registers 1
    new-instance v0, Lt/Store;
    invoke-direct {v0}, Lt/Store;-><init>()V
    sput-object v0, Lt/Store;->INSTANCE:Lt/Store;
    return-void
.end method
.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Ljava/lang/Object;-><init>()V
    return-void
.end method
.class public Lt/Main;
.super Landroid/app/Activity;
.method protected onCreate(Landroid/os/Bundle;)V
    .registers 4
    const-string v0, "phone"
    invoke-virtual {p0, v0}, Lt/Main;->getSystemService(Ljava/lang/String;)Ljava/lang/Object;
    move-result-object v0
    check-cast v0, Landroid/telephony/TelephonyManager;
    invoke-virtual {v0}, Landroid/telephony/TelephonyManager;->getDeviceId()Ljava/lang/String;
    move-result-object v0
    sget-object v1, Lt/Store;->INSTANCE:Lt/Store;
    iput-object v0, v1, Lt/Store;->value:Ljava/lang/String;
    return-void
.end method
.method protected onPause()V
    .registers 1
    invoke-static {}, Lt/Main;->tell()V
    return-void
.end method
.method public static tell()V
    .registers 2
    sget-object v0, Lt/Store;->INSTANCE:Lt/Store;
    iget-object v0, v0, Lt/Store;->value:Ljava/lang/String;
    const-string v1, "tag"
    invoke-static {v1, v0}, Landroid/util/Log;->d(Ljava/lang/String;Ljava/lang/String;)I
    return-void
.end method
"#;
    assert_eq!(found(text).len(), 1);
}

/// Nothing calls an initialiser; whoever uses its class runs it.
#[test]
fn what_a_class_initialiser_leaves_is_found_by_who_uses_the_class() {
    let text = r#"
.class public Lt/Maker;
.super Ljava/lang/Object;
.method static constructor <clinit>()V
    .registers 3
    sget-object v0, Lt/Main;->shown:Lt/Main;
    const-string v1, "phone"
    invoke-virtual {v0, v1}, Lt/Main;->getSystemService(Ljava/lang/String;)Ljava/lang/Object;
    move-result-object v1
    check-cast v1, Landroid/telephony/TelephonyManager;
    invoke-virtual {v1}, Landroid/telephony/TelephonyManager;->getDeviceId()Ljava/lang/String;
    move-result-object v1
    iput-object v1, v0, Lt/Main;->text:Ljava/lang/String;
    return-void
.end method
.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Ljava/lang/Object;-><init>()V
    return-void
.end method
.class public Lt/Main;
.super Landroid/app/Activity;
.field public static shown:Lt/Main;
.field public text:Ljava/lang/String;
.method protected onCreate(Landroid/os/Bundle;)V
    .registers 4
    sput-object p0, Lt/Main;->shown:Lt/Main;
    const-string v0, ""
    iput-object v0, p0, Lt/Main;->text:Ljava/lang/String;
    MAKE
    iget-object v0, p0, Lt/Main;->text:Ljava/lang/String;
    invoke-static {v0, v0}, Landroid/util/Log;->d(Ljava/lang/String;Ljava/lang/String;)I
    return-void
.end method
"#;
    let make = "new-instance v1, Lt/Maker;\n    invoke-direct {v1}, Lt/Maker;-><init>()V";
    assert_eq!(found(&text.replace("MAKE", make)).len(), 1);
    assert!(found(&text.replace("MAKE", "nop")).is_empty(), "the class is never used");
}

/// A first write on one way only leaves the other with the initial value.
#[test]
fn a_static_field_that_one_way_writes_keeps_its_first_value_on_the_other() {
    let text = r#"
.class public Lt/Set;
.super Ljava/lang/Object;
.field public static on:Z
.class public Lt/Main;
.super Landroid/app/Activity;
.method protected onCreate(Landroid/os/Bundle;)V
    .registers 4
    invoke-virtual {p0}, Lt/Main;->isTaskRoot()Z
    move-result v0
    if-eqz v0, :go
    const/4 v0, 1
    sput-boolean v0, Lt/Set;->on:Z
    :go
    sget-boolean v0, Lt/Set;->on:Z
    if-nez v0, :end
    const-string v0, "phone"
    invoke-virtual {p0, v0}, Lt/Main;->getSystemService(Ljava/lang/String;)Ljava/lang/Object;
    move-result-object v0
    check-cast v0, Landroid/telephony/TelephonyManager;
    invoke-virtual {v0}, Landroid/telephony/TelephonyManager;->getDeviceId()Ljava/lang/String;
    move-result-object v0
    invoke-static {v0, v0}, Landroid/util/Log;->d(Ljava/lang/String;Ljava/lang/String;)I
    :end
    return-void
.end method
"#;
    assert_eq!(found(text).len(), 1);
}

/// What comes before an element moves it, and what leaves takes its place along; a block is given the elements.
#[test]
fn elements_of_a_list_move_with_what_comes_and_goes() {
    let body = |calls: &str| {
        format!(
            r#"
.class public Lt/Shown;
.super Ljava/lang/Object;
.implements Ljava/util/function/Consumer;
.method public constructor <init>()V
    .registers 1
    invoke-direct {{p0}}, Ljava/lang/Object;-><init>()V
    return-void
.end method
.method public accept(Ljava/lang/Object;)V
    .registers 3
    check-cast p1, Ljava/lang/String;
    invoke-static {{p1, p1}}, Landroid/util/Log;->d(Ljava/lang/String;Ljava/lang/String;)I
    return-void
.end method
{HEAD}
.method public onCreate(Landroid/os/Bundle;)V
    .registers 7
    const/4 v0, 0
    const/4 v1, 1
    new-instance v2, Ljava/util/ArrayList;
    invoke-direct {{v2}}, Ljava/util/ArrayList;-><init>()V
    invoke-static {{}}, Lt/Main;->id()Ljava/lang/String;
    move-result-object v3
    invoke-virtual {{v2, v3}}, Ljava/util/ArrayList;->add(Ljava/lang/Object;)Z
    const-string v3, "harmless"
    {calls}
    return-void
.end method
"#
        )
    };
    let shows = |index: &str| {
        format!(
            r#"
    invoke-virtual {{v2, {index}}}, Ljava/util/ArrayList;->get(I)Ljava/lang/Object;
    move-result-object v3
    check-cast v3, Ljava/lang/String;
    invoke-static {{v3, v3}}, Landroid/util/Log;->d(Ljava/lang/String;Ljava/lang/String;)I"#
        )
    };
    let before = "invoke-virtual {v2, v0, v3}, Ljava/util/ArrayList;->add(ILjava/lang/Object;)V";
    assert_eq!(found(&body(&format!("{before}{}", shows("v1")))).len(), 1);
    assert!(found(&body(&format!("{before}{}", shows("v0")))).is_empty());
    let away = "\n    invoke-virtual {v2, v0}, Ljava/util/ArrayList;->remove(I)Ljava/lang/Object;";
    assert_eq!(found(&body(&format!("{before}{away}{}", shows("v0")))).len(), 1);
    assert!(found(&body(&format!("{before}{away}{away}{}", shows("v0")))).is_empty());
    let each = r#"new-instance v3, Lt/Shown;
    invoke-direct {v3}, Lt/Shown;-><init>()V
    invoke-virtual {v2, v3}, Ljava/util/ArrayList;->forEach(Ljava/util/function/Consumer;)V"#;
    assert_eq!(found(&body(each)).len(), 1);
}
