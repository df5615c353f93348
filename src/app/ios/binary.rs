//! Mach-O binaries of a bundle, slice by slice.

use crate::format::macho::{self, CodeSignature, MachO};
use crate::format::plist::{self, Value};
use crate::format::{Anomaly, FormatError, FormatResult, der};
use crate::limits::Limits;

/// A Mach-O file.
#[derive(Debug)]
pub struct Binary<'b> {
    /// Path in the build.
    pub path: String,
    /// Its slices, in the file's order.
    pub slices: Vec<Slice<'b>>,
}

/// One slice.
#[derive(Debug)]
pub struct Slice<'b> {
    /// The image.
    pub macho: MachO<'b>,
    /// Code signature.
    pub signature: Option<CodeSignature<'b>>,
    /// Entitlements of the signature: the DER form when there is one (the system reads that from iOS 15 on), else XML.
    pub entitlements: Option<Value>,
    /// Whether both forms are there and say different things.
    pub entitlements_differ: bool,
    /// Oddities.
    pub anomalies: Vec<Anomaly>,
}

impl<'b> Binary<'b> {
    /// The slice to judge: what a current device runs (arm64, then arm64e), else any device's, else the first.
    pub fn best(&self) -> Option<&Slice<'b>> {
        let rank = |slice: &Slice<'_>| match slice.macho.cpu.name() {
            "arm64" => 0,
            "arm64e" => 1,
            _ if slice.macho.cpu.is_device() => 2,
            _ => 3,
        };
        self.slices.iter().min_by_key(|slice| rank(slice))
    }
}

impl Slice<'_> {
    /// Whether part of it is not in the file: a segment that its load commands name, or the commands themselves.
    pub fn is_cut(&self) -> bool {
        let lost = |odd: &Anomaly| matches!(odd.code, "macho-commands-cut" | "macho-command-size");
        self.macho.is_cut() || self.anomalies.iter().any(lost)
    }

    /// Whether it was built for a simulator.
    pub fn is_simulator(&self) -> bool {
        let platforms = || self.macho.builds.iter().map(|build| build.platform);
        platforms().any(|platform| platform.ends_with("-simulator"))
            || (platforms().next().is_none() && !self.macho.cpu.is_device())
    }
}

/// Reads every slice of a file.
pub(super) fn read<'b>(path: &str, bytes: &'b [u8], limits: &Limits) -> FormatResult<Binary<'b>> {
    let ranges = macho::slices(bytes)?;
    let mut slices = Vec::new();
    let mut failed = None;
    for range in &ranges.value {
        match MachO::parse(bytes, range, limits) {
            Ok(parsed) => {
                let signature = parsed.value.code_signature();
                let (entitlements, entitlements_differ) = entitlements(signature.as_ref(), limits);
                let anomalies = parsed.anomalies;
                slices.push(Slice { macho: parsed.value, signature, entitlements, entitlements_differ, anomalies });
            }
            Err(error) => failed = Some(error),
        }
    }
    match slices.is_empty() {
        true => Err(failed.unwrap_or(FormatError::BadMagic { what: "Mach-O" })),
        false => Ok(Binary { path: path.to_owned(), slices }),
    }
}

fn entitlements(signature: Option<&CodeSignature<'_>>, limits: &Limits) -> (Option<Value>, bool) {
    let Some(signature) = signature else { return (None, false) };
    let xml = signature.entitlements_xml.and_then(|xml| Some(plist::parse(xml, limits).ok()?.value.root));
    let der = signature.entitlements_der.and_then(|der| Some(convert(der::entitlements::parse(der).ok()?)));
    let differ = matches!((&xml, &der), (Some(xml), Some(der)) if sorted(xml) != sorted(der));
    (der.or(xml), differ)
}

/// The DER form's value as a property list's.
fn convert(value: der::entitlements::Value) -> Value {
    use der::entitlements::Value as Der;
    match value {
        Der::Bool(value) => Value::Bool(value),
        Der::Integer(value) => Value::Integer(value),
        Der::Text(text) => Value::Text(text.into()),
        Der::Data(data) => Value::Data(data.into()),
        Der::Array(items) => Value::Array(items.into_iter().map(convert).collect()),
        Der::Dictionary(pairs) => {
            Value::Dict(pairs.into_iter().map(|(key, value)| (key.into(), convert(value))).collect())
        }
    }
}

/// Keys sorted, for a comparison that does not ask for their order.
fn sorted(value: &Value) -> Value {
    match value {
        Value::Dict(pairs) => {
            let mut pairs: Vec<_> = pairs.iter().map(|(key, value)| (key.clone(), sorted(value))).collect();
            pairs.sort_by(|a, b| a.0.cmp(&b.0));
            Value::Dict(pairs)
        }
        Value::Array(items) => Value::Array(items.iter().map(sorted).collect()),
        other => other.clone(),
    }
}
