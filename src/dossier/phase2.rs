//! The 第二階段 checklist: proofs, certificate, notice, launch table, mail, attachments, and the files that were given.

use std::collections::BTreeMap;

use super::{Desk, State, WARN_DAYS};
use crate::finding::Platform;
use crate::notice::is_placeholder;
use crate::project::{ApplicantClass, CertificateEntry};
use crate::report::sheet::{Piece, Sheet, SheetCell, SheetTable};
use crate::report::words::Args;

/// Where the yearly test report and the launch table are mailed.
const REPORT_MAIL: &str = "myhealthbanksdk@nhi.gov.tw";
const LAUNCH_MAIL: [&str; 2] = ["ic_service@nhi.gov.tw", "myhealthbanksdk@nhi.gov.tw"];
/// How many attachments the application form lists.
const ATTACHMENTS: usize = 9;

/// A checklist under way.
struct List {
    table: SheetTable,
}

impl Desk<'_> {
    pub(super) fn phase2(&mut self) -> Sheet {
        let mut sheet = self.sheet("phase2");
        sheet.text(self.word("phase2_intro"));
        sheet.note(self.word("phase2_note"));

        sheet.heading(1, self.word("papers"));
        let mut list = List {
            table: SheetTable {
                columns: self.columns(&["number", "item", "needed", "given", "state", "todo"]),
                widths: vec![2, 8, 10, 10, 4, 12],
                rows: Vec::new(),
            },
        };
        self.applicant(&mut list);
        self.certificates(&mut list);
        self.notice(&mut list);
        self.launch_dates(&mut list);
        self.paper(&mut list, "plan", self.case.project.file.dossier.plan.clone());
        self.paper(&mut list, "application_form", self.case.project.file.dossier.application_form.clone());
        self.paper(&mut list, "application_checklist", self.case.project.file.dossier.application_checklist.clone());
        self.people(&mut list);
        self.sdk(&mut list);
        sheet.table(list.table);

        self.mail(&mut sheet);
        self.launch_table(&mut sheet);
        self.attachments(&mut sheet);
        self.files(&mut sheet);
        sheet
    }

    fn row(&mut self, list: &mut List, item: &str, needed: &str, given: &str, state: State, todo: String) {
        let number = list.table.rows.len() + 1;
        if state != State::Ready {
            self.todo(item, &todo);
        }
        let todo = if state == State::Ready { String::new() } else { todo };
        list.table.rows.push(vec![
            SheetCell::new(number.to_string()),
            SheetCell::new(item),
            SheetCell::new(needed),
            SheetCell::new(given),
            self.state(state),
            SheetCell::new(todo),
        ]);
    }

    /// A file: what to show, and what to do when it is not there.
    /// `key` is where `maspect.yaml` names it.
    fn file(&self, path: Option<&str>, key: &str) -> Result<String, String> {
        let Some(path) = path.map(str::trim).filter(|p| !p.is_empty()) else {
            return Err(self.say("give_file", &Args::new().with("key", key)));
        };
        match self.case.files.get(path) {
            Some(file) => Ok(format!("{path}\nSHA-256 {}", file.sha256)),
            None => Err(self.say("file_missing", &Args::new().with("file", path))),
        }
    }

    fn paper(&mut self, list: &mut List, key: &str, path: Option<String>) {
        let (item, needed) = (self.word(key), self.word(&format!("{key}_needed")));
        match self.file(path.as_deref(), &format!("dossier.{key}")) {
            Ok(given) => self.row(list, &item, &needed, &given, State::Ready, String::new()),
            Err(todo) => self.row(list, &item, &needed, "", State::Open, todo),
        }
    }

    fn applicant(&mut self, list: &mut List) {
        let applicant = self.case.project.file.dossier.applicant.clone();
        let item = self.word("applicant");
        let Some(class) = applicant.class else {
            let todo = self.word("give_class");
            return self.row(list, &item, &self.word("class_needed"), &applicant.name, State::Open, todo);
        };
        let needed = format!(
            "{}{}{}",
            self.word(&format!("class_{}", class.word())),
            self.words.ui("colon"),
            self.word(&format!("proof_{}", class.word()))
        );
        if applicant.name.trim().is_empty() || is_placeholder(&applicant.name) {
            let todo = self.word("give_name");
            return self.row(list, &item, &needed, &applicant.name, State::Open, todo);
        }
        match self.file(applicant.proof.as_deref(), "dossier.applicant.proof") {
            Ok(given) => {
                let given = format!("{}\n{given}", applicant.name);
                self.row(list, &item, &needed, &given, State::Ready, String::new());
            }
            Err(_) if class == ApplicantClass::Provider && applicant.proof.is_none() => {
                // The public guide names no proof for this class.
                self.row(list, &item, &needed, &applicant.name, State::Ready, String::new());
            }
            Err(todo) => self.row(list, &item, &needed, &applicant.name, State::Open, todo),
        }
    }

    /// The platforms of the dossier: those of the reports.
    fn platforms(&self) -> Vec<Platform> {
        let mut platforms: Vec<Platform> = self.case.reports.iter().map(|r| r.target.subject.platform).collect();
        platforms.sort();
        platforms.dedup();
        platforms
    }

    fn certificates(&mut self, list: &mut List) {
        for platform in self.platforms() {
            let item =
                self.say("certificate", &Args::new().with("platform", self.words.word("platform", platform.word())));
            let needed = self.word("certificate_needed");
            let all = &self.case.project.file.dossier.certificates;
            let newest = all
                .iter()
                .filter(|c| c.platform.is_none_or(|p| p == platform))
                .max_by(|a, b| a.issued.value.cmp(&b.issued.value))
                .cloned();
            match newest {
                None => {
                    let todo = self.word("certificate_missing");
                    self.certificate_rows.push((State::Open, todo.clone()));
                    self.row(list, &item, &needed, "", State::Open, todo);
                }
                Some(certificate) => self.certificate(list, &item, &needed, &certificate),
            }
        }
    }

    fn certificate(&mut self, list: &mut List, item: &str, needed: &str, certificate: &CertificateEntry) {
        let issued = &certificate.issued.value;
        let mut given = self.say(
            "certificate_given",
            &Args::new()
                .with("level", &certificate.level.value)
                .with("number", &certificate.number)
                .with("issued", issued)
                .with("roc", super::roc(issued).unwrap_or_default()),
        );
        if !certificate.laboratory.trim().is_empty() {
            given = format!("{given}\n{}", certificate.laboratory);
        }
        let yearly = super::yearly(issued, self.case.date);
        if let Some(yearly) = &yearly {
            let args = Args::new().with("due", &yearly.due).with("roc", super::roc(&yearly.due).unwrap_or_default());
            given = format!("{given}\n{}", self.say("certificate_due", &args));
        }
        let file = self.file(certificate.file.as_deref(), "dossier.certificates");
        if let Ok(file) = &file {
            given = format!("{given}\n{file}");
        }
        let left = yearly.map_or(0, |y| y.left);
        let args = Args::new().with("days", left.abs()).with("level", &certificate.level.value);
        let (state, todo) = match file {
            _ if issued.as_str() > self.case.date => (State::Open, self.say("certificate_future", &args)),
            _ if !matches!(certificate.level.value.as_str(), "L2" | "L3") => {
                (State::Open, self.say("certificate_low", &args))
            }
            _ if left < 0 => (State::Open, self.say("certificate_over", &args)),
            Err(todo) => (State::Open, todo),
            Ok(_) if left <= WARN_DAYS => (State::Soon, self.say("certificate_soon", &args)),
            Ok(_) => (State::Ready, String::new()),
        };
        self.certificate_rows.push((state, todo.clone()));
        self.row(list, item, needed, &given, state, todo);
    }

    fn notice(&mut self, list: &mut List) {
        let item = self.word("notice");
        let needed = self.word("notice_needed");
        let path = self.case.project.file.notice.as_ref().map(|n| n.value.clone());
        let judged = self.case.reports.iter().find_map(|r| r.notice.as_ref()).cloned();
        match (self.file(path.as_deref(), "notice"), judged) {
            (Err(todo), _) => {
                self.notice_row = Some(todo.clone());
                self.row(list, &item, &needed, "", State::Open, todo);
            }
            (Ok(given), None) => {
                let todo = self.word("notice_not_scanned");
                self.notice_row = Some(todo.clone());
                self.row(list, &item, &needed, &given, State::Open, todo);
            }
            (Ok(given), Some(notice)) => {
                let missing: Vec<String> =
                    notice.missing().map(|p| self.words.word("points", p.id.word()).to_owned()).collect();
                let args = Args::new()
                    .with("satisfied", notice.points.len() - missing.len())
                    .with("total", notice.points.len())
                    .with("missing", self.words.join(&missing));
                let given = format!("{given}\n{}", self.say("notice_points", &args));
                if missing.is_empty() {
                    self.row(list, &item, &needed, &given, State::Ready, String::new());
                } else {
                    let todo = self.say("notice_lacks", &args);
                    self.notice_row = Some(todo.clone());
                    self.row(list, &item, &needed, &given, State::Open, todo);
                }
            }
        }
        let item = self.word("screenshots");
        let needed = self.word("screenshots_needed");
        let shots = self.case.project.file.dossier.notice_screenshots.clone();
        let found: Vec<Result<String, String>> =
            shots.iter().map(|path| self.file(Some(path), "dossier.notice_screenshots")).collect();
        let given: Vec<&str> = found.iter().filter_map(|f| f.as_deref().ok()).collect();
        let given = given.join("\n");
        match found.iter().find_map(|f| f.as_ref().err().cloned()) {
            Some(todo) => self.row(list, &item, &needed, &given, State::Open, todo),
            None if found.is_empty() => {
                let todo = self.word("give_screenshots");
                self.row(list, &item, &needed, "", State::Open, todo);
            }
            None => self.row(list, &item, &needed, &given, State::Ready, String::new()),
        }
    }

    fn launch_dates(&mut self, list: &mut List) {
        for platform in self.platforms() {
            let name = self.words.word("platform", platform.word()).to_owned();
            let item = self.say("launch_date", &Args::new().with("platform", &name));
            let needed = self.word("launch_date_needed");
            let entry = self.case.project.file.dossier.launch.iter().find(|l| l.platform == platform);
            let day = entry.and_then(|l| l.date.as_ref()).map(|d| d.value.clone());
            let launched = entry.is_some_and(|l| is_launched(&l.status));
            match day {
                Some(day) => {
                    let given = format!("{} ({day})", super::roc(&day).unwrap_or_default());
                    let past = day.as_str() < self.case.date;
                    let (state, todo) = match (launched, past) {
                        (false, true) => (State::Open, self.word("launch_date_past")),
                        (true, false) if day.as_str() > self.case.date => {
                            (State::Open, self.word("launch_date_future"))
                        }
                        _ => (State::Ready, String::new()),
                    };
                    self.row(list, &item, &needed, &given, state, todo);
                }
                None => {
                    let todo = self.word("give_launch_date");
                    self.row(list, &item, &needed, "", State::Open, todo);
                }
            }
        }
    }

    fn people(&mut self, list: &mut List) {
        let file = &self.case.project.file.dossier;
        for (key, person) in [("contact", file.contact.clone()), ("engineer", file.engineer.clone())] {
            let item = self.word(key);
            let needed = self.word("person_needed");
            let given: Vec<&str> = [&person.name, &person.phone, &person.email]
                .into_iter()
                .map(|t| t.trim())
                .filter(|t| !t.is_empty())
                .collect();
            let given = given.join("\n");
            let reachable = [&person.phone, &person.email].iter().any(|t| !t.trim().is_empty());
            let complete = reachable && !person.name.trim().is_empty();
            let made_up = [&person.name, &person.phone, &person.email].into_iter().find(|t| is_placeholder(t));
            let args = Args::new().with("key", format!("dossier.{key}"));
            let (state, todo) = match made_up {
                Some(text) => (State::Open, self.say("person_made_up", &args.with("text", text))),
                None if !complete => (State::Open, self.say("give_person", &args)),
                None => (State::Ready, String::new()),
            };
            self.row(list, &item, &needed, &given, state, todo);
        }
    }

    /// The SDK inside each build, and the phase that its version belongs to.
    fn sdk(&mut self, list: &mut List) {
        for report in self.case.reports {
            let platform = self.words.word("platform", report.target.subject.platform.word()).to_owned();
            let item = self.say("sdk", &Args::new().with("platform", &platform));
            let needed = self.word("sdk_needed");
            let sdk = report.inventory.sdks.iter().find(|s| is_health_bank(&s.name.visible()));
            let Some(sdk) = sdk else {
                let todo = self.word("sdk_missing");
                self.row(list, &item, &needed, "", State::Open, todo);
                continue;
            };
            let version = sdk.version.as_ref().map(ToString::to_string);
            let given = format!("{} {}", sdk.name, version.clone().unwrap_or_else(|| self.word("version_unreadable")));
            let wrong =
                report.findings.iter().any(|f| f.rule.as_str() == "health-bank-sdk-phase-mismatch" && !f.waived);
            let (state, todo) = match version {
                _ if wrong => (State::Open, self.word("sdk_phase1")),
                None => (State::Open, self.word("sdk_unknown")),
                Some(_) => (State::Ready, String::new()),
            };
            self.row(list, &item, &needed, &given, state, todo);
        }
    }

    /// `○○公司_○○App 資安檢測報告`; none while a name is missing.
    fn report_name(&self) -> Option<String> {
        let applicant = self.case.project.file.dossier.applicant.name.trim();
        let app = self.app_name();
        let app = app.trim();
        if applicant.is_empty() || app.is_empty() {
            return None;
        }
        let app = if app.to_ascii_lowercase().ends_with("app") { app.to_owned() } else { format!("{app}App") };
        Some(format!("{applicant}_{app} 資安檢測報告"))
    }

    fn mail(&mut self, sheet: &mut Sheet) {
        sheet.heading(1, self.word("mail"));
        sheet.text(self.say("mail_intro", &Args::new().with("mail", REPORT_MAIL)));
        let Some(name) = self.report_name() else {
            let todo = self.word("give_name");
            sheet.text(&todo);
            self.todo(self.word("mail"), todo);
            return;
        };
        sheet.pieces.push(Piece::Copy { label: self.word("mail_to"), text: REPORT_MAIL.to_owned() });
        sheet.pieces.push(Piece::Copy { label: self.word("mail_subject"), text: name.clone() });
        sheet.pieces.push(Piece::Copy { label: self.word("mail_file"), text: format!("{name}.pdf") });
        let given = self.case.project.file.dossier.test_report.clone();
        let item = self.word("test_report");
        match (self.file(given.as_deref(), "dossier.test_report"), given) {
            (Err(todo), _) => {
                sheet.text(format!("{item}{}{todo}", self.words.ui("colon")));
                self.todo(item, todo);
            }
            (Ok(shown), Some(path)) => {
                let file = path.rsplit('/').next().unwrap_or(&path);
                let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
                if squeezed(stem) == squeezed(&name) {
                    sheet.text(format!("{item}{}{shown}", self.words.ui("colon")));
                } else {
                    let todo =
                        self.say("misnamed", &Args::new().with("file", file).with("name", format!("{name}.pdf")));
                    sheet.text(format!("{item}{}{todo}", self.words.ui("colon")));
                    self.todo(item, todo);
                }
            }
            (Ok(_), None) => {}
        }
    }

    fn launch_table(&mut self, sheet: &mut Sheet) {
        sheet.heading(1, self.word("launch"));
        sheet.text(self.say("launch_intro", &Args::new().with("mail", self.words.join(LAUNCH_MAIL))));
        let file = &self.case.project.file.dossier;
        let (unit, app) = (file.applicant.name.clone(), self.app_name());
        let mut table = SheetTable {
            columns: self.columns(&["unit", "app", "os", "progress", "launch_day", "store_link"]),
            widths: vec![8, 8, 4, 5, 6, 12],
            rows: Vec::new(),
        };
        for platform in self.platforms() {
            let entry = self.case.project.file.dossier.launch.iter().find(|l| l.platform == platform).cloned();
            let os = self.words.word("platform", platform.word()).to_owned();
            let item = self.say("launch_row", &Args::new().with("platform", &os));
            let day = entry.as_ref().and_then(|l| l.date.as_ref()).and_then(|d| super::roc(&d.value));
            let status = entry.as_ref().map(|l| l.status.clone()).unwrap_or_default();
            let link = entry.map(|l| l.link).unwrap_or_default();
            let give = self.word("give_status");
            let launched = is_launched(&status);
            let status = self.wanted(&status, &item, give);
            let link = match link.trim() {
                "" if launched => {
                    let give = self.word("give_link");
                    self.wanted("", &item, give)
                }
                "" => SheetCell::new(self.word("after_launch")),
                link => SheetCell::new(link),
            };
            table.rows.push(vec![
                SheetCell::new(&unit),
                SheetCell::new(&app),
                SheetCell::new(&os),
                status,
                SheetCell::new(day.unwrap_or_default()),
                link,
            ]);
        }
        sheet.table(table);
    }

    fn attachments(&mut self, sheet: &mut Sheet) {
        sheet.heading(1, self.word("attachments"));
        sheet.text(self.word("attachments_intro"));
        let mut table = SheetTable {
            columns: self.columns(&["number", "attachment", "given", "state"]),
            widths: vec![2, 12, 18, 4],
            rows: Vec::new(),
        };
        let file = &self.case.project.file;
        let dossier = &file.dossier;
        let notice = file.notice.as_ref().map(|n| n.value.clone());
        let shots = dossier.notice_screenshots.iter().map(|s| Some(s.clone()));
        let days = self.platforms().into_iter().map(|p| {
            let entry = dossier.launch.iter().find(|l| l.platform == p)?;
            super::roc(&entry.date.as_ref()?.value)
        });
        let all = |paths: Vec<Option<String>>, key: &str| -> Result<String, String> {
            let found: Result<Vec<String>, String> = paths.iter().map(|p| self.file(p.as_deref(), key)).collect();
            found.and_then(|f| if f.is_empty() { self.file(None, key) } else { Ok(f.join("\n")) })
        };
        let days: Option<Vec<String>> = days.collect();
        let shots = all(shots.collect(), "dossier.notice_screenshots");
        let public = [
            all(vec![dossier.applicant.proof.clone()], "dossier.applicant.proof"),
            all(dossier.certificates.iter().map(|c| c.file.clone()).collect(), "dossier.certificates"),
            all(vec![notice], "notice").and_then(|notice| Ok(format!("{notice}\n{}", shots?))),
            days.filter(|d| !d.is_empty()).map(|d| d.join("\n")).ok_or_else(|| self.word("give_launch_date")),
            all(vec![dossier.plan.clone()], "dossier.plan"),
            all(vec![dossier.video.clone()], "dossier.video"),
        ];
        let mut slots: Vec<(String, Result<String, String>)> =
            public.into_iter().enumerate().map(|(i, given)| (self.word(&format!("public_{}", i + 1)), given)).collect();
        for number in 0..(ATTACHMENTS - slots.len()).max(dossier.attachments.len()) {
            let entry = dossier.attachments.get(number);
            let name = entry.map(|e| e.name.trim().to_owned()).filter(|n| !n.is_empty());
            let given = self.file(entry.and_then(|e| e.file.as_deref()), "dossier.attachments");
            slots.push((name.unwrap_or_else(|| self.word("name_it")), given));
        }
        let same = self.same_files();
        // A file may be there and what it proves not hold: the rows above say so.
        let worst = |wanted: State| self.certificate_rows.iter().find(|(state, _)| *state == wanted).cloned();
        let certificates = worst(State::Open).or_else(|| worst(State::Soon));
        let notice = self.notice_row.clone().map(|todo| (State::Open, todo));
        let doubts = [(1, certificates), (2, notice)];
        let unnamed = self.word("name_it");
        for (i, (name, given)) in slots.into_iter().enumerate() {
            let twice = same
                .get(&i)
                .map(|earlier| (State::Open, self.say("same_file", &Args::new().with("number", earlier + 1))));
            let doubt = twice.or_else(|| doubts.iter().find(|(at, _)| *at == i).and_then(|(_, doubt)| doubt.clone()));
            let (state, text, todo) = match (given, doubt) {
                (Ok(given), Some((state, todo))) => (state, format!("{given}\n{todo}"), todo),
                (Ok(given), None) if name != unnamed => (State::Ready, given, String::new()),
                (Ok(given), None) => (State::Open, given, unnamed.clone()),
                (Err(todo), _) => (State::Open, todo.clone(), todo),
            };
            if state == State::Open {
                let slot = self.say("slot", &Args::new().with("number", i + 1));
                self.todo(format!("{slot} · {name}"), todo);
            }
            table.rows.push(vec![
                SheetCell::new((i + 1).to_string()),
                SheetCell::new(name),
                SheetCell::new(text),
                self.state(state),
            ]);
        }
        sheet.table(table);
    }

    /// Slots whose file, by its bytes, was given for an earlier slot already, with that slot.
    fn same_files(&self) -> BTreeMap<usize, usize> {
        let file = &self.case.project.file;
        let dossier = &file.dossier;
        let notice = file.notice.iter().map(|n| n.value.as_str());
        let mut slots: Vec<Vec<&str>> = vec![
            dossier.applicant.proof.as_deref().into_iter().collect(),
            dossier.certificates.iter().filter_map(|c| c.file.as_deref()).collect(),
            notice.chain(dossier.notice_screenshots.iter().map(String::as_str)).collect(),
            Vec::new(),
            dossier.plan.as_deref().into_iter().collect(),
            dossier.video.as_deref().into_iter().collect(),
        ];
        slots.extend(dossier.attachments.iter().map(|a| a.file.as_deref().into_iter().collect()));
        let mut first: BTreeMap<&str, usize> = BTreeMap::new();
        let mut same = BTreeMap::new();
        for (slot, paths) in slots.iter().enumerate() {
            for given in paths.iter().filter_map(|path| self.case.files.get(path.trim())) {
                let earlier = *first.entry(given.sha256.as_str()).or_insert(slot);
                if earlier < slot {
                    same.entry(slot).or_insert(earlier);
                }
            }
        }
        same
    }

    fn files(&mut self, sheet: &mut Sheet) {
        sheet.heading(1, self.word("files"));
        let mut table = SheetTable {
            columns: self.columns(&["file", "size", "sha256"]),
            widths: vec![10, 4, 20],
            rows: Vec::new(),
        };
        for (path, file) in self.case.files {
            table.rows.push(vec![
                SheetCell::new(path),
                SheetCell::new(file.size.to_string()),
                SheetCell::new(&file.sha256),
            ]);
        }
        if table.rows.is_empty() {
            sheet.text(self.word("no_files"));
        }
        sheet.table(table);
    }
}

/// Whether a state of launching says that the app is in the store.
fn is_launched(status: &str) -> bool {
    let status = status.to_lowercase();
    let yet = ["未上架", "尚未", "not ", "預計"].iter().any(|word| status.contains(word));
    !yet && ["已上架", "上架完成", "launched", "published", "in the store", "live"]
        .iter()
        .any(|word| status.contains(word))
}

/// Whether an SDK of the inventory is the 健康存摺 SDK.
fn is_health_bank(name: &str) -> bool {
    name.contains("健康存摺") || name.to_ascii_lowercase().contains("mhbsdk")
}

/// A name without white space, for comparison.
fn squeezed(name: &str) -> String {
    name.chars().filter(|c| !c.is_whitespace()).collect()
}
