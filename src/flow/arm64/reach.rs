//! Which functions of a slice something may run.
//!
//! A function is dead when nothing leads to it: no call and no address taken by a function that is reached, no pointer in
//! data (tables of virtual functions, witness tables, Swift's metadata, initialisers, constant blocks), no export that
//! another image may bind, and no message. The runtime can run a method by name, so of methods only those are dead whose
//! class nobody names (no reference in code or data, no nib, property list or text, no `+load`, no subclass in use), or
//! whose selector nobody sends, declares in a protocol or mentions. In doubt a function is reached.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::{FxHashMap, FxHashSet};

use super::classes::{self, SwiftClass};
use super::program::{Function, MethodOf, Program, Sweep, class_name, is_slots};
use crate::format::macho::{Class, FileKind, MachO, Method, Objc};

/// What runs code by name, gathered over all binaries of a build and what lies beside them.
#[derive(Debug, Default)]
pub struct Named {
    /// Selectors that code sends and protocols declare.
    selectors: FxHashSet<String>,
    /// Classes that an image binds from another.
    bound: FxHashSet<String>,
    /// Names of classes and selectors that some text is.
    said: FxHashSet<String>,
    /// Names that a text may say.
    wanted: FxHashSet<String>,
    /// Something makes selectors of texts.
    makes_selectors: bool,
    /// Something lists all classes.
    lists_classes: bool,
}

impl Named {
    /// Takes in what one image defines, sends and asks the runtime for.
    pub fn see(&mut self, macho: &MachO<'_>, objc: &Objc) {
        for section in macho.sections_named("__objc_selrefs") {
            for position in 0..(section.size / 8).min(1 << 20) {
                let address = section.address.wrapping_add(position * 8);
                if let Some(selector) = macho.target(address).and_then(|target| macho.text(target)) {
                    self.selectors.insert(selector.to_owned());
                }
            }
        }
        self.selectors.extend(objc.protocols.iter().flat_map(|protocol| protocol.selectors.iter().cloned()));
        for import in &macho.imports {
            match &*import.name {
                "_NSSelectorFromString" | "_sel_registerName" | "_sel_getUid" => self.makes_selectors = true,
                "_objc_copyClassList"
                | "_objc_getClassList"
                | "_objc_enumerateClasses"
                | "_objc_copyClassNamesForImage" => {
                    self.lists_classes = true;
                }
                name => {
                    self.bound.extend(name.strip_prefix("_OBJC_CLASS_$_").map(class_name));
                }
            }
        }
        for class in &objc.classes {
            self.wanted.extend([class.name.clone(), class_name(&class.name)]);
            let methods = class.methods.iter().chain(&class.class_methods);
            self.wanted.extend(methods.map(|method| method.selector.clone()));
        }
    }

    /// Takes in a text of the build: a literal, a name in a nib, a value of a property list.
    pub fn hear(&mut self, text: &str) {
        if self.wanted.contains(text) {
            self.said.insert(text.to_owned());
        }
    }

    /// Takes in the literals of an image.
    pub fn hear_literals(&mut self, macho: &MachO<'_>) {
        macho.literals(&mut |literal| {
            if !matches!(literal.section, "__objc_methname" | "__objc_classname" | "__objc_methtype") {
                self.hear(&literal.text);
            }
        });
    }

    fn names_class(&self, class: &str) -> bool {
        let readable = class_name(class);
        self.said.contains(class) || self.said.contains(&readable) || self.bound.contains(&readable)
    }

    fn sends(&self, selector: &str) -> bool {
        self.makes_selectors || self.selectors.contains(selector) || self.said.contains(selector)
    }
}

/// For each function of a program whether it is dead. `named` is none where not the whole app is there: any method may
/// then be run from outside.
pub fn dead(program: &Program<'_, '_>, sweep: &Sweep, objc: &Objc, named: Option<&Named>) -> Vec<bool> {
    let waiting = waiting(program, objc, named);
    let mut walk =
        Walk { program, reached: vec![false; program.functions.len()], open: Vec::new(), own: Own::new(&waiting) };
    if !walk.images() {
        return vec![false; program.functions.len()];
    }
    let classes = data(program, &mut walk);
    let mut of_waiting = methods(program, objc, named, (&classes, &waiting), &mut walk);
    let leads = Leads::new(sweep, program.functions.len());
    walk.follow(&leads);
    let mut waiting: BTreeMap<u64, SwiftClass> = waiting.into_iter().map(|class| (class.object, class)).collect();
    while walk.wake((sweep, &classes), &mut waiting, &mut of_waiting) {
        walk.follow(&leads);
    }
    walk.reached.into_iter().map(|reached| !reached).collect()
}

/// The classes of Swift that something must name before their functions can run.
fn waiting(program: &Program<'_, '_>, objc: &Objc, named: Option<&Named>) -> Vec<SwiftClass> {
    let Some(named) = named.filter(|named| !named.lists_classes) else { return Vec::new() };
    let by_name: FxHashMap<String, &Class> =
        objc.classes.iter().map(|class| (class_name(&class.name), class)).collect();
    let extended: FxHashSet<String> = objc.categories.iter().map(|category| class_name(&category.class)).collect();
    let mut found = classes::find(program, objc);
    found.retain(|class| {
        let Some(own) = by_name.get(&class_name(&class.name)) else { return false };
        let chain = chain(own, &by_name);
        let top = chain.last().and_then(|class| class.superclass.as_deref()).unwrap_or("NSObject");
        let plain = top == "NSObject" || top.starts_with("UI") || top.contains("SwiftObject");
        plain && !named.names_class(&class.name) && !extended.contains(&class_name(&class.name))
    });
    let referred = classes::referred(program.macho);
    found.retain(|class| !referred.contains(&class.descriptor));
    found
}

struct Walk<'w, 'm, 'a> {
    program: &'w Program<'m, 'a>,
    reached: Vec<bool>,
    open: Vec<u32>,
    own: Own,
}

/// What belongs to the classes that wait to be named.
#[derive(Default)]
struct Own {
    /// Where their metadata and descriptors lie, in order.
    regions: Vec<(u64, u64)>,
    /// Their objects and descriptors.
    names: FxHashSet<u64>,
}

impl Own {
    fn new(waiting: &[SwiftClass]) -> Self {
        let mut regions: Vec<(u64, u64)> = waiting.iter().flat_map(|class| class.regions).collect();
        regions.sort_unstable();
        Self { regions, names: waiting.iter().flat_map(|class| [class.object, class.descriptor]).collect() }
    }

    /// Whether an address lies in what is one class's own.
    fn holds(&self, address: u64) -> bool {
        let after = self.regions.partition_point(|(first, _)| *first <= address);
        after.checked_sub(1).and_then(|at| self.regions.get(at)).is_some_and(|(_, last)| address < *last)
    }
}

/// Who calls, or takes the address of, whom.
struct Leads {
    /// Where the list of each function ends.
    ends: Vec<u32>,
    /// The lists one behind the other.
    lists: Vec<u32>,
}

impl Walk<'_, '_, '_> {
    fn reach(&mut self, position: u32) {
        if let Some(reached) = self.reached.get_mut(position as usize).filter(|reached| !**reached) {
            *reached = true;
            self.open.push(position);
        }
    }

    fn reach_address(&mut self, address: u64) {
        if let Some(position) = self.program.function_at(address) {
            self.reach(position);
        }
    }

    /// Where the system or another image enters; false where that is not known.
    fn images(&mut self) -> bool {
        let macho = self.program.macho;
        let main = macho.symbols.iter().filter(|symbol| symbol.is_defined() && &*symbol.name == "_main");
        let exports = macho.exports.iter().filter_map(|export| export.address);
        let entries: Vec<u64> = match macho.kind {
            FileKind::Executable => macho.entry.into_iter().chain(main.map(|symbol| symbol.address)).collect(),
            FileKind::Library | FileKind::Bundle => exports.collect(),
            _ => Vec::new(),
        };
        for entry in &entries {
            self.reach_address(*entry);
        }
        !entries.is_empty()
    }

    /// Everything that functions which are reached call or take the address of.
    fn follow(&mut self, leads: &Leads) {
        while let Some(position) = self.open.pop() {
            for to in leads.of(position) {
                self.reach(*to);
            }
        }
    }

    /// Takes the classes that are now named from those that wait, and reaches what leads from them; false when none is.
    fn wake(
        &mut self,
        (sweep, pointed): (&Sweep, &BTreeSet<u64>),
        waiting: &mut BTreeMap<u64, SwiftClass>,
        methods: &mut FxHashMap<String, Vec<u32>>,
    ) -> bool {
        let is_named = |class: &SwiftClass| {
            let from = sweep.classes.partition_point(|(object, _)| *object < class.object);
            let mut namers = sweep.classes.iter().skip(from).take_while(|(object, _)| *object == class.object);
            pointed.contains(&class.object)
                || pointed.contains(&class.descriptor)
                || namers.any(|(_, by)| self.reached.get(*by as usize) == Some(&true))
        };
        let mut awake: Vec<u64> = waiting.values().filter(|class| is_named(class)).map(|class| class.object).collect();
        let any = !awake.is_empty();
        while let Some(class) = awake.pop() {
            let Some(class) = waiting.remove(&class) else { continue };
            class.functions.iter().for_each(|function| self.reach_address(*function));
            let own = methods.remove(&class_name(&class.name)).unwrap_or_default();
            own.into_iter().for_each(|method| self.reach(method));
            // What is above a class in use is in use.
            awake.extend(class.above);
        }
        any
    }
}

impl Leads {
    fn new(sweep: &Sweep, functions: usize) -> Self {
        let pairs = || {
            let calls = sweep.calls.iter().map(|(callee, caller, _)| (*caller, *callee));
            calls.chain(sweep.taken.iter().map(|(function, taker)| (*taker, *function)))
        };
        let mut ends = vec![0u32; functions + 1];
        pairs().for_each(|(from, _)| ends.get_mut(from as usize + 1).map_or((), |count| *count += 1));
        let mut sum = 0;
        for end in &mut ends {
            sum += *end;
            *end = sum;
        }
        let mut lists = vec![0u32; sum as usize];
        let mut next = ends.clone();
        for (from, to) in pairs() {
            if let Some(at) = next.get_mut(from as usize)
                && let Some(place) = lists.get_mut(*at as usize)
            {
                *place = to;
                *at += 1;
            }
        }
        Self { ends, lists }
    }

    fn of(&self, position: u32) -> &[u32] {
        let bound = |at: u32| self.ends.get(at as usize).map_or(0, |end| *end as usize);
        self.lists.get(bound(position)..bound(position + 1)).unwrap_or_default()
    }
}

/// Reaches what pointers in data lead to; gives the addresses of classes that something points to.
fn data(program: &Program<'_, '_>, walk: &mut Walk<'_, '_, '_>) -> BTreeSet<u64> {
    // Lists of all classes and methods: they say what is there, not what is used.
    const LISTS: [&str; 9] = [
        "__objc_const",
        "__objc_data",
        "__objc_classlist",
        "__objc_nlclslist",
        "__objc_catlist",
        "__objc_nlcatlist",
        "__objc_superrefs",
        "__objc_selrefs",
        "__cfstring",
    ];
    let macho = program.macho;
    let mut classes = BTreeSet::new();
    for section in &macho.sections {
        let text = section.segment == "__TEXT";
        if text && (&*section.name == "__const" || section.name.starts_with("__swift5")) {
            relative(program, walk, section.address, macho.section_bytes(section));
        } else if !text && section.segment != "__LINKEDIT" {
            let list = LISTS.contains(&&*section.name);
            for position in 0..(macho.section_bytes(section).len() as u64 / 8).min(1 << 22) {
                let at = section.address.wrapping_add(position * 8);
                let Some(target) = macho.target(at) else { continue };
                let waits = walk.own.names.contains(&target);
                let object = waits || program.classes.contains_key(&target);
                if walk.own.holds(at) {
                    continue;
                }
                if object {
                    // What code alone goes through names a class that waits where the code does.
                    if !(list || waits && is_slots(section)) {
                        classes.insert(target);
                    }
                } else if !list || (&*section.name == "__objc_data" && is_start(program, target)) {
                    // Swift's classes have their table of virtual functions beside the class object.
                    walk.reach_address(target);
                }
            }
        }
    }
    classes
}

fn is_start(program: &Program<'_, '_>, address: u64) -> bool {
    program.functions.binary_search_by_key(&address, |function| function.start).is_ok()
}

/// Relative pointers of Swift's metadata: any word that leads exactly to the start of a function.
fn relative(program: &Program<'_, '_>, walk: &mut Walk<'_, '_, '_>, start: u64, bytes: &[u8]) {
    for (position, word) in bytes.as_chunks::<4>().0.iter().enumerate() {
        let offset = i64::from(i32::from_le_bytes(*word));
        let target = start.wrapping_add(position as u64 * 4).wrapping_add(offset as u64);
        let at = start.wrapping_add(position as u64 * 4);
        let code = offset != 0 && target.is_multiple_of(4) && program.word(target).is_some();
        if code && is_start(program, target) && !walk.own.holds(at) {
            walk.reach_address(target);
        }
    }
}

/// Reaches the methods that something may send a message to; gives those of classes that wait, by class.
fn methods(
    program: &Program<'_, '_>,
    objc: &Objc,
    named: Option<&Named>,
    (pointed, waiting): (&BTreeSet<u64>, &[SwiftClass]),
    walk: &mut Walk<'_, '_, '_>,
) -> FxHashMap<String, Vec<u32>> {
    let used = named.map(|named| used_classes(objc, named, pointed));
    let properties: FxHashSet<&str> =
        objc.classes.iter().flat_map(|class| &class.properties).map(|property| property.name.as_str()).collect();
    let mut of_waiting: FxHashMap<String, Vec<u32>> =
        waiting.iter().map(|class| (class_name(&class.name), Vec::new())).collect();
    for (position, function) in program.functions.iter().enumerate() {
        let Function { method: Some(method), .. } = function else { continue };
        if let Some(methods) = of_waiting.get_mut(&*method.class) {
            methods.push(position as u32);
            continue;
        }
        let dead = match (named, &used) {
            (Some(named), Some(used)) => used.get(&*method.class).is_some_and(|class| {
                !class.used || class.plain && !is_run_by_system(method, &properties) && !named.sends(&method.selector)
            }),
            _ => false,
        };
        if !dead {
            walk.reach(position as u32);
        }
    }
    of_waiting
}

/// What is known of a class of this image.
struct Use {
    /// Something may make an object of it or send it a message.
    used: bool,
    /// Its superclasses are of this image up to `NSObject`, so that the system runs only what every object has.
    plain: bool,
}

fn used_classes(objc: &Objc, named: &Named, pointed: &BTreeSet<u64>) -> FxHashMap<String, Use> {
    let by_name: FxHashMap<String, &Class> =
        objc.classes.iter().map(|class| (class_name(&class.name), class)).collect();
    let extended: FxHashSet<String> = objc.categories.iter().map(|category| class_name(&category.class)).collect();
    let mut uses: FxHashMap<String, Use> = FxHashMap::default();
    for (name, class) in &sorted(&by_name) {
        let chain = chain(class, &by_name);
        let top = chain.last().and_then(|class| class.superclass.as_deref()).unwrap_or("NSObject");
        let loads = |method: &Method| method.selector == "load";
        let looked_up = |class: &&Class| {
            matches!(class_name(&class.name).as_str(), "CDVPlugin" | "CAPPlugin")
                || class.protocols.iter().any(|protocol| protocol.starts_with("RCT"))
                || class.class_methods.iter().any(|m| loads(m) || m.selector.starts_with("__rct_export__"))
        };
        let used = class.swift
            || named.lists_classes
            || !(top == "NSObject" || top.starts_with("UI"))
            || pointed.contains(&class.address)
            || named.names_class(&class.name)
            || chain.iter().any(looked_up);
        // A category may bring `+load`, or what the class is found by.
        let plain = top == "NSObject" && !class.swift && !extended.contains(name.as_str());
        uses.insert((*name).clone(), Use { used: used || extended.contains(name.as_str()), plain });
    }
    // What is above a class in use is in use.
    for (name, class) in &sorted(&by_name) {
        if uses.get(name.as_str()).is_some_and(|class| class.used) {
            for above in chain(class, &by_name) {
                if let Some(above) = uses.get_mut(&class_name(&above.name)) {
                    above.used = true;
                }
            }
        }
    }
    uses
}

fn sorted<'s, 'c>(classes: &'s FxHashMap<String, &'c Class>) -> Vec<(&'s String, &'c Class)> {
    let mut all: Vec<_> = classes.iter().map(|(name, class)| (name, *class)).collect();
    all.sort_unstable_by_key(|(name, _)| *name);
    all
}

/// A class and those above it in this image.
fn chain<'c>(class: &'c Class, by_name: &FxHashMap<String, &'c Class>) -> Vec<&'c Class> {
    let mut all = vec![class];
    while let Some(next) = all.last().and_then(|class| by_name.get(&class_name(class.superclass.as_deref()?)))
        && all.len() < 32
    {
        all.push(next);
    }
    all
}

/// Whether the system may run a method of any object by itself.
fn is_run_by_system(method: &MethodOf, properties: &FxHashSet<&str>) -> bool {
    const NAMES: [&str; 16] = [
        "load",
        "initialize",
        "dealloc",
        "description",
        "debugDescription",
        "hash",
        "isEqual:",
        "class",
        "superclass",
        "self",
        "copy",
        "new",
        "retain",
        "release",
        "autorelease",
        "supportsSecureCoding",
    ];
    const STARTS: [&str; 20] = [
        "init",
        "alloc",
        ".cxx_",
        "copy",
        "mutableCopy",
        "encode",
        "decode",
        "observe",
        "forward",
        "method",
        "instance",
        "resolve",
        "value",
        "set",
        "responds",
        "conforms",
        "awake",
        "perform",
        "is",
        "application",
    ];
    const PARTS: [&str; 11] =
        ["ForKey", "KeyPath", "Coder", "Coding", "did", "Did", "will", "Will", "should", "Should", "andle"];
    let selector = &*method.selector;
    // Delegates of old have no protocol.
    selector.matches(':').count() > 1
        || properties.contains(selector)
        || NAMES.contains(&selector)
        || STARTS.iter().any(|start| selector.starts_with(start))
        || PARTS.iter().any(|part| selector.contains(part))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::ApiNames;
    use crate::flow::arm64::tests::{Code, RET};
    use crate::format::macho::slices;
    use crate::format::macho::testing::{Builder, TEXT};
    use crate::limits::Limits;

    fn dead_functions(builder: Builder, named: Option<&Named>) -> Vec<u64> {
        let bytes = builder.build();
        let limits = Limits::default();
        let range = slices(&bytes).unwrap().value[0];
        let macho = MachO::parse(&bytes, &range, &limits).unwrap().value;
        let objc = macho.objc(&limits).value;
        let program = Program::new(&macho, &objc, &limits).unwrap();
        let sweep = program.sweep(&ApiNames::default());
        let dead = dead(&program, &sweep, &objc, named);
        program.functions.iter().zip(dead).filter(|(_, dead)| *dead).map(|(f, _)| f.start - TEXT).collect()
    }

    #[test]
    fn what_the_entry_calls_is_reached_and_the_rest_is_dead() {
        let mut b = Builder::new(&["_rand"]);
        // The entry calls the second function, which calls the third; the fourth calls the fifth.
        let code = Code::default().call(TEXT + 8).op(RET).call(TEXT + 16).op(RET).op(RET).op(RET);
        b.code(&code.call(TEXT + 32).op(RET).op(RET).op(RET).0);
        b.starts = vec![TEXT, TEXT + 8, TEXT + 16, TEXT + 24, TEXT + 32];
        b.symbols.push(("_main".to_owned(), TEXT));
        assert_eq!(dead_functions(b, None), [24, 32]);
    }

    #[test]
    fn what_data_points_to_is_reached() {
        let mut b = Builder::new(&["_rand"]);
        b.code(&[RET, RET, RET, RET]);
        b.starts = vec![TEXT, TEXT + 4, TEXT + 8, TEXT + 12];
        b.symbols.push(("_main".to_owned(), TEXT));
        b.section("__mod_init_func", &[Builder::to(TEXT + 8)]);
        assert_eq!(dead_functions(b, None), [4, 12]);
    }

    fn class(name: &str, superclass: &str, class_methods: &[&str]) -> Class {
        let method = |selector: &&str| Method { selector: (*selector).to_owned(), types: String::new(), code: 1 };
        Class {
            name: name.to_owned(),
            superclass: Some(superclass.to_owned()),
            class_methods: class_methods.iter().map(method).collect(),
            ..Class::default()
        }
    }

    #[test]
    fn a_class_that_nothing_names_is_not_used() {
        let objc = Objc {
            classes: vec![
                class("Page", "UIViewController", &[]),
                class("LoginPage", "Page", &[]),
                class("OldPage", "Page", &[]),
                class("Module", "NSObject", &["load"]),
                class("Model", "NSManagedObject", &[]),
                class("Client", "NSObject", &["shared"]),
            ],
            ..Objc::default()
        };
        let mut named = Named::default();
        for class in &objc.classes {
            named.wanted.insert(class.name.clone());
        }
        // A nib names the page for the login; what a text calls otherwise is nothing.
        ["LoginPage", "OldPages", "Clients"].iter().for_each(|text| named.hear(text));
        let uses = used_classes(&objc, &named, &BTreeSet::new());
        let used = |name: &str| uses[name].used;
        assert!(used("LoginPage") && used("Page") && used("Module") && used("Model"));
        assert!(!used("OldPage") && !used("Client"));
        named.lists_classes = true;
        assert!(used_classes(&objc, &named, &BTreeSet::new())["Client"].used);
    }

    #[test]
    fn a_selector_that_nobody_sends_may_still_be_one_of_the_systems() {
        let method = |selector: &str| MethodOf { class: "Client".into(), selector: selector.into(), of_class: false };
        let properties = FxHashSet::from_iter(["records"]);
        let system = |selector: &str| is_run_by_system(&method(selector), &properties);
        assert!(system("dealloc") && system("records") && system("initWithCoder:") && system("sessionDidEnd:"));
        assert!(system("connection:willSendRequestForAuthenticationChallenge:"));
        assert!(!system("fetchEverything") && !system("acceptAll:"));
    }

    #[test]
    fn methods_of_a_swift_class_run_once_something_that_runs_names_it() {
        let mut b = Builder::new(&["_rand"]);
        let descriptor = b.section("__const", &[16, 0, 0, 0, 0, 0, 0, 0]);
        // Metadata of eleven words, the last a method; size and point stand in the eighth, the descriptor in the ninth.
        let object = |b: &mut Builder, method: u64| {
            let mut words = [0u64; 11];
            (words[7], words[8], words[10]) = (88, Builder::to(descriptor), Builder::to(method));
            b.section("__data", &words)
        };
        let (named, unnamed) = (object(&mut b, TEXT + 12), object(&mut b, TEXT + 16));
        b.code(&Code::default().address(0, named).op(RET).op(RET).op(RET).0);
        b.starts = vec![TEXT, TEXT + 12, TEXT + 16];
        b.symbols.push(("_main".to_owned(), TEXT));
        let bytes = b.build();
        let limits = Limits::default();
        let range = slices(&bytes).unwrap().value[0];
        let macho = MachO::parse(&bytes, &range, &limits).unwrap().value;
        let of = |name: &str, address: u64| Class {
            address,
            swift: true,
            ..class(&format!("_TtC3App5{name}"), "_TtCs12_SwiftObject", &[])
        };
        let objc = Objc { classes: vec![of("Vault", named), of("Thing", unnamed)], ..Objc::default() };
        let program = Program::new(&macho, &objc, &limits).unwrap();
        let sweep = program.sweep(&ApiNames::default());
        assert_eq!(sweep.classes, [(named, 0)]);
        assert_eq!(dead(&program, &sweep, &objc, Some(&Named::default())), [false, false, true]);
        // Where the whole app is not there, anything may name it.
        assert_eq!(dead(&program, &sweep, &objc, None), [false, false, false]);
    }
}
