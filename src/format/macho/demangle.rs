//! Names of Swift symbols: the path of an entity with its argument labels, not its types. Source: `docs/ABI/Mangling.rst`
//! of Swift (mangling of version 5, `$s`).
//!
//! `$s10Foundation4DataV13base64Encoded7options…fC` is `Foundation.Data.init(base64Encoded:options:)`,
//! `$s9CryptoKit8InsecureO3MD5VMa` (a metadata accessor) is `CryptoKit.Insecure.MD5`.

use super::mangled::Mangled;

/// The longest identifier taken.
const LONGEST: usize = 500;

/// Readable path of a mangled symbol, with or without leading underscore; none when it is not Swift's.
pub fn swift_name(symbol: &str) -> Option<String> {
    let rest = symbol.strip_prefix('_').unwrap_or(symbol);
    let mangled = ["$s", "$S", "$e"].iter().find_map(|prefix| rest.strip_prefix(prefix))?;
    if !mangled.is_ascii() {
        return None;
    }
    let mut parser = Parser { text: Mangled::new(mangled), words: Vec::new() };
    let mut path = parser.context()?;
    let labels = parser.names();
    finish(&mut path, &labels, mangled)
}

struct Parser<'a> {
    text: Mangled<'a>,
    /// Words of identifiers so far, for substitutions.
    words: Vec<String>,
}

impl Parser<'_> {
    /// Module, enclosing types and extension: everything up to the entity's own name.
    fn context(&mut self) -> Option<Vec<String>> {
        const KNOWN: &[(&str, &[&str])] = &[
            ("SS", &["Swift", "String"]),
            ("Sa", &["Swift", "Array"]),
            ("SD", &["Swift", "Dictionary"]),
            ("Sh", &["Swift", "Set"]),
            ("Sy", &["Swift", "StringProtocol"]),
            ("Si", &["Swift", "Int"]),
            ("Sb", &["Swift", "Bool"]),
            ("Sd", &["Swift", "Double"]),
            ("SQ", &["Swift", "Equatable"]),
            ("So", &["__C"]),
            ("s", &["Swift"]),
        ];
        let known = KNOWN.iter().find(|(mark, _)| self.text.accept(mark));
        let mut path: Vec<String> = match known {
            Some((_, names)) => names.iter().map(|name| (*name).to_owned()).collect(),
            None => vec![self.identifier()?],
        };
        loop {
            let start = self.text.position();
            if self.text.accept("AAE") || self.text.accept("sE") || self.text.accept("E") {
                continue;
            }
            if !self.text.is_digit() {
                break;
            }
            let Some(name) = self.identifier() else { break };
            match self.text.peek() {
                Some(b'V' | b'O' | b'C' | b'P') => {
                    self.text.skip(1);
                    path.push(name);
                }
                // The module of an extension.
                Some(b'E') => self.text.skip(1),
                _ => {
                    self.text.back_to(start);
                    break;
                }
            }
        }
        Some(path)
    }

    /// The entity's name and labels, `_` for an argument without one.
    fn names(&mut self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        loop {
            if self.text.is_digit() {
                let Some(name) = self.identifier() else { break };
                if !names.is_empty() && matches!(self.text.peek(), Some(b'V' | b'O' | b'C' | b'P')) {
                    // A nominal type: what stood before it is its module.
                    names.truncate(names.len().saturating_sub(1).max(1));
                    break;
                }
                names.push(name);
            } else if !self.text.accept("_") {
                break;
            } else {
                names.push("_".to_owned());
            }
            if names.len() > 40 {
                break;
            }
        }
        names
    }

    fn identifier(&mut self) -> Option<String> {
        let mut substitutes = false;
        if self.text.accept("0") {
            if self.text.accept("0") {
                return None;
            }
            substitutes = true;
        }
        let mut out = String::new();
        loop {
            while substitutes && self.text.peek().is_some_and(|byte| byte.is_ascii_alphabetic()) {
                let letter = self.text.next()?;
                substitutes = letter.is_ascii_lowercase();
                let index = letter.to_ascii_lowercase().wrapping_sub(b'a');
                out.push_str(self.words.get(usize::from(index))?);
            }
            if self.text.accept("0") {
                break;
            }
            let length = self.text.number()?;
            let text = self.text.take(length)?;
            out.push_str(text);
            self.collect(text);
            if out.len() > LONGEST {
                return None;
            }
            if !substitutes {
                break;
            }
        }
        (!out.is_empty()).then_some(out)
    }

    /// Keeps the words of an identifier: runs split before upper-case letters and at underscores.
    fn collect(&mut self, text: &str) {
        let bytes = text.as_bytes();
        let mut start: Option<usize> = None;
        for index in 0..=bytes.len() {
            let byte = bytes.get(index).copied();
            let before = index.checked_sub(1).and_then(|i| bytes.get(i)).copied();
            let ends = match byte {
                None | Some(b'_') => true,
                Some(b) => b.is_ascii_uppercase() && before.is_some_and(|p| !p.is_ascii_uppercase()),
            };
            if let Some(from) = start
                && ends
            {
                if index.saturating_sub(from) >= 2 && self.words.len() < 26 {
                    self.words.push(text.get(from..index).unwrap_or_default().to_owned());
                }
                start = None;
            }
            if start.is_none() && byte.is_some_and(|b| !b.is_ascii_digit() && b != b'_') {
                start = Some(index);
            }
        }
    }
}

/// Joins path, name and labels by what the symbol's last letters say that it is.
fn finish(path: &mut Vec<String>, names: &[String], mangled: &str) -> Option<String> {
    let ending = mangled.strip_suffix("Tj").or_else(|| mangled.strip_suffix("Tq")).unwrap_or(mangled);
    let of_static = ending.strip_suffix('Z').unwrap_or(ending);
    let labelled = |labels: &[String]| labels.iter().map(|label| format!("{label}:")).collect::<String>();
    if ending.ends_with("fC") || ending.ends_with("fc") {
        path.push(format!("init({})", labelled(names)));
        return Some(path.join("."));
    }
    let subscript = [("ig", "getter"), ("is", "setter"), ("iM", "modify")];
    if let Some((_, what)) = subscript.iter().find(|(end, _)| of_static.ends_with(end)) {
        path.push(format!("subscript({}).{what}", labelled(names)));
        return Some(path.join("."));
    }
    let Some((name, labels)) = names.split_first() else { return Some(path.join(".")) };
    if of_static.ends_with("vg") {
        path.push(format!("{name}.getter"));
    } else if of_static.ends_with("vs") {
        path.push(format!("{name}.setter"));
    } else if of_static.ends_with("vM") {
        path.push(format!("{name}.modify"));
    } else if of_static.ends_with('F') {
        path.push(format!("{name}({})", labelled(labels)));
    } else {
        path.push(name.clone());
    }
    Some(path.join("."))
}

#[cfg(test)]
mod tests {
    use super::swift_name;

    #[test]
    fn names_of_types_functions_initialisers_and_accessors() {
        for (symbol, name) in [
            ("_$s9CryptoKit8InsecureO3MD5VMa", "CryptoKit.Insecure.MD5"),
            (
                "_$s9CryptoKit4P256O7SigningO10PrivateKeyV17rawRepresentationAGx_tKc10Foundation15ContiguousBytesRzlufC",
                "CryptoKit.P256.Signing.PrivateKey.init(rawRepresentation:)",
            ),
            (
                "_$s10Foundation17URLResourceValuesV20isExcludedFromBackupSbSgvs",
                "Foundation.URLResourceValues.isExcludedFromBackup.setter",
            ),
            ("_$s10Foundation3URLV22appendingPathComponentyACSSF", "Foundation.URL.appendingPathComponent()"),
            (
                "_$sSy10FoundationE4data5using20allowLossyConversionAA4DataVSgSSAAE8EncodingV_SbtF",
                "Swift.StringProtocol.data(using:allowLossyConversion:)",
            ),
            (
                "_$s10Foundation4DataV13base64Encoded7optionsACSgSSh_So27NSDataBase64DecodingOptionsVtcfC",
                "Foundation.Data.init(base64Encoded:options:)",
            ),
            (
                "$s10RealmSwift9PersistedV18_enclosingInstance7wrapped7storagexqd___s24ReferenceWritableKeyPathCyqd__xGAIyqd__ACyxGGtcluisZ",
                "RealmSwift.Persisted.subscript(_enclosingInstance:wrapped:storage:).setter",
            ),
            ("_$sSD10FoundationE19_bridgeToObjectiveCSo12NSDictionaryCyF", "Swift.Dictionary._bridgeToObjectiveC()"),
            ("_$s9CryptoKit12HashFunctionPxycfCTj", "CryptoKit.HashFunction.init()"),
        ] {
            assert_eq!(swift_name(symbol).as_deref(), Some(name), "{symbol}");
        }
        assert_eq!(swift_name("_CCCrypt"), None);
    }

    #[test]
    fn words_of_earlier_identifiers_are_put_in() {
        let symbol = "_$s10Foundation3URLV17setResourceValuesyyAA011URLResourceE0VKF";
        assert_eq!(swift_name(symbol).as_deref(), Some("Foundation.URL.setResourceValues()"));
        let symbol = "_$s10Foundation12DataProtocolP06regionE0yF";
        assert_eq!(swift_name(symbol), swift_name(symbol), "never panics");
    }
}
