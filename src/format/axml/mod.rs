//! XML documents of an app: binary XML as Android reads it, the same as text, and what the protobuf form is turned into.
//!
//! The binary form follows `ResourceTypes.h`; where a file is tampered with, `ResXMLTree` of the platform is the
//! measure: chunks of an unknown type are stepped over, the header's own type is not looked at, attributes are found by
//! the size and start that the element claims, and an attribute of the platform is recognised by its resource id, not
//! by its name.

mod binary;
mod names;
#[cfg(test)]
pub(crate) mod tests;
mod text;

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use super::arsc::Value;
use super::{Anomaly, FormatResult, Parsed};
use crate::limits::Limits;
pub use names::{attribute_id, attribute_name};

/// Namespace of the platform's attributes.
pub const ANDROID: &str = "http://schemas.android.com/apk/res/android";
/// Namespace of the application's own attributes.
pub const AUTO: &str = "http://schemas.android.com/apk/res-auto";
/// Namespace of attributes for tools, which are not in a build as a rule.
pub const TOOLS: &str = "http://schemas.android.com/tools";

/// A document: its elements in document order.
#[derive(Debug, Clone, Default)]
pub struct Document {
    elements: Vec<Element>,
    attributes: Vec<Attribute>,
    /// Whether any attribute carries a resource id: then only those that do are the platform's.
    has_ids: bool,
}

#[derive(Debug, Clone)]
struct Element {
    parent: u32,
    name: Arc<str>,
    namespace: Option<Arc<str>>,
    attributes: Range<u32>,
    /// Index past the last descendant.
    end: u32,
    /// 1-based among the siblings of its name, and how many there are.
    position: (u32, u32),
    depth: u16,
    line: u32,
    offset: u64,
    text: String,
}

/// One attribute.
#[derive(Debug, Clone, PartialEq)]
pub struct Attribute {
    /// Local name: of the platform's attribute that the resource id means, otherwise as written.
    pub name: Arc<str>,
    /// Namespace URI.
    pub namespace: Option<Arc<str>>,
    /// Resource id; 0 when it has none.
    pub resource: u32,
    /// Typed value.
    pub value: Value,
    /// Text that stood in the source, when it was kept.
    pub raw: Option<Arc<str>>,
}

impl Attribute {
    /// The name with its usual prefix: `android:exported`, `app:hintEnabled`, `package`.
    pub fn display_name(&self) -> String {
        match self.namespace.as_deref() {
            Some(ANDROID) => format!("android:{}", self.name),
            Some(AUTO) => format!("app:{}", self.name),
            Some(TOOLS) => format!("tools:{}", self.name),
            _ if self.resource >> 24 == 1 => format!("android:{}", self.name),
            _ => self.name.to_string(),
        }
    }

    /// Text: of the typed value, or what stood in the source.
    pub fn text(&self) -> Option<&str> {
        self.value.as_str().or(self.raw.as_deref())
    }
}

impl Document {
    /// Reads a document in binary or text form, told by its bytes.
    ///
    /// # Errors
    /// When it has no element.
    pub fn parse(bytes: &[u8], limits: &Limits) -> FormatResult<Parsed<Self>> {
        if text::looks_like_text(bytes) { text::parse(bytes, limits) } else { binary::parse(bytes, limits) }
    }

    /// The root element.
    pub fn root(&self) -> Option<Node<'_>> {
        self.node(0)
    }

    /// All elements in document order.
    pub fn nodes(&self) -> impl Iterator<Item = Node<'_>> {
        (0..self.elements.len()).filter_map(|index| self.node(index))
    }

    fn node(&self, index: usize) -> Option<Node<'_>> {
        Some(Node { document: self, element: self.elements.get(index)?, index: u32::try_from(index).ok()? })
    }
}

/// An element of a [`Document`].
#[derive(Debug, Clone, Copy)]
pub struct Node<'d> {
    document: &'d Document,
    element: &'d Element,
    index: u32,
}

impl<'d> Node<'d> {
    /// Local name.
    pub fn name(&self) -> &'d str {
        &self.element.name
    }

    /// Namespace URI.
    pub fn namespace(&self) -> Option<&'d str> {
        self.element.namespace.as_deref()
    }

    /// Line in the source file, as far as the file says so; 0 when not.
    pub fn line(&self) -> u32 {
        self.element.line
    }

    /// Byte offset in the file.
    pub fn offset(&self) -> u64 {
        self.element.offset
    }

    /// Text directly in the element, joined.
    pub fn text(&self) -> &'d str {
        &self.element.text
    }

    /// The attributes, in order.
    pub fn attributes(&self) -> &'d [Attribute] {
        let range = self.element.attributes.start as usize..self.element.attributes.end as usize;
        self.document.attributes.get(range).unwrap_or_default()
    }

    /// A platform attribute, `name` without its prefix, as the platform finds it: by resource id; by name only in a
    /// document without any id. The first of several.
    pub fn android(&self, name: &str) -> Option<&'d Attribute> {
        if self.document.has_ids
            && let Some(id) = attribute_id(name)
        {
            return self.attributes().iter().find(|attribute| attribute.resource == id);
        }
        self.attributes()
            .iter()
            .find(|a| &*a.name == name && (a.namespace.as_deref() == Some(ANDROID) || a.resource >> 24 == 1))
    }

    /// An attribute without namespace: `package`, `split`, `cleartextTrafficPermitted`.
    pub fn plain(&self, name: &str) -> Option<&'d Attribute> {
        self.attributes().iter().find(|attribute| &*attribute.name == name && attribute.namespace.is_none())
    }

    /// An attribute of that local name in whichever namespace: `hint` of `android:` or `app:`.
    pub fn any(&self, name: &str) -> Option<&'d Attribute> {
        self.attributes().iter().find(|attribute| &*attribute.name == name)
    }

    /// The parent element.
    pub fn parent(&self) -> Option<Node<'d>> {
        (self.index != 0).then(|| self.document.node(self.element.parent as usize)).flatten()
    }

    /// Child elements, in order.
    pub fn children(&self) -> Children<'d> {
        Children { document: self.document, next: self.index.saturating_add(1), end: self.element.end }
    }

    /// Child elements of one name.
    pub fn named(&self, name: &str) -> impl Iterator<Item = Node<'d>> {
        let name = name.to_owned();
        self.children().filter(move |child| child.name() == name)
    }

    /// All elements below this one, in document order.
    pub fn descendants(&self) -> impl Iterator<Item = Node<'d>> {
        let document = self.document;
        (self.index.saturating_add(1)..self.element.end).filter_map(move |index| document.node(index as usize))
    }

    /// The path from the root, with 1-based positions where siblings of one name repeat:
    /// `manifest/application/activity[2]`.
    pub fn path(&self) -> String {
        let mut parts = Vec::new();
        let mut node = Some(*self);
        while let Some(current) = node {
            parts.push(match current.element.position {
                (_, 0 | 1) => current.name().to_owned(),
                (position, _) => format!("{}[{position}]", current.name()),
            });
            node = current.parent();
        }
        parts.reverse();
        parts.join("/")
    }
}

/// Iterator over child elements.
#[derive(Debug, Clone)]
pub struct Children<'d> {
    document: &'d Document,
    next: u32,
    end: u32,
}

impl<'d> Iterator for Children<'d> {
    type Item = Node<'d>;

    fn next(&mut self) -> Option<Node<'d>> {
        if self.next >= self.end {
            return None;
        }
        let node = self.document.node(self.next as usize)?;
        self.next = node.element.end.max(self.next.saturating_add(1));
        Some(node)
    }
}

/// Elements and attributes kept of one document. The largest manifests of real apps have some thousands.
const ELEMENTS: usize = 200_000;
const ATTRIBUTES: usize = 1_000_000;

/// Builds a document from events, whichever form they come from.
#[derive(Debug, Default)]
pub(crate) struct Builder {
    document: Document,
    open: Vec<u32>,
    /// Depth of elements that are left out: below the bound, or after the root has ended.
    skipped: usize,
    depth: usize,
    said_full: bool,
    pub(crate) anomalies: Vec<Anomaly>,
}

impl Builder {
    pub(crate) fn new(limits: &Limits) -> Self {
        Self { depth: limits.nesting, ..Self::default() }
    }

    /// An element begins. What is too deep, or follows the root, is left out.
    pub(crate) fn start(
        &mut self,
        name: Arc<str>,
        namespace: Option<Arc<str>>,
        line: u32,
        offset: u64,
        attributes: Vec<Attribute>,
    ) {
        let after_root = self.open.is_empty() && !self.document.elements.is_empty();
        let (elements, kept) = (self.document.elements.len(), self.document.attributes.len());
        let full = elements >= ELEMENTS || kept.saturating_add(attributes.len()) > ATTRIBUTES;
        if self.skipped > 0 || after_root || full || self.open.len() >= self.depth {
            if self.skipped == 0 && !self.said_full {
                self.said_full = full;
                let code = match (after_root, full) {
                    (true, _) => "axml-second-root",
                    (_, true) => "axml-too-large",
                    _ => "axml-too-deep",
                };
                self.anomalies.push(Anomaly::new(code, offset, &name));
            }
            self.skipped = self.skipped.saturating_add(1);
            return;
        }
        let document = &mut self.document;
        let first = document.attributes.len() as u32;
        document.has_ids |= attributes.iter().any(|attribute| attribute.resource != 0);
        document.attributes.extend(attributes);
        let index = document.elements.len() as u32;
        document.elements.push(Element {
            parent: self.open.last().copied().unwrap_or(0),
            name,
            namespace,
            attributes: first..document.attributes.len() as u32,
            end: index.saturating_add(1),
            position: (1, 1),
            depth: u16::try_from(self.open.len()).unwrap_or(u16::MAX),
            line,
            offset,
            text: String::new(),
        });
        self.open.push(index);
    }

    /// An element ends; its name is not compared, as Android does not.
    pub(crate) fn end(&mut self) {
        if self.skipped > 0 {
            self.skipped = self.skipped.saturating_sub(1);
            return;
        }
        if let Some(index) = self.open.pop() {
            self.close(index);
        }
    }

    fn close(&mut self, index: u32) {
        let end = self.document.elements.len() as u32;
        if let Some(element) = self.document.elements.get_mut(index as usize) {
            element.end = end;
        }
    }

    /// Text within the open element.
    pub(crate) fn text(&mut self, text: &str) {
        if self.skipped == 0
            && let Some(&index) = self.open.last()
            && let Some(element) = self.document.elements.get_mut(index as usize)
        {
            element.text.push_str(text);
        }
    }

    /// The document; elements that were not ended end here.
    pub(crate) fn finish(mut self) -> Parsed<Document> {
        if let Some(&index) = self.open.last() {
            let offset = self.document.elements.get(index as usize).map_or(0, |element| element.offset);
            self.anomalies.push(Anomaly::new("axml-missing-end", offset, self.open.len()));
        }
        while let Some(index) = self.open.pop() {
            self.close(index);
        }
        count_siblings(&mut self.document.elements);
        Parsed { value: self.document, anomalies: self.anomalies }
    }
}

/// Sets each element's position among the siblings of its name.
fn count_siblings(elements: &mut [Element]) {
    let mut counts: HashMap<(u32, u16, Arc<str>), u32> = HashMap::new();
    for element in elements.iter_mut() {
        let count = counts.entry((element.parent, element.depth, Arc::clone(&element.name))).or_default();
        *count = count.saturating_add(1);
        element.position.0 = *count;
    }
    for element in elements.iter_mut() {
        let count = counts.get(&(element.parent, element.depth, Arc::clone(&element.name)));
        element.position.1 = count.copied().unwrap_or(1);
    }
}
