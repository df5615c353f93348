//! API knowledge as plain data: the files under `rules/flow/`.

use std::collections::BTreeMap;

use serde::Deserialize;

/// `sources.yaml`, `sinks.yaml`, `sanitizers.yaml`, `labels.yaml`, `checks.yaml`: kind (transform, label, check) to APIs.
/// An API is `package.Class.method`, optionally followed by ports: `ret`, `this` or argument numbers, and by `if` with
/// conditions, all of which must hold. Without ports a source gives its result, a sink takes every argument. Conditions
/// begin with a port, or with `!` and a port: `this@external` (bears that label), `0^http:` (a text that begins so, a
/// static field whose name does, an intent whose action does), `0~session|sid` (a text that contains one of these words,
/// in small letters), `0#` (a constant that is not empty; `0#6`: one word of six letters or more), `this=input` (a view
/// that layouts make an input field), `ret=level30` (the app runs on level 30 and later alone), `0%token|clock` (comes from sources of these kinds, and only those count).
pub type ApiKinds = BTreeMap<String, Vec<String>>;

/// `propagation.yaml`: how framework calls move values.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Propagation {
    /// Framework class to its framework superclasses and interfaces, as far as models need them.
    #[serde(default)]
    pub supertypes: BTreeMap<String, Vec<String>>,
    /// Class to method (`name` or `name/number of arguments`) to effects, in the small language of
    /// `flow::engine::effect`.
    #[serde(default)]
    pub effects: BTreeMap<String, BTreeMap<String, String>>,
}

/// `lifecycle.yaml`: in which order the system calls what.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lifecycle {
    /// Framework base class to its stages, in order; the methods of one stage may come in any order, and stages from
    /// `repeat_from` on repeat.
    pub components: BTreeMap<String, Stages>,
    /// APIs that run an argument or the receiver: API to `port method`.
    pub runs: BTreeMap<String, String>,
    /// Beginnings of method names that take a callback away again.
    pub unregister: Vec<String>,
}

/// Stages of one kind of component.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stages {
    /// Methods by stage.
    pub stages: Vec<Vec<String>>,
    /// Index of the stage to which a later one may lead back; without, each object lives through its stages once.
    #[serde(default)]
    pub repeat_from: Option<usize>,
    /// The method after which an object comes to no other stage again.
    #[serde(default)]
    pub ends: Option<String>,
    /// Index of the stage after which callbacks come.
    #[serde(default)]
    pub callbacks_after: usize,
    /// Methods that may also follow directly after another: later to earlier.
    #[serde(default)]
    pub shortcuts: BTreeMap<String, String>,
}

/// `ios.yaml`: the same kinds for the code of iOS builds. An API is named as the ARM64 engine names it: a C function, a
/// message `-[Class selector]`, a selector alone, a Swift path, with `*` for any rest.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IosFlow {
    /// Where values enter, as in [`FlowKnowledge::sources`].
    pub sources: ApiKinds,
    /// Methods of the build that the system calls with a value: selector and parameter numbers.
    pub callbacks: ApiKinds,
    /// APIs whose block argument gets a value: argument number, then the block's parameter numbers.
    pub blocks: ApiKinds,
    /// Where values leave; a port may be a condition `N=V`.
    pub sinks: ApiKinds,
    /// Transform to APIs.
    pub sanitizers: ApiKinds,
    /// C functions that write an argument (first number) from others.
    pub fills: Vec<String>,
    /// APIs whose result says nothing of what went in.
    pub stops: Vec<String>,
    /// Kinds of the other platform, of which there are none here.
    pub absent: Vec<String>,
    /// Kind to words in the name of a text field.
    pub fields: BTreeMap<String, Vec<String>>,
    /// Kind to words in the key under which a value is kept.
    pub keys: BTreeMap<String, Vec<String>>,
}

/// All of `rules/flow/`.
#[derive(Debug, Clone, Default)]
pub struct FlowKnowledge {
    /// Where values enter.
    pub sources: ApiKinds,
    /// Where they leave.
    pub sinks: ApiKinds,
    /// What changes them: transform to APIs.
    pub sanitizers: ApiKinds,
    /// What is remembered of values on their way, for conditions: label to APIs.
    pub labels: ApiKinds,
    /// Calls that test a value: what a passed test is called to APIs, with the ports of the tested values.
    pub checks: ApiKinds,
    /// How they move.
    pub propagation: Propagation,
    /// When what is called.
    pub lifecycle: Lifecycle,
    /// The knowledge for iOS.
    pub ios: IosFlow,
}

impl FlowKnowledge {
    /// Reads the documents through a function from file name (`flow/sources`) to JSON or YAML text.
    ///
    /// # Errors
    /// The first document that is missing or has another shape.
    pub fn load<'t>(mut text: impl FnMut(&str) -> Option<&'t str>) -> Result<Self, String> {
        fn read<T: serde::de::DeserializeOwned>(name: &str, text: Option<&str>) -> Result<T, String> {
            let text = text.ok_or_else(|| format!("{name}: missing"))?;
            if text.trim_start().starts_with('{') {
                return serde_json::from_str(text).map_err(|e| format!("{name}: {e}"));
            }
            serde_saphyr::from_str(text).map_err(|e| format!("{name}: {e}"))
        }
        Ok(Self {
            sources: read("flow/sources", text("flow/sources"))?,
            sinks: read("flow/sinks", text("flow/sinks"))?,
            sanitizers: read("flow/sanitizers", text("flow/sanitizers"))?,
            labels: read("flow/labels", text("flow/labels"))?,
            checks: read("flow/checks", text("flow/checks"))?,
            propagation: read("flow/propagation", text("flow/propagation"))?,
            lifecycle: read("flow/lifecycle", text("flow/lifecycle"))?,
            ios: read("flow/ios", text("flow/ios"))?,
        })
    }
}
