//! Every rendering of a report: complete, well-formed, in both languages, and inert whatever the app says.

#[path = "reports/example.rs"]
mod example;

use maspect::report::html;
use maspect::rule::Lang;

#[test]
fn html_keeps_hostile_text_inert() {
    for lang in [Lang::ZhHant, Lang::En] {
        for name in example::HOSTILE {
            let page = html::render(&example::report(lang, name)).unwrap();
            assert!(!page.contains("<script>alert"), "{name}");
            assert!(!page.contains("<img src=x"), "{name}");
            assert!(!page.contains('\u{202e}') && !page.contains('\u{1b}'));
            assert_eq!(page.matches("<script>").count(), 1);
        }
    }
}

#[test]
fn html_is_whole_and_needs_nothing_else() {
    for lang in [Lang::ZhHant, Lang::En] {
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
    for lang in [Lang::ZhHant, Lang::En] {
        let page = html::render(&example::report(lang, "健康日記")).unwrap();
        std::fs::write(folder.join(format!("report.{}.html", lang.code())), page).unwrap();
        std::fs::write(
            folder.join(format!("clean.{}.html", lang.code())),
            html::render(&example::clean(lang)).unwrap(),
        )
        .unwrap();
    }
}
