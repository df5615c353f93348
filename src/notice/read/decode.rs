//! Bytes to characters: UTF-8, UTF-16, Big5, and enough of others to name their language.

use encoding_rs::{BIG5, EUC_JP, EUC_KR, Encoding, GB18030, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// Decodes text; none when it is no text in an encoding that is known. `declared` is what the file says of itself
/// (`<meta charset>`), which is believed only when the bytes agree.
pub(super) fn decode(bytes: &[u8], declared: Option<&str>) -> Result<String, usize> {
    if let Some((encoding, skip)) = Encoding::for_bom(bytes) {
        return Ok(encoding.decode_without_bom_handling(bytes.get(skip..).unwrap_or_default()).0.into_owned());
    }
    if let Some(encoding) = utf16_without_mark(bytes) {
        return Ok(encoding.decode_without_bom_handling(bytes).0.into_owned());
    }
    let utf8 = std::str::from_utf8(bytes);
    if let Ok(text) = utf8 {
        return if is_text(text) { Ok(text.to_owned()) } else { Err(0) };
    }
    if let Some(text) = declared.and_then(|label| by_label(label, bytes)) {
        return Ok(text);
    }
    best_legacy(bytes).or_else(|| mended_utf8(bytes)).ok_or_else(|| utf8.err().map_or(0, |e| e.valid_up_to()))
}

fn by_label(label: &str, bytes: &[u8]) -> Option<String> {
    let encoding = Encoding::for_label(label.trim().as_bytes())?;
    if encoding == UTF_8 || encoding == WINDOWS_1252 {
        return None;
    }
    let (text, _, _) = encoding.decode(bytes);
    (is_text(&text) && replaced(&text) * 200 <= text.chars().count()).then(|| text.into_owned())
}

/// UTF-8 with a few broken bytes (a cut file, a stray byte) is still UTF-8.
fn mended_utf8(bytes: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(bytes);
    (is_text(&text) && replaced(&text) * 50 <= text.chars().count()).then(|| text.into_owned())
}

fn replaced(text: &str) -> usize {
    text.chars().filter(|c| *c == '\u{fffd}').count()
}

/// Text has next to no control characters.
fn is_text(text: &str) -> bool {
    let control = text.chars().filter(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{c}')).count();
    control * 100 <= text.len()
}

/// UTF-16 without a mark: every second byte is zero (Latin text) or most pairs read as Han, kana or ASCII.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    if bytes.len() < 8 || !bytes.len().is_multiple_of(2) || std::str::from_utf8(bytes).is_ok_and(|t| !t.contains('\0'))
    {
        return None;
    }
    let sample = bytes.get(..4096.min(bytes.len())).unwrap_or(bytes);
    let score = |little: bool| {
        sample
            .chunks_exact(2)
            .filter_map(|pair| <[u8; 2]>::try_from(pair).ok())
            .map(|pair| if little { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) })
            .filter(
                |unit| matches!(unit, 0x0A | 0x0D | 0x20..=0x7E | 0x3000..=0x30FF | 0x4E00..=0x9FFF | 0xFF01..=0xFF5E),
            )
            .count()
    };
    let pairs = sample.len() / 2;
    let (encoding, _) = [(UTF_16LE, score(true)), (UTF_16BE, score(false))]
        .into_iter()
        .filter(|(_, fits)| fits * 20 >= pairs * 19)
        .max_by_key(|(_, fits)| *fits)?;
    // Any two bytes of an Asian encoding make a Han character, too; words do not come about that way.
    let text = encoding.decode_without_bom_handling(sample).0;
    let wide = text.chars().filter(|c| !c.is_ascii()).count();
    let usual = text.chars().filter(|c| CANDIDATES.iter().any(|(_, frequent)| frequent.contains(*c))).count();
    (wide * 2 < text.chars().count() || usual * 1000 >= wide * LEAST).then_some(encoding)
}

/// Encodings, each with the most frequent characters of notices in its language.
const CANDIDATES: [(&Encoding, &str); 5] = [
    (BIG5, "的個資料您本保護蒐集利用之使者權及或處理與不在有公司服務法一"),
    (GB18030, "的个资料您本保护收集利用之使者权及或处理与不在有公司服务法一我们信息"),
    (SHIFT_JIS, "のにをはとがでしたてるい個人情報利用当社"),
    (EUC_JP, "のにをはとがでしたてるい個人情報利用当社"),
    (EUC_KR, "이의을를에는은가다하및개인정보"),
];

/// Frequent characters among a thousand that are not ASCII, at the least, in text.
const LEAST: usize = 40;

/// The legacy encoding whose reading has the fewest errors and the most frequent characters of its language.
fn best_legacy(bytes: &[u8]) -> Option<String> {
    let sample = bytes.get(..65_536.min(bytes.len())).unwrap_or(bytes);
    let (encoding, score) = CANDIDATES
        .into_iter()
        .map(|(encoding, frequent)| {
            let (text, _, _) = encoding.decode(sample);
            let wide = text.chars().filter(|c| !c.is_ascii()).count().max(1);
            let hits = text.chars().filter(|c| frequent.contains(*c)).count();
            let usable = is_text(&text) && replaced(&text) * 50 <= wide;
            (encoding, if usable { hits * 1000 / wide } else { 0 })
        })
        .max_by_key(|(_, score)| *score)?;
    (score >= LEAST).then(|| encoding.decode(bytes).0.into_owned())
}
