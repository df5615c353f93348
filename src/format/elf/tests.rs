//! Files are written field by field.

use super::*;

/// A small shared object of 64-bit ARM.
#[derive(Debug, Clone)]
pub(crate) struct Sample {
    /// `e_type`.
    pub kind: u16,
    /// Flags of `PT_GNU_STACK`; none for no such header.
    pub stack: Option<u32>,
    /// Whether there is a `PT_GNU_RELRO`.
    pub relro: bool,
    /// Whether there is a `PT_INTERP`.
    pub interpreter: bool,
    /// Alignment of the loaded segments.
    pub alignment: u64,
    /// Flags of the code segment.
    pub code_flags: u32,
    /// Further entries of the dynamic section; text stands in the string table (see [`Sample::string`]).
    pub tags: Vec<(u64, u64)>,
    /// Names of imported symbols.
    pub imports: Vec<&'static str>,
    /// Names of exported functions.
    pub exports: Vec<&'static str>,
    /// Notes: name, type, contents.
    pub notes: Vec<(&'static [u8], u32, Vec<u8>)>,
    /// Read-only data.
    pub data: Vec<u8>,
    /// Size of the code.
    pub code: usize,
    /// Names of sections besides the needed ones.
    pub sections: Vec<&'static str>,
}

impl Default for Sample {
    fn default() -> Self {
        Self {
            kind: TYPE_DYNAMIC,
            stack: Some(6),
            relro: true,
            interpreter: false,
            alignment: 0x4000,
            code_flags: 5,
            tags: vec![(24, 0)],
            imports: vec!["memcpy", "__stack_chk_fail"],
            exports: vec!["JNI_OnLoad"],
            notes: vec![],
            data: b"\0some text\0".to_vec(),
            code: 0x5000,
            sections: vec![],
        }
    }
}

/// Fixed strings at the start of the string table: their offsets.
pub(crate) const STRINGS: &[u8] = b"\0libsample.so\0libc.so\0/opt/evil\0$ORIGIN\0";
pub(crate) const SONAME: u64 = 1;
pub(crate) const NEEDED: u64 = 14;
pub(crate) const RPATH: u64 = 22;

impl Sample {
    /// The file.
    pub(crate) fn build(&self) -> Vec<u8> {
        let mut strings = STRINGS.to_vec();
        let mut symbols = vec![0u8; 24];
        for (name, defined) in self.imports.iter().map(|n| (n, false)).chain(self.exports.iter().map(|n| (n, true))) {
            symbols.extend((strings.len() as u32).to_le_bytes());
            symbols.extend([0x12, 0]);
            symbols.extend(if defined { [1u8, 0] } else { [0, 0] });
            symbols.extend(if defined { 0x8000u64 } else { 0 }.to_le_bytes());
            symbols.extend([0; 8]);
            strings.extend(name.as_bytes());
            strings.push(0);
        }
        let mut notes = Vec::new();
        for (name, kind, content) in &self.notes {
            notes.extend([name.len() as u32, content.len() as u32, *kind].iter().flat_map(|n| n.to_le_bytes()));
            notes.extend_from_slice(name);
            notes.resize(notes.len().next_multiple_of(4), 0);
            notes.extend(content);
            notes.resize(notes.len().next_multiple_of(4), 0);
        }
        let mut hash = Vec::new();
        hash.extend([1u32, symbols.len() as u32 / 24].iter().flat_map(|n| n.to_le_bytes()));

        let mut body = vec![0u8; 64 + 56 * 8];
        let mut place = |bytes: &[u8]| {
            let at = body.len();
            body.extend(bytes);
            body.resize(body.len().next_multiple_of(16), 0);
            (at as u64, bytes.len() as u64)
        };
        let (symbols_at, _) = place(&symbols);
        let (strings_at, strings_size) = place(&strings);
        let (hash_at, _) = place(&hash);
        let (notes_at, notes_size) = place(&notes);
        let (data_at, data_size) = place(&self.data);
        let mut tags = vec![(4, hash_at), (5, strings_at), (6, symbols_at), (10, strings_size)];
        tags.extend(&self.tags);
        tags.push((0, 0));
        let tags: Vec<u8> = tags.iter().flat_map(|(t, v)| [t.to_le_bytes(), v.to_le_bytes()].concat()).collect();
        let (tags_at, tags_size) = place(&tags);
        let (code_at, code_size) = place(&vec![0; self.code]);

        let mut names = b"\0.rodata\0".to_vec();
        let mut headers = vec![0u8; 64];
        let mut header = |name: u32, kind: u32, offset: u64, size: u64| {
            headers.extend([name, kind].iter().flat_map(|n| n.to_le_bytes()));
            headers.extend([0u64, 0, offset, size, 0, 0, 0].iter().flat_map(|n| n.to_le_bytes()));
            headers.resize(headers.len().next_multiple_of(64), 0);
        };
        header(1, 1, data_at, data_size);
        for name in &self.sections {
            header(names.len() as u32, if *name == ".symtab" { 2 } else { 1 }, 64, 8);
            names.extend(name.as_bytes());
            names.push(0);
        }
        let (names_at, names_size) = place(&names);
        header(0, 3, names_at, names_size);
        let count = headers.len() / 64;
        let (headers_at, _) = place(&headers);

        let end = body.len() as u64;
        let mut programs = vec![
            (1u32, 4u32, 0u64, code_at, self.alignment),
            (1, self.code_flags, code_at, code_size.min(end), self.alignment),
            (2, 6, tags_at, tags_size, 8),
            (4, 4, notes_at, notes_size, 4),
        ];
        programs.extend(self.stack.map(|flags| (SEGMENT_STACK, flags, 0, 0, 16)));
        programs.extend(self.relro.then_some((SEGMENT_RELRO, 4, tags_at, tags_size, 1)));
        programs.extend(self.interpreter.then_some((SEGMENT_INTERPRETER, 4, 0, 0, 1)));
        let mut head = b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0".to_vec();
        head.extend(self.kind.to_le_bytes());
        head.extend(183u16.to_le_bytes());
        head.extend(1u32.to_le_bytes());
        head.extend([0u64, 64, headers_at].iter().flat_map(|n| n.to_le_bytes()));
        head.extend([0u8; 4]);
        let counts = [64u16, 56, programs.len() as u16, 64, count as u16, count as u16 - 1];
        head.extend(counts.iter().flat_map(|n| n.to_le_bytes()));
        for (kind, flags, offset, size, alignment) in programs {
            head.extend([kind, flags].iter().flat_map(|n| n.to_le_bytes()));
            head.extend([offset, offset, offset, size, size, alignment].iter().flat_map(|n| n.to_le_bytes()));
        }
        body[..head.len()].copy_from_slice(&head);
        body
    }
}

fn with<T>(sample: &Sample, look: impl FnOnce(&Elf<'_>) -> T) -> T {
    let bytes = sample.build();
    let parsed = Elf::parse(&bytes, &Limits::default()).unwrap();
    assert_eq!(parsed.anomalies, []);
    look(&parsed.value)
}

#[test]
fn a_library_built_as_the_ndk_does_is_hardened() {
    let sample = Sample { tags: vec![(24, 0), (14, SONAME), (1, NEEDED)], ..Sample::default() };
    with(&sample, |elf| {
        assert_eq!((elf.arch().as_ref(), elf.role), ("arm64", Role::Library));
        assert!(elf.is_position_independent() && elf.has_canary() && elf.fits_16k_pages() && elf.is_stripped());
        assert_eq!((elf.executable_stack(), elf.relro()), (Some(false), Relro::Full));
        assert!(!elf.has_text_relocations() && !elf.has_writable_code() && elf.search_path().is_none());
        let dynamic = elf.dynamic.as_ref().unwrap();
        assert_eq!(dynamic.soname.as_deref(), Some("libsample.so"));
        assert_eq!(dynamic.needed, ["libc.so"]);
        assert_eq!(elf.jni_exports().map(|s| s.name.as_ref()).collect::<Vec<_>>(), ["JNI_OnLoad"]);
        assert!(elf.imports_symbol("memcpy") && !elf.imports_symbol("JNI_OnLoad"));
    });
}

#[test]
fn each_of_the_three_tags_makes_relro_full() {
    let relro = |tags: Vec<(u64, u64)>, relro| with(&Sample { tags, relro, ..Sample::default() }, |e| e.relro());
    assert_eq!(relro(vec![], true), Relro::Partial);
    assert_eq!(relro(vec![(24, 0)], true), Relro::Full, "DT_BIND_NOW");
    assert_eq!(relro(vec![(30, 8)], true), Relro::Full, "DF_BIND_NOW");
    assert_eq!(relro(vec![(0x6fff_fffb, 1)], true), Relro::Full, "DF_1_NOW");
    assert_eq!(relro(vec![(24, 0)], false), Relro::None);
}

#[test]
fn what_weakens_a_library_is_seen() {
    let sample = Sample {
        stack: Some(7),
        code_flags: 7,
        alignment: 0x1000,
        tags: vec![(22, 0), (15, RPATH)],
        imports: vec!["sprintf"],
        sections: vec![".symtab", ".debug_info"],
        ..Sample::default()
    };
    with(&sample, |elf| {
        assert_eq!(elf.executable_stack(), Some(true));
        assert!(elf.has_writable_code() && elf.has_text_relocations() && !elf.fits_16k_pages());
        assert_eq!(elf.search_path(), Some("/opt/evil"));
        assert!(!elf.has_canary() && elf.needs_canary() && elf.is_fortifiable() && !elf.is_fortified());
        assert!(!elf.is_stripped() && elf.has_debug_sections());
    });
    assert_eq!(with(&Sample { stack: None, ..Sample::default() }, |e| e.executable_stack()), None);
}

#[test]
fn code_that_has_no_guards_by_nature_needs_none() {
    let role = |sample: &Sample| with(sample, |elf| (elf.role, elf.needs_canary()));
    let plain = Sample { imports: vec!["memcpy"], exports: vec![], ..Sample::default() };
    assert_eq!(role(&plain), (Role::Library, true));
    assert_eq!(role(&Sample { code: 64, ..plain.clone() }), (Role::Library, false), "too small to tell");
    assert_eq!(role(&Sample { imports: vec!["puts"], ..plain.clone() }), (Role::Library, false), "no buffers");
    let small = Sample { code: 64, imports: vec!["strcpy"], ..plain.clone() };
    assert_eq!(role(&small), (Role::Library, true), "copies whatever it is given");
    let dart = Sample { exports: vec!["_kDartIsolateSnapshotInstructions"], ..plain.clone() };
    assert_eq!(role(&dart), (Role::DartSnapshot, false));
    let go = Sample { sections: vec![".note.go.buildid"], ..plain.clone() };
    assert_eq!(role(&go), (Role::Go, false));
    let rust = Sample { data: b"/rustc/90c5418/library/core".to_vec(), ..plain.clone() };
    assert_eq!(role(&rust), (Role::Rust, false));
    let program = Sample { interpreter: true, ..plain.clone() };
    assert_eq!(role(&program), (Role::Executable, true));
    let named = Sample { tags: vec![(14, SONAME)], ..program };
    assert_eq!(role(&named), (Role::Library, true), "some linkers give libraries a loader too");
    let fixed = Sample { kind: TYPE_EXECUTABLE, ..plain };
    assert!(!with(&fixed, |e| e.is_position_independent()));
}

#[test]
fn notes_tell_build_and_features() {
    let property = [0xc000_0000u32, 4, 3, 0].iter().flat_map(|n| n.to_le_bytes()).collect();
    let mut android = 24u32.to_le_bytes().to_vec();
    android.extend(b"r26b\0\0\0\0");
    let notes: Vec<(&'static [u8], u32, Vec<u8>)> =
        vec![(b"GNU\0", 3, vec![0xab, 0xcd]), (b"GNU\0", 5, property), (b"Android\0", 1, android)];
    with(&Sample { notes, ..Sample::default() }, |elf| {
        assert_eq!(elf.build_id, Some([0xab, 0xcd].as_slice()));
        assert!(elf.has_bti() && elf.has_pac());
        assert_eq!((elf.android_api, elf.ndk.as_deref()), (Some(24), Some("r26b")));
    });
}

#[test]
fn libraries_name_themselves() {
    let data = b"\0OpenSSL 1.1.1k  25 Mar 2021\0 inflate 1.2.11 Copyright\0OpenSSL 1.1.1 (compatible; BoringSSL)\0\
        libcurl/7.64.1\0SQLite format 3\x003.30.1\0deflate error\0libcurl/%s\0";
    let sample = Sample { data: data.to_vec(), ..Sample::default() };
    let found = with(&sample, |elf| elf.libraries().into_iter().map(|l| (l.name, l.version)).collect::<Vec<_>>());
    let expected = [("OpenSSL", "1.1.1k"), ("SQLite", "3.30.1"), ("curl", "7.64.1"), ("zlib", "1.2.11")]
        .map(|(n, v)| (n, v.to_owned()));
    assert_eq!(found, expected);
}

#[test]
fn text_is_given_with_its_place() {
    let sample = Sample { data: "\0ab\0https://example.tw/健康\0\x01x".into(), ..Sample::default() };
    let bytes = sample.build();
    let elf = Elf::parse(&bytes, &Limits::default()).unwrap().value;
    let strings: Vec<_> = elf.strings(4).collect();
    assert_eq!(strings.len(), 1);
    let (offset, text) = strings[0];
    assert_eq!(std::str::from_utf8(text).unwrap(), "https://example.tw/健康");
    assert!(bytes[offset as usize..].starts_with(b"https://"));
}

#[test]
fn truncation_and_single_byte_changes_do_not_panic() {
    let sample = Sample { code: 64, sections: vec![".symtab"], ..Sample::default() };
    let bytes = sample.build();
    let look = |bytes: &[u8]| {
        if let Ok(parsed) = Elf::parse(bytes, &Limits::default()) {
            let elf = parsed.value;
            let _ =
                (elf.relro(), elf.needs_canary(), elf.strings(4).count(), elf.libraries(), elf.search_path().is_some());
        }
    };
    for end in 0..bytes.len() {
        look(&bytes[..end]);
    }
    for at in 0..bytes.len() {
        for change in [0x01, 0x80, 0xff] {
            let mut changed = bytes.clone();
            changed[at] ^= change;
            look(&changed);
        }
    }
}

#[test]
fn other_files_are_refused() {
    let parse = |bytes: &[u8]| Elf::parse(bytes, &Limits::default()).map(|_| ());
    assert_eq!(parse(b"MZ\x90\0"), Err(FormatError::BadMagic { what: WHAT }));
    let mut big = Sample::default().build();
    big[5] = 2;
    assert!(parse(&big).is_err());
}
