//! Files and user defaults that code writes: in which folder, with which protection, and whether the backup leaves them out.

use std::collections::{BTreeMap, BTreeSet};

use super::platform::{is_sensitive, texts};
use super::{at, short, text_of};
use crate::fact::{Fact, FactStore};
use crate::finding::{Confidence, Locus};
use crate::flow::arm64::terms;
use crate::flow::{CallSite, Object, Value};

/// What a function does beside a write.
#[derive(Debug, Default)]
struct Around {
    /// Folders that it asks for.
    areas: BTreeSet<&'static str>,
    /// It sets the flag that leaves a file out of backups.
    excludes: bool,
}

/// Facts of the writes among the calls of a binary. `told` are the places of writes that a flow brings something
/// personal or secret to.
pub(super) fn add(sites: &[CallSite], told: &BTreeSet<Locus>, store: &mut FactStore) {
    let mut functions: BTreeMap<&str, Around> = BTreeMap::new();
    for site in sites {
        let around = functions.entry(&site.caller).or_default();
        around.areas.extend(folder(&site.api, &site.args));
        around.excludes |= excludes(site);
    }
    let nothing = Around::default();
    for site in sites {
        let around = functions.get(&*site.caller).unwrap_or(&nothing);
        if let Some(fact) = written(site, around) {
            let texts = told_by(site);
            let sensitive = told.contains(&site.locus) || texts.iter().any(|text| is_sensitive(text));
            store.add(fact.flag("sensitive", sensitive));
        }
    }
}

/// Whether a call leaves a file out of backups.
fn excludes(site: &CallSite) -> bool {
    match short(&site.api) {
        "Foundation.URLResourceValues.isExcludedFromBackup.setter" => site.arg(0).as_int() != Some(0),
        "setResourceValue:forKey:error:" => terms::key(site.arg(1)) == Some("NSURLIsExcludedFromBackupKey"),
        _ => false,
    }
}

/// The fact of a call that writes.
fn written(site: &CallSite, around: &Around) -> Option<Fact> {
    let (path, protection) = match short(&site.api) {
        "setObject:forKey:" if site.api.contains("NSUserDefaults") => {
            let fact = at("file-use", site).text("api", &site.api).text("area", "internal");
            return Some(fact.maybe("name", text_of(site.arg(1))).text("protection", "user-defaults"));
        }
        "writeToFile:options:error:" | "writeToURL:options:error:" => (site.arg(0), options(site.arg(1))),
        "writeToFile:atomically:"
        | "writeToURL:atomically:"
        | "writeToFile:atomically:encoding:error:"
        | "writeToURL:atomically:encoding:error:" => (site.arg(0), "default"),
        name if name.starts_with("Foundation.Data.write(to:options:") => (site.arg(0), options(site.arg(1))),
        name if name.starts_with("Swift.StringProtocol.write(to") => (site.arg(0), "default"),
        // Core Data's store.
        "addPersistentStoreWithType:configuration:URL:options:error:" => (site.arg(2), attributes(site.arg(3))?),
        "setOption:forKey:" if terms::key(site.arg(1)) == Some("NSPersistentStoreFileProtectionKey") => {
            (&Value::Unknown, class(site.arg(0)))
        }
        "createFileAtPath:contents:attributes:" => (site.arg(0), attributes(site.arg(2))?),
        "setAttributes:ofItemAtPath:error:" => (site.arg(1), attributes(site.arg(0))?),
        _ => return None,
    };
    let (area, sure) = match area_of(path) {
        Some(area) => (area, Confidence::Proven),
        // Swift copies a path through memory that is not followed: the one folder that the function asks for.
        None => match (around.areas.len(), around.areas.first()) {
            (1, Some(area)) => (*area, Confidence::Likely),
            _ => ("unknown", Confidence::Proven),
        },
    };
    let mut names = Vec::new();
    texts(path, 4, &mut names);
    let name = names.iter().filter_map(|name| text_of(name)).find(|name| !name.is_empty());
    let fact = at("file-use", site).text("api", &site.api).text("area", area).text("protection", protection);
    Some(fact.maybe("name", name).flag("excluded", around.excludes).sure(sure))
}

/// Texts that a write shows: of its path and of what is written.
fn told_by(site: &CallSite) -> Vec<&str> {
    let mut found = Vec::new();
    for value in site.receiver.iter().chain(&site.args) {
        texts(value, 5, &mut found);
        if let Value::Array { from, .. } = value {
            from.iter().take(4).for_each(|word| texts(word, 4, &mut found));
        }
    }
    found.into_iter().filter_map(text_of).collect()
}

/// `NSDataWritingOptions`: the protection class stands in bits 28 to 31.
fn options(options: &Value) -> &'static str {
    match options.as_int().map(|n| n & 0xf000_0000) {
        Some(0x1000_0000) => "none",
        Some(0x2000_0000) => "complete",
        Some(0x3000_0000) => "complete-unless-open",
        Some(0x4000_0000) => "until-first-authentication",
        _ => "default",
    }
}

/// The protection class among a file's attributes, when they name one.
fn attributes(attributes: &Value) -> Option<&'static str> {
    let entries = terms::entries(attributes);
    let keys = ["NSFileProtectionKey", "NSPersistentStoreFileProtectionKey"];
    let (_, value) = entries.iter().find(|(key, _)| keys.contains(&&**key))?;
    Some(class(value))
}

/// A protection class by the constant that names it.
fn class(value: &Value) -> &'static str {
    match text_of(value) {
        Some("NSFileProtectionNone") => "none",
        Some("NSFileProtectionComplete") => "complete",
        Some("NSFileProtectionCompleteUnlessOpen") => "complete-unless-open",
        Some("NSFileProtectionCompleteUntilFirstUserAuthentication") => "until-first-authentication",
        _ => "unknown",
    }
}

/// The folder that a call gives.
fn folder(api: &str, args: &[Value]) -> Option<&'static str> {
    // `NSSearchPathDirectory`.
    let numbered = |number: Option<&Value>| match number.and_then(Value::as_int) {
        Some(9) => Some("documents"),
        Some(5 | 14) => Some("library"),
        Some(13) => Some("cache"),
        _ => None,
    };
    match short(api) {
        "URLsForDirectory:inDomains:"
        | "URLForDirectory:inDomain:appropriateForURL:create:error:"
        | "NSSearchPathForDirectoriesInDomains" => numbered(args.first()),
        "Foundation.URL.documentsDirectory.getter" => Some("documents"),
        "Foundation.URL.libraryDirectory.getter" | "Foundation.URL.applicationSupportDirectory.getter" => {
            Some("library")
        }
        "Foundation.URL.cachesDirectory.getter" => Some("cache"),
        "NSTemporaryDirectory" | "temporaryDirectory" | "Foundation.URL.temporaryDirectory.getter" => Some("temporary"),
        "containerURLForSecurityApplicationGroupIdentifier:" => Some("app-group"),
        _ => None,
    }
}

/// Whether a path is a folder of the app's data as a whole: its home, Documents or Library, nothing below.
pub(super) fn is_whole_folder(path: &Value) -> bool {
    let home = |value: &Value| value.as_object().is_some_and(|object| short(&object.api) == "NSHomeDirectory");
    let mut value = path;
    for _ in 0..4 {
        match value {
            Value::Str(text) => return &**text == "/",
            Value::Object(object) if home(value) || folder(&object.api, &object.args).is_some() => return true,
            // `fileURLWithPath:` of it, the first of a list, the URL of the list.
            Value::Object(object) if !object.api.contains("Append") => {
                let first =
                    object.args.iter().chain(&object.receiver).find(|v| matches!(v, Value::Object(_) | Value::Str(_)));
                match first {
                    Some(inner) => value = inner,
                    None => return false,
                }
            }
            _ => return false,
        }
    }
    false
}

/// The folder that a path lies in, by what it was made of.
fn area_of(path: &Value) -> Option<&'static str> {
    area_within(path, 8)
}

fn area_within(path: &Value, depth: u8) -> Option<&'static str> {
    let deeper = depth.checked_sub(1)?;
    match path {
        Value::Str(text) if text.starts_with("Documents/") || text.contains("/Documents") => Some("documents"),
        Value::Str(text) if text.contains("Library/Caches") => Some("cache"),
        Value::Str(text) if text.starts_with("Library/") || text.contains("/Library/") => Some("library"),
        Value::OneOf(all) => all.iter().find_map(|value| area_within(value, deeper)),
        Value::Object(object) => of_object(object, deeper),
        _ => None,
    }
}

fn of_object(object: &Object, depth: u8) -> Option<&'static str> {
    let made = folder(&object.api, &object.args);
    made.or_else(|| object.args.iter().chain(&object.receiver).find_map(|value| area_within(value, depth)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fact::code_ios::tests::{object, site};

    fn found(sites: &[CallSite]) -> Vec<String> {
        let mut store = FactStore::new(100);
        add(sites, &BTreeSet::new(), &mut store);
        let word = |fact: &Fact, name: &str| fact.str(name).unwrap_or("-").to_owned();
        store
            .of("file-use")
            .iter()
            .map(|f| {
                let marks: Vec<&str> = ["sensitive", "excluded"].into_iter().filter(|name| f.is(name)).collect();
                format!("{} {} {} {}", word(f, "area"), word(f, "name"), word(f, "protection"), marks.join(" "))
            })
            .collect()
    }

    fn text(text: &str) -> Value {
        Value::Str(text.into())
    }

    #[test]
    fn the_folder_of_a_path_is_what_it_was_made_of() {
        let documents = object("NSSearchPathForDirectoriesInDomains", vec![Value::Int(9), Value::Int(1)]);
        let path = object("-[NSString stringByAppendingPathComponent:]", vec![documents, text("visits.json")]);
        let cache = object("NSSearchPathForDirectoriesInDomains", vec![Value::Int(13), Value::Int(1)]);
        let sites = [
            site("-[NSData writeToFile:atomically:]", vec![path, Value::Int(1)]),
            site("-[NSData writeToFile:options:error:]", vec![cache, Value::Int(0x2000_0001)]),
            site("-[NSData writeToFile:atomically:]", vec![Value::Unknown, Value::Int(1)]),
        ];
        assert_eq!(found(&sites), ["documents visits.json default ", "cache - complete ", "unknown - default "]);
    }

    #[test]
    fn a_store_of_core_data_may_lie_open() {
        let pair = |name: &str| {
            let key = Value::StaticField("NSPersistentStoreFileProtectionKey".into());
            let words = vec![key, Value::StaticField(name.into())];
            let options = Value::Array { len: None, constant: false, bytes: None, from: words };
            let args = vec![Value::Unknown, Value::Null, text("Documents/visits.sqlite"), options];
            site("addPersistentStoreWithType:configuration:URL:options:error:", args)
        };
        let sites = [pair("NSFileProtectionNone"), pair("NSFileProtectionComplete")];
        let expected = ["none", "complete"].map(|p| format!("documents Documents/visits.sqlite {p} "));
        assert_eq!(found(&sites), expected);
    }

    #[test]
    fn a_path_that_is_lost_lies_in_the_one_folder_that_its_function_asks_for() {
        let ask = site("-[NSFileManager URLsForDirectory:inDomains:]", vec![Value::Int(9), Value::Int(1)]);
        let exclude = site("Foundation.URLResourceValues.isExcludedFromBackup.setter", vec![Value::Int(1)]);
        let mut write = site("Swift.StringProtocol.write(to:atomically:encoding:)", vec![Value::Unknown]);
        write.receiver = Some(text("SERVICE_API_KEY=0123456789"));
        let mut sites = vec![ask, write.clone()];
        assert_eq!(found(&sites), ["documents - default sensitive"]);
        sites.push(exclude);
        assert_eq!(found(&sites), ["documents - default sensitive excluded"]);
        sites.push(site("NSTemporaryDirectory", vec![]));
        assert_eq!(found(&sites), ["unknown - default sensitive excluded"]);
        sites[1].receiver = Some(text("the weather"));
        assert_eq!(found(&sites), ["unknown - default excluded"]);
    }
}
