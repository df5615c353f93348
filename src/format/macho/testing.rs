//! A small arm64 Mach-O written byte by byte, for tests here and above.

/// Preferred load address.
pub(crate) const BASE: u64 = 0x1_0000_0000;
/// Where `__text` begins.
pub(crate) const TEXT: u64 = BASE + 0x1000;
/// Where `__stubs` begins: three instructions for each import.
pub(crate) const STUBS: u64 = BASE + 0x2000;
/// Where `__cstring` begins.
pub(crate) const STRINGS: u64 = BASE + 0x3000;
/// Where the data segment begins: `__got` first, one pointer for each import.
pub(crate) const DATA: u64 = BASE + 0x4000;
const LINKEDIT: usize = 0x8000;

/// What goes in; [`Builder::build`] gives the bytes.
pub(crate) struct Builder {
    bytes: Vec<u8>,
    imports: Vec<String>,
    strings: Vec<u8>,
    data: usize,
    sections: Vec<(String, u64, u64, u32)>,
    pub(crate) symbols: Vec<(String, u64)>,
    pub(crate) crypt: u32,
    pub(crate) flags: u32,
    pub(crate) platform: u32,
    pub(crate) extra: Vec<Vec<u8>>,
    text_size: u64,
    pub(crate) starts: Vec<u64>,
}

impl Builder {
    pub(crate) fn new(imports: &[&str]) -> Self {
        Self {
            bytes: vec![0; LINKEDIT],
            imports: imports.iter().map(|s| (*s).to_owned()).collect(),
            strings: Vec::new(),
            data: 0x4000 + imports.len() * 8,
            sections: Vec::new(),
            symbols: Vec::new(),
            crypt: 0,
            flags: super::flags::PIE | 4,
            platform: 2,
            extra: Vec::new(),
            text_size: 0,
            starts: vec![TEXT],
        }
    }

    /// Address of the stub of an import.
    pub(crate) fn stub(&self, import: &str) -> u64 {
        STUBS + 12 * self.imports.iter().position(|i| i == import).unwrap() as u64
    }

    /// Address of the pointer of an import.
    pub(crate) fn got(&self, import: &str) -> u64 {
        DATA + 8 * self.imports.iter().position(|i| i == import).unwrap() as u64
    }

    /// Puts a string into `__cstring` and gives its address.
    pub(crate) fn string(&mut self, text: &str) -> u64 {
        let address = STRINGS + self.strings.len() as u64;
        self.strings.extend_from_slice(text.as_bytes());
        self.strings.push(0);
        address
    }

    /// Puts words into the data segment and gives their address.
    pub(crate) fn data(&mut self, words: &[u64]) -> u64 {
        let address = BASE + self.data as u64;
        for word in words {
            self.bytes[self.data..self.data + 8].copy_from_slice(&word.to_le_bytes());
            self.data += 8;
        }
        address
    }

    /// The same as a section of its own.
    pub(crate) fn section(&mut self, name: &str, words: &[u64]) -> u64 {
        let address = self.data(words);
        self.sections.push((name.to_owned(), address, words.len() as u64 * 8, 0));
        address
    }

    /// A pointer to an address of this image.
    pub(crate) fn to(address: u64) -> u64 {
        address - BASE
    }

    /// A pointer to an import.
    pub(crate) fn bind(&self, import: &str) -> u64 {
        1 << 63 | self.imports.iter().position(|i| i == import).unwrap() as u64
    }

    /// The instructions of `__text`.
    pub(crate) fn code(&mut self, instructions: &[u32]) {
        self.text_size = instructions.len() as u64 * 4;
        for (position, word) in instructions.iter().enumerate() {
            let at = 0x1000 + position * 4;
            self.bytes[at..at + 4].copy_from_slice(&word.to_le_bytes());
        }
    }

    pub(crate) fn build(mut self) -> Vec<u8> {
        self.stubs();
        let strings = std::mem::take(&mut self.strings);
        self.bytes[0x3000..0x3000 + strings.len()].copy_from_slice(&strings);
        let imports = self.imports.len() as u64;
        let text = [
            ("__text", TEXT, self.text_size, 0x8000_0400, 0),
            ("__stubs", STUBS, imports * 12, 0x8000_0408, 12),
            ("__cstring", STRINGS, strings.len() as u64, 2, 0),
        ];
        let mut data = vec![("__got", DATA, imports * 8, 6, 0)];
        data.extend(self.sections.iter().map(|(n, a, s, f)| (n.as_str(), *a, *s, *f, 0)));
        let chained = self.chained();
        let (symtab, names) = self.symtab();
        let starts = self.function_starts();
        let fixups_at = LINKEDIT as u32;
        let symbols_at = fixups_at + chained.len() as u32;
        let names_at = symbols_at + symtab.len() as u32;
        let starts_at = names_at + names.len() as u32;
        let end = u64::from(starts_at) + starts.len() as u64;
        let mut commands = vec![
            segment("__TEXT", BASE, 0x4000, 0, 0x4000, 5, &text),
            segment("__DATA", DATA, 0x4000, 0x4000, 0x4000, 3, &data),
            segment("__LINKEDIT", BASE + LINKEDIT as u64, 0x4000, LINKEDIT as u64, end - LINKEDIT as u64, 1, &[]),
            words(0x8000_0034, &[fixups_at, chained.len() as u32]),
            words(2, &[symbols_at, symtab.len() as u32 / 16, names_at, names.len() as u32]),
            words(0x26, &[starts_at, starts.len() as u32]),
            words(0x32, &[self.platform, 15 << 16, 17 << 16 | 2 << 8, 0]),
            words(0x2c, &[0x1000, 0x1000, self.crypt, 0]),
            dylib("/System/Library/Frameworks/Foundation.framework/Foundation"),
        ];
        commands.append(&mut self.extra);
        let size: usize = commands.iter().map(Vec::len).sum();
        let mut head = Vec::new();
        for word in [0xfeed_facf_u32, 0x0100_000c, 0, 2, commands.len() as u32, size as u32, self.flags, 0] {
            head.extend_from_slice(&word.to_le_bytes());
        }
        head.extend(commands.concat());
        assert!(head.len() <= 0x1000);
        self.bytes[..head.len()].copy_from_slice(&head);
        for part in [chained, symtab, names, starts] {
            self.bytes.extend(part);
        }
        self.bytes
    }

    /// `adrp x16, got@page; ldr x16, [x16, got@off]; br x16` for each import, and the pointers they load.
    fn stubs(&mut self) {
        for position in 0..self.imports.len() {
            let stub = 0x2000 + position * 12;
            let pages = 2u32;
            let adrp = 0x9000_0010 | (pages & 3) << 29 | (pages >> 2) << 5;
            let ldr = 0xf940_0210 | (position as u32) << 10;
            for (i, word) in [adrp, ldr, 0xd61f_0200].into_iter().enumerate() {
                self.bytes[stub + i * 4..stub + i * 4 + 4].copy_from_slice(&word.to_le_bytes());
            }
            let got = 0x4000 + position * 8;
            self.bytes[got..got + 8].copy_from_slice(&(1u64 << 63 | position as u64).to_le_bytes());
        }
    }

    /// Chained fixups of the format `DYLD_CHAINED_PTR_64_OFFSET`, one page of which only the format is read.
    fn chained(&self) -> Vec<u8> {
        let mut names = vec![0u8];
        let mut table = Vec::new();
        for import in &self.imports {
            table.extend_from_slice(&(1 | (names.len() as u32) << 9).to_le_bytes());
            names.extend_from_slice(import.as_bytes());
            names.push(0);
        }
        let starts = 28u32;
        let imports = starts + 16 + 24;
        let symbols = imports + table.len() as u32;
        let mut out = Vec::new();
        for word in [0, starts, imports, symbols, self.imports.len() as u32, 1, 0, 3, 0, 16, 0] {
            out.extend_from_slice(&word.to_le_bytes());
        }
        out.extend_from_slice(&24u32.to_le_bytes());
        out.extend_from_slice(&[0, 0x40, 6, 0]);
        out.extend_from_slice(&0x4000u64.to_le_bytes());
        out.extend_from_slice(&[0, 0, 0, 0, 1, 0, 0, 0]);
        out.extend(table);
        out.extend(names);
        while !out.len().is_multiple_of(8) {
            out.push(0);
        }
        out
    }

    fn symtab(&self) -> (Vec<u8>, Vec<u8>) {
        let (mut table, mut names) = (Vec::new(), vec![0u8]);
        for (name, address) in &self.symbols {
            table.extend_from_slice(&(names.len() as u32).to_le_bytes());
            table.extend_from_slice(&[0x0e, 1, 0, 0]);
            table.extend_from_slice(&address.to_le_bytes());
            names.extend_from_slice(name.as_bytes());
            names.push(0);
        }
        (table, names)
    }

    fn function_starts(&self) -> Vec<u8> {
        let mut out = Vec::new();
        let mut at = BASE;
        for start in &self.starts {
            let mut delta = start - at;
            at = *start;
            loop {
                let byte = (delta & 0x7f) as u8;
                delta >>= 7;
                out.push(if delta == 0 { byte } else { byte | 0x80 });
                if delta == 0 {
                    break;
                }
            }
        }
        out.push(0);
        out
    }
}

/// A load command of 32-bit words.
pub(crate) fn words(command: u32, fields: &[u32]) -> Vec<u8> {
    let size = 8 + fields.len() as u32 * 4;
    [command, size].iter().chain(fields).flat_map(|w| w.to_le_bytes()).collect()
}

/// `LC_LOAD_DYLIB`.
pub(crate) fn dylib(path: &str) -> Vec<u8> {
    let mut out = words(0xc, &[24, 0, 1 << 16, 1 << 16]);
    out.extend_from_slice(path.as_bytes());
    out.push(0);
    while !out.len().is_multiple_of(8) {
        out.push(0);
    }
    let size = out.len() as u32;
    out[4..8].copy_from_slice(&size.to_le_bytes());
    out
}

type SectionRow<'a> = (&'a str, u64, u64, u32, u32);

fn segment(
    name: &str,
    address: u64,
    size: u64,
    offset: u64,
    file: u64,
    prot: u32,
    sections: &[SectionRow<'_>],
) -> Vec<u8> {
    let name16 = |name: &str| {
        let mut field = [0u8; 16];
        field[..name.len()].copy_from_slice(name.as_bytes());
        field
    };
    let mut out = words(0x19, &[]);
    out.extend_from_slice(&name16(name));
    for word in [address, size, offset, file] {
        out.extend_from_slice(&word.to_le_bytes());
    }
    for word in [prot, prot, sections.len() as u32, 0] {
        out.extend_from_slice(&word.to_le_bytes());
    }
    for (section, at, size, flags, stub) in sections {
        out.extend_from_slice(&name16(section));
        out.extend_from_slice(&name16(name));
        out.extend_from_slice(&at.to_le_bytes());
        out.extend_from_slice(&size.to_le_bytes());
        for word in [(at - BASE) as u32, 3, 0, 0, *flags, 0, *stub, 0] {
            out.extend_from_slice(&word.to_le_bytes());
        }
    }
    let size = out.len() as u32;
    out[4..8].copy_from_slice(&size.to_le_bytes());
    out
}
