use proptest::prelude::*;

use super::testing::{BASE, Builder, STRINGS, TEXT};
use super::*;

fn read(bytes: &[u8]) -> MachO<'_> {
    let range = slices(bytes).unwrap().value[0];
    let parsed = MachO::parse(bytes, &range, &Limits::default()).unwrap();
    assert_eq!(parsed.anomalies, []);
    parsed.value
}

/// A class `Vault : NSObject` with one method in a list of pointers, one class method in a relative list, one property,
/// one instance variable and one protocol, and a constant string.
fn vault() -> Builder {
    listed(&["__objc_classlist"])
}

/// The same with its class in these lists.
fn listed(lists: &[&str]) -> Builder {
    let mut b = Builder::new(&["_OBJC_CLASS_$_NSObject", "_CCCrypt", "___CFConstantStringClassReference"]);
    b.code(&[0xd503_201f, 0xd65f_03c0]);
    b.symbols.push(("-[Vault open:]".to_owned(), TEXT));
    let to = Builder::to;
    let (name, open, types) = (b.string("Vault"), b.string("open:"), b.string("v24@0:8@16"));
    let (shared, tracker, password) = (b.string("shared"), b.string("Tracker"), b.string("password"));
    let (attributes, text) = (b.string("T@\"NSString\",&,N,V_password"), b.string("secret"));
    let methods = b.data(&[24 | 1 << 32, to(open), to(types), to(TEXT)]);
    let selref = b.section("__objc_selrefs", &[to(shared)]);
    let relative = BASE + 0x5000;
    let properties = b.data(&[16 | 1 << 32, to(password), to(attributes)]);
    let ivar_offset = b.data(&[8]);
    let ivars = b.data(&[32 | 1 << 32, to(ivar_offset), to(password), to(types), 3 | 8 << 32]);
    let protocol = b.data(&[0, to(tracker), 0, to(methods), 0, 0, 0, 0]);
    let protocols = b.data(&[1, to(protocol)]);
    let ro = b.data(&[8 << 32, 8, 0, to(name), to(methods), to(protocols), to(ivars), 0, to(properties)]);
    let meta_ro = b.data(&[8 << 32, 8, 0, to(name), to(relative), 0, 0, 0, 0]);
    let meta = b.data(&[0, 0, 0, 0, to(meta_ro)]);
    let base = b.bind("_OBJC_CLASS_$_NSObject");
    let class = b.data(&[to(meta), base, 0, 0, to(ro)]);
    for list in lists {
        b.section(list, &[to(class)]);
    }
    b.section("__objc_protolist", &[to(protocol)]);
    let isa = b.bind("___CFConstantStringClassReference");
    b.section("__cfstring", &[isa, 0x7c8, to(text), 6]);
    while b.data(&[]) < relative {
        b.data(&[0]);
    }
    let offset = |from: u64, target: u64| u64::from((target.wrapping_sub(from)) as u32);
    let entry = relative + 8;
    b.data(&[
        (0x8000_000c) | 1 << 32,
        offset(entry, selref) | offset(entry + 4, types) << 32,
        offset(entry + 8, TEXT + 4),
    ]);
    b
}

#[test]
fn header_commands_and_versions_are_read() {
    let bytes = vault().build();
    let macho = read(&bytes);
    assert_eq!((macho.cpu.name(), macho.kind), ("arm64", FileKind::Executable));
    assert_ne!(macho.flags & flags::PIE, 0);
    assert_eq!(macho.builds, [BuildVersion { platform: "ios", minimum_os: "15.0".into(), sdk: "17.2".into() }]);
    assert_eq!(macho.dylibs[0].name, "/System/Library/Frameworks/Foundation.framework/Foundation");
    assert_eq!(macho.function_starts, [TEXT]);
    assert_eq!(macho.symbols[0].name, "-[Vault open:]");
    assert!(!macho.is_encrypted());
}

#[test]
fn a_class_that_loads_itself_is_read_wherever_it_is_listed() {
    for lists in [&["__objc_nlclslist"][..], &["__objc_classlist", "__objc_nlclslist"]] {
        let bytes = listed(lists).build();
        let objc = read(&bytes).objc(&Limits::default()).value;
        assert_eq!(objc.classes.iter().map(|class| &*class.name).collect::<Vec<_>>(), ["Vault"], "{lists:?}");
    }
}

#[test]
fn a_stub_is_named_by_the_pointer_that_it_loads() {
    let builder = vault();
    let stub = builder.stub("_CCCrypt");
    let got = builder.got("_CCCrypt");
    let bytes = builder.build();
    let macho = read(&bytes);
    assert_eq!(macho.stub(stub), Some("_CCCrypt"));
    assert_eq!(macho.pointer(got), Some(Pointer::Import(1)));
    assert!(macho.imports_symbol("_CCCrypt"));
}

#[test]
fn objective_c_classes_come_with_methods_of_both_list_forms() {
    let bytes = vault().build();
    let macho = read(&bytes);
    let parsed = macho.objc(&Limits::default());
    assert_eq!(parsed.anomalies, []);
    let objc = parsed.value;
    let class = &objc.classes[0];
    assert_eq!((class.name.as_str(), class.superclass.as_deref()), ("Vault", Some("NSObject")));
    assert_eq!(class.methods, [Method { selector: "open:".into(), types: "v24@0:8@16".into(), code: TEXT }]);
    assert_eq!(class.class_methods[0].selector, "shared");
    assert_eq!(class.class_methods[0].code, TEXT + 4);
    assert_eq!(class.properties[0].attributes, "T@\"NSString\",&,N,V_password");
    assert_eq!(class.ivars[0].name, "password");
    assert_eq!(class.protocols, ["Tracker"]);
    assert_eq!(objc.protocols[0].selectors, ["open:"]);
}

#[test]
fn constant_strings_and_literals_are_read() {
    let bytes = vault().build();
    let macho = read(&bytes);
    let section = macho.section("__DATA", "__cfstring").unwrap();
    assert_eq!(macho.cf_string(section.address).as_deref(), Some("secret"));
    let mut literals = Vec::new();
    macho.literals(&mut |literal| literals.push((literal.address, literal.text.into_owned())));
    assert_eq!(literals[0], (STRINGS, "Vault".to_owned()));
    assert!(literals.iter().any(|(_, text)| text == "secret"));
}

#[test]
fn nothing_is_read_out_of_an_encrypted_range() {
    let mut builder = vault();
    builder.crypt = 1;
    let bytes = builder.build();
    let macho = read(&bytes);
    assert!(macho.is_encrypted());
    assert_eq!(macho.bytes_at(TEXT, 4), None);
    assert!(macho.section_bytes(macho.section("__TEXT", "__text").unwrap()).is_empty());
    assert!(macho.text(STRINGS).is_some(), "only what lies in the range is withheld");
}

#[test]
fn a_fat_file_gives_its_slices_and_a_java_class_is_none() {
    let thin = vault().build();
    let mut fat = Vec::new();
    for word in [FAT_32, 2, 0x0100_000c, 0, 0x100, thin.len() as u32, 8, 0x0100_0007, 3, 0xffff_0000, 8, 8] {
        fat.extend_from_slice(&word.to_be_bytes());
    }
    fat.resize(0x100, 0);
    fat.extend_from_slice(&thin);
    let parsed = slices(&fat).unwrap();
    assert_eq!(parsed.value.len(), 1);
    assert_eq!(parsed.value[0].offset, 0x100);
    assert_eq!(parsed.anomalies[0].code, "macho-slice-outside");
    assert!(MachO::parse(&fat, &parsed.value[0], &Limits::default()).unwrap().value.imports_symbol("_CCCrypt"));
    assert!(!is_macho(&[0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 52, 0, 20]));
}

#[test]
fn bind_opcodes_give_imports_and_pointers() {
    let mut b = Builder::new(&[]);
    b.code(&[0xd65f_03c0]);
    let slot = b.data(&[0, 0]);
    let mut bytes = b.build();
    let at = bytes.len() as u32;
    // ordinal 1, name, segment 1 offset 0, bind, skip 0, bind another name.
    bytes.extend_from_slice(b"\x11\x40_malloc\0\x71\x00\x90\x40_free\0\x90\x00");
    let size = bytes.len() as u32 - at;
    let command = testing::words(0x8000_0022, &[0, 0, at, size, 0, 0, 0, 0, 0, 0]);
    // Replaces the chained fixups (16 bytes) and the two commands behind by one that fits.
    let mut macho_bytes = bytes.clone();
    let header = 32 + u32::from_le_bytes(bytes[20..24].try_into().unwrap()) as usize;
    macho_bytes[header..header + command.len()].copy_from_slice(&command);
    macho_bytes[16..20].copy_from_slice(&10u32.to_le_bytes());
    macho_bytes[20..24].copy_from_slice(&((header - 32 + command.len()) as u32).to_le_bytes());
    let fixups = macho_bytes.windows(4).position(|w| w == 0x8000_0034_u32.to_le_bytes()).unwrap();
    macho_bytes[fixups..fixups + 4].copy_from_slice(&0x7000_0000u32.to_le_bytes());
    let macho = read(&macho_bytes);
    let names: Vec<_> = macho.imports.iter().map(|i| (&*i.name, i.library)).collect();
    assert_eq!(names, [("_malloc", 1), ("_free", 1)]);
    assert_eq!(macho.pointer(slot), Some(Pointer::Import(0)));
    assert_eq!(macho.pointer(slot + 8), Some(Pointer::Import(1)));
}

#[test]
fn export_tries_are_walked_once_even_when_they_loop() {
    let mut anomalies = Vec::new();
    // Root: two edges, `_a` to a terminal, `_b` back to the root.
    let trie = b"\x00\x02_a\0\x0a_b\0\x00\x02\x00\x10\x00";
    let exports = exports::trie(trie, BASE, &Limits::default(), &mut anomalies);
    assert_eq!(exports, [Export { name: "_a".into(), address: Some(BASE + 0x10) }]);
    assert_eq!(anomalies[0].code, "macho-exports-shared");
}

#[test]
fn a_code_signature_is_taken_apart_and_its_pages_are_checked() {
    let code = vec![7u8; 5_000];
    let mut directory = Vec::new();
    let hashes: Vec<u8> = code
        .chunks(4096)
        .flat_map(|p| {
            use sha2::Digest;
            sha2::Sha256::digest(p).to_vec()
        })
        .collect();
    let text = b"tw.example.app\0TEAM123456\0";
    let (ident, team) = (52u32, 52 + 15);
    let hash_offset = 52 + text.len() as u32;
    let length = hash_offset + hashes.len() as u32;
    for word in [0xfade_0c02, length, 0x2_0200, 0x1_0002, hash_offset, ident, 0, 2, code.len() as u32] {
        directory.extend_from_slice(&u32::to_be_bytes(word));
    }
    directory.extend_from_slice(&[32, 2, 0, 12]);
    for word in [0u32, 0, team] {
        directory.extend_from_slice(&word.to_be_bytes());
    }
    directory.extend_from_slice(text);
    directory.extend(hashes);
    let entitlements = b"\xfa\xde\x71\x71\0\0\0\x0dhello";
    let mut blob = Vec::new();
    for word in [0xfade_0cc0_u32, 0, 2, 0, 28, 5, 28 + length] {
        blob.extend_from_slice(&word.to_be_bytes());
    }
    blob.extend(&directory);
    blob.extend_from_slice(entitlements);
    let mut slice = code.clone();
    slice.extend(&blob);
    let signature = codesign::parse(&slice, code.len(), blob.len()).unwrap();
    let cd = &signature.directories[0];
    assert_eq!(
        (&*cd.identifier, cd.team.as_deref(), cd.hash_name()),
        ("tw.example.app", Some("TEAM123456"), "SHA-256")
    );
    assert!(cd.is_ad_hoc());
    assert_eq!(signature.entitlements_xml, Some(&b"hello"[..]));
    assert_eq!(cd.check_pages(&slice), HashCheck::Match);
    let mut changed = slice.clone();
    changed[4_500] ^= 1;
    assert_eq!(cd.check_pages(&changed), HashCheck::Differs(1));
}

#[test]
fn truncation_and_byte_flips_never_panic() {
    let bytes = vault().build();
    let everything = |bytes: &[u8]| {
        let Ok(ranges) = slices(bytes) else { return };
        for range in &ranges.value {
            let Ok(parsed) = MachO::parse(bytes, range, &Limits::default()) else { continue };
            let macho = parsed.value;
            macho.objc(&Limits::default());
            macho.swift(&Limits::default());
            macho.literals(&mut |_| {});
            macho.code_signature();
        }
    };
    for end in (0..bytes.len()).filter(|end| *end < 1_400 || *end % 97 == 0 || *end > 0x8000) {
        everything(&bytes[..end]);
    }
    let mut flipped = bytes.clone();
    for position in (0..1_400).chain(0x4000..0x4400).chain(0x8000..bytes.len()) {
        flipped[position] = bytes[position] ^ 0xff;
        everything(&flipped);
        flipped[position] = bytes[position].wrapping_add(1);
        everything(&flipped);
        flipped[position] = bytes[position];
    }
}

proptest! {
    #[test]
    fn any_opcodes_trie_and_signature_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = exports::trie(&bytes, BASE, &Limits::default(), &mut Vec::new());
        let _ = codesign::parse(&bytes, 0, bytes.len());
        let file = vault().build();
        let mut macho = read(&file);
        let owned: &[u8] = &bytes;
        let mut macho2 = MachO { imports: Vec::new(), ..macho.clone() };
        macho2.bytes = owned;
        let _ = fixups::chained(&mut macho2, owned, &Limits::default());
        macho.imports.clear();
        let _ = fixups::binds(&mut macho2, owned, 0);
        let _ = symbols::function_starts(owned, BASE);
    }
}
