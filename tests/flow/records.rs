//! Health records: from the callback through streams, archives, files and JSON.

use super::*;

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

/// The ways in which Kotlin reads a text line by line: the function that is given each line.
#[test]
fn a_function_that_is_given_each_line_of_a_record_is_followed() {
    let lambda = r#"
.class public Lt/Line;
.super Ljava/lang/Object;
.implements Lkotlin/jvm/functions/Function1;
.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Ljava/lang/Object;-><init>()V
    return-void
.end method
.method public invoke(Ljava/lang/Object;)Ljava/lang/Object;
    .registers 3
    check-cast p1, Ljava/lang/String;
    invoke-static {p1, p1}, Landroid/util/Log;->d(Ljava/lang/String;Ljava/lang/String;)I
    return-object p1
.end method
"#;
    let reader = r#"
    new-instance v0, Ljava/io/InputStreamReader;
    invoke-direct {v0, p1}, Ljava/io/InputStreamReader;-><init>(Ljava/io/InputStream;)V
    new-instance v1, Lt/Line;
    invoke-direct {v1}, Lt/Line;-><init>()V"#;
    let calls = [
        "invoke-static {v0, v1}, Lkotlin/io/TextStreamsKt;->forEachLine(Ljava/io/Reader;Lkotlin/jvm/functions/Function1;)V",
        "invoke-static {v0}, Lkotlin/io/TextStreamsKt;->lineSequence(Ljava/io/BufferedReader;)Lkotlin/sequences/Sequence;\n    move-result-object v0\n    invoke-static {v0, v1}, Lkotlin/sequences/SequencesKt;->map(Lkotlin/sequences/Sequence;Lkotlin/jvm/functions/Function1;)Lkotlin/sequences/Sequence;",
    ];
    for call in calls {
        let text = format!("{}{lambda}", bank(6, &format!("{reader}\n    {call}")));
        assert_eq!(reached_by_record(&text), ["log"], "{call}");
    }
}

/// An app that does not name the sections goes through all keys of the record.
#[test]
fn what_is_read_under_any_key_is_of_the_record() {
    let text = bank(
        8,
        &format!(
            r#"
    const/16 v0, 0x100
    new-array v1, v0, [B
    invoke-virtual {{p1, v1}}, Ljava/io/FileInputStream;->read([B)I
    new-instance v0, Ljava/lang/String;
    invoke-direct {{v0, v1}}, Ljava/lang/String;-><init>([B)V
    new-instance v1, Lorg/json/JSONObject;
    invoke-direct {{v1, v0}}, Lorg/json/JSONObject;-><init>(Ljava/lang/String;)V
    invoke-virtual {{v1}}, Lorg/json/JSONObject;->keys()Ljava/util/Iterator;
    move-result-object v2
    :more
    invoke-interface {{v2}}, Ljava/util/Iterator;->hasNext()Z
    move-result v3
    if-eqz v3, :all
    invoke-interface {{v2}}, Ljava/util/Iterator;->next()Ljava/lang/Object;
    move-result-object v3
    check-cast v3, Ljava/lang/String;
    invoke-virtual {{v1, v3}}, Lorg/json/JSONObject;->opt(Ljava/lang/String;)Ljava/lang/Object;
    move-result-object v0
    invoke-static {{v0}}, Ljava/lang/String;->valueOf(Ljava/lang/Object;)Ljava/lang/String;
    move-result-object v0
    {LOG_V0}
    goto :more
    :all"#
        ),
    );
    assert_eq!(sections_in_log(&text), [None]);
}

/// Moshi fills the fields of a class of the app; a streaming reader gives what stands under the name read last.
#[test]
fn what_moshi_reads_of_a_record_is_of_its_sections() {
    let adapter = r#"
    new-instance v0, Ljava/lang/String;
    const/16 v1, 0x100
    new-array v1, v1, [B
    invoke-virtual {p1, v1}, Ljava/io/FileInputStream;->read([B)I
    invoke-direct {v0, v1}, Ljava/lang/String;-><init>([B)V
    new-instance v1, Lcom/squareup/moshi/Moshi$Builder;
    invoke-direct {v1}, Lcom/squareup/moshi/Moshi$Builder;-><init>()V
    invoke-virtual {v1}, Lcom/squareup/moshi/Moshi$Builder;->build()Lcom/squareup/moshi/Moshi;
    move-result-object v1
    const-class v2, Lt/Record;
    invoke-virtual {v1, v2}, Lcom/squareup/moshi/Moshi;->adapter(Ljava/lang/Class;)Lcom/squareup/moshi/JsonAdapter;
    move-result-object v1
    invoke-virtual {v1, v0}, Lcom/squareup/moshi/JsonAdapter;->fromJson(Ljava/lang/String;)Ljava/lang/Object;
    move-result-object v0
    check-cast v0, Lt/Record;"#;
    let record = ".class public Lt/Record;\n.super Ljava/lang/Object;\n.field public r6:Ljava/lang/String;\n";
    let field = format!("{adapter}\n    iget-object v0, v0, Lt/Record;->r6:Ljava/lang/String;\n    {LOG_V0}");
    assert_eq!(sections_in_log(&format!("{}{record}", bank(6, &field))), [Some("r6".to_owned())]);
    let reader = format!(
        r#"
    new-instance v0, Lokio/Buffer;
    invoke-direct {{v0}}, Lokio/Buffer;-><init>()V
    invoke-virtual {{v0, p1}}, Lokio/Buffer;->readFrom(Ljava/io/InputStream;)Lokio/Buffer;
    move-result-object v0
    invoke-static {{v0}}, Lcom/squareup/moshi/JsonReader;->of(Lokio/BufferedSource;)Lcom/squareup/moshi/JsonReader;
    move-result-object v0
    invoke-virtual {{v0}}, Lcom/squareup/moshi/JsonReader;->nextString()Ljava/lang/String;
    move-result-object v0
    {LOG_V0}"#
    );
    assert_eq!(sections_in_log(&bank(6, &reader)), [None]);
}

/// A FHIR resource (of a TW Core profile or any other) that a parser gives.
#[test]
fn a_resource_that_a_fhir_parser_gives_is_health_data() {
    let text = format!(
        r#"
.class public Lt/Main;
.super Landroid/app/Activity;
.method public onCreate(Landroid/os/Bundle;)V
    .registers 6
    invoke-static {{}}, Lca/uhn/fhir/context/FhirContext;->forR4()Lca/uhn/fhir/context/FhirContext;
    move-result-object v0
    invoke-virtual {{v0}}, Lca/uhn/fhir/context/FhirContext;->newJsonParser()Lca/uhn/fhir/parser/IParser;
    move-result-object v0
    const-string v1, "{{}}"
    invoke-interface {{v0, v1}}, Lca/uhn/fhir/parser/IParser;->parseResource(Ljava/lang/String;)Lorg/hl7/fhir/instance/model/api/IBaseResource;
    move-result-object v0
    invoke-virtual {{v0}}, Ljava/lang/Object;->toString()Ljava/lang/String;
    move-result-object v0
    {LOG_V0}
    return-void
.end method
"#
    );
    let flows = found(&text);
    assert!(flows.iter().any(|f| f.source.of == "health-record" && f.sink.of == "log"), "{flows:?}");
}

/// What a Bluetooth device sends is the third parameter, where the callback has it: before Android 13 a read brought a
/// status there.
#[test]
fn a_devices_value_comes_with_the_callback_or_from_the_characteristic() {
    let callback = |method: &str, params: &str, body: &str| {
        let text = format!(
            r#"
.class public Lt/Main;
.super Landroid/app/Activity;
.method public onCreate(Landroid/os/Bundle;)V
    .registers 6
    new-instance v0, Lt/Main$Meter;
    invoke-direct {{v0}}, Lt/Main$Meter;-><init>()V
    const/4 v1, 0
    invoke-static {{}}, Landroid/bluetooth/BluetoothAdapter;->getDefaultAdapter()Landroid/bluetooth/BluetoothAdapter;
    move-result-object v2
    invoke-virtual {{v2, v1}}, Landroid/bluetooth/BluetoothAdapter;->getRemoteDevice(Ljava/lang/String;)Landroid/bluetooth/BluetoothDevice;
    move-result-object v2
    invoke-virtual {{v2, p0, v1, v0}}, Landroid/bluetooth/BluetoothDevice;->connectGatt(Landroid/content/Context;ZLandroid/bluetooth/BluetoothGattCallback;)Landroid/bluetooth/BluetoothGatt;
    return-void
.end method
.class public Lt/Main$Meter;
.super Landroid/bluetooth/BluetoothGattCallback;
.method public constructor <init>()V
    .registers 1
    invoke-direct {{p0}}, Landroid/bluetooth/BluetoothGattCallback;-><init>()V
    return-void
.end method
.method public {method}(Landroid/bluetooth/BluetoothGatt;Landroid/bluetooth/BluetoothGattCharacteristic;{params})V
    .registers 8
    {body}
    {LOG_V0}
    return-void
.end method
"#
        );
        found(&text).iter().map(|f| format!("{} {}", f.source.of, f.sink.of)).collect::<Vec<_>>()
    };
    let value = "new-instance v0, Ljava/lang/String;\n invoke-direct {v0, p3}, Ljava/lang/String;-><init>([B)V";
    let status = "invoke-static {p3}, Ljava/lang/String;->valueOf(I)Ljava/lang/String;\n move-result-object v0";
    let old = "const/4 v1, 0\n invoke-virtual {p2, v1}, Landroid/bluetooth/BluetoothGattCharacteristic;->getStringValue(I)Ljava/lang/String;\n move-result-object v0";
    let logged = ["device-value log"];
    assert_eq!(callback("onCharacteristicChanged", "[B", value), logged);
    assert_eq!(callback("onCharacteristicRead", "[BI", value), logged);
    assert_eq!(callback("onCharacteristicRead", "I", status), [""; 0]);
    assert_eq!(callback("onCharacteristicRead", "I", old), logged);
}

/// A specification that a helper makes, from flags that its callers give, handed on by its result and by a field: each
/// caller's flags stay together.
#[test]
fn a_key_specification_made_by_a_helper_has_its_callers_flags() {
    let text = r#"
.class public Lt/Main;
.super Landroid/app/Activity;
.field private spec:Landroid/security/keystore/KeyGenParameterSpec;
.method protected onCreate(Landroid/os/Bundle;)V
    .registers 6
    const/4 v0, 1
    const/16 v1, 128
    const/4 v2, 5
    const/4 v3, 0
    invoke-static {v0, v1, v2, v3}, Lt/Main;->spec(ZIIZ)Landroid/security/keystore/KeyGenParameterSpec;
    move-result-object v0
    invoke-static {v0}, Lt/Main;->make(Landroid/security/keystore/KeyGenParameterSpec;)V
    const/4 v0, 0
    const/16 v1, 256
    const/4 v2, 0
    const/4 v3, 1
    invoke-static {v0, v1, v2, v3}, Lt/Main;->spec(ZIIZ)Landroid/security/keystore/KeyGenParameterSpec;
    move-result-object v0
    iput-object v0, p0, Lt/Main;->spec:Landroid/security/keystore/KeyGenParameterSpec;
    invoke-direct {p0}, Lt/Main;->later()V
    return-void
.end method
.method private later()V
    .registers 2
    iget-object v0, p0, Lt/Main;->spec:Landroid/security/keystore/KeyGenParameterSpec;
    invoke-static {v0}, Lt/Main;->make(Landroid/security/keystore/KeyGenParameterSpec;)V
    return-void
.end method
.method private static make(Landroid/security/keystore/KeyGenParameterSpec;)V
    .registers 4
    const-string v0, "AES"
    const-string v1, "AndroidKeyStore"
    invoke-static {v0, v1}, Ljavax/crypto/KeyGenerator;->getInstance(Ljava/lang/String;Ljava/lang/String;)Ljavax/crypto/KeyGenerator;
    move-result-object v0
    invoke-virtual {v0, p0}, Ljavax/crypto/KeyGenerator;->init(Ljava/security/spec/AlgorithmParameterSpec;)V
    invoke-virtual {v0}, Ljavax/crypto/KeyGenerator;->generateKey()Ljavax/crypto/SecretKey;
    return-void
.end method
.method private static spec(ZIIZ)Landroid/security/keystore/KeyGenParameterSpec;
    .registers 8
    new-instance v0, Landroid/security/keystore/KeyGenParameterSpec$Builder;
    const-string v1, "alias"
    const/4 v2, 3
    invoke-direct {v0, v1, v2}, Landroid/security/keystore/KeyGenParameterSpec$Builder;-><init>(Ljava/lang/String;I)V
    invoke-virtual {v0, p1}, Landroid/security/keystore/KeyGenParameterSpec$Builder;->setKeySize(I)Landroid/security/keystore/KeyGenParameterSpec$Builder;
    move-result-object v0
    invoke-virtual {v0, p0}, Landroid/security/keystore/KeyGenParameterSpec$Builder;->setUserAuthenticationRequired(Z)Landroid/security/keystore/KeyGenParameterSpec$Builder;
    move-result-object v0
    invoke-virtual {v0, p2}, Landroid/security/keystore/KeyGenParameterSpec$Builder;->setUserAuthenticationValidityDurationSeconds(I)Landroid/security/keystore/KeyGenParameterSpec$Builder;
    invoke-virtual {v0, p3}, Landroid/security/keystore/KeyGenParameterSpec$Builder;->setInvalidatedByBiometricEnrollment(Z)Landroid/security/keystore/KeyGenParameterSpec$Builder;
    invoke-virtual {v0}, Landroid/security/keystore/KeyGenParameterSpec$Builder;->build()Landroid/security/keystore/KeyGenParameterSpec;
    move-result-object v0
    return-object v0
.end method
"#;
    let told = |builder: &maspect::flow::Object| {
        let given = |name: &str| builder.called(name).and_then(|args| args.first()).and_then(Value::as_int);
        let invalidated = given("setInvalidatedByBiometricEnrollment");
        (
            builder.args.get(1).and_then(Value::as_int),
            given("setKeySize"),
            given("setUserAuthenticationRequired"),
            given("setUserAuthenticationValidityDurationSeconds"),
            invalidated,
        )
    };
    let expected = [(Some(3), Some(128), Some(1), Some(5), Some(0)), (Some(3), Some(256), Some(0), Some(0), Some(1))];
    let sites = calls(text, "android.security.keystore.KeyGenParameterSpec$Builder.build");
    let built: Vec<_> = sites.iter().filter_map(|site| site.receiver.as_ref()?.as_object()).map(told).collect();
    assert_eq!(built, expected);
    // Where the key is made, by way of the field, too.
    let sites = calls(text, "javax.crypto.KeyGenerator.generateKey");
    let generators = sites.iter().filter_map(|site| site.receiver.as_ref()?.as_object());
    let specs = generators.filter_map(|g| g.called("init")?.first()?.as_object()?.receiver.as_ref()?.as_object());
    let mut made: Vec<_> = specs.map(told).collect();
    made.sort();
    made.dedup();
    assert_eq!(made, expected);
}
