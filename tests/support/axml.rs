//! Text XML to binary XML, as `aapt2` writes it: typed values, resource ids of the platform's attributes, references
//! through the resource table of the sample.

use maspect::format::axml::{Document, Node};

use super::arsc::{Resources, chunk, pool};

/// Writes a document.
pub fn binary(document: &Document, resources: &Resources) -> Vec<u8> {
    let mut writer = Writer { resources, ids: Vec::new(), strings: Vec::new(), nodes: Vec::new() };
    for attribute in document.nodes().flat_map(|node| node.attributes().iter()) {
        if attribute.resource != 0 && !writer.ids.contains(&attribute.resource) {
            writer.ids.push(attribute.resource);
            writer.strings.push(attribute.name.to_string());
        }
    }
    if let Some(root) = document.root() {
        writer.element(root);
    }
    let map: Vec<u8> = writer.ids.iter().flat_map(|id| id.to_le_bytes()).collect();
    let body = [pool(&writer.strings), chunk(0x0180, 8, &map), writer.nodes].concat();
    chunk(0x0003, 8, &body)
}

struct Writer<'r> {
    resources: &'r Resources,
    /// Resource ids; the first strings are their names.
    ids: Vec<u32>,
    strings: Vec<String>,
    nodes: Vec<u8>,
}

impl Writer<'_> {
    fn string(&mut self, text: &str) -> u32 {
        let from = self.ids.len();
        let known = self.strings.iter().skip(from).position(|known| known == text);
        let at = known.map(|at| at + from).unwrap_or_else(|| {
            self.strings.push(text.to_owned());
            self.strings.len() - 1
        });
        at as u32
    }

    fn element(&mut self, node: Node<'_>) {
        let mut body = [u32::MAX, self.string(node.name())].map(u32::to_le_bytes).concat();
        for half in [20u16, 20, node.attributes().len() as u16, 0, 0, 0] {
            body.extend(half.to_le_bytes());
        }
        for attribute in node.attributes() {
            let namespace = attribute.namespace.as_deref().map_or(u32::MAX, |uri| self.string(uri));
            let id = self.ids.iter().position(|id| *id == attribute.resource);
            let name = id.map_or_else(|| self.string(&attribute.name), |at| at as u32);
            let text = attribute.text().unwrap_or_default();
            let (kind, data) = match typed(&attribute.name, text, self.resources) {
                Some(value) => value,
                None => (0x03, self.string(text)),
            };
            body.extend([namespace, name, if kind == 0x03 { data } else { u32::MAX }].map(u32::to_le_bytes).concat());
            body.extend([8, 0, 0, kind]);
            body.extend(data.to_le_bytes());
        }
        self.node(0x0102, node.line(), &body);
        let text = node.text().trim();
        if !text.is_empty() {
            let text = self.string(text);
            self.node(0x0104, node.line(), &[text.to_le_bytes(), [8, 0, 0, 0], [0; 4]].concat());
        }
        node.children().for_each(|child| self.element(child));
        let name = self.string(node.name());
        self.node(0x0103, node.line(), &[u32::MAX.to_le_bytes(), name.to_le_bytes()].concat());
    }

    fn node(&mut self, kind: u16, line: u32, body: &[u8]) {
        let body = [&line.to_le_bytes(), &u32::MAX.to_le_bytes(), body].concat();
        self.nodes.extend(chunk(kind, 16, &body));
    }
}

/// Type and data of what is no text.
fn typed(name: &str, text: &str, resources: &Resources) -> Option<(u8, u32)> {
    if let Some(reference) = text.strip_prefix('@') {
        return Some((0x01, resources.id(reference.trim_start_matches('+'))));
    }
    match text {
        "true" => return Some((0x12, u32::MAX)),
        "false" => return Some((0x12, 0)),
        "match_parent" | "fill_parent" => return Some((0x10, u32::MAX)),
        "wrap_content" => return Some((0x10, u32::MAX - 1)),
        _ => {}
    }
    if let Some(words) = words_of(name) {
        let mut value = 0;
        for word in text.split('|') {
            value |= words.iter().find(|(known, _)| *known == word.trim()).map(|(_, value)| *value)?;
        }
        return Some((0x11, value));
    }
    if is_text(name) {
        return None;
    }
    if let Some(hex) = text.strip_prefix("0x") {
        return u32::from_str_radix(hex, 16).ok().map(|value| (0x11, value));
    }
    text.parse::<i32>().ok().map(|value| (0x10, value.cast_unsigned()))
}

/// Attributes whose digits are text.
fn is_text(name: &str) -> bool {
    matches!(name, "host" | "path" | "pathPrefix" | "versionName" | "text" | "hint" | "label" | "value" | "expiration")
}

/// Words with numbers (`attrs.xml` and `attrs_manifest.xml` of the platform).
fn words_of(name: &str) -> Option<&'static [(&'static str, u32)]> {
    Some(match name {
        "inputType" => &[
            ("none", 0),
            ("text", 0x1),
            ("textCapCharacters", 0x1001),
            ("textCapWords", 0x2001),
            ("textCapSentences", 0x4001),
            ("textAutoCorrect", 0x8001),
            ("textAutoComplete", 0x1_0001),
            ("textMultiLine", 0x2_0001),
            ("textImeMultiLine", 0x4_0001),
            ("textNoSuggestions", 0x8_0001),
            ("textUri", 0x11),
            ("textEmailAddress", 0x21),
            ("textEmailSubject", 0x31),
            ("textShortMessage", 0x41),
            ("textLongMessage", 0x51),
            ("textPersonName", 0x61),
            ("textPostalAddress", 0x71),
            ("textPassword", 0x81),
            ("textVisiblePassword", 0x91),
            ("textWebEditText", 0xa1),
            ("textFilter", 0xb1),
            ("textPhonetic", 0xc1),
            ("textWebEmailAddress", 0xd1),
            ("textWebPassword", 0xe1),
            ("number", 0x2),
            ("numberSigned", 0x1002),
            ("numberDecimal", 0x2002),
            ("numberPassword", 0x12),
            ("phone", 0x3),
            ("datetime", 0x4),
            ("date", 0x14),
            ("time", 0x24),
        ],
        "launchMode" => {
            &[("standard", 0), ("singleTop", 1), ("singleTask", 2), ("singleInstance", 3), ("singleInstancePerTask", 4)]
        }
        "protectionLevel" => &[
            ("normal", 0),
            ("dangerous", 1),
            ("signature", 2),
            ("signatureOrSystem", 3),
            ("privileged", 0x10),
            ("development", 0x20),
            ("appop", 0x40),
            ("preinstalled", 0x400),
            ("knownSigner", 0x800_0000),
        ],
        "importantForAutofill" => {
            &[("auto", 0), ("yes", 1), ("no", 2), ("yesExcludeDescendants", 4), ("noExcludeDescendants", 8)]
        }
        "autoLink" => &[("none", 0), ("web", 1), ("email", 2), ("phone", 4), ("map", 8), ("all", 15)],
        "visibility" => &[("visible", 0), ("invisible", 1), ("gone", 2)],
        "orientation" => &[("horizontal", 0), ("vertical", 1)],
        "accessibilityEventTypes" => &[("typeAllMask", u32::MAX), ("typeViewClicked", 1), ("typeViewFocused", 8)],
        "accessibilityFeedbackType" => &[("feedbackSpoken", 1), ("feedbackGeneric", 16), ("feedbackAllMask", u32::MAX)],
        "accessibilityFlags" => &[("flagDefault", 1), ("flagRetrieveInteractiveWindows", 0x40)],
        _ => return None,
    })
}
