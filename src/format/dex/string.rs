//! Modified UTF-8 (JVMS §4.4.7): U+0000 in two bytes, supplementary characters as two encoded surrogates.

use std::borrow::Cow;

/// Bytes to text; what is not well-formed becomes U+FFFD.
pub fn mutf8(bytes: &[u8]) -> Cow<'_, str> {
    if let Ok(text) = std::str::from_utf8(bytes)
        && !text.contains('\u{0}')
    {
        return Cow::Borrowed(text);
    }
    let mut units = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((unit, after)) = unit(rest) {
        units.push(unit);
        rest = after;
    }
    Cow::Owned(String::from_utf16_lossy(&units))
}

/// One UTF-16 unit and the bytes after it.
fn unit(bytes: &[u8]) -> Option<(u16, &[u8])> {
    let low = |b: u8| u16::from(b & 0x3f);
    Some(match bytes {
        [] => return None,
        [a @ 0..=0x7f, rest @ ..] => (u16::from(*a), rest),
        [a @ 0xc0..=0xdf, b @ 0x80..=0xbf, rest @ ..] => ((u16::from(a & 0x1f) << 6) | low(*b), rest),
        [a @ 0xe0..=0xef, b @ 0x80..=0xbf, c @ 0x80..=0xbf, rest @ ..] => {
            ((u16::from(a & 0xf) << 12) | (low(*b) << 6) | low(*c), rest)
        }
        [_, rest @ ..] => (0xfffd, rest),
    })
}

#[cfg(test)]
mod tests {
    use super::mutf8;

    #[test]
    fn zero_and_surrogate_pairs_are_read_as_java_writes_them() {
        assert_eq!(mutf8(b"plain"), "plain");
        assert_eq!(mutf8("健康".as_bytes()), "健康");
        assert_eq!(mutf8(&[b'a', 0xc0, 0x80, b'b']), "a\0b");
        assert_eq!(mutf8(&[0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80]), "\u{1f600}");
        assert_eq!(mutf8(&[0xed, 0xa0, 0xbd, b'x']), "\u{fffd}x");
        assert_eq!(mutf8(&[0xff, b'x']), "\u{fffd}x");
    }
}
