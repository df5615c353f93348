//! `maspect facts`: the rule writer's window.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use maspect::fact::{Fact, FactValue};
use maspect::rule::Catalogue;
use maspect::scan::{Options, ScanError, facts};
use serde_json::{Map, Value, json};

use super::{exit, files, output};

#[derive(Args)]
pub(crate) struct FactsArgs {
    /// The build
    build: PathBuf,
    /// Only facts of these kinds
    #[arg(long = "kind")]
    kinds: Vec<String>,
}

pub(crate) fn run(args: &FactsArgs) -> Result<u8> {
    let artifact = files::read(&args.build)?;
    let catalogue = Catalogue::embedded()?;
    let options = Options::on(&jiff::Zoned::now().date().to_string());
    let store = match facts(&artifact, &catalogue, &options) {
        Ok(store) => store,
        Err(ScanError::Open(error)) => {
            output::note(&error.note(&args.build.display().to_string()));
            return Ok(exit::NOTHING);
        }
        Err(error) => return Err(anyhow::Error::from(error).context(args.build.display().to_string())),
    };
    let mut text = String::new();
    for fact in store.all().filter(|f| args.kinds.is_empty() || args.kinds.iter().any(|k| k == f.kind)) {
        text.push_str(&line(fact).to_string());
        text.push('\n');
    }
    output::print(&text);
    Ok(0)
}

fn line(fact: &Fact) -> Value {
    let text = |t: &str| json!(maspect::finding::AppText::new(t));
    let attributes: Map<String, Value> = fact
        .attributes
        .iter()
        .map(|(name, value)| {
            let value = match value {
                FactValue::Flag(flag) => json!(flag),
                FactValue::Number(number) => json!(number),
                FactValue::Text(t) => text(t),
                FactValue::List(many) => many.iter().map(|t| text(t)).collect(),
            };
            ((*name).to_owned(), value)
        })
        .collect();
    let mut out =
        json!({ "fact": fact.kind, "place": fact.locus.to_string(), "owner": fact.owner, "reachable": fact.reachable });
    if let Value::Object(out) = &mut out {
        out.extend(attributes);
        if let Some(evidence) = &fact.evidence {
            out.insert("evidence".into(), json!(evidence));
        }
    }
    out
}
