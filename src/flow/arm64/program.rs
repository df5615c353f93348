//! A slice as a program: functions with names, what each call target is, and one sweep that finds what is worth a look.

use std::cell::RefCell;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::classes;
use super::decode::{Op, decode};
use super::interpret::{self, V};
use crate::flow::ApiNames;
use crate::format::macho::{MachO, Objc, Pointer, Section, cpp_name, swift_name};
use crate::limits::Limits;

/// Instructions of a function that is summarised for its callers.
const SHORT: u64 = 48;
/// Implementations of one selector among which a message may go to any; of more nothing is said.
const SHARED: usize = 8;

/// A function.
#[derive(Debug, Clone)]
pub struct Function {
    /// First address.
    pub start: u64,
    /// Address behind its last instruction.
    pub end: u64,
    /// Name: `-[Class selector]`, a readable Swift name, a C symbol, or `sub_ADDRESS`.
    pub name: Arc<str>,
    /// The method that it implements, when it is one.
    pub method: Option<MethodOf>,
}

impl Function {
    /// Whether it has the readable name of a Swift function, or one of SQLite's or OpenSSL's: a library that is linked in
    /// can be asked for by it.
    pub fn is_library(&self) -> bool {
        const STARTS: [&str; 7] = ["sqlite3_", "EVP_", "PKCS5_PBKDF2_", "AES_set_", "DES_", "RSA_generate_", "SSL_"];
        let of_c =
            || STARTS.iter().any(|start| self.name.starts_with(start)) || matches!(&*self.name, "MD4" | "MD5" | "SHA1");
        self.method.is_none() && (self.name.contains('.') || of_c())
    }
}

/// The class and selector that a function implements.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MethodOf {
    /// Class.
    pub class: Arc<str>,
    /// Selector.
    pub selector: Arc<str>,
    /// A class method.
    pub of_class: bool,
}

/// Where a direct call goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// An import, by symbol without the leading underscore.
    Import(Arc<str>),
    /// A message whose selector the stub loads.
    Message(Arc<str>),
    /// A function of this slice, by position.
    Function(u32),
    /// Somewhere else.
    Unknown,
}

/// What the sweep found.
#[derive(Debug, Default)]
pub struct Sweep {
    /// Positions of the functions that name something asked for, in order.
    pub interesting: Vec<u32>,
    /// Direct calls between functions: callee, caller, address; sorted.
    pub calls: Vec<(u32, u32, u64)>,
    /// Messages that methods of this slice implement: method, sender; sorted.
    pub sends: Vec<(u32, u32)>,
    /// Functions whose address is taken (code of blocks and closures, callbacks): function, taker; sorted.
    pub taken: Vec<(u32, u32)>,
    /// Classes of this slice that functions name: address of the class object, function; sorted.
    pub classes: Vec<(u64, u32)>,
}

/// What an address that code names stands for.
#[derive(Debug, Clone, Copy, Default)]
struct Mark {
    /// Something asked for.
    asked: bool,
    /// A selector that methods of this slice implement: position in [`Program::own`].
    own: Option<u32>,
    /// A class of this slice: the address of its object.
    class: Option<u64>,
}

/// A slice with its functions.
#[derive(Debug)]
pub struct Program<'m, 'a> {
    /// The image.
    pub macho: &'m MachO<'a>,
    /// Functions by address.
    pub functions: Vec<Function>,
    /// Names of own classes by address of the class object.
    pub classes: FxHashMap<u64, Arc<str>>,
    imports: Vec<Arc<str>>,
    message_stubs: FxHashMap<u64, Arc<str>>,
    stubs: FxHashMap<u64, Arc<str>>,
    text: (u64, &'a [u8]),
    /// Methods of this slice by selector: position in `own`.
    selectors: FxHashMap<Arc<str>, u32>,
    /// Methods of this slice that implement one selector.
    own: Vec<Vec<u32>>,
    /// Which argument a short function returns, once asked.
    returned: RefCell<FxHashMap<u32, Option<u8>>>,
}

/// The readable name of an import: Swift's and C++'s demangled, C's without underscore.
pub fn api_name(symbol: &str) -> Arc<str> {
    match swift_name(symbol).or_else(|| cpp_name(symbol)) {
        Some(name) => name.into(),
        None => symbol.strip_prefix('_').unwrap_or(symbol).into(),
    }
}

impl<'m, 'a> Program<'m, 'a> {
    /// Prepares an arm64 slice; none when it has no such code or the code is encrypted.
    pub fn new(macho: &'m MachO<'a>, objc: &Objc, limits: &Limits) -> Option<Self> {
        if !macho.cpu.is_arm64() {
            return None;
        }
        let section = macho.sections.iter().find(|s| s.name == "__text")?;
        let bytes = macho.section_bytes(section);
        if bytes.len() < 4 {
            return None;
        }
        let mut program = Self {
            macho,
            functions: Vec::new(),
            classes: objc.classes.iter().map(|c| (c.address, Arc::from(class_name(&c.name).as_str()))).collect(),
            imports: macho.imports.iter().map(|import| api_name(&import.name)).collect(),
            message_stubs: FxHashMap::default(),
            stubs: FxHashMap::default(),
            text: (section.address, bytes),
            selectors: FxHashMap::default(),
            own: Vec::new(),
            returned: RefCell::default(),
        };
        program.functions(objc, limits);
        program.own_methods();
        program.stubs();
        Some(program)
    }

    /// The instruction at an address of the code.
    pub fn word(&self, address: u64) -> Option<u32> {
        let at = usize::try_from(address.checked_sub(self.text.0)?).ok()?;
        let bytes = self.text.1.get(at..at.checked_add(4)?)?;
        Some(u32::from_le_bytes(bytes.try_into().ok()?))
    }

    /// Bytes of code.
    pub fn code_size(&self) -> usize {
        self.text.1.len()
    }

    /// Readable name of an import by position.
    pub fn import(&self, index: u32) -> Option<&Arc<str>> {
        self.imports.get(index as usize)
    }

    /// The function that an address lies in.
    pub fn function_at(&self, address: u64) -> Option<u32> {
        let after = self.functions.partition_point(|f| f.start <= address);
        let position = after.checked_sub(1)?;
        let function = self.functions.get(position)?;
        (address < function.end).then_some(position as u32)
    }

    /// What a direct call or jump to an address reaches.
    pub fn target(&self, address: u64) -> Target {
        if let Some(name) = self.stubs.get(&address) {
            return Target::Import(name.clone());
        }
        if let Some(selector) = self.message_stubs.get(&address) {
            return Target::Message(selector.clone());
        }
        match self.function_at(address) {
            Some(position) if self.functions.get(position as usize).is_some_and(|f| f.start == address) => {
                Target::Function(position)
            }
            _ => Target::Unknown,
        }
    }

    /// The argument that a short function returns on some path (`__swift_project_boxed_opaque_existential`, getters of
    /// what was put in): a summary that costs little and carries values through helpers.
    pub fn returned_argument(&self, position: u32) -> Option<u8> {
        if let Some(known) = self.returned.borrow().get(&position) {
            return *known;
        }
        // While it is being found out, a function that calls itself returns nothing known.
        self.returned.borrow_mut().insert(position, None);
        let function = self.functions.get(position as usize)?;
        if function.end.saturating_sub(function.start) > SHORT * 4 {
            return None;
        }
        if self.leaves_first(function) {
            self.returned.borrow_mut().insert(position, Some(0));
            return Some(0);
        }
        let frame = interpret::run(self, function, SHORT * 16);
        let argument = frame.returns.iter().find_map(|value| match value {
            V::Param(number @ 0..=7, 0) => Some(*number),
            _ => None,
        });
        self.returned.borrow_mut().insert(position, argument);
        argument
    }

    /// Whether a function returns on some path before it writes x0: at the join with its other paths that is lost.
    fn leaves_first(&self, function: &Function) -> bool {
        let mut address = function.start;
        while address < function.end {
            let Some(word) = self.word(address) else { return false };
            match decode(word, address) {
                Op::Conditional { target, .. } => {
                    let first = self.word(target).map(|word| decode(word, target));
                    if (function.start..function.end).contains(&target) && first == Some(Op::Return) {
                        return true;
                    }
                }
                Op::Load { rt: 1..=30, .. } | Op::Nop => {}
                Op::Set { rd, .. } | Op::Field { rd, .. } | Op::Immediate { rd, .. } if rd != 0 => {}
                _ => return false,
            }
            address = address.wrapping_add(4);
        }
        false
    }

    fn functions(&mut self, objc: &Objc, limits: &Limits) {
        let (start, bytes) = self.text;
        let end = start.saturating_add(bytes.len() as u64);
        let inside = |address: &u64| *address >= start && *address < end && address.is_multiple_of(4);
        let mut starts: Vec<u64> = self.macho.function_starts.iter().copied().filter(inside).collect();
        let mut names: FxHashMap<u64, Arc<str>> = FxHashMap::default();
        for symbol in self.macho.symbols.iter().filter(|s| s.is_defined() && inside(&s.address)) {
            if self.macho.function_starts.is_empty() {
                starts.push(symbol.address);
            }
            names.entry(symbol.address).or_insert_with(|| api_name(&symbol.name));
        }
        for export in &self.macho.exports {
            if let Some(address) = export.address.filter(inside) {
                names.entry(address).or_insert_with(|| api_name(&export.name));
            }
        }
        let methods = methods(objc);
        starts.extend(methods.keys().copied().filter(inside));
        starts.extend(self.macho.entry.filter(inside));
        starts.push(start);
        starts.sort_unstable();
        starts.dedup();
        starts.truncate(limits.table_items);
        let ends = starts.iter().skip(1).copied().chain(std::iter::once(end));
        self.functions = starts
            .iter()
            .zip(ends)
            .map(|(&start, end)| {
                let method = methods.get(&start).cloned();
                let name = match &method {
                    Some(m) => format!("{}[{} {}]", if m.of_class { '+' } else { '-' }, m.class, m.selector).into(),
                    None => names.get(&start).cloned().unwrap_or_else(|| format!("sub_{start:x}").into()),
                };
                Function { start, end, name, method }
            })
            .collect();
    }

    /// Stubs by the import that they jump to, and message stubs by the selector that they load.
    fn stubs(&mut self) {
        let macho = self.macho;
        let readable: FxHashMap<&str, &Arc<str>> =
            macho.imports.iter().zip(&self.imports).map(|(import, name)| (&*import.name, name)).collect();
        for section in macho.sections.iter().filter(|s| s.kind() == 8) {
            let size = u64::from(section.stub_size).max(4);
            for position in 0..(section.size / size).min(1 << 20) {
                let address = section.address.wrapping_add(position * size);
                if let Some(symbol) = macho.stub(address) {
                    let name = readable.get(symbol).map_or_else(|| api_name(symbol), |name| (*name).clone());
                    self.stubs.insert(address, name);
                }
            }
        }
        for section in macho.sections_named("__objc_stubs") {
            for position in 0..(section.size / 4).min(1 << 21) {
                let address = section.address.wrapping_add(position * 4);
                if let Some(selector) = message_stub(macho, address) {
                    self.message_stubs.insert(address, selector.into());
                }
            }
        }
    }

    /// Methods of this slice that implement a selector.
    pub fn implementations(&self, selector: &str) -> &[u32] {
        let methods = self.selectors.get(selector).and_then(|position| self.own.get(*position as usize));
        methods.map_or(&[], Vec::as_slice)
    }

    fn own_methods(&mut self) {
        for (position, function) in self.functions.iter().enumerate() {
            let Some(method) = &function.method else { continue };
            let next = self.own.len() as u32;
            let list = *self.selectors.entry(method.selector.clone()).or_insert(next);
            if list == next {
                self.own.push(Vec::new());
            }
            if let Some(methods) = self.own.get_mut(list as usize) {
                methods.push(position as u32);
            }
        }
    }

    /// One pass over all code: functions that name an API asked for, calls and messages between functions, functions
    /// whose address is taken.
    pub fn sweep(&self, names: &ApiNames) -> Sweep {
        let (marks, asked) = (self.marks(names), self.asked_functions(names));
        let mut sweep = Sweep::default();
        for (position, function) in self.functions.iter().enumerate() {
            let mut eye = Eye { marks: &marks, asked: &asked, position: position as u32, interesting: false };
            // The page that each register holds.
            let mut pages = [0u64; 32];
            let mut address = function.start;
            while address < function.end {
                let Some(word) = self.word(address) else { break };
                let (rd, rn) = ((word & 31) as usize, (word >> 5 & 31) as usize);
                if word & 0x7c00_0000 == 0x1400_0000 {
                    let offset = i64::from((word << 6) as i32 >> 4);
                    let target = address.wrapping_add(offset as u64);
                    if !(function.start..function.end).contains(&target) {
                        eye.calls(self, target, address, &mut sweep);
                    }
                } else if word & 0x1f00_0000 == 0x1000_0000 {
                    if let Op::Address { value, .. } = decode(word, address) {
                        if word >> 31 == 0 {
                            // The linker makes `nop; adr` of a page and an offset when the distance is small.
                            eye.sees(self, value, &mut sweep);
                        } else if let Some(page) = pages.get_mut(rd) {
                            *page = value;
                        }
                    }
                } else if word & 0xff00_0000 == 0x5800_0000 {
                    // As it makes `nop; ldr literal` of a page and a load.
                    let offset = i64::from((word << 8) as i32 >> 13) * 4;
                    eye.sees(self, address.wrapping_add(offset as u64), &mut sweep);
                } else if word & 0xffc0_0000 == 0xf940_0000 || word & 0xff80_0000 == 0x9100_0000 {
                    let scale = if word >> 24 == 0xf9 { 3 } else { 0 };
                    let within = u64::from(word >> 10 & 0xfff) << scale;
                    let page = pages.get(rn).copied().unwrap_or(0);
                    if page != 0 {
                        eye.sees(self, page.wrapping_add(within), &mut sweep);
                    }
                }
                address = address.wrapping_add(4);
            }
            if eye.interesting {
                sweep.interesting.push(position as u32);
            }
        }
        sweep.calls.sort_unstable();
        sweep.classes.sort_unstable();
        sweep.classes.dedup();
        for pairs in [&mut sweep.sends, &mut sweep.taken] {
            pairs.sort_unstable();
            pairs.dedup();
        }
        sweep
    }

    /// Functions of this slice that are asked for by name: of Swift libraries that are linked in.
    fn asked_functions(&self, names: &ApiNames) -> Vec<bool> {
        self.functions.iter().map(|f| f.is_library() && names.has(&f.name)).collect()
    }

    /// Addresses that stand for something asked for, or for a selector implemented here: stubs, pointers to imports,
    /// selector references.
    fn marks(&self, names: &ApiNames) -> FxHashMap<u64, Mark> {
        let macho = self.macho;
        let mut marks: FxHashMap<u64, Mark> = FxHashMap::default();
        let mut mark = |address: u64, asked: bool, own: Option<u32>| {
            if asked || own.is_some() {
                marks.insert(address, Mark { asked, own, class: None });
            }
        };
        for (address, name) in sorted(&self.stubs) {
            mark(address, names.has(name), None);
        }
        for (address, name) in sorted(&self.message_stubs) {
            mark(address, names.has(name), self.selectors.get(name).copied());
        }
        for section in macho.sections.iter().filter(|s| s.kind() == 6 || s.kind() == 7 || s.name == "__auth_got") {
            for position in 0..(section.size / 8).min(1 << 20) {
                let address = section.address.wrapping_add(position * 8);
                if let Some(Pointer::Import(index)) = macho.pointer(address) {
                    mark(address, self.import(index).is_some_and(|name| names.has(name)), None);
                }
            }
        }
        for section in macho.sections_named("__objc_selrefs") {
            for position in 0..(section.size / 8).min(1 << 20) {
                let address = section.address.wrapping_add(position * 8);
                if let Some(selector) = macho.target(address).and_then(|target| macho.text(target)) {
                    mark(address, names.has(selector), self.selectors.get(selector).copied());
                }
            }
        }
        self.mark_classes(&mut marks);
        marks
    }

    /// Marks what stands for a class: its object, its descriptor, and the pointers to them that code goes through.
    fn mark_classes(&self, marks: &mut FxHashMap<u64, Mark>) {
        let mut stands: FxHashMap<u64, u64> = self.classes.keys().map(|object| (*object, *object)).collect();
        let described = self.classes.keys().filter_map(|o| Some((classes::descriptor_of(self.macho, *o)?, *o)));
        stands.extend(described.collect::<Vec<_>>());
        for section in self.macho.sections.iter().filter(|section| is_slots(section)) {
            for position in 0..(section.size / 8).min(1 << 20) {
                let slot = section.address.wrapping_add(position * 8);
                if let Some(object) = self.macho.target(slot).and_then(|target| stands.get(&target).copied()) {
                    stands.insert(slot, object);
                }
            }
        }
        #[expect(clippy::iter_over_hash_type, reason = "each entry goes to its own key")]
        for (address, object) in stands {
            marks.entry(address).or_default().class = Some(object);
        }
    }
}

/// Whether a section holds pointers that code alone goes through.
pub(super) fn is_slots(section: &Section<'_>) -> bool {
    section.kind() == 6 || matches!(&*section.name, "__auth_got" | "__objc_classrefs" | "__objc_superrefs")
}

/// What the sweep notes of one function.
struct Eye<'e> {
    marks: &'e FxHashMap<u64, Mark>,
    /// For each function whether it is asked for.
    asked: &'e [bool],
    position: u32,
    interesting: bool,
}

impl Eye<'_> {
    /// The function calls or jumps to an address outside itself.
    fn calls(&mut self, program: &Program<'_, '_>, target: u64, address: u64, sweep: &mut Sweep) {
        let (start, bytes) = program.text;
        if target < start || target >= start.saturating_add(bytes.len() as u64) {
            self.sees(program, target, sweep);
        } else if let Some(callee) = program.function_at(target) {
            sweep.calls.push((callee, self.position, address));
            self.interesting |= self.asked.get(callee as usize) == Some(&true);
        }
    }

    /// The function names an address.
    fn sees(&mut self, program: &Program<'_, '_>, address: u64, sweep: &mut Sweep) {
        let (start, bytes) = program.text;
        if address >= start && address < start.saturating_add(bytes.len() as u64) {
            if let Some(callee) = program.function_at(address)
                && program.functions.get(callee as usize).is_some_and(|f| f.start == address)
            {
                sweep.taken.push((callee, self.position));
            }
            return;
        }
        let Some(mark) = self.marks.get(&address) else { return };
        self.interesting |= mark.asked;
        sweep.classes.extend(mark.class.map(|class| (class, self.position)));
        if let Some(methods) = mark.own.and_then(|own| program.own.get(own as usize)).filter(|m| m.len() <= SHARED) {
            sweep.sends.extend(methods.iter().map(|method| (*method, self.position)));
        }
    }
}

fn sorted(map: &FxHashMap<u64, Arc<str>>) -> impl Iterator<Item = (u64, &Arc<str>)> {
    let mut keys: Vec<u64> = map.keys().copied().collect();
    keys.sort_unstable();
    keys.into_iter().filter_map(|key| Some((key, map.get(&key)?)))
}

/// The name of a class as people write it: `_TtC6Health5Vault` is `Health.Vault`.
pub fn class_name(runtime: &str) -> String {
    let Some(mut rest) = runtime.strip_prefix("_TtC") else { return runtime.to_owned() };
    rest = rest.trim_start_matches('C');
    let mut parts = Vec::new();
    loop {
        let digits = rest.chars().take_while(char::is_ascii_digit).count();
        let Some((Ok(length), tail)) = rest.split_at_checked(digits).map(|(n, tail)| (n.parse::<usize>(), tail)) else {
            break;
        };
        let Some((name, tail)) = tail.split_at_checked(length) else { break };
        parts.push(name);
        rest = tail;
    }
    if parts.is_empty() { runtime.to_owned() } else { parts.join(".") }
}

/// The selector that a message stub loads: `adrp x1, page; ldr x1, [x1, #offset]`, then the jump to `objc_msgSend`.
fn message_stub<'a>(macho: &MachO<'a>, address: u64) -> Option<&'a str> {
    let (adrp, ldr) = (macho.u32_at(address)?, macho.u32_at(address.wrapping_add(4))?);
    if adrp & 0x9f00_001f != 0x9000_0001 || ldr & 0xffc0_03ff != 0xf940_0021 {
        return None;
    }
    let Op::Address { value, .. } = decode(adrp, address) else { return None };
    let reference = value.wrapping_add(u64::from(ldr >> 10 & 0xfff) << 3);
    macho.text(macho.target(reference)?)
}

/// Methods by the address of their code.
fn methods(objc: &Objc) -> FxHashMap<u64, MethodOf> {
    let mut all = FxHashMap::default();
    let mut take = |class: &str, methods: &[crate::format::macho::Method], of_class: bool| {
        for method in methods.iter().filter(|m| m.code != 0) {
            let class: Arc<str> = class_name(class).into();
            let of = MethodOf { class, selector: method.selector.as_str().into(), of_class };
            all.entry(method.code).or_insert(of);
        }
    };
    for class in &objc.classes {
        take(&class.name, &class.methods, false);
        take(&class.name, &class.class_methods, true);
    }
    for category in &objc.categories {
        take(&category.class, &category.methods, false);
        take(&category.class, &category.class_methods, true);
    }
    all
}
