//! Every rendering of a report: complete, well-formed, in both languages, and inert whatever the app says.

#[path = "reports/example.rs"]
mod example;

use std::collections::BTreeSet;

use maspect::report::terminal::{self, Screen};
use maspect::report::{Format, Report, html, json};
use maspect::rule::Lang;
use serde_json::Value;
use unicode_width::UnicodeWidthStr;

const BOTH: [Lang; 2] = [Lang::ZhHant, Lang::En];

fn text_formats() -> impl Iterator<Item = Format> {
    Format::ALL.iter().copied().filter(|f| *f != Format::Pdf)
}

/// Characters that no text rendering may hold, whatever the app says.
fn is_dangerous(c: char) -> bool {
    (c.is_control() && c != '\n') || matches!(u32::from(c), 0x200E | 0x200F | 0x202A..=0x202E | 0x2066..=0x2069)
}

#[test]
fn no_format_lets_control_or_bidi_characters_through() {
    for lang in BOTH {
        let report = example::report(lang, &example::HOSTILE.concat());
        for format in text_formats() {
            let text = report.to_text(format).unwrap();
            assert!(!text.contains(is_dangerous), "{}", format.word());
        }
    }
}

#[test]
fn the_same_report_is_the_same_bytes() {
    for lang in BOTH {
        let (one, two) = (example::report(lang, "健康日記"), example::report(lang, "健康日記"));
        for format in text_formats() {
            assert_eq!(one.to_text(format).unwrap(), two.to_text(format).unwrap(), "{}", format.word());
        }
    }
}

#[test]
fn words_of_formats_are_their_names() {
    for format in Format::ALL {
        assert_eq!(Format::from_word(format.word()), Some(*format));
    }
    let endings: BTreeSet<&str> = Format::ALL.iter().map(|f| f.extension()).collect();
    assert_eq!(endings.len(), Format::ALL.len());
}

#[test]
fn json_comes_back_as_the_same_report_and_fits_its_schema() {
    let schema: Value = serde_json::from_str(&json::schema()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for lang in BOTH {
        for report in [example::report(lang, example::HOSTILE[2]), example::clean(lang)] {
            let text = report.to_text(Format::Json).unwrap();
            let value: Value = serde_json::from_str(&text).unwrap();
            let errors: Vec<String> = validator.iter_errors(&value).map(|e| e.to_string()).take(3).collect();
            assert!(errors.is_empty(), "{errors:?}");
            let back: Report = serde_json::from_str(&text).unwrap();
            assert_eq!(serde_json::to_value(&back).unwrap(), value);
        }
    }
}

#[test]
fn the_papers_words_of_a_report_are_those_of_the_report_in_the_other_language() {
    for (made, wanted) in [(Lang::ZhHant, Lang::En), (Lang::En, Lang::ZhHant)] {
        let other = example::report(wanted, "x");
        let turned = example::report(made, "x").in_language(wanted).unwrap();
        assert_eq!((turned.lang, &turned.answer), (wanted, &other.answer));
        for (mine, theirs) in turned.controls.iter().zip(&other.controls).filter(|(row, _)| row.counted) {
            assert_eq!((&mine.title, &mine.reason, &mine.todo), (&theirs.title, &theirs.reason, &theirs.todo));
            let said = |row: &maspect::report::ControlRow| -> Vec<(String, String)> {
                row.manual.iter().flatten().map(|part| (part.title.clone(), part.attested.clone())).collect()
            };
            assert_eq!(said(mine), said(theirs), "{}", mine.id);
        }
        let names = |report: &Report| report.health_map.kinds.iter().map(|k| k.name.clone()).collect::<Vec<_>>();
        assert_eq!(names(&turned), names(&other));
        // A report of a version that wrote one language only.
        let mut old = example::report(made, "x");
        old.other_language = None;
        assert!(old.clone().in_language(made).is_some() && old.in_language(wanted).is_none());
    }
}

#[test]
fn the_schema_in_the_repository_is_fresh() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/reports/schema.json");
    if std::env::var_os("MASPECT_UPDATE").is_some() {
        std::fs::write(path, json::schema()).unwrap();
    }
    let stored = std::fs::read_to_string(path).unwrap_or_default();
    assert!(stored == json::schema(), "reports/schema.json is stale: run the tests once with MASPECT_UPDATE=1");
}

#[test]
fn numbers_of_the_summary_follow_from_the_lists() {
    let report = example::report(Lang::En, "x");
    let summary = &report.summary;
    for (word, count) in &summary.controls {
        assert_eq!(report.controls.iter().filter(|c| c.counted && c.verdict.word() == word).count(), *count, "{word}");
    }
    assert_eq!(summary.controls.values().sum::<usize>(), 31);
    for (word, count) in &summary.findings {
        let found = report.findings.iter().filter(|f| !f.waived && f.severity.word() == word).count();
        assert_eq!(found, *count, "{word}");
    }
    assert_eq!(summary.waived, report.findings.iter().filter(|f| f.waived).count());
    assert_eq!(summary.flows, report.flows.len());
}

#[test]
fn every_control_has_a_reason_and_every_open_one_says_what_to_do() {
    for lang in BOTH {
        for control in example::report(lang, "x").controls {
            assert!(!control.reason.is_empty(), "{}", control.id);
            let settled = ["pass", "not-applicable"].contains(&control.verdict.word());
            assert_eq!(control.todo.is_empty(), settled, "{}: {}", control.id, control.todo);
            assert!(!control.reason.contains('{') && !control.todo.contains('{'), "{}", control.reason);
        }
    }
}

#[test]
fn the_first_screen_of_the_terminal_answers() {
    for lang in BOTH {
        for width in [40, 80, 100, 120] {
            let report = example::report(lang, example::HOSTILE[3]);
            let text = terminal::render(&report, Screen { width, colour: false });
            let head: Vec<&str> = text.lines().take(24).collect();
            let answer = if lang == Lang::En { "Not yet" } else { "還不能送測" };
            assert!(head.iter().any(|line| line.contains(answer)), "{text}");
            for line in text.lines() {
                assert!(line.width() <= width + 2, "{width}: {line}");
            }
        }
        let report = example::report(lang, example::HOSTILE[3]);
        let coloured = terminal::render(&report, Screen { width: 100, colour: true });
        assert!(coloured.contains("\u{1b}[1;31m"));
        assert!(!coloured.contains("\u{1b}]"));
    }
}

#[test]
fn sarif_keeps_to_one_location_and_to_the_limits() {
    for lang in BOTH {
        let report = example::report(lang, example::HOSTILE[0]);
        let log: Value = serde_json::from_str(&report.to_text(Format::Sarif).unwrap()).unwrap();
        let run = &log["runs"][0];
        let artifacts = run["artifacts"].as_array().unwrap();
        for (i, artifact) in artifacts.iter().enumerate() {
            let uri = artifact["location"]["uri"].as_str().unwrap();
            assert!(!uri.starts_with('/') && !uri.contains(':') && !uri.contains(".."), "{uri}");
            assert!(artifact["parentIndex"].as_u64().is_none_or(|parent| (parent as usize) < i));
        }
        let results = run["results"].as_array().unwrap();
        assert_eq!(results.len(), report.findings.len());
        let mut prints = BTreeSet::new();
        for result in results {
            assert_eq!(result["locations"].as_array().unwrap().len(), 1);
            let place = &result["locations"][0]["physicalLocation"];
            let index = place["artifactLocation"]["index"].as_u64().unwrap() as usize;
            assert_eq!(artifacts[index]["location"]["uri"], place["artifactLocation"]["uri"]);
            assert!(place["region"]["startLine"].as_u64().unwrap() > 0);
            let rule = result["ruleIndex"].as_u64().unwrap() as usize;
            assert_eq!(run["tool"]["driver"]["rules"][rule]["id"], result["ruleId"]);
            assert!(prints.insert(result["partialFingerprints"]["maspectFinding/v1"].as_str().unwrap().to_owned()));
        }
        for rule in run["tool"]["driver"]["rules"].as_array().unwrap() {
            assert!(rule["properties"]["tags"].as_array().unwrap().len() <= 10);
        }
    }
}

#[test]
fn junit_has_one_case_for_each_counted_control() {
    for lang in BOTH {
        let report = example::report(lang, example::HOSTILE[7]);
        let text = report.to_text(Format::Junit).unwrap();
        let mut reader = quick_xml::Reader::from_str(&text);
        let (mut cases, mut failures) = (0, 0);
        loop {
            match reader.read_event().unwrap() {
                quick_xml::events::Event::Eof => break,
                quick_xml::events::Event::Start(tag) | quick_xml::events::Event::Empty(tag) => {
                    cases += usize::from(tag.name().as_ref() == "testcase");
                    failures += usize::from(tag.name().as_ref() == "failure");
                }
                _ => {}
            }
        }
        assert_eq!(cases, 31);
        let failing = report.controls.iter().filter(|c| c.counted && c.verdict.word() == "fail" && !c.waived).count();
        assert_eq!(failures, failing);
    }
}

#[test]
fn annotations_are_one_command_a_line() {
    let text = example::report(Lang::En, "x").to_text(Format::Github).unwrap();
    for line in text.lines() {
        assert!(["::error ", "::warning ", "::notice "].iter().any(|c| line.starts_with(c)), "{line}");
    }
}

#[test]
fn the_bill_of_materials_names_every_component_once() {
    let report = example::report(Lang::En, "x");
    let bom: Value = serde_json::from_str(&report.to_text(Format::Cyclonedx).unwrap()).unwrap();
    let components = bom["components"].as_array().unwrap();
    assert_eq!(components.len(), report.inventory.sdks.len());
    let refs: BTreeSet<&str> = components.iter().map(|c| c["bom-ref"].as_str().unwrap()).collect();
    assert_eq!(refs.len(), components.len());
    assert_eq!(bom["dependencies"][0]["dependsOn"].as_array().unwrap().len(), components.len());
}

#[test]
fn html_keeps_hostile_text_inert() {
    for lang in BOTH {
        let page = html::render(&example::report(lang, &example::HOSTILE.concat())).unwrap();
        assert!(!page.contains("<script>alert"));
        assert!(!page.contains("<img src=x"));
        assert_eq!(page.matches("<script>").count(), 1);
    }
}

#[test]
fn html_is_whole_and_needs_nothing_else() {
    for lang in BOTH {
        for report in [example::report(lang, "健康日記"), example::clean(lang)] {
            let page = html::render(&report).unwrap();
            assert!(page.contains(&format!("<html lang=\"{}\">", lang.code())));
            assert!(page.contains("default-src 'none'"));
            for control in report.controls.iter().filter(|c| c.counted) {
                assert!(page.contains(&format!("id=\"c-{}\"", control.id.replace('.', "-"))), "{}", control.id);
            }
            for finding in &report.findings {
                assert!(page.contains(&finding.id), "finding {} is not shown", finding.id);
            }
            for outside in ["src=\"", "@import", "url(", "<link", "<iframe", "style=\"", " onclick"] {
                assert!(!page.replace("&lt;img src=x", "").contains(outside), "{outside}");
            }
            let ids: Vec<&str> = page.split(" id=\"").skip(1).filter_map(|s| s.split('"').next()).collect();
            let once: std::collections::BTreeSet<&&str> = ids.iter().collect();
            assert_eq!(ids.len(), once.len(), "an id stands twice");
            for anchor in page.split("href=\"#").skip(1).filter_map(|s| s.split('"').next()) {
                assert!(ids.contains(&anchor), "#{anchor} leads nowhere");
            }
        }
    }
}

/// Writes one page per language for a look in a browser, when a folder is named.
#[test]
fn pages_for_a_look() {
    let Some(folder) = std::env::var_os("MASPECT_REPORT_LOOK").map(std::path::PathBuf::from) else { return };
    std::fs::create_dir_all(&folder).unwrap();
    for lang in BOTH {
        for format in text_formats() {
            let name = format!("all.{}.{}", lang.code(), format.extension());
            std::fs::write(folder.join(name), example::report(lang, "健康日記").to_text(format).unwrap()).unwrap();
            let name = format!("hostile.{}.{}", lang.code(), format.extension());
            let hostile = example::HOSTILE.concat() + &"長".repeat(100_000);
            std::fs::write(folder.join(name), example::report(lang, &hostile).to_text(format).unwrap()).unwrap();
        }
        let page = html::render(&example::report(lang, "健康日記")).unwrap();
        std::fs::write(folder.join(format!("report.{}.html", lang.code())), page).unwrap();
        std::fs::write(
            folder.join(format!("clean.{}.html", lang.code())),
            html::render(&example::clean(lang)).unwrap(),
        )
        .unwrap();
    }
}

#[cfg(feature = "pdf")]
mod pdf {
    use super::*;
    use maspect::report::pdf;

    #[test]
    fn a_document_holds_to_both_standards_and_is_the_same_bytes_each_time() {
        for lang in BOTH.into_iter().filter(|lang| pdf::has_font(*lang)) {
            for report in [example::report(lang, &example::HOSTILE.concat()), example::clean(lang)] {
                let document = pdf::render(&report, &[]).unwrap();
                assert!(document.starts_with(b"%PDF-1."));
                assert!(document == pdf::render(&report, &[]).unwrap(), "two runs differ");
            }
        }
    }

    /// Structure elements below a node, in reading order: nesting depth, role, and whether it has an alternate text.
    fn walk(document: &lopdf::Document, node: &lopdf::Object, depth: usize, out: &mut Vec<(usize, String, bool)>) {
        assert!(depth < 64, "the structure tree is deeper than any reader follows");
        let node = match node {
            lopdf::Object::Reference(id) => document.get_object(*id).unwrap(),
            other => other,
        };
        match node {
            lopdf::Object::Array(list) => list.iter().for_each(|item| walk(document, item, depth, out)),
            lopdf::Object::Dictionary(dictionary) => {
                if let Ok(role) = dictionary.get(b"S").and_then(lopdf::Object::as_name) {
                    out.push((depth, String::from_utf8_lossy(role).into_owned(), dictionary.has(b"Alt")));
                }
                if let Ok(kids) = dictionary.get(b"K") {
                    walk(document, kids, depth + 1, out);
                }
            }
            _ => {}
        }
    }

    /// What PDF/UA-1 (ISO 14289-1, clause 7) and PDF/A-2a (ISO 19005-2, clause 6) ask of the file, read back from its bytes.
    #[test]
    fn the_structure_tree_says_what_a_screen_reader_needs() {
        for lang in BOTH.into_iter().filter(|lang| pdf::has_font(*lang)) {
            let bytes = pdf::render(&example::report(lang, &example::HOSTILE.concat()), &[]).unwrap();
            let document = lopdf::Document::load_mem(&bytes).unwrap();
            assert!(!document.trailer.has(b"Encrypt"));
            let catalog = document.catalog().unwrap();
            let inside = |key: &[u8]| document.dereference(catalog.get(key).unwrap()).unwrap().1.clone();
            let language = inside(b"Lang");
            assert!(String::from_utf8_lossy(language.as_str().unwrap()).starts_with(&lang.code()[..2]));
            assert!(inside(b"MarkInfo").as_dict().unwrap().get(b"Marked").unwrap().as_bool().unwrap());
            let preferences = inside(b"ViewerPreferences");
            assert!(preferences.as_dict().unwrap().get(b"DisplayDocTitle").unwrap().as_bool().unwrap());
            assert!(catalog.has(b"OutputIntents") && catalog.has(b"Outlines"));
            let metadata = inside(b"Metadata").as_stream().unwrap().content.clone();
            let metadata = String::from_utf8_lossy(&metadata).into_owned();
            for claim in ["pdfuaid:part>1<", "pdfaid:part>2<", "pdfaid:conformance>A<"] {
                assert!(metadata.contains(claim), "{claim} is not claimed: {metadata}");
            }
            for id in document.get_pages().into_values() {
                let page = document.get_dictionary(id).unwrap();
                assert!(page.has(b"StructParents"), "a page without marked content");
                assert_eq!(page.get(b"Tabs").unwrap().as_name().unwrap(), b"S");
            }
            let mut elements = Vec::new();
            walk(&document, catalog.get(b"StructTreeRoot").unwrap(), 0, &mut elements);
            let count = |role: &str| elements.iter().filter(|(_, r, _)| r == role).count();
            assert!(count("Table") >= 3 && count("TH") >= 8 && count("TD") > count("TH"));
            assert!(count("L") > 0 && count("LI") >= count("L") && count("P") > 50);
            // Headings begin at the first level and never skip one.
            let mut last = 0;
            for (_, role, _) in &elements {
                if let Some(level) = role.strip_prefix('H').and_then(|l| l.parse::<usize>().ok()) {
                    assert!(level <= last + 1, "H{level} follows H{last}");
                    last = level;
                }
            }
            assert!(last > 0, "no headings");
            assert!(
                elements.iter().filter(|(_, role, _)| role == "Figure").all(|(_, _, alt)| *alt),
                "a figure without words"
            );
        }
    }

    #[test]
    fn the_first_page_answers_and_ends_on_itself() {
        for lang in BOTH.into_iter().filter(|lang| pdf::has_font(*lang)) {
            let bytes = pdf::render(&example::report(lang, "健康日記"), &[]).unwrap();
            let document = lopdf::Document::load_mem(&bytes).unwrap();
            // The first page has the title; every other heading stands behind it.
            let pages = document.get_pages();
            assert!(pages.len() > 2);
            let outlines = document.get_toc().unwrap();
            let first: Vec<&str> =
                outlines.toc.iter().filter(|entry| entry.page < 2).map(|entry| entry.title.as_str()).collect();
            assert_eq!(first.len(), 1, "{first:?}");
            assert!(outlines.toc.iter().any(|entry| entry.page == 2), "the first page runs over");
        }
    }

    #[test]
    fn without_a_font_for_its_language_it_says_what_to_install() {
        if !pdf::has_font(Lang::ZhHant) {
            let error = pdf::render(&example::clean(Lang::ZhHant), &[]).unwrap_err();
            assert!(error.to_string().contains("fonts-noto-cjk"), "{error}");
        }
    }
}
