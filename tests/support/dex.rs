//! Parsed classes to the bytes of a dex file, version 035 (source.android.com, «Dalvik executable format»).

use std::collections::{BTreeMap, BTreeSet};

use sha1::{Digest, Sha1};

use super::opcodes;
use super::smali::{Class, Field, Method, STATIC, Statement, number_of, split_signature, unquote};

/// Where an instruction of the text came to lie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Class in source form.
    pub class: String,
    /// `name(parameter types)return type`.
    pub method: Option<String>,
    /// Offset of the instruction, in code units.
    pub offset: Option<u32>,
}

/// A dex file and its marked places.
pub fn assemble(classes: &[Class]) -> (Vec<u8>, Vec<Mark>) {
    let pool = Pool::of(classes);
    Writer { pool: &pool, data: Vec::new(), sections: BTreeMap::new(), marks: Vec::new() }.write(classes)
}

/// The class name of a descriptor in source form.
pub fn source_name(descriptor: &str) -> String {
    descriptor.trim_start_matches('L').trim_end_matches(';').replace('/', ".")
}

type Text16 = Vec<u16>;

/// Every name that the file uses, in the order that the format asks for.
#[derive(Default)]
struct Pool {
    strings: BTreeMap<Text16, u32>,
    types: BTreeMap<Text16, u32>,
    protos: BTreeMap<(u32, Vec<u32>), u32>,
    fields: BTreeMap<(u32, u32, u32), u32>,
    methods: BTreeMap<(u32, u32, u32), u32>,
}

/// What is met in the text, before it has numbers.
#[derive(Default)]
struct Names {
    strings: BTreeSet<Text16>,
    types: BTreeSet<Text16>,
    protos: BTreeSet<(String, Vec<String>)>,
    fields: BTreeSet<(String, String, String)>,
    methods: BTreeSet<(String, String, (String, Vec<String>))>,
}

fn wide(text: &str) -> Text16 {
    text.encode_utf16().collect()
}

fn numbered<K: Ord>(keys: impl IntoIterator<Item = K>) -> BTreeMap<K, u32> {
    let sorted: BTreeSet<K> = keys.into_iter().collect();
    sorted.into_iter().zip(0..).collect()
}

fn shorty(returns: &str, parameters: &[String]) -> String {
    let letter = |descriptor: &str| match descriptor.as_bytes()[0] {
        b'[' => 'L',
        other => char::from(other),
    };
    std::iter::once(letter(returns)).chain(parameters.iter().map(|p| letter(p))).collect()
}

impl Names {
    fn string(&mut self, text: &str) {
        self.strings.insert(wide(text));
    }

    fn kind(&mut self, descriptor: &str) {
        self.string(descriptor);
        self.types.insert(wide(descriptor));
    }

    fn proto(&mut self, returns: &str, parameters: &[String]) {
        self.kind(returns);
        parameters.iter().for_each(|p| self.kind(p));
        self.string(&shorty(returns, parameters));
        self.protos.insert((returns.to_owned(), parameters.to_vec()));
    }

    fn field(&mut self, class: &str, name: &str, descriptor: &str) {
        [class, descriptor].iter().for_each(|d| self.kind(d));
        self.string(name);
        self.fields.insert((class.to_owned(), name.to_owned(), descriptor.to_owned()));
    }

    fn method(&mut self, class: &str, name: &str, parameters: &[String], returns: &str) {
        self.kind(class);
        self.string(name);
        self.proto(returns, parameters);
        self.methods.insert((class.to_owned(), name.to_owned(), (returns.to_owned(), parameters.to_vec())));
    }

    fn reference(&mut self, text: &str) {
        match Reference::of(text) {
            Reference::Text(text) => self.string(&text),
            Reference::Kind(descriptor) => self.kind(&descriptor),
            Reference::Field(class, name, descriptor) => self.field(&class, &name, &descriptor),
            Reference::Method(class, name, parameters, returns) => self.method(&class, &name, &parameters, &returns),
        }
    }

    fn class(&mut self, class: &Class) {
        self.kind(&class.name);
        class.superclass.iter().chain(&class.interfaces).for_each(|name| self.kind(name));
        class.source.iter().for_each(|name| self.string(name));
        for field in &class.fields {
            self.field(&class.name, &field.name, &field.descriptor);
            match field.initial.as_deref() {
                Some(text) if text.starts_with('"') => self.string(&unquote(text)),
                Some(text) if text.starts_with(['L', '[']) => self.kind(text),
                _ => {}
            }
        }
        for method in &class.methods {
            self.method(&class.name, &method.name, &method.parameters, &method.returns);
            for statement in &method.body {
                match statement {
                    Statement::Instruction { name, operands, .. } if has_reference(name) => {
                        self.reference(operands.last().unwrap_or_else(|| panic!("operand of {name}")));
                    }
                    Statement::Catch { exception: Some(kind), .. } => self.kind(kind),
                    _ => {}
                }
            }
        }
    }
}

fn has_reference(name: &str) -> bool {
    matches!(layout(name).1, "21c" | "31c" | "22c" | "35c" | "3rc")
}

fn layout(name: &str) -> (u8, &'static str) {
    opcodes::find(name).unwrap_or_else(|| panic!("no instruction {name}"))
}

/// The last operand of an instruction that names something.
enum Reference {
    Text(String),
    Kind(String),
    Field(String, String, String),
    Method(String, String, Vec<String>, String),
}

impl Reference {
    fn of(text: &str) -> Self {
        if text.starts_with('"') {
            return Self::Text(unquote(text));
        }
        let Some((class, member)) = text.split_once("->") else { return Self::Kind(text.to_owned()) };
        if member.contains('(') {
            let (name, parameters, returns) = split_signature(member);
            return Self::Method(class.to_owned(), name, parameters, returns);
        }
        let (name, descriptor) = member.split_once(':').unwrap_or_else(|| panic!("reference {text}"));
        Self::Field(class.to_owned(), name.to_owned(), descriptor.to_owned())
    }
}

impl Pool {
    fn of(classes: &[Class]) -> Self {
        let mut names = Names::default();
        classes.iter().for_each(|class| names.class(class));
        let mut pool = Self { strings: numbered(names.strings), types: numbered(names.types), ..Self::default() };
        pool.protos = numbered(names.protos.iter().map(|(returns, parameters)| pool.proto_key(returns, parameters)));
        pool.fields = numbered(names.fields.iter().map(|(class, name, descriptor)| {
            (pool.kind(class), pool.string(name), pool.kind(descriptor)) // sorted by class, name, type
        }));
        pool.methods = numbered(names.methods.iter().map(|(class, name, (returns, parameters))| {
            (pool.kind(class), pool.string(name), pool.proto(returns, parameters))
        }));
        pool
    }

    fn string(&self, text: &str) -> u32 {
        self.strings[&wide(text)]
    }

    fn kind(&self, descriptor: &str) -> u32 {
        self.types[&wide(descriptor)]
    }

    fn proto_key(&self, returns: &str, parameters: &[String]) -> (u32, Vec<u32>) {
        (self.kind(returns), parameters.iter().map(|p| self.kind(p)).collect())
    }

    fn proto(&self, returns: &str, parameters: &[String]) -> u32 {
        self.protos[&self.proto_key(returns, parameters)]
    }

    fn field(&self, class: &str, name: &str, descriptor: &str) -> u32 {
        self.fields[&(self.kind(class), self.string(name), self.kind(descriptor))]
    }

    fn method(&self, class: &str, name: &str, parameters: &[String], returns: &str) -> u32 {
        self.methods[&(self.kind(class), self.string(name), self.proto(returns, parameters))]
    }

    fn reference(&self, text: &str) -> u32 {
        match Reference::of(text) {
            Reference::Text(text) => self.string(&text),
            Reference::Kind(descriptor) => self.kind(&descriptor),
            Reference::Field(class, name, descriptor) => self.field(&class, &name, &descriptor),
            Reference::Method(class, name, parameters, returns) => self.method(&class, &name, &parameters, &returns),
        }
    }
}

const HEADER: u32 = 0x70;

/// Kinds of the map list.
mod section {
    pub(super) const TYPE_LIST: u16 = 0x1001;
    pub(super) const CLASS_DATA: u16 = 0x2000;
    pub(super) const CODE: u16 = 0x2001;
    pub(super) const STRING: u16 = 0x2002;
    pub(super) const DEBUG: u16 = 0x2003;
    pub(super) const ARRAY: u16 = 0x2005;
}

struct Writer<'p> {
    pool: &'p Pool,
    /// The data section so far.
    data: Vec<u8>,
    /// Items of each kind: count and offset of the first.
    sections: BTreeMap<u16, (u32, u32)>,
    marks: Vec<Mark>,
}

impl Writer<'_> {
    fn base(&self, classes: &[Class]) -> u32 {
        let pool = self.pool;
        let small = pool.strings.len() + pool.types.len() + 3 * pool.protos.len();
        let large = pool.fields.len() + pool.methods.len() + 4 * classes.len();
        HEADER + (4 * small + 8 * large) as u32
    }

    /// Appends an item, aligned, and gives its offset in the file.
    fn put(&mut self, base: u32, kind: u16, align: usize, item: &[u8]) -> u32 {
        while !(base as usize + self.data.len()).is_multiple_of(align) {
            self.data.push(0);
        }
        let offset = base + self.data.len() as u32;
        self.sections.entry(kind).or_insert((0, offset)).0 += 1;
        self.data.extend(item);
        offset
    }

    fn write(mut self, classes: &[Class]) -> (Vec<u8>, Vec<Mark>) {
        let base = self.base(classes);
        let classes = ordered(classes);
        for class in classes.iter().filter(|c| c.marked || c.fields.iter().any(|f| f.marked)) {
            self.marks.push(Mark { class: source_name(&class.name), method: None, offset: None });
        }
        // Code first, then lists, strings, debug information, values and class data: items of a kind lie together.
        let bodies: Vec<Vec<Body>> =
            classes.iter().map(|class| class.methods.iter().map(|m| self.body(class, m)).collect()).collect();
        let debug: Vec<Vec<u32>> = bodies
            .iter()
            .map(|of| of.iter().map(|body| self.put_some(base, section::DEBUG, 1, &body.debug)).collect())
            .collect();
        let mut code = Vec::new();
        for (of, debug) in bodies.iter().zip(&debug) {
            let offsets = of.iter().zip(debug).map(|(body, debug)| {
                let item = body.item(*debug);
                self.put_some(base, section::CODE, 4, &item)
            });
            code.push(offsets.collect::<Vec<_>>());
        }
        let protos: Vec<(u32, Vec<u32>)> = self.pool.protos.keys().cloned().collect();
        let proto_lists: Vec<u32> = protos.iter().map(|(_, types)| self.type_list(base, types)).collect();
        let interfaces: Vec<u32> = classes
            .iter()
            .map(|c| self.type_list(base, &c.interfaces.iter().map(|i| self.pool.kind(i)).collect::<Vec<_>>()))
            .collect();
        let strings: Vec<Text16> = self.pool.strings.keys().cloned().collect();
        let string_offsets: Vec<u32> =
            strings.iter().map(|text| self.put(base, section::STRING, 1, &string_data(text))).collect();
        let values: Vec<u32> = classes
            .iter()
            .map(|c| {
                let item = self.static_values(c);
                self.put_some(base, section::ARRAY, 1, &item)
            })
            .collect();
        let datas: Vec<u32> = classes
            .iter()
            .zip(&code)
            .map(|(c, code)| {
                let item = self.class_data(c, code);
                self.put_some(base, section::CLASS_DATA, 1, &item)
            })
            .collect();

        let mut ids = Vec::new();
        string_offsets.iter().for_each(|offset| ids.extend(offset.to_le_bytes()));
        self.pool.types.keys().for_each(|name| ids.extend(self.pool.strings[name].to_le_bytes()));
        for ((returns, parameters), list) in protos.iter().zip(proto_lists) {
            let shorty = self.shorty(*returns, parameters);
            [shorty, *returns, list].iter().for_each(|word| ids.extend(word.to_le_bytes()));
        }
        for (class, name, kind) in self.pool.fields.keys() {
            ids.extend((*class as u16).to_le_bytes());
            ids.extend((*kind as u16).to_le_bytes());
            ids.extend(name.to_le_bytes());
        }
        for (class, name, proto) in self.pool.methods.keys() {
            ids.extend((*class as u16).to_le_bytes());
            ids.extend((*proto as u16).to_le_bytes());
            ids.extend(name.to_le_bytes());
        }
        for (at, class) in classes.iter().enumerate() {
            let superclass = class.superclass.as_ref().map_or(u32::MAX, |name| self.pool.kind(name));
            let source = class.source.as_ref().map_or(u32::MAX, |name| self.pool.string(name));
            let kind = self.pool.kind(&class.name);
            let row = [kind, class.flags, superclass, interfaces[at], source, 0, datas[at], values[at]];
            row.iter().for_each(|word| ids.extend(word.to_le_bytes()));
        }
        (self.finish(base, &ids, classes.len()), self.marks)
    }

    fn put_some(&mut self, base: u32, kind: u16, align: usize, item: &[u8]) -> u32 {
        if item.is_empty() { 0 } else { self.put(base, kind, align, item) }
    }

    fn type_list(&mut self, base: u32, types: &[u32]) -> u32 {
        if types.is_empty() {
            return 0;
        }
        let mut item = (types.len() as u32).to_le_bytes().to_vec();
        types.iter().for_each(|kind| item.extend((*kind as u16).to_le_bytes()));
        self.put(base, section::TYPE_LIST, 4, &item)
    }

    fn shorty(&self, returns: u32, parameters: &[u32]) -> u32 {
        let names: Vec<&Text16> = self.pool.types.keys().collect();
        let name = |at: u32| String::from_utf16_lossy(names[at as usize]);
        let parameters: Vec<String> = parameters.iter().map(|p| name(*p)).collect();
        self.pool.string(&shorty(&name(returns), &parameters))
    }

    fn static_values(&self, class: &Class) -> Vec<u8> {
        let fields = self.sorted_fields(class, true);
        let Some(last) = fields.iter().rposition(|(_, field)| field.initial.is_some()) else { return Vec::new() };
        let mut item = uleb(last as u32 + 1);
        fields[..=last].iter().for_each(|(_, field)| item.extend(self.value(field)));
        item
    }

    fn value(&self, field: &Field) -> Vec<u8> {
        let number = |kind: u8, value: i64, width: u8| {
            let mut item = vec![(width - 1) << 5 | kind];
            item.extend(&value.to_le_bytes()[..usize::from(width)]);
            item
        };
        let text = field.initial.as_deref();
        match (field.descriptor.as_str(), text) {
            ("Z", _) => vec![(text.map_or(0, number_of) as u8) << 5 | 0x1f],
            ("B", _) => number(0x00, text.map_or(0, number_of), 1),
            ("S", _) => number(0x02, text.map_or(0, number_of), 2),
            ("C", _) => number(0x03, text.map_or(0, number_of), 2),
            ("I", _) => number(0x04, text.map_or(0, number_of), 4),
            ("J", _) => number(0x06, text.map_or(0, number_of), 8),
            (_, Some(text)) if text.starts_with('"') => number(0x17, self.pool.string(&unquote(text)).into(), 4),
            (_, Some(text)) if text != "null" => number(0x18, self.pool.kind(text).into(), 4),
            _ => vec![0x1e],
        }
    }

    fn sorted_fields<'c>(&self, class: &'c Class, statics: bool) -> Vec<(u32, &'c Field)> {
        let chosen = class.fields.iter().filter(|f| (f.flags & STATIC != 0) == statics);
        let mut fields: Vec<_> = chosen.map(|f| (self.pool.field(&class.name, &f.name, &f.descriptor), f)).collect();
        fields.sort_by_key(|(index, _)| *index);
        fields
    }

    fn class_data(&self, class: &Class, code: &[u32]) -> Vec<u8> {
        if class.fields.is_empty() && class.methods.is_empty() {
            return Vec::new();
        }
        let fields = [true, false].map(|statics| self.sorted_fields(class, statics));
        let methods = [true, false].map(|direct| {
            let chosen = class.methods.iter().zip(code).filter(|(m, _)| m.is_direct() == direct);
            let mut rows: Vec<_> = chosen
                .map(|(m, code)| (self.pool.method(&class.name, &m.name, &m.parameters, &m.returns), m.flags, *code))
                .collect();
            rows.sort_unstable();
            rows
        });
        let mut item = Vec::new();
        fields.iter().for_each(|of| item.extend(uleb(of.len() as u32)));
        methods.iter().for_each(|of| item.extend(uleb(of.len() as u32)));
        for of in &fields {
            let mut before = 0;
            for (index, field) in of {
                item.extend(uleb(index - before));
                item.extend(uleb(field.flags));
                before = *index;
            }
        }
        for of in &methods {
            let mut before = 0;
            for (index, flags, code) in of {
                item.extend([uleb(index - before), uleb(*flags), uleb(*code)].concat());
                before = *index;
            }
        }
        item
    }

    fn finish(&mut self, base: u32, ids: &[u8], classes: usize) -> Vec<u8> {
        while !self.data.len().is_multiple_of(4) || !(base as usize + self.data.len()).is_multiple_of(4) {
            self.data.push(0);
        }
        let map_offset = base + self.data.len() as u32;
        let pool = self.pool;
        let counts = [pool.strings.len(), pool.types.len(), pool.protos.len(), pool.fields.len(), pool.methods.len()];
        let sizes = [4, 4, 12, 8, 8, 32];
        let mut tables = Vec::new();
        let mut offset = HEADER;
        for (count, size) in counts.iter().chain(&[classes]).zip(sizes) {
            tables.push((*count as u32, if *count == 0 { 0 } else { offset }));
            offset += *count as u32 * size;
        }
        let mut map = vec![(0u16, 1u32, 0u32)];
        map.extend(tables.iter().zip(1..).filter(|((n, _), _)| *n > 0).map(|((n, at), kind)| (kind, *n, *at)));
        map.extend(self.sections.iter().map(|(kind, (count, at))| (*kind, *count, *at)));
        map.push((0x1000, 1, map_offset));
        map.sort_by_key(|(_, _, at)| *at);
        self.data.extend((map.len() as u32).to_le_bytes());
        for (kind, count, at) in map {
            self.data.extend(u32::from(kind).to_le_bytes());
            self.data.extend([count, at].map(u32::to_le_bytes).concat());
        }

        let size = base + self.data.len() as u32;
        let mut file = b"dex\n035\0".to_vec();
        file.extend([0; 24]); // checksum and signature, below
        [size, HEADER, 0x1234_5678, 0, 0, map_offset].iter().for_each(|word| file.extend(word.to_le_bytes()));
        tables.iter().for_each(|(n, at)| file.extend([*n, *at].map(u32::to_le_bytes).concat()));
        file.extend([self.data.len() as u32, base].map(u32::to_le_bytes).concat());
        file.extend(ids);
        file.extend(&self.data);
        let signature = Sha1::digest(&file[32..]);
        file[12..32].copy_from_slice(&signature);
        let checksum = adler(&file[12..]);
        file[8..12].copy_from_slice(&checksum.to_le_bytes());
        file
    }
}

/// Superclasses before their subclasses, as the format asks for.
fn ordered(classes: &[Class]) -> Vec<&Class> {
    let mut placed: Vec<&Class> = Vec::new();
    let mut waiting: Vec<&Class> = classes.iter().collect();
    waiting.sort_by(|a, b| a.name.cmp(&b.name));
    while !waiting.is_empty() {
        let names: BTreeSet<&str> = waiting.iter().map(|c| c.name.as_str()).collect();
        let free = |c: &&Class| !c.superclass.iter().chain(&c.interfaces).any(|name| names.contains(name.as_str()));
        let (ready, rest): (Vec<&Class>, Vec<&Class>) = waiting.into_iter().partition(free);
        assert!(!ready.is_empty(), "classes extend each other in a circle");
        placed.extend(ready);
        waiting = rest;
    }
    placed
}

fn adler(bytes: &[u8]) -> u32 {
    let (a, b) = bytes.iter().fold((1u32, 0u32), |(a, b), byte| {
        let a = (a + u32::from(*byte)) % 65521;
        (a, (b + a) % 65521)
    });
    b << 16 | a
}

fn uleb(mut value: u32) -> Vec<u8> {
    let mut out = Vec::new();
    loop {
        let low = (value & 0x7f) as u8;
        value >>= 7;
        if value == 0 {
            out.push(low);
            return out;
        }
        out.push(low | 0x80);
    }
}

fn sleb(mut value: i32) -> Vec<u8> {
    let mut out = Vec::new();
    loop {
        let low = (value & 0x7f) as u8;
        value >>= 7;
        if (value == 0 && low & 0x40 == 0) || (value == -1 && low & 0x40 != 0) {
            out.push(low);
            return out;
        }
        out.push(low | 0x80);
    }
}

/// Length in UTF-16 units, modified UTF-8, a zero byte.
fn string_data(units: &[u16]) -> Vec<u8> {
    let mut item = uleb(units.len() as u32);
    for unit in units {
        match unit {
            1..0x80 => item.push(*unit as u8),
            0 | 0x80..0x800 => item.extend([0xc0 | (unit >> 6) as u8, 0x80 | (unit & 0x3f) as u8]),
            _ => item.extend([0xe0 | (unit >> 12) as u8, 0x80 | (unit >> 6 & 0x3f) as u8, 0x80 | (unit & 0x3f) as u8]),
        }
    }
    item.push(0);
    item
}

/// A method's code before its debug information has a place.
#[derive(Default)]
struct Body {
    registers: u16,
    ins: u16,
    outs: u16,
    units: Vec<u16>,
    tries: Vec<(u32, u32, usize)>,
    handlers: Vec<Vec<u8>>,
    debug: Vec<u8>,
}

impl Body {
    fn item(&self, debug: u32) -> Vec<u8> {
        if self.units.is_empty() {
            return Vec::new();
        }
        let mut item = Vec::new();
        for half in [self.registers, self.ins, self.outs, self.tries.len() as u16] {
            item.extend(half.to_le_bytes());
        }
        item.extend([debug, self.units.len() as u32].map(u32::to_le_bytes).concat());
        self.units.iter().for_each(|unit| item.extend(unit.to_le_bytes()));
        if self.tries.is_empty() {
            return item;
        }
        if !self.units.len().is_multiple_of(2) {
            item.extend([0, 0]);
        }
        let mut offsets = Vec::new();
        let mut list = uleb(self.handlers.len() as u32);
        for handler in &self.handlers {
            offsets.push(list.len() as u16);
            list.extend(handler);
        }
        for (from, to, handler) in &self.tries {
            item.extend(from.to_le_bytes());
            item.extend(((to - from) as u16).to_le_bytes());
            item.extend(offsets[*handler].to_le_bytes());
        }
        item.extend(list);
        item
    }
}

/// Places of a method's statements, in code units.
struct Places<'m> {
    of: Vec<u32>,
    labels: BTreeMap<&'m str, u32>,
    /// From a payload's place to the instruction that names it.
    users: BTreeMap<u32, u32>,
}

impl<'m> Places<'m> {
    fn find(method: &'m Method) -> Self {
        let mut places = Self { of: Vec::new(), labels: BTreeMap::new(), users: BTreeMap::new() };
        let mut at = 0u32;
        let mut pending: Vec<&str> = Vec::new();
        for statement in &method.body {
            let payload = payload_size(statement);
            if payload.is_some() {
                at += at % 2; // payloads begin at an even unit
            }
            places.of.push(at);
            match statement {
                Statement::Label(name) => pending.push(name),
                Statement::Instruction { .. } => places.labels.extend(pending.drain(..).map(|label| (label, at))),
                _ if payload.is_some() => places.labels.extend(pending.drain(..).map(|label| (label, at))),
                _ => {}
            }
            at += payload.unwrap_or_else(|| size_of(statement));
        }
        places.labels.extend(pending.into_iter().map(|label| (label, at)));
        for (statement, at) in method.body.iter().zip(&places.of) {
            if let Statement::Instruction { name, operands, .. } = statement
                && layout(name).1 == "31t"
            {
                places.users.insert(places.label(operands.last().map_or("", String::as_str)), *at);
            }
        }
        places
    }

    fn label(&self, name: &str) -> u32 {
        *self.labels.get(name).unwrap_or_else(|| panic!("no label {name}"))
    }
}

fn size_of(statement: &Statement) -> u32 {
    match statement {
        Statement::Instruction { name, .. } => u32::from(layout(name).1.as_bytes()[0] - b'0'),
        _ => 0,
    }
}

fn payload_size(statement: &Statement) -> Option<u32> {
    match statement {
        Statement::ArrayData { width, items } => Some(4 + (u32::from(*width) * items.len() as u32).div_ceil(2)),
        Statement::PackedSwitch { targets, .. } => Some(4 + 2 * targets.len() as u32),
        Statement::SparseSwitch { pairs } => Some(2 + 4 * pairs.len() as u32),
        _ => None,
    }
}

impl Writer<'_> {
    fn body(&mut self, class: &Class, method: &Method) -> Body {
        let source = source_name(&class.name);
        let place = |offset| Mark { class: source.clone(), method: Some(method.signature()), offset };
        self.marks.extend(method.marked.then(|| place(None)));
        let Some(registers) = method.registers else { return Body::default() };
        let places = Places::find(method);
        let mut body = Body { registers, ins: method.ins(), ..Body::default() };
        for (statement, at) in method.body.iter().zip(&places.of) {
            if payload_size(statement).is_some() && body.units.len() < *at as usize {
                body.units.push(0); // nop
            }
            if let Statement::Instruction { marked: true, .. } = statement {
                self.marks.push(place(Some(*at)));
            }
            self.statement(&mut body, statement, &places, *at);
        }
        self.catches(&mut body, method, &places);
        body.debug = debug_lines(method, &places);
        body
    }

    fn statement(&self, body: &mut Body, statement: &Statement, places: &Places<'_>, at: u32) {
        let long = |units: &mut Vec<u16>, value: i32| units.extend([value as u16, (value >> 16) as u16]);
        match statement {
            Statement::Instruction { name, operands, .. } => self.instruction(body, name, operands, places, at),
            Statement::ArrayData { width, items } => {
                body.units.extend([0x0300, *width]);
                long(&mut body.units, items.len() as i32);
                let bytes = items.iter().flat_map(|item| item.to_le_bytes()[..usize::from(*width)].to_vec());
                let bytes: Vec<u8> = bytes.collect();
                let halves = bytes.chunks(2).map(|pair| u16::from_le_bytes([pair[0], *pair.get(1).unwrap_or(&0)]));
                body.units.extend(halves);
            }
            Statement::PackedSwitch { first, targets } => {
                let user = places.users[&at];
                body.units.extend([0x0100, targets.len() as u16]);
                long(&mut body.units, *first);
                targets.iter().for_each(|t| long(&mut body.units, places.label(t).wrapping_sub(user).cast_signed()));
            }
            Statement::SparseSwitch { pairs } => {
                let user = places.users[&at];
                body.units.extend([0x0200, pairs.len() as u16]);
                pairs.iter().for_each(|(key, _)| long(&mut body.units, *key));
                let targets = pairs.iter().map(|(_, to)| places.label(to).wrapping_sub(user).cast_signed());
                targets.for_each(|to| long(&mut body.units, to));
            }
            Statement::Label(_) | Statement::Line(_) | Statement::Catch { .. } => {}
        }
    }

    fn instruction(&self, body: &mut Body, name: &str, operands: &[String], places: &Places<'_>, at: u32) {
        let (op, layout) = layout(name);
        let op = u16::from(op);
        let base = body.registers - body.ins;
        let operand = |n: usize| operands.get(n).map_or_else(|| panic!("{name}: operand {n}"), String::as_str);
        let register = |n: usize| register(operand(n), base);
        let number = |n: usize| number_of(operand(n));
        let jump = |n: usize| places.label(operand(n)).wrapping_sub(at).cast_signed();
        let reference = |n: usize| self.pool.reference(operand(n));
        let units = &mut body.units;
        match layout {
            "10x" => units.push(op),
            "12x" => units.push(register(1) << 12 | register(0) << 8 | op),
            "11n" => units.push((number(1) as u16 & 0xf) << 12 | register(0) << 8 | op),
            "11x" => units.push(register(0) << 8 | op),
            "10t" => units.push((jump(0) as u16) << 8 | op),
            "20t" => units.extend([op, jump(0) as u16]),
            "22x" => units.extend([register(0) << 8 | op, register(1)]),
            "21t" => units.extend([register(0) << 8 | op, jump(1) as u16]),
            "21s" => units.extend([register(0) << 8 | op, number(1) as u16]),
            "21h" => {
                let shift = if name == "const/high16" { 16 } else { 48 };
                units.extend([register(0) << 8 | op, (number(1) >> shift) as u16]);
            }
            "21c" => units.extend([register(0) << 8 | op, reference(1) as u16]),
            "23x" => units.extend([register(0) << 8 | op, register(2) << 8 | register(1)]),
            "22b" => units.extend([register(0) << 8 | op, (number(2) as u16) << 8 | register(1)]),
            "22t" => units.extend([register(1) << 12 | register(0) << 8 | op, jump(2) as u16]),
            "22s" => units.extend([register(1) << 12 | register(0) << 8 | op, number(2) as u16]),
            "22c" => units.extend([register(1) << 12 | register(0) << 8 | op, reference(2) as u16]),
            "32x" => units.extend([op, register(0), register(1)]),
            "30t" => units.extend([op, jump(0) as u16, (jump(0) >> 16) as u16]),
            "31t" => units.extend([register(0) << 8 | op, jump(1) as u16, (jump(1) >> 16) as u16]),
            "31i" => units.extend([register(0) << 8 | op, number(1) as u16, (number(1) >> 16) as u16]),
            "31c" => units.extend([register(0) << 8 | op, reference(1) as u16, (reference(1) >> 16) as u16]),
            "35c" => {
                let listed = registers(operand(0), base);
                let mut row = [0u16; 5];
                row[..listed.len()].copy_from_slice(&listed);
                let [c, d, e, f, g] = row;
                let head = (listed.len() as u16) << 12 | g << 8 | op;
                units.extend([head, reference(1) as u16, f << 12 | e << 8 | d << 4 | c]);
                body.outs = body.outs.max(listed.len() as u16);
            }
            "3rc" => {
                let listed = registers(operand(0), base);
                units.extend([(listed.len() as u16) << 8 | op, reference(1) as u16, *listed.first().unwrap_or(&0)]);
                body.outs = body.outs.max(listed.len() as u16);
            }
            "51l" => {
                units.push(register(0) << 8 | op);
                units.extend((0..4).map(|half| (number(1) >> (16 * half)) as u16));
            }
            other => panic!("layout {other}"),
        }
    }

    fn catches(&self, body: &mut Body, method: &Method, places: &Places<'_>) {
        let mut ranges: BTreeMap<(u32, u32), Handlers> = BTreeMap::new();
        for statement in &method.body {
            let Statement::Catch { exception, from, to, handler } = statement else { continue };
            let entry = ranges.entry((places.label(from), places.label(to))).or_default();
            match exception {
                Some(kind) => entry.0.push((self.pool.kind(kind), places.label(handler))),
                None => entry.1 = Some(places.label(handler)),
            }
        }
        for ((from, to), (typed, any)) in ranges {
            let count = typed.len() as i32;
            let mut item = sleb(if any.is_some() { -count } else { count });
            typed.iter().for_each(|(kind, at)| item.extend([uleb(*kind), uleb(*at)].concat()));
            any.iter().for_each(|at| item.extend(uleb(*at)));
            body.tries.push((from, to, body.handlers.len()));
            body.handlers.push(item);
        }
    }
}

/// Handlers of one range: type and place of the typed ones, place of the one for everything.
type Handlers = (Vec<(u32, u32)>, Option<u32>);

/// `v3` or `p1`, where parameters begin at `base`.
fn register(text: &str, base: u16) -> u16 {
    let number = text.get(1..).and_then(|n| n.parse::<u16>().ok()).unwrap_or_else(|| panic!("register {text}"));
    if text.starts_with('p') { base + number } else { number }
}

/// `{v0, p1}` or `{v0 .. v5}`.
fn registers(text: &str, base: u16) -> Vec<u16> {
    let inner = text.trim_start_matches('{').trim_end_matches('}').trim();
    if inner.is_empty() {
        return Vec::new();
    }
    match inner.split_once("..") {
        Some((first, last)) => (register(first.trim(), base)..=register(last.trim(), base)).collect(),
        None => inner.split(',').map(|name| register(name.trim(), base)).collect(),
    }
}

/// A line table; nothing when the text names no line.
fn debug_lines(method: &Method, places: &Places<'_>) -> Vec<u8> {
    let rows = method.body.iter().zip(&places.of);
    let rows: Vec<(u32, u32)> = rows
        .filter_map(|(statement, at)| if let Statement::Line(line) = statement { Some((*at, *line)) } else { None })
        .collect();
    let Some((_, first)) = rows.first() else { return Vec::new() };
    let mut item = [uleb(*first), uleb(method.parameters.len() as u32)].concat();
    item.extend(vec![0; method.parameters.len()]); // no names
    let (mut at, mut line) = (0, *first);
    for (place, number) in rows {
        item.extend(
            [vec![0x01], uleb(place - at), vec![0x02], sleb(number.wrapping_sub(line).cast_signed()), vec![0x0e]]
                .concat(),
        );
        (at, line) = (place, number);
    }
    item.push(0);
    item
}
