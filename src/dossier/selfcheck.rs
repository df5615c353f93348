//! 自我檢核表: the standard's items, each with what the scans and the attestations say.

use super::Desk;
use crate::report::sheet::{Sheet, SheetCell, SheetTable};
use crate::report::words::Args;
use crate::report::{ControlRow, Report};
use crate::verdict::Verdict;

impl Desk<'_> {
    pub(super) fn self_check(&mut self) -> Sheet {
        let mut sheet = self.sheet("self_check");
        sheet.text(self.word("self_check_intro"));
        sheet.note(self.word("not_official"));
        let reports = self.case.reports;
        self.builds(&mut sheet);
        self.platforms_without_report();
        let Some(first) = reports.first() else { return sheet };

        sheet.heading(1, self.word("items"));
        let mut table =
            SheetTable { columns: self.columns(&["number", "item"]), widths: vec![5, 12], rows: Vec::new() };
        for report in reports {
            table.columns.push(self.words.word("platform", report.target.subject.platform.word()).to_owned());
            table.widths.push(if reports.len() == 1 { 6 } else { 5 });
        }
        table.columns.extend(self.columns(&["grounds", "todo"]));
        table.widths.extend([16, 14]);
        for control in first.controls.iter().filter(|c| c.counted) {
            let rows: Vec<(&Report, &ControlRow)> =
                reports.iter().filter_map(|r| Some((r, r.controls.iter().find(|c| c.id == control.id)?))).collect();
            let mut cells = vec![SheetCell::new(&control.id), SheetCell::new(&control.title)];
            cells.extend(rows.iter().map(|(_, row)| self.verdict(row)));
            cells.push(SheetCell::new(self.by_platform(&rows, |row| self.grounds(row))));
            cells.push(SheetCell::new(self.by_platform(&rows, todo)));
            for (report, row) in &rows {
                self.open_control(report, row);
            }
            table.rows.push(cells);
        }
        sheet.table(table);
        sheet.note(self.words.word("answer", "pre_audit"));
        sheet
    }

    /// What was looked at: one row for each build.
    pub(super) fn builds(&mut self, sheet: &mut Sheet) {
        let mut table = SheetTable {
            columns: self.columns(&["platform", "file", "package", "sha256", "report_date", "answer"]),
            widths: vec![4, 6, 8, 14, 6, 12],
            rows: Vec::new(),
        };
        for report in self.case.reports {
            let target = &report.target;
            let version =
                super::version_text(target.subject.version_name.as_ref(), target.subject.version_code.as_ref());
            let package = target.subject.package_id.as_ref().map(ToString::to_string).unwrap_or_default();
            table.rows.push(vec![
                SheetCell::new(self.words.word("platform", target.subject.platform.word())),
                SheetCell::new(target.path.to_string()),
                SheetCell::new(format!("{package}\n{version}")),
                SheetCell::new(&target.sha256),
                SheetCell::new(&report.date),
                SheetCell::new(&report.answer),
            ]);
        }
        sheet.table(table);
        for report in self.case.reports {
            self.age(report);
        }
    }

    /// A platform that the project speaks of and no report was given for.
    fn platforms_without_report(&mut self) {
        let dossier = &self.case.project.file.dossier;
        let named =
            dossier.launch.iter().map(|l| l.platform).chain(dossier.certificates.iter().filter_map(|c| c.platform));
        let mut missing: Vec<_> =
            named.filter(|p| self.case.reports.iter().all(|r| r.target.subject.platform != *p)).collect();
        missing.sort();
        missing.dedup();
        for platform in missing {
            let args = Args::new().with("platform", self.words.word("platform", platform.word()));
            let (item, todo) = (self.say("report_of_platform", &args), self.say("report_missing", &args));
            self.todo(item, todo);
        }
    }

    /// A report that is too old, or made with another catalogue, is made again.
    fn age(&mut self, report: &Report) {
        let item = self.say("report_of", &Args::new().with("file", &report.target.path));
        let old = super::days_between(&report.date, self.case.date).is_some_and(|d| d > super::REPORT_DAYS);
        let key = match () {
            () if self.open.iter().any(|row| row.item == item) => return,
            () if report.tool.catalogue_sha256 != self.case.catalogue_sha256 => "report_other_catalogue",
            () if old => "report_old",
            () => return,
        };
        let todo = self.say(key, &Args::new().with("date", &report.date));
        self.todo(item, todo);
    }

    fn verdict(&self, row: &ControlRow) -> SheetCell {
        let mark = self.words.word("mark", row.verdict.word());
        let word = self.words.word("verdict", row.verdict.word());
        let waived = if row.waived { format!("\n{}", self.words.ui("waived")) } else { String::new() };
        let tone = match row.verdict {
            Verdict::Fail => "bad",
            Verdict::Manual | Verdict::Undetermined => "warn",
            Verdict::Pass => "good",
            Verdict::NotApplicable => "",
        };
        SheetCell::toned(format!("{mark} {word}{waived}"), tone)
    }

    /// The reason, and who attested what.
    fn grounds(&self, row: &ControlRow) -> String {
        let mut lines = vec![row.reason.clone()];
        for part in row.manual.iter().flatten().filter(|p| !p.attested.is_empty() && !row.reason.contains(&p.attested))
        {
            lines.push(format!("{}{}{}", part.title, self.words.ui("colon"), part.attested));
        }
        lines.join("\n")
    }

    /// One text when both platforms say the same, else one for each.
    fn by_platform(&self, rows: &[(&Report, &ControlRow)], of: impl Fn(&ControlRow) -> String) -> String {
        let texts: Vec<String> = rows.iter().map(|(_, row)| of(row)).collect();
        match texts.split_first() {
            Some((first, rest)) if rest.iter().all(|t| t == first) => first.clone(),
            _ => rows
                .iter()
                .zip(&texts)
                .filter(|(_, text)| !text.is_empty())
                .map(|((report, _), text)| {
                    let platform = self.words.word("platform", report.target.subject.platform.word());
                    format!("{platform}{}{text}", self.words.ui("colon"))
                })
                .collect::<Vec<_>>()
                .join("\n"),
        }
    }

    fn open_control(&mut self, report: &Report, row: &ControlRow) {
        if !matches!(row.verdict, Verdict::Pass | Verdict::NotApplicable) {
            let platform = self.words.word("platform", report.target.subject.platform.word());
            let verdict = self.words.word("verdict", row.verdict.word());
            let item = format!("{} {} · {platform} · {verdict}", row.id, row.title);
            let todo = todo(row);
            self.todo(item, if todo.is_empty() { row.reason.clone() } else { todo });
        }
    }
}

/// What to do; where somebody attested and it no longer counts, why.
fn todo(row: &ControlRow) -> String {
    let reopened = row.manual.iter().flatten().filter(|part| part.state == "reopened" && !part.attested.is_empty());
    let reopened: Vec<&str> = reopened.map(|part| part.attested.as_str()).collect();
    match row.verdict {
        Verdict::Manual if !reopened.is_empty() => reopened.join("\n"),
        _ => row.todo.clone(),
    }
}
