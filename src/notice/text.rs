//! Folding of spellings, sentences, and the marks that number articles and items.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

/// Spellings that mean the same, brought to one. Keys and values are in folded form.
const SAME: &[(&str, &str)] = &[
    ("臺", "台"),
    ("妳", "您"),
    ("你", "您"),
    ("聯繫", "聯絡"),
    ("連絡", "聯絡"),
    ("連繫", "聯絡"),
    ("收集", "蒐集"),
    ("搜集", "蒐集"),
    ("個人資訊", "個人資料"),
    ("個人信息", "個人資料"),
    ("信息", "資訊"),
    ("個人數據", "個人資料"),
    ("個資法", "個人資料保護法"),
    ("個資", "個人資料"),
    ("數據", "資料"),
    ("做為", "作為"),
    ("帳戶", "帳號"),
    ("賬號", "帳號"),
    ("用戶", "使用者"),
    ("電子信箱", "電子郵件"),
    ("電郵", "電子郵件"),
    ("电子邮件", "電子郵件"),
    ("郵件信箱", "電子郵件"),
    ("e-mail", "email"),
    ("客戶服務", "客服"),
    ("應用程式", "app"),
    ("本軟體", "本app"),
    ("手機程式", "app"),
    ("第 3 條", "第三條"),
    ("第3條", "第三條"),
    ("第 8 條", "第八條"),
    ("第8條", "第八條"),
    ("第 6 條", "第六條"),
    ("第6條", "第六條"),
    ("’", "'"),
    ("personal information", "personal data"),
    ("personally identifiable information", "personal data"),
];

static SAME_FINDER: LazyLock<AhoCorasick> = LazyLock::new(|| {
    AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .build(SAME.iter().map(|(from, _)| *from))
        .unwrap_or_else(|error| unreachable!("a fixed list: {error}"))
});

/// One character in its plain form: full-width Latin, digits and punctuation to ASCII, lower case.
pub(super) fn fold_char(c: char) -> char {
    match u32::from(c) {
        0xFF01..=0xFF5E => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c).to_ascii_lowercase(),
        0x3000 => ' ',
        0x3010 | 0x3014 | 0x3016 => '[',
        0x3011 | 0x3015 | 0x3017 => ']',
        0x2018 | 0x2019 => '\'',
        0x2010..=0x2014 | 0x2212 | 0xFE63 => '-',
        0xFE30 | 0xFE55 | 0x2236 => ':',
        0xFE50 => ',',
        0xFF61 => '。',
        _ => c.to_ascii_lowercase(),
    }
}

fn is_han(c: char) -> bool {
    matches!(u32::from(c), 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x2FA1F)
}

/// Text for matching: see [`SAME`] and [`fold_char`]; spaces beside Han characters are dropped.
pub(super) fn fold(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut space = false;
    for c in text.chars().map(fold_char) {
        if c.is_whitespace() || c == '\u{200b}' {
            space = true;
            continue;
        }
        if space {
            space = false;
            let beside_han = is_han(c) || plain.chars().last().is_some_and(is_han);
            if !beside_han && !plain.is_empty() {
                plain.push(' ');
            }
        }
        plain.push(c);
    }
    let mut out = String::with_capacity(plain.len());
    let mut end = 0;
    for found in SAME_FINDER.find_iter(&plain) {
        out.push_str(plain.get(end..found.start()).unwrap_or_default());
        out.push_str(SAME.get(found.pattern().as_usize()).map_or("", |(_, to)| to));
        end = found.end();
    }
    out.push_str(plain.get(end..).unwrap_or_default());
    out
}

/// Columns that text takes: Han characters take two.
pub(super) fn width(text: &str) -> usize {
    text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

/// Words that end in a full stop without ending a sentence.
const ABBREVIATIONS: &[&str] = &[
    "no", "co", "ltd", "inc", "corp", "sec", "rd", "st", "dr", "mr", "ms", "mrs", "e.g", "i.e", "tel", "ext", "etc",
    "dist", "ln", "fl", "vs", "art", "u.s", "vol", "dept", "ave", "blvd",
];

/// Sentences with their byte offsets. Long ones are cut at a clause, so that a quote stays short.
pub(super) fn sentences(text: &str) -> Vec<(usize, &str)> {
    const LONGEST: usize = 1_500;
    let mut out = Vec::new();
    let mut start = 0;
    let mut chars = text.char_indices().peekable();
    let mut depth = 0usize;
    while let Some((at, c)) = chars.next() {
        let end = at + c.len_utf8();
        match c {
            '(' | '（' | '「' => depth += 1,
            ')' | '）' | '」' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let next = chars.peek().map(|(_, n)| *n);
        let stop = match c {
            '。' | '！' | '？' | '；' | '!' | '?' | ';' => depth == 0 || end - start > 300,
            '.' => next.is_none_or(char::is_whitespace) && !abbreviation(text.get(start..at).unwrap_or_default()),
            ',' | '，' => end - start > LONGEST,
            _ => end - start > 2 * LONGEST,
        };
        if stop {
            push(&mut out, text, start, end);
            start = end;
            depth = 0;
        }
    }
    push(&mut out, text, start, text.len());
    out
}

fn abbreviation(before: &str) -> bool {
    let word = before.rsplit(|c: char| !(c.is_ascii_alphanumeric() || c == '.')).next().unwrap_or_default();
    let word = word.to_ascii_lowercase();
    word.len() == 1
        || (word.chars().all(|c| c.is_ascii_digit()) && before.trim().len() == word.len())
        || ABBREVIATIONS.contains(&word.as_str())
}

fn push<'t>(out: &mut Vec<(usize, &'t str)>, text: &'t str, start: usize, end: usize) {
    let Some(piece) = text.get(start..end) else { return };
    let lead = piece.len() - piece.trim_start().len();
    let piece = piece.trim();
    if piece.chars().any(char::is_alphanumeric) {
        out.push((start + lead, piece));
    }
}

/// How an article or item is numbered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// 第六條, 第 6 點, 第六章.
    Article,
    /// Article 6, Section 6.
    ArticleLatin,
    /// 陸、
    HanFormal,
    /// 六、
    Han,
    /// （六）
    HanParenthesis,
    /// 6. or 6、 or 6)
    Digit,
    /// (6)
    DigitParenthesis,
    /// ⑥
    Circled,
    /// VI.
    Roman,
    /// 6.1, 6-1: an item below a numbered one.
    Below,
}

impl Style {
    /// Whether the style numbers articles rather than items.
    pub(super) fn is_major(self) -> bool {
        matches!(self, Self::Article | Self::ArticleLatin | Self::HanFormal | Self::Han)
    }
}

/// The mark at the start of a line or sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Marker {
    /// How it is written.
    pub(super) style: Style,
    /// Its number.
    pub(super) number: u32,
    /// Bytes of the text that it takes.
    pub(super) length: usize,
}

/// The marker that `text` begins with. Any width of digits.
pub(super) fn marker(text: &str) -> Option<Marker> {
    let lead: usize = text
        .chars()
        .take_while(|c| c.is_whitespace() || matches!(c, '【' | '[' | '§' | '◎' | '■' | '●' | '◆' | '*' | '#'))
        .map(char::len_utf8)
        .sum();
    let body = text.get(lead..)?;
    let chars: Vec<(char, usize)> = body.chars().take(16).map(|c| (fold_char(c), c.len_utf8())).collect();
    let found =
        article(&chars).or_else(|| latin_article(&chars)).or_else(|| bracketed(&chars)).or_else(|| dotted(&chars))?;
    let (style, number, taken) = found;
    let length = lead + chars.iter().take(taken).map(|(_, l)| l).sum::<usize>();
    (1..=99).contains(&number).then_some(Marker { style, number, length })
}

type Found = (Style, u32, usize);

/// Skips spaces from `at`.
fn skip(chars: &[(char, usize)], mut at: usize) -> usize {
    while chars.get(at).is_some_and(|(c, _)| c.is_whitespace()) {
        at += 1;
    }
    at
}

/// A number in Han or Arabic digits from `at`; its value, style and end.
fn number(chars: &[(char, usize)], at: usize) -> Option<(u32, Style, usize)> {
    let run = |digits: &dyn Fn(char) -> bool| chars.iter().skip(at).take_while(|(c, _)| digits(*c)).count();
    let arabic = run(&|c| c.is_ascii_digit());
    if arabic > 0 {
        let text: String = chars.iter().skip(at).take(arabic.min(4)).map(|(c, _)| *c).collect();
        return Some((text.parse().ok()?, Style::Digit, at + arabic));
    }
    let text = |n: usize| chars.iter().skip(at).take(n).map(|(c, _)| *c).collect::<String>();
    let han = run(&|c| "一二三四五六七八九十".contains(c));
    if han > 0 {
        return Some((han_value(&text(han))?, Style::Han, at + han));
    }
    let formal = run(&|c| "壹貳參叁肆伍陸柒捌玖拾".contains(c));
    if formal > 0 {
        let plain: String = text(formal).chars().map(plain_digit).collect();
        return Some((han_value(&plain)?, Style::HanFormal, at + formal));
    }
    None
}

fn plain_digit(c: char) -> char {
    let formal = "壹貳參肆伍陸柒捌玖拾叁";
    let plain = "一二三四五六七八九十三";
    formal.chars().position(|f| f == c).and_then(|i| plain.chars().nth(i)).unwrap_or(c)
}

fn han_value(text: &str) -> Option<u32> {
    let digit = |c: char| "一二三四五六七八九".chars().position(|d| d == c).and_then(|i| u32::try_from(i + 1).ok());
    match text.split_once('十') {
        None => text.chars().try_fold(0u32, |n, c| n.checked_mul(10)?.checked_add(digit(c)?)),
        Some((tens, ones)) => {
            let tens = if tens.is_empty() { 1 } else { digit(tens.chars().next()?)? };
            let ones = ones.chars().next().map_or(Some(0), digit)?;
            Some(tens * 10 + ones)
        }
    }
}

/// 1–99 in Han digits; none beyond.
pub(super) fn chinese_number(value: u32) -> Option<String> {
    let digits = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let (tens, ones) = (usize::try_from(value / 10).ok()?, usize::try_from(value % 10).ok()?);
    let ones = digits.get(ones)?;
    match tens {
        0 if value > 0 => Some((*ones).to_owned()),
        1 => Some(format!("十{ones}")),
        2..=9 => Some(format!("{}十{ones}", digits.get(tens)?)),
        _ => None,
    }
}

/// 第六條, but not a citation (第六條規定, 第六條第一項).
fn article(chars: &[(char, usize)]) -> Option<Found> {
    if chars.first()?.0 != '第' {
        return None;
    }
    let (value, _, end) = number(chars, skip(chars, 1))?;
    let end = skip(chars, end);
    if !matches!(chars.get(end)?.0, '條' | '点' | '點' | '章' | '節' | '款') {
        return None;
    }
    let after = chars.get(skip(chars, end + 1)).map(|(c, _)| *c);
    let citation = matches!(after, Some('規' | '之' | '第' | '所' | '及' | '、' | '至' | '或' | '各' | '與' | '但'));
    (!citation).then_some((Style::Article, value, end + 1))
}

fn latin_article(chars: &[(char, usize)]) -> Option<Found> {
    let text: String = chars.iter().map(|(c, _)| *c).collect();
    let word = ["article", "section", "clause", "part"].into_iter().find(|w| text.starts_with(w))?;
    let at = skip(chars, word.len());
    if let Some((value, Style::Digit, end)) = number(chars, at) {
        let after = chars.get(end).map(|(c, _)| *c);
        return (!matches!(after, Some('.')) || chars.get(end + 1).is_none_or(|(c, _)| !c.is_ascii_digit()))
            .then_some((Style::ArticleLatin, value, end));
    }
    let numeral: String = chars.iter().skip(at).map(|(c, _)| *c).take_while(char::is_ascii_alphabetic).collect();
    roman(&numeral).map(|value| (Style::ArticleLatin, value, at + numeral.len()))
}

fn roman(text: &str) -> Option<u32> {
    ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv"]
        .iter()
        .position(|r| *r == text)
        .and_then(|i| u32::try_from(i + 1).ok())
}

/// （六）, (6), ⑥.
fn bracketed(chars: &[(char, usize)]) -> Option<Found> {
    let first = chars.first()?.0;
    if let Some(value) = u32::from(first).checked_sub(0x2460).filter(|v| *v < 20) {
        return Some((Style::Circled, value + 1, 1));
    }
    if first != '(' {
        return None;
    }
    let (value, style, end) = number(chars, skip(chars, 1))?;
    let end = skip(chars, end);
    if chars.get(end)?.0 != ')' {
        return None;
    }
    let style = if style == Style::Digit { Style::DigitParenthesis } else { Style::HanParenthesis };
    Some((style, value, end + 1))
}

/// 六、 / 陸、 / 6. / 6、 / 6) / 6.1 / VI.
fn dotted(chars: &[(char, usize)]) -> Option<Found> {
    let Some((value, style, end)) = number(chars, 0) else {
        let numeral: String = chars.iter().map(|(c, _)| *c).take_while(char::is_ascii_alphabetic).collect();
        let dot = chars.get(numeral.len()).is_some_and(|(c, _)| matches!(c, '.' | '、'));
        return roman(&numeral).filter(|_| dot).map(|value| (Style::Roman, value, numeral.len() + 1));
    };
    let mark = chars.get(end)?.0;
    let after = chars.get(end + 1).map(|(c, _)| *c);
    match (style, mark) {
        (Style::Digit, '.' | '-') if after.is_some_and(|c| c.is_ascii_digit()) => {
            let (below, _, end) = number(chars, end + 1)?;
            let stands_alone = chars.get(end).is_none_or(|(c, _)| !matches!(c, '.' | '-' | '/' | '%') || *c == '.');
            (stands_alone && value < 40).then_some((Style::Below, below, end))
        }
        (Style::Digit, '.' | '、' | ')' | ':') => {
            let time = mark == ':' && after.is_some_and(|c| c.is_ascii_digit());
            (!time).then_some((Style::Digit, value, end + 1))
        }
        (Style::Han, '、' | '.' | ':' | ',' | '．') => Some((Style::Han, value, end + 1)),
        (Style::HanFormal, '、' | '.' | ':') => Some((Style::HanFormal, value, end + 1)),
        (Style::Han, ' ') => Some((Style::Han, value, end + 1)),
        _ => None,
    }
}
