//! Dalvik code: all dex files as one [`Program`], swept once, and methods as typed IR with control flow ([`Body`]).

mod ir;
mod pool;
mod sweep;

pub use ir::{Binary, Block, Body, CallKind, Compare, Op, Unary};
pub use sweep::{Csr, Site, StringSite};
pub(crate) use sweep::{Mention, mentions};

use std::borrow::Cow;
use std::sync::Arc;

use memchr::memrchr;
use rustc_hash::FxHashSet;

use crate::finding::Locus;
use crate::format::dex::{ACC_STATIC, Annotation, ClassData, ClassDef, Dex, EncodedField, EncodedValue, NO_INDEX};
use pool::Interned;

macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident),+) => { $(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);

        impl $name {
            /// As an index.
            pub fn ix(self) -> usize { self.0 as usize }
        }
    )+ };
}

ids! {
    /// A name, the same for all dex files.
    Sym,
    /// A type by descriptor.
    TypeId,
    /// A prototype.
    ProtoId,
    /// A field by class, name and type, as code names it.
    FieldId,
    /// A method by class, name and prototype, as code names it.
    MethodId,
    /// A class that the build defines.
    ClassId,
    /// A method that the build defines.
    DefId
}

/// A prototype.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Proto {
    /// Result.
    pub result: TypeId,
    /// Parameters without the receiver.
    pub params: Box<[TypeId]>,
}

/// A field's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct FieldRef {
    /// Class named in the code (which may inherit it).
    pub class: TypeId,
    /// Name.
    pub name: Sym,
    /// Type of the value.
    pub ty: TypeId,
}

/// A method's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct MethodRef {
    /// Class named in the code (which may inherit it).
    pub class: TypeId,
    /// Name.
    pub name: Sym,
    /// Prototype.
    pub proto: ProtoId,
}

/// Interfaces of one class that are taken: no compiler writes so many, and classes of a broken file may share one long
/// list.
const INTERFACES: usize = 500;

/// A class that the build defines. Of several definitions of one name the first counts, as at run time.
#[derive(Debug, Clone)]
pub struct Class {
    /// Its type.
    pub ty: TypeId,
    /// Superclass.
    pub superclass: Option<TypeId>,
    /// Interfaces named.
    pub interfaces: Box<[TypeId]>,
    /// Access flags.
    pub flags: u32,
    /// Which dex file.
    pub dex: u16,
    /// Its methods: a range of [`Program::defs`].
    pub methods: std::ops::Range<u32>,
    /// Its static fields with initial values, and instance fields.
    pub static_fields: Box<[FieldId]>,
    /// Instance fields.
    pub instance_fields: Box<[FieldId]>,
    /// The definition in its file.
    pub def: ClassDef,
}

/// A method that the build defines.
#[derive(Debug, Clone, Copy)]
pub struct Method {
    /// Its name.
    pub id: MethodId,
    /// Its class.
    pub class: ClassId,
    /// Access flags.
    pub flags: u32,
    /// Which dex file.
    pub dex: u16,
    /// Offset of its code, zero for none.
    pub code: u32,
}

impl Method {
    /// Whether it has no receiver.
    pub fn is_static(&self) -> bool {
        self.flags & ACC_STATIC != 0
    }
}

/// A string that code names.
#[derive(Debug, Clone, Copy)]
pub struct Loaded<'a> {
    /// Which dex file.
    pub dex: u16,
    /// Its index there.
    pub string: u32,
    /// Its bytes (MUTF-8).
    pub bytes: &'a [u8],
    /// Where code names it first.
    pub first: Site,
}

/// The classes of one package that stand together.
#[derive(Debug)]
struct Run {
    /// `com.example`; empty for none.
    package: String,
    classes: std::ops::Range<usize>,
}

/// All code of a build.
#[derive(Debug, Default)]
pub struct Program<'a> {
    files: Vec<(Arc<str>, Dex<'a>)>,
    texts: Interned<Cow<'a, str>>,
    types: Interned<Sym>,
    class_of: Vec<u32>,
    protos: Interned<Proto>,
    fields: Interned<FieldRef>,
    methods: Interned<MethodRef>,
    def_of: Vec<u32>,
    maps: Vec<Maps>,
    /// Classes, in the order of the files.
    pub classes: Vec<Class>,
    /// Methods of all classes, class by class.
    pub defs: Vec<Method>,
    children: Csr<ClassId>,
    packages: Vec<Run>,
    loaded: Vec<Loaded<'a>>,
    /// Classes of which not all members could be read, because their tables are not in the file.
    pub broken_classes: usize,
    /// Where what is used.
    pub sites: sweep::Sites,
}

/// Ids of one dex file in the program's.
#[derive(Debug, Default)]
struct Maps {
    types: Vec<TypeId>,
    protos: Vec<ProtoId>,
    fields: Vec<FieldId>,
    methods: Vec<MethodId>,
    /// By string: whether a type, a field or a method is called so.
    names: Vec<bool>,
}

impl<'a> Program<'a> {
    /// Merges dex files (name in the build, parsed) in their order and sweeps their code once.
    pub fn new(files: Vec<(Arc<str>, Dex<'a>)>) -> Self {
        let mut program = Self { files, ..Self::default() };
        for index in 0..program.files.len() {
            program.merge(index);
        }
        for index in 0..program.files.len() {
            program.define(index);
        }
        program.def_of.resize(program.methods.all().len(), NO_INDEX);
        program.class_of.resize(program.types.all().len(), NO_INDEX);
        program.link();
        program.packages = program.runs();
        program.sites = sweep::sweep(&program);
        program.loaded = program.first_uses();
        program
    }

    /// Interns the ids of one file.
    fn merge(&mut self, index: usize) {
        let Some(&(_, dex)) = self.files.get(index) else { return };
        let mut maps = Maps::default();
        let mut syms = vec![NO_INDEX; dex.string_count() as usize];
        self.types.reserve(dex.type_count() as usize);
        self.protos.reserve(dex.proto_count() as usize);
        self.fields.reserve(dex.field_count() as usize);
        self.methods.reserve(dex.method_count() as usize);
        self.texts.reserve(dex.method_count() as usize / 2);
        for i in 0..dex.type_count() {
            let string = dex.type_string(i).unwrap_or(NO_INDEX);
            let sym = self.symbol(&dex, &mut syms, string);
            maps.types.push(self.intern_type(sym));
        }
        let missing = self.intern_text("?");
        let missing = self.intern_type(missing);
        let ty = |maps: &Maps, i: u32| maps.types.get(i as usize).copied().unwrap_or(missing);
        for i in 0..dex.proto_count() {
            let proto = dex.proto(i).map_or_else(
                || Proto { result: missing, params: Box::default() },
                |p| Proto { result: ty(&maps, p.result), params: p.parameters().map(|t| ty(&maps, t)).collect() },
            );
            maps.protos.push(self.intern_proto(proto));
        }
        let nothing = self.intern_proto(Proto { result: missing, params: Box::default() });
        for i in 0..dex.field_count() {
            let Some(f) = dex.field(i) else { continue };
            let name = self.symbol(&dex, &mut syms, f.name);
            let field = FieldRef { class: ty(&maps, f.class), name, ty: ty(&maps, f.ty) };
            maps.fields.push(self.intern_field(field));
        }
        for i in 0..dex.method_count() {
            let Some(m) = dex.method(i) else { continue };
            let name = self.symbol(&dex, &mut syms, m.name);
            let proto = maps.protos.get(m.proto as usize).copied().unwrap_or(nothing);
            let method = MethodRef { class: ty(&maps, m.class), name, proto };
            maps.methods.push(self.intern_method(method));
        }
        maps.names = syms.iter().map(|&sym| sym != NO_INDEX).collect();
        self.maps.push(maps);
    }

    fn symbol(&mut self, dex: &Dex<'a>, syms: &mut [u32], string: u32) -> Sym {
        match syms.get_mut(string as usize) {
            Some(known) if *known != NO_INDEX => Sym(*known),
            Some(slot) => {
                let sym = Sym(self.texts.intern(dex.string(string).unwrap_or_default()));
                *slot = sym.0;
                sym
            }
            None => Sym(self.texts.intern(Cow::Borrowed(""))),
        }
    }

    fn intern_text(&mut self, text: &'static str) -> Sym {
        Sym(self.texts.intern(Cow::Borrowed(text)))
    }

    fn intern_type(&mut self, sym: Sym) -> TypeId {
        TypeId(self.types.intern(sym))
    }

    fn intern_proto(&mut self, proto: Proto) -> ProtoId {
        ProtoId(self.protos.intern(proto))
    }

    fn intern_field(&mut self, field: FieldRef) -> FieldId {
        FieldId(self.fields.intern(field))
    }

    fn intern_method(&mut self, method: MethodRef) -> MethodId {
        MethodId(self.methods.intern(method))
    }

    /// Takes the classes of one file.
    fn define(&mut self, index: usize) {
        let (Some(&(_, dex)), Some(maps)) = (self.files.get(index), self.maps.get(index)) else { return };
        self.def_of.resize(self.methods.all().len(), NO_INDEX);
        self.class_of.resize(self.types.all().len(), NO_INDEX);
        let mut data = ClassData::default();
        for def in dex.class_defs() {
            let Some(&ty) = maps.types.get(def.ty as usize) else { continue };
            let Some(slot) = self.class_of.get_mut(ty.ix()).filter(|slot| **slot == NO_INDEX) else { continue };
            let class = ClassId(self.classes.len() as u32);
            *slot = class.0;
            dex.read_class_data(&def, &mut data);
            self.broken_classes += usize::from(!data.complete);
            let start = self.defs.len() as u32;
            for method in data.direct_methods.iter().chain(&data.virtual_methods) {
                let Some(&id) = maps.methods.get(method.method as usize) else { continue };
                if let Some(slot) = self.def_of.get_mut(id.ix()).filter(|slot| **slot == NO_INDEX) {
                    *slot = self.defs.len() as u32;
                }
                let (flags, code) = (method.flags, method.code);
                self.defs.push(Method { id, class, flags, dex: index as u16, code });
            }
            let fields = |list: &[EncodedField]| {
                let mut ids = Vec::with_capacity(list.len());
                ids.extend(list.iter().filter_map(|f| maps.fields.get(f.field as usize).copied()));
                ids.into_boxed_slice()
            };
            self.classes.push(Class {
                ty,
                superclass: def.superclass.and_then(|t| maps.types.get(t as usize).copied()),
                interfaces: (dex.interfaces(&def).take(INTERFACES))
                    .filter_map(|t| maps.types.get(t as usize).copied())
                    .collect(),
                flags: def.flags,
                dex: index as u16,
                methods: start..self.defs.len() as u32,
                static_fields: fields(&data.static_fields),
                instance_fields: fields(&data.instance_fields),
                def,
            });
        }
    }

    /// Who extends or implements whom, one step.
    fn link(&mut self) {
        let mut pairs = Vec::new();
        for (i, class) in self.classes.iter().enumerate() {
            for parent in class.superclass.iter().chain(class.interfaces.iter()) {
                pairs.push((parent.0, ClassId(i as u32)));
            }
        }
        self.children = Csr::new(self.types.all().len(), &pairs);
    }

    /// The dex files: name in the build, and structure.
    pub fn files(&self) -> &[(Arc<str>, Dex<'a>)] {
        &self.files
    }

    /// The dex file of a number that classes and methods carry.
    pub fn dex(&self, index: u16) -> Option<&Dex<'a>> {
        self.files.get(usize::from(index)).map(|(_, dex)| dex)
    }

    /// Text of a name.
    pub fn text(&self, sym: Sym) -> &str {
        self.texts.get(sym.0).map_or("", |text| text)
    }

    /// The name with that text, when the build has it.
    pub fn find_text(&self, text: &str) -> Option<Sym> {
        self.texts.find(text).map(Sym)
    }

    /// The bytes (MUTF-8) of a string of a dex file.
    pub fn string_bytes(&self, dex: u16, string: u32) -> Option<&'a [u8]> {
        self.files().get(usize::from(dex))?.1.string_bytes(string)
    }

    /// The strings that code names, each once, by file and index.
    pub fn loaded(&self) -> &[Loaded<'a>] {
        &self.loaded
    }

    fn first_uses(&self) -> Vec<Loaded<'a>> {
        let mut uses: Vec<Vec<Option<Site>>> =
            self.files.iter().map(|(_, dex)| vec![None; dex.string_count() as usize]).collect();
        let mut count = 0;
        for found in &self.sites.strings {
            let slot = uses.get_mut(usize::from(found.dex)).and_then(|file| file.get_mut(found.string as usize));
            if let Some(slot @ None) = slot {
                *slot = Some(found.site);
                count += 1;
            }
        }
        let mut loaded = Vec::with_capacity(count);
        for (dex, ((_, file), uses)) in (0..).zip(self.files.iter().zip(uses)) {
            let named = (0..).zip(uses).filter_map(|(string, site)| Some((string, site?)));
            let known = named
                .filter_map(|(string, first)| Some(Loaded { dex, string, bytes: file.string_bytes(string)?, first }));
            loaded.extend(known);
        }
        loaded
    }

    /// Whether a type, a field or a method bears a string of a dex file as its name.
    pub fn is_name(&self, dex: u16, string: u32) -> bool {
        self.maps.get(usize::from(dex)).and_then(|maps| maps.names.get(string as usize)) == Some(&true)
    }

    /// Where code loads strings that pass, in code order. Each string is looked at once.
    pub fn loads(&self, mut pass: impl FnMut(&'a [u8]) -> bool) -> Vec<StringSite> {
        let found = self.loaded.iter().filter(|string| pass(string.bytes)).map(|string| (string.dex, string.string));
        self.loads_among(&found.collect())
    }

    /// Where code loads one of some ASCII texts, in code order: they are sought in the sorted tables of the files.
    pub fn loads_of<'t>(&self, texts: impl Iterator<Item = &'t str> + Clone) -> Vec<StringSite> {
        let files = (0..).zip(self.files());
        let known = files.flat_map(|(dex, (_, file))| {
            texts.clone().filter_map(move |text| Some((dex, file.find_string(text.as_bytes())?)))
        });
        self.loads_among(&known.collect())
    }

    fn loads_among(&self, strings: &FxHashSet<(u16, u32)>) -> Vec<StringSite> {
        let loads = self.sites.strings.iter().filter(|_| !strings.is_empty());
        loads.filter(|load| strings.contains(&(load.dex, load.string))).copied().collect()
    }

    /// The classes by their packages (`com.example`; empty for none), as they stand in the files: most of one package
    /// stand together.
    pub fn by_package(&self) -> impl Iterator<Item = (&str, &[Class])> {
        self.packages
            .iter()
            .map(|run| (run.package.as_str(), self.classes.get(run.classes.clone()).unwrap_or_default()))
    }

    fn runs(&self) -> Vec<Run> {
        let mut runs: Vec<Run> = Vec::new();
        let mut last = None;
        for (at, class) in self.classes.iter().enumerate() {
            let descriptor = self.descriptor(class.ty).as_bytes();
            let folder = descriptor.get(..memrchr(b'/', descriptor).unwrap_or_default()).unwrap_or_default();
            match runs.last_mut().filter(|_| last == Some(folder)) {
                Some(run) => run.classes.end = at + 1,
                None => {
                    let name = String::from_utf8_lossy(folder.strip_prefix(b"L").unwrap_or(folder));
                    runs.push(Run { package: name.replace('/', "."), classes: at..at + 1 });
                }
            }
            last = Some(folder);
        }
        runs
    }

    /// A string constant of a dex file.
    pub fn string(&self, dex: u16, index: u32) -> Option<Cow<'a, str>> {
        self.dex(dex)?.string(index)
    }

    /// Descriptor of a type.
    pub fn descriptor(&self, ty: TypeId) -> &str {
        self.types.get(ty.0).map_or("?", |&sym| self.text(sym))
    }

    /// A type in source form: `com.example.Main$1`, `byte[]`.
    pub fn type_name(&self, ty: TypeId) -> String {
        source_form(self.descriptor(ty))
    }

    /// The type with that descriptor, when the build names it.
    pub fn find_type(&self, descriptor: &str) -> Option<TypeId> {
        self.types.find(&self.find_text(descriptor)?).map(TypeId)
    }

    /// The type of a class in source form (`com.example.Main`).
    pub fn find_class_name(&self, name: &str) -> Option<TypeId> {
        self.find_type(&format!("L{};", name.replace('.', "/")))
    }

    /// Number of types.
    pub fn type_count(&self) -> usize {
        self.types.all().len()
    }

    /// The class that defines a type.
    pub fn class_id(&self, ty: TypeId) -> Option<ClassId> {
        self.class_of.get(ty.ix()).filter(|&&c| c != NO_INDEX).map(|&c| ClassId(c))
    }

    /// The class that defines a type.
    pub fn class_of(&self, ty: TypeId) -> Option<&Class> {
        self.class(self.class_id(ty)?)
    }

    /// A class.
    pub fn class(&self, class: ClassId) -> Option<&Class> {
        self.classes.get(class.ix())
    }

    /// Classes that name a type as their superclass or interface.
    pub fn children(&self, ty: TypeId) -> &[ClassId] {
        self.children.get(ty.0)
    }

    /// A prototype.
    pub fn proto(&self, proto: ProtoId) -> &Proto {
        static NONE: std::sync::OnceLock<Proto> = std::sync::OnceLock::new();
        self.protos
            .get(proto.0)
            .unwrap_or_else(|| NONE.get_or_init(|| Proto { result: TypeId(0), params: Box::default() }))
    }

    /// A method's name.
    pub fn method(&self, id: MethodId) -> MethodRef {
        self.methods.get(id.0).copied().unwrap_or(MethodRef { class: TypeId(0), name: Sym(0), proto: ProtoId(0) })
    }

    /// All method names.
    pub fn methods(&self) -> impl ExactSizeIterator<Item = (MethodId, MethodRef)> + '_ {
        self.methods.all().iter().enumerate().map(|(i, &m)| (MethodId(i as u32), m))
    }

    /// The method of that name, when the build names it.
    pub fn find_method(&self, method: MethodRef) -> Option<MethodId> {
        self.methods.find(&method).map(MethodId)
    }

    /// The definition of exactly that method (not an inherited one).
    pub fn def_of(&self, id: MethodId) -> Option<DefId> {
        self.def_of.get(id.ix()).filter(|&&d| d != NO_INDEX).map(|&d| DefId(d))
    }

    /// A definition.
    pub fn def(&self, def: DefId) -> Option<&Method> {
        self.defs.get(def.ix())
    }

    /// A field's name.
    pub fn field(&self, id: FieldId) -> FieldRef {
        self.fields.get(id.0).copied().unwrap_or(FieldRef { class: TypeId(0), name: Sym(0), ty: TypeId(0) })
    }

    /// The field of that name, when the build names it.
    pub fn find_field(&self, field: FieldRef) -> Option<FieldId> {
        self.fields.find(&field).map(FieldId)
    }

    /// Number of field names.
    pub fn field_count(&self) -> usize {
        self.fields.all().len()
    }

    /// Number of method names.
    pub fn method_count(&self) -> usize {
        self.methods.all().len()
    }

    /// Superclasses from a type upwards, itself first, as far as the build and then the last name go. Bounded.
    pub fn ancestors(&self, ty: TypeId) -> impl Iterator<Item = TypeId> + '_ {
        std::iter::successors(Some(ty), |&t| self.class_of(t).and_then(|c| c.superclass)).take(64)
    }

    /// Every type that a type is: superclasses and interfaces, itself first, each once.
    pub fn supertypes(&self, ty: TypeId) -> Vec<TypeId> {
        let mut all = vec![ty];
        let mut next = 0;
        while let Some(&ty) = all.get(next) {
            next += 1;
            if let Some(class) = self.class_of(ty) {
                for &parent in class.superclass.iter().chain(class.interfaces.iter()) {
                    if all.len() < 256 && !all.contains(&parent) {
                        all.push(parent);
                    }
                }
            }
        }
        all
    }

    /// Whether a type is, extends or implements the other, as far as the build knows.
    pub fn is_a(&self, ty: TypeId, other: TypeId) -> bool {
        ty == other || self.supertypes(ty).contains(&other)
    }

    /// The method that a call finds from a class upwards: through superclasses, then default methods of interfaces.
    pub fn resolve(&self, class: TypeId, name: Sym, proto: ProtoId) -> Option<DefId> {
        let at = |class| self.find_method(MethodRef { class, name, proto }).and_then(|id| self.def_of(id));
        if let Some(def) = self.ancestors(class).find_map(at) {
            return Some(def);
        }
        self.supertypes(class).into_iter().filter_map(at).find(|&def| self.def(def).is_some_and(|d| d.code != 0))
    }

    /// The field that a name means: the one that a superclass or interface declares.
    pub fn resolve_field(&self, id: FieldId) -> FieldId {
        let field = self.field(id);
        let declares = |c: &Class| {
            c.static_fields
                .iter()
                .chain(c.instance_fields.iter())
                .copied()
                .find(|&f| self.field(f).name == field.name && self.field(f).ty == field.ty)
        };
        match self.class_of(field.class) {
            Some(class) if declares(class).is_some() => id,
            Some(_) => self
                .supertypes(field.class)
                .into_iter()
                .find_map(|ty| self.class_of(ty).and_then(declares))
                .unwrap_or(id),
            None => id,
        }
    }

    /// `package.Class.method` of a method name.
    pub fn api(&self, id: MethodId) -> String {
        let method = self.method(id);
        let mut name = self.type_name(method.class);
        name.push('.');
        name.push_str(self.text(method.name));
        name
    }

    /// `package.Class.field` of a field name.
    pub fn field_name(&self, id: FieldId) -> String {
        let field = self.field(id);
        format!("{}.{}", self.type_name(field.class), self.text(field.name))
    }

    /// `(parameter types)return type` in descriptor form.
    pub fn proto_text(&self, proto: ProtoId) -> String {
        let proto = self.proto(proto);
        let params: String = proto.params.iter().map(|&t| self.descriptor(t)).collect();
        format!("({params}){}", self.descriptor(proto.result))
    }

    /// The place of an instruction, with its source line when the build has lines (a shrinker that drops them leaves 0).
    pub fn locus(&self, def: DefId, pc: u32) -> Locus {
        let Some(method) = self.def(def) else { return Locus::Build };
        let line = self.dex(method.dex).and_then(|dex| dex.line(&dex.code(method.code)?, pc));
        self.place(method, Some(pc), line.filter(|line| *line > 0))
    }

    /// The place of a method.
    pub fn method_locus(&self, def: DefId) -> Locus {
        self.def(def).map_or(Locus::Build, |method| self.place(method, None, None))
    }

    /// The place of a class.
    pub fn class_locus(&self, class: ClassId) -> Locus {
        let Some(class) = self.class(class) else { return Locus::Build };
        let file = self.files.get(usize::from(class.dex)).map_or("", |(name, _)| name);
        Locus::Dex { file: file.into(), class: self.type_name(class.ty).into(), method: None, offset: None, line: None }
    }

    fn place(&self, method: &Method, offset: Option<u32>, line: Option<u32>) -> Locus {
        let name = self.method(method.id);
        let file = self.files.get(usize::from(method.dex)).map_or("", |(name, _)| name);
        Locus::Dex {
            file: file.into(),
            class: self.type_name(name.class).into(),
            method: Some(format!("{}{}", self.text(name.name), self.proto_text(name.proto)).into()),
            offset,
            line,
        }
    }

    /// Initial values of a class's static fields, in their order.
    pub fn static_values(&self, class: &Class) -> Vec<(FieldId, EncodedValue)> {
        let values = self.dex(class.dex).map(|dex| dex.static_values(&class.def)).unwrap_or_default();
        class.static_fields.iter().copied().zip(values).collect()
    }

    /// Methods of a class that bear an annotation of that descriptor.
    pub fn annotated(&self, class: &Class, descriptor: &str) -> Vec<MethodId> {
        let (Some(dex), Some(maps)) = (self.dex(class.dex), self.maps.get(usize::from(class.dex))) else {
            return Vec::new();
        };
        if class.def.annotations == 0 || self.find_type(descriptor).is_none() {
            return Vec::new();
        }
        let bears = |set: &[_]| set.iter().any(|a: &Annotation| dex.type_name(a.ty).is_some_and(|n| n == descriptor));
        let methods = dex.annotations(&class.def).methods;
        let found = methods.iter().filter(|(_, set)| bears(set));
        found.filter_map(|(index, _)| maps.methods.get(*index as usize).copied()).collect()
    }
}

/// A descriptor in source form: `Lcom/example/Main$1;` → `com.example.Main$1`, `[B` → `byte[]`.
pub fn source_form(descriptor: &str) -> String {
    let dimensions = descriptor.bytes().take_while(|&b| b == b'[').count();
    let element = descriptor.get(dimensions..).unwrap_or_default();
    let mut name = match element {
        "V" => "void".to_owned(),
        "Z" => "boolean".to_owned(),
        "B" => "byte".to_owned(),
        "S" => "short".to_owned(),
        "C" => "char".to_owned(),
        "I" => "int".to_owned(),
        "J" => "long".to_owned(),
        "F" => "float".to_owned(),
        "D" => "double".to_owned(),
        class => class.strip_prefix('L').and_then(|c| c.strip_suffix(';')).unwrap_or(class).replace('/', "."),
    };
    for _ in 0..dimensions.min(8) {
        name.push_str("[]");
    }
    name
}

#[cfg(test)]
mod tests;
