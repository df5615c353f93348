//! Lists as tables: columns, and rows of cells.

use serde::Serialize;

use super::{Caps, cut, is_gap};
use crate::finding::{AppText, Inventory, Locus, Owner, Signing};
use crate::report::Report;
use crate::report::health;
use crate::report::words::{Args, Words};
use crate::waiver::WaiverState;

/// A table.
#[derive(Debug, Clone, Serialize)]
pub struct Table {
    /// Anchor.
    pub id: String,
    /// Heading.
    pub title: String,
    /// Headings of the columns.
    pub columns: Vec<String>,
    /// Weights of the columns' widths.
    pub widths: Vec<u8>,
    /// Rows.
    pub rows: Vec<Vec<Cell>>,
    /// Number of all rows.
    pub total: usize,
    /// Says that rows were cut; empty when none was.
    pub cut: String,
}

/// A cell.
#[derive(Debug, Clone, Serialize)]
pub struct Cell {
    /// Its text; lines are parted by `\n`.
    pub text: String,
    /// Whether it is a code, path or digest.
    pub mono: bool,
    /// `bad`, `good`, `warn` or empty.
    pub tone: &'static str,
}

pub(super) fn plain(text: impl AsRef<str>) -> Cell {
    toned(text, "")
}

pub(super) fn mono(text: impl AsRef<str>) -> Cell {
    Cell { mono: true, ..toned(text, "") }
}

/// A cell; whatever its text is made of, it holds no character that changes how others are shown.
pub(super) fn toned(text: impl AsRef<str>, tone: &'static str) -> Cell {
    let lines: Vec<String> = text.as_ref().split('\n').map(|line| AppText::new(line).to_string()).collect();
    Cell { text: lines.join("\n"), mono: false, tone }
}

/// Makes tables of one report.
pub(super) struct Maker<'a> {
    pub(super) words: &'a Words,
    pub(super) caps: Caps,
}

impl Maker<'_> {
    pub(super) fn table<T>(
        &self,
        id: &str,
        columns: &[(&str, u8)],
        items: &[T],
        row: impl Fn(&T) -> Vec<Cell>,
    ) -> Table {
        let shown = items.len().min(self.caps.rows);
        let args = Args::new().with("shown", shown).with("total", items.len());
        Table {
            id: format!("t-{id}"),
            title: self.words.ui(id).to_owned(),
            columns: columns.iter().map(|(key, _)| self.words.ui(key).to_owned()).collect(),
            widths: columns.iter().map(|(_, weight)| *weight).collect(),
            rows: items.iter().take(shown).map(row).collect(),
            total: items.len(),
            cut: if shown < items.len() { self.words.say("ui", "cut", &args) } else { String::new() },
        }
    }

    fn term(&self, code: &str) -> String {
        self.words.word("terms", code).to_owned()
    }

    fn text(&self, text: &AppText) -> String {
        cut(&text.visible(), self.caps.text)
    }

    fn maybe(&self, text: Option<&AppText>) -> String {
        text.map(|t| self.text(t)).unwrap_or_default()
    }

    fn place(&self, locus: &Locus) -> Cell {
        mono(cut(&self.words.place(locus), self.caps.text))
    }

    fn places(&self, loci: &[Locus], count: usize) -> Cell {
        let shown = loci.len().min(3);
        let mut lines: Vec<String> =
            loci.iter().take(shown).map(|l| cut(&self.words.place(l), self.caps.text.min(300))).collect();
        if count > shown {
            lines.push(self.words.say("ui", "and_more_places", &Args::new().with("count", count - shown)));
        }
        mono(lines.join("\n"))
    }

    fn owner(&self, owner: &Owner) -> Cell {
        plain(cut(&self.words.owner(owner), 120))
    }

    fn yes_no(&self, yes: bool, bad: bool) -> Cell {
        let word = self.words.ui(if yes { "yes" } else { "no" });
        toned(word, if bad { "bad" } else { "" })
    }
}

/// Flows.
pub(super) fn flows(report: &Report, words: &Words, caps: Caps) -> Table {
    let maker = Maker { words, caps };
    let columns = [("source", 4), ("sink", 4), ("transforms", 2), ("owner", 2), ("confidence", 1)];
    maker.table("flows", &columns, &report.flows, |flow| {
        let end = |end: &crate::finding::FlowEnd| {
            let api = cut(&health::end_api(end), caps.text);
            plain(format!("{}\n{api}\n{}", health::end_kind(words, end), cut(&words.place(&end.locus), caps.text)))
        };
        vec![
            end(&flow.source),
            end(&flow.sink),
            plain(words.join(flow.transforms.iter().map(|t| words.word("transforms", t)))),
            maker.owner(&flow.owner),
            plain(words.word("confidence", flow.confidence.word())),
        ]
    })
}

/// All inventory tables that have rows.
pub(super) fn inventory(report: &Report, words: &Words, caps: Caps) -> Vec<Table> {
    let maker = Maker { words, caps };
    let of = &report.inventory;
    let mut tables = vec![permissions(&maker, of), hosts(&maker, of), tls(&maker, of), sdks(&maker, of)];
    tables.extend([components(&maker, of), keys(&maker, of), native(&maker, of), fields(&maker, of)]);
    tables.extend(signing(&maker, &of.signing));
    tables.push(urls(&maker, of));
    tables.retain(|table| !table.rows.is_empty());
    tables
}

fn permissions(maker: &Maker<'_>, of: &Inventory) -> Table {
    let columns = [("permission", 5), ("category", 2), ("level", 2), ("value", 4), ("place", 4)];
    maker.table("permissions", &columns, &of.permissions, |p| {
        let tone = if matches!(p.level.as_str(), "dangerous" | "special") { "warn" } else { "" };
        vec![
            mono(maker.text(&p.name)),
            plain(maker.term(&p.role)),
            toned(maker.term(&p.level), tone),
            plain(maker.maybe(p.value.as_ref())),
            maker.place(&p.locus),
        ]
    })
}

fn hosts(maker: &Maker<'_>, of: &Inventory) -> Table {
    let columns = [("host", 4), ("schemes", 2), ("category", 2), ("owner", 3), ("count", 1), ("place", 5)];
    // What is contacted comes first, what only stands in documents last.
    let order = ["own", "staging", "private", "tracker", "platform", "documentation"];
    let rank = |role: &str| order.iter().position(|r| *r == role).unwrap_or(0);
    let mut hosts: Vec<_> = of.hosts.iter().collect();
    hosts.sort_by_key(|h| rank(&h.role));
    maker.table("hosts", &columns, &hosts, |h| {
        let cleartext =
            h.role != "documentation" && h.schemes.iter().any(|s| matches!(s.as_str(), "http" | "ws" | "ftp"));
        vec![
            mono(maker.text(&h.host)),
            toned(maker.words.join(&h.schemes), if cleartext { "warn" } else { "" }),
            plain(
                maker
                    .words
                    .template("values", &format!("role.{}", h.role))
                    .map_or_else(|| maker.term(&h.role), str::to_owned),
            ),
            plain(maker.words.join(h.owners.iter().take(4).map(|o| cut(&maker.words.owner(o), 80)))),
            plain(h.count.to_string()),
            maker.places(&h.loci, h.count),
        ]
    })
}

fn tls(maker: &Maker<'_>, of: &Inventory) -> Table {
    let columns = [
        ("host", 4),
        ("schemes", 2),
        ("cleartext", 1),
        ("min_tls", 2),
        ("pins", 2),
        ("user_ca", 2),
        ("judge", 2),
        ("owner", 2),
    ];
    maker.table("tls", &columns, &of.tls, |row| {
        let pins = match &row.pins_expire {
            Some(day) => format!("{}{}{day}{}", row.pins, maker.words.ui("open_paren"), maker.words.ui("close_paren")),
            None => row.pins.to_string(),
        };
        vec![
            match row.host.raw() {
                "*" => plain(maker.words.ui("all_hosts")),
                _ => mono(maker.text(&row.host)),
            },
            plain(maker.words.join(&row.schemes)),
            maker.yes_no(row.cleartext, row.cleartext),
            plain(row.min_tls.clone().unwrap_or_default()),
            plain(pins),
            maker.yes_no(row.user_ca, row.user_ca),
            plain(maker.term(&row.judge)),
            maker.owner(&row.owner),
        ]
    })
}

fn sdks(maker: &Maker<'_>, of: &Inventory) -> Table {
    let columns = [("sdk", 4), ("version", 2), ("category", 2), ("marks", 3), ("place", 5)];
    maker.table("sdks", &columns, &of.sdks, |sdk| {
        vec![
            plain(maker.text(&sdk.name)),
            plain(maker.maybe(sdk.version.as_ref())),
            plain(maker.term(&sdk.category)),
            plain(maker.words.join(sdk.marks.iter().take(6).map(|m| maker.term(&m.visible())))),
            maker.places(&sdk.loci, sdk.loci.len()),
        ]
    })
}

fn components(maker: &Maker<'_>, of: &Inventory) -> Table {
    let columns = [("component", 5), ("category", 2), ("exported", 1), ("permission_guard", 3), ("endpoints", 4)];
    maker.table("components", &columns, &of.components, |c| {
        let ways: Vec<String> = c
            .endpoints
            .iter()
            .take(8)
            .map(|e| format!("{}{}{}", maker.term(&e.role), maker.words.ui("colon"), cut(&e.value.visible(), 200)))
            .collect();
        vec![
            mono(maker.text(&c.name)),
            plain(maker.term(&c.role)),
            toned(
                maker.words.ui(if c.exported { "yes" } else { "no" }),
                if c.exported && c.permission.is_none() { "warn" } else { "" },
            ),
            mono(maker.maybe(c.permission.as_ref())),
            plain(ways.join("\n")),
        ]
    })
}

fn keys(maker: &Maker<'_>, of: &Inventory) -> Table {
    let columns = [
        ("use", 2),
        ("algorithm", 2),
        ("mode", 3),
        ("bits", 1),
        ("key_origin", 2),
        ("iv_origin", 2),
        ("owner", 2),
        ("place", 5),
    ];
    let tone =
        |origin: &str| if matches!(origin, "constant" | "zero" | "predictable" | "resource") { "bad" } else { "" };
    let told = |name: &AppText| match name.raw() {
        code @ "unknown" => maker.term(code),
        _ => maker.text(name),
    };
    maker.table("keys", &columns, &of.keys, |k| {
        vec![
            plain(maker.term(&k.role)),
            plain(told(&k.algorithm)),
            plain(told(&k.mode)),
            plain(k.bits.map(|b| b.to_string()).unwrap_or_default()),
            toned(maker.term(&k.key_origin), tone(&k.key_origin)),
            toned(maker.term(&k.iv_origin), tone(&k.iv_origin)),
            maker.owner(&k.owner),
            maker.place(&k.locus),
        ]
    })
}

fn native(maker: &Maker<'_>, of: &Inventory) -> Table {
    let columns = [("file", 4), ("arch", 2), ("format", 2), ("properties", 5), ("owner", 2)];
    maker.table("native", &columns, &of.native, |n| {
        let properties: Vec<String> = n
            .properties
            .iter()
            .map(|(name, value)| {
                format!("{}{}{}", maker.term(name), maker.words.ui("colon"), maker.term(&value.visible()))
            })
            .collect();
        vec![
            mono(maker.text(&n.file)),
            mono(&n.arch),
            plain(n.format.split(' ').map(|word| maker.term(word)).collect::<Vec<_>>().join(" ")),
            plain(properties.join("\n")),
            maker.owner(&n.owner),
        ]
    })
}

fn fields(maker: &Maker<'_>, of: &Inventory) -> Table {
    let columns = [("field", 3), ("label", 3), ("sensitive", 2), ("input", 3), ("place", 4)];
    maker.table("fields", &columns, &of.fields, |f| {
        vec![
            mono(maker.text(&f.name)),
            plain(maker.text(&f.label)),
            toned(maker.term(&f.sensitive), if f.sensitive.is_empty() { "" } else { "warn" }),
            mono(maker.text(&f.input)),
            maker.place(&f.locus),
        ]
    })
}

fn urls(maker: &Maker<'_>, of: &Inventory) -> Table {
    let columns = [("url", 5), ("owner", 2), ("place", 5)];
    maker.table("urls", &columns, &of.urls, |u| {
        vec![mono(maker.text(&u.url)), maker.owner(&u.owner), maker.place(&u.locus)]
    })
}

fn signing(maker: &Maker<'_>, of: &Signing) -> [Table; 2] {
    let words = maker.words;
    let verifies = match of.verifies {
        Some(true) => toned(words.ui("verifies_yes"), "good"),
        Some(false) => toned(words.ui("verifies_no"), "bad"),
        None => toned(words.ui("verifies_unknown"), "warn"),
    };
    let mut rows: Vec<(String, Cell)> = Vec::new();
    if of.verifies.is_some() || !of.schemes.is_empty() || !of.issues.is_empty() {
        let from =
            of.verifies_from_api.map(|level| words.say("ui", "verifies_from", &Args::new().with("level", level)));
        let cell = match from {
            Some(from) => toned(
                format!("{}{}{from}{}", verifies.text, words.ui("open_paren"), words.ui("close_paren")),
                verifies.tone,
            ),
            None => verifies,
        };
        rows.push((words.ui("verifies").to_owned(), cell));
        let schemes = match of.schemes.is_empty() {
            true => maker.term("none"),
            false => words.join(of.schemes.iter().map(|s| maker.term(s))),
        };
        rows.push((words.ui("scheme").to_owned(), plain(schemes)));
    }
    for issue in &of.issues {
        let tone = if issue.grade == "error" { "bad" } else { "warn" };
        let label = format!("{} · {}", maker.term(&issue.scheme), maker.term(&issue.grade));
        rows.push((label, toned(cut(&words.note(&issue.note), maker.caps.text), tone)));
    }
    let summary = maker
        .table("signing", &[("subject", 3), ("detail", 8)], &rows, |(label, cell)| vec![plain(label), cell.clone()]);
    let columns = [("scheme", 1), ("subject", 4), ("key", 2), ("algorithm", 3), ("validity", 3), ("sha256", 5)];
    let certificates = maker.table("certificates", &columns, &of.certificates, |c| {
        let issuer = (c.issuer != c.subject)
            .then(|| format!("\n{}{}{}", words.ui("issuer"), words.ui("colon"), maker.text(&c.issuer)));
        vec![
            plain(words.join(c.source.split(", ").map(|s| maker.term(s)))),
            plain(format!("{}{}", maker.text(&c.subject), issuer.unwrap_or_default())),
            plain(&c.key),
            plain(&c.algorithm),
            plain(format!("{} – {}", c.not_before, c.not_after)),
            mono(&c.sha256),
        ]
    });
    [summary, certificates]
}

/// Names of the parts that were fully seen, and the table of the others.
pub(super) fn coverage(report: &Report, words: &Words, caps: Caps) -> (String, Table) {
    let maker = Maker { words, caps };
    let gaps: Vec<_> = report.coverage.iter().filter(|row| is_gap(row.state)).collect();
    let mut seen: Vec<&str> = report
        .coverage
        .iter()
        .filter(|row| !gaps.iter().any(|gap| gap.part == row.part))
        .map(|row| words.word("parts", row.part.word()))
        .collect();
    seen.dedup();
    let columns = [("part", 3), ("state", 2), ("file", 3), ("detail", 6)];
    let table = maker.table("coverage", &columns, &gaps, |row| {
        let tone = if row.state == crate::finding::CoverageState::None { "bad" } else { "warn" };
        vec![
            plain(words.word("parts", row.part.word())),
            toned(words.word("coverage", row.state.word()), tone),
            mono(maker.maybe(row.file.as_ref())),
            plain(cut(&row.detail, caps.text)),
        ]
    });
    (words.join(seen), table)
}

/// Limits that were hit.
pub(super) fn limits(report: &Report, words: &Words, caps: Caps) -> Table {
    let maker = Maker { words, caps };
    let columns = [("limit", 4), ("limit_value", 2), ("limit_at", 6)];
    maker.table("limits_hit", &columns, &report.limits_hit, |hit| {
        vec![
            plain(words.word("limits", &hit.limit)),
            plain(hit.value.to_string()),
            mono(cut(&AppText::new(&hit.at).visible(), caps.text)),
        ]
    })
}

/// Waivers and what became of them.
pub(super) fn waivers(report: &Report, words: &Words, caps: Caps) -> Table {
    let maker = Maker { words, caps };
    let columns = [("rule", 4), ("reason", 5), ("waiver_owner", 2), ("expires", 2), ("state", 2), ("findings", 1)];
    let shown = |text: &str| cut(&AppText::new(text).visible(), caps.text);
    maker.table("waivers", &columns, &report.waivers, |row| {
        let (state, tone) = match row.state {
            WaiverState::Used => ("used", "good"),
            WaiverState::Unmatched => ("unmatched", "warn"),
            WaiverState::Expired => ("expired", "bad"),
        };
        vec![
            mono(row.waiver.rule.as_str()),
            plain(shown(&row.waiver.reason)),
            plain(shown(&row.waiver.owner)),
            plain(shown(&row.waiver.expires)),
            toned(words.word("waiver_state", state), tone),
            plain(row.findings.len().to_string()),
        ]
    })
}
