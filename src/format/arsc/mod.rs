//! Resource tables: `resources.arsc`, and what the protobuf form of a bundle is turned into.
//!
//! Structures and their reading follow `ResourceTypes.h` and `LoadedArsc.cpp` of the platform. The table is indexed
//! once and read on demand: an app has a hundred thousand values in eighty languages, of which a scan looks at few.

mod config;
mod pool;
#[cfg(test)]
pub(crate) mod tests;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Arc, OnceLock};

pub use config::{Config, Language};
pub(crate) use pool::STRING_POOL;
pub use pool::{StringPool, Value};

use super::{Anomaly, FormatResult, Parsed, Reader};
use crate::limits::Limits;

const TABLE: u16 = 0x0002;
const PACKAGE: u16 = 0x0200;
const TYPE: u16 = 0x0201;
const TYPE_SPEC: u16 = 0x0202;
const LIBRARY: u16 = 0x0203;
const OVERLAYABLE: u16 = 0x0204;
const OVERLAYABLE_POLICY: u16 = 0x0205;
const STAGED_ALIAS: u16 = 0x0206;

/// Configurations of one type that are read. Every look-up passes over them; real apps have three hundred at most.
const CONFIGURATIONS: usize = 4096;

const FLAG_SPARSE: u8 = 1;
const FLAG_OFFSET16: u8 = 2;
const ENTRY_COMPLEX: u16 = 1;
const ENTRY_COMPACT: u16 = 8;

/// A resource table.
#[derive(Debug, Clone, Default)]
pub struct Table<'a> {
    bytes: &'a [u8],
    strings: StringPool<'a>,
    packages: Vec<Package<'a>>,
    /// All type chunks by package and type, in file order.
    types: BTreeMap<(u8, u8), Vec<TypeChunk<'a>>>,
    /// Ids by `type/name`, made when the first name is looked up.
    names: OnceLock<HashMap<String, u32>>,
}

/// A package of a table.
#[derive(Debug, Clone, Default)]
pub struct Package<'a> {
    /// Id: 0x7f for an app.
    pub id: u8,
    /// Name, as a rule the application id at build time.
    pub name: String,
    type_names: StringPool<'a>,
    keys: StringPool<'a>,
    /// Type names of a table that was not read from a binary table.
    owned_types: BTreeMap<u8, String>,
}

/// The values of one type in one configuration.
#[derive(Debug, Clone)]
struct TypeChunk<'a> {
    package: usize,
    config: Config,
    entries: Entries<'a>,
}

#[derive(Debug, Clone)]
enum Entries<'a> {
    /// Offsets in the table's bytes.
    Binary { index: Index<'a>, start: usize, end: usize },
    /// Read already: by entry index, with the name.
    Owned(BTreeMap<u16, (Arc<str>, Resource)>),
}

#[derive(Debug, Clone, Copy)]
enum Index<'a> {
    Wide(&'a [u8]),
    Narrow(&'a [u8]),
    Sparse(&'a [u8]),
}

/// The content of a resource in one configuration.
#[derive(Debug, Clone, PartialEq)]
pub enum Resource {
    /// One value.
    Simple(Value),
    /// An array, style, plural or the like.
    Bag {
        /// The style that it inherits from; 0 for none.
        parent: u32,
        /// Names (attribute ids, or array positions and quantities as ids of package 2 or 1) and values.
        items: Vec<(u32, Value)>,
    },
}

impl Resource {
    /// The value when it is one.
    pub fn simple(&self) -> Option<&Value> {
        match self {
            Self::Simple(value) => Some(value),
            Self::Bag { .. } => None,
        }
    }
}

/// A resource's name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Name {
    /// Type: `string`, `bool`, `layout`, ...
    pub kind: String,
    /// Entry name.
    pub name: String,
}

impl std::fmt::Display for Name {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.kind, self.name)
    }
}

impl<'a> Table<'a> {
    /// Reads a table. What can't be read is left out with an anomaly; fails only when the bytes are no table at all.
    ///
    /// # Errors
    /// When the first chunk header is not there.
    pub fn parse(bytes: &'a [u8], limits: &Limits) -> FormatResult<Parsed<Self>> {
        let mut reader = Reader::new(bytes, "resource table");
        let (kind, header, size, packages) = (reader.u16()?, reader.u16()?, reader.u32()?, reader.u32()?);
        let mut anomalies = Vec::new();
        if kind != TABLE {
            anomalies.push(Anomaly::new("arsc-header-type", 0, kind));
        }
        if size as usize != bytes.len() {
            anomalies.push(Anomaly::new("arsc-size", 4, size));
        }
        let mut table = Self { bytes, ..Self::default() };
        let mut have_strings = false;
        chunks(bytes, usize::from(header), bytes.len(), limits.table_items, &mut anomalies, |chunk, anomalies| {
            match chunk.kind {
                STRING_POOL if !have_strings => {
                    have_strings = true;
                    table.strings = StringPool::read(bytes, chunk.at, anomalies).unwrap_or_default();
                }
                PACKAGE => table.package(chunk, limits, anomalies),
                other => anomalies.push(Anomaly::new("arsc-junk-chunk", chunk.at as u64, format_args!("{other:#06x}"))),
            }
        });
        if table.packages.is_empty() && packages != 0 {
            return Err(reader.malformed("no package"));
        }
        Ok(Parsed { value: table, anomalies })
    }

    fn package(&mut self, chunk: Chunk, limits: &Limits, anomalies: &mut Vec<Anomaly>) {
        let mut reader = Reader::new(self.bytes, "resource package").at(chunk.at.saturating_add(8));
        let Ok(id) = reader.u32() else { return };
        let Ok(name) = reader.take(256) else { return };
        let name: Vec<u16> = name
            .chunks_exact(2)
            .map(|b| u16::from_le_bytes(b.try_into().unwrap_or_default()))
            .take_while(|&u| u != 0)
            .collect();
        let mut pool = |at: Option<u32>| {
            let at = at.filter(|&at| at != 0).and_then(|at| chunk.at.checked_add(at as usize));
            at.and_then(|at| StringPool::read(self.bytes, at, anomalies).ok()).unwrap_or_default()
        };
        let types_at = reader.u32().ok();
        let _last_public = reader.u32();
        let keys_at = reader.u32().ok();
        let type_names = pool(types_at);
        let keys = pool(keys_at);
        let index = self.packages.len();
        let id = (id & 0xff) as u8;
        self.packages.push(Package {
            id,
            name: String::from_utf16_lossy(&name),
            type_names,
            keys,
            owned_types: BTreeMap::new(),
        });
        let bytes = self.bytes;
        let types = &mut self.types;
        let start = chunk.at.saturating_add(chunk.header);
        chunks(bytes, start, chunk.end(), limits.table_items, anomalies, |inner, anomalies| match inner.kind {
            TYPE => match type_chunk(bytes, inner, index) {
                Ok((kind, chunk)) => {
                    let known = types.entry((id, kind)).or_default();
                    if known.len() < CONFIGURATIONS {
                        known.push(chunk);
                    } else {
                        anomalies.push(Anomaly::new("arsc-too-many-configurations", inner.at as u64, kind));
                    }
                }
                Err(_) => anomalies.push(Anomaly::new("arsc-type-damaged", inner.at as u64, "")),
            },
            STRING_POOL | TYPE_SPEC | LIBRARY | OVERLAYABLE | OVERLAYABLE_POLICY | STAGED_ALIAS => {}
            other => anomalies.push(Anomaly::new("arsc-junk-chunk", inner.at as u64, format_args!("{other:#06x}"))),
        });
    }

    /// The packages.
    pub fn packages(&self) -> &[Package<'a>] {
        &self.packages
    }

    /// The name of a resource: of the first configuration that has it.
    pub fn name(&self, id: u32) -> Option<Name> {
        let (package, kind, entry) = self.split(id);
        let chunk = self.types.get(&(package, kind))?.iter().find(|chunk| chunk.entries.has(self.bytes, entry))?;
        Some(Name { kind: self.type_name(chunk.package, kind), name: self.entry_name(chunk, entry) })
    }

    /// All values of a resource, in the order of the file.
    pub fn values(&self, id: u32) -> impl Iterator<Item = (&Config, Resource)> {
        let (package, kind, entry) = self.split(id);
        let chunks = self.types.get(&(package, kind)).map(Vec::as_slice).unwrap_or_default();
        chunks.iter().filter_map(move |chunk| Some((&chunk.config, self.resource(chunk, entry)?)))
    }

    /// The value that fits best. Among those for the language: the fewest other qualifiers, then the highest API level,
    /// which is how a current device without peculiarities picks. None for another language falls back to any.
    pub fn best(&self, id: u32, language: Language) -> Option<(&Config, Resource)> {
        let rank = |config: &Config| {
            let fit = config.language_fit(language).unwrap_or(0);
            (fit, usize::MAX.saturating_sub(config.other_qualifiers()), config.sdk)
        };
        let (package, kind, entry) = self.split(id);
        let chunks = self.types.get(&(package, kind))?;
        let mut best: Option<&TypeChunk<'a>> = None;
        for chunk in chunks.iter().filter(|chunk| chunk.entries.has(self.bytes, entry)) {
            if best.is_none_or(|known| rank(&chunk.config) > rank(&known.config)) {
                best = Some(chunk);
            }
        }
        let chunk = best?;
        Some((&chunk.config, self.resource(chunk, entry)?))
    }

    /// The id of a resource by type and name.
    pub fn find(&self, kind: &str, name: &str) -> Option<u32> {
        let names = self.names.get_or_init(|| {
            let mut left = self.bytes.len().saturating_mul(16).max(1 << 24);
            let mut names = HashMap::new();
            for kind in self.type_names() {
                for (id, chunk, entry) in self.of_type(&kind, |_| true) {
                    let name = format!("{kind}/{}", self.entry_name(chunk, entry));
                    left = left.saturating_sub(name.len());
                    if left == 0 {
                        return names;
                    }
                    names.entry(name).or_insert(id);
                }
            }
            names
        });
        names.get(&format!("{kind}/{name}")).copied()
    }

    /// Everything of one type in the configurations wanted: id, name, configuration and value, by id and then in the
    /// order of the file. Entries of a tampered table may all share one long string or bag; what is given is bounded by a
    /// multiple of the table's size.
    pub fn all(&self, kind: &str, wanted: impl Fn(&Config) -> bool) -> Vec<(u32, String, &Config, Resource)> {
        let mut left = if self.bytes.is_empty() { usize::MAX } else { self.bytes.len().saturating_mul(16) };
        let mut all = Vec::new();
        for (id, chunk, entry) in self.of_type(kind, wanted) {
            let Some(resource) = self.resource(chunk, entry) else { continue };
            let name = self.entry_name(chunk, entry);
            let cost = match &resource {
                Resource::Simple(Value::String(text)) => text.len(),
                Resource::Simple(_) => 8,
                Resource::Bag { items, .. } => items.len().saturating_mul(16),
            };
            left = left.saturating_sub(cost.saturating_add(name.len()));
            if left == 0 {
                break;
            }
            all.push((id, name, &chunk.config, resource));
        }
        all.sort_by_key(|(id, ..)| *id);
        all
    }

    /// The names of the types, of all packages, sorted.
    pub fn type_names(&self) -> Vec<String> {
        let mut names: Vec<String> = self
            .types
            .iter()
            .filter_map(|((_, kind), chunks)| Some(self.type_name(chunks.first()?.package, *kind)))
            .collect();
        names.sort();
        names.dedup();
        names
    }

    /// All configurations that occur, sorted, once each.
    pub fn configs(&self) -> Vec<&Config> {
        let mut configs: Vec<&Config> = self.types.values().flatten().map(|chunk| &chunk.config).collect();
        configs.sort();
        configs.dedup();
        configs
    }

    /// Text of a string resource followed through references, in a language.
    pub fn text(&self, id: u32, language: Language) -> Option<Arc<str>> {
        match self.resolve(id, language)? {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// The value of a resource followed through references; none for a bag, a missing resource or a circle.
    pub fn resolve(&self, id: u32, language: Language) -> Option<Value> {
        let mut seen = HashSet::new();
        let mut id = id;
        while seen.insert(id) && seen.len() <= 20 {
            match self.best(id, language)?.1 {
                Resource::Simple(Value::Reference(next)) if next != 0 => id = next,
                Resource::Simple(value) => return Some(value),
                Resource::Bag { .. } => return None,
            }
        }
        None
    }

    fn of_type(
        &self,
        kind: &str,
        wanted: impl Fn(&Config) -> bool,
    ) -> impl Iterator<Item = (u32, &TypeChunk<'a>, u16)> {
        let kind = kind.to_owned();
        self.types
            .iter()
            .filter(move |((_, id), chunks)| chunks.first().is_some_and(|c| self.type_name(c.package, *id) == kind))
            .flat_map(|(&(package, id), chunks)| chunks.iter().map(move |chunk| (package, id, chunk)))
            .filter(move |(.., chunk)| wanted(&chunk.config))
            .flat_map(move |(package, id, chunk)| {
                let base = u32::from(package).wrapping_shl(24) | u32::from(id).wrapping_shl(16);
                chunk.entries.indices(self.bytes).into_iter().map(move |entry| (base | u32::from(entry), chunk, entry))
            })
    }

    /// Package, type and entry of an id. Package 0 means the table's own.
    fn split(&self, id: u32) -> (u8, u8, u16) {
        let [package, kind, high, low] = id.to_be_bytes();
        let package = if package == 0 { self.packages.first().map_or(0, |own| own.id) } else { package };
        (package, kind, u16::from_be_bytes([high, low]))
    }

    fn type_name(&self, package: usize, kind: u8) -> String {
        let Some(package) = self.packages.get(package) else { return String::new() };
        if let Some(name) = package.owned_types.get(&kind) {
            return name.clone();
        }
        package.type_names.get(u32::from(kind).wrapping_sub(1)).unwrap_or_default().into_owned()
    }

    fn entry_name(&self, chunk: &TypeChunk<'a>, entry: u16) -> String {
        match &chunk.entries {
            Entries::Owned(map) => map.get(&entry).map(|(name, _)| name.to_string()).unwrap_or_default(),
            Entries::Binary { .. } => {
                let key =
                    chunk.entries.offset(self.bytes, entry).and_then(|at| entry_header(self.bytes, at)).map(|h| h.key);
                let keys = self.packages.get(chunk.package).map(|package| &package.keys);
                key.zip(keys).and_then(|(key, keys)| keys.get(key)).unwrap_or_default().into_owned()
            }
        }
    }

    fn resource(&self, chunk: &TypeChunk<'a>, entry: u16) -> Option<Resource> {
        match &chunk.entries {
            Entries::Owned(map) => map.get(&entry).map(|(_, resource)| resource.clone()),
            Entries::Binary { .. } => self.read_entry(chunk.entries.offset(self.bytes, entry)?),
        }
    }

    fn read_entry(&self, at: usize) -> Option<Resource> {
        let header = entry_header(self.bytes, at)?;
        let string = |index| self.strings.get(index).map(|text| Arc::from(&*text));
        if let Some((kind, data)) = header.compact {
            return Some(Resource::Simple(Value::from_parts(kind, data, string)));
        }
        let mut reader = Reader::new(self.bytes, "resource entry").at(at.saturating_add(usize::from(header.size)));
        let value = |reader: &mut Reader<'_>| -> FormatResult<Value> {
            let (_size, _zero, kind, data) = (reader.u16()?, reader.u8()?, reader.u8()?, reader.u32()?);
            Ok(Value::from_parts(kind, data, string))
        };
        if header.flags & ENTRY_COMPLEX == 0 {
            return value(&mut reader).ok().map(Resource::Simple);
        }
        let mut head = Reader::new(self.bytes, "resource bag").at(at.saturating_add(8));
        let (parent, count) = (head.u32().ok()?, head.u32().ok()?);
        let count = reader.count(u64::from(count), 12).unwrap_or(0).min(0xffff);
        let mut items = Vec::with_capacity(count);
        for _ in 0..count {
            let name = reader.u32().ok()?;
            items.push((name, value(&mut reader).ok()?));
        }
        Some(Resource::Bag { parent, items })
    }
}

/// Builds a table from values that were read elsewhere (the protobuf form).
#[derive(Debug, Default)]
pub struct TableBuilder {
    packages: Vec<Package<'static>>,
    types: BTreeMap<(u8, u8), Vec<TypeChunk<'static>>>,
    /// Position of the chunk for a package, type and configuration.
    places: HashMap<(usize, u8, Config), usize>,
}

impl TableBuilder {
    /// Begins a package; what is added next belongs to it.
    pub fn package(&mut self, id: u8, name: &str) {
        self.packages.push(Package { id, name: name.to_owned(), ..Package::default() });
    }

    /// Adds a value to the package begun last.
    pub fn add(&mut self, kind: (u8, &str), entry: (u16, &str), config: Config, resource: Resource) {
        let Some(index) = self.packages.len().checked_sub(1) else { return };
        let Some(package) = self.packages.last_mut() else { return };
        package.owned_types.entry(kind.0).or_insert_with(|| kind.1.to_owned());
        let chunks = self.types.entry((package.id, kind.0)).or_default();
        let at = *self.places.entry((index, kind.0, config)).or_insert_with_key(|(_, _, config)| {
            let config = config.clone();
            chunks.push(TypeChunk { package: index, config, entries: Entries::Owned(BTreeMap::new()) });
            chunks.len().saturating_sub(1)
        });
        if let Some(TypeChunk { entries: Entries::Owned(map), .. }) = chunks.get_mut(at) {
            map.entry(entry.0).or_insert_with(|| (Arc::from(entry.1), resource));
        }
    }

    /// The table.
    pub fn finish(self) -> Table<'static> {
        Table { packages: self.packages, types: self.types, ..Table::default() }
    }
}

/// A chunk: its type, where it is, and the sizes that it claims.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Chunk {
    pub(crate) kind: u16,
    pub(crate) at: usize,
    pub(crate) header: usize,
    pub(crate) size: usize,
}

impl Chunk {
    pub(crate) fn end(&self) -> usize {
        self.at.saturating_add(self.size)
    }
}

/// Walks the chunks between two positions. One whose size can't be right ends the walk with an anomaly.
pub(crate) fn chunks(
    bytes: &[u8],
    from: usize,
    to: usize,
    most: usize,
    anomalies: &mut Vec<Anomaly>,
    mut each: impl FnMut(Chunk, &mut Vec<Anomaly>),
) {
    let to = to.min(bytes.len());
    let mut at = from;
    for _ in 0..most {
        if at.saturating_add(8) > to {
            if at < to {
                anomalies.push(Anomaly::new("chunk-trailing-bytes", at as u64, to.saturating_sub(at)));
            }
            return;
        }
        let mut reader = Reader::new(bytes, "chunk").at(at);
        let (Ok(kind), Ok(header), Ok(size)) = (reader.u16(), reader.u16(), reader.u32()) else { return };
        let mut chunk = Chunk { kind, at, header: usize::from(header), size: size as usize };
        if chunk.size < 8 {
            anomalies.push(Anomaly::new("chunk-size", at as u64, size));
            return;
        }
        if chunk.end() > to {
            anomalies.push(Anomaly::new("chunk-past-end", at as u64, size));
            chunk.size = to.saturating_sub(at);
        }
        each(chunk, anomalies);
        at = chunk.end();
    }
}

/// A type chunk (`ResTable_type`).
fn type_chunk<'a>(bytes: &'a [u8], chunk: Chunk, package: usize) -> FormatResult<(u8, TypeChunk<'a>)> {
    let mut reader = Reader::new(bytes, "resource type").at(chunk.at.saturating_add(8));
    let (kind, flags, _) = (reader.u8()?, reader.u8()?, reader.u16()?);
    let (count, start) = (reader.u32()?, reader.u32()?);
    let config = Config::read(&mut reader)?;
    let mut index = Reader::new(bytes, "resource index").at(chunk.at.saturating_add(chunk.header));
    let width: usize = if flags & FLAG_OFFSET16 != 0 && flags & FLAG_SPARSE == 0 { 2 } else { 4 };
    let room = chunk.end().saturating_sub(index.position()).checked_div(width).unwrap_or(0);
    let count = (count as usize).min(room).min(index.remaining().checked_div(width).unwrap_or(0));
    let raw = index.take(count.saturating_mul(width))?;
    let index = match (flags & FLAG_SPARSE != 0, width) {
        (true, _) => Index::Sparse(raw),
        (false, 2) => Index::Narrow(raw),
        _ => Index::Wide(raw),
    };
    let start = chunk.at.saturating_add(start as usize);
    Ok((kind, TypeChunk { package, config, entries: Entries::Binary { index, start, end: chunk.end() } }))
}

impl Index<'_> {
    fn offset(&self, entry: u16) -> Option<usize> {
        let entry = usize::from(entry);
        match self {
            Self::Wide(raw) => {
                let offset = Reader::new(raw, "index").at(entry.checked_mul(4)?).u32().ok()?;
                (offset != u32::MAX).then_some(offset as usize)
            }
            Self::Narrow(raw) => {
                let offset = Reader::new(raw, "index").at(entry.checked_mul(2)?).u16().ok()?;
                (offset != u16::MAX).then_some(usize::from(offset).wrapping_mul(4))
            }
            Self::Sparse(raw) => {
                let pair = |at: usize| {
                    let mut reader = Reader::new(raw, "index").at(at.wrapping_mul(4));
                    Some((usize::from(reader.u16().ok()?), usize::from(reader.u16().ok()?).wrapping_mul(4)))
                };
                // Android looks it up by halving; a writer sorts it.
                let (mut low, mut high) = (0usize, raw.len() / 4);
                while low < high {
                    let middle = low.midpoint(high);
                    let (index, offset) = pair(middle)?;
                    match index.cmp(&entry) {
                        std::cmp::Ordering::Equal => return Some(offset),
                        std::cmp::Ordering::Less => low = middle.saturating_add(1),
                        std::cmp::Ordering::Greater => high = middle,
                    }
                }
                None
            }
        }
    }

    fn indices(&self) -> Vec<u16> {
        match self {
            Self::Sparse(raw) => raw
                .chunks_exact(4)
                .map(|pair| u16::from_le_bytes([pair.first().copied().unwrap_or(0), pair.get(1).copied().unwrap_or(0)]))
                .collect(),
            Self::Wide(raw) => Self::dense(raw.len() / 4),
            Self::Narrow(raw) => Self::dense(raw.len() / 2),
        }
    }

    fn dense(count: usize) -> Vec<u16> {
        (0..count).map_while(|index| u16::try_from(index).ok()).collect()
    }
}

impl Entries<'_> {
    fn offset(&self, bytes: &[u8], entry: u16) -> Option<usize> {
        match self {
            Self::Binary { index, start, end } => {
                let at = start.checked_add(index.offset(entry)?)?;
                (at < *end && at < bytes.len()).then_some(at)
            }
            Self::Owned(_) => None,
        }
    }

    fn has(&self, bytes: &[u8], entry: u16) -> bool {
        match self {
            Self::Binary { .. } => self.offset(bytes, entry).is_some(),
            Self::Owned(map) => map.contains_key(&entry),
        }
    }

    fn indices(&self, bytes: &[u8]) -> Vec<u16> {
        match self {
            Self::Binary { index, .. } => {
                index.indices().into_iter().filter(|&entry| self.offset(bytes, entry).is_some()).collect()
            }
            Self::Owned(map) => map.keys().copied().collect(),
        }
    }
}

/// The head of an entry (`ResTable_entry`).
struct EntryHeader {
    size: u16,
    flags: u16,
    key: u32,
    /// Type and data of a compact entry.
    compact: Option<(u8, u32)>,
}

fn entry_header(bytes: &[u8], at: usize) -> Option<EntryHeader> {
    let mut reader = Reader::new(bytes, "resource entry").at(at);
    let (size, flags, word) = (reader.u16().ok()?, reader.u16().ok()?, reader.u32().ok()?);
    if flags & ENTRY_COMPACT != 0 {
        return Some(EntryHeader { size: 8, flags, key: u32::from(size), compact: Some(((flags >> 8) as u8, word)) });
    }
    Some(EntryHeader { size, flags, key: word, compact: None })
}
