//! Objective-C metadata: classes, metaclasses, categories, protocols (`objc-runtime-new.h` of Apple's runtime).

use super::{Anomaly, MachO, Parsed, Pointer, Section};
use crate::limits::Limits;

/// Objective-C metadata of a slice, each list sorted by address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Objc {
    /// Classes defined here.
    pub classes: Vec<Class>,
    /// Categories defined here.
    pub categories: Vec<Category>,
    /// Protocols described here.
    pub protocols: Vec<Protocol>,
}

/// A class with its metaclass.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Class {
    /// Address of the class object.
    pub address: u64,
    /// Name; a Swift class has its mangled name (`_TtC3App5Vault`).
    pub name: String,
    /// Superclass, when it has one that can be named.
    pub superclass: Option<String>,
    /// Defined in Swift.
    pub swift: bool,
    /// Instance methods.
    pub methods: Vec<Method>,
    /// Class methods.
    pub class_methods: Vec<Method>,
    /// Properties.
    pub properties: Vec<Property>,
    /// Instance variables.
    pub ivars: Vec<Ivar>,
    /// Protocols that it adopts, by name.
    pub protocols: Vec<String>,
}

/// A category.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Category {
    /// Address of the category.
    pub address: u64,
    /// Name.
    pub name: String,
    /// The class that it extends.
    pub class: String,
    /// Instance methods.
    pub methods: Vec<Method>,
    /// Class methods.
    pub class_methods: Vec<Method>,
    /// Protocols that it adopts.
    pub protocols: Vec<String>,
}

/// A protocol.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Protocol {
    /// Address of the protocol object.
    pub address: u64,
    /// Name.
    pub name: String,
    /// Selectors of instance and class methods, required and optional.
    pub selectors: Vec<String>,
}

/// A method.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Method {
    /// Selector.
    pub selector: String,
    /// Type encoding.
    pub types: String,
    /// Address of its code; 0 when it has none here.
    pub code: u64,
}

/// A property.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Property {
    /// Name.
    pub name: String,
    /// Attributes (`T@"NSString",&,N,V_password`).
    pub attributes: String,
}

/// An instance variable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ivar {
    /// Name.
    pub name: String,
    /// Type encoding.
    pub types: String,
    /// Address of its offset variable, which code loads.
    pub offset_variable: u64,
}

/// What is left of the bound on list entries: lists can be shared between classes of a hostile file.
struct Walk<'m, 'a> {
    macho: &'m MachO<'a>,
    left: usize,
    /// Bytes of one pointer.
    word: u64,
    anomalies: Vec<Anomaly>,
}

/// Reads the metadata.
pub(super) fn parse(macho: &MachO<'_>, limits: &Limits) -> Parsed<Objc> {
    let left = (macho.bytes.len() / 4).min(limits.table_items);
    let mut walk = Walk { macho, left, word: macho.pointer_size(), anomalies: Vec::new() };
    let mut objc = Objc {
        classes: walk.list("__objc_classlist", Walk::class),
        categories: walk.list("__objc_catlist", Walk::category),
        protocols: walk.list("__objc_protolist", Walk::protocol),
    };
    // What has `+load` is listed apart, and some linkers list it there alone.
    objc.classes.extend(walk.list("__objc_nlclslist", Walk::class));
    objc.categories.extend(walk.list("__objc_nlcatlist", Walk::category));
    objc.classes.sort_by_key(|c| c.address);
    objc.classes.dedup_by_key(|c| c.address);
    objc.categories.sort_by_key(|c| c.address);
    objc.categories.dedup_by_key(|c| c.address);
    objc.protocols.sort_by_key(|p| p.address);
    objc.protocols.dedup_by_key(|p| p.address);
    Parsed { value: objc, anomalies: walk.anomalies }
}

impl Walk<'_, '_> {
    fn list<T>(&mut self, section: &str, read: fn(&mut Self, u64) -> Option<T>) -> Vec<T> {
        let macho = self.macho;
        let mut out = Vec::new();
        for section in macho.sections_named(section) {
            for address in pointers(section, self.word) {
                if !self.take() {
                    return out;
                }
                let Some(target) = macho.target(address) else { continue };
                match read(self, target) {
                    Some(item) => out.push(item),
                    None if self.anomalies.len() < 50 => {
                        self.anomalies.push(Anomaly::new("macho-objc-malformed", address, &*section.name));
                    }
                    None => {}
                }
            }
        }
        out
    }

    fn take(&mut self) -> bool {
        match self.left.checked_sub(1) {
            Some(left) => {
                self.left = left;
                true
            }
            None => false,
        }
    }

    /// Address of the field at a position counted in pointers.
    fn field(&self, address: u64, position: u64) -> u64 {
        address.wrapping_add(position.wrapping_mul(self.word))
    }

    fn text_of(&self, address: u64) -> Option<String> {
        Some(String::from_utf8_lossy(self.macho.c_string(self.macho.target(address)?)?).into_owned())
    }

    /// Address of the read-only part of a class, and whether Swift defined it.
    fn read_only(&self, class: u64) -> Option<(u64, bool)> {
        let field = self.field(class, 4);
        let target = self.macho.target(field)?;
        let mask = if self.macho.is_64() { 7 } else { 3 };
        Some((target & !mask, target & 3 != 0))
    }

    /// Address of a field of the read-only part: four (64-bit) or three (32-bit) words of four bytes stand before.
    fn ro_field(&self, ro: u64, position: u64) -> u64 {
        self.field(ro.wrapping_add(if self.macho.is_64() { 16 } else { 12 }), position)
    }

    fn class_name(&self, class: u64) -> Option<String> {
        let (ro, _) = self.read_only(class)?;
        self.text_of(self.ro_field(ro, 1))
    }

    /// Name of the class that a pointer points to, here or in a library.
    fn class_at(&self, address: u64) -> Option<String> {
        match self.macho.pointer(address)? {
            Pointer::To(class) => self.class_name(class),
            Pointer::Import(index) => self.macho.import_name(index).map(plain_class),
        }
    }

    fn class(&mut self, address: u64) -> Option<Class> {
        let (ro, swift) = self.read_only(address)?;
        let name = self.text_of(self.ro_field(ro, 1))?;
        let mut class =
            Class { address, name, swift, superclass: self.class_at(self.field(address, 1)), ..Class::default() };
        class.methods = self.methods(self.ro_field(ro, 2));
        class.protocols = self.protocol_names(self.ro_field(ro, 3));
        class.ivars = self.ivars(self.ro_field(ro, 4));
        class.properties = self.properties(self.ro_field(ro, 6));
        if let Some((meta, _)) = self.macho.target(address).and_then(|meta| self.read_only(meta)) {
            class.class_methods = self.methods(self.ro_field(meta, 2));
        }
        Some(class)
    }

    fn category(&mut self, address: u64) -> Option<Category> {
        Some(Category {
            address,
            name: self.text_of(address)?,
            class: self.class_at(self.field(address, 1)).unwrap_or_default(),
            methods: self.methods(self.field(address, 2)),
            class_methods: self.methods(self.field(address, 3)),
            protocols: self.protocol_names(self.field(address, 4)),
        })
    }

    fn protocol(&mut self, address: u64) -> Option<Protocol> {
        let name = self.text_of(self.field(address, 1))?;
        let mut selectors = Vec::new();
        for position in 3..=6 {
            selectors.extend(self.methods(self.field(address, position)).into_iter().map(|m| m.selector));
        }
        Some(Protocol { address, name, selectors })
    }

    fn protocol_names(&mut self, address: u64) -> Vec<String> {
        let mut names = Vec::new();
        let Some(list) = self.macho.target(address) else { return names };
        let Some(count) = self.macho.u32_at(list) else { return names };
        for position in 1..=u64::from(count) {
            if !self.take() {
                break;
            }
            let Some(protocol) = self.macho.target(self.field(list, position)) else { break };
            names.extend(self.text_of(self.field(protocol, 1)));
        }
        names
    }

    /// The method list that the pointer at an address points to. Flags in the size of an entry: bit 31 relative
    /// offsets, bit 30 selectors direct instead of through a reference.
    fn methods(&mut self, address: u64) -> Vec<Method> {
        let mut methods = Vec::new();
        let Some(list) = self.macho.target(address) else { return methods };
        let list = list & !1;
        let (Some(head), Some(count)) = (self.macho.u32_at(list), self.macho.u32_at(list.wrapping_add(4))) else {
            return methods;
        };
        let size = u64::from(head & 0xfffc);
        let relative = head & 0x8000_0000 != 0;
        if size < if relative { 12 } else { self.word.wrapping_mul(3) } {
            return methods;
        }
        for position in 0..u64::from(count) {
            if !self.take() {
                break;
            }
            let entry = list.wrapping_add(8).wrapping_add(position.wrapping_mul(size));
            let method = if relative {
                self.relative_method(entry, head & 0x4000_0000 != 0)
            } else {
                self.pointer_method(entry)
            };
            match method {
                Some(method) => methods.push(method),
                None => break,
            }
        }
        methods
    }

    fn relative_method(&self, entry: u64, direct: bool) -> Option<Method> {
        let macho = self.macho;
        let name = macho.relative(entry)?;
        let name = if direct { name } else { macho.target(name)? };
        let types = macho.relative(entry.wrapping_add(4)).and_then(|t| macho.text(t)).unwrap_or_default();
        let code = macho.relative(entry.wrapping_add(8)).unwrap_or(0);
        Some(Method { selector: macho.text(name)?.to_owned(), types: types.to_owned(), code })
    }

    fn pointer_method(&self, entry: u64) -> Option<Method> {
        let selector = self.text_of(entry)?;
        let types = self.text_of(self.field(entry, 1)).unwrap_or_default();
        let mut code = self.macho.target(self.field(entry, 2)).unwrap_or(0);
        if !self.macho.is_64() {
            code &= !1;
        }
        Some(Method { selector, types, code })
    }

    fn properties(&mut self, address: u64) -> Vec<Property> {
        let mut properties = Vec::new();
        for entry in self.entries(address, 2) {
            let (Some(name), Some(attributes)) = (self.text_of(entry), self.text_of(self.field(entry, 1))) else {
                break;
            };
            properties.push(Property { name, attributes });
        }
        properties
    }

    fn ivars(&mut self, address: u64) -> Vec<Ivar> {
        let mut ivars = Vec::new();
        for entry in self.entries(address, 3) {
            let Some(name) = self.text_of(self.field(entry, 1)) else { break };
            let types = self.text_of(self.field(entry, 2)).unwrap_or_default();
            ivars.push(Ivar { name, types, offset_variable: self.macho.target(entry).unwrap_or(0) });
        }
        ivars
    }

    /// Addresses of the entries of a list with a head of two words of four bytes; `least` pointers per entry.
    fn entries(&mut self, address: u64, least: u64) -> Vec<u64> {
        let mut entries = Vec::new();
        let Some(list) = self.macho.target(address) else { return entries };
        let (Some(size), Some(count)) = (self.macho.u32_at(list), self.macho.u32_at(list.wrapping_add(4))) else {
            return entries;
        };
        let size = u64::from(size);
        if size < self.word.wrapping_mul(least) {
            return entries;
        }
        for position in 0..u64::from(count) {
            let entry = list.wrapping_add(8).wrapping_add(position.wrapping_mul(size));
            if !self.take() || self.macho.offset_of(entry).is_none() {
                break;
            }
            entries.push(entry);
        }
        entries
    }
}

/// The class of `_OBJC_CLASS_$_NSObject`.
pub(super) fn plain_class(symbol: &str) -> String {
    symbol.strip_prefix("_OBJC_CLASS_$_").unwrap_or(symbol).to_owned()
}

/// Addresses of the pointers of a section.
fn pointers(section: &Section<'_>, word: u64) -> impl Iterator<Item = u64> + use<> {
    let start = section.address;
    (0..section.size.checked_div(word).unwrap_or(0)).map(move |i| start.wrapping_add(i.wrapping_mul(word)))
}
