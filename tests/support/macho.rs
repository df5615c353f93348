//! A small thin arm64 executable from a few lines of text, for what stands in headers, symbols and the code signature.
//!
//! One word a line: `no-pie`, `encrypted`, `minimum 15.0`, `sdk 17.0`, `dylib PATH`, `rpath PATH`, `import _NAME`,
//! `string TEXT`. Code that does something cannot be said this way: that takes a build.

use sha2::{Digest, Sha256};

const PAGE: usize = 0x4000;
const BASE: u64 = 0x1_0000_0000;

/// What the text asks for.
#[derive(Debug, Default)]
struct Wish {
    no_pie: bool,
    encrypted: bool,
    minimum: u32,
    sdk: u32,
    dylibs: Vec<String>,
    rpaths: Vec<String>,
    imports: Vec<String>,
    strings: Vec<u8>,
}

impl Wish {
    fn parse(text: &str) -> Self {
        let mut wish = Self { minimum: version("15.0"), sdk: version("18.0"), ..Self::default() };
        for line in text.lines().map(|line| line.split(" # ").next().unwrap_or_default().trim()) {
            let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
            match word {
                "" | "#" => {}
                "no-pie" => wish.no_pie = true,
                "encrypted" => wish.encrypted = true,
                "minimum" => wish.minimum = version(rest),
                "sdk" => wish.sdk = version(rest),
                "dylib" => wish.dylibs.push(rest.to_owned()),
                "rpath" => wish.rpaths.push(rest.to_owned()),
                "import" => wish.imports.push(rest.to_owned()),
                "string" => wish.strings.extend([rest.as_bytes(), &[0]].concat()),
                other => panic!("no such word for an executable: {other}"),
            }
        }
        if wish.dylibs.is_empty() {
            wish.dylibs.push("/usr/lib/libSystem.B.dylib".into());
        }
        wish
    }
}

fn version(text: &str) -> u32 {
    let mut parts = text.split('.').map(|part| part.parse::<u32>().unwrap_or_default());
    let mut next = || parts.next().unwrap_or_default();
    next() << 16 | next() << 8 | next()
}

fn words(list: &[u32]) -> Vec<u8> {
    list.iter().flat_map(|word| word.to_le_bytes()).collect()
}

fn name16(name: &str) -> Vec<u8> {
    let mut bytes = name.as_bytes().to_vec();
    bytes.resize(16, 0);
    bytes
}

/// A load command that ends in a path.
fn path_command(kind: u32, middle: &[u32], path: &str) -> Vec<u8> {
    let start = 12 + 4 * middle.len() as u32;
    let mut bytes = path.as_bytes().to_vec();
    bytes.resize((bytes.len() + 1 + start as usize).next_multiple_of(8) - start as usize, 0);
    [words(&[kind, start + bytes.len() as u32, start]), words(middle), bytes].concat()
}

struct Segment<'s> {
    name: &'s str,
    address: u64,
    size: u64,
    offset: usize,
    held: usize,
    protection: u32,
    /// Name, address, size, offset, flags.
    sections: Vec<(&'s str, u64, usize, usize, u32)>,
}

impl Segment<'_> {
    fn command(&self) -> Vec<u8> {
        let mut out = words(&[0x19, 72 + 80 * self.sections.len() as u32]);
        out.extend(name16(self.name));
        for long in [self.address, self.size, self.offset as u64, self.held as u64] {
            out.extend(long.to_le_bytes());
        }
        out.extend(words(&[self.protection, self.protection, self.sections.len() as u32, 0]));
        for (name, address, size, offset, flags) in &self.sections {
            out.extend([name16(name), name16(self.name)].concat());
            out.extend([*address, *size as u64].map(u64::to_le_bytes).concat());
            out.extend(words(&[*offset as u32, 2, 0, 0, *flags, 0, 0, 0]));
        }
        out
    }
}

/// Writes the executable; entitlements are XML.
pub fn write(text: &str, entitlements: Option<&[u8]>) -> Vec<u8> {
    let wish = Wish::parse(text);
    let code = [0x5280_0000u32, 0xd65f_03c0].map(u32::to_le_bytes).concat(); // mov w0, #0; ret
    let code_at = PAGE - 0x1000;
    let strings_at = code_at + code.len();
    let text_size = (strings_at + wish.strings.len()).next_multiple_of(PAGE);
    let data_at = text_size;
    let pointers = 8 * wish.imports.len();
    let link_at = data_at + pointers.next_multiple_of(PAGE).max(PAGE);

    let bind = bind_opcodes(&wish.imports);
    let (symbols, names) = symbol_table(&wish.imports);
    let symbols_at = link_at + bind.len();
    let names_at = symbols_at + symbols.len();
    let signature_at = (names_at + names.len()).next_multiple_of(16);
    let signature_size = signature(&vec![0; signature_at], entitlements).len();

    let data_address = BASE + data_at as u64;
    let segments = [
        Segment { name: "__PAGEZERO", address: 0, size: BASE, offset: 0, held: 0, protection: 0, sections: vec![] },
        Segment {
            name: "__TEXT",
            address: BASE,
            size: text_size as u64,
            offset: 0,
            held: text_size,
            protection: 5,
            sections: vec![
                ("__text", BASE + code_at as u64, code.len(), code_at, 0x8000_0400),
                ("__cstring", BASE + strings_at as u64, wish.strings.len(), strings_at, 2),
            ],
        },
        Segment {
            name: "__DATA",
            address: data_address,
            size: (link_at - data_at) as u64,
            offset: data_at,
            held: link_at - data_at,
            protection: 3,
            sections: vec![("__got", data_address, pointers, data_at, 6)],
        },
        Segment {
            name: "__LINKEDIT",
            address: BASE + link_at as u64,
            size: PAGE as u64,
            offset: link_at,
            held: signature_at + signature_size - link_at,
            protection: 1,
            sections: vec![],
        },
    ];
    let mut commands: Vec<Vec<u8>> = segments.iter().map(Segment::command).collect();
    let bind_place = [link_at as u32, bind.len() as u32];
    commands.push(words(&[0x8000_0022, 48, 0, 0, bind_place[0], bind_place[1], 0, 0, 0, 0, 0, 0]));
    let count = wish.imports.len() as u32;
    commands.push(words(&[2, 24, symbols_at as u32, count, names_at as u32, names.len() as u32]));
    let mut dynamic = vec![0xb, 80, 0, 0, 0, 0, 0, count];
    dynamic.resize(20, 0);
    commands.push(words(&dynamic));
    commands.push(path_command(0xe, &[], "/usr/lib/dyld"));
    commands.push([words(&[0x1b, 24]), vec![0x5a; 16]].concat());
    commands.push(words(&[0x32, 24, 2, wish.minimum, wish.sdk, 0]));
    commands.push([words(&[0x8000_0028, 24]), (code_at as u64).to_le_bytes().to_vec(), vec![0; 8]].concat());
    commands.push(words(&[0x2c, 24, PAGE as u32 / 2, (PAGE / 2) as u32, u32::from(wish.encrypted), 0]));
    commands.extend(wish.dylibs.iter().map(|path| path_command(0xc, &[2, 0x1_0000, 0x1_0000], path)));
    commands.extend(wish.rpaths.iter().map(|path| path_command(0x8000_001c, &[], path)));
    commands.push(words(&[0x1d, 16, signature_at as u32, signature_size as u32]));

    let flags = 0x85 | if wish.no_pie { 0 } else { 0x20_0000 };
    let size: usize = commands.iter().map(Vec::len).sum();
    let mut file = words(&[0xfeed_facf, 0x0100_000c, 0, 2, commands.len() as u32, size as u32, flags, 0]);
    file.extend(commands.concat());
    assert!(file.len() < PAGE / 2, "too many load commands");
    file.resize(code_at, 0);
    file.extend([code, wish.strings].concat());
    file.resize(link_at, 0);
    file.extend([bind, symbols, names].concat());
    file.resize(signature_at, 0);
    let signed = signature(&file, entitlements);
    file.extend(signed);
    file
}

/// One pointer of `__DATA` for each import, from the first library.
fn bind_opcodes(imports: &[String]) -> Vec<u8> {
    let mut out = Vec::new();
    for (at, name) in imports.iter().enumerate() {
        out.extend([0x11, 0x40]);
        out.extend([name.as_bytes(), &[0, 0x51, 0x72]].concat());
        let mut offset = 8 * at;
        while offset >= 0x80 {
            out.push((offset & 0x7f) as u8 | 0x80);
            offset >>= 7;
        }
        out.extend([offset as u8, 0x90]);
    }
    out.push(0);
    out.resize(out.len().next_multiple_of(8), 0);
    out
}

fn symbol_table(imports: &[String]) -> (Vec<u8>, Vec<u8>) {
    let (mut symbols, mut names) = (Vec::new(), vec![b' ', 0]);
    for name in imports {
        symbols.extend((names.len() as u32).to_le_bytes());
        symbols.extend([1, 0, 0, 1]); // undefined, external, of the first library
        symbols.extend([0; 8]);
        names.extend([name.as_bytes(), &[0]].concat());
    }
    (symbols, names)
}

fn blob(magic: u32, body: &[u8]) -> Vec<u8> {
    [&magic.to_be_bytes()[..], &(body.len() as u32 + 8).to_be_bytes(), body].concat()
}

/// An ad-hoc signature: code directory, entitlements, no certificate.
fn signature(file: &[u8], entitlements: Option<&[u8]>) -> Vec<u8> {
    let entitlements = entitlements.map(|xml| blob(0xfade_7171, xml));
    let special = if entitlements.is_some() { 5 } else { 0 };
    let identifier = b"tw.example.sample\0";
    let mut hashes = vec![0u8; 32 * special];
    if let Some(blob) = &entitlements {
        hashes[..32].copy_from_slice(&Sha256::digest(blob));
    }
    let hash_offset = 44 + identifier.len() + hashes.len();
    file.chunks(4096).for_each(|page| hashes.extend(Sha256::digest(page)));
    let pages = file.len().div_ceil(4096);
    let head = [0x2_0001, 2, hash_offset as u32, 44, special as u32, pages as u32, file.len() as u32];
    let mut directory = head.map(u32::to_be_bytes).concat();
    directory.extend([32, 2, 0, 12, 0, 0, 0, 0]);
    directory.extend([&identifier[..], &hashes].concat());
    let mut parts = vec![(0u32, blob(0xfade_0c02, &directory))];
    parts.extend(entitlements.map(|blob| (5, blob)));
    let mut index = (parts.len() as u32).to_be_bytes().to_vec();
    let mut offset = 12 + 8 * parts.len() as u32;
    for (kind, part) in &parts {
        index.extend([*kind, offset].map(u32::to_be_bytes).concat());
        offset += part.len() as u32;
    }
    let bodies: Vec<u8> = parts.into_iter().flat_map(|(_, part)| part).collect();
    blob(0xfade_0cc0, &[index, bodies].concat())
}
