//! API knowledge as plain data: the files under `rules/flow/`.

use std::collections::BTreeMap;

use serde::Deserialize;

/// `sources.yaml`, `sinks.yaml`, `sanitizers.yaml`: kind (or transform) to APIs. An API is `package.Class.method`,
/// optionally followed by ports: `ret`, `this` or argument numbers. Without ports a source gives its result, a sink
/// takes every argument.
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
    /// Index of the stage to which the last one may lead back.
    #[serde(default)]
    pub repeat_from: usize,
    /// Index of the stage after which callbacks come.
    #[serde(default)]
    pub callbacks_after: usize,
    /// Methods that may also follow directly after another: later to earlier.
    #[serde(default)]
    pub shortcuts: BTreeMap<String, String>,
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
    /// How they move.
    pub propagation: Propagation,
    /// When what is called.
    pub lifecycle: Lifecycle,
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
            propagation: read("flow/propagation", text("flow/propagation"))?,
            lifecycle: read("flow/lifecycle", text("flow/lifecycle"))?,
        })
    }
}
