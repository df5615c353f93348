//! Rule samples are text; this turns a folder of them into a build in memory.
//!
//! A folder holds any of
//! - `AndroidManifest.xml`, `res/**` (text XML, written as binary XML with a resource table), `*.smali` (assembled into
//!   `classes.dex`), `assets/**`, `lib/**`, `META-INF/**`, `root/**` (files for the root of the package): an APK;
//! - `Info.plist`, `*.lproj/*`, `PrivacyInfo.xcprivacy`, `*.nib`, `bundle/**` (files for the root of the app bundle),
//!   `entitlements.plist`, `macho.txt` (an executable in a few words, see [`macho`]) or `executable` (built from `App.m`
//!   beside it by `samples/build.sh`, as a framework below `bundle/` is from another `NAME.m`): an IPA;
//! - any of those files as `NAME.hex`, its bytes written out, where text cannot say it;
//! - `facts.yaml`: no build at all, the facts themselves;
//! - `notice.txt`, `notice.md` or `notice.html`, the privacy notice handed in with the build, and `hosts.txt`, the declared
//!   hosts, one a line.
//!
//! What is not there but every build has (a manifest, some code, an executable) is added in its plainest form. A line with
//! the comment `finding` is where a finding is expected: `# finding` in smali, YAML and property lists of text,
//! `<!-- finding -->` in XML. In XML it means the last element that begins on or before that line; in a property list the
//! last key; in smali the instruction, or the method or class whose head it is; in Objective-C and C (`// finding`) the
//! function or method around it, its blocks included.

#![allow(dead_code, unreachable_pub, missing_docs, reason = "each test program uses its part of this")]

pub mod arsc;
pub mod axml;
pub mod dex;
pub mod macho;
pub mod opcodes;
pub mod smali;

use std::fs;
use std::io::{Cursor, Read as _, Write};
use std::path::Path;

use maspect::app::Artifact;
use maspect::finding::{Locus, Platform};
use maspect::format::axml::Document;
use maspect::limits::Limits;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use arsc::Resources;

/// A sample, ready to scan.
#[derive(Debug)]
pub struct Sample {
    /// Which kind of build.
    pub platform: Platform,
    /// The build; none when the sample is facts alone.
    pub artifact: Option<Artifact>,
    /// `facts.yaml`.
    pub facts: Option<String>,
    /// The notice handed in with the build: its file name and bytes.
    pub notice: Option<(String, Vec<u8>)>,
    /// `hosts.txt`.
    pub hosts: Option<String>,
    /// Where findings are expected.
    pub expected: Vec<Place>,
}

/// A place that a sample marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A file as a whole, or a line in a file without inner structure.
    File(String),
    /// An element of an XML file.
    Element {
        /// Path in the build.
        file: String,
        /// As in [`Locus::Xml`].
        element: String,
    },
    /// A simple resource, `type/name`.
    Resource(String),
    /// A key of a property list.
    Key {
        /// Path in the build; `entitlements.plist` for those of the code signature.
        file: String,
        /// As in [`Locus::Plist`].
        key: String,
    },
    /// A class, method or instruction.
    Code(dex::Mark),
    /// A function or method of an executable, by its symbol.
    Function(String),
    /// A fact of `facts.yaml`: its position in the list, from 0.
    Fact(usize),
}

impl Place {
    /// Whether a finding's place is this one. An offset is compared when both have one.
    pub fn is_at(&self, locus: &Locus) -> bool {
        match (self, locus) {
            (Self::File(file), _) => locus.file().is_some_and(|found| found.raw() == file),
            (Self::Element { file, element }, Locus::Xml { file: found, element: at, .. }) => {
                found.raw() == file && at.raw() == element
            }
            (Self::Resource(name), Locus::Resource { name: found, .. }) => found.raw() == name,
            (Self::Key { file, key }, Locus::Plist { file: found, key: at }) => {
                at.raw() == key && (file == "entitlements.plist" || found.raw() == file)
            }
            (Self::Code(mark), Locus::Dex { class, method, offset, .. }) => {
                class.raw() == mark.class
                    && (mark.method.is_none() || method.as_ref().map(|m| m.raw()) == mark.method.as_deref())
                    && mark.offset.zip(*offset).is_none_or(|(wanted, found)| wanted == found)
            }
            (Self::Function(name), Locus::Native { symbol: Some(symbol), .. }) => {
                let symbol = symbol.raw();
                let block = || symbol.strip_prefix("__")?.split_once("_block_invoke").map(|(outer, _)| outer == name);
                symbol == name || block() == Some(true)
            }
            _ => false,
        }
    }
}

/// Builds the sample of a folder.
pub fn build(folder: &Path) -> Sample {
    let mut files = Vec::new();
    collect(folder, folder, &mut files);
    files.sort();
    let name = folder.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    build_files(&name, files)
}

/// Builds a sample from files given by path.
pub fn build_files(name: &str, files: Vec<(String, Vec<u8>)>) -> Sample {
    let mut sample = Sample {
        platform: Platform::Android,
        artifact: None,
        facts: None,
        notice: None,
        hosts: None,
        expected: Vec::new(),
    };
    let ios = ["Info.plist", "entitlements.plist", "PrivacyInfo.xcprivacy", "macho.txt", "executable"];
    let is_ios = |path: &str| ios.contains(&path) || path.starts_with("bundle/") || path.contains(".lproj/");
    if files.iter().any(|(path, _)| is_ios(path)) {
        sample.platform = Platform::Ios;
    }
    let (facts, files): (Vec<_>, Vec<_>) = files.into_iter().partition(|(path, _)| path == "facts.yaml");
    if let Some((_, bytes)) = facts.into_iter().next() {
        let text = String::from_utf8(bytes).unwrap_or_else(|_| panic!("{name}/facts.yaml"));
        sample.expected.extend(marked_facts(&text));
        sample.facts = Some(text);
    }
    let (given, files): (Vec<_>, Vec<_>) =
        files.into_iter().partition(|(path, _)| path == "hosts.txt" || path.starts_with("notice."));
    for (path, bytes) in given {
        match path.as_str() {
            "hosts.txt" => sample.hosts = Some(String::from_utf8_lossy(&bytes).into_owned()),
            _ => sample.notice = Some((path, bytes)),
        }
    }
    if !files.is_empty() {
        let entries = match sample.platform {
            Platform::Ios => ipa(files, &mut sample.expected),
            _ => apk(files, &mut sample.expected),
        };
        let extension = if sample.platform == Platform::Ios { "ipa" } else { "apk" };
        sample.artifact = Some(Artifact::file(&format!("{name}.{extension}"), pack(&entries)));
    }
    sample
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<(String, Vec<u8>)>) {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    for path in entries.map(|entry| entry.unwrap_or_else(|error| panic!("{}: {error}", folder.display())).path()) {
        if path.is_dir() {
            collect(root, &path, files);
            continue;
        }
        let inside = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        let bytes = fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        files.push(match inside.strip_suffix(".hex") {
            Some(plain) => (plain.to_owned(), written(&String::from_utf8_lossy(&bytes))),
            None => (inside, bytes),
        });
    }
}

/// Bytes written as pairs of digits, with remarks behind `#`; `NNx0` stands for as many zeros.
fn written(text: &str) -> Vec<u8> {
    let words = text.lines().flat_map(|line| line.split('#').next().unwrap_or_default().split_whitespace());
    words
        .flat_map(|word| match word.strip_suffix("x0") {
            Some(count) => vec![0; count.parse().unwrap_or_else(|error| panic!("{word}: {error}"))],
            None => hex::decode(word).unwrap_or_else(|error| panic!("{word}: {error}")),
        })
        .collect()
}

/// Positions of the facts whose lines, up to the next fact, hold a mark.
fn marked_facts(text: &str) -> Vec<Place> {
    let (mut places, mut at) = (Vec::new(), None);
    for line in text.lines() {
        if line.starts_with("- ") {
            at = Some(at.map_or(0, |n: usize| n + 1));
        }
        if line.trim_end().ends_with("# finding") {
            places.extend(at.map(Place::Fact));
        }
    }
    places
}

const MANIFEST: &str = r#"<manifest xmlns:android="http://schemas.android.com/apk/res/android" package="tw.example.sample">
    <uses-sdk android:minSdkVersion="28" android:targetSdkVersion="35" />
    <application android:allowBackup="false" android:usesCleartextTraffic="false">
        <activity android:name=".Main" android:exported="true">
            <intent-filter>
                <action android:name="android.intent.action.MAIN" />
                <category android:name="android.intent.category.LAUNCHER" />
            </intent-filter>
        </activity>
    </application>
</manifest>
"#;

const MAIN: &str = ".class public Ltw/example/sample/Main;\n.super Landroid/app/Activity;\n";

fn apk(files: Vec<(String, Vec<u8>)>, expected: &mut Vec<Place>) -> Vec<(String, Vec<u8>)> {
    let resources = Resources::of(files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())));
    let mut entries = Vec::new();
    let mut classes = Vec::new();
    let mut package = "tw.example.sample".to_owned();
    if !files.iter().any(|(path, _)| path == "AndroidManifest.xml") {
        let manifest = document("AndroidManifest.xml", MANIFEST.as_bytes());
        entries.push(("AndroidManifest.xml".to_owned(), axml::binary(&manifest, &resources)));
    }
    for (path, bytes) in files {
        let is_xml = path.ends_with(".xml");
        if path.ends_with(".smali") {
            classes.extend(smali::parse(&path, &String::from_utf8_lossy(&bytes)));
        } else if path.starts_with("res/values") {
            expected.extend(marked_resources(&path, &bytes));
        } else if path == "AndroidManifest.xml" || (is_xml && path.starts_with("res/")) {
            let document = document(&path, &bytes);
            expected.extend(marked_elements(&path, &bytes, &document));
            if path == "AndroidManifest.xml" {
                let named = document.root().and_then(|root| root.plain("package")).and_then(|a| a.text());
                package = named.map_or(package, str::to_owned);
            }
            entries.push((path, axml::binary(&document, &resources)));
        } else {
            let path = path.strip_prefix("root/").unwrap_or(&path).to_owned();
            expected.extend(marked_file(&path, &bytes));
            entries.push((path, bytes));
        }
    }
    if classes.is_empty() && !entries.iter().any(|(path, _)| path == "classes.dex") {
        classes = smali::parse("Main.smali", MAIN);
    }
    if !classes.is_empty() {
        let (dex, marks) = dex::assemble(&classes);
        expected.extend(marks.into_iter().map(Place::Code));
        entries.push(("classes.dex".to_owned(), dex));
    }
    if !resources.is_empty() {
        entries.push(("resources.arsc".to_owned(), resources.write(&package)));
    }
    entries
}

fn document(path: &str, bytes: &[u8]) -> Document {
    Document::parse(bytes, &Limits::default()).unwrap_or_else(|error| panic!("{path}: {error}")).value
}

/// Lines, from 1, that hold a mark.
fn marked_lines(text: &str) -> impl Iterator<Item = u32> + '_ {
    let marks = ["<!-- finding -->", "# finding", "// finding", "/* finding */"];
    text.lines()
        .zip(1..)
        .filter(move |(line, _)| marks.iter().any(|mark| line.trim_end().ends_with(mark)))
        .map(|(_, n)| n)
}

fn marked_elements(path: &str, bytes: &[u8], document: &Document) -> Vec<Place> {
    let text = String::from_utf8_lossy(bytes);
    let at = |line: u32| document.nodes().filter(|node| node.line() <= line).last();
    marked_lines(&text)
        .filter_map(at)
        .map(|node| Place::Element { file: path.to_owned(), element: node.path() })
        .collect()
}

fn marked_resources(path: &str, bytes: &[u8]) -> Vec<Place> {
    let document = document(path, bytes);
    let text = String::from_utf8_lossy(bytes);
    let at = |line: u32| document.nodes().filter(|node| node.line() <= line).last();
    let name = |node: maspect::format::axml::Node<'_>| {
        let name = node.plain("name").and_then(|a| a.text()).unwrap_or_default().to_owned();
        Place::Resource(format!("{}/{name}", node.name()))
    };
    marked_lines(&text).filter_map(at).map(name).collect()
}

fn marked_file(path: &str, bytes: &[u8]) -> Vec<Place> {
    let text = String::from_utf8_lossy(bytes);
    marked_lines(&text).map(|_| Place::File(path.to_owned())).collect()
}

/// Functions and methods with a mark in their bodies. A head begins in the first column and ends before its `{`.
fn marked_functions(text: &str) -> Vec<Place> {
    let marked: Vec<u32> = marked_lines(text).collect();
    let (mut places, mut class, mut head) = (Vec::new(), String::new(), String::new());
    for (line, number) in text.lines().zip(1..) {
        if let Some(name) = line.strip_prefix("@implementation ") {
            class = name.split([' ', '(', '{']).next().unwrap_or_default().to_owned();
        } else if line.starts_with(['-', '+']) || (line.contains('(') && line.starts_with(char::is_alphabetic)) {
            head = symbol_of(line, &class);
        }
        if marked.contains(&number) {
            places.push(Place::Function(head.clone()));
        }
    }
    places
}

/// `-[Class some:selector:]` of a method's head, the name of a function's.
fn symbol_of(head: &str, class: &str) -> String {
    let head = head.trim_end_matches([' ', '{']);
    if !head.starts_with(['-', '+']) {
        let before = head.split('(').next().unwrap_or_default();
        return before.rsplit([' ', '*']).next().unwrap_or_default().to_owned();
    }
    let (mut plain, mut depth) = (String::new(), 0);
    for c in head[1..].chars() {
        depth += i32::from(c == '(') - i32::from(c == ')');
        if depth == 0 && c != ')' {
            plain.push(c);
        }
    }
    let parts: Vec<&str> = plain.split(':').map(|part| part.split(' ').next_back().unwrap_or_default()).collect();
    let selector = match parts.as_slice() {
        [only] => (*only).to_owned(),
        [parts @ .., _] => parts.iter().map(|part| format!("{part}:")).collect(),
        [] => String::new(),
    };
    format!("{}[{class} {selector}]", &head[..1])
}

const APP: &str = "Payload/Sample.app";

const INFO: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<plist version="1.0">
<dict>
    <key>CFBundleExecutable</key> <string>Sample</string>
    <key>CFBundleIdentifier</key> <string>tw.example.sample</string>
    <key>CFBundleName</key> <string>Sample</string>
    <key>CFBundlePackageType</key> <string>APPL</string>
    <key>CFBundleShortVersionString</key> <string>1.0</string>
    <key>CFBundleVersion</key> <string>1</string>
    <key>MinimumOSVersion</key> <string>16.0</string>
    <key>DTSDKName</key> <string>iphoneos26.0</string>
</dict>
</plist>
"#;

const EXECUTABLE: &str = "import _objc_msgSend\nimport _objc_release\nimport ___stack_chk_fail\n";

fn ipa(files: Vec<(String, Vec<u8>)>, expected: &mut Vec<Place>) -> Vec<(String, Vec<u8>)> {
    let mut entries = Vec::new();
    let (mut text, mut entitlements, mut built) = (EXECUTABLE.to_owned(), None, None);
    if !files.iter().any(|(path, _)| path == "Info.plist") {
        entries.push((format!("{APP}/Info.plist"), INFO.as_bytes().to_vec()));
    }
    let mut executable = "Sample".to_owned();
    for (path, bytes) in files {
        let inside = format!("{APP}/{}", path.strip_prefix("bundle/").unwrap_or(&path));
        match path.as_str() {
            "macho.txt" => text = String::from_utf8_lossy(&bytes).into_owned(),
            "executable" => built = Some(bytes),
            _ if path.ends_with(".m") => expected.extend(marked_functions(&String::from_utf8_lossy(&bytes))),
            "entitlements.plist" => {
                expected.extend(marked_keys(&path, &bytes));
                entitlements = Some(bytes);
            }
            _ if path.ends_with(".plist") || path.ends_with(".xcprivacy") => {
                expected.extend(marked_keys(&inside, &bytes));
                let named = if path == "Info.plist" { executable_of(&bytes) } else { None };
                executable = named.unwrap_or(executable);
                let complete = if path == "Info.plist" { completed(&bytes) } else { bytes };
                entries.push((inside, complete));
            }
            _ => {
                expected.extend(marked_file(&inside, &bytes));
                entries.push((inside, bytes));
            }
        }
    }
    let path = format!("{APP}/{executable}");
    expected.extend(marked_lines(&text).map(|_| Place::File(path.clone())));
    entries.push((path, built.unwrap_or_else(|| macho::write(&text, entitlements.as_deref()))));
    entries
}

fn executable_of(bytes: &[u8]) -> Option<String> {
    let value = plist::Value::from_reader_xml(Cursor::new(bytes)).ok()?;
    value.as_dictionary()?.get("CFBundleExecutable")?.as_string().map(str::to_owned)
}

/// `Info.plist` with the keys that every app has, where it lacks them.
fn completed(bytes: &[u8]) -> Vec<u8> {
    let read = |bytes: &[u8]| plist::Value::from_reader_xml(Cursor::new(bytes.to_vec()));
    let (Ok(plist::Value::Dictionary(mut given)), Ok(plist::Value::Dictionary(plain))) =
        (read(bytes), read(INFO.as_bytes()))
    else {
        return bytes.to_vec(); // a sample of a broken one
    };
    for (key, value) in plain {
        if !given.contains_key(&key) {
            given.insert(key, value);
        }
    }
    let mut out = Vec::new();
    plist::Value::Dictionary(given).to_writer_xml(&mut out).unwrap_or_else(|error| panic!("Info.plist: {error}"));
    out
}

/// Paths of the last keys on or before marked lines of a property list.
fn marked_keys(file: &str, bytes: &[u8]) -> Vec<Place> {
    let text = String::from_utf8_lossy(bytes);
    let document = document(file, bytes);
    let rows = document.root().map(|root| key_rows(root, "")).unwrap_or_default();
    let at = |line: u32| rows.iter().rfind(|(row, _)| *row <= line);
    marked_lines(&text).filter_map(at).map(|(_, key)| Place::Key { file: file.to_owned(), key: key.clone() }).collect()
}

/// Every key with its line, in document order; array positions count as keys.
fn key_rows(node: maspect::format::axml::Node<'_>, above: &str) -> Vec<(u32, String)> {
    let mut rows = Vec::new();
    let (mut key, mut position) = (String::new(), 0);
    let join = |name: &str| if above.is_empty() { name.to_owned() } else { format!("{above}/{name}") };
    for child in node.children() {
        if child.name() == "key" {
            key = join(child.text().trim());
            rows.push((child.line(), key.clone()));
            continue;
        }
        let path = match node.name() {
            "array" => {
                position += 1;
                let path = join(&(position - 1).to_string());
                rows.push((child.line(), path.clone()));
                path
            }
            "dict" => key.clone(),
            _ => above.to_owned(),
        };
        rows.extend(key_rows(child, &path));
    }
    rows
}

/// Inflated entries of an archive, by name.
pub fn unpack(path: &str) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(fs::read(path).unwrap())).unwrap();
    let mut entries = Vec::new();
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).unwrap();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        entries.push((entry.name().unwrap().into_owned(), bytes));
    }
    entries
}

/// A ZIP with fixed times; what Android maps is stored, the rest deflated.
pub fn pack(entries: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, bytes) in entries {
        let stored = path.ends_with(".arsc") || path.ends_with(".so");
        let method = if stored { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        let options = SimpleFileOptions::default().compression_method(method).last_modified_time(DateTime::default());
        zip.start_file(path.as_str(), options).unwrap_or_else(|error| panic!("{path}: {error}"));
        zip.write_all(bytes).unwrap_or_else(|error| panic!("{path}: {error}"));
    }
    zip.finish().unwrap_or_else(|error| panic!("packing: {error}")).into_inner()
}
