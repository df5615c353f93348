//! Why a control has its verdict, and what to do next.

use super::build::ScanResult;
use super::wording;
use super::words::{Args, Words};
use crate::finding::{Coverage, CoverageState, Note, Part, RuleId};
use crate::rule::{Control, Effort};
use crate::verdict::{Judged, Verdict, can_fail};

/// Most rule titles that a sentence names.
const MOST_TITLES: usize = 3;

/// One control with all that its words need.
pub(super) struct Judgement<'a> {
    pub(super) scan: &'a ScanResult<'a>,
    pub(super) words: &'static Words,
    pub(super) control: &'a Control,
    pub(super) judged: &'a Judged,
    pub(super) title: &'a dyn Fn(&RuleId) -> String,
}

/// A rule with how many of its findings are meant.
struct Tally<'a> {
    rule: &'a RuleId,
    count: usize,
}

impl Judgement<'_> {
    /// The reason as sentences. Never empty.
    pub(super) fn reason(&self) -> String {
        let mut sentences: Vec<String> = Vec::new();
        let mut done: Vec<&str> = Vec::new();
        for note in &self.judged.reasons {
            // What was partly seen qualifies a pass; an open or failed row says what counts there.
            let settled = matches!(self.judged.verdict, Verdict::Pass | Verdict::NotApplicable);
            if note.code == "part-partly-seen" && !settled && self.judged.reasons.len() > 1 {
                continue;
            }
            if gathers(&note.code) && done.contains(&note.code.as_str()) {
                continue;
            }
            done.push(&note.code);
            let sentence = self.sentence(note);
            if !sentences.contains(&sentence) {
                sentences.push(sentence);
            }
        }
        sentences.retain(|s| !s.is_empty());
        if sentences.is_empty() {
            let key = match self.judged.verdict {
                Verdict::NotApplicable => "no_object",
                _ => "nothing_found",
            };
            sentences.push(self.say(key, &Args::new()));
        }
        self.words.sentences(sentences)
    }

    fn say(&self, key: &str, args: &Args) -> String {
        self.words.say("reason", key, args)
    }

    fn sentence(&self, note: &Note) -> String {
        let (lang, platform) = (self.words.lang(), self.scan.identity.subject.platform);
        let count = note.args.get("count").map_or("0", |n| n.raw());
        match note.code.as_str() {
            "violations-found" => self.violations(),
            "questions-open" => {
                let titles = self.titles(&self.tallies(false));
                self.say("questions", &Args::new().with("count", count).with("titles", titles))
            }
            "all-rules-satisfied" if count == "0" => self.say("nothing_found", &Args::new()),
            "all-rules-satisfied" => self.say("satisfied", &Args::new().with("count", self.rules_that_ran())),
            "detector-failed" => self.say("detectors", &Args::new().with("count", count)),
            "control-not-applicable" => match self.control.not_applicable.get(&platform) {
                Some(text) => text.get(lang).trim().to_owned(),
                None => self.say("not_applicable", &Args::new()),
            },
            "no-object" | "other-platform" => self.say("no_object", &Args::new()),
            "control-undecided" => match self.control.undecided.get(&platform) {
                Some(text) => text.get(lang).trim().to_owned(),
                None => self.say("undecided", &Args::new()),
            },
            "part-not-seen" => self.unseen_parts(),
            "input-missing" => self.say("inputs", &Args::new().with("parts", self.all_parts(&note.code))),
            "part-partly-seen" => self.say("partly", &Args::new().with("parts", self.all_parts(&note.code))),
            "person-needed" => self.say("person", &Args::new().with("parts", self.open_titles())),
            _ => self.words.note(note),
        }
    }

    /// Rules that can fail the control and looked at this build.
    fn rules_that_ran(&self) -> usize {
        self.control.fails.iter().filter(|rule| self.scan.outcomes.contains_key(rule.id())).count()
    }

    fn violations(&self) -> String {
        let tallies = self.tallies(true);
        let total: usize = tallies.iter().map(|t| t.count).sum();
        let waived = self.deciding(true).filter(|&i| self.is_waived(i)).count();
        let args = Args::new().with("count", total).with("waived", waived).with("titles", self.titles(&tallies));
        match waived {
            0 => self.say("violations", &args),
            n if n == total => self.say("violations_waived", &args),
            _ => self.say("violations_partly_waived", &args),
        }
    }

    fn is_waived(&self, finding: usize) -> bool {
        self.scan.marks.get(finding).is_some_and(Option::is_some)
    }

    /// Positions of the findings that fail the control (`true`) or ask for a person (`false`).
    fn deciding(&self, failing: bool) -> impl Iterator<Item = usize> + '_ {
        self.judged.findings.iter().copied().filter(move |&i| {
            self.scan.findings.get(i).is_some_and(|finding| {
                let fails = self.control.fails.iter().any(|r| *r.id() == finding.rule);
                let asks = self.control.asks.iter().any(|r| *r.id() == finding.rule);
                let info = finding.severity == crate::finding::Severity::Info;
                let fatal = fails && can_fail(finding);
                if failing { fatal } else { (fails || asks) && !fatal && !info && !self.is_waived(i) }
            })
        })
    }

    /// Rules of the deciding findings, the gravest first.
    fn tallies(&self, failing: bool) -> Vec<Tally<'_>> {
        let mut tallies: Vec<Tally<'_>> = Vec::new();
        for finding in self.deciding(failing).filter_map(|i| self.scan.findings.get(i)) {
            match tallies.iter_mut().find(|t| *t.rule == finding.rule) {
                Some(tally) => tally.count += 1,
                None => tallies.push(Tally { rule: &finding.rule, count: 1 }),
            }
        }
        let severity = |t: &Tally<'_>| self.scan.catalogue.rule(t.rule.as_str()).map(|r| r.severity);
        tallies.sort_by(|a, b| severity(b).cmp(&severity(a)).then(b.count.cmp(&a.count)).then(a.rule.cmp(b.rule)));
        tallies
    }

    fn titles(&self, tallies: &[Tally<'_>]) -> String {
        let shown = self.words.join(tallies.iter().take(MOST_TITLES).map(|t| (self.title)(t.rule)));
        if tallies.len() <= MOST_TITLES {
            return shown;
        }
        self.say("and_more", &Args::new().with("titles", shown).with("count", tallies.len()))
    }

    /// Names of the parts that all notes of one code name.
    fn all_parts(&self, code: &str) -> String {
        let parts: Vec<Part> = self
            .judged
            .reasons
            .iter()
            .filter(|note| note.code == code)
            .filter_map(|note| Part::from_word(note.args.get("part")?.raw()))
            .collect();
        wording::parts(self.words, &parts)
    }

    /// What was not seen: a sentence for each thing that hides parts.
    fn unseen_parts(&self) -> String {
        let mut groups: Vec<(Option<String>, Vec<Part>)> = Vec::new();
        for part in self.unseen() {
            let why = self.unseen_row(part).map(|row| self.words.note_inside(&row.note));
            match groups.iter_mut().find(|(known, _)| *known == why) {
                Some((_, parts)) => parts.push(part),
                None => groups.push((why, vec![part])),
            }
        }
        let sentences = groups.into_iter().map(|(why, parts)| {
            let args = Args::new().with("parts", wording::parts(self.words, &parts));
            match why {
                Some(why) => self.say("unseen", &args.with("why", why)),
                None => self.say("unseen_only", &args),
            }
        });
        self.words.sentences(sentences.collect::<Vec<String>>())
    }

    /// Parts that were not seen, without those that only repeat others of them.
    fn unseen(&self) -> impl Iterator<Item = Part> + '_ {
        let unseen = &self.judged.unseen;
        unseen.iter().copied().filter(|part| !self.unseen_row(*part).is_some_and(|row| repeats(row, unseen)))
    }

    fn unseen_row(&self, part: Part) -> Option<&Coverage> {
        self.scan.coverage.iter().find(|c| c.part == part && c.state == CoverageState::None)
    }

    /// How a part that was not seen comes to be seen: by what hides it, else by what it is.
    fn see(&self, part: Part) -> String {
        let args = |note: &Note| note.args.iter().fold(Args::new(), |args, (name, value)| args.with(name, value));
        self.unseen_row(part)
            .filter(|row| self.words.template("see_note", &row.note.code).is_some())
            .map(|row| self.words.say("see_note", &row.note.code, &args(&row.note)))
            .unwrap_or_else(|| self.words.word("see_part", part.word()).to_owned())
    }

    fn open_ids(&self) -> impl Iterator<Item = &str> {
        self.judged
            .reasons
            .iter()
            .filter(|note| note.code == "person-needed")
            .filter_map(|note| note.args.get("part").map(|part| part.raw()))
    }

    fn open_titles(&self) -> String {
        let lang = self.words.lang();
        self.words.join(
            self.open_ids().map(|id| {
                self.control.manual.iter().find(|part| part.id == id).map_or(id, |part| part.title.get(lang))
            }),
        )
    }

    /// What to do next; empty when nothing is.
    pub(super) fn todo(&self) -> String {
        let has = |code: &str| self.judged.reasons.iter().any(|note| note.code == code);
        let line = |key: &str, args: &Args| self.words.say("todo", key, args);
        let mut steps = match self.judged.verdict {
            Verdict::Pass | Verdict::NotApplicable => return String::new(),
            Verdict::Fail => self.repairs(),
            _ => Vec::new(),
        };
        if has("control-undecided") {
            steps.push(line("undecided", &Args::new()));
        }
        for part in self.unseen() {
            let step = self.see(part);
            if !steps.contains(&step) {
                steps.push(step);
            }
        }
        for note in self.judged.reasons.iter().filter(|note| note.code.ends_with("-unclear")) {
            steps.push(line(&note.code, &Args::new()));
        }
        if self.judged.reasons.iter().any(|note| note.code.ends_with("-unclear")) {
            steps.push(line("unclear", &Args::new()));
        }
        if has("detector-failed") {
            steps.push(line("detectors", &Args::new()));
        }
        for note in self.judged.reasons.iter().filter(|note| note.code == "input-missing") {
            if let Some(part) = note.args.get("part") {
                steps.push(self.words.word("see_part", part.raw()).to_owned());
            }
        }
        if has("questions-open") {
            steps.push(line("questions", &Args::new()));
        }
        if has("person-needed") {
            steps.push(line("person", &Args::new().with("parts", self.open_titles())));
        }
        self.words.sentences(steps)
    }

    fn repairs(&self) -> Vec<String> {
        let line = |key: &str, args: &Args| self.words.say("todo", key, args);
        let tallies = self.tallies(true);
        if tallies.is_empty() {
            return vec![line("failed_person", &Args::new())];
        }
        if self.judged.waived {
            return vec![line("waived", &Args::new())];
        }
        let mut steps: Vec<String> = tallies
            .iter()
            .take(MOST_TITLES)
            .map(|tally| {
                let effort = self.scan.catalogue.rule(tally.rule.as_str()).map_or(Effort::Hours, |r| r.effort);
                let args = Args::new().with("title", (self.title)(tally.rule)).with("count", tally.count);
                line("fix", &args.with("effort", effort_word(effort)))
            })
            .collect();
        if tallies.len() > MOST_TITLES {
            steps.push(line("fix_more", &Args::new().with("count", tallies.len() - MOST_TITLES)));
        }
        steps.push(line("again", &Args::new()));
        steps
    }
}

/// Whether a row only says that texts are missing because parts are that are known to be missing themselves.
pub(super) fn repeats(row: &Coverage, unseen: &[Part]) -> bool {
    row.note.code == "part-of-text"
        && row.note.args.get("part").is_some_and(|parts| {
            parts.raw().split(", ").all(|word| Part::from_word(word).is_some_and(|part| unseen.contains(&part)))
        })
}

/// The word of an effort.
pub(super) fn effort_word(effort: Effort) -> &'static str {
    match effort {
        Effort::Hours => "hours",
        Effort::Days => "days",
        Effort::Weeks => "weeks",
    }
}

/// Whether notes of this code become one sentence.
fn gathers(code: &str) -> bool {
    matches!(code, "part-not-seen" | "input-missing" | "part-partly-seen" | "person-needed")
}
