//! What a table says of its resources.

use super::*;
use crate::format::axml::tests::{chunk, pool};

fn config(language: [u8; 2], region: [u8; 2], sdk: u16) -> Vec<u8> {
    let mut bytes = vec![0; 64];
    bytes[0] = 64;
    bytes[8..10].copy_from_slice(&language);
    bytes[10..12].copy_from_slice(&region);
    bytes[24..26].copy_from_slice(&sdk.to_le_bytes());
    bytes
}

fn simple(key: u32, kind: u8, data: u32) -> Vec<u8> {
    [&[8, 0, 0, 0][..], &key.to_le_bytes(), &[8, 0, 0, kind], &data.to_le_bytes()].concat()
}

/// A type chunk with one entry, at index 0, in the encoding that the flags say.
fn of_type(id: u8, flags: u8, config: &[u8], entry: &[u8]) -> Vec<u8> {
    let index: Vec<u8> = match flags {
        0 => vec![0; 4],
        1 => vec![0; 4],
        _ => vec![0, 0, 0xff, 0xff],
    };
    let header = 20 + config.len() as u16;
    let start = u32::from(header) + index.len() as u32;
    let count = if flags == 2 { 2u32 } else { 1 };
    let head = [&[id, flags, 0, 0][..], &count.to_le_bytes(), &start.to_le_bytes()].concat();
    chunk(TYPE, header, &[&head, config, &index, entry].concat())
}

fn table(strings: &[&str], types: &[&str], keys: &[&str], body: &[Vec<u8>]) -> Vec<u8> {
    let owned = |list: &[&str]| list.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>();
    let (types, keys) = (pool(&owned(types), false), pool(&owned(keys), true));
    let mut head = 0x7fu32.to_le_bytes().to_vec();
    head.resize(4 + 256, 0);
    head[4] = b'a';
    head.extend([288u32, 0, 288 + types.len() as u32, 0, 0].map(u32::to_le_bytes).concat());
    let package = chunk(PACKAGE, 288, &[head, types, keys, body.concat()].concat());
    chunk(TABLE, 12, &[1u32.to_le_bytes().to_vec(), pool(&owned(strings), true), package].concat())
}

fn parse(bytes: &[u8]) -> Parsed<Table<'_>> {
    Table::parse(bytes, &Limits::default()).unwrap()
}

/// A label in three languages and a reference to it.
fn sample() -> Vec<u8> {
    table(
        &["Health", "健康", "健康 (简)"],
        &["string", "attr"],
        &["label", "alias"],
        &[
            of_type(1, 0, &config([0; 2], [0; 2], 0), &simple(0, 3, 0)),
            of_type(1, 1, &config(*b"zh", *b"TW", 0), &simple(0, 3, 1)),
            of_type(1, 2, &config(*b"zh", *b"CN", 0), &simple(0, 3, 2)),
            of_type(2, 0, &config([0; 2], [0; 2], 0), &simple(1, 1, 0x7f01_0000)),
        ],
    )
}

#[test]
fn a_resource_is_found_by_id_and_by_name_in_every_encoding() {
    let bytes = sample();
    let Parsed { value: table, anomalies } = parse(&bytes);
    assert_eq!(anomalies, []);
    assert_eq!(table.name(0x7f01_0000).unwrap().to_string(), "string/label");
    assert_eq!(table.find("string", "label"), Some(0x7f01_0000));
    let values: Vec<_> =
        table.values(0x7f01_0000).map(|(c, r)| (c.to_string(), r.simple().unwrap().display())).collect();
    let wanted =
        [("", "Health"), ("zh-rTW", "健康"), ("zh-rCN", "健康 (简)")].map(|(c, t)| (c.to_owned(), t.to_owned()));
    assert_eq!(values, wanted);
}

#[test]
fn a_language_is_picked_as_a_device_picks_it_and_references_are_followed() {
    let bytes = sample();
    let table = parse(&bytes).value;
    assert_eq!(table.text(0x7f02_0000, Language::Default).as_deref(), Some("Health"));
    assert_eq!(table.text(0x7f02_0000, Language::TraditionalChinese).as_deref(), Some("健康"));
    assert_eq!(table.all("string", |_| true).len(), 3);
}

#[test]
fn a_circle_of_references_ends() {
    let body = [of_type(1, 0, &config([0; 2], [0; 2], 0), &simple(0, 1, 0x7f01_0000))];
    let bytes = table(&[], &["bool"], &["loop"], &body);
    assert_eq!(parse(&bytes).value.resolve(0x7f01_0000, Language::Default), None);
}

#[test]
fn the_highest_api_level_wins_among_equals() {
    let body = [
        of_type(1, 0, &config([0; 2], [0; 2], 0), &simple(0, 0x12, 0)),
        of_type(1, 0, &config([0; 2], [0; 2], 24), &simple(0, 0x12, u32::MAX)),
    ];
    let bytes = table(&[], &["bool"], &["on"], &body);
    assert_eq!(parse(&bytes).value.resolve(0x7f01_0000, Language::Default), Some(Value::Bool(true)));
}

#[test]
fn bags_and_compact_entries_are_read() {
    let bag =
        [&[16, 0, 1, 0][..], &[0; 8], &1u32.to_le_bytes(), &0x0200_0000u32.to_le_bytes(), &[8, 0, 0, 0x10, 7, 0, 0, 0]];
    let compact = [0u16.to_le_bytes(), 0x1008u16.to_le_bytes(), 42u16.to_le_bytes(), [0, 0]].concat();
    let body =
        [of_type(1, 0, &config([0; 2], [0; 2], 0), &bag.concat()), of_type(2, 0, &config([0; 2], [0; 2], 0), &compact)];
    let bytes = table(&[], &["array", "integer"], &["x"], &body);
    let table = parse(&bytes).value;
    let bag = table.best(0x7f01_0000, Language::Default).unwrap().1;
    assert_eq!(bag, Resource::Bag { parent: 0, items: vec![(0x0200_0000, Value::Int(7))] });
    assert_eq!(table.resolve(0x7f02_0000, Language::Default), Some(Value::Int(42)));
}

#[test]
fn qualifiers_are_written_as_in_folder_names() {
    let read = |bytes: &[u8]| Config::read(&mut Reader::new(bytes, "c")).unwrap();
    let mut bytes = config(*b"zh", *b"TW", 24);
    bytes[36..40].copy_from_slice(b"Hant");
    bytes[29] = 0x20;
    assert_eq!(read(&bytes).to_string(), "b+zh+Hant+TW-night-v24");
    // `fil`, packed: 5 bits each from the first letter in the low bits.
    let packed = u16::from(b'f' - b'a') | u16::from(b'i' - b'a') << 5 | u16::from(b'l' - b'a') << 10 | 0x8000;
    assert_eq!(read(&config(packed.to_be_bytes(), [0; 2], 0)).to_string(), "fil");
    assert_eq!(read(&config([0; 2], [0; 2], 0)).to_string(), "");
}

#[test]
fn no_prefix_and_no_flipped_byte_is_too_much() {
    let bytes = sample();
    let look = |bytes: &[u8]| {
        if let Ok(parsed) = Table::parse(bytes, &Limits::default()) {
            let _ = parsed.value.all("string", |_| true);
            let _ = parsed.value.text(0x7f02_0000, Language::TraditionalChinese);
        }
    };
    for end in 0..bytes.len() {
        look(&bytes[..end]);
        for bits in [0x01, 0x80, 0xff] {
            let mut flipped = bytes.clone();
            flipped[end] ^= bits;
            look(&flipped);
        }
    }
}
