//! What a challenge handler does: every API it comes to, what it decides, and whether some path leaves out the evaluation.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::super::reach::{apis, reached};
use super::task;
use crate::flow::arm64::Analysis;
use crate::flow::arm64::decode::{Op, decode};
use crate::flow::arm64::interpret::{Callee, Frame, V};

/// Calls followed from a handler.
pub(super) const FOLLOWED: usize = 40;

/// What a handler and the functions that it calls do.
#[derive(Debug, Default)]
pub(super) struct Body {
    apis: BTreeSet<Arc<str>>,
    /// An evaluation whose result something reads.
    pub(super) evaluated: bool,
    /// An evaluation whose result is dropped.
    dropped: bool,
    /// Dispositions handed to the completion handler.
    pub(super) dispositions: BTreeSet<i64>,
    /// A call that could not be followed got a disposition that is not known.
    pub(super) undecided: bool,
    /// Some path to the use of the trust's credential has no check on it.
    unchecked: bool,
    /// A policy for TLS is made without the name of a host.
    nameless: bool,
}

impl Body {
    pub(super) fn has(&self, words: &[&str]) -> bool {
        self.apis.iter().any(|api| words.iter().any(|word| api.contains(word)))
    }

    /// Gathers a function and what it calls.
    pub(super) fn gather(analysis: &Analysis<'_, '_, '_>, start: u32) -> Option<Self> {
        let task = task::functions(analysis, start);
        let mut body = Self { unchecked: is_unchecked(analysis, start, false), ..Self::default() };
        // Of a task the check may stand in another function than the use; one that has both is looked at.
        body.unchecked |= task.iter().any(|position| is_unchecked(analysis, *position, true));
        let mut open: Vec<u32> = task.iter().copied().chain([start]).collect();
        let mut seen = BTreeSet::new();
        while let Some(position) = open.pop() {
            if !seen.insert(position) || seen.len() > FOLLOWED + task.len() {
                continue;
            }
            let in_task = task.contains(&position);
            let frame = if in_task { analysis.frame_of_task(position)? } else { analysis.frame(position)? };
            for site in frame.sites.values() {
                if let Some((asked, _)) = analysis.api(position, &frame, site) {
                    let evaluates = asked.starts_with("SecTrustEvaluate") || asked.starts_with("evaluateServerTrust:");
                    body.evaluated |= evaluates && (site.used || asked.contains("Async"));
                    body.dropped |= evaluates && !site.used;
                    body.apis.insert(asked);
                }
                if let Some((disposition, _)) = task::decision(site).filter(|_| in_task) {
                    body.decides(disposition, &frame);
                    continue;
                }
                match &site.callee {
                    Callee::Function(callee) => open.push(*callee),
                    Callee::Message(selector) => open.extend(own_method(analysis, selector)),
                    // The completion handler: a block's code is its third word.
                    Callee::Register(V::ParamField(_, 16) | V::Unknown | V::Result(..)) => {
                        body.decides(site.args[1], &frame)
                    }
                    // A Swift closure, which takes no object before its arguments.
                    Callee::Register(V::Param(..)) => body.decides(site.args[0], &frame),
                    Callee::Import(name) if &**name == "SecPolicyCreateSSL" => {
                        body.nameless |= site.args[0] == V::Const(1) && site.args[1] == V::Const(0);
                    }
                    _ => {}
                }
                // Blocks handed on (to a queue, say) belong to the body.
                for (_, words) in &site.pointees {
                    open.extend(words.iter().filter(|(offset, _)| *offset == 16).filter_map(|(_, word)| match word {
                        V::Address(address) => analysis.program.function_at(*address),
                        _ => None,
                    }));
                }
            }
        }
        Some(body)
    }

    /// Notes what is handed to the completion handler.
    fn decides(&mut self, disposition: V, frame: &Frame) {
        match disposition {
            V::Const(disposition @ 0..=3) => {
                self.dispositions.insert(disposition as i64);
            }
            V::OneOf(set) => {
                for one in frame.sets.get(set as usize).into_iter().flatten() {
                    match one {
                        V::Const(disposition @ 0..=3) => {
                            self.dispositions.insert(*disposition as i64);
                        }
                        _ => self.undecided = true,
                    }
                }
            }
            _ => {}
        }
    }

    /// Why the host's name is not compared with the certificate's, where the body replaces the policy.
    pub(super) fn policy(&self) -> Option<&'static str> {
        let replaced = self.has(&["SecTrustSetPolicies"]);
        match () {
            () if replaced && self.nameless => Some("null-peer-name"),
            () if replaced && self.has(&["SecPolicyCreateBasicX509"]) && !self.has(&["SecPolicyCreateSSL"]) => {
                Some("basic-policy")
            }
            () => None,
        }
    }

    /// The judgement and its reason.
    pub(super) fn judge(&self) -> (&'static str, &'static str) {
        let credential = self.has(&["credentialForTrust:", "initWithTrust:", "URLCredential.init(trust:"]);
        let compares = self.has(COMPARES);
        if self.has(&["SecTrustSetExceptions"]) {
            return ("checks-little", "trust-exceptions-set");
        }
        if self.unchecked && (self.evaluated || compares) {
            return ("accepts-all", "path-without-evaluation");
        }
        if self.evaluated && compares {
            return ("pins", "evaluates-and-compares");
        }
        if self.evaluated {
            return ("delegates", "system-evaluation-used");
        }
        if compares {
            return ("pins", "compares-certificate");
        }
        if credential && self.dropped {
            return ("accepts-all", "evaluation-result-dropped");
        }
        if credential {
            return ("accepts-all", "credential-without-evaluation");
        }
        if self.has(&["continueWithoutCredentialForAuthenticationChallenge:"])
            && !self.has(&["cancelAuthenticationChallenge:"])
        {
            return ("unknown", "continues-without-credential");
        }
        if self.dispositions.contains(&0) {
            return ("unknown", "credential-of-other-kind");
        }
        if !self.dispositions.is_empty() && !self.undecided {
            return ("delegates", "default-handling");
        }
        ("unknown", "body-not-decided")
    }
}

/// The note that words a reason.
pub(super) fn worded(reason: &str) -> &'static str {
    match reason {
        "trust-exceptions-set" => "challenge-exceptions-set",
        "evaluates-and-compares" => "challenge-evaluates-and-compares",
        "system-evaluation-used" => "challenge-evaluates",
        "compares-certificate" => "challenge-compares",
        "evaluation-result-dropped" => "challenge-result-dropped",
        "path-without-evaluation" => "challenge-path-unchecked",
        "credential-without-evaluation" => "challenge-not-evaluated",
        "default-handling" => "challenge-default-handling",
        "basic-policy" | "null-peer-name" => "challenge-name-not-compared",
        _ => "challenge-not-decided",
    }
}

/// Calls that look at the certificate itself.
pub(super) const COMPARES: &[&str] = &[
    "SecCertificateCopyData",
    "SecCertificateCopyKey",
    "SecTrustCopyKey",
    "SecTrustCopyPublicKey",
    "SecKeyCopyExternalRepresentation",
    "TrustKit",
    "pinningValidator",
    "handleChallenge:completionHandler:",
];

/// Whether a name is one of an evaluation or a comparison.
fn is_check(name: &str) -> bool {
    name.starts_with("SecTrustEvaluate")
        || name.starts_with("evaluateServerTrust:")
        || COMPARES.iter().any(|word| name.contains(word))
}

/// Whether a path from the start of a function to a use of the credential made of the trust passes no check. A function of a
/// task is asked only when it has a check.
pub(super) fn is_unchecked(analysis: &Analysis<'_, '_, '_>, position: u32, in_task: bool) -> bool {
    let Some(function) = analysis.program.functions.get(position as usize) else { return false };
    let frame = if in_task { analysis.frame_of_task(position) } else { analysis.frame(position) };
    let Some(frame) = frame else { return false };
    let made = |name: &str| name == "credentialForTrust:" || name == "initWithTrust:";
    let of_trust = |value: V| match value {
        V::Result(call, 0) => frame.sites.get(&call).is_some_and(|site| match &site.callee {
            Callee::Message(name) => made(name),
            // Swift's own form of the initialiser.
            Callee::Function(callee) => apis(analysis, &reached(analysis, *callee, 2)).iter().any(|name| made(name)),
            _ => false,
        }),
        _ => false,
    };
    let (mut uses, mut checks) = (BTreeSet::new(), BTreeSet::new());
    for site in frame.sites.values() {
        let used = match &site.callee {
            _ if in_task && task::decision(site).is_some() => site.args[0] == V::Const(0) && of_trust(site.args[1]),
            Callee::Register(V::Param(..)) => site.args[0] == V::Const(0) && of_trust(site.args[1]),
            Callee::Register(_) => site.args[1] == V::Const(0) && of_trust(site.args[2]),
            Callee::Message(name) => name.starts_with("useCredential:") && of_trust(site.args[2]),
            _ => false,
        };
        let within = |callee| apis(analysis, &reached(analysis, callee, FOLLOWED)).iter().any(|name| is_check(name));
        let checked = match &site.callee {
            Callee::Import(name) | Callee::Super(name) => is_check(name),
            Callee::Function(callee) => within(*callee),
            Callee::Message(name) => {
                is_check(name) || analysis.program.implementations(name).iter().take(2).any(|method| within(*method))
            }
            Callee::Register(_) => false,
        };
        if used {
            uses.insert(site.address);
        } else if checked {
            checks.insert(site.address);
        }
    }
    if uses.is_empty() || (in_task && checks.is_empty()) {
        return false;
    }
    let (mut seen, mut open) = (BTreeSet::new(), vec![function.start]);
    while let Some(address) = open.pop() {
        if !(function.start..function.end).contains(&address) || checks.contains(&address) || !seen.insert(address) {
            continue;
        }
        if uses.contains(&address) {
            return true;
        }
        let Some(word) = analysis.program.word(address) else { continue };
        match decode(word, address) {
            Op::Branch { target } => open.push(target),
            Op::Conditional { target, .. } => open.extend([target, address + 4]),
            Op::BranchRegister { .. } | Op::Return | Op::Trap => {}
            _ => open.push(address + 4),
        }
    }
    false
}

/// The one method of this slice that has a selector.
fn own_method(analysis: &Analysis<'_, '_, '_>, selector: &str) -> Option<u32> {
    let mut found = analysis
        .program
        .functions
        .iter()
        .enumerate()
        .filter(|(_, function)| function.method.as_ref().is_some_and(|method| &*method.selector == selector));
    match (found.next(), found.next()) {
        (Some((position, _)), None) => Some(position as u32),
        _ => None,
    }
}
