//! The resources of all packages of an app as one, and values resolved through them.

use std::collections::HashSet;
use std::sync::{Arc, OnceLock};

use super::{Build, Entry, Package};
use crate::finding::Locus;
use crate::format::arsc::{Config, Language, Name, Resource, Table, Value};

/// Resource tables: of the base, then of the splits or modules.
#[derive(Debug, Clone, Default)]
pub struct Resources<'b> {
    tables: Vec<Source<'b>>,
    /// What [`Self::texts`] gives, once asked for.
    texts: OnceLock<Vec<Text>>,
}

/// One table and where it comes from.
#[derive(Debug, Clone)]
struct Source<'b> {
    package: &'b Package,
    /// What precedes the paths that the table gives: `base/` in a bundle.
    root: String,
    table: Table<'b>,
}

/// A string resource in one configuration.
#[derive(Debug, Clone, PartialEq)]
pub struct Text {
    /// Id of the resource.
    pub id: u32,
    /// Entry name of type `string`.
    pub name: String,
    /// Configuration.
    pub config: Config,
    /// The text.
    pub text: Arc<str>,
}

impl Text {
    /// Where it is.
    pub fn locus(&self) -> Locus {
        Locus::Resource {
            name: format!("string/{}", self.name).as_str().into(),
            config: self.config.to_string().as_str().into(),
        }
    }
}

impl<'b> Resources<'b> {
    /// Adds a table.
    pub(super) fn push(&mut self, package: &'b Package, root: &str, table: Table<'b>) {
        self.texts = OnceLock::new();
        self.tables.push(Source { package, root: root.to_owned(), table });
    }

    /// Whether there is no table at all.
    pub fn is_empty(&self) -> bool {
        self.tables().all(|table| table.packages().is_empty())
    }

    /// The tables.
    pub fn tables(&self) -> impl Iterator<Item = &Table<'b>> {
        self.tables.iter().map(|source| &source.table)
    }

    /// The name of a resource of the app.
    pub fn name(&self, id: u32) -> Option<Name> {
        self.tables().find_map(|table| table.name(id))
    }

    /// The id of a resource.
    pub fn find(&self, kind: &str, name: &str) -> Option<u32> {
        self.tables().find_map(|table| table.find(kind, name))
    }

    /// All values of a resource in every configuration.
    pub fn values(&self, id: u32) -> impl Iterator<Item = (&Config, Resource)> {
        self.tables().flat_map(move |table| table.values(id))
    }

    /// The value that fits a language best, with the package that has it.
    fn best(&self, id: u32, language: Language) -> Option<(&Source<'b>, &Config, Resource)> {
        let rank = |config: &Config| {
            let others = usize::MAX.saturating_sub(config.other_qualifiers());
            (config.language_fit(language).unwrap_or(0), others, config.sdk)
        };
        let mut best: Option<(&Source<'b>, &Config, Resource)> = None;
        for source in &self.tables {
            if let Some((config, resource)) = source.table.best(id, language)
                && best.as_ref().is_none_or(|(_, known, _)| rank(config) > rank(known))
            {
                best = Some((source, config, resource));
            }
        }
        best
    }

    /// The id that a value refers to: `@0x7f...` of a binary document, `@string/name` of a text one.
    pub fn reference(&self, value: &Value) -> Option<u32> {
        if let Some(id) = value.as_reference() {
            return Some(id);
        }
        let (kind, name) = symbolic(value.as_str()?)?;
        self.find(kind, name)
    }

    /// A value with references followed: the resource's own value in that language, or the value itself. A reference
    /// that leads nowhere (into the platform, to a bag, in a circle) stays one.
    pub fn resolve(&self, value: &Value, language: Language) -> Value {
        let mut seen = HashSet::new();
        let mut value = value.clone();
        while let Some(id) = self.reference(&value) {
            if !seen.insert(id) || seen.len() > 20 {
                break;
            }
            match self.best(id, language) {
                Some((_, _, Resource::Simple(next))) => value = next,
                _ => break,
            }
        }
        value
    }

    /// Text of a value: a string, or a number or flag as one would write it; none for a reference that leads nowhere.
    /// Cut after 4,000 bytes: a resource that thousands of attributes name must not become thousands of copies.
    pub fn text(&self, value: &Value, language: Language) -> Option<String> {
        match self.resolve(value, language) {
            Value::Null | Value::Reference(_) | Value::Attribute(_) => None,
            Value::String(text) if symbolic(&text).is_some() => None,
            Value::String(text) => {
                let end = (0..=text.len().min(4_000)).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
                Some(text.get(..end).unwrap_or_default().to_owned())
            }
            other => Some(other.display()),
        }
    }

    /// True or false, of the configuration of a current device.
    pub fn flag(&self, value: &Value) -> Option<bool> {
        self.resolve(value, Language::Default).as_bool()
    }

    /// A whole number.
    pub fn number(&self, value: &Value) -> Option<i64> {
        self.resolve(value, Language::Default).as_int()
    }

    /// The items of a bag (style, array), with those of its parents after them: the first of a name counts.
    pub fn items(&self, id: u32) -> Vec<(u32, Value)> {
        let (mut items, mut next, mut depth) = (Vec::new(), id, 0);
        while next != 0 && depth < 20 && items.len() < 10_000 {
            let Some((_, _, Resource::Bag { parent, items: own })) = self.best(next, Language::Default) else { break };
            items.extend(own);
            next = parent;
            depth += 1;
        }
        items
    }

    /// The entries of the package that a file resource (`@xml/name`, `@layout/name`, `@raw/name`) stands for, in every
    /// configuration, the default first.
    pub fn files(&self, value: &Value) -> Vec<Entry<'b>> {
        let Some(id) = self.reference(value) else {
            return self.file_by_name(value).into_iter().collect();
        };
        let mut files: Vec<(Config, Entry<'b>)> = Vec::new();
        for source in &self.tables {
            for (config, resource) in source.table.values(id) {
                let Resource::Simple(Value::String(path)) = resource else { continue };
                files.extend(self.entry(source, &path).map(|entry| (config.clone(), entry)));
            }
        }
        files.sort_by_key(|(config, entry)| (config.clone(), entry.path()));
        files.dedup_by_key(|(_, entry)| entry.path());
        files.into_iter().map(|(_, entry)| entry).collect()
    }

    fn entry(&self, source: &Source<'b>, path: &str) -> Option<Entry<'b>> {
        let own = source.package.find(&format!("{}{path}", source.root));
        own.or_else(|| self.tables.iter().find_map(|other| other.package.find(&format!("{}{path}", other.root))))
    }

    /// A file of a document without a table: by the place where the source has it.
    fn file_by_name(&self, value: &Value) -> Option<Entry<'b>> {
        let (kind, name) = symbolic(value.as_str()?)?;
        self.tables.iter().find_map(|source| source.package.find(&format!("{}res/{kind}/{name}.xml", source.root)))
    }

    /// The entry of an address in the build.
    pub fn entry_at(&self, path: &str) -> Option<Entry<'b>> {
        self.tables.iter().find_map(|source| source.package.find(path.strip_prefix(source.package.prefix())?))
    }

    /// All files of a resource type, by name and once each: layouts, XML. Without a table, those that stand where the
    /// source has them.
    pub fn files_of_type(&self, kind: &str) -> Vec<(String, u32, Config, Entry<'b>)> {
        let mut files = Vec::new();
        let mut seen = HashSet::new();
        for source in &self.tables {
            if source.table.packages().is_empty() {
                let found = source.package.entries().filter_map(|entry| {
                    let (folder, file) =
                        entry.name().strip_prefix(&source.root)?.strip_prefix("res/")?.split_once('/')?;
                    let name = file.strip_suffix(".xml").filter(|_| folder.split('-').next() == Some(kind))?;
                    Some((name.to_owned(), 0, Config::default(), entry))
                });
                files.extend(found);
            }
            for (id, name, config, resource) in source.table.all(kind, |_| true) {
                if let Resource::Simple(Value::String(path)) = resource
                    && let Some(entry) = self.entry(source, &path)
                    && seen.insert((entry.package().name(), entry.index()))
                {
                    files.push((name, id, config.clone(), entry));
                }
            }
        }
        files
    }

    /// String resources of the default configuration and of Chinese ones, by id.
    pub fn texts(&self) -> &[Text] {
        let wanted = |config: &Config| config.language.is_empty() || config.language == "zh";
        let texts = || {
            self.tables()
                .flat_map(|table| table.all("string", wanted))
                .filter_map(|(id, name, config, resource)| match resource {
                    Resource::Simple(Value::String(text)) => Some(Text { id, name, config: config.clone(), text }),
                    _ => None,
                })
                .collect()
        };
        self.texts.get_or_init(texts)
    }

    /// The languages of the app's configurations, as qualifiers, sorted.
    pub fn languages(&self) -> Vec<String> {
        let mut languages: Vec<String> = self
            .tables()
            .flat_map(Table::configs)
            .filter(|config| !config.language.is_empty())
            .map(|c| {
                Config {
                    language: c.language.clone(),
                    region: c.region.clone(),
                    script: c.script.clone(),
                    ..Config::default()
                }
                .to_string()
            })
            .collect();
        languages.sort();
        languages.dedup();
        languages
    }
}

/// `@type/name` (also `@+id/name`, `@package:type/name`) of a text document.
pub(super) fn symbolic(text: &str) -> Option<(&str, &str)> {
    let rest = text.strip_prefix('@')?;
    let rest = rest.strip_prefix('+').unwrap_or(rest);
    let rest = rest.split_once(':').map_or(rest, |(_, rest)| rest);
    rest.split_once('/').filter(|(kind, name)| !kind.is_empty() && !name.is_empty())
}

/// The packages of a build with what precedes their paths: a bundle's modules are folders of one package.
pub(super) fn roots(build: &Build) -> Vec<(&Package, String)> {
    if build.kind != super::Kind::Aab {
        return build.packages.iter().map(|package| (package, String::new())).collect();
    }
    let Some(package) = build.base() else { return Vec::new() };
    let mut modules: Vec<String> = package
        .entries()
        .filter_map(|entry| entry.name().strip_suffix("manifest/AndroidManifest.xml").map(str::to_owned))
        .filter(|module| module.matches('/').count() == 1)
        .collect();
    modules.sort_by_key(|module| (module != "base/", module.clone()));
    modules.into_iter().map(|module| (package, module)).collect()
}
