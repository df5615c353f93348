//! One scan: an artifact and a catalogue in, everything that a report is built from out. Pure: no clock, network,
//! environment or files.

mod android;
mod health;
mod ios;
mod notice;
mod text;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::app::{self, Artifact, Build, Kind, OpenError};
use crate::detect::{self, Scene};
use crate::fact::FactStore;
use crate::fact::package::{self, Hybrid};
use crate::fact::sdk;
use crate::finding::{
    Coverage, CoverageState, Evidence, Finding, Flow, Inventory, Note, Outcome, Part, Platform, RuleId,
};
use crate::format::zip::Archive;
use crate::limits::{Budget, LimitHit, Limits};
use crate::notice::{Notice, NoticeError};
use crate::project::{BuildFacts, Digests, Problem, Project};
use crate::report::{Identity, Report, ScanResult, Subject, place, places, version_text};
use crate::rule::knowledge::FlowKnowledge;
use crate::rule::knowledge_text::{HybridData, Secrets, TextData};
use crate::rule::{Catalogue, Class, Lang, Status};
use crate::verdict::{Attestation, Case, Judged};
use crate::waiver::{self, Waiver, WaiverState};

/// What a scan is asked for, beside the build.
#[derive(Debug, Clone)]
pub struct Options {
    /// Profile's id.
    pub profile: String,
    /// Class.
    pub class: Class,
    /// Whether the optional class F counts too.
    pub with_f: bool,
    /// The day against which dates are judged, `YYYY-MM-DD`.
    pub date: String,
    /// Bounds.
    pub limits: Limits,
    /// Waivers.
    pub waivers: Vec<Waiver>,
    /// What people attested, whatever the build.
    pub attestations: Vec<Attestation>,
    /// The project file, whose attestations are held against the build.
    pub project: Option<Arc<Project>>,
    /// SHA-256 of the evidence files that the project names and that could be read.
    pub evidence: Digests,
    /// Hosts that the applicant declares.
    pub declared_hosts: Option<BTreeSet<String>>,
    /// The privacy notice: its file name and bytes.
    pub notice: Option<(String, Vec<u8>)>,
    /// The v4 signature (`.idsig`) beside an APK.
    pub idsig: Option<Vec<u8>>,
}

impl Options {
    /// MAS V4.0 L2 on a day, nothing else given.
    pub fn on(date: &str) -> Self {
        Self {
            profile: "mas-v4".to_owned(),
            class: Class::L2,
            with_f: false,
            date: date.to_owned(),
            limits: Limits::default(),
            waivers: Vec::new(),
            attestations: Vec::new(),
            project: None,
            evidence: Digests::new(),
            declared_hosts: None,
            notice: None,
            idsig: None,
        }
    }
}

/// Why nothing was scanned.
#[derive(Debug, thiserror::Error)]
pub enum ScanError {
    /// The artifact is no build.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// No such profile.
    #[error("there is no profile `{0}`")]
    Profile(String),
    /// The notice cannot be read.
    #[error("the notice {0}")]
    Notice(#[from] NoticeError),
    /// A data file of the catalogue is broken.
    #[error("the catalogue's {0}")]
    Catalogue(String),
}

/// A scan's result, owned.
#[derive(Debug)]
pub struct Scanned {
    /// Who the build is.
    pub identity: Identity,
    /// All facts.
    pub store: FactStore,
    /// One outcome for each rule that ran.
    pub outcomes: BTreeMap<RuleId, Outcome>,
    /// Findings in report order.
    pub findings: Vec<Finding>,
    /// Their stable ids.
    pub fingerprints: Vec<String>,
    /// Which waiver marks each.
    pub marks: Vec<Option<usize>>,
    /// What became of each waiver.
    pub waiver_states: Vec<WaiverState>,
    /// What people attested and what it comes to for this build.
    pub attestations: Vec<Attestation>,
    /// What of the project file does not hold for this build: attestations that are open again, waivers that do nothing.
    pub problems: Vec<Problem>,
    /// Controls, judged.
    pub judged: Vec<Judged>,
    /// Coverage of every part.
    pub coverage: Vec<Coverage>,
    /// Limits hit.
    pub limits: Vec<LimitHit>,
    /// The notice, when one was given.
    pub notice: Option<Notice>,
    /// What was asked for.
    pub options: Options,
}

/// Facts of a build before any rule looks at them.
pub(crate) struct Gathered {
    pub(crate) identity: Identity,
    pub(crate) store: FactStore,
    pub(crate) notices: notice::Notices,
}

/// What every part that bears text is looked through for, beside its facts.
#[derive(Debug, Default)]
pub(crate) struct Finds {
    pub(crate) notices: notice::Notices,
    pub(crate) keys: health::HealthKeys,
}

/// Data and bounds that the stages share.
pub(crate) struct Desk<'a> {
    pub(crate) budget: &'a Budget,
    pub(crate) options: &'a Options,
    pub(crate) hybrid: HybridData,
    pub(crate) sdks: crate::rule::knowledge_sdk::SdkData,
    pub(crate) texts: crate::fact::text::TextScanner,
    pub(crate) flow: FlowKnowledge,
    /// Permission to what in code needs it.
    pub(crate) permissions: std::collections::BTreeMap<String, Vec<String>>,
    pub(crate) wanted: Vec<String>,
}

/// Scans a build.
///
/// # Errors
/// [`ScanError`]: the artifact is no build, or the options name what the catalogue does not have.
pub fn scan(artifact: &Artifact, catalogue: &Catalogue, options: &Options) -> Result<Scanned, ScanError> {
    let profile = catalogue.profile(&options.profile).ok_or_else(|| ScanError::Profile(options.profile.clone()))?;
    let budget = Budget::new(options.limits.clone());
    let mut gathered = gather(artifact, catalogue, options, &budget)?;
    let store = &mut gathered.store;

    let mut given = BTreeSet::new();
    if options.declared_hosts.is_some() {
        given.insert(Part::DeclaredHosts);
    }
    let notice = the_notice(options, std::mem::take(&mut gathered.notices), store)?;
    if notice.is_some() {
        given.insert(Part::Notice);
    }
    let platform = gathered.identity.subject.platform;
    for (kind, count) in store.dropped() {
        budget.hit("facts-per-kind", &format!("{kind}: {count} more"), options.limits.facts_per_kind as u64);
    }

    let scene = Scene { store, platform, given: &given, findings_per_rule: options.limits.findings_per_rule };
    let mut outcomes = detect::run(catalogue.active(), &scene);
    outcomes.values_mut().for_each(|outcome| fold(&mut outcome.findings));
    let findings = in_order(&mut outcomes);
    let fingerprints = fingerprints(&findings);
    let (marks, waiver_states) = waiver::apply(&options.waivers, &findings, &fingerprints, &options.date, places);
    let waived: Vec<bool> = marks.iter().map(Option::is_some).collect();
    let status: BTreeMap<RuleId, Status> = catalogue.rules().iter().map(|r| (r.id.clone(), r.status)).collect();
    let (attestations, mut problems) = attested(&gathered.identity, options);
    if let Some(project) = &options.project {
        let found = |rule: &str| {
            let of_rule = findings.iter().zip(&fingerprints).filter(|(finding, _)| finding.rule.as_str() == rule);
            of_rule.map(|(finding, id)| (place(&finding.locus, Lang::En), id.clone())).collect()
        };
        problems.extend(project.idle_waivers(&waiver_states, found));
    }
    let case = Case {
        profile,
        class: options.class,
        with_f: options.with_f,
        platform,
        outcomes: &outcomes,
        status: &status,
        findings: &findings,
        fingerprints: &fingerprints,
        waived: &waived,
        attestations: &attestations,
    };
    let judged = case.judge();
    Ok(Scanned {
        identity: gathered.identity,
        coverage: gathered.store.coverage(),
        store: gathered.store,
        outcomes,
        findings,
        fingerprints,
        marks,
        waiver_states,
        attestations,
        problems,
        judged,
        limits: budget.hits(),
        notice,
        options: options.clone(),
    })
}

/// The notice that was given, else the most complete one of the build, held against the build.
fn the_notice(options: &Options, found: notice::Notices, store: &mut FactStore) -> Result<Option<Notice>, ScanError> {
    store.looked_for(&["notice", "notice-point", "notice-gap"]);
    let (mut judged, document) = match &options.notice {
        Some((name, bytes)) => {
            let document = crate::notice::read(name, bytes)?;
            crate::notice::check_language(&document)?;
            (crate::notice::judge(&document), document)
        }
        None => match found.best() {
            Some(best) => best,
            None => return Ok(None),
        },
    };
    judged.in_build = options.notice.is_none();
    crate::fact::notice::facts(&judged, !judged.in_build, store);
    if judged.is_notice {
        judged.gaps = notice::compare(&document, options.project.as_deref(), store);
    }
    Ok(Some(judged))
}

/// The facts of a build.
pub(crate) fn gather(
    artifact: &Artifact,
    catalogue: &Catalogue,
    options: &Options,
    budget: &Budget,
) -> Result<Gathered, ScanError> {
    let build = app::open(artifact, budget)?;
    let sdks = sdk::data(catalogue);
    let secrets: Secrets = knowledge(catalogue, "data/secrets")?;
    let words: TextData = knowledge(catalogue, "data/text")?;
    let texts = crate::fact::text::TextScanner::new(&secrets, &words, &sdk::tracker_hosts(&sdks))
        .map_err(ScanError::Catalogue)?;
    let flow = FlowKnowledge::load(|name| catalogue.knowledge(name)).map_err(ScanError::Catalogue)?;
    let wanted = catalogue.wanted_calls().into_iter().collect();
    let permissions = knowledge(catalogue, "data/permissions")?;
    let desk =
        Desk { budget, options, hybrid: knowledge(catalogue, "data/hybrid")?, sdks, texts, flow, wanted, permissions };
    let mut store = FactStore::new(options.limits.facts_per_kind);
    let hybrids = package::facts(&build, &desk.hybrid, budget, &mut store);
    let mut finds = Finds::default();
    let identity = match build.platform() {
        Platform::Android => android::gather(&build, &hybrids, &desk, &mut store, &mut finds),
        Platform::Ios => ios::gather(&build, &hybrids, &desk, &mut store, &mut finds),
    };
    let packed = sdk::packed(&store, build.platform());
    for coverage in packed {
        store.cover(coverage.part, coverage.state, coverage.file.as_ref().map(|f| f.raw()), coverage.note);
    }
    lost(&build, &mut store);
    text::cover(&mut store, build.platform());
    crate::fact::tls::add_hosts_in_use(&mut store);
    store.say_whose();
    say_what_nobody_saw(&mut store, build.kind);
    notice::documents(&build, budget, &mut finds.notices);
    finds.keys.finish(&mut store);
    Ok(Gathered { identity, store, notices: finds.notices })
}

fn knowledge<T: serde::de::DeserializeOwned>(catalogue: &Catalogue, name: &str) -> Result<T, ScanError> {
    let json = catalogue.knowledge(name).ok_or_else(|| ScanError::Catalogue(format!("file {name} is missing")))?;
    serde_json::from_str(json).map_err(|e| ScanError::Catalogue(format!("file {name}: {e}")))
}

/// The identity that the artifact itself gives; platforms fill in the rest.
pub(crate) fn identity(build: &Build) -> Identity {
    Identity {
        path: build.name.as_str().into(),
        sha256: build.sha256.clone(),
        size: build.size,
        subject: Subject {
            kind: build.kind.word().to_owned(),
            platform: build.platform(),
            package_id: None,
            app_name: None,
            version_name: None,
            version_code: None,
        },
        min_os: None,
        target_os: None,
        made: build.made(),
        remarks: build.notes.clone(),
    }
}

/// Says what entries that nobody can name, and files of a set that nobody can read, may have held.
fn lost(build: &Build, store: &mut FactStore) {
    let parts: &[Part] = match build.platform() {
        Platform::Android => &[Part::Layouts, Part::Dex, Part::Native, Part::Assets],
        Platform::Ios => &[Part::PrivacyManifest, Part::Provisioning, Part::MachoCode, Part::Nib, Part::Assets],
    };
    for package in build.packages.iter().filter(|package| package.as_archive().is_some_and(Archive::lost_entries)) {
        let file = Some(package.name()).filter(|name| !name.is_empty());
        let too_many = package.anomalies().iter().any(|odd| odd.code == "zip-directory-cut");
        let code = if too_many { "entries-over-limit" } else { "package-damaged" };
        for part in parts {
            store.cover(*part, CoverageState::None, file, Note::new(code));
        }
    }
    for package in build.packages.iter().filter(|p| p.as_archive().is_some_and(|a| a.bytes().starts_with(b"dex\n"))) {
        let file = Some(package.name()).filter(|name| !name.is_empty());
        store.cover(Part::Dex, CoverageState::None, file, Note::new("code-before-archive"));
    }
    for file in &build.unread {
        for part in [Part::Manifest, Part::Resources].iter().chain(parts) {
            store.cover(*part, CoverageState::None, Some(file), Note::new("split-not-read").with("file", file));
        }
    }
}

/// Every part gets a row: one that no stage spoke of was not looked at.
fn say_what_nobody_saw(store: &mut FactStore, kind: Kind) {
    let why = if kind.is_whole_app() { "not-analysed" } else { "part-of-app" };
    for part in Part::ALL {
        if part.exists_on(kind.platform()) && !part.is_input() && store.state(*part).is_none() {
            store.cover(*part, CoverageState::None, None, Note::new(why));
        }
    }
}

/// What people attested, held against this build.
fn attested(identity: &Identity, options: &Options) -> (Vec<Attestation>, Vec<Problem>) {
    let mut all = options.attestations.clone();
    let Some(project) = &options.project else { return (all, Vec::new()) };
    let build = BuildFacts {
        platform: Some(identity.subject.platform),
        sha256: identity.sha256.clone(),
        version: version_text(identity.subject.version_name.as_ref(), identity.subject.version_code.as_ref()),
        date: identity.made.clone(),
        judged_on: options.date.clone(),
    };
    let (from_file, problems) = project.attestations(&build, &options.evidence);
    all.extend(from_file);
    (all, problems)
}

/// One instruction that is wrong for several callers is one finding with their places, not one for each. Flows stay apart: each
/// has a way of its own to show.
fn fold(findings: &mut Vec<Finding>) {
    let is_flow = |finding: &Finding| finding.evidence.iter().any(|e| matches!(e, Evidence::Flow(_)));
    let mut kept: Vec<Finding> = Vec::new();
    for finding in findings.drain(..) {
        let same = |known: &&mut Finding| {
            (&known.locus, &known.owner, &known.anchors, known.severity)
                == (&finding.locus, &finding.owner, &finding.anchors, finding.severity)
        };
        match kept.iter_mut().rev().take(64).find(same).filter(|known| !is_flow(known) && !is_flow(&finding)) {
            Some(known) => {
                known.confidence = known.confidence.max(finding.confidence);
                for place in finding.related {
                    if !known.related.contains(&place) && known.related.len() < 64 {
                        known.related.push(place);
                    }
                }
            }
            None => kept.push(finding),
        }
    }
    *findings = kept;
}

/// Takes the findings out of the outcomes, in the order of a report: worst and surest first, then by rule and place.
fn in_order(outcomes: &mut BTreeMap<RuleId, Outcome>) -> Vec<Finding> {
    let mut findings: Vec<Finding> = outcomes.values().flat_map(|o| o.findings.iter().cloned()).collect();
    findings.sort_by(|a, b| {
        (b.severity, b.confidence, &a.rule, &a.owner, &a.locus).cmp(&(
            a.severity,
            a.confidence,
            &b.rule,
            &b.owner,
            &b.locus,
        ))
    });
    findings
}

/// Stable ids: equal findings of one rule are told apart by their order.
fn fingerprints(findings: &[Finding]) -> Vec<String> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    findings
        .iter()
        .map(|finding| {
            let ordinal = seen.entry(finding.fingerprint(0)).or_default();
            *ordinal += 1;
            finding.fingerprint(*ordinal - 1)
        })
        .collect()
}

impl Scanned {
    /// The report in a language.
    pub fn report(&self, catalogue: &Catalogue, lang: Lang) -> Option<Report> {
        let profile = catalogue.profile(&self.options.profile)?;
        let (flows, inventory): (&[Flow], &Inventory) = (&self.store.flows, &self.store.inventory);
        Some(Report::build(
            &ScanResult {
                identity: &self.identity,
                catalogue,
                profile,
                class: self.options.class,
                with_f: self.options.with_f,
                date: &self.options.date,
                outcomes: &self.outcomes,
                findings: &self.findings,
                fingerprints: &self.fingerprints,
                marks: &self.marks,
                waivers: &self.options.waivers,
                waiver_states: &self.waiver_states,
                attestations: &self.attestations,
                judged: &self.judged,
                flows,
                inventory,
                coverage: &self.coverage,
                limits: &self.limits,
                notice: self.notice.as_ref(),
            },
            lang,
        ))
    }
}

/// Whether a hybrid framework holds the app's logic as scripts that can be read as text.
pub(crate) fn reads_as_text(hybrids: &[Hybrid], path: &str) -> bool {
    hybrids.iter().any(|h| h.bundles.iter().any(|b| b == path))
}

/// The facts of a build, for the rule writer.
///
/// # Errors
/// As [`scan`].
pub fn facts(artifact: &Artifact, catalogue: &Catalogue, options: &Options) -> Result<FactStore, ScanError> {
    let budget = Budget::new(options.limits.clone());
    let mut gathered = gather(artifact, catalogue, options, &budget)?;
    the_notice(options, std::mem::take(&mut gathered.notices), &mut gathered.store)?;
    Ok(gathered.store)
}
