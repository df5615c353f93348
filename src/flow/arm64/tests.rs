use super::interpret::V;
use super::*;
use crate::flow::{Object, Value};
use crate::format::macho::testing::{Builder, TEXT};
use crate::format::macho::{MachO, slices};
use crate::limits::Limits;

/// `adrp` of the page of an address.
pub(super) fn adrp(rd: u32, at: u64, target: u64) -> u32 {
    let pages = ((target >> 12) as i64 - (at >> 12) as i64) as u32;
    0x9000_0000 | (pages & 3) << 29 | (pages >> 2 & 0x7_ffff) << 5 | rd
}

/// `add rd, rn, #(target & 0xfff)`.
pub(super) fn low(rd: u32, target: u64) -> u32 {
    0x9100_0000 | (target as u32 & 0xfff) << 10 | rd << 5 | rd
}

/// `ldr rd, [rn, #(target & 0xfff)]`.
pub(super) fn load(rd: u32, rn: u32, target: u64) -> u32 {
    0xf940_0000 | ((target as u32 & 0xfff) / 8) << 10 | rn << 5 | rd
}

pub(super) fn bl(at: u64, target: u64) -> u32 {
    0x9400_0000 | ((target.wrapping_sub(at) >> 2) as u32 & 0x3ff_ffff)
}

/// `mov wd, #value`.
pub(super) fn mov(rd: u32, value: u32) -> u32 {
    0x5280_0000 | value << 5 | rd
}

pub(super) const RET: u32 = 0xd65f_03c0;

/// Code written instruction by instruction, each knowing its address.
#[derive(Default)]
pub(super) struct Code(pub(super) Vec<u32>);

impl Code {
    pub(super) fn at(&self) -> u64 {
        TEXT + self.0.len() as u64 * 4
    }

    pub(super) fn op(mut self, word: u32) -> Self {
        self.0.push(word);
        self
    }

    pub(super) fn call(self, target: u64) -> Self {
        let word = bl(self.at(), target);
        self.op(word)
    }

    pub(super) fn address(self, rd: u32, target: u64) -> Self {
        let page = adrp(rd, self.at(), target);
        self.op(page).op(low(rd, target))
    }

    pub(super) fn load(self, rd: u32, target: u64) -> Self {
        let page = adrp(rd, self.at(), target);
        self.op(page).op(load(rd, rd, target))
    }
}

fn sites(builder: Builder, names: &[&str]) -> Vec<CallSite> {
    let bytes = builder.build();
    let limits = Limits::default();
    let range = slices(&bytes).unwrap().value[0];
    let macho = MachO::parse(&bytes, &range, &limits).unwrap().value;
    let objc = macho.objc(&limits).value;
    let program = Program::new(&macho, &objc, &limits).unwrap();
    let names = ApiNames::new(names);
    Analysis::new(&program, &objc, "App", &names, 1_000_000).call_sites(&names, &Owner::App)
}

fn address(site: &CallSite) -> u64 {
    match site.locus {
        Locus::Native { address: Some(address), .. } => address,
        _ => 0,
    }
}

#[test]
fn constants_in_registers_reach_a_call() {
    let mut b = Builder::new(&["_CCCrypt"]);
    let key = b.string("0123456789abcdef");
    let code = Code::default().op(mov(0, 0)).op(mov(1, 1)).op(mov(2, 3)).address(3, key).op(mov(4, 16)).op(mov(5, 0));
    let call = code.at();
    b.code(&code.call(b.stub("_CCCrypt")).op(RET).0);
    let sites = sites(b, &["CCCrypt"]);
    assert_eq!((&*sites[0].api, address(&sites[0])), ("CCCrypt", call));
    assert_eq!(
        sites[0].args[..6],
        [Value::Null, Value::Int(1), Value::Int(3), Value::Str("0123456789abcdef".into()), Value::Int(16), Value::Null]
    );
    assert!(!sites[0].guarded);
}

#[test]
fn values_pass_through_stack_slots_and_branches_join() {
    let mut b = Builder::new(&["_rand", "_srand"]);
    // str w0 spilled; two paths give 1 or 2; the slot is read back.
    let code = Code::default()
        .op(0xd100_83ff) // sub sp, sp, #32
        .op(mov(8, 1))
        .op(0xb400_0040) // cbz x0, +8
        .op(mov(8, 2))
        .op(0xf900_0fe8) // str x8, [sp, #24]
        .op(0xf940_0fe0); // ldr x0, [sp, #24]
    b.code(&code.call(b.stub("_srand")).op(RET).0);
    let sites = sites(b, &["srand"]);
    assert_eq!(sites[0].args, [Value::OneOf(vec![Value::Int(1), Value::Int(2)])]);
    assert!(sites[0].guarded, "it stands behind a branch");
}

#[test]
fn a_message_is_named_by_its_selector_and_the_class_of_its_receiver() {
    let mut b = Builder::new(&["_objc_msgSend", "_objc_alloc_init", "_OBJC_CLASS_$_LAContext"]);
    let name = b.string("evaluatePolicy:localizedReason:reply:");
    let selector = b.section("__objc_selrefs", &[Builder::to(name)]);
    let class = b.bind("_OBJC_CLASS_$_LAContext");
    let class = b.section("__objc_classrefs", &[class]);
    let text = b.string("登入");
    let isa = b.bind("_OBJC_CLASS_$_LAContext");
    let reason = b.section("__cfstring", &[isa, 0x7c8, Builder::to(text), 6]);
    let code = Code::default()
        .load(0, class)
        .call(b.stub("_objc_alloc_init"))
        .load(1, selector)
        .op(mov(2, 2))
        .address(3, reason)
        .call(b.stub("_objc_msgSend"))
        .op(RET);
    b.code(&code.0);
    let sites = sites(b, &["evaluatePolicy:localizedReason:reply:"]);
    assert_eq!(&*sites[0].api, "-[LAContext evaluatePolicy:localizedReason:reply:]");
    assert_eq!(sites[0].args[..2], [Value::Int(2), Value::Str("登入".into())]);
}

#[test]
fn an_argument_is_followed_into_the_callers() {
    let mut b = Builder::new(&["_srand"]);
    // The first function passes 7 to the second, which passes its argument on behind a call.
    let second = TEXT + 12;
    let code = Code::default().op(mov(0, 7)).call(second).op(RET).op(0xaa00_03f3).op(0xaa13_03e0);
    b.starts = vec![TEXT, second];
    b.code(&code.call(b.stub("_srand")).op(RET).0);
    let sites = sites(b, &["srand"]);
    assert_eq!(sites[0].args, [Value::Int(7)]);
}

#[test]
fn a_result_is_followed_into_the_callee() {
    let mut b = Builder::new(&["_srand"]);
    let second = TEXT + 12;
    let code = Code::default().call(second);
    let code = code.call(b.stub("_srand")).op(RET).op(mov(0, 9)).op(RET);
    b.starts = vec![TEXT, second];
    b.code(&code.0);
    assert_eq!(sites(b, &["srand"])[0].args, [Value::Int(9)]);
}

#[test]
fn a_helper_that_may_return_its_argument_passes_it_through() {
    let mut b = Builder::new(&["_srand"]);
    let second = TEXT + 16;
    let code = Code::default().op(mov(0, 5)).call(second).call(b.stub("_srand")).op(RET);
    // tbz w1, #0, to the return; otherwise x0 is loaded from somewhere.
    b.code(&code.op(0x3600_0041).op(0xf940_0020).op(RET).0);
    b.starts = vec![TEXT, second];
    assert_eq!(sites(b, &["srand"])[0].args, [Value::Int(5)]);
}

#[test]
fn a_result_that_is_compared_counts_as_used() {
    let mut b = Builder::new(&["_SecTrustEvaluateWithError"]);
    let stub = b.stub("_SecTrustEvaluateWithError");
    let code = Code::default().call(stub).op(0x3400_0040).call(stub).op(mov(0, 1)).op(RET);
    b.code(&code.0);
    let sites = sites(b, &["SecTrustEvaluateWithError"]);
    assert_eq!(sites.iter().map(|s| s.result_used).collect::<Vec<_>>(), [true, false]);
}

#[test]
fn dictionaries_are_read_however_they_were_made() {
    let entry = |key: &str, value: Value| [Value::StaticField(key.into()), value];
    let array = |from: Vec<Value>| Value::Array { len: None, constant: false, bytes: None, from };
    let object = |api: &str, args: Vec<Value>, calls: Vec<(Arc<str>, Vec<Value>)>| {
        Value::Object(Arc::new(Object { class: "".into(), api: api.into(), site: None, receiver: None, args, calls }))
    };
    let class = || Value::StaticField("kSecClassKey".into());
    let literal = object(
        "+[NSDictionary dictionaryWithObjects:forKeys:count:]",
        vec![
            array(vec![class(), Value::Int(1)]),
            array(vec![Value::StaticField("kSecClass".into()), Value::StaticField("kSecReturnData".into())]),
        ],
        vec![],
    );
    let made = object(
        "-[NSMutableDictionary init]",
        vec![],
        vec![("setObject:forKey:".into(), vec![class(), Value::StaticField("kSecClass".into())])],
    );
    let swift = array(
        [Value::Unknown, Value::Unknown, Value::Int(1), Value::Int(2)]
            .into_iter()
            .chain([Value::StaticField("kSecClass".into()), Value::Unknown, class(), Value::Unknown])
            .chain([Value::Unknown, Value::Unknown])
            .chain(entry("kSecStale", Value::Int(1)))
            .collect(),
    );
    for value in [literal, made, object("sub_1", vec![swift], vec![])] {
        let entries = terms::entries(&value);
        assert_eq!(entries[0], ("kSecClass".into(), class()), "{value:?}");
        assert!(!entries.iter().any(|(key, _)| &**key == "kSecStale"));
    }
}

#[test]
fn swift_strings_are_read_from_registers() {
    let bytes = Builder::new(&[]).build();
    let range = slices(&bytes).unwrap().value[0];
    let macho = MachO::parse(&bytes, &range, &Limits::default()).unwrap().value;
    let small =
        terms::swift_string(&macho, V::Const(u64::from_le_bytes(*b"password")), V::Const(0xe800_0000_0000_0000));
    assert_eq!(small.as_deref(), Some("password"));
    assert_eq!(terms::swift_string(&macho, V::Const(1), V::Const(2)), None);
}

#[test]
fn any_code_is_interpreted_to_an_end() {
    let mut word = 1u32;
    for round in 0..60 {
        let mut b = Builder::new(&["_CCCrypt"]);
        let mut code = Vec::new();
        for _ in 0..200 {
            word = word.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            code.push(word ^ round);
        }
        code.push(bl(TEXT + 800, b.stub("_CCCrypt")));
        b.code(&code);
        sites(b, &["CCCrypt"]);
    }
}
