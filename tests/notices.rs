//! The notice checker against the hand-labelled set in `samples/notices`: precision and recall over all points.
#![allow(clippy::print_stdout)]

use std::collections::BTreeMap;
use std::path::PathBuf;

use maspect::notice::{self, Language, PointId};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("samples/notices")
}

/// `file, id, satisfied` of each row.
fn labels() -> BTreeMap<String, BTreeMap<PointId, bool>> {
    let text = std::fs::read_to_string(folder().join("labels.csv")).unwrap();
    let mut labels: BTreeMap<String, BTreeMap<PointId, bool>> = BTreeMap::new();
    for line in text.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let [file, id, satisfied] = cells[..] else { panic!("three cells: {line}") };
        let id = PointId::from_word(id).unwrap_or_else(|| panic!("a point: {line}"));
        labels.entry(file.to_owned()).or_default().insert(id, satisfied == "true");
    }
    labels
}

#[test]
fn precision_and_recall_over_all_points_are_at_least_095() {
    let labels = labels();
    assert!(labels.len() >= 40);
    let (mut right, mut wrong, mut missed, mut differences) = (0u32, 0u32, 0u32, String::new());
    for (file, expected) in &labels {
        assert_eq!(expected.len(), PointId::ALL.len(), "{file}: every point is labelled");
        let document = notice::read(file, &std::fs::read(folder().join(file)).unwrap()).unwrap();
        let judged = notice::judge(&document);
        for (id, expected) in expected {
            let point = judged.point(*id).unwrap();
            match (expected, point.satisfied) {
                (true, true) => right += 1,
                (false, true) => wrong += 1,
                (true, false) => missed += 1,
                (false, false) => {}
            }
            if *expected != point.satisfied {
                let quote = point.quote.as_ref().map(|q| q.to_string()).unwrap_or_default();
                differences += &format!("{file} {} label {expected}: {} «{quote}»\n", id.word(), point.reason.code);
            }
        }
    }
    let precision = f64::from(right) / f64::from(right + wrong);
    let recall = f64::from(right) / f64::from(right + missed);
    println!("precision {precision:.3} recall {recall:.3}\n{differences}");
    assert!(precision >= 0.95 && recall >= 0.95, "precision {precision:.3} recall {recall:.3}\n{differences}");
}

#[test]
fn every_sample_is_labelled_and_every_label_has_its_sample() {
    let labels = labels();
    let files: Vec<String> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| !matches!(name.as_str(), "labels.csv" | "make.py" | "README.md"))
        .collect();
    for file in &files {
        assert!(labels.contains_key(file), "{file} has no labels");
    }
    assert_eq!(files.len(), labels.len());
}

#[test]
fn a_quote_and_its_line_are_given_for_every_satisfied_point() {
    let bytes = std::fs::read(folder().join("good-articles.txt")).unwrap();
    let notice = notice::open("good-articles.txt", &bytes).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    assert!(notice.is_notice && notice.language == Language::TraditionalChinese);
    assert_eq!(notice.date.as_deref(), Some("2025-03-21"));
    assert_eq!(notice.version.as_ref().map(|v| v.raw()), Some("2.1"));
    for point in &notice.points {
        assert!(point.satisfied, "{}", point.id.word());
        let maspect::finding::Locus::Document { line: Some(line), .. } = &point.locus else {
            panic!("{} has no line", point.id.word())
        };
        let plain = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        let quote = plain(point.quote.as_ref().unwrap().raw());
        assert!(plain(text.lines().nth(*line as usize - 1).unwrap()).contains(&quote), "{quote} on line {line}");
    }
}

#[test]
fn a_notice_in_another_language_is_refused_in_one_line() {
    for (file, language) in [("lang-ja.txt", "Japanese"), ("lang-ko.txt", "Korean")] {
        let error = notice::open(file, &std::fs::read(folder().join(file)).unwrap()).unwrap_err().to_string();
        assert!(error.starts_with(&format!("{file}: line 1: text in {language}")), "{error}");
        assert!(!error.contains('\n'));
    }
}
