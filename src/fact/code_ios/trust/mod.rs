//! Who judges certificates: challenge handlers, policies, TLS versions, pins.

mod body;
mod setting;
mod task;

use std::collections::BTreeSet;

pub(super) use setting::{add_anchors, add_setting};

use self::body::{Body, COMPARES, FOLLOWED, worded};
use super::owner::Owners;
use super::reach::{apis, reached};
use crate::fact::{Fact, FactStore};
use crate::finding::{Confidence, Evidence, Note};
use crate::flow::arm64::Analysis;
use crate::flow::arm64::interpret::{Callee, Site, V};

/// Methods that receive an authentication challenge.
const HANDLERS: &[&str] = &[
    "URLSession:didReceiveChallenge:completionHandler:",
    "URLSession:task:didReceiveChallenge:completionHandler:",
    "webView:didReceiveAuthenticationChallenge:completionHandler:",
    "connection:willSendRequestForAuthenticationChallenge:",
    "connection:didReceiveAuthenticationChallenge:",
];

/// Judges every challenge handler of a binary, and the evaluations outside them.
pub(super) fn add_bodies(analysis: &Analysis<'_, '_, '_>, owners: &Owners, store: &mut FactStore) {
    let mut handled = BTreeSet::new();
    for (position, function) in analysis.program.functions.iter().enumerate() {
        let position = position as u32;
        let Some(method) = function.method.as_ref().filter(|m| HANDLERS.contains(&&*m.selector)) else { continue };
        let body = Body::gather(analysis, position);
        let (judgement, reason) = body.as_ref().map_or(("unknown", "not-followed"), Body::judge);
        let judged = Judged { position, judgement, reason, anchor: &method.selector, class: &method.class };
        judged.add("challenge-handler", analysis, owners, store);
        if let Some(reason) = body.as_ref().and_then(Body::policy) {
            Judged { judgement: "checks-little", reason, ..judged }.add("policy", analysis, owners, store);
        }
        handled.extend(reached(analysis, position, FOLLOWED));
        handled.extend(task::functions(analysis, position));
    }
    for position in &analysis.sweep.interesting {
        let Some(frame) = analysis.frame(*position) else { break };
        for site in frame.sites.values() {
            let (Callee::Import(name) | Callee::Message(name)) = &site.callee else { continue };
            match &**name {
                // AFNetworking asks a block that the app sets.
                "setSessionDidReceiveAuthenticationChallengeBlock:"
                | "setTaskDidReceiveAuthenticationChallengeBlock:"
                | "setAuthenticationChallengeHandler:" => {
                    challenge_block(analysis, (site, name), owners, store);
                }
                "sec_protocol_options_set_verify_block" => verify_block(analysis, site, owners, store),
                "SecTrustEvaluate" | "SecTrustEvaluateWithError" if !site.used && !handled.contains(position) => {
                    let within = apis(analysis, &BTreeSet::from([*position]));
                    // Whoever makes the trust, or looks into it, evaluates to have its chain built.
                    if !within.iter().any(|api| BUILDS.contains(&&**api)) {
                        let function = analysis.program.functions.get(*position as usize);
                        let class = function.map_or_else(|| "".into(), |function| function.name.clone());
                        let reason = "evaluation-result-dropped";
                        let anchor = "SecTrustEvaluate";
                        let judged =
                            Judged { position: *position, judgement: "accepts-all", reason, anchor, class: &class };
                        judged.add("evaluation", analysis, owners, store);
                    }
                }
                _ => {}
            }
        }
    }
}

/// Calls beside which an evaluation serves to build a chain.
const BUILDS: &[&str] = &[
    "SecTrustCreateWithCertificates",
    "SecTrustCopyPublicKey",
    "SecTrustCopyKey",
    "SecTrustGetCertificateAtIndex",
    "SecTrustCopyCertificateChain",
    "SecTrustGetTrustResult",
    "SecTrustCopyResult",
    "SecCertificateCopyData",
];

/// The code of a block that an argument points to.
fn block(analysis: &Analysis<'_, '_, '_>, site: &Site, number: usize) -> Option<u32> {
    let code = match *site.args.get(number)? {
        // A block without captures is a constant.
        V::Address(address) => analysis.program.macho.target(address.wrapping_add(16))?,
        _ => match site.pointee(number, 16)? {
            V::Address(code) => code,
            _ => return None,
        },
    };
    analysis.program.function_at(code)
}

/// A block that answers challenges.
fn challenge_block(
    analysis: &Analysis<'_, '_, '_>,
    (site, name): (&Site, &str),
    owners: &Owners,
    store: &mut FactStore,
) {
    let Some(position) = block(analysis, site, 2) else { return };
    let Some(function) = analysis.program.functions.get(position as usize) else { return };
    let (judgement, reason) = Body::gather(analysis, position).map_or(("unknown", "not-followed"), |body| body.judge());
    let judged = Judged { position, judgement, reason, anchor: name, class: &function.name };
    judged.add("challenge-handler", analysis, owners, store);
}

/// The block that decides for a connection of Network.framework: one that says yes to everything.
fn verify_block(analysis: &Analysis<'_, '_, '_>, site: &Site, owners: &Owners, store: &mut FactStore) {
    let Some(position) = block(analysis, site, 1) else { return };
    let Some(body) = Body::gather(analysis, position) else { return };
    let (judgement, reason) = match () {
        () if body.evaluated => ("delegates", "system-evaluation-used"),
        () if body.has(COMPARES) => ("pins", "compares-certificate"),
        () if body.dispositions == BTreeSet::from([1]) && !body.undecided => {
            ("accepts-all", "credential-without-evaluation")
        }
        () => ("unknown", "body-not-decided"),
    };
    let class = analysis.program.functions.get(position as usize).map_or_else(|| "".into(), |f| f.name.clone());
    let judged = Judged { position, judgement, reason, anchor: "sec_protocol_options_set_verify_block", class: &class };
    judged.add("challenge-handler", analysis, owners, store);
}

/// What a body came to.
struct Judged<'j> {
    position: u32,
    judgement: &'static str,
    reason: &'static str,
    anchor: &'j str,
    class: &'j str,
}

impl Judged<'_> {
    fn add(&self, role: &str, analysis: &Analysis<'_, '_, '_>, owners: &Owners, store: &mut FactStore) {
        let Some(function) = analysis.program.functions.get(self.position as usize) else { return };
        let locus = analysis.locus(self.position, function.start);
        let owner = owners.of(&locus);
        let judgement = Note::new(worded(self.reason));
        let evidence = Evidence::Body { method: (&*function.name).into(), judgement, installed: None };
        let fact = Fact::new("trust-body", locus.clone())
            .text("role", role)
            .text("judgement", self.judgement)
            .text("reason", self.reason)
            .text("class", self.class)
            .flag("installed", true)
            .owned_by(owner.clone())
            .sure(Confidence::Likely)
            .showing(evidence)
            .anchored(self.anchor);
        store.add(fact);
        if self.judgement == "pins" {
            let fact = Fact::new("pinning", locus).text("api", &function.name).flag("installed", true);
            store.add(fact.owned_by(owner).sure(Confidence::Likely).anchored(self.anchor));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::body::is_unchecked;
    use super::*;
    use crate::flow::ApiNames;
    use crate::flow::arm64::program::Program;
    use crate::format::macho::testing::{Builder, TEXT};
    use crate::format::macho::{MachO, slices};
    use crate::limits::Limits;

    /// Asks about a program whose code gets the stub of the evaluation and makes a credential of the trust where the code
    /// has a gap.
    fn asked<T>(code: impl Fn(&Builder) -> (Vec<u32>, Vec<u32>), ask: impl Fn(&Analysis<'_, '_, '_>) -> T) -> T {
        let mut b = Builder::new(&["_objc_msgSend", "_SecTrustEvaluateWithError"]);
        let name = b.string("credentialForTrust:");
        let selector = b.section("__objc_selrefs", &[Builder::to(name)]);
        let (mut code, after) = code(&b);
        let at = TEXT + code.len() as u64 * 4;
        let pages = ((selector >> 12) as i64 - (at >> 12) as i64) as u32;
        code.push(0x9000_0001 | (pages & 3) << 29 | (pages >> 2 & 0x7_ffff) << 5);
        code.push(0xf940_0021 | ((selector as u32 & 0xfff) / 8) << 10);
        code.push(bl(at + 8, b.stub("_objc_msgSend")));
        code.extend(after);
        b.code(&code);
        analysed(b, ask)
    }

    fn analysed<T>(b: Builder, ask: impl Fn(&Analysis<'_, '_, '_>) -> T) -> T {
        let bytes = b.build();
        let limits = Limits::default();
        let range = slices(&bytes).unwrap().value[0];
        let macho = MachO::parse(&bytes, &range, &limits).unwrap().value;
        let objc = macho.objc(&limits).value;
        let program = Program::new(&macho, &objc, &limits).unwrap();
        ask(&Analysis::new(&program, &objc, "App", &ApiNames::new(["SecTrust*"]), 10_000))
    }

    #[test]
    fn the_code_of_a_block_without_captures_is_its_third_word() {
        let mut b = Builder::new(&["_rand"]);
        b.code(&[NOP, RET]);
        b.starts = vec![TEXT, TEXT + 4];
        let literal = b.section("__const", &[0, 0, Builder::to(TEXT + 4), 0]);
        let found = analysed(b, |analysis| {
            let mut site = Site {
                address: TEXT,
                callee: Callee::Message("setAuthenticationChallengeHandler:".into()),
                args: [V::Unknown; 10],
                stack: Default::default(),
                pointees: Vec::new(),
                used: false,
                guarded: false,
            };
            let unknown = block(analysis, &site, 2);
            site.args[2] = V::Address(literal);
            (unknown, block(analysis, &site, 2))
        });
        assert_eq!(found, (None, Some(1)));
    }

    fn bl(at: u64, target: u64) -> u32 {
        0x9400_0000 | ((target.wrapping_sub(at) >> 2) as u32 & 0x3ff_ffff)
    }

    const NOP: u32 = 0xd503_201f;
    const RET: u32 = 0xd65f_03c0;

    /// A handler that evaluates trust, unless a conditional jump over the call is there, and then uses a credential.
    fn unchecked(skips: bool) -> bool {
        let code = |b: &Builder| {
            let first = if skips { 0xb400_0043u32 } else { NOP }; // cbz x3, over the next
            let code = vec![first, bl(TEXT + 4, b.stub("_SecTrustEvaluateWithError"))];
            (code, vec![0xaa00_03e2, 0x5280_0001, 0xd63f_0100, RET]) // mov x2, x0; mov w1, #0; blr x8
        };
        asked(code, |analysis| is_unchecked(analysis, 0, false))
    }

    /// A Swift handler, whose fourth argument is the closure that gets the decision first.
    fn swift(evaluates: bool) -> (&'static str, &'static str) {
        let code = |b: &Builder| {
            let check = [bl(TEXT + 4, b.stub("_SecTrustEvaluateWithError")), 0x3400_00e0]; // cbz w0, to the end
            let check = if evaluates { check } else { [NOP, NOP] };
            let code = vec![0xaa03_03f3, check[0], check[1]]; // mov x19, x3
            (code, vec![0xaa00_03e1, 0x5280_0000, 0xd63f_0260, RET]) // mov x1, x0; mov w0, #0; blr x19
        };
        asked(code, |analysis| Body::gather(analysis, 0).unwrap().judge())
    }

    #[test]
    fn a_path_around_the_evaluation_is_seen() {
        assert!(unchecked(true));
        assert!(!unchecked(false));
    }

    #[test]
    fn a_swift_closure_gets_the_decision_as_its_first_argument() {
        assert_eq!(swift(false), ("accepts-all", "credential-without-evaluation"));
        assert_eq!(swift(true), ("delegates", "system-evaluation-used"));
    }

    /// A Swift handler that only starts a task; the task's function, found by its async function pointer, hands the decision
    /// to the function that its caller's context names.
    fn task(evaluates: bool) -> (&'static str, &'static str) {
        let mut b = Builder::new(&["_objc_msgSend", "_SecTrustEvaluateWithError"]);
        let name = b.string("credentialForTrust:");
        let selector = b.section("__objc_selrefs", &[Builder::to(name)]);
        let pointer = selector + 8;
        let body = TEXT + 12;
        let word = u64::from((body.wrapping_sub(pointer)) as u32) | 48 << 32;
        assert_eq!(b.section("__const", &[word]), pointer);
        let page = |at: u64, to: u64, rd: u32| {
            let pages = ((to >> 12) as i64 - (at >> 12) as i64) as u32;
            0x9000_0000 | (pages & 3) << 29 | (pages >> 2 & 0x7_ffff) << 5 | rd
        };
        let mut code = vec![page(TEXT, pointer, 4), 0x9100_0084 | (pointer as u32 & 0xfff) << 10, RET];
        let check = [bl(body, b.stub("_SecTrustEvaluateWithError")), 0x3400_0100]; // cbz w0, to the jump at the end
        code.extend(if evaluates { check } else { [NOP, NOP] });
        code.push(page(body + 8, selector, 1));
        code.push(0xf940_0021 | ((selector as u32 & 0xfff) / 8) << 10); // ldr x1, [x1, #selector]
        code.push(bl(body + 16, b.stub("_objc_msgSend")));
        // mov x1, x0; mov w0, #0; ldr x2, [x22, #8]; br x2
        code.extend([0xaa00_03e1, 0x5280_0000, 0xf940_06c2, 0xd61f_0040]);
        // mov w0, #2; ldr x2, [x22, #8]; br x2
        code.extend([0x5280_0040, 0xf940_06c2, 0xd61f_0040]);
        b.code(&code);
        b.starts = vec![TEXT, body];
        analysed(b, |analysis| Body::gather(analysis, 0).unwrap().judge())
    }

    #[test]
    fn what_the_task_of_an_async_handler_decides_is_judged() {
        assert_eq!(task(false), ("accepts-all", "credential-without-evaluation"));
        assert_eq!(task(true), ("delegates", "system-evaluation-used"));
    }
}
