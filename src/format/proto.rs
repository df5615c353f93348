//! The protobuf form of resources and XML in an Android App Bundle, turned into the same tables and documents as the
//! binary form.
//!
//! Messages are the part that matters of `Resources.proto` and `Configuration.proto` of aapt2; field numbers are theirs.

use std::sync::Arc;

use prost::Message;

use super::arsc::{Config, Resource, Table, TableBuilder, Value};
use super::axml::{ANDROID, Attribute, Builder, Document, attribute_name};
use super::{FormatError, FormatResult, Parsed};
use crate::limits::Limits;

/// Reads `resources.pb`.
///
/// # Errors
/// When the bytes are no such message.
pub fn table(bytes: &[u8], limits: &Limits) -> FormatResult<Parsed<Table<'static>>> {
    let message =
        ResourceTable::decode(bytes).map_err(|_| FormatError::BadMagic { what: "resource table (protobuf)" })?;
    let mut builder = TableBuilder::default();
    let mut left = limits.table_items;
    for package in &message.package {
        let id = package.package_id.as_ref().map_or(0x7f, |id| (id.id & 0xff) as u8);
        builder.package(id, &package.package_name);
        for kind in &package.types {
            let kind_id = kind.type_id.as_ref().map_or(0, |id| (id.id & 0xff) as u8);
            for entry in &kind.entry {
                let entry_id = entry.entry_id.as_ref().map_or(0, |id| (id.id & 0xffff) as u16);
                for value in &entry.config_value {
                    left = left.saturating_sub(1);
                    let Some(resource) = value.value.as_ref().and_then(resource) else { continue };
                    if left > 0 {
                        let config = value.config.as_ref().map(config).unwrap_or_default();
                        builder.add((kind_id, &kind.name), (entry_id, &entry.name), config, resource);
                    }
                }
            }
        }
    }
    Ok(Parsed { value: builder.finish(), anomalies: Vec::new() })
}

/// Reads an XML document in its protobuf form.
///
/// # Errors
/// When the bytes are no such message, or it has no element.
pub fn document(bytes: &[u8], limits: &Limits) -> FormatResult<Parsed<Document>> {
    let bad = || FormatError::BadMagic { what: "XML (protobuf)" };
    let message = XmlNode::decode(bytes).map_err(|_| bad())?;
    let mut builder = Builder::new(limits);
    // The decoder bounds the nesting at a hundred.
    node(&message, &mut builder);
    let parsed = builder.finish();
    if parsed.value.root().is_some_and(|root| !root.name().is_empty()) { Ok(parsed) } else { Err(bad()) }
}

fn node(message: &XmlNode, builder: &mut Builder) {
    builder.text(&message.text);
    let Some(element) = &message.element else { return };
    let line = message.source.as_ref().map_or(0, |source| source.line_number);
    let uri = |uri: &str| (!uri.is_empty()).then(|| Arc::from(uri));
    let attributes = element.attribute.iter().map(attribute).collect();
    builder.start(Arc::from(element.name.as_str()), uri(&element.namespace_uri), line, 0, attributes);
    element.child.iter().for_each(|child| node(child, builder));
    builder.end();
}

fn attribute(message: &XmlAttribute) -> Attribute {
    let compiled = message.compiled_item.as_ref().and_then(value);
    let namespace: Option<Arc<str>> = match message.namespace_uri.as_str() {
        "" if message.resource_id >> 24 == 1 => Some(Arc::from(ANDROID)),
        "" => None,
        uri => Some(Arc::from(uri)),
    };
    Attribute {
        name: Arc::from(attribute_name(message.resource_id).unwrap_or(&message.name)),
        namespace,
        resource: message.resource_id,
        value: compiled.unwrap_or_else(|| Value::String(Arc::from(message.value.as_str()))),
        raw: (!message.value.is_empty()).then(|| Arc::from(message.value.as_str())),
    }
}

fn resource(message: &ResourceValue) -> Option<Resource> {
    if let Some(item) = &message.item {
        return value(item).map(Resource::Simple);
    }
    let compound = message.compound_value.as_ref()?;
    let position = |index: usize| 0x0200_0000u32.saturating_add(u32::try_from(index).unwrap_or(u32::MAX));
    let mut items = Vec::new();
    let mut parent = 0;
    if let Some(style) = &compound.style {
        parent = style.parent.as_ref().map_or(0, |parent| parent.id);
        for entry in &style.entry {
            items.extend(entry.key.as_ref().map(|key| key.id).zip(entry.item.as_ref().and_then(value)));
        }
    }
    if let Some(array) = &compound.array {
        items.extend(
            array.element.iter().enumerate().filter_map(|(at, e)| Some((position(at), value(e.item.as_ref()?)?))),
        );
    }
    if let Some(plural) = &compound.plural {
        let quantity = |arity: i32| 0x0100_0004u32.saturating_add(arity.unsigned_abs());
        items.extend(plural.entry.iter().filter_map(|e| Some((quantity(e.arity), value(e.item.as_ref()?)?))));
    }
    Some(Resource::Bag { parent, items })
}

fn value(item: &Item) -> Option<Value> {
    let text = |text: &str| Some(Value::String(Arc::from(text)));
    if let Some(reference) = &item.reference {
        return Some(match (reference.id, reference.kind) {
            (0, 0) if !reference.name.is_empty() => return text(&format!("@{}", reference.name)),
            (id, 1) => Value::Attribute(id),
            (id, _) => Value::Reference(id),
        });
    }
    if let Some(string) = item.text.as_ref().or(item.raw.as_ref()).or(item.styled.as_ref()) {
        return text(&string.value);
    }
    if let Some(file) = &item.file {
        return text(&file.path);
    }
    let primitive = item.primitive.as_ref()?;
    Some(match primitive {
        Primitive { flag: Some(flag), .. } => Value::Bool(*flag),
        Primitive { decimal: Some(number), .. } => Value::Int(*number),
        Primitive { hexadecimal: Some(number), .. } => Value::Hex(*number),
        Primitive { float: Some(number), .. } => Value::Float(*number),
        Primitive { dimension: Some(data), .. } => Value::Dimension(*data),
        Primitive { fraction: Some(data), .. } => Value::Fraction(*data),
        Primitive { argb8: Some(color), .. }
        | Primitive { rgb8: Some(color), .. }
        | Primitive { argb4: Some(color), .. }
        | Primitive { rgb4: Some(color), .. } => Value::Color(*color),
        _ => Value::Null,
    })
}

fn config(message: &Configuration) -> Config {
    let half = |value: u32| u16::try_from(value).unwrap_or(u16::MAX);
    let byte = |value: i32| u8::try_from(value).unwrap_or(0);
    // Enumerations here begin with what the binary form has second.
    let turned = |value: i32| match value {
        1 => 2u8,
        2 => 1,
        _ => 0,
    };
    let mut config = Config {
        mcc_mnc: (half(message.mcc), half(message.mnc)),
        orientation: byte(message.orientation),
        touchscreen: byte(message.touchscreen),
        density: half(message.density),
        keyboard: byte(message.keyboard),
        navigation: byte(message.navigation),
        input_flags: byte(message.keys_hidden) & 3 | (byte(message.nav_hidden) & 3).wrapping_shl(2),
        screen: (half(message.screen_width), half(message.screen_height)),
        sdk: half(message.sdk_version),
        layout: byte(message.screen_layout_size) & 0xf
            | turned(message.screen_layout_long).wrapping_shl(4)
            | (byte(message.layout_direction) & 3).wrapping_shl(6),
        ui_mode: byte(message.ui_mode_type) & 0xf | turned(message.ui_mode_night).wrapping_shl(4),
        smallest_width: half(message.smallest_screen_width_dp),
        size_dp: (half(message.screen_width_dp), half(message.screen_height_dp)),
        layout2: turned(message.screen_round),
        color_mode: turned(message.wide_color_gamut) | turned(message.hdr).wrapping_shl(2),
        ..Config::default()
    };
    for (at, part) in message.locale.split(['-', '_']).enumerate() {
        match (at, part.len()) {
            (0, _) => config.language = part.to_ascii_lowercase(),
            (_, 4) if part.chars().all(|c| c.is_ascii_alphabetic()) => config.script = part.to_owned(),
            (_, 2 | 3) => config.region = part.to_ascii_uppercase(),
            _ => config.variant = part.to_owned(),
        }
    }
    config
}

#[derive(Clone, PartialEq, Message)]
struct ResourceTable {
    #[prost(message, repeated, tag = "2")]
    package: Vec<Package>,
}

#[derive(Clone, PartialEq, Message)]
struct Id {
    #[prost(uint32, tag = "1")]
    id: u32,
}

#[derive(Clone, PartialEq, Message)]
struct Package {
    #[prost(message, optional, tag = "1")]
    package_id: Option<Id>,
    #[prost(string, tag = "2")]
    package_name: String,
    #[prost(message, repeated, tag = "3")]
    types: Vec<Type>,
}

#[derive(Clone, PartialEq, Message)]
struct Type {
    #[prost(message, optional, tag = "1")]
    type_id: Option<Id>,
    #[prost(string, tag = "2")]
    name: String,
    #[prost(message, repeated, tag = "3")]
    entry: Vec<Entry>,
}

#[derive(Clone, PartialEq, Message)]
struct Entry {
    #[prost(message, optional, tag = "1")]
    entry_id: Option<Id>,
    #[prost(string, tag = "2")]
    name: String,
    #[prost(message, repeated, tag = "6")]
    config_value: Vec<ConfigValue>,
}

#[derive(Clone, PartialEq, Message)]
struct ConfigValue {
    #[prost(message, optional, tag = "1")]
    config: Option<Configuration>,
    #[prost(message, optional, tag = "2")]
    value: Option<ResourceValue>,
}

#[derive(Clone, PartialEq, Message)]
struct ResourceValue {
    #[prost(message, optional, tag = "4")]
    item: Option<Item>,
    #[prost(message, optional, tag = "5")]
    compound_value: Option<CompoundValue>,
}

#[derive(Clone, PartialEq, Message)]
struct Item {
    #[prost(message, optional, tag = "1")]
    reference: Option<Reference>,
    #[prost(message, optional, tag = "2")]
    text: Option<Text>,
    #[prost(message, optional, tag = "3")]
    raw: Option<Text>,
    #[prost(message, optional, tag = "4")]
    styled: Option<Text>,
    #[prost(message, optional, tag = "5")]
    file: Option<FileReference>,
    #[prost(message, optional, tag = "7")]
    primitive: Option<Primitive>,
}

#[derive(Clone, PartialEq, Message)]
struct Reference {
    #[prost(int32, tag = "1")]
    kind: i32,
    #[prost(uint32, tag = "2")]
    id: u32,
    #[prost(string, tag = "3")]
    name: String,
}

#[derive(Clone, PartialEq, Message)]
struct Text {
    #[prost(string, tag = "1")]
    value: String,
}

#[derive(Clone, PartialEq, Message)]
struct FileReference {
    #[prost(string, tag = "1")]
    path: String,
}

#[derive(Clone, PartialEq, Message)]
struct Primitive {
    #[prost(float, optional, tag = "3")]
    float: Option<f32>,
    #[prost(int32, optional, tag = "6")]
    decimal: Option<i32>,
    #[prost(uint32, optional, tag = "7")]
    hexadecimal: Option<u32>,
    #[prost(bool, optional, tag = "8")]
    flag: Option<bool>,
    #[prost(uint32, optional, tag = "9")]
    argb8: Option<u32>,
    #[prost(uint32, optional, tag = "10")]
    rgb8: Option<u32>,
    #[prost(uint32, optional, tag = "11")]
    argb4: Option<u32>,
    #[prost(uint32, optional, tag = "12")]
    rgb4: Option<u32>,
    #[prost(uint32, optional, tag = "13")]
    dimension: Option<u32>,
    #[prost(uint32, optional, tag = "14")]
    fraction: Option<u32>,
}

#[derive(Clone, PartialEq, Message)]
struct CompoundValue {
    #[prost(message, optional, tag = "2")]
    style: Option<Style>,
    #[prost(message, optional, tag = "4")]
    array: Option<Array>,
    #[prost(message, optional, tag = "5")]
    plural: Option<Plural>,
}

#[derive(Clone, PartialEq, Message)]
struct Style {
    #[prost(message, optional, tag = "1")]
    parent: Option<Reference>,
    #[prost(message, repeated, tag = "3")]
    entry: Vec<StyleEntry>,
}

#[derive(Clone, PartialEq, Message)]
struct StyleEntry {
    #[prost(message, optional, tag = "3")]
    key: Option<Reference>,
    #[prost(message, optional, tag = "4")]
    item: Option<Item>,
}

#[derive(Clone, PartialEq, Message)]
struct Array {
    #[prost(message, repeated, tag = "1")]
    element: Vec<Element>,
}

#[derive(Clone, PartialEq, Message)]
struct Element {
    #[prost(message, optional, tag = "3")]
    item: Option<Item>,
}

#[derive(Clone, PartialEq, Message)]
struct Plural {
    #[prost(message, repeated, tag = "1")]
    entry: Vec<PluralEntry>,
}

#[derive(Clone, PartialEq, Message)]
struct PluralEntry {
    #[prost(int32, tag = "3")]
    arity: i32,
    #[prost(message, optional, tag = "4")]
    item: Option<Item>,
}

#[derive(Clone, PartialEq, Message)]
struct Configuration {
    #[prost(uint32, tag = "1")]
    mcc: u32,
    #[prost(uint32, tag = "2")]
    mnc: u32,
    #[prost(string, tag = "3")]
    locale: String,
    #[prost(int32, tag = "4")]
    layout_direction: i32,
    #[prost(uint32, tag = "5")]
    screen_width: u32,
    #[prost(uint32, tag = "6")]
    screen_height: u32,
    #[prost(uint32, tag = "7")]
    screen_width_dp: u32,
    #[prost(uint32, tag = "8")]
    screen_height_dp: u32,
    #[prost(uint32, tag = "9")]
    smallest_screen_width_dp: u32,
    #[prost(int32, tag = "10")]
    screen_layout_size: i32,
    #[prost(int32, tag = "11")]
    screen_layout_long: i32,
    #[prost(int32, tag = "12")]
    screen_round: i32,
    #[prost(int32, tag = "13")]
    wide_color_gamut: i32,
    #[prost(int32, tag = "14")]
    hdr: i32,
    #[prost(int32, tag = "15")]
    orientation: i32,
    #[prost(int32, tag = "16")]
    ui_mode_type: i32,
    #[prost(int32, tag = "17")]
    ui_mode_night: i32,
    #[prost(uint32, tag = "18")]
    density: u32,
    #[prost(int32, tag = "19")]
    touchscreen: i32,
    #[prost(int32, tag = "20")]
    keys_hidden: i32,
    #[prost(int32, tag = "21")]
    keyboard: i32,
    #[prost(int32, tag = "22")]
    nav_hidden: i32,
    #[prost(int32, tag = "23")]
    navigation: i32,
    #[prost(uint32, tag = "24")]
    sdk_version: u32,
}

#[derive(Clone, PartialEq, Message)]
struct XmlNode {
    #[prost(message, optional, boxed, tag = "1")]
    element: Option<Box<XmlElement>>,
    #[prost(string, tag = "2")]
    text: String,
    #[prost(message, optional, tag = "3")]
    source: Option<SourcePosition>,
}

#[derive(Clone, PartialEq, Message)]
struct SourcePosition {
    #[prost(uint32, tag = "1")]
    line_number: u32,
}

#[derive(Clone, PartialEq, Message)]
struct XmlElement {
    #[prost(string, tag = "2")]
    namespace_uri: String,
    #[prost(string, tag = "3")]
    name: String,
    #[prost(message, repeated, tag = "4")]
    attribute: Vec<XmlAttribute>,
    #[prost(message, repeated, tag = "5")]
    child: Vec<XmlNode>,
}

#[derive(Clone, PartialEq, Message)]
struct XmlAttribute {
    #[prost(string, tag = "1")]
    namespace_uri: String,
    #[prost(string, tag = "2")]
    name: String,
    #[prost(string, tag = "3")]
    value: String,
    #[prost(uint32, tag = "5")]
    resource_id: u32,
    #[prost(message, optional, tag = "6")]
    compiled_item: Option<Item>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::arsc::Language;

    fn text(value: &str) -> Item {
        Item { text: Some(Text { value: value.to_owned() }), ..Item::default() }
    }

    fn valued(locale: &str, item: Item) -> ConfigValue {
        ConfigValue {
            config: Some(Configuration { locale: locale.to_owned(), ..Configuration::default() }),
            value: Some(ResourceValue { item: Some(item), compound_value: None }),
        }
    }

    fn sample_table() -> Vec<u8> {
        let entry = Entry {
            entry_id: Some(Id { id: 3 }),
            name: "label".to_owned(),
            config_value: vec![valued("", text("Health")), valued("zh-Hant-TW", text("健康"))],
        };
        let types = vec![Type { type_id: Some(Id { id: 1 }), name: "string".to_owned(), entry: vec![entry] }];
        let package = Package { package_id: Some(Id { id: 0x7f }), package_name: "a.b".to_owned(), types };
        ResourceTable { package: vec![package] }.encode_to_vec()
    }

    fn sample_document() -> Vec<u8> {
        let attribute = XmlAttribute {
            namespace_uri: ANDROID.to_owned(),
            name: "debuggable".to_owned(),
            value: "true".to_owned(),
            resource_id: 0x0101_000f,
            compiled_item: Some(Item {
                primitive: Some(Primitive { flag: Some(true), ..Primitive::default() }),
                ..Item::default()
            }),
        };
        let app = XmlElement { name: "application".to_owned(), attribute: vec![attribute], ..XmlElement::default() };
        let child = XmlNode { element: Some(Box::new(app)), ..XmlNode::default() };
        let root = XmlElement { name: "manifest".to_owned(), child: vec![child], ..XmlElement::default() };
        XmlNode { element: Some(Box::new(root)), ..XmlNode::default() }.encode_to_vec()
    }

    #[test]
    fn a_table_gives_the_same_as_its_binary_form_would() {
        let table = table(&sample_table(), &Limits::default()).unwrap().value;
        let id = table.find("string", "label").unwrap();
        assert_eq!(id, 0x7f01_0003);
        assert_eq!(table.text(id, Language::Default).as_deref(), Some("Health"));
        assert_eq!(table.text(id, Language::TraditionalChinese).as_deref(), Some("健康"));
        assert_eq!(table.configs().last().unwrap().to_string(), "b+zh+Hant+TW");
    }

    #[test]
    fn a_document_gives_the_same_as_its_binary_form_would() {
        let document = document(&sample_document(), &Limits::default()).unwrap().value;
        let app = document.root().unwrap().named("application").next().unwrap();
        assert_eq!(app.android("debuggable").unwrap().value, Value::Bool(true));
        assert_eq!(app.path(), "manifest/application");
    }

    #[test]
    fn no_prefix_and_no_flipped_byte_is_too_much() {
        for bytes in [sample_table(), sample_document()] {
            for end in 0..bytes.len() {
                let mut flipped = bytes.clone();
                flipped[end] ^= 0xff;
                for bytes in [&bytes[..end], &flipped] {
                    let _ = table(bytes, &Limits::default());
                    let _ = document(bytes, &Limits::default());
                }
            }
        }
    }
}
