//! What a person may hand in by mistake: each gives one line that names file, place and cure, in both languages.

use std::path::{Path, PathBuf};

use assert_cmd::Command;

const BUILD: &str = "samples/apps/android/corrected.apk";

/// A folder of its own for one test, empty.
fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&path);
    std::fs::create_dir_all(&path).unwrap();
    path
}

/// Exit code and the one line on standard error.
fn said(args: &[&str], lang: &str) -> (i32, String) {
    let out = Command::cargo_bin("maspect").unwrap().args(args).args(["--lang", lang]).output().unwrap();
    let text = String::from_utf8(out.stderr).unwrap();
    assert_eq!(text.lines().count(), 1, "{args:?}: {text}");
    (out.status.code().unwrap(), text.trim_end().trim_start_matches("maspect: ").to_owned())
}

/// A PDF with one empty page; `trailer` goes into its trailer, `end` is what stands at its end.
fn pdf(trailer: &str, end: &str) -> Vec<u8> {
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] /Contents 4 0 R >>",
        "<< /Length 4 >>\nstream\nq Q\n\nendstream",
    ];
    let mut out = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (i, body) in objects.iter().enumerate() {
        places.push(out.len());
        out.extend(format!("{} 0 obj\n{body}\nendobj\n", i + 1).bytes());
    }
    let table = out.len();
    out.extend(b"xref\n0 5\n0000000000 65535 f \n");
    for place in places {
        out.extend(format!("{place:010} 00000 n \n").bytes());
    }
    out.extend(format!("trailer\n<< /Size 5 /Root 1 0 R {trailer} >>\nstartxref\n{table}\n{end}").bytes());
    out
}

/// The container that Word's password protection makes.
fn protected_docx() -> Vec<u8> {
    let mut bytes = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    bytes.resize(512, 0);
    bytes.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    bytes
}

#[test]
fn a_file_that_is_no_readable_notice_gives_one_line_with_its_cure_in_both_languages() {
    let folder = folder("bad-notices");
    let japanese = "プライバシーポリシー\n当社は、お客様の個人情報を適切に取り扱います。お問い合わせは窓口まで。\n";
    let login = "<html><title>登入</title><form>帳號<input name=u>密碼<input type=password><a href=/p>隱私權政策</a>";
    let word = std::fs::read("samples/notices/good-articles.docx").unwrap();
    let page = format!("<html><body>{}", "<p>本公司蒐集您的個人資料。</p>\n".repeat(1_250_000));
    let sjis = encoding_rs::SHIFT_JIS.encode(japanese).0.into_owned();
    let cases: Vec<(&str, Vec<u8>, i32, &str, &str)> = vec![
        ("scan.pdf", pdf("", "%%EOF\n"), 3, "scan.pdf: page 1 of 1: a scan without text", "scan.pdf：第 1 頁：掃描檔"),
        ("locked.pdf", pdf("/Encrypt 9 0 R", "%%EOF\n"), 3, "protected by a password (PDF", "檔案設有密碼（PDF 加密）"),
        ("locked.docx", protected_docx(), 3, "protected by a password (Office", "檔案設有密碼（Office 加密）"),
        ("cut.docx", word[..900].to_vec(), 3, "not a readable DOCX (cut off", "無法以 DOCX 格式讀取（檔案不完整"),
        ("cut.pdf", pdf("", "")[..80].to_vec(), 3, "not a readable PDF (cut off", "無法以 PDF 格式讀取（檔案不完整"),
        ("large.html", page.into_bytes(), 3, "at most 8 MB are read", "上限為 8 MB"),
        ("ja.txt", japanese.as_bytes().to_vec(), 3, "line 1: text in Japanese", "第 1 行：文字語言為日文"),
        ("sjis.txt", sjis, 3, "line 1: text in Japanese", "第 1 行：文字語言為日文"),
        ("empty.txt", vec![], 3, "no text in it", "檔案中沒有文字"),
        ("blank.txt", b" \n\n".to_vec(), 3, "no text in it", "檔案中沒有文字"),
        ("shot.png", b"\x89PNG\r\n\x1a\n".to_vec(), 3, "a PNG picture", "PNG 圖片"),
        (
            "noise.txt",
            (0..4000u32).map(|i| (i * 7919 % 251) as u8).collect(),
            3,
            "line 1: not UTF-8",
            "第 1 行：不是 UTF-8",
        ),
        ("login.html", login.as_bytes().to_vec(), 10, "not a privacy notice", "不是隱私權聲明"),
    ];
    for (name, bytes, code, english, chinese) in cases {
        let path = folder.join(name);
        std::fs::write(&path, bytes).unwrap();
        for (lang, expected) in [("en", english), ("zh-Hant", chinese)] {
            let (got, line) = said(&["notice", path.to_str().unwrap()], lang);
            assert_eq!(got, code, "{line}");
            assert!(line.starts_with(name) && line.contains(expected), "{line}");
        }
    }
    for (path, english, chinese) in [
        (folder.clone(), "a folder: give the file", "這是資料夾"),
        (folder.join("none.txt"), "no such file", "沒有這個檔案"),
    ] {
        for (lang, expected) in [("en", english), ("zh-Hant", chinese)] {
            let (code, line) = said(&["notice", path.to_str().unwrap()], lang);
            assert!(code == 1 && line.starts_with(path.to_str().unwrap()) && line.contains(expected), "{line}");
        }
    }
}

#[test]
fn text_is_read_whatever_its_encoding_and_whatever_it_says_of_it() {
    let folder = folder("encodings");
    let text = std::fs::read_to_string("samples/notices/good-articles.txt").unwrap();
    let page = format!("<html><meta charset=\"big5\"><pre>{text}</pre>");
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    for (name, bytes) in [("le.txt", utf16), ("be.txt", big), ("declared.html", page.into_bytes())] {
        let path = folder.join(name);
        std::fs::write(&path, bytes).unwrap();
        let out = Command::cargo_bin("maspect").unwrap().args(["notice", path.to_str().unwrap()]).output().unwrap();
        assert_eq!(out.status.code(), Some(0), "{name}: {}", String::from_utf8_lossy(&out.stdout));
    }
}

#[test]
fn the_same_lines_come_from_a_scan_with_the_file_and_from_a_project_file() {
    let folder = folder("bad-beside-a-build");
    let write = |name: &str, text: &str| {
        let path = folder.join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let japanese = write("ja.txt", "プライバシーポリシー\n当社は、お客様の個人情報を適切に取り扱います。\n");
    let (code, line) = said(&["scan", BUILD, "--notice", &japanese], "zh-Hant");
    assert!(code == 1 && line.starts_with("ja.txt：第 1 行：文字語言為日文"), "{line}");
    let cases = [
        ("key.yaml", "profile: mas-l2\nnotices: a.html\n", ":2:1: 這裡沒有 `notices` 這個鍵；是不是要寫 `notice`？"),
        (
            "control.yaml",
            "attestations:\n  - {control: 4.9.9.9.9, part: x, result: pass}\n",
            ":2:15: 沒有 `4.9.9.9.9` 這個檢測項目",
        ),
        ("notice.yaml", "notice: nowhere.html\n", ":1:9: 找不到隱私權聲明"),
        ("folder.yaml", "notice: .\n", " 是資料夾"),
        ("list.yaml", "attestations: 5\n", ":1:15: 這裡應為清單"),
        ("day.yaml", "built: 2026-13-01\n", ":1:8: `built: 2026-13-01` 不是日期"),
    ];
    for (name, text, expected) in cases {
        let path = write(name, text);
        let (code, line) = said(&["scan", BUILD, "--config", &path], "zh-Hant");
        assert!(code == 1 && line.starts_with(&path) && line.contains(expected), "{line}");
    }
}

#[test]
fn a_notice_is_printed_for_people_when_they_ask() {
    let out = Command::cargo_bin("maspect")
        .unwrap()
        .args(["notice", "samples/notices/flaw-no-person.txt", "--format", "text", "--lang", "zh-Hant"])
        .output()
        .unwrap();
    let text = String::from_utf8(out.stdout).unwrap();
    assert_eq!(out.status.code(), Some(10), "{text}");
    assert!(text.contains("已具備 20 項要點中的 19 項") && text.contains("× 聯絡人"), "{text}");
}

#[test]
fn a_file_that_is_no_build_gives_one_line_with_what_it_looks_like_in_both_languages() {
    let folder = folder("no-builds");
    let zip = |names: &[&str]| {
        let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for name in names {
            writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
            std::io::Write::write_all(&mut writer, b"some words of text").unwrap();
        }
        writer.finish().unwrap().into_inner()
    };
    let cases: Vec<(&str, Vec<u8>, &str, &str)> = vec![
        ("page.apk", b"<!DOCTYPE html><title>404</title>".to_vec(), "looks like an HTML page", "看起來是 HTML 網頁"),
        ("notes.ipa", b"hello".to_vec(), "looks like plain text", "看起來是純文字"),
        ("empty.apk", Vec::new(), "looks like an empty file", "看起來是空檔案"),
        ("docs.zip", zip(&["a.txt", "b/c.md"]), "2 entries, among them a.txt, b", "共 2 個項目，例如 a.txt, b"),
        ("bare.ipa", zip(&["Payload/readme"]), "a Payload folder without an app", "只有 Payload 資料夾"),
        // What precedes the manifest in the archive is left: nothing of an app.
        ("cut.apk", zip(&["a.txt", "b.txt"])[..60].to_vec(), "was cut off", "封裝檔不完整"),
    ];
    for (name, bytes, en, zh) in cases {
        let path = folder.join(name);
        std::fs::write(&path, bytes).unwrap();
        let path = path.to_str().unwrap();
        for command in ["scan", "init"] {
            let (code, line) = said(&[command, path], "en");
            assert!(
                code == 3 && line.starts_with(&format!("{path}: ")) && line.contains(en),
                "{command} {name}: {line}"
            );
            let (code, line) = said(&[command, path], "zh-Hant");
            assert!(
                code == 3 && line.starts_with(&format!("{path}：")) && line.contains(zh),
                "{command} {name}: {line}"
            );
        }
        let (code, line) = said(&["diff", BUILD, path], "zh-Hant");
        assert!(code == 3 && line.contains(zh), "{name}: {line}");
    }
}
