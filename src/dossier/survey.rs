//! Drafts for the laboratory's 調查表: what the builds hold, with what the applicant says of it.

use std::collections::{BTreeMap, BTreeSet};

use super::Desk;
use crate::finding::Platform;
use crate::project::init::is_sensitive;
use crate::report::is_place;
use crate::report::sheet::{Sheet, SheetCell, SheetTable};
use crate::report::words::Args;

impl Desk<'_> {
    pub(super) fn survey(&mut self) -> Sheet {
        let mut sheet = self.sheet("survey");
        sheet.text(self.word("survey_intro"));
        sheet.note(self.word("survey_not_official"));
        self.builds(&mut sheet);
        self.permissions(&mut sheet);
        self.hosts(&mut sheet);
        self.data(&mut sheet);
        self.components(&mut sheet);
        sheet
    }

    fn platform(&self, platform: Platform) -> String {
        self.words.word("platform", platform.word()).to_owned()
    }

    fn permissions(&mut self, sheet: &mut Sheet) {
        let mut rows: BTreeMap<(Platform, String), (String, String)> = BTreeMap::new();
        for report in self.case.reports {
            for p in &report.inventory.permissions {
                let asks = p.role == "used" && matches!(p.level.as_str(), "dangerous" | "special");
                if asks || p.role == "purpose" {
                    let text = p.value.as_ref().filter(|_| p.role == "purpose").map(ToString::to_string);
                    let level = if p.role == "purpose" { "purpose" } else { p.level.as_str() };
                    rows.insert(
                        (report.target.subject.platform, p.name.to_string()),
                        (level.to_owned(), text.unwrap_or_default()),
                    );
                }
            }
        }
        sheet.heading(1, self.word("permissions"));
        if rows.is_empty() {
            sheet.text(self.word("none_found"));
        }
        let mut table = SheetTable {
            columns: self.columns(&["platform", "permission", "level", "in_build", "purpose"]),
            widths: vec![4, 12, 5, 9, 12],
            rows: Vec::new(),
        };
        for ((platform, name), (level, text)) in rows {
            let entry = self.case.project.file.permissions.iter().find(|p| p.name == name);
            let purpose = entry.map(|p| p.purpose.clone()).unwrap_or_default();
            let todo = self.say("say_purpose", &Args::new().with("name", &name));
            let purpose = self.wanted(&purpose, &name, todo);
            let level = self.words.word("terms", &level).to_owned();
            table.rows.push(vec![
                SheetCell::new(self.platform(platform)),
                SheetCell::new(&name),
                SheetCell::new(level),
                SheetCell::new(text),
                purpose,
            ]);
        }
        sheet.table(table);
    }

    fn hosts(&mut self, sheet: &mut Sheet) {
        let mut found: BTreeMap<String, FoundHost> = BTreeMap::new();
        for report in self.case.reports {
            for host in &report.inventory.hosts {
                if matches!(host.role.as_str(), "platform" | "documentation") {
                    continue;
                }
                let row = found.entry(host.host.to_string()).or_default();
                row.0.insert(report.target.subject.platform);
                row.1.extend(host.schemes.iter().cloned());
                row.2.extend(host.owners.iter().map(|o| self.words.owner(o)));
            }
        }
        let declared = self.case.project.file.hosts.clone().unwrap_or_default();
        sheet.heading(1, self.word("hosts"));
        let mut table = SheetTable {
            columns: self.columns(&["host", "platform", "scheme", "named_by", "run_by", "purpose"]),
            widths: vec![9, 4, 4, 7, 8, 10],
            rows: Vec::new(),
        };
        for (host, (platforms, schemes, owners)) in &found {
            let entry = declared.iter().find(|d| d.covers(host));
            let known = operator(host).map(|key| self.word(key));
            let said = entry.map(|e| e.owner.trim().to_owned()).filter(|owner| !owner.is_empty()).or(known);
            let todo = match entry {
                None => self.say("declare_host", &Args::new().with("name", host)),
                Some(_) if said.is_some() => self.say("say_host_purpose", &Args::new().with("name", host)),
                Some(_) => self.say("say_host", &Args::new().with("name", host)),
            };
            // One row of what is open for each host, at the first thing that is missing.
            let purpose = entry.map(|e| e.purpose.as_str()).unwrap_or_default();
            let (run_by, purpose) = match said {
                Some(owner) => (SheetCell::new(owner), self.wanted(purpose, host, todo)),
                None => (self.wanted("", host, todo), SheetCell::new(purpose)),
            };
            table.rows.push(vec![
                SheetCell::new(host),
                SheetCell::new(self.words.join(platforms.iter().map(|p| self.platform(*p)))),
                SheetCell::new(self.words.join(schemes)),
                SheetCell::new(self.words.join(owners)),
                run_by,
                purpose,
            ]);
        }
        for entry in &declared {
            if !found.keys().any(|host| entry.covers(host)) {
                table.rows.push(vec![
                    SheetCell::new(&entry.host.value),
                    SheetCell::new(self.word("not_in_builds")),
                    SheetCell::default(),
                    SheetCell::default(),
                    SheetCell::new(&entry.owner),
                    SheetCell::new(&entry.purpose),
                ]);
            }
        }
        if table.rows.is_empty() {
            sheet.text(self.word("none_found"));
        }
        sheet.table(table);
    }

    fn data(&mut self, sheet: &mut Sheet) {
        let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for flow in self.case.reports.iter().flat_map(|r| &r.flows).filter(|f| is_sensitive(&f.source.of)) {
            let sinks = found.entry(flow.source.of.clone()).or_default();
            if is_place(&flow.sink.of) {
                sinks.insert(flow.sink.of.clone());
            }
        }
        let entries = self.case.project.file.data.clone();
        let mut kinds: Vec<String> = found.keys().cloned().collect();
        kinds.extend(entries.iter().map(|e| e.kind.clone()).filter(|k| !found.contains_key(k)));
        sheet.heading(1, self.word("data"));
        sheet.note(self.word("data_note"));
        let mut table = SheetTable {
            columns: self.columns(&["kind", "goes_to", "purpose", "stored"]),
            widths: vec![8, 10, 10, 12],
            rows: Vec::new(),
        };
        for kind in kinds {
            let word = self.kind_word(&kind);
            let sinks = found.get(&kind).map(|s| self.words.join(s.iter().map(|s| self.words.word("kinds", s))));
            let entry = entries.iter().find(|e| e.kind == kind);
            let short = self.words.word("kinds", &kind).to_owned();
            let todo = self.say("say_data", &Args::new().with("name", short).with("kind", &kind));
            let complete = entry.is_some_and(|e| !e.purpose.trim().is_empty() && !e.stored.trim().is_empty());
            let purpose = entry.map(|e| e.purpose.clone()).filter(|_| complete).unwrap_or_default();
            let purpose = self.wanted(&purpose, &word, todo);
            table.rows.push(vec![
                SheetCell::new(&word),
                SheetCell::new(sinks.unwrap_or_else(|| self.word("not_in_builds"))),
                purpose,
                SheetCell::new(entry.map(|e| e.stored.as_str()).unwrap_or_default()),
            ]);
        }
        if table.rows.is_empty() {
            sheet.text(self.word("none_found"));
        }
        sheet.table(table);
    }

    /// The name of a kind of data; of the 健康存摺 record with the kinds of data that the builds read of it.
    fn kind_word(&self, kind: &str) -> String {
        let word = self.words.word("kinds", kind).to_owned();
        let mut read: Vec<&str> = Vec::new();
        for row in self.case.reports.iter().flat_map(|r| &r.health_map.kinds) {
            let of_record = kind == "health-bank-record" && row.id.starts_with("health-bank-");
            if of_record && !read.contains(&row.name.as_str()) {
                read.push(&row.name);
            }
        }
        if read.is_empty() { word } else { format!("{word}{}{}", self.words.ui("colon"), self.words.join(read)) }
    }

    fn components(&mut self, sheet: &mut Sheet) {
        let mut found: BTreeMap<(String, Platform), (String, String)> = BTreeMap::new();
        for report in self.case.reports {
            for sdk in &report.inventory.sdks {
                let version = sdk.version.as_ref().map(ToString::to_string).unwrap_or_default();
                let category = self.words.word("terms", &sdk.category).to_owned();
                found.insert((sdk.name.to_string(), report.target.subject.platform), (version, category));
            }
        }
        sheet.heading(1, self.word("components"));
        let mut table = SheetTable {
            columns: self.columns(&["component", "platform", "version", "category", "purpose"]),
            widths: vec![9, 4, 7, 6, 14],
            rows: Vec::new(),
        };
        let twice: BTreeSet<String> = found
            .keys()
            .filter(|(name, _)| found.keys().filter(|(other, _)| other == name).count() > 1)
            .map(|(name, _)| name.clone())
            .collect();
        for ((name, platform), (version, category)) in found {
            // A component of both platforms is two rows.
            let item = match twice.contains(&name) {
                true => format!(
                    "{name}{}{}{}",
                    self.words.ui("open_paren"),
                    self.platform(platform),
                    self.words.ui("close_paren")
                ),
                false => name.clone(),
            };
            let entry = self.case.project.file.sdks.iter().find(|s| s.name == name).cloned();
            let said = entry.as_ref().map(|e| e.version.clone()).filter(|v| !v.trim().is_empty());
            let version = if version.is_empty() { said.unwrap_or_default() } else { version };
            let todo = self.say("say_version", &Args::new().with("name", &name));
            let version = self.wanted(&version, &item, todo);
            let todo = self.say("say_component", &Args::new().with("name", &name));
            let purpose = entry.map(|e| e.purpose).unwrap_or_default();
            let purpose = self.wanted(&purpose, &item, todo);
            table.rows.push(vec![
                SheetCell::new(&name),
                SheetCell::new(self.platform(platform)),
                version,
                SheetCell::new(category),
                purpose,
            ]);
        }
        if table.rows.is_empty() {
            sheet.text(self.word("none_found"));
        }
        sheet.table(table);
    }
}

/// A host of the builds: platforms, schemes, whose code names it.
type FoundHost = (BTreeSet<Platform>, BTreeSet<String>, BTreeSet<String>);

/// Who runs hosts that are no secret: domain, and the key of the name.
const OPERATORS: [(&str, &str); 1] = [("nhi.gov.tw", "operator_nhi")];

/// The key of the name of who is known to run a host.
fn operator(host: &str) -> Option<&'static str> {
    let under = |domain: &str| host == domain || host.strip_suffix(domain).is_some_and(|rest| rest.ends_with('.'));
    OPERATORS.iter().find(|(domain, _)| under(domain)).map(|(_, key)| *key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_health_banks_hosts_have_a_known_owner() {
        assert_eq!(operator("mhbdata.nhi.gov.tw"), Some("operator_nhi"));
        assert_eq!(operator("med.nhi.gov.tw"), Some("operator_nhi"));
        assert_eq!(operator("mynhi.gov.tw"), None);
    }
}
