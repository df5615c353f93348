//! What a reader must make of whole and tampered archives.

use std::io::Write as _;

use proptest::prelude::*;

use super::*;
use crate::limits::{Budget, Limits};

/// One entry of an archive to write.
pub(crate) struct Item<'a> {
    pub(crate) name: &'a str,
    pub(crate) content: &'a [u8],
    pub(crate) deflate: bool,
}

/// Writes an archive: local headers, central directory, end record, nothing else.
pub(crate) fn archive(items: &[Item<'_>]) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for item in items {
        let body = if item.deflate { deflated(item.content) } else { item.content.to_vec() };
        let mut common = Vec::new();
        common.extend(0u16.to_le_bytes());
        common.extend(if item.deflate { DEFLATED } else { STORED }.to_le_bytes());
        common.extend([0; 4]);
        common.extend(inflate::crc32(item.content).to_le_bytes());
        common.extend((body.len() as u32).to_le_bytes());
        common.extend((item.content.len() as u32).to_le_bytes());
        common.extend((item.name.len() as u16).to_le_bytes());
        common.extend(0u16.to_le_bytes());
        directory.extend(b"PK\x01\x02\x14\x03\x14\x00");
        directory.extend(&common);
        directory.extend([0; 10]);
        directory.extend((out.len() as u32).to_le_bytes());
        directory.extend(item.name.as_bytes());
        out.extend(b"PK\x03\x04\x14\x00");
        out.extend(&common);
        out.extend(item.name.as_bytes());
        out.extend(body);
    }
    let start = out.len() as u32;
    out.extend(&directory);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend([(items.len() as u16).to_le_bytes(), (items.len() as u16).to_le_bytes()].concat());
    out.extend((directory.len() as u32).to_le_bytes());
    out.extend(start.to_le_bytes());
    out.extend([0, 0]);
    out
}

/// An archive of stored entries.
pub(crate) fn stored_archive(items: &[(&str, &[u8])]) -> Vec<u8> {
    archive(&items.iter().map(|&(name, content)| Item { name, content, deflate: false }).collect::<Vec<_>>())
}

fn deflated(content: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

fn budget() -> Budget {
    Budget::new(Limits::default())
}

const TEXT: &[u8] = b"the quick brown fox jumps over the lazy dog, the quick brown fox jumps again";

fn sample() -> Vec<u8> {
    archive(&[
        Item { name: "AndroidManifest.xml", content: TEXT, deflate: true },
        Item { name: "res/a.png", content: b"raw", deflate: false },
    ])
}

/// Offset of the n-th occurrence of a signature.
fn nth(bytes: &[u8], signature: &[u8], n: usize) -> usize {
    memchr::memmem::find_iter(bytes, signature).nth(n).unwrap()
}

fn put16(bytes: &mut [u8], at: usize, value: u16) {
    bytes[at..at + 2].copy_from_slice(&value.to_le_bytes());
}

/// Opens, reads the manifest, and gives the content with all anomaly codes.
fn manifest(bytes: Vec<u8>) -> (Vec<u8>, Vec<&'static str>) {
    let archive = Archive::open(bytes.into(), &budget()).unwrap();
    let entry = &archive.entries()[archive.find("AndroidManifest.xml").unwrap()];
    let content = archive.read(entry, &budget());
    let codes = archive.anomalies().iter().chain(&content.anomalies).map(|a| a.code).collect();
    (content.bytes.into_owned(), codes)
}

#[test]
fn an_ordinary_archive_has_its_entries_and_no_oddity() {
    assert_eq!(manifest(sample()), (TEXT.to_vec(), vec![]));
    let archive = Archive::open(sample().into(), &budget()).unwrap();
    let png = &archive.entries()[1];
    assert_eq!(&*archive.read(png, &budget()).bytes, b"raw");
    assert_eq!(&*archive.stored(png).unwrap(), b"raw");
    assert!(archive.crc_holds(png, b"raw"));
    assert!(archive.find("nothing").is_none());
}

#[test]
fn what_the_zip_crate_writes_is_read_the_same() {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    writer.start_file("AndroidManifest.xml", zip::write::SimpleFileOptions::default()).unwrap();
    writer.write_all(TEXT).unwrap();
    let bytes = writer.finish().unwrap().into_inner();
    assert_eq!(manifest(bytes).0, TEXT);
}

#[test]
fn a_bogus_method_is_inflated_if_that_gives_the_content_and_raw_otherwise() {
    let mut bytes = sample();
    let record = nth(&bytes, b"PK\x01\x02", 0);
    put16(&mut bytes, record + 10, 0x3333);
    assert_eq!(manifest(bytes), (TEXT.to_vec(), vec!["zip-odd-method", "zip-method-differs"]));

    let mut bytes = archive(&[Item { name: "AndroidManifest.xml", content: TEXT, deflate: false }]);
    let record = nth(&bytes, b"PK\x01\x02", 0);
    put16(&mut bytes, record + 10, 0x3333);
    put16(&mut bytes, 8, 0x3333);
    assert_eq!(manifest(bytes), (TEXT.to_vec(), vec!["zip-odd-method"]));
}

#[test]
fn stored_data_called_deflated_is_taken_raw() {
    let mut bytes = archive(&[Item { name: "AndroidManifest.xml", content: TEXT, deflate: false }]);
    let record = nth(&bytes, b"PK\x01\x02", 0);
    put16(&mut bytes, record + 10, DEFLATED);
    assert_eq!(manifest(bytes), (TEXT.to_vec(), vec!["zip-method-differs"]));
}

#[test]
fn the_encrypted_bit_and_disk_numbers_are_noted_and_ignored() {
    let mut bytes = sample();
    let (record, end) = (nth(&bytes, b"PK\x01\x02", 0), nth(&bytes, b"PK\x05\x06", 0));
    put16(&mut bytes, record + 8, 1);
    put16(&mut bytes, end + 4, 7);
    let (content, codes) = manifest(bytes);
    assert_eq!(content, TEXT);
    assert_eq!(codes, ["zip-encrypted-flag", "zip-multi-disk", "zip-encrypted-flag-differs"]);
}

#[test]
fn data_around_the_archive_and_a_wrong_comment_length_do_not_hide_it() {
    let mut before = vec![0x55; 100];
    before.extend(sample());
    assert_eq!(manifest(before), (TEXT.to_vec(), vec!["zip-data-before-archive"]));
    let mut after = sample();
    after.extend([0x55; 100_000]);
    assert_eq!(manifest(after), (TEXT.to_vec(), vec!["zip-data-after-end"]));
    let mut comment = sample();
    let end = nth(&comment, b"PK\x05\x06", 0);
    put16(&mut comment, end + 20, 500);
    assert_eq!(manifest(comment), (TEXT.to_vec(), vec!["zip-comment-length"]));
}

#[test]
fn a_wrong_entry_count_is_noted_and_all_entries_are_read() {
    for count in [1, 9] {
        let mut bytes = sample();
        let end = nth(&bytes, b"PK\x05\x06", 0);
        put16(&mut bytes, end + 10, count);
        assert_eq!(Archive::open(bytes.clone().into(), &budget()).unwrap().entries().len(), 2);
        assert!(manifest(bytes).1.contains(&"zip-entry-count"));
    }
}

#[test]
fn the_first_of_two_entries_of_one_name_wins() {
    let bytes = stored_archive(&[("AndroidManifest.xml", b"first"), ("AndroidManifest.xml", b"second")]);
    assert_eq!(manifest(bytes), (b"first".to_vec(), vec!["zip-duplicate-entry"]));
}

#[test]
fn without_a_directory_the_local_headers_are_walked() {
    let mut bytes = sample();
    let record = nth(&bytes, b"PK\x01\x02", 0);
    bytes.truncate(record);
    assert_eq!(manifest(bytes), (TEXT.to_vec(), vec!["zip-no-directory"]));
}

#[test]
fn a_wrong_length_in_a_record_hides_neither_the_next_record_nor_what_has_a_local_header() {
    let mut bytes = sample();
    let record = nth(&bytes, b"PK\x01\x02", 0);
    put16(&mut bytes, record + 30, 3);
    let codes = |bytes: Vec<u8>| -> Vec<&'static str> {
        let archive = Archive::open(bytes.into(), &budget()).unwrap();
        assert!(archive.find("res/a.png").is_some() && archive.find("AndroidManifest.xml").is_some());
        archive.anomalies().iter().map(|a| a.code).collect()
    };
    assert_eq!(codes(bytes.clone()), ["zip-directory-damaged"]);
    let second = nth(&bytes, b"PK\x01\x02", 1);
    bytes[second] = b'X';
    assert_eq!(codes(bytes), ["zip-directory-damaged", "zip-entry-without-record"]);
}

#[test]
fn a_bomb_is_cut_by_ratio_and_recorded() {
    let limits = Limits { ratio: 10, ratio_floor: 10_000, ..Limits::default() };
    let bytes = archive(&[Item { name: "bomb", content: &vec![0; 4 << 20], deflate: true }]);
    let budget = Budget::new(limits);
    let archive = Archive::open(bytes.into(), &budget).unwrap();
    let content = archive.read(&archive.entries()[0], &budget);
    assert!(!content.complete);
    assert!(content.bytes.len() <= 50_000, "{}", content.bytes.len());
    assert_eq!(content.anomalies[0].code, "zip-entry-cut");
    assert_eq!(budget.hits()[0].limit, "ratio");
}

#[test]
fn damage_keeps_what_was_inflated_before_it() {
    let text: Vec<u8> = (0..200_000u32).flat_map(|i| (i.wrapping_mul(2_654_435_761)).to_le_bytes()).collect();
    let mut bytes = archive(&[Item { name: "AndroidManifest.xml", content: &text, deflate: true }]);
    let cut = bytes.len() / 2;
    bytes.truncate(cut);
    let (content, codes) = manifest(bytes);
    assert!(content.len() > 100_000 && text.starts_with(&content));
    assert!(codes.contains(&"zip-entry-damaged"), "{codes:?}");
}

#[test]
fn no_prefix_and_no_flipped_byte_is_too_much() {
    let bytes = sample();
    let look = |bytes: Vec<u8>| {
        if let Ok(archive) = Archive::open(bytes.into(), &budget()) {
            for entry in archive.entries() {
                let _ = archive.read(entry, &budget());
            }
        }
    };
    for end in 0..bytes.len() {
        look(bytes[..end].to_vec());
        for bits in [0x01, 0x80, 0xff] {
            let mut flipped = bytes.clone();
            flipped[end] ^= bits;
            look(flipped);
        }
    }
}

proptest! {
    #[test]
    fn what_is_written_is_read(contents in proptest::collection::vec((any::<Vec<u8>>(), any::<bool>()), 0..6)) {
        let names: Vec<String> = (0..contents.len()).map(|i| format!("entry{i}")).collect();
        let items: Vec<Item<'_>> = names
            .iter()
            .zip(&contents)
            .map(|(name, (content, deflate))| Item { name, content, deflate: *deflate })
            .collect();
        let archive = Archive::open(archive(&items).into(), &budget()).unwrap();
        prop_assert_eq!(archive.entries().len(), contents.len());
        for (name, (content, _)) in names.iter().zip(&contents) {
            let entry = &archive.entries()[archive.find(name).unwrap()];
            prop_assert_eq!(&*archive.read(entry, &budget()).bytes, content.as_slice());
        }
    }
}
