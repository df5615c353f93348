//! Swift's short texts: up to 15 bytes stand in two registers (`stdlib/public/core/StringObject.swift`), put there by
//! immediate moves, and nowhere in the data. One linear pass over code finds them.

/// Instructions between the two halves of one text.
const NEAR: usize = 12;

/// A register that immediate moves filled.
#[derive(Debug, Clone, Copy)]
struct Filled {
    value: u64,
    /// Number of the last move.
    at: usize,
}

/// Calls `see` with the offset of the last move and the text, for each short text that code builds.
pub fn inline_texts(code: &[u8], see: &mut dyn FnMut(usize, &[u8])) {
    let mut registers: [Option<Filled>; 32] = [None; 32];
    let mut pending = None;
    for (at, word) in code.chunks_exact(4).enumerate() {
        let Ok(word) = word.try_into().map(u32::from_le_bytes) else { continue };
        let (rd, shift) = ((word & 31) as usize, (word >> 21 & 3) * 16);
        let immediate = u64::from(word >> 5 & 0xffff) << shift;
        let Some(register) = registers.get_mut(rd) else { continue };
        match word & 0x7f80_0000 {
            0x5280_0000 => {
                *register = Some(Filled { value: immediate, at });
                pending = Some(at);
            }
            0x7280_0000 => {
                let known = register.filter(|f| at - f.at <= NEAR);
                *register = known.map(|f| Filled { value: f.value & !(0xffff << shift) | immediate, at });
                pending = Some(at);
            }
            _ => {
                if let Some(last) = pending.take() {
                    pairs(&registers, last, see);
                }
            }
        }
    }
    if let Some(last) = pending {
        pairs(&registers, last, see);
    }
}

/// Texts of which the last move made a half.
fn pairs(registers: &[Option<Filled>; 32], last: usize, see: &mut dyn FnMut(usize, &[u8])) {
    let near = |f: &&Filled| last - f.at <= NEAR;
    for high in registers.iter().flatten().filter(near).filter(|f| f.value >> 60 == 0xe) {
        for low in registers.iter().flatten().filter(near).filter(|f| f.at != high.at && f.value >> 60 != 0xe) {
            if (low.at == last || high.at == last)
                && let Some((bytes, count)) = text(low.value, high.value)
            {
                see(last * 4, bytes.get(..count).unwrap_or_default());
            }
        }
    }
}

/// The bytes of both halves, and how many are the text: printable, zeros behind it.
fn text(low: u64, high: u64) -> Option<([u8; 16], usize)> {
    let count = (high >> 56 & 0xf) as usize;
    let mut bytes = [0; 16];
    for (slot, byte) in bytes.iter_mut().zip(low.to_le_bytes().into_iter().chain(high.to_le_bytes()).take(15)) {
        *slot = byte;
    }
    let (text, rest) = bytes.split_at_checked(count)?;
    (count > 0 && text.iter().all(u8::is_ascii_graphic) && rest.iter().all(|b| *b == 0)).then_some((bytes, count))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `movz xd, #imm, lsl #shift` and `movk`.
    fn mov(keep: bool, rd: u32, imm: u16, shift: u32) -> u32 {
        (if keep { 0xf280_0000 } else { 0xd280_0000 }) | (shift / 16) << 21 | u32::from(imm) << 5 | rd
    }

    fn texts(code: &[u32]) -> Vec<String> {
        let bytes: Vec<u8> = code.iter().flat_map(|w| w.to_le_bytes()).collect();
        let mut found = Vec::new();
        inline_texts(&bytes, &mut |_, text| found.push(String::from_utf8_lossy(text).into_owned()));
        found
    }

    const RET: u32 = 0xd65f_03c0;

    #[test]
    fn both_halves_make_the_text() {
        let r7 = [mov(false, 0, 0x3772, 0), mov(false, 1, 0xe200, 48), RET];
        assert_eq!(texts(&r7), ["r7"]);
        assert_eq!(texts(&[r7[1], r7[0], RET]), ["r7"]);
        // "myhealthbank": eight bytes below, four above.
        let long = [
            mov(false, 8, u16::from_le_bytes(*b"my"), 0),
            mov(true, 8, u16::from_le_bytes(*b"he"), 16),
            mov(true, 8, u16::from_le_bytes(*b"al"), 32),
            mov(true, 8, u16::from_le_bytes(*b"th"), 48),
            mov(false, 9, u16::from_le_bytes(*b"ba"), 0),
            mov(true, 9, u16::from_le_bytes(*b"nk"), 16),
            mov(true, 9, 0xec00, 48),
            RET,
        ];
        assert_eq!(texts(&long), ["myhealthbank"]);
    }

    #[test]
    fn other_numbers_are_no_texts() {
        assert!(texts(&[mov(false, 0, 0x3772, 0), mov(false, 1, 0xe300, 48), RET]).is_empty(), "one byte is missing");
        assert!(texts(&[mov(false, 0, 0x3772, 0), mov(false, 1, 0xd000, 48), RET]).is_empty(), "no short text");
        let mut far = vec![mov(false, 0, 0x3772, 0)];
        far.extend([RET; 20]);
        far.extend([mov(false, 1, 0xe200, 48), RET]);
        assert!(texts(&far).is_empty());
    }
}
