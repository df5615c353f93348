use super::*;
use crate::flow::ApiNames;
use crate::flow::arm64::program::Program;
use crate::flow::arm64::tests::{Code, RET, mov};
use crate::format::macho::testing::{Builder, TEXT};
use crate::format::macho::{MachO, slices};
use crate::limits::Limits;
use crate::rule::Catalogue;
use crate::rule::knowledge::FlowKnowledge;

/// `mov xd, xm`.
fn copy(to: u32, from: u32) -> u32 {
    0xaa00_03e0 | from << 16 | to
}

/// Flows as `source -> sink (transforms)`.
fn found(builder: Builder) -> Vec<String> {
    let flows = all(builder, &[]);
    flows.iter().map(|f| format!("{} -> {} {:?}", f.source.of, f.sink.of, f.transforms)).collect()
}

/// Flows, where further C functions are sources.
fn all(builder: Builder, sources: &[(&str, &str)]) -> Vec<Flow> {
    let catalogue = Catalogue::embedded().unwrap();
    let mut knowledge = FlowKnowledge::load(|name| catalogue.knowledge(name)).unwrap();
    for (kind, function) in sources {
        knowledge.ios.sources.entry((*kind).to_owned()).or_default().push((*function).to_owned());
    }
    let model = Model::new(&knowledge.ios).unwrap();
    let bytes = builder.build();
    let limits = Limits::default();
    let range = slices(&bytes).unwrap().value[0];
    let macho = MachO::parse(&bytes, &range, &limits).unwrap().value;
    let objc = macho.objc(&limits).value;
    let program = Program::new(&macho, &objc, &limits).unwrap();
    let names = ApiNames::new(model.asked());
    let analysis = Analysis::new(&program, &objc, "App", &names, 1_000_000);
    let (flows, cut) = flows(&analysis, &model, &Fields::new(), &Owner::App);
    assert!(!cut);
    flows
}

/// `movz x1, #0xe200, lsl #48`: the second word of a Swift string of two bytes.
const TWO_BYTES: u32 = 0xd2fc_4001;

/// A Swift dictionary is read by a function that the compiler makes for its kind, which takes the key in two registers.
#[test]
fn what_a_swift_dictionary_gives_under_the_key_of_a_section_is_of_that_section() {
    for (key, expected) in [(0x3772, Some("r7".to_owned())), (0x3778, None)] {
        let mut b = Builder::new(&["_getpid", "_sleep", "_system"]);
        let second = TEXT + 28;
        let code = Code::default().call(b.stub("_getpid")).op(copy(2, 0)).op(mov(0, key)).op(TWO_BYTES).call(second);
        let code = code.call(b.stub("_system")).op(RET);
        // Long enough not to be taken for a helper that gives its argument back.
        let code = code.op(copy(19, 2)).op(mov(0, 1)).call(b.stub("_sleep"));
        let code = (0..100).fold(code, |code, _| code.op(0xd503_201f)).op(copy(0, 19)).op(RET);
        b.code(&code.0);
        b.starts = vec![TEXT, second];
        let flows = all(b, &[("health-bank-record", "getpid")]);
        let flows = flows.iter().filter(|f| f.source.of == "health-bank-record" && f.sink.of == "command");
        let sections: Vec<Option<String>> =
            flows.map(|f| f.source.detail.as_ref().map(|d| d.raw().to_owned())).collect();
        assert_eq!(sections, [expected], "{key:x}");
    }
}

#[test]
fn a_weak_random_number_that_becomes_a_key_is_a_flow() {
    let mut b = Builder::new(&["_rand", "_CCCrypt"]);
    let code = Code::default().call(b.stub("_rand")).op(copy(3, 0)).op(mov(0, 0)).op(mov(1, 0));
    b.code(&code.call(b.stub("_CCCrypt")).op(RET).0);
    assert_eq!(found(b), ["weak-random -> key []"]);
}

#[test]
fn a_value_is_followed_out_of_one_function_and_into_another() {
    let mut b = Builder::new(&["_rand", "_system"]);
    // A calls B, which returns the number after a step that keeps it from being read in place, and C, which runs it.
    let (second, third) = (TEXT + 12, TEXT + 44);
    let code = Code::default().call(second).call(third).op(RET);
    let code = code.op(0xb400_0060).op(copy(19, 0)).call(b.stub("_rand")).op(0xd503_201f).op(copy(1, 0)).op(copy(0, 1));
    let code = code.op(RET).op(RET).op(0xb400_0040).op(copy(20, 0)).call(b.stub("_system")).op(RET);
    b.code(&code.0);
    b.starts = vec![TEXT, second, third];
    assert_eq!(found(b), ["weak-random -> command []"]);
}

#[test]
fn what_a_cipher_does_on_the_way_is_said() {
    let mut b = Builder::new(&["_rand", "_CC_SHA256", "_system"]);
    let code = Code::default().call(b.stub("_rand")).op(mov(1, 4)).op(0x9100_03e2); // add x2, sp, #0
    let code = code.call(b.stub("_CC_SHA256")).op(0x9100_03e0).call(b.stub("_system")).op(RET);
    b.code(&code.0);
    let flows = found(b);
    assert!(flows.contains(&"weak-random -> command [\"hashed\"]".to_owned()), "{flows:?}");
}

#[test]
fn nothing_flows_from_a_call_before_to_a_function_without_arguments() {
    let mut b = Builder::new(&["_rand", "_NSTemporaryDirectory", "_system"]);
    let code = Code::default().call(b.stub("_rand")).call(b.stub("_NSTemporaryDirectory"));
    b.code(&code.call(b.stub("_system")).op(RET).0);
    assert_eq!(found(b), [] as [&str; 0]);
}
