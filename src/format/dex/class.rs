//! Class definitions and their members.

use super::annotation::{EncodedValue, encoded_array};
use super::{Dex, NO_INDEX, row, word};

/// A class definition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClassDef {
    /// Type index.
    pub ty: u32,
    /// Access flags.
    pub flags: u32,
    /// Type index of the superclass, none for `java.lang.Object`.
    pub superclass: Option<u32>,
    interfaces: u32,
    /// String index of the source file's name.
    pub source: Option<u32>,
    /// Offset of the annotations directory, zero for none.
    pub annotations: u32,
    /// Offset of the class data, zero for none.
    pub data: u32,
    /// Offset of the static values, zero for none.
    pub values: u32,
}

/// A field as a class declares it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EncodedField {
    /// Field index.
    pub field: u32,
    /// Access flags.
    pub flags: u32,
}

/// A method as a class declares it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EncodedMethod {
    /// Method index.
    pub method: u32,
    /// Access flags.
    pub flags: u32,
    /// Offset of the code item, zero for abstract and native methods.
    pub code: u32,
}

/// Members of a class.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ClassData {
    /// Static fields, in index order: the order of the static values.
    pub static_fields: Vec<EncodedField>,
    /// Instance fields.
    pub instance_fields: Vec<EncodedField>,
    /// Static methods, private methods, constructors.
    pub direct_methods: Vec<EncodedMethod>,
    /// The rest.
    pub virtual_methods: Vec<EncodedMethod>,
    /// Whether all members that the counts promise could be read.
    pub complete: bool,
}

impl<'a> Dex<'a> {
    /// A class definition.
    pub fn class_def(&self, index: u32) -> Option<ClassDef> {
        let at = row(index, 32);
        let get = |field: usize| word(self.class_defs, at.saturating_add(field));
        let optional = |value: u32| (value != NO_INDEX).then_some(value);
        Some(ClassDef {
            ty: get(0)?,
            flags: get(4)?,
            superclass: optional(get(8)?),
            interfaces: get(12)?,
            source: optional(get(16)?),
            annotations: get(20)?,
            data: get(24)?,
            values: get(28)?,
        })
    }

    /// All class definitions.
    pub fn class_defs(&self) -> impl Iterator<Item = ClassDef> + '_ {
        (0..self.class_count()).filter_map(|i| self.class_def(i))
    }

    /// Type indices of the interfaces that a class names.
    pub fn interfaces(&self, class: &ClassDef) -> impl Iterator<Item = u32> + use<'a> {
        self.type_list(class.interfaces).chunks_exact(2).map(|pair| u32::from(super::le16(pair)))
    }

    /// Members of a class; what could be read when the bytes end early.
    pub fn class_data(&self, class: &ClassDef) -> ClassData {
        let mut data = ClassData::default();
        self.read_class_data(class, &mut data);
        data
    }

    /// The same into room that an earlier class left.
    pub fn read_class_data(&self, class: &ClassDef, data: &mut ClassData) {
        data.static_fields.clear();
        data.instance_fields.clear();
        data.direct_methods.clear();
        data.virtual_methods.clear();
        data.complete = class.data == 0 || self.read_members(class.data, data).is_some();
    }

    fn read_members(&self, offset: u32, data: &mut ClassData) -> Option<()> {
        let mut reader = self.reader(offset);
        let mut counts = [0u64; 4];
        for count in &mut counts {
            *count = reader.uleb128().ok()?;
        }
        let [statics, instances, direct, virtuals] = counts;
        for (count, list) in [(statics, &mut data.static_fields), (instances, &mut data.instance_fields)] {
            let mut index = 0u32;
            list.reserve(reader.count(count, 2).ok()?);
            for _ in 0..count {
                index = index.wrapping_add(u32::try_from(reader.uleb128().ok()?).ok()?);
                let flags = u32::try_from(reader.uleb128().ok()?).ok()?;
                list.push(EncodedField { field: index, flags });
            }
        }
        for (count, list) in [(direct, &mut data.direct_methods), (virtuals, &mut data.virtual_methods)] {
            let mut index = 0u32;
            list.reserve(reader.count(count, 3).ok()?);
            for _ in 0..count {
                index = index.wrapping_add(u32::try_from(reader.uleb128().ok()?).ok()?);
                let flags = u32::try_from(reader.uleb128().ok()?).ok()?;
                let code = u32::try_from(reader.uleb128().ok()?).ok()?;
                list.push(EncodedMethod { method: index, flags, code });
            }
        }
        Some(())
    }

    /// Initial values of the first static fields, in their order.
    pub fn static_values(&self, class: &ClassDef) -> Vec<EncodedValue> {
        if class.values == 0 {
            return Vec::new();
        }
        encoded_array(&mut self.reader(class.values), 0).unwrap_or_default()
    }
}
