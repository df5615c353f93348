//! What a document says, whichever form it comes in and however it was tampered with.

use proptest::prelude::*;

use super::*;

fn parse(bytes: &[u8]) -> Parsed<Document> {
    Document::parse(bytes, &Limits::default()).unwrap()
}

fn codes(parsed: &Parsed<Document>) -> Vec<&'static str> {
    parsed.anomalies.iter().map(|a| a.code).collect()
}

/// Turns a text document into binary XML as `aapt2` does: typed booleans and numbers, resource ids of the platform's
/// attributes first in the pool.
pub(crate) fn binary(text: &str) -> Vec<u8> {
    Writer::default().write(&parse(text.as_bytes()).value)
}

#[derive(Default)]
struct Writer {
    ids: Vec<(u32, String)>,
    strings: Vec<String>,
    nodes: Vec<u8>,
}

impl Writer {
    fn write(mut self, document: &Document) -> Vec<u8> {
        for attribute in &document.attributes {
            if attribute.resource != 0 && !self.ids.iter().any(|(id, _)| *id == attribute.resource) {
                self.ids.push((attribute.resource, attribute.name.to_string()));
            }
        }
        self.strings = self.ids.iter().map(|(_, name)| name.clone()).collect();
        self.element(document.root().unwrap());
        let mut map = Vec::new();
        self.ids.iter().for_each(|(id, _)| map.extend(id.to_le_bytes()));
        let body = [pool(&self.strings, true), chunk(0x0180, 8, &map), self.nodes].concat();
        chunk(0x0003, 8, &body)
    }

    fn string(&mut self, text: &str) -> u32 {
        let from = self.ids.len();
        let at = self.strings.iter().skip(from).position(|known| known == text);
        at.map(|at| at + from).unwrap_or_else(|| {
            self.strings.push(text.to_owned());
            self.strings.len() - 1
        }) as u32
    }

    fn element(&mut self, node: Node<'_>) {
        let mut body = Vec::new();
        body.extend(u32::MAX.to_le_bytes());
        body.extend(self.string(node.name()).to_le_bytes());
        for half in [20u16, 20, node.attributes().len() as u16, 0, 0, 0] {
            body.extend(half.to_le_bytes());
        }
        for attribute in node.attributes() {
            let namespace = attribute.namespace.as_deref().map_or(u32::MAX, |uri| self.string(uri));
            let id = self.ids.iter().position(|(id, _)| *id == attribute.resource);
            let name = id.map_or_else(|| self.string(&attribute.name), |at| at as u32);
            let text = attribute.text().unwrap_or_default();
            let (kind, data) = match text {
                "true" => (0x12, u32::MAX),
                "false" => (0x12, 0),
                _ => match text.parse::<i32>() {
                    Ok(number) => (0x10, number.cast_unsigned()),
                    Err(_) => match text.strip_prefix("@0x").map(|id| u32::from_str_radix(id, 16).unwrap()) {
                        Some(id) => (0x01, id),
                        None => (0x03, self.string(text)),
                    },
                },
            };
            body.extend([namespace, name, u32::MAX].map(u32::to_le_bytes).concat());
            body.extend([8, 0, 0, kind]);
            body.extend(data.to_le_bytes());
        }
        self.node(0x0102, node.line(), &body);
        if !node.text().is_empty() {
            let text = self.string(node.text());
            self.node(0x0104, node.line(), &[text.to_le_bytes(), [8, 0, 0, 0], [0; 4]].concat());
        }
        node.children().for_each(|child| self.element(child));
        let name = self.string(node.name());
        self.node(0x0103, node.line(), &[u32::MAX.to_le_bytes(), name.to_le_bytes()].concat());
    }

    fn node(&mut self, kind: u16, line: u32, body: &[u8]) {
        let body = [&line.to_le_bytes(), &u32::MAX.to_le_bytes(), body].concat();
        self.nodes.extend(chunk(kind, 16, &body));
    }
}

/// A chunk: its header and everything after the first eight bytes.
pub(crate) fn chunk(kind: u16, header: u16, body: &[u8]) -> Vec<u8> {
    let size = body.len() as u32 + 8;
    [&kind.to_le_bytes()[..], &header.to_le_bytes(), &size.to_le_bytes(), body].concat()
}

/// A string pool.
pub(crate) fn pool(strings: &[String], utf8: bool) -> Vec<u8> {
    let (mut offsets, mut data) = (Vec::new(), Vec::new());
    for text in strings {
        offsets.extend((data.len() as u32).to_le_bytes());
        if utf8 {
            assert!(text.len() < 0x4000);
            for length in [text.encode_utf16().count(), text.len()] {
                if length >= 0x80 {
                    data.push((length >> 8) as u8 | 0x80);
                }
                data.push(length as u8);
            }
            data.extend(text.as_bytes());
            data.push(0);
        } else {
            data.extend((text.encode_utf16().count() as u16).to_le_bytes());
            text.encode_utf16().for_each(|unit| data.extend(unit.to_le_bytes()));
            data.extend([0, 0]);
        }
    }
    data.resize(data.len().next_multiple_of(4), 0);
    let flags: u32 = if utf8 { 0x100 } else { 0 };
    let head = [strings.len() as u32, 0, flags, 28 + offsets.len() as u32, 0].map(u32::to_le_bytes).concat();
    chunk(STRING_POOL_TYPE, 28, &[head, offsets, data].concat())
}

const STRING_POOL_TYPE: u16 = 1;

const MANIFEST: &str = r#"<manifest xmlns:android="http://schemas.android.com/apk/res/android" package="a.b">
  <application android:debuggable="true" android:label="@0x7f010000">
    <activity android:name=".Main" android:exported="false"/>
    <activity android:name=".Other"><intent-filter/></activity>
    <service android:name=".S"/>
  </application>
</manifest>"#;

#[test]
fn text_and_binary_form_say_the_same() {
    for bytes in [MANIFEST.as_bytes().to_vec(), binary(MANIFEST)] {
        let parsed = parse(&bytes);
        assert_eq!(codes(&parsed), Vec::<&str>::new());
        let root = parsed.value.root().unwrap();
        assert_eq!(root.plain("package").unwrap().text(), Some("a.b"));
        let app = root.named("application").next().unwrap();
        assert_eq!(app.android("debuggable").unwrap().value.as_bool(), Some(true));
        let names: Vec<_> = app.children().map(|c| c.android("name").unwrap().text().unwrap()).collect();
        assert_eq!(names, [".Main", ".Other", ".S"]);
        let paths: Vec<_> = parsed.value.nodes().map(|node| node.path()).collect();
        assert_eq!(paths[2], "manifest/application/activity[1]");
        assert_eq!(paths[4], "manifest/application/activity[2]/intent-filter");
        assert_eq!(paths[5], "manifest/application/service");
        assert_eq!(app.android("debuggable").unwrap().display_name(), "android:debuggable");
    }
}

#[test]
fn an_attribute_is_known_by_its_resource_id_whatever_its_name_says() {
    let mut bytes = binary(MANIFEST);
    let at = memchr::memmem::find(&bytes, b"debuggable").unwrap();
    bytes[at..at + 10].copy_from_slice(b"xxxxxxxxxx");
    let parsed = parse(&bytes);
    let app = parsed.value.root().unwrap().named("application").next().unwrap();
    assert_eq!(app.android("debuggable").unwrap().value, Value::Bool(true));
    assert_eq!(&*app.android("debuggable").unwrap().name, "debuggable");
}

#[test]
fn a_name_without_its_id_means_nothing_beside_attributes_with_ids() {
    let text = MANIFEST.replace("android:exported=\"false\"", "android:unheard=\"false\"");
    let mut bytes = binary(&text);
    // `unheard` has no id; renamed to `exported` it deceives who reads names only.
    let at = memchr::memmem::find(&bytes, b"unheard").unwrap();
    bytes[at..at + 7].copy_from_slice(b"enabled");
    let parsed = parse(&bytes);
    let activity = parsed.value.nodes().find(|node| node.name() == "activity").unwrap();
    assert!(activity.android("enabled").is_none());
}

#[test]
fn junk_chunks_and_a_wrong_header_type_do_not_hide_the_document() {
    let mut bytes = binary(MANIFEST);
    bytes[0] = 0x77;
    let pool_end = 8 + u32::from_le_bytes(bytes[12..16].try_into().unwrap()) as usize;
    let junk = chunk(0x7777, 8, &[1; 24]);
    bytes.splice(pool_end..pool_end, junk);
    let parsed = parse(&bytes);
    assert_eq!(codes(&parsed), ["axml-header-type", "axml-size", "axml-junk-chunk"]);
    assert_eq!(parsed.value.nodes().count(), 6);
}

#[test]
fn a_missing_end_and_trailing_bytes_are_noted() {
    let mut bytes = binary(MANIFEST);
    let length = bytes.len() - 24;
    bytes.truncate(length);
    let parsed = parse(&bytes);
    assert_eq!(codes(&parsed), ["axml-size", "axml-missing-end"]);
    let mut bytes = binary(MANIFEST);
    bytes.extend([0; 5]);
    assert_eq!(codes(&parse(&bytes)), ["axml-size", "chunk-trailing-bytes"]);
}

#[test]
fn elements_below_the_bound_are_left_out_and_said() {
    let deep = format!("{}{}", "<a>".repeat(200), "</a>".repeat(200));
    let parsed = parse(deep.as_bytes());
    assert_eq!(parsed.value.nodes().count(), Limits::default().nesting);
    assert_eq!(codes(&parsed), ["axml-too-deep"]);
}

#[test]
fn the_oracle_reads_the_writer_of_these_tests() {
    let bytes = binary(MANIFEST);
    let oracle = apk_info_axml::AXML::new(&mut &bytes[..], None).unwrap();
    assert_eq!(oracle.get_attribute_value("manifest", "package", None).as_deref(), Some("a.b"));
}

#[test]
fn no_prefix_and_no_flipped_byte_is_too_much() {
    let bytes = binary(MANIFEST);
    for end in 0..bytes.len() {
        let _ = Document::parse(&bytes[..end], &Limits::default());
        for bits in [0x01, 0x80, 0xff] {
            let mut flipped = bytes.clone();
            flipped[end] ^= bits;
            if let Ok(parsed) = Document::parse(&flipped, &Limits::default()) {
                parsed.value.nodes().for_each(|node| drop(node.path()));
            }
        }
    }
}

proptest! {
    #[test]
    fn any_bytes_after_a_header_are_survived(body in any::<Vec<u8>>()) {
        let _ = Document::parse(&chunk(3, 8, &body), &Limits::default());
        let _ = Document::parse(&[b"<".to_vec(), body].concat(), &Limits::default());
    }

    #[test]
    fn a_pool_gives_what_was_put_in(strings in proptest::collection::vec(".{0,40}", 0..8), utf8 in any::<bool>()) {
        let bytes = pool(&strings, utf8);
        let mut anomalies = Vec::new();
        let read = crate::format::arsc::StringPool::read(&bytes, 0, &mut anomalies).unwrap();
        for (index, text) in strings.iter().enumerate() {
            let read = read.get(index as u32);
            prop_assert_eq!(read.as_deref(), Some(text.as_str()));
        }
    }
}

#[test]
fn a_pool_of_overlapping_strings_costs_no_more_than_a_multiple_of_the_file() {
    // 3,000 strings of 2,000 characters that all lie in the same 8,000 bytes.
    let offsets: Vec<u8> = (0..3_000u32).flat_map(|i| (i * 2).to_le_bytes()).collect();
    let head = [3_000u32, 0, 0x100, 28 + offsets.len() as u32, 0].map(u32::to_le_bytes).concat();
    let pool = chunk(STRING_POOL_TYPE, 28, &[head, offsets, vec![0x87; 8_192]].concat());
    let mut body = [u32::MAX.to_le_bytes(), 0u32.to_le_bytes()].concat();
    [20u16, 20, 3_000, 0, 0, 0].iter().for_each(|half| body.extend(half.to_le_bytes()));
    for index in 0..3_000u32 {
        body.extend([u32::MAX, index, u32::MAX].map(u32::to_le_bytes).concat());
        body.extend([8, 0, 0, 3]);
        body.extend(index.to_le_bytes());
    }
    let element = chunk(0x0102, 16, &[vec![0; 8], body].concat());
    let bytes = chunk(3, 8, &[pool, element].concat());
    let parsed = parse(&bytes);
    let text: usize = parsed.value.attributes.iter().map(|a| a.name.len()).sum();
    assert!(codes(&parsed).contains(&"axml-strings-cut"));
    assert!(text < bytes.len() * 10, "{text} of {}", bytes.len());
}
