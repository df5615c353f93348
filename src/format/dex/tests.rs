//! Own bytes, written by hand, and what is read of them.

use super::*;
use proptest::prelude::*;

/// Pads to four bytes.
fn align(out: &mut Vec<u8>) {
    while !out.len().is_multiple_of(4) {
        out.push(0);
    }
}

fn put32(out: &mut Vec<u8>, value: u32) {
    out.extend_from_slice(&value.to_le_bytes());
}

/// A dex file with `class LA; { static I x = 7; static void m() { const-string v0 "hi"; return-void } }`.
pub(crate) fn sample() -> Vec<u8> {
    let strings = ["I", "LA;", "Ljava/lang/Object;", "V", "hi", "m", "x"];
    let types = [0u32, 1, 2, 3];
    let header = 0x70usize;
    let string_ids = header;
    let type_ids = string_ids + strings.len() * 4;
    let proto_ids = type_ids + types.len() * 4;
    let field_ids = proto_ids + 12;
    let method_ids = field_ids + 8;
    let class_defs = method_ids + 8;
    let data = class_defs + 32;
    let mut body = Vec::new();
    let mut string_at = Vec::new();
    for text in strings {
        string_at.push((data + body.len()) as u32);
        body.push(text.len() as u8);
        body.extend_from_slice(text.as_bytes());
        body.push(0);
    }
    align(&mut body);
    let code = (data + body.len()) as u32;
    for half in [1u16, 0, 0, 0] {
        body.extend_from_slice(&half.to_le_bytes());
    }
    let debug_slot = body.len();
    put32(&mut body, 0);
    put32(&mut body, 3);
    for unit in [0x001a_u16, 4, 0x000e] {
        body.extend_from_slice(&unit.to_le_bytes());
    }
    align(&mut body);
    let debug = (data + body.len()) as u32;
    // line 10; no names; +2 units, +1 line; end
    body.extend_from_slice(&[10, 0, 0x0a + 4, 0x0a + 4 + 15 * 2 + 1, 0]);
    body[debug_slot..debug_slot + 4].copy_from_slice(&debug.to_le_bytes());
    let class_data = (data + body.len()) as u32;
    body.extend_from_slice(&[1, 0, 1, 0, 0, 8, 0, 9]);
    let mut leb = code;
    while leb >= 0x80 {
        body.push((leb & 0x7f) as u8 | 0x80);
        leb >>= 7;
    }
    body.push(leb as u8);
    let values = (data + body.len()) as u32;
    body.extend_from_slice(&[1, 0x04, 7]);
    align(&mut body);
    let map = (data + body.len()) as u32;
    put32(&mut body, 0);
    let size = data + body.len();
    let mut out = b"dex\n035\0".to_vec();
    put32(&mut out, 0);
    out.extend_from_slice(&[0; 20]);
    for value in [size as u32, 0x70, 0x1234_5678, 0, 0, map] {
        put32(&mut out, value);
    }
    for (count, at) in [
        (strings.len(), string_ids),
        (types.len(), type_ids),
        (1, proto_ids),
        (1, field_ids),
        (1, method_ids),
        (1, class_defs),
        (body.len(), data),
    ] {
        put32(&mut out, count as u32);
        put32(&mut out, at as u32);
    }
    for at in string_at {
        put32(&mut out, at);
    }
    for ty in types {
        put32(&mut out, ty);
    }
    for value in [3, 3, 0] {
        put32(&mut out, value);
    }
    out.extend_from_slice(&[1, 0, 0, 0]);
    put32(&mut out, 6);
    out.extend_from_slice(&[1, 0, 0, 0]);
    put32(&mut out, 5);
    for value in [1, 1, 2, 0, NO_INDEX, 0, class_data, values] {
        put32(&mut out, value);
    }
    out.extend_from_slice(&body);
    let sum = simd_adler32::adler32(&&out[12..]);
    out[8..12].copy_from_slice(&sum.to_le_bytes());
    out
}

/// Reads everything that the bytes offer; the number of things read.
fn read_all(bytes: &[u8]) -> usize {
    let Ok(parsed) = parse(bytes) else { return 0 };
    let mut seen = parsed.anomalies.len();
    for dex in parsed.value {
        seen += (0..dex.string_count()).filter(|&i| dex.string(i).is_some()).count();
        for class in dex.class_defs() {
            let data = dex.class_data(&class);
            seen += dex.static_values(&class).len() + dex.annotations(&class).class.len();
            for method in data.direct_methods.iter().chain(&data.virtual_methods) {
                let Some(code) = dex.code(method.code) else { continue };
                seen += dex.tries(&code).len() + dex.lines(&code).count();
                let mut at = 0;
                while let Some(first) = code.units.get(at) {
                    if let Some(insn) = Insn::decode(&code.units, at) {
                        seen += insn.payload(&code.units, at).map_or(0, |p| p.cases(&code.units).len());
                    }
                    at += units(&code.units, at, first);
                }
            }
        }
    }
    seen
}

#[test]
fn a_class_its_field_method_code_and_lines() {
    let bytes = sample();
    let parsed = parse(&bytes).unwrap();
    assert_eq!(parsed.anomalies, []);
    let dex = parsed.value[0];
    assert_eq!((dex.version, dex.string_count(), dex.class_count()), (35, 7, 1));
    let class = dex.class_def(0).unwrap();
    assert_eq!(dex.type_name(class.ty).unwrap(), "LA;");
    assert_eq!(dex.type_name(class.superclass.unwrap()).unwrap(), "Ljava/lang/Object;");
    assert_eq!(dex.static_values(&class), [EncodedValue::Int(7)]);
    let data = dex.class_data(&class);
    assert!(data.complete);
    assert_eq!(data.static_fields, [EncodedField { field: 0, flags: 8 }]);
    let method = data.direct_methods[0];
    let name = dex.method(method.method).unwrap();
    assert_eq!(dex.string(name.name).unwrap(), "m");
    assert_eq!(dex.type_name(dex.proto(name.proto).unwrap().result).unwrap(), "V");
    let code = dex.code(method.code).unwrap();
    let insn = Insn::decode(&code.units, 0).unwrap();
    assert_eq!((insn.op, insn.a, insn.index, insn.units), (opcode::CONST_STRING, 0, 4, 2));
    assert_eq!(dex.lines(&code).collect::<Vec<_>>(), [(0, 10), (2, 11)]);
    assert_eq!((dex.line(&code, 1), dex.line(&code, 2)), (Some(10), Some(11)));
}

#[test]
fn odd_headers_are_read_and_said() {
    let mut bytes = sample();
    bytes[8] ^= 1;
    bytes[0x24] = 0x71;
    bytes[0x28] = 0;
    let parsed = parse(&bytes).unwrap();
    let codes: Vec<_> = parsed.anomalies.iter().map(|a| a.code).collect();
    assert_eq!(codes, ["dex-checksum", "dex-header-size", "dex-endian-tag"]);
    assert_eq!(parsed.value[0].class_count(), 1);
    assert!(parse(b"PK\x03\x04").is_err());
}

#[test]
fn a_table_larger_than_the_file_is_cut_and_said() {
    let mut bytes = sample();
    bytes[0x60..0x64].copy_from_slice(&u32::MAX.to_le_bytes());
    let parsed = parse(&bytes).unwrap();
    assert!(parsed.anomalies.iter().any(|a| a.code == "dex-table-size"));
    assert!(parsed.value[0].class_count() < 20);
}

#[test]
fn every_format_decodes_its_operands() {
    let at = |words: &[u16]| {
        let bytes: Vec<u8> = words.iter().flat_map(|w| w.to_le_bytes()).collect();
        Insn::decode(&Units::new(&bytes), 0).unwrap()
    };
    assert_eq!((at(&[0x2101]).a, at(&[0x2101]).b), (1, 2), "move");
    assert_eq!(at(&[0xf012]).literal, -1, "const/4");
    assert_eq!(at(&[0xfe28]).target, -2, "goto");
    assert_eq!(at(&[0x0015, 0x7f01]).literal, 0x7f01_0000, "const/high16");
    assert_eq!(at(&[0x0019, 0x3ff0]).literal, 0x3ff0_0000_0000_0000, "const-wide/high16");
    assert_eq!(at(&[0x0018, 1, 0, 0, 0x8000]).literal, i64::MIN + 1, "const-wide");
    let add = at(&[0x00d8, 0xff01]);
    assert_eq!((add.a, add.b, add.literal), (0, 1, -1), "add-int/lit8");
    let call = at(&[0x206e, 9, 0x0043]);
    assert_eq!((call.index, call.args.iter().collect::<Vec<_>>()), (9, vec![3, 4]));
    let range = at(&[0x0374, 9, 16]);
    assert_eq!(range.args.iter().collect::<Vec<_>>(), [16, 17, 18]);
}

#[test]
fn switches_and_array_data() {
    let words = [0x002b_u16, 4, 0, 0x000e, 0x0100, 2, 5, 0, 3, 0, 0xffff, 0xffff];
    let bytes: Vec<u8> = words.iter().flat_map(|w| w.to_le_bytes()).collect();
    let code = Units::new(&bytes);
    let payload = Insn::decode(&code, 0).unwrap().payload(&code, 0).unwrap();
    assert_eq!(payload.cases(&code), [(5, 3), (6, -1)]);
    assert_eq!(units(&code, 4, 0x0100), 8);
    let words = [0x0026_u16, 3, 0, 0x0300, 1, 3, 0, 0x0201, 0x0003];
    let bytes: Vec<u8> = words.iter().flat_map(|w| w.to_le_bytes()).collect();
    let code = Units::new(&bytes);
    assert_eq!(Insn::decode(&code, 0).unwrap().payload(&code, 0), Some(Payload::Data(1, 3, &[1, 2, 3])));
}

#[test]
fn cut_and_flipped_bytes_never_panic() {
    let bytes = sample();
    for end in 0..bytes.len() {
        read_all(&bytes[..end]);
    }
    for at in 0..bytes.len() {
        for bit in 0..8 {
            let mut odd = bytes.clone();
            odd[at] ^= 1 << bit;
            read_all(&odd);
        }
    }
}

proptest! {
    #[test]
    fn any_instruction_words_are_walked_to_the_end(words in proptest::collection::vec(any::<u16>(), 0..64)) {
        let bytes: Vec<u8> = words.iter().flat_map(|w| w.to_le_bytes()).collect();
        let code = Units::new(&bytes);
        let mut at = 0;
        while let Some(first) = code.get(at) {
            let length = units(&code, at, first);
            prop_assert!(length > 0);
            if let Some(insn) = Insn::decode(&code, at) {
                insn.payload(&code, at).map(|p| p.cases(&code));
            }
            at = at.saturating_add(length);
        }
    }
}
