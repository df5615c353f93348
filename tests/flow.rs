//! The bytecode engine on small programs of our own: which values reach calls, which flows there are.

mod support;

use std::sync::Arc;

use maspect::finding::{Flow, Owner};
use maspect::flow::callgraph::{Component, Manifest, Role, reach};
use maspect::flow::constant::{self, call_sites};
use maspect::flow::dalvik::Program;
use maspect::flow::taint::{self, flows};
use maspect::flow::{ApiNames, CallSite, Value};
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
    let query = constant::Query {
        program: &program,
        manifest: &manifest,
        knowledge: &knowledge,
        wanted: &wanted,
        reached: &reached,
        own: &[],
        budget: &budget,
    };
    call_sites(&query).unwrap()
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
    let (bytes, _) = dex::assemble(&smali::parse("t.smali", text));
    let parsed = maspect::format::dex::parse(&bytes).unwrap();
    let program = Program::new(parsed.value.into_iter().map(|d| (Arc::from("classes.dex"), d)).collect());
    let component = |&(class, role): &(&str, Role)| Component {
        class: class.into(),
        role,
        exported: true,
        enabled: true,
        actions: vec!["android.intent.action.MAIN".into()],
        links: false,
    };
    let components = components.iter().map(component).collect();
    let on_click = vec!["say".into()];
    let fields = [(0x7f01_0001, "password".to_owned())].into();
    let screens =
        [(0x7f02_0001, vec![(0x7f01_0001, String::new())]), (0x7f02_0002, vec![(0x7f01_0001, "password".to_owned())])];
    let manifest = Manifest { components, on_click, fields, screens: screens.into(), ..Manifest::default() };
    let (knowledge, budget) = (knowledge(), Budget::new(Limits::default()));
    let reached = reach(&program, &manifest);
    let query = taint::Query {
        given: &[],
        program: &program,
        manifest: &manifest,
        knowledge: &knowledge,
        reached: &reached,
        own: &[],
        budget: &budget,
    };
    let found = flows(&query, &|_| Owner::App).unwrap();
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

/// The screen that takes what the health bank's SDK hands over: `p1` is the archive, `p2` the server's key.
fn bank(registers: u32, body: &str) -> String {
    format!(
        r#"
.class public Lt/Main;
.super Landroid/app/Activity;
.implements Lcom/nhi/mhbsdk/MHB$FetchDataCallback;
.method public onFetchDataSuccess(Ljava/io/FileInputStream;Ljava/lang/String;)V
    .registers {registers}
    {body}
    return-void
.end method
"#
    )
}

/// Where what the health bank's SDK hands over goes.
fn reached_by_record(text: &str) -> Vec<String> {
    let flows = found(text);
    let mut sinks: Vec<String> =
        flows.iter().filter(|f| f.source.of == "health-bank-record").map(|f| f.sink.of.clone()).collect();
    sinks.sort();
    sinks.dedup();
    sinks
}

const LOG_V0: &str = "invoke-static {v0, v0}, Landroid/util/Log;->d(Ljava/lang/String;Ljava/lang/String;)I";

#[test]
fn what_an_archive_holds_is_followed_through_streams_buffers_and_json() {
    let body = format!(
        r#"
    new-instance v0, Ljava/util/zip/ZipInputStream;
    invoke-direct {{v0, p1}}, Ljava/util/zip/ZipInputStream;-><init>(Ljava/io/InputStream;)V
    new-instance v1, Ljava/io/ByteArrayOutputStream;
    invoke-direct {{v1}}, Ljava/io/ByteArrayOutputStream;-><init>()V
    const/16 v2, 0x100
    new-array v2, v2, [B
    :more
    invoke-virtual {{v0, v2}}, Ljava/util/zip/ZipInputStream;->read([B)I
    move-result v3
    if-lez v3, :all
    const/4 v4, 0
    invoke-virtual {{v1, v2, v4, v3}}, Ljava/io/ByteArrayOutputStream;->write([BII)V
    goto :more
    :all
    new-instance v0, Lorg/json/JSONObject;
    invoke-virtual {{v1}}, Ljava/io/ByteArrayOutputStream;->toString()Ljava/lang/String;
    move-result-object v1
    invoke-direct {{v0, v1}}, Lorg/json/JSONObject;-><init>(Ljava/lang/String;)V
    const-string v1, "r7"
    invoke-virtual {{v0, v1}}, Lorg/json/JSONObject;->optJSONArray(Ljava/lang/String;)Lorg/json/JSONArray;
    move-result-object v0
    const/4 v1, 0
    invoke-virtual {{v0, v1}}, Lorg/json/JSONArray;->optJSONObject(I)Lorg/json/JSONObject;
    move-result-object v0
    const-string v1, "r7.11"
    invoke-virtual {{v0, v1}}, Lorg/json/JSONObject;->optString(Ljava/lang/String;)Ljava/lang/String;
    move-result-object v0
    {LOG_V0}"#
    );
    assert!(reached_by_record(&bank(10, &body)).contains(&"log".to_owned()));
}

/// A library's reader, its names gone: what it is made with comes out, but not the password.
#[test]
fn a_stream_of_the_build_gives_what_it_reads_from() {
    let text = bank(
        6,
        &format!(
            r#"
    new-instance v0, La/a;
    invoke-virtual {{p2}}, Ljava/lang/String;->toCharArray()[C
    move-result-object v1
    invoke-direct {{v0, p1, v1}}, La/a;-><init>(Ljava/io/InputStream;[C)V
    const/16 v1, 0x100
    new-array v1, v1, [B
    invoke-virtual {{v0, v1}}, Ljava/io/InputStream;->read([B)I
    new-instance v0, Ljava/lang/String;
    invoke-direct {{v0, v1}}, Ljava/lang/String;-><init>([B)V
    {LOG_V0}"#
        ),
    );
    let reader = r#"
.class public La/a;
.super Ljava/io/InputStream;
.method public constructor <init>(Ljava/io/InputStream;[C)V
    .registers 3
    invoke-direct {p0}, Ljava/io/InputStream;-><init>()V
    return-void
.end method
.method public read()I
    .registers 1
    invoke-static {}, La/a;->unpack()I
    move-result p0
    return p0
.end method
.method public static native unpack()I
.end method
"#;
    let flows = found(&format!("{text}{reader}"));
    assert_eq!(flows.iter().map(|f| (&*f.source.of, &*f.sink.of)).collect::<Vec<_>>(), [("health-bank-record", "log")]);
}

/// Which sections of a record reach the log.
fn sections_in_log(text: &str) -> Vec<Option<String>> {
    let flows = found(text);
    flows.iter().filter(|f| f.sink.of == "log").map(|f| f.source.detail.as_ref().map(|d| d.raw().to_owned())).collect()
}

#[test]
fn what_is_read_under_the_key_of_a_section_is_told_apart() {
    let read = |key: &str| {
        bank(
            6,
            &format!(
                r#"
    const/16 v0, 0x100
    new-array v1, v0, [B
    invoke-virtual {{p1, v1}}, Ljava/io/FileInputStream;->read([B)I
    new-instance v0, Ljava/lang/String;
    invoke-direct {{v0, v1}}, Ljava/lang/String;-><init>([B)V
    new-instance v1, Lorg/json/JSONObject;
    invoke-direct {{v1, v0}}, Lorg/json/JSONObject;-><init>(Ljava/lang/String;)V
    const-string v0, "{key}"
    invoke-virtual {{v1, v0}}, Lorg/json/JSONObject;->getString(Ljava/lang/String;)Ljava/lang/String;
    move-result-object v0
    {LOG_V0}"#
            ),
        )
    };
    assert_eq!(sections_in_log(&read("r7_1")), [Some("r7".to_owned())]);
    assert_eq!(sections_in_log(&read("bdata")), [None]);
}

/// Gson fills the fields of a class of the app.
#[test]
fn what_a_parser_makes_of_a_record_bears_it_in_its_fields() {
    let text = bank(
        6,
        &format!(
            r#"
    new-instance v0, Ljava/io/InputStreamReader;
    invoke-direct {{v0, p1}}, Ljava/io/InputStreamReader;-><init>(Ljava/io/InputStream;)V
    new-instance v1, Lcom/google/gson/Gson;
    invoke-direct {{v1}}, Lcom/google/gson/Gson;-><init>()V
    const-class v2, Lt/Record;
    invoke-virtual {{v1, v0, v2}}, Lcom/google/gson/Gson;->fromJson(Ljava/io/Reader;Ljava/lang/Class;)Ljava/lang/Object;
    move-result-object v0
    check-cast v0, Lt/Record;
    iget-object v0, v0, Lt/Record;->r3:Ljava/lang/String;
    {LOG_V0}"#
        ),
    );
    let record = ".class public Lt/Record;\n.super Ljava/lang/Object;\n.field public r3:Ljava/lang/String;\n";
    assert_eq!(sections_in_log(&format!("{text}{record}")), [Some("r3".to_owned())]);
}

/// What is written into a file comes out of it; its name alone tells nothing of what it holds.
#[test]
fn a_file_gives_what_was_written_into_it() {
    let body = |read: &str| {
        bank(
            8,
            &format!(
                r#"
    new-instance v0, Ljava/io/File;
    invoke-virtual {{p0}}, Landroid/content/Context;->getFilesDir()Ljava/io/File;
    move-result-object v1
    const-string v2, "record.zip"
    invoke-direct {{v0, v1, v2}}, Ljava/io/File;-><init>(Ljava/io/File;Ljava/lang/String;)V
    new-instance v1, Ljava/io/FileOutputStream;
    invoke-direct {{v1, v0}}, Ljava/io/FileOutputStream;-><init>(Ljava/io/File;)V
    const/16 v2, 0x100
    new-array v2, v2, [B
    invoke-virtual {{p1, v2}}, Ljava/io/FileInputStream;->read([B)I
    invoke-virtual {{v1, v2}}, Ljava/io/FileOutputStream;->write([B)V
    {read}
    move-result-object v0
    {LOG_V0}"#
            ),
        )
    };
    let read = r#"
    new-instance v3, Ljava/io/BufferedReader;
    new-instance v4, Ljava/io/FileReader;
    invoke-direct {v4, v0}, Ljava/io/FileReader;-><init>(Ljava/io/File;)V
    invoke-direct {v3, v4}, Ljava/io/BufferedReader;-><init>(Ljava/io/Reader;)V
    invoke-virtual {v3}, Ljava/io/BufferedReader;->readLine()Ljava/lang/String;"#;
    assert_eq!(reached_by_record(&body(read)), ["internal-file", "log"]);
    let kotlin = r#"
    const/4 v1, 0
    const/4 v2, 1
    invoke-static {v0, v1, v2, v1}, Lkotlin/io/FilesKt;->readText$default(Ljava/io/File;Ljava/nio/charset/Charset;ILjava/lang/Object;)Ljava/lang/String;"#;
    assert_eq!(reached_by_record(&body(kotlin)), ["internal-file", "log"]);
    let name = "invoke-virtual {v0}, Ljava/io/File;->getPath()Ljava/lang/String;";
    assert_eq!(reached_by_record(&body(name)), ["internal-file"]);
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

/// The same id stands for a name on one screen and for a password on another.
#[test]
fn a_field_is_what_the_layout_of_its_own_screen_says() {
    let text = |layout: u32| {
        format!(
            r#"
.class public Lt/Main;
.super Landroid/app/Activity;
.method protected onCreate(Landroid/os/Bundle;)V
    .registers 4
    const v0, {layout}
    invoke-virtual {{p0, v0}}, Lt/Main;->setContentView(I)V
    const v0, 0x7f010001
    invoke-virtual {{p0, v0}}, Lt/Main;->findViewById(I)Landroid/view/View;
    move-result-object v0
    check-cast v0, Landroid/widget/EditText;
    invoke-virtual {{v0}}, Landroid/widget/EditText;->getText()Landroid/text/Editable;
    move-result-object v0
    invoke-interface {{v0}}, Landroid/text/Editable;->toString()Ljava/lang/String;
    move-result-object v0
    invoke-static {{v0, v0}}, Landroid/util/Log;->d(Ljava/lang/String;Ljava/lang/String;)I
    return-void
.end method
"#
        )
    };
    let kind = |layout: u32| found(&text(layout)).iter().map(|f| f.source.of.clone()).collect::<Vec<_>>();
    assert_eq!(kind(0x7f02_0001), ["user-input"]);
    assert_eq!(kind(0x7f02_0002), ["password-input"]);
    assert_eq!(kind(0x7f02_0009), ["password-input"], "a layout that is not known leaves what any says");
}

/// Two screens that use the same view id do not show each other's text.
#[test]
fn a_view_is_that_of_its_own_screen() {
    let text = |other: &str| {
        format!(
            r#"{HEAD}
.method public onCreate(Landroid/os/Bundle;)V
    .registers 3
    const v0, 0x7f010001
    invoke-virtual {{p0, v0}}, Lt/Main;->findViewById(I)Landroid/view/View;
    move-result-object v0
    check-cast v0, Landroid/widget/TextView;
    invoke-static {{}}, Lt/Main;->id()Ljava/lang/String;
    move-result-object v1
    invoke-virtual {{v0, v1}}, Landroid/widget/TextView;->setText(Ljava/lang/CharSequence;)V
    return-void
.end method
.class public Lt/Last;
.super L{other};
.method public onResume()V
    .registers 3
    const v0, 0x7f010001
    invoke-virtual {{p0, v0}}, Lt/Last;->findViewById(I)Landroid/view/View;
    move-result-object v0
    check-cast v0, Landroid/widget/TextView;
    invoke-virtual {{v0}}, Landroid/widget/TextView;->getText()Ljava/lang/CharSequence;
    move-result-object v0
    invoke-interface {{v0}}, Ljava/lang/CharSequence;->toString()Ljava/lang/String;
    move-result-object v0
    invoke-static {{v0, v0}}, Landroid/util/Log;->d(Ljava/lang/String;Ljava/lang/String;)I
    return-void
.end method
"#
        )
    };
    let components = [("t.Main", Role::Activity), ("t.Last", Role::Activity)];
    assert!(among(&text("android/app/Activity"), &components).0.is_empty());
    assert_eq!(
        among(&text("t/Main"), &components).0.len(),
        1,
        "the screen that inherits the writer shows what it wrote"
    );
}

/// The archive is unpacked by a library to a folder that a path names; what is read out of that folder is the record.
#[test]
fn what_is_unpacked_to_a_folder_is_read_from_its_files() {
    let text = bank(
        8,
        &format!(
            r#"
    const-string v0, "mhb.zip"
    new-instance v1, Ljava/io/File;
    invoke-virtual {{p0}}, Landroid/content/Context;->getFilesDir()Ljava/io/File;
    move-result-object v2
    invoke-direct {{v1, v2, v0}}, Ljava/io/File;-><init>(Ljava/io/File;Ljava/lang/String;)V
    new-instance v3, Ljava/io/FileOutputStream;
    invoke-direct {{v3, v1}}, Ljava/io/FileOutputStream;-><init>(Ljava/io/File;)V
    const/16 v4, 0x100
    new-array v4, v4, [B
    invoke-virtual {{p1, v4}}, Ljava/io/FileInputStream;->read([B)I
    invoke-virtual {{v3, v4}}, Ljava/io/FileOutputStream;->write([B)V
    new-instance v3, Lnet/lingala/zip4j/ZipFile;
    invoke-virtual {{v1}}, Ljava/io/File;->getAbsolutePath()Ljava/lang/String;
    move-result-object v1
    invoke-direct {{v3, v1}}, Lnet/lingala/zip4j/ZipFile;-><init>(Ljava/lang/String;)V
    invoke-virtual {{v2}}, Ljava/io/File;->getPath()Ljava/lang/String;
    move-result-object v1
    invoke-virtual {{v3, v1}}, Lnet/lingala/zip4j/ZipFile;->extractAll(Ljava/lang/String;)V
    new-instance v2, Ljava/io/File;
    invoke-direct {{v2, v1}}, Ljava/io/File;-><init>(Ljava/lang/String;)V
    invoke-virtual {{v2}}, Ljava/io/File;->listFiles()[Ljava/io/File;
    move-result-object v1
    const/4 v0, 0
    aget-object v1, v1, v0
    new-instance v0, Ljava/io/BufferedReader;
    new-instance v2, Ljava/io/FileReader;
    invoke-direct {{v2, v1}}, Ljava/io/FileReader;-><init>(Ljava/io/File;)V
    invoke-direct {{v0, v2}}, Ljava/io/BufferedReader;-><init>(Ljava/io/Reader;)V
    invoke-virtual {{v0}}, Ljava/io/BufferedReader;->readLine()Ljava/lang/String;
    move-result-object v0
    {LOG_V0}"#
        ),
    );
    assert_eq!(reached_by_record(&text), ["internal-file", "log"]);
}

/// What a plugin hands to JavaScript or Dart is not followed there, but told.
#[test]
fn a_record_handed_to_another_language_is_told() {
    let body = r#"
    const/16 v0, 0x100
    new-array v0, v0, [B
    invoke-virtual {p1, v0}, Ljava/io/FileInputStream;->read([B)I
    new-instance v1, Ljava/lang/String;
    invoke-direct {v1, v0}, Ljava/lang/String;-><init>([B)V
    invoke-static {}, Lt/Main;->promise()Lcom/facebook/react/bridge/Promise;
    move-result-object v0
    invoke-interface {v0, v1}, Lcom/facebook/react/bridge/Promise;->resolve(Ljava/lang/Object;)V"#;
    let promise = ".method static native promise()Lcom/facebook/react/bridge/Promise;\n.end method\n";
    assert_eq!(reached_by_record(&format!("{}{promise}", bank(5, body))), ["hybrid-bridge"]);
}

/// A plugin's class: the component that makes it calls the SDK, whose code cannot be followed.
#[test]
fn a_callback_of_the_sdk_counts_in_a_class_that_is_no_component() {
    let text = bank(4, &LOG_V0.replace("v0", "p2"))
        .replace(".class public Lt/Main;", ".class public Lt/Plugin;")
        .replace(".super Landroid/app/Activity;", ".super Ljava/lang/Object;");
    let main = ".class public Lt/Main;\n.super Landroid/app/Activity;\n";
    let flows = found(&format!("{main}{text}"));
    assert_eq!(flows.iter().map(|f| (&*f.source.of, &*f.sink.of)).collect::<Vec<_>>(), [("health-bank-key", "log")]);
}
