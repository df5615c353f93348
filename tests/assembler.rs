//! The support code itself: what the assembler, the writers and the packer make is read back by others' readers.

mod support;

use ddc_dex::DexFile;
use ddc_dex::annotations::EncodedValue;
use ddc_dex::insn::InsnKind;
use maspect::app::Content;
use maspect::finding::Locus;
use maspect::format::{axml, macho};
use maspect::limits::Limits;
use support::{Place, Sample, build_files, dex, opcodes, smali};

const TEXT: &str = r#"
.class public final Ltw/example/Vault;
.super Ltw/example/Base;
.implements Ljava/lang/Runnable;
.source "Vault.java"

.field public static final KEY:Ljava/lang/String; = "\u5bc6\u78bc \"x\"" # finding
.field static final ROUNDS:I = 0x3e8
.field private count:J

.annotation system Ldalvik/annotation/MemberClasses;
    value = { Ltw/example/Vault$1; }
.end annotation

.method static constructor <clinit>()V
    .locals 2
    const/16 v0, 0x8
    new-array v0, v0, [B
    fill-array-data v0, :data
    sget-object v1, Ltw/example/Vault;->KEY:Ljava/lang/String;
    return-void
    :data
    .array-data 1
        0x1t
        -0x2t
        0x3t
    .end array-data
.end method

.method public run()V
    .registers 4
    .prologue
    .line 12
    :try_start
    const-string v0, "AES/ECB/PKCS5Padding" # why not
    invoke-static {v0}, Ljavax/crypto/Cipher;->getInstance(Ljava/lang/String;)Ljavax/crypto/Cipher; # finding
    .line 14
    move-result-object v1
    :try_end
    .catch Ljava/lang/Exception; {:try_start .. :try_end} :caught
    .catchall {:try_start .. :try_end} :any
    return-void
    :caught
    move-exception v2
    iget-wide v0, p0, Ltw/example/Vault;->count:J
    long-to-int v0, v0
    packed-switch v0, :table
    :any
    const-wide/high16 v0, 0x4000000000000000L
    goto :done
    :done
    return-void
    :table
    .packed-switch 0x1
        :caught
        :done
    .end packed-switch
.end method

.method private static pick(IJ[Ljava/lang/String;)Z
    .registers 6
    if-eqz p0, :no
    sparse-switch p0, :rows
    const/4 v0, -1
    add-int/lit8 v0, v0, 0x7f
    invoke-virtual/range {p3 .. p3}, Ljava/lang/Object;->hashCode()I
    :no
    const/4 v0, 0x0
    return v0
    :rows
    .sparse-switch
        -0x5 -> :no
        0x7fffffff -> :no
    .end sparse-switch
.end method

.method public native hash([B)I
.end method

.class abstract Ltw/example/Base;
.super Ljava/lang/Object;
.method abstract open()V
.end method
"#;

fn assembled() -> (Vec<u8>, Vec<dex::Mark>) {
    dex::assemble(&smali::parse("Vault.smali", TEXT))
}

#[test]
fn classes_members_and_values_come_back() {
    let dex = DexFile::parse(assembled().0).unwrap();
    let names: Vec<String> = dex.class_defs.iter().map(|class| dex.type_name(class.class_idx).to_owned()).collect();
    assert_eq!(names, ["Ltw/example/Base;", "Ltw/example/Vault;"], "superclass first");
    let class = &dex.class_defs[1];
    assert_eq!(
        dex.interfaces_of(class).iter().map(|i| dex.type_name(*i)).collect::<Vec<_>>(),
        ["Ljava/lang/Runnable;"]
    );
    let values = dex.static_values(class.static_values_off);
    assert!(matches!(values[0], EncodedValue::String(at) if dex.string(at) == "密碼 \"x\""), "{values:?}");
    assert!(matches!(values[1], EncodedValue::Int(1000)), "{values:?}");
    let data = dex.class_data(class);
    assert_eq!((data.static_fields.len(), data.instance_fields.len()), (2, 1));
    assert_eq!((data.direct_methods.len(), data.virtual_methods.len()), (2, 2));
}

#[test]
fn instructions_payloads_and_handlers_come_back() {
    let dex = DexFile::parse(assembled().0).unwrap();
    let data = dex.class_data(&dex.class_defs[1]);
    let code = |name: &str| {
        let methods = data.direct_methods.iter().chain(&data.virtual_methods);
        let method = methods.clone().find(|m| dex.string(dex.method(m.method_idx).name_idx) == name).unwrap();
        dex.code_at(method.code_off).unwrap()
    };
    let run = code("run");
    assert_eq!((run.registers_size, run.ins_size, run.outs_size), (4, 1, 1));
    assert!(matches!(run.insns[0].kind, InsnKind::ConstString { .. }), "{:?}", run.insns[0]);
    assert_eq!((run.tries.len(), run.handlers.len()), (1, 1));
    assert_eq!(run.handler_of(&run.tries[0]).unwrap().catch_all, Some(14));
    assert_eq!(run.payloads.len(), 1);
    assert_eq!(code("<clinit>").payloads.len(), 1);
    let pick = code("pick");
    assert_eq!(pick.ins_size, 4);
    assert!(pick.insns.iter().any(|insn| insn.is_branch()));
    assert_eq!(pick.payloads.len(), 1);
}

#[test]
fn marks_name_class_method_and_instruction() {
    let (_, marks) = assembled();
    let class = "tw.example.Vault".to_owned();
    assert_eq!(
        marks,
        [
            dex::Mark { class: class.clone(), method: None, offset: None },
            dex::Mark { class, method: Some("run()V".into()), offset: Some(2) },
        ]
    );
}

#[test]
fn every_opcode_has_one_name_and_the_layout_that_the_reader_expects() {
    let mut opcodes: Vec<u8> = opcodes::names().map(|name| opcodes::find(name).unwrap().0).collect();
    opcodes.sort_unstable();
    let unused = |op: &u8| matches!(op, 0x3e..=0x43 | 0x73 | 0x79 | 0x7a);
    assert_eq!(opcodes, (0..=0xe2).filter(|op| !unused(op)).collect::<Vec<u8>>());
    for name in opcodes::names() {
        let (op, layout) = opcodes::find(name).unwrap();
        assert_eq!(format!("{:?}", maspect::format::dex::format(op)), format!("F{layout}"), "{name}");
    }
}

#[test]
fn the_projects_own_reader_agrees() {
    let (bytes, _) = assembled();
    let parsed = maspect::format::dex::parse(&bytes).unwrap();
    assert!(parsed.anomalies.is_empty(), "{:?}", parsed.anomalies);
}

fn sample(files: &[(&str, &str)]) -> Sample {
    build_files("sample", files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect())
}

fn entries(sample: &Sample) -> Vec<(String, Vec<u8>)> {
    let Content::File(bytes) = &sample.artifact.as_ref().unwrap().content else { unreachable!() };
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes.to_vec())).unwrap();
    (0..zip.len())
        .map(|at| {
            let mut file = zip.by_index(at).unwrap();
            let mut bytes = Vec::new();
            std::io::Read::read_to_end(&mut file, &mut bytes).unwrap();
            (file.name().unwrap().into_owned(), bytes)
        })
        .collect()
}

fn entry(sample: &Sample, path: &str) -> Vec<u8> {
    entries(sample).into_iter().find(|(name, _)| name == path).unwrap_or_else(|| panic!("no {path}")).1
}

const MANIFEST: &str = r#"<manifest xmlns:android="http://schemas.android.com/apk/res/android" package="tw.example.app">
    <application android:networkSecurityConfig="@xml/nsc" android:label="@string/name" android:debuggable="true">
        <activity android:name=".A" />
        <activity
            android:name=".B"
            android:launchMode="singleTask" /> <!-- finding -->
    </application>
</manifest>"#;

#[test]
fn an_apk_is_made_of_text() {
    let apk = sample(&[
        ("AndroidManifest.xml", MANIFEST),
        ("res/xml/nsc.xml", "<network-security-config/>"),
        ("res/values/strings.xml", "<resources><string name=\"name\">Diary</string></resources>"),
        ("res/values-zh-rTW/strings.xml", "<resources><string name=\"name\">日記</string></resources>"),
        ("assets/a.js", "eval(x) // finding"),
        ("Vault.smali", TEXT),
    ]);
    let bytes = entry(&apk, "resources.arsc");
    let table = apk_info_axml::ARSC::new(&mut &bytes[..]).unwrap();
    assert_eq!(table.get_resource_value_by_name("string/name").as_deref(), Some("Diary"));
    let bytes = entry(&apk, "AndroidManifest.xml");
    let manifest = apk_info_axml::AXML::new(&mut &bytes[..], Some(&table)).unwrap();
    assert_eq!(manifest.get_attribute_value("application", "label", Some(&table)).as_deref(), Some("Diary"));
    assert_eq!(
        manifest.get_attribute_value("application", "networkSecurityConfig", Some(&table)).as_deref(),
        Some("res/xml/nsc.xml")
    );
    let parsed = axml::Document::parse(&bytes, &Limits::default()).unwrap();
    assert!(parsed.anomalies.is_empty(), "{:?}", parsed.anomalies);
    let second = parsed.value.nodes().filter(|node| node.name() == "activity").nth(1).unwrap();
    assert_eq!(second.android("launchMode").and_then(|a| a.value.as_int()), Some(2));

    let element = Place::Element { file: "AndroidManifest.xml".into(), element: second.path() };
    assert!(element.is_at(&Locus::xml(
        "AndroidManifest.xml",
        "manifest/application/activity[2]",
        Some("android:name")
    )));
    assert_eq!(apk.expected[0], element);
    assert!(apk.expected.contains(&Place::File("assets/a.js".into())));
    assert_eq!(apk.expected.len(), 4, "{:?}", apk.expected);
    let again = sample(&[("AndroidManifest.xml", MANIFEST)]);
    assert!(entries(&again).iter().any(|(name, _)| name == "classes.dex"), "some code is always there");
}

#[test]
fn an_ipa_is_made_of_text() {
    let ipa = sample(&[
        ("macho.txt", "no-pie\nimport _strcpy # finding\nimport _rand\nstring hello\nminimum 12.1\n"),
        (
            "entitlements.plist",
            "<plist><dict>\n<key>a</key><true/>\n<key>get-task-allow</key> <!-- finding -->\n<true/></dict></plist>",
        ),
        (
            "Info.plist",
            "<plist><dict><key>X</key><dict>\n<key>Y</key>\n<array>\n<string>q</string>\n<string>z</string> <!-- finding -->\n\
             </array></dict></dict></plist>",
        ),
    ]);
    let bytes = entry(&ipa, "Payload/Sample.app/Sample");
    assert_eq!(imports(&bytes), ["_rand", "_strcpy"]);
    let slices = macho::slices(&bytes).unwrap();
    assert!(slices.anomalies.is_empty());
    let info = plist::Value::from_reader(std::io::Cursor::new(entry(&ipa, "Payload/Sample.app/Info.plist"))).unwrap();
    assert_eq!(info.as_dictionary().unwrap()["CFBundleExecutable"].as_string(), Some("Sample"));
    let key = |file: &str, key: &str| Place::Key { file: file.into(), key: key.into() };
    for place in [
        key("entitlements.plist", "get-task-allow"),
        key("Payload/Sample.app/Info.plist", "X/Y/1"),
        Place::File("Payload/Sample.app/Sample".into()),
    ] {
        assert!(ipa.expected.contains(&place), "{:?}", ipa.expected);
    }
}

/// Names that the executable imports, as another reader (goblin) sees them.
fn imports(bytes: &[u8]) -> Vec<String> {
    let file = goblin::mach::MachO::parse(bytes, 0).unwrap();
    assert_eq!(file.header.flags & 0x20_0000, 0, "no PIE");
    assert!(
        file.load_commands
            .iter()
            .any(|command| matches!(command.command, goblin::mach::load_command::CommandVariant::CodeSignature(_)))
    );
    let mut names: Vec<String> = file.imports().unwrap().iter().map(|import| import.name.to_owned()).collect();
    names.sort();
    names
}

#[test]
fn facts_alone_are_a_sample() {
    let facts = sample(&[("facts.yaml", "- { fact: a }\n- fact: b\n  x: 1 # finding\n- { fact: c } # finding\n")]);
    assert!(facts.artifact.is_none());
    assert_eq!(facts.expected, [Place::Fact(1), Place::Fact(2)]);
}
