//! What the readers make of small files, and that no bytes make them panic.

use std::io::Write;

use proptest::prelude::*;

use super::super::document::{Block, BlockKind};
use super::super::{NoticeError, Place, judge, looks_like_notice};
use super::read;

fn texts(blocks: &[Block]) -> Vec<&str> {
    blocks.iter().map(|b| b.text.as_str()).collect()
}

fn docx(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in parts {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(content.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// A one-page PDF with the given content stream and font, without a cross-reference table (it is rebuilt on reading).
fn pdf(content: &str, trailer: &str) -> Vec<u8> {
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Count 1 /Kids [3 0 R] >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 4 0 R >> >> /Contents 5 0 R >>".to_owned(),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
        format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()),
    ];
    let mut out = String::from("%PDF-1.4\n");
    let mut offsets = Vec::new();
    for (index, object) in objects.iter().enumerate() {
        offsets.push(out.len());
        out.push_str(&format!("{} 0 obj\n{object}\nendobj\n", index + 1));
    }
    let start = out.len();
    out.push_str("xref\n0 6\n0000000000 65535 f \n");
    for offset in offsets {
        out.push_str(&format!("{offset:010} 00000 n \n"));
    }
    out.push_str(&format!("trailer\n<< /Size 6 /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n"));
    out.into_bytes()
}

#[test]
fn a_document_type_is_no_text_and_old_entities_need_no_semicolon() {
    let page = "<!DOCTYPE html><html><body><p>&nbsp&nbsp隱私權政策 A&amp B</p></body></html>";
    let document = super::super::read("a.html", page.as_bytes()).unwrap();
    assert_eq!(document.text().trim(), "隱私權政策 A& B");
}

#[test]
fn html_gives_headings_numbered_items_rows_and_the_footer_with_their_lines() {
    let page = "<html><head><title>隱私權政策</title><script>聯絡人：x</script></head><body>\n<h2>六、權利</h2>\n\
        <ol start=\"2\"><li>查詢</li><li>刪除</li></ol>\n<table><tr><td>期間</td><td>一年</td></tr></table>\n\
        <p>第一行<br>第二&#34892;</p>\n<footer>電話 02-2736-4815</footer></body></html>";
    let document = read("a.html", page.as_bytes()).unwrap();
    let seen: Vec<(&BlockKind, &str, u32)> =
        document.blocks.iter().map(|b| (&b.kind, b.text.as_str(), b.line_at(0))).collect();
    let row = BlockKind::Row(vec!["期間".to_owned(), "一年".to_owned()]);
    assert_eq!(
        seen,
        [
            (&BlockKind::Heading(1), "隱私權政策", 1),
            (&BlockKind::Heading(2), "六、權利", 2),
            (&BlockKind::Item, "2. 查詢", 3),
            (&BlockKind::Item, "3. 刪除", 3),
            (&row, "期間 | 一年", 4),
            (&BlockKind::Paragraph, "第一行", 5),
            (&BlockKind::Paragraph, "第二行", 5),
            (&BlockKind::Footer, "電話 02-2736-4815", 6),
        ]
    );
}

#[test]
fn a_layout_table_is_no_row_and_a_table_inside_it_is() {
    let page = "<html><table><tr><td><h2>一、目的</h2><p>甲</p><table><tr><th>項目</th><td>值</td></tr></table></td></tr></table>";
    let document = read("a.html", page.as_bytes()).unwrap();
    assert_eq!(texts(&document.blocks), ["一、目的", "甲", "項目 | 值"]);
    assert!(matches!(document.blocks[2].kind, BlockKind::Row(_)));
}

#[test]
fn markdown_keeps_numbers_takes_marks_out_and_keeps_link_targets() {
    let text = "# 政策\n\n本公司**甲**\n為您服務。\n\n1. 查詢\n2. [刪除](https://a.tw/d)\n\n| 項目 | 值 |\n|---|---|\n| 期間 | 一年 |\n";
    let document = read("a.md", text.as_bytes()).unwrap();
    assert_eq!(
        texts(&document.blocks),
        ["政策", "本公司甲為您服務。", "1. 查詢", "2. 刪除", "項目 | 值", "期間 | 一年"]
    );
    assert_eq!(document.links, ["https://a.tw/d"]);
    assert_eq!(document.blocks[1].line_at(document.blocks[1].text.len() - 1), 4);
}

#[test]
fn the_same_text_is_read_from_utf8_utf16_and_big5() {
    let text = "隱私權政策\n本公司蒐集您的個人資料，您得請求刪除。\n";
    let utf16 = |big: bool| -> Vec<u8> {
        let unit = |u: u16| if big { u.to_be_bytes() } else { u.to_le_bytes() };
        std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(unit).collect()
    };
    let big5 = encoding_rs::BIG5.encode(text).0.into_owned();
    let expected = read("a.txt", text.as_bytes()).unwrap();
    for bytes in [utf16(true), utf16(false), utf16(false)[2..].to_vec(), big5] {
        assert_eq!(read("a.txt", &bytes).unwrap().blocks, expected.blocks);
    }
}

#[test]
fn word_numbers_are_computed() {
    let numbering = r#"<w:numbering><w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:start w:val="5"/><w:numFmt w:val="taiwaneseCountingThousand"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum><w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num></w:numbering>"#;
    let item = |text: &str| {
        format!(
            r#"<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="3"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"#
        )
    };
    let body = format!(
        "<w:document><w:body>{}{}<w:p><w:r><w:del><w:t>刪去</w:t></w:del><w:t>A &amp; B</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>聯絡人</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>何佳穎</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:document>",
        item("目的"),
        item("權利")
    );
    let document = read("a.docx", &docx(&[("word/document.xml", &body), ("word/numbering.xml", numbering)])).unwrap();
    assert_eq!(texts(&document.blocks), ["五、 目的", "六、 權利", "A & B", "聯絡人 | 何佳穎"]);
    assert_eq!((document.place, document.blocks[1].line_at(0)), (Place::Paragraph, 2));
}

#[test]
fn a_pdf_gives_its_lines_by_page() {
    let content = "BT /F1 12 Tf 50 700 Td (Privacy Notice) Tj 0 -20 Td (We collect your name to serve you.) Tj ET";
    let document = read("a.pdf", &pdf(content, "")).unwrap();
    assert_eq!(texts(&document.blocks), ["Privacy Notice", "We collect your name to serve you."]);
    assert_eq!((document.place, document.blocks[1].line_at(0)), (Place::Page, 1));
}

#[test]
fn what_cannot_be_read_is_one_line_with_file_place_and_cure() {
    let protected_docx = {
        let mut bytes = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
        bytes.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
        bytes
    };
    let huge = format!("<html>{}", "字".repeat(17 << 20)).into_bytes();
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        ("big.html", huge, "big.html: 52 MB; at most 8 MB of text are read"),
        ("scan.pdf", pdf("q 100 0 0 100 0 0 cm Q", ""), "scan.pdf: page 1 of 1: a scan without text"),
        ("locked.docx", protected_docx, "locked.docx: protected by a password (Office encryption)"),
        ("old.doc", vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], "old.doc: an old binary Office file (.doc)"),
        ("locked.pdf", pdf("", "/Encrypt 9 0 R"), "locked.pdf: protected by a password (PDF encryption)"),
        ("cut.pdf", b"%PDF-1.7\nnothing".to_vec(), "cut.pdf: document: not a readable PDF"),
        ("empty.txt", Vec::new(), "empty.txt: no text in it"),
        ("pic.png", b"\x89PNG\r\n\x1a\n".to_vec(), "pic.png: a PNG picture"),
        ("a.zip", docx(&[("readme.txt", "x")]), "a.zip: a ZIP archive without a Word document"),
        ("noise.txt", (0..4000u32).map(|i| (i * 7919 % 251) as u8).collect(), "noise.txt: line 1: not UTF-8"),
    ];
    for (name, bytes, expected) in cases {
        let error = read(name, &bytes).expect_err(name);
        let line = error.to_string();
        assert!(line.starts_with(expected), "{line}");
        assert!(
            !line.contains('\n') && line.matches(": ").count() >= 2 || matches!(error, NoticeError::TooLarge { .. }),
            "{line}"
        );
        assert!(error.note().code.starts_with("notice-"));
    }
}

#[test]
fn a_large_text_is_judged_in_linear_time() {
    let sentence = "本公司蒐集您的個人資料，您得請求查詢、閱覽、複製、更正、停止蒐集或刪除，電話(02)2736-4815。";
    let text = format!("隱私權政策\n{}", format!("{sentence}\n").repeat(8_000));
    let document = read("a.txt", text.as_bytes()).unwrap();
    assert!(judge(&document).is_notice);
}

#[test]
fn nesting_and_unclosed_markup_are_bounded() {
    let deep = format!("<html>{}甲乙丙丁", "<table><tr><td><ol><li>".repeat(20_000));
    assert!(read("a.html", deep.as_bytes()).is_ok());
    let quote = format!("<html><p>隱私</p>{}", "<a href=\"".repeat(20_000));
    assert!(read("a.html", quote.as_bytes()).is_ok());
}

/// Reads and judges; the outcome does not matter, that there is one does.
fn survives(name: &str, bytes: &[u8]) {
    if let Ok(document) = read(name, bytes) {
        let notice = judge(&document);
        assert_eq!(notice.points.len(), 20);
    }
}

#[test]
fn every_truncation_and_flipped_byte_survives() {
    let word = docx(&[("word/document.xml", "<w:document><w:p><w:r><w:t>隱私權聯絡人</w:t></w:r></w:p></w:document>")]);
    let page = "<html><table><tr><td>聯絡人</td><td>○○</td></tr></table><ol><li>一&#x6c;".as_bytes().to_vec();
    let paper = pdf("BT /F1 12 Tf 50 700 Td (Privacy Notice we collect) Tj ET", "");
    for (name, bytes) in [("a.docx", word), ("a.html", page), ("a.pdf", paper)] {
        for at in 0..bytes.len() {
            survives(name, &bytes[..at]);
            let mut flipped = bytes.clone();
            flipped[at] ^= 0x55;
            survives(name, &flipped);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_bytes_survive(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        for name in ["a.txt", "a.html", "a.md", "a.pdf", "a.docx"] {
            survives(name, &bytes);
        }
    }

    #[test]
    fn any_text_survives(text in "(聯絡人|：|○○|第六條|[（(]六[)）]|6\\.|刪除|不提供|個資|@|02-|<td>|<li>|\\| |\n|[a-z]{0,3}|\\PC){0,60}") {
        for name in ["a.txt", "a.html", "a.md"] {
            survives(name, text.as_bytes());
        }
        looks_like_notice(&text);
    }
}
