//! What was seen: typed, without sentences. Renderers word it.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{AppText, Confidence, Locus, Owner, Reachability};

/// A code with arguments, worded by renderers (`reports/words/*.yaml`, section `notes`): the only way in which a stage
/// says *why* something is so.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Note {
    /// Kebab-case code.
    pub code: String,
    /// Named arguments.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub args: BTreeMap<String, AppText>,
}

impl Note {
    /// A note without arguments.
    pub fn new(code: &str) -> Self {
        Self { code: code.to_owned(), args: BTreeMap::new() }
    }

    /// The same with one more argument.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.args.insert(name.to_owned(), AppText::new(&value.to_string()));
        self
    }
}

/// One piece of evidence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Evidence {
    /// An attribute, key or setting with its effective value.
    Attribute {
        /// Its name.
        name: AppText,
        /// Its value; none when it is absent and the default holds.
        value: Option<AppText>,
        /// The value that would be right, when there is one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        expected: Option<AppText>,
        /// Why the value is effective, when it does not stand there literally (a platform default, an inherited config).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        because: Option<Note>,
    },
    /// A call with what is known of its arguments.
    Call {
        /// The callee as `package.Class.method`, selector or C symbol.
        api: AppText,
        /// Arguments in order, `?` where not known.
        args: Vec<AppText>,
    },
    /// A value that travels from a source to a sink.
    Flow(Flow),
    /// A constant, redacted.
    Constant {
        /// What it is taken for (`private-key`, `aws-access-key`, `password`, `iv`, ...).
        what: String,
        /// Redacted preview: see [`super::redacted`].
        preview: AppText,
        /// First 16 hex digits of the SHA-256 of the whole: to compare, not to recover.
        sha256: String,
        /// Length in bytes.
        length: u64,
        /// Shannon entropy in bits per character, where it decided.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        entropy: Option<f64>,
    },
    /// A property of a binary.
    Binary {
        /// `pie`, `canary`, `relro`, ...
        property: String,
        /// What was read.
        value: AppText,
        /// What would be right.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        expected: Option<AppText>,
    },
    /// A property of a certificate or key.
    Certificate {
        /// Subject.
        subject: AppText,
        /// `RSA 1024`, `EC P-256`, ...
        key: String,
        /// Signature algorithm.
        algorithm: String,
        /// ISO date.
        not_before: String,
        /// ISO date.
        not_after: String,
        /// What is wrong with it.
        problem: Note,
    },
    /// Something declared against something used.
    Declaration {
        /// The subject: a permission, a purpose string, an API category, a host.
        subject: AppText,
        /// Where it is declared, if it is.
        declared: Option<Locus>,
        /// Where it is used, if it is.
        used: Option<Locus>,
    },
    /// Something looked for and not found.
    Absence {
        /// What was looked for, as a note (worded by renderers).
        looked_for: Note,
        /// Where it was looked for.
        searched: Vec<AppText>,
        /// What there is to protect.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        protects: Option<AppText>,
    },
    /// A judgement over a method body or paths.
    Body {
        /// The method judged.
        method: AppText,
        /// The judgement and why.
        judgement: Note,
        /// Where it is installed or used, if it is.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        installed: Option<Locus>,
    },
    /// Text as it stands.
    Text {
        /// What it is (`url`, `host`, `sentence`, `path`, `name`).
        what: String,
        /// The text.
        text: AppText,
    },
    /// A judgement that needs no more than its note.
    Noted {
        /// The note.
        note: Note,
    },
}

/// A source-to-sink flow.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Flow {
    /// Where the value enters.
    pub source: FlowEnd,
    /// Where it leaves.
    pub sink: FlowEnd,
    /// The way, in order, source first and sink last.
    pub trace: Vec<Step>,
    /// Whose code the sink is in.
    pub owner: Owner,
    /// Whether an entry point leads there.
    #[serde(default = "unknown")]
    pub reachable: Reachability,
    /// Lowered by unmodelled calls on the way.
    pub confidence: Confidence,
    /// What was done to the value on the way (`encrypted-keystore`, `encrypted`, `hashed`, `masked`, `encoded`).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub transforms: Vec<String>,
}

fn unknown() -> Reachability {
    Reachability::Unknown
}

/// One end of a flow.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub struct FlowEnd {
    /// Kebab-case kind (`device-id`, `health-record`, `log`, `external-file`).
    #[serde(rename = "kind")]
    pub of: String,
    /// The callee as `package.Class.method`, selector or C symbol; for a callback parameter the callback.
    pub api: AppText,
    /// The statement.
    pub locus: Locus,
    /// What exactly, where known: a resource id's name, a preference key, a file name, a URL.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<AppText>,
}

/// One step of a trace.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Step {
    /// What happens here.
    pub role: StepRole,
    /// The callee or field.
    pub api: AppText,
    /// Where.
    pub locus: Locus,
}

/// What happens at a step of a trace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum StepRole {
    /// The value enters.
    Source,
    /// Passed into a method of the build.
    Call,
    /// Returned from a method of the build.
    Return,
    /// Through a framework or library call.
    Through,
    /// Stored in a field, array, collection, preference or extra.
    Store,
    /// Read from there.
    Load,
    /// Handed to another component, thread or callback.
    Handover,
    /// The value leaves.
    Sink,
}
