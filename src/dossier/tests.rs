//! The papers, from small projects.

use super::*;
use crate::rule::{Catalogue, Class};

fn made(yaml: &str, files: &[&str]) -> Dossier {
    let project = Project::read("maspect.yaml", yaml.as_bytes()).unwrap();
    let files = files.iter().map(|f| (*f, *f)).collect::<Vec<_>>();
    made_of(&project, &files)
}

/// Files with what stands for their bytes.
fn made_of(project: &Project, files: &[(&str, &str)]) -> Dossier {
    let given = |bytes: &str| GivenFile { size: 3, sha256: format!("{bytes:0>64}") };
    let files = files.iter().map(|(path, bytes)| ((*path).to_owned(), given(bytes))).collect();
    dossier(&Case {
        reports: &[],
        project,
        files: &files,
        catalogue_sha256: "",
        date: "2026-11-21",
        lang: Lang::ZhHant,
    })
}

fn paper(dossier: &Dossier, at: usize) -> String {
    dossier.papers[at].1.to_markdown()
}

#[test]
fn the_mail_is_named_and_a_wrong_name_is_told() {
    let yaml = "dossier: {applicant: {name: 健康科技股份有限公司}, app_name: 健康日記, test_report: out/report.pdf}\n";
    let made = made(yaml, &["out/report.pdf"]);
    assert!(paper(&made, 2).contains("健康科技股份有限公司_健康日記App 資安檢測報告"));
    let row = made.open.iter().find(|r| r.item == "檢測報告").unwrap();
    assert_eq!(row.todo, "檔名「report.pdf」不符：請改為「健康科技股份有限公司_健康日記App 資安檢測報告.pdf」。");
    let right = yaml.replace("report.pdf", "健康科技股份有限公司_健康日記App資安檢測報告.pdf");
    let made = super::tests::made(&right, &["out/健康科技股份有限公司_健康日記App資安檢測報告.pdf"]);
    assert!(made.open.iter().all(|r| r.item != "檢測報告"));
}

#[test]
fn of_nine_attachments_six_are_named_and_the_others_only_by_the_applicant() {
    let made = made("dossier: {attachments: [{name: 甲, file: a.pdf}, {name: 乙, file: b.pdf}]}\n", &["a.pdf"]);
    let text = paper(&made, 2);
    assert_eq!(text.matches("（依申請單填寫名稱）").count(), 1);
    assert!(text.contains("| 7 | 甲 | a.pdf") && text.contains("讀不到 b.pdf"));
    assert_eq!(made.open.iter().filter(|r| r.item.starts_with("附件 ")).count(), 8);
}

#[test]
fn one_file_for_two_attachments_is_told_at_the_later_one() {
    let yaml = "dossier: {plan: plan.pdf, attachments: [{name: 甲, file: a.pdf}, {name: 乙, file: copy-of-plan.pdf}, {name: 丙, file: a.pdf}]}\n";
    let project = Project::read("maspect.yaml", yaml.as_bytes()).unwrap();
    let made = made_of(&project, &[("plan.pdf", "1"), ("a.pdf", "2"), ("copy-of-plan.pdf", "1")]);
    let todo = |item: &str| made.open.iter().find(|r| r.item == item).map(|r| r.todo.as_str()).unwrap_or_default();
    assert!(todo("附件 8 · 乙").starts_with("與附件 5 是同一個檔案"), "{}", todo("附件 8 · 乙"));
    assert!(todo("附件 9 · 丙").starts_with("與附件 7 是同一個檔案"));
    assert!(made.open.iter().all(|r| !r.item.starts_with("附件 7") && !r.item.starts_with("附件 5")));
    assert!(paper(&made, 2).contains("| 8 | 乙 | copy-of-plan.pdf"));
}

#[test]
fn the_proof_follows_the_class_of_applicant() {
    let made = made("dossier: {applicant: {name: 某財團法人, class: foundation}}\n", &[]);
    assert!(paper(&made, 2).contains("財團法人：法人登記證書影本"));
    assert!(made.open.iter().any(|r| r.item == "申請人資料（登記證明文件）"));
}

#[test]
fn every_paper_says_what_it_is_not() {
    let made = made("", &[]);
    assert!(paper(&made, 0).contains("不是該表"));
    assert!(paper(&made, 1).contains("不是任何實驗室的表格"));
}

#[test]
fn a_worksheet_has_the_script_of_every_manual_part_in_both_languages() {
    let catalogue = Catalogue::embedded().unwrap();
    let profile = catalogue.profile("mas-v4").unwrap();
    for lang in [Lang::ZhHant, Lang::En] {
        let scripts = Scripts {
            profile,
            catalogue: &catalogue,
            class: Class::L2,
            with_f: false,
            platform: None,
            controls: &[],
            subject: "",
            date: "2026-11-21",
            lang,
        };
        let text = worksheet(&scripts).to_markdown();
        let wanted = profile.controls.iter().filter(|c| c.is_in(Class::L2, false) && !c.manual.is_empty());
        for control in wanted {
            assert!(text.contains(&format!("## {} {}", control.id, control.title.get(lang))), "{}", control.id);
        }
        assert_eq!(text.matches("1. [ ] ").count(), text.matches("\n### ").count());
        let one = Scripts { controls: &["4.1.1.3.1".to_owned()], ..scripts };
        assert_eq!(worksheet(&one).to_markdown().matches("\n## ").count(), 1);
    }
}

#[test]
fn each_row_says_where_in_the_project_file_its_answer_goes() {
    let made = made("", &[]);
    let todo = |item: &str| made.open.iter().find(|r| r.item == item).map(|r| r.todo.clone()).unwrap_or_default();
    assert!(todo("隱私權聲明內容").contains("maspect.yaml 的 notice。"), "{}", todo("隱私權聲明內容"));
    assert!(todo("應用計畫書").contains("maspect.yaml 的 dossier.plan。"));
    assert!(todo("附件 6 · 影音檔（附光碟）").contains("dossier.video"));
    assert!(todo("聯絡人").contains("dossier.contact"));
}

#[test]
fn blanks_of_a_form_are_no_names() {
    let people = "contact: {name: 林○○, phone: 02-2736-4815}, engineer: {name: 陳工程師, email: me@example.com}";
    let made = made(
        &format!("dossier: {{applicant: {{name: '○○公司', class: agency, proof: a.pdf}}, {people}}}\n"),
        &["a.pdf"],
    );
    let todo = |item: &str| made.open.iter().find(|r| r.item == item).map(|r| r.todo.clone()).unwrap_or_default();
    assert!(todo("聯絡人").contains("「林○○」是範本的空格"), "{}", todo("聯絡人"));
    assert!(todo("軟體開發工程師").contains("me@example.com"));
    assert!(todo("申請人資料（登記證明文件）").contains("申請單位全名"));
}
