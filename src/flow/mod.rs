//! Program analysis without opinion: Dalvik and ARM64 to the same call sites, values and flows.
//!
//! [`CallSite`] and [`Value`] are what both engines yield and all that facts are made of. [`dalvik`] holds the program
//! (all dex files merged) and its IR, [`callgraph`] the class hierarchy and what is reached, [`constant`] the values that
//! reach calls, [`taint`] the flows from sources to sinks, [`native`] what native functions do with what they are given.

pub mod arm64;
pub mod callgraph;
pub mod constant;
pub mod dalvik;
pub(crate) mod engine;
pub mod native;
pub mod taint;

pub use engine::Cache;

use std::fmt;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::finding::{AppText, Locus, Owner, Reachability};

/// What is known of a value at a place.
#[derive(Debug, Clone, PartialEq, PartialOrd)]
pub enum Value {
    /// Nothing.
    Unknown,
    /// `null`, `nil`, a null pointer.
    Null,
    /// Not known, but worked out by the build's code from constants alone.
    Computed,
    /// A whole number (also booleans and characters).
    Int(i64),
    /// A floating-point number.
    Float(f64),
    /// Text.
    Str(Arc<str>),
    /// A class (`Foo.class`, an Objective-C class), as `package.Class`.
    Class(Arc<str>),
    /// An array or a block of bytes.
    Array {
        /// Number of elements, when known.
        len: Option<u32>,
        /// Every element is a constant of the build.
        constant: bool,
        /// The constant bytes of a byte or char array, when all are known.
        bytes: Option<Arc<[u8]>>,
        /// APIs that filled it or gave its elements (`java.security.SecureRandom.nextBytes`).
        from: Vec<Value>,
    },
    /// An object (or a string or number) that a call made, with what went into it: see [`Object`].
    Object(Arc<Object>),
    /// A static field or global that was not followed (a framework constant): `package.Class.FIELD` or a symbol.
    StaticField(Arc<str>),
    /// An instance field or variable that was not followed: `package.Class.field`.
    Field(Arc<str>),
    /// The caller's argument, counted from zero without the receiver.
    Param(u32),
    /// A resource id.
    Resource(u32),
    /// One of several, in order, at most sixteen.
    OneOf(Vec<Value>),
}

/// What a call made, as a term: which call with which arguments, and what was called on it since. A cipher is
/// `javax.crypto.Cipher.getInstance("AES")` on which `init` was called with a key that is itself such a term.
#[derive(Debug, Clone, PartialEq, PartialOrd)]
pub struct Object {
    /// Its class (or type) in source form, as precisely as known.
    pub class: Arc<str>,
    /// The call that made it: `package.Class.<init>`, `package.Class.getInstance`, a selector, a C symbol.
    pub api: Arc<str>,
    /// Where it was made, when one place is known.
    pub site: Option<Locus>,
    /// The object that the making call was called on.
    pub receiver: Option<Value>,
    /// Arguments of the making call.
    pub args: Vec<Value>,
    /// Calls made on it before the place in question: API and arguments, the last of each API.
    pub calls: Vec<(Arc<str>, Vec<Value>)>,
}

impl Object {
    /// The arguments of the last call of a method, by its name without class.
    pub fn called(&self, name: &str) -> Option<&[Value]> {
        self.calls.iter().rev().find(|(api, _)| api.rsplit('.').next() == Some(name)).map(|(_, args)| args.as_slice())
    }
}

impl Value {
    /// The object, when it is one known object.
    pub fn as_object(&self) -> Option<&Object> {
        match self {
            Self::Object(object) => Some(object),
            _ => None,
        }
    }

    /// The alternatives: of `OneOf` its values, else the value itself.
    pub fn alternatives(&self) -> &[Self] {
        match self {
            Self::OneOf(values) => values,
            one => std::slice::from_ref(one),
        }
    }

    /// The text, when it is one known text.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Str(text) => Some(text),
            _ => None,
        }
    }

    /// The number, when it is one known number.
    pub fn as_int(&self) -> Option<i64> {
        match self {
            Self::Int(number) => Some(*number),
            Self::Null => Some(0),
            _ => None,
        }
    }

    /// Whether every alternative stands in the build itself.
    pub fn is_constant(&self) -> bool {
        match self {
            Self::Null | Self::Computed | Self::Int(_) | Self::Float(_) | Self::Str(_) => true,
            Self::Class(_) | Self::Resource(_) => true,
            Self::Array { constant, .. } => *constant,
            Self::OneOf(values) => values.iter().all(Self::is_constant),
            _ => false,
        }
    }

    /// One value of several; equal ones once, in order, `Unknown` when there are none.
    pub fn one_of(values: Vec<Self>) -> Self {
        let mut kept: Vec<Self> = Vec::with_capacity(values.len());
        for value in values {
            if !kept.contains(&value) {
                kept.push(value);
            }
        }
        kept.truncate(16);
        match kept.len() {
            0 => Self::Unknown,
            1 => kept.remove(0),
            _ => Self::OneOf(kept),
        }
    }

    /// As evidence: `?` where nothing is known.
    pub fn text(&self) -> AppText {
        AppText::new(&self.to_string())
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown | Self::Computed => f.write_str("?"),
            Self::Null => f.write_str("null"),
            Self::Int(number) => write!(f, "{number}"),
            Self::Float(number) => write!(f, "{number}"),
            Self::Str(text) => write!(f, "\"{text}\""),
            Self::Class(class) => write!(f, "{class}.class"),
            // Texts of the build are worth more than their number.
            Self::Array { constant: true, from, bytes: None, .. }
                if !from.is_empty() && from.iter().all(|v| matches!(v, Self::Str(_))) =>
            {
                for (i, value) in from.iter().enumerate() {
                    write!(f, "{}{value}", if i == 0 { "{" } else { ", " })?;
                }
                f.write_str("}")
            }
            Self::Array { len, constant, .. } => {
                f.write_str(if *constant { "constant[" } else { "array[" })?;
                match len {
                    Some(len) => write!(f, "{len}]"),
                    None => f.write_str("?]"),
                }
            }
            Self::Object(object) => write!(f, "{}(…)", object.api),
            Self::StaticField(name) | Self::Field(name) => f.write_str(name),
            Self::Param(index) => write!(f, "param {index}"),
            Self::Resource(id) => write!(f, "@{id:#x}"),
            Self::OneOf(values) => {
                // Two results of the same call read alike.
                let mut told: Vec<String> = Vec::new();
                for value in values.iter().map(Self::to_string) {
                    if !told.contains(&value) {
                        told.push(value);
                    }
                }
                f.write_str(&told.join(" | "))
            }
        }
    }
}

/// A call whose callee something asks for, with what is known of its arguments.
#[derive(Debug, Clone, PartialEq)]
pub struct CallSite {
    /// The callee as `package.Class.method` (constructors `package.Class.<init>`), selector or C symbol.
    pub api: Arc<str>,
    /// `(parameter types)return type` in descriptor form; empty where the platform has none.
    pub descriptor: Arc<str>,
    /// The statement.
    pub locus: Locus,
    /// The method that it stands in, as `package.Class.method` or symbol.
    pub caller: Arc<str>,
    /// The object called on; none for static methods and functions.
    pub receiver: Option<Value>,
    /// Arguments in order, without the receiver.
    pub args: Vec<Value>,
    /// Where values come from that a caller, or the writer of a field, gives: that method.
    pub via: Option<Locus>,
    /// Whether something uses the result.
    pub result_used: bool,
    /// Whether the call stands under a branch that the engine could not decide.
    pub guarded: bool,
    /// Whose code it is.
    pub owner: Owner,
    /// Whether an entry point leads there.
    pub reachable: Reachability,
}

impl CallSite {
    /// An argument, `Unknown` past the end.
    pub fn arg(&self, index: usize) -> &Value {
        self.args.get(index).unwrap_or(&Value::Unknown)
    }
}

/// Names of APIs that something asks for: `package.Class.method`, or a beginning ending in `*`.
#[derive(Debug, Clone, Default)]
pub struct ApiNames {
    /// By class: methods; what has no class stands under the empty name.
    exact: FxHashMap<String, FxHashSet<String>>,
    prefixes: Vec<String>,
}

impl ApiNames {
    /// Takes names and beginnings.
    pub fn new<T: AsRef<str>>(names: impl IntoIterator<Item = T>) -> Self {
        let mut all = Self::default();
        for name in names {
            match name.as_ref().strip_suffix('*') {
                Some(prefix) => all.prefixes.push(prefix.to_owned()),
                None => {
                    let (class, method) = class_and_method(name.as_ref());
                    all.exact.entry(class.to_owned()).or_default().insert(method.to_owned());
                }
            }
        }
        // What begins with another beginning is asked for by that one.
        all.prefixes.sort();
        all.prefixes.dedup_by(|longer, shorter| longer.starts_with(shorter.as_str()));
        all
    }

    /// Whether a name is asked for.
    pub fn has(&self, api: &str) -> bool {
        let (class, method) = class_and_method(api);
        self.names(class, method) || self.begins(api)
    }

    /// Whether a method of a class is asked for.
    pub fn has_method(&self, class: &str, method: &str) -> bool {
        let goes_on = |prefix: &String| {
            let rest = prefix.strip_prefix(class).and_then(|rest| rest.strip_prefix('.'));
            rest.is_some_and(|rest| method.starts_with(rest))
        };
        self.names(class, method) || self.begins(class) || self.beyond(class).any(goes_on)
    }

    /// Whether a text begins as asked.
    fn begins(&self, text: &str) -> bool {
        // None begins with another: the last one that sorts no later is the only one that may.
        let after = self.prefixes.partition_point(|prefix| prefix.as_str() <= text);
        after
            .checked_sub(1)
            .and_then(|at| self.prefixes.get(at))
            .is_some_and(|prefix| text.starts_with(prefix.as_str()))
    }

    /// Beginnings that are asked for and that begin with a text themselves.
    fn beyond(&self, text: &str) -> impl Iterator<Item = &String> {
        let from = self.prefixes.partition_point(|prefix| prefix.as_str() < text);
        self.prefixes.iter().skip(from).take_while(move |prefix| prefix.starts_with(text))
    }

    fn names(&self, class: &str, method: &str) -> bool {
        self.exact.get(class).is_some_and(|methods| methods.contains(method))
    }

    /// Whether some method of a class may be asked for.
    pub fn has_class(&self, class: &str) -> bool {
        self.exact.contains_key(class) || self.begins(class) || self.beyond(class).next().is_some()
    }

    /// Classes of which methods are asked for by their names, in no order.
    pub fn classes(&self) -> impl Iterator<Item = &str> {
        self.exact.keys().map(String::as_str)
    }

    /// Packages in which the beginnings of names that are asked for lie.
    pub fn packages(&self) -> impl Iterator<Item = &str> {
        self.prefixes.iter().map(|prefix| {
            let class = prefix.rsplit_once('.').map_or("", |(class, _)| class);
            class.rsplit_once('.').map_or("", |(package, _)| package)
        })
    }

    /// Whether nothing is asked for.
    pub fn is_empty(&self) -> bool {
        self.exact.is_empty() && self.prefixes.is_empty()
    }
}

fn class_and_method(api: &str) -> (&str, &str) {
    api.rsplit_once('.').unwrap_or(("", api))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_several_places_are_kept_once_each() {
        let value = Value::one_of(vec![Value::Int(1), Value::Str("a".into()), Value::Int(1)]);
        assert_eq!(value.to_string(), "1 | \"a\"");
        assert!(value.is_constant());
        assert_eq!(Value::one_of(vec![]), Value::Unknown);
        let result = |arg| {
            let (class, api) = ("a.B".into(), "a.B.c".into());
            Value::Object(Arc::new(Object { class, api, site: None, receiver: None, args: vec![arg], calls: vec![] }))
        };
        let value = Value::one_of(vec![result(Value::Int(1)), result(Value::Int(2))]);
        assert_eq!(value.to_string(), "a.B.c(…)", "two results of one call read alike");
    }

    #[test]
    fn api_names_match_exactly_or_by_their_beginning() {
        let names = ApiNames::new(["a.B.c", "x.Y.*"]);
        assert!(names.has("a.B.c") && names.has("x.Y.z"));
        assert!(!names.has("a.B.cc"));
        let names = ApiNames::new(["a.B.c", "x.Y.be*", "p.q*", "free", "p.quick.*", "x.*", "x.Y.*", "m.N.*", "m.No.*"]);
        for api in ["x.", "x.Y", "p.q", "p.quick.Z", "m.N.o", "m.No.o", "m.Nothing"] {
            let any = ["x.", "p.q", "m.N.", "m.No."].iter().any(|prefix| api.starts_with(prefix));
            assert_eq!(names.has(api), any, "{api}");
        }
        assert!(["a.B", "x", "x.Y", "p.quick.Z", "m.N"].iter().all(|class| names.has_class(class)));
        assert!(!names.has_class("a.C") && !names.has_class("m.Nothing"));
        for (class, method) in
            [("a.B", "c"), ("a.B", "cc"), ("x.Y", "begin"), ("x.Y", "end"), ("p.quick.Z", "a"), ("", "free")]
        {
            let api = format!("{class}.{method}");
            assert_eq!(names.has_method(class, method), names.has(api.strip_prefix('.').unwrap_or(&api)), "{api}");
        }
    }
}
