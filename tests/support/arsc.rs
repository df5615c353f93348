//! The resource table of a sample: strings and other simple values of `res/values*`, and one entry per file below `res/`.

use std::collections::{BTreeMap, BTreeSet};

use maspect::format::axml::Document;
use maspect::limits::Limits;

const PACKAGE: u32 = 0x7f;

/// Resources by type, name and configuration.
#[derive(Debug, Default)]
pub struct Resources {
    /// Type, then name, then qualifiers (`zh-rTW`) with a value.
    types: BTreeMap<String, BTreeMap<String, BTreeMap<String, Item>>>,
}

#[derive(Debug, Clone)]
enum Item {
    Text(String),
    Number(u8, u32),
}

impl Resources {
    /// The table of a folder's files, given by path (`res/values-zh-rTW/strings.xml`).
    pub fn of<'f>(files: impl Iterator<Item = (&'f str, &'f [u8])>) -> Self {
        let mut resources = Self::default();
        for (path, bytes) in files {
            let Some((folder, file)) = path.strip_prefix("res/").and_then(|rest| rest.split_once('/')) else {
                continue;
            };
            let (kind, config) = folder.split_once('-').unwrap_or((folder, ""));
            if kind == "values" {
                resources.values(path, bytes, config);
                continue;
            }
            let name = file.split('.').next().unwrap_or(file);
            resources.add(kind, name, config, Item::Text(path.to_owned()));
            for id in String::from_utf8_lossy(bytes).split("\"@+id/").skip(1) {
                resources.add("id", id.split('"').next().unwrap_or_default(), "", Item::Number(0x12, 0));
            }
        }
        resources
    }

    fn add(&mut self, kind: &str, name: &str, config: &str, item: Item) {
        let names = self.types.entry(kind.to_owned()).or_default();
        names.entry(name.to_owned()).or_default().insert(config.to_owned(), item);
    }

    fn values(&mut self, path: &str, bytes: &[u8], config: &str) {
        let document = Document::parse(bytes, &Limits::default()).unwrap_or_else(|error| panic!("{path}: {error}"));
        let Some(root) = document.value.root() else { return };
        for node in root.children() {
            let kind = node.plain("type").and_then(|a| a.text()).unwrap_or(node.name());
            let Some(name) = node.plain("name").and_then(|a| a.text()) else { continue };
            let text = node.text().trim();
            let item = match kind {
                "bool" => Item::Number(0x12, if text == "true" { u32::MAX } else { 0 }),
                "integer" => Item::Number(0x10, text.parse::<i32>().unwrap_or_default().cast_unsigned()),
                _ => Item::Text(text.replace("\\'", "'").replace("\\n", "\n")),
            };
            self.add(kind, name, config, item);
        }
    }

    /// The id of `type/name`; 0 when there is none. A type of the platform (`android:string/ok`) gets a platform id.
    pub fn id(&self, reference: &str) -> u32 {
        if reference.starts_with("android:") {
            return 0x0104_0000;
        }
        let Some((kind, name)) = reference.split_once('/') else { return 0 };
        let place = |keys: Vec<&String>, wanted: &str| keys.iter().position(|key| *key == wanted);
        let kind_at = place(self.types.keys().collect(), kind);
        let name_at = self.types.get(kind).and_then(|names| place(names.keys().collect(), name));
        kind_at.zip(name_at).map_or(0, |(kind, name)| PACKAGE << 24 | (kind as u32 + 1) << 16 | name as u32)
    }

    /// Whether there is anything to write.
    pub fn is_empty(&self) -> bool {
        self.types.is_empty()
    }

    /// `resources.arsc`.
    pub fn write(&self, package: &str) -> Vec<u8> {
        let items = self.types.values().flat_map(|names| names.values()).flat_map(|configs| configs.values());
        let texts: BTreeSet<&str> =
            items.filter_map(|item| if let Item::Text(text) = item { Some(text.as_str()) } else { None }).collect();
        let texts: Vec<String> = texts.into_iter().map(str::to_owned).collect();
        let kinds: Vec<String> = self.types.keys().cloned().collect();
        let keys: BTreeSet<&String> = self.types.values().flat_map(|names| names.keys()).collect();
        let keys: Vec<String> = keys.into_iter().cloned().collect();

        let (kind_pool, key_pool) = (pool(&kinds), pool(&keys));
        let mut head = PACKAGE.to_le_bytes().to_vec();
        let mut name: Vec<u8> = package.encode_utf16().take(127).flat_map(u16::to_le_bytes).collect();
        name.resize(256, 0);
        head.extend(name);
        let places = [288, kinds.len() as u32, 288 + kind_pool.len() as u32, keys.len() as u32, 0];
        head.extend(places.map(u32::to_le_bytes).concat());
        let mut body = [head, kind_pool, key_pool].concat();
        for (at, names) in self.types.values().enumerate() {
            body.extend(type_chunks(at as u8 + 1, names, &texts, &keys));
        }
        let table = [1u32.to_le_bytes().to_vec(), pool(&texts), chunk(0x0200, 288, &body)].concat();
        chunk(0x0002, 12, &table)
    }
}

fn type_chunks(id: u8, names: &BTreeMap<String, BTreeMap<String, Item>>, texts: &[String], keys: &[String]) -> Vec<u8> {
    let mut spec = vec![id, 0, 0, 0];
    spec.extend((names.len() as u32).to_le_bytes());
    spec.extend(vec![0; 4 * names.len()]);
    let mut out = chunk(0x0202, 16, &spec);
    let configs: BTreeSet<&String> = names.values().flat_map(|of| of.keys()).collect();
    for config in configs {
        let (mut offsets, mut entries) = (Vec::new(), Vec::new());
        for (name, of) in names {
            let Some(item) = of.get(config) else {
                offsets.extend(u32::MAX.to_le_bytes());
                continue;
            };
            offsets.extend((entries.len() as u32).to_le_bytes());
            let key = keys.iter().position(|key| key == name).unwrap_or_default() as u32;
            let (kind, data) = match item {
                Item::Text(text) => (0x03, texts.iter().position(|known| known == text).unwrap_or_default() as u32),
                Item::Number(kind, data) => (*kind, *data),
            };
            entries.extend([8, 0, 0, 0]);
            entries.extend(key.to_le_bytes());
            entries.extend([8, 0, 0, kind]);
            entries.extend(data.to_le_bytes());
        }
        let mut body = vec![id, 0, 0, 0];
        body.extend([names.len() as u32, 84 + offsets.len() as u32].map(u32::to_le_bytes).concat());
        body.extend(configuration(config));
        body.extend([offsets, entries].concat());
        out.extend(chunk(0x0201, 84, &body));
    }
    out
}

/// `ResTable_config` of qualifiers: language, region, script and API level are understood.
fn configuration(qualifiers: &str) -> [u8; 64] {
    let mut config = [0u8; 64];
    config[0] = 64;
    let parts =
        qualifiers.strip_prefix("b+").map_or_else(|| qualifiers.split('-').collect(), |b| b.split('+').collect());
    let parts: Vec<&str> = parts;
    for (at, part) in parts.iter().enumerate() {
        let bytes = part.as_bytes();
        match bytes {
            [b'v', digits @ ..] if !digits.is_empty() && digits.iter().all(u8::is_ascii_digit) => {
                config[24] = part[1..].parse().unwrap_or_default();
            }
            [a, b] if at == 0 => config[8..10].copy_from_slice(&[*a, *b]),
            [b'r', a, b] | [a, b] => config[10..12].copy_from_slice(&[*a, *b]),
            [_, _, _, _] => config[36..40].copy_from_slice(bytes),
            _ => {}
        }
    }
    config
}

/// A chunk: its header and everything after the first eight bytes.
pub fn chunk(kind: u16, header: u16, body: &[u8]) -> Vec<u8> {
    let size = body.len() as u32 + 8;
    [&kind.to_le_bytes()[..], &header.to_le_bytes(), &size.to_le_bytes(), body].concat()
}

/// A string pool in UTF-8.
pub fn pool(strings: &[String]) -> Vec<u8> {
    let (mut offsets, mut data) = (Vec::new(), Vec::new());
    for text in strings {
        offsets.extend((data.len() as u32).to_le_bytes());
        for length in [text.encode_utf16().count(), text.len()] {
            assert!(length < 0x8000, "a string of {length}");
            if length >= 0x80 {
                data.push((length >> 8) as u8 | 0x80);
            }
            data.push(length as u8);
        }
        data.extend(text.as_bytes());
        data.push(0);
    }
    data.resize(data.len().next_multiple_of(4), 0);
    let start = 28 + offsets.len() as u32;
    let head = [strings.len() as u32, 0, 0x100, start, 0].map(u32::to_le_bytes).concat();
    chunk(0x0001, 28, &[head, offsets, data].concat())
}
