use proptest::prelude::*;

use super::*;

fn read(bytes: &[u8]) -> Plist {
    parse(bytes, &Limits::default()).unwrap().value
}

fn xml(body: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \
         \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n<plist version=\"1.0\">{body}</plist>\n"
    )
}

/// A binary list of given objects (marker bytes and all), offsets and references of one byte.
fn bplist(objects: &[&[u8]], top: u8) -> Vec<u8> {
    let mut out = b"bplist00".to_vec();
    let mut offsets = Vec::new();
    for object in objects {
        offsets.push(out.len() as u8);
        out.extend_from_slice(object);
    }
    let table = out.len() as u64;
    out.extend_from_slice(&offsets);
    out.extend_from_slice(&[0, 0, 0, 0, 0, 0, 1, 1]);
    out.extend_from_slice(&(objects.len() as u64).to_be_bytes());
    out.extend_from_slice(&u64::from(top).to_be_bytes());
    out.extend_from_slice(&table.to_be_bytes());
    out
}

fn sample() -> Vec<u8> {
    bplist(
        &[
            &[0xd3, 1, 2, 3, 4, 5, 6],
            b"\x51a",
            b"\x51b",
            b"\x51c",
            &[0x62, 0x50, 0x65, 0x5e, 0xb7],
            &[0xa2, 7, 8],
            &[0x09],
            &[0x13, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfe],
            &[0x44, 1, 2, 3, 4],
        ],
        0,
    )
}

#[test]
fn the_xml_form_gives_every_kind_of_value_with_its_key_path() {
    let text = xml(
        "<dict><key>A &amp; B</key><string>&#x5065;康<![CDATA[<x>]]></string><!-- no --><key>n</key><integer>-0x10</integer>\
         <key>t</key><true/><key>d</key><data> AQID\n BA== </data><key>w</key><date>2026-11-21T00:00:00Z</date>\
         <key>l</key><array><real>1.5</real><dict/><string/></array></dict>",
    );
    let plist = read(text.as_bytes());
    assert_eq!(plist.form, Form::Xml);
    assert_eq!(plist.root.at("A & B").and_then(Value::text), Some("健康<x>"));
    assert_eq!(plist.root.at("n").and_then(Value::integer), Some(-16));
    assert_eq!(plist.root.at("t").and_then(Value::truth), Some(true));
    assert_eq!(plist.root.at("d").and_then(Value::data), Some(&[1, 2, 3, 4][..]));
    assert_eq!(plist.root.at("w").map(Value::plain).as_deref(), Some("2026-11-21"));
    assert_eq!(plist.root.at("l/0"), Some(&Value::Real(1.5)));
    assert_eq!(plist.root.at("l/2").and_then(Value::text), Some(""));
    let mut paths = Vec::new();
    plist.root.scalars(&mut |path, _| paths.push(path.to_owned()));
    assert_eq!(paths, ["A & B", "n", "t", "d", "w", "l/0", "l/2"]);
}

#[test]
fn xml_in_utf16_and_with_an_internal_subset_is_read_and_defines_nothing() {
    let text = "<?xml version=\"1.0\"?><!DOCTYPE plist [<!ENTITY a \"bbbb\">]><plist><string>&a;</string></plist>";
    assert_eq!(read(text.as_bytes()).root.text(), Some("&a;"));
    let utf16: Vec<u8> = [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    assert_eq!(read(&utf16).root.text(), Some("&a;"));
}

#[test]
fn the_binary_form_gives_the_same_tree() {
    let plist = read(&sample());
    assert_eq!(plist.form, Form::Binary);
    assert_eq!(plist.root.at("a").and_then(Value::text), Some("健康"));
    assert_eq!(plist.root.at("b/0"), Some(&Value::Integer(-2)));
    assert_eq!(plist.root.at("b/1").and_then(Value::data), Some(&[1, 2, 3, 4][..]));
    assert_eq!(plist.root.at("c"), Some(&Value::Bool(true)));
}

#[test]
fn a_binary_container_that_holds_itself_is_refused() {
    let error = parse(&bplist(&[&[0xa1, 0]], 0), &Limits::default()).unwrap_err();
    assert!(matches!(error, FormatError::Malformed { why: "container that holds itself", .. }), "{error}");
}

#[test]
fn sharing_cannot_blow_a_binary_list_up() {
    // 20 arrays, each holding the next one ten times.
    let arrays: Vec<Vec<u8>> = (1..=20u8).map(|next| [vec![0xaa], vec![next; 10]].concat()).collect();
    let mut objects: Vec<&[u8]> = arrays.iter().map(Vec::as_slice).collect();
    objects.push(b"\x51x");
    let error = parse(&bplist(&objects, 0), &Limits::default()).unwrap_err();
    assert_eq!(error, FormatError::Limit { what: "property list", limit: "table-items" });
}

#[test]
fn nesting_is_bounded_in_every_form() {
    let deep = |open: &str, close: &str| format!("{}{}", open.repeat(5_000), close.repeat(5_000));
    for text in [xml(&deep("<array>", "</array>")), deep("(", ")"), deep("{a=", ";}"), deep("[", "]")] {
        assert!(parse(text.as_bytes(), &Limits::default()).is_err());
    }
}

#[test]
fn json_is_read_as_a_property_list() {
    let plist = read(br#"{"CFBundleIdentifier": "tw.example", "UIFileSharingEnabled": true, "n": [1, 2.5, null]}"#);
    assert_eq!(plist.form, Form::Json);
    assert_eq!(plist.root.at("CFBundleIdentifier").and_then(Value::text), Some("tw.example"));
    assert_eq!(plist.root.at("n/1"), Some(&Value::Real(2.5)));
}

#[test]
fn strings_files_are_read_in_utf8_and_utf16_with_comments_and_escapes() {
    let text = "/* 用途 */\n\"NSCameraUsageDescription\" = \"掃描\\\"健保卡\\\"\\n\\U5065\\ud83d\\ude00\";\n// x\nbare = 'v';\n";
    let utf16: Vec<u8> = [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect();
    for bytes in [text.as_bytes().to_vec(), utf16] {
        let plist = read(&bytes);
        assert_eq!(plist.form, Form::OldStyle);
        assert_eq!(plist.root.get("NSCameraUsageDescription").and_then(Value::text), Some("掃描\"健保卡\"\n健😀"));
        assert_eq!(plist.root.get("bare").and_then(Value::text), Some("v"));
    }
}

#[test]
fn a_strings_file_that_breaks_off_is_read_up_to_there() {
    let parsed = parse("\"a\" = \"1\";\n\"b\" = \"2\"\n\"c\" = \"3\";".as_bytes(), &Limits::default()).unwrap();
    assert_eq!(parsed.value.root.pairs().len(), 1);
    assert_eq!(parsed.anomalies[0].code, "plist-strings-broken");
}

#[test]
fn the_old_style_holds_arrays_and_data() {
    let plist = read(b"{ a = ( x, \"y z\" ); d = <0fbd 77>; }");
    assert_eq!(plist.root.at("a/1").and_then(Value::text), Some("y z"));
    assert_eq!(plist.root.at("d").and_then(Value::data), Some(&[0x0f, 0xbd, 0x77][..]));
}

#[test]
fn of_a_key_that_stands_twice_the_last_counts_and_it_is_said() {
    let text = xml("<dict><key>a</key><true/><key>a</key><false/></dict>");
    let parsed = parse(text.as_bytes(), &Limits::default()).unwrap();
    assert_eq!(parsed.value.root.get("a"), Some(&Value::Bool(false)));
    assert_eq!(parsed.anomalies[0].code, "plist-duplicate-key");
}

#[test]
fn truncation_and_byte_flips_never_panic() {
    let samples = [
        sample(),
        xml("<dict><key>a</key><array><integer>1</integer></array></dict>").into_bytes(),
        b"{a=(b,c);}".to_vec(),
    ];
    for bytes in samples {
        for end in 0..bytes.len() {
            let _ = parse(&bytes[..end], &Limits::default());
        }
        let mut flipped = bytes.clone();
        for position in 0..bytes.len() {
            for value in [0, 0xff, bytes[position] ^ 0x80, bytes[position].wrapping_add(1)] {
                flipped[position] = value;
                let _ = parse(&flipped, &Limits::default());
            }
            flipped[position] = bytes[position];
        }
    }
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = parse(&bytes, &Limits::default());
        let _ = parse(&[b"bplist00", &bytes[..]].concat(), &Limits::default());
    }

    #[test]
    fn old_style_text_comes_back(key in "[a-z]{1,8}", value in "[ -~]{0,20}") {
        let escaped = value.replace('\\', "\\\\").replace('"', "\\\"");
        let plist = read(format!("\"{key}\" = \"{escaped}\";").as_bytes());
        prop_assert_eq!(plist.root.get(&key).and_then(Value::text), Some(value.as_str()));
    }
}
