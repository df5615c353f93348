//! How the 健康存摺 SDK is used: recognised by its names or, renamed, by its shape; where it is started, and what becomes
//! of what it hands over.
//!
//! The SDK hands its archive and its server's half of the password to a method that takes a `FileInputStream` and a
//! `String`. Nothing of the platform has such a callback, so that in a build that holds the SDK's own texts the shape
//! alone tells it.

use std::collections::BTreeSet;

use super::body::{Next, walk};
use super::habits::DEPTH;
use super::{CallSite, Scene, owner};
use crate::fact::{Fact, FactStore};
use crate::finding::{Confidence, Flow, Locus, Reachability};
use crate::flow::callgraph::Role;
use crate::flow::dalvik::{Block, Body, DefId, MethodId, Op, Program, TypeId};
use crate::flow::taint::Given;

/// Package of the SDK under its own name.
const PACKAGE: &str = "com.nhi.mhbsdk.";
/// The callback of the SDK under its own name.
const CALLBACK: &str = "com.nhi.mhbsdk.MHB$FetchDataCallback.onFetchDataSuccess";
/// Beginning of the keys under which the SDK keeps tickets.
const TICKET: &str = "File_Ticket_";
/// Texts of the SDK itself: its server, the app that it sends people to, its device number.
const OWN_TEXTS: [&str; 4] = ["https://mhbdata.nhi.gov.tw", "HEALTH_DEVICE_UUID", "com.nhiApp.v1", "NHISdk"];
/// Texts of those who use it.
const USER_TEXTS: [&str; 3] = [TICKET, "myhealthbank", "bdata"];

/// What the SDK is in a build.
#[derive(Debug, Default)]
pub(super) struct Bank {
    /// Methods that take the archive and the server key.
    pub(super) handlers: Vec<DefId>,
    /// Whether those are known by their shape alone.
    renamed: bool,
    /// Classes of the SDK.
    classes: BTreeSet<TypeId>,
    /// Methods that hold the beginning of a ticket's key.
    ticketed: Vec<DefId>,
}

impl Bank {
    /// Looks for the SDK.
    pub(super) fn find(program: &Program<'_>) -> Self {
        let mut bank = Self::default();
        let mut texts: BTreeSet<&str> = BTreeSet::new();
        let begins =
            |bytes: &[u8], texts: &[&'static str]| texts.iter().find(|t| bytes.starts_with(t.as_bytes())).copied();
        for string in program.loads(|bytes| begins(bytes, &OWN_TEXTS).or(begins(bytes, &USER_TEXTS)).is_some()) {
            let Some(bytes) = program.string_bytes(string.dex, string.string) else { continue };
            let own = begins(bytes, &OWN_TEXTS);
            let Some(text) = own.or_else(|| begins(bytes, &USER_TEXTS)) else { continue };
            texts.insert(text);
            if text == TICKET {
                bank.ticketed.push(string.site.def);
            }
            if own.is_some() {
                bank.classes.extend(class_of(program, string.site.def));
            }
        }
        let named: BTreeSet<TypeId> =
            program.classes.iter().map(|c| c.ty).filter(|&ty| program.type_name(ty).starts_with(PACKAGE)).collect();
        bank.renamed = named.is_empty();
        if !named.is_empty() {
            bank.classes = named;
        } else if texts.len() < 2 {
            return Self::default();
        }
        bank.ticketed.sort_unstable();
        bank.ticketed.dedup();
        bank.handlers = (0..program.defs.len() as u32)
            .map(DefId)
            .filter(|&def| bank.takes_archive(program, def) && !bank.is_own(program, def))
            .collect();
        bank
    }

    /// Whether a method of the build is what the SDK hands its archive to.
    fn takes_archive(&self, program: &Program<'_>, def: DefId) -> bool {
        let Some(method) = program.def(def).filter(|m| m.code != 0 && !m.is_static()) else { return false };
        let named = program.method(method.id);
        let proto = program.proto(named.proto);
        let [archive, key] = &*proto.params else { return false };
        program.descriptor(*archive) == "Ljava/io/FileInputStream;"
            && program.descriptor(*key) == "Ljava/lang/String;"
            && program.descriptor(proto.result) == "V"
            && (program.text(named.name) == "onFetchDataSuccess"
                || self.renamed && !program.text(named.name).starts_with('<'))
    }

    fn is_own(&self, program: &Program<'_>, def: DefId) -> bool {
        class_of(program, def).is_some_and(|class| self.classes.contains(&class))
    }

    /// Parameters that are sources though no name says so.
    pub(super) fn given(&self) -> Vec<Given> {
        if !self.renamed {
            return Vec::new();
        }
        let given = |def: DefId, param: u8, kind: &str| Given { def, param, kind: kind.into(), api: CALLBACK.into() };
        let both = |&def: &DefId| [given(def, 0, "health-bank-record"), given(def, 1, "health-bank-key")];
        self.handlers.iter().flat_map(both).collect()
    }

    /// Calls of the app that set the SDK going: its method that is given something to call back.
    fn starts(&self, program: &Program<'_>) -> Vec<(MethodId, DefId, u32)> {
        let mut found = Vec::new();
        for (id, method) in program.methods().filter(|(_, m)| self.classes.contains(&m.class)) {
            let params = &program.proto(method.proto).params;
            let name = program.text(method.name);
            let listens = params.len() == 1 && params.iter().all(|&p| program.class_of(p).is_some());
            let starts = if self.renamed { listens && !name.starts_with('<') } else { name == "startProc" };
            if starts {
                let outside = program.sites.calls_of(id).iter().filter(|s| !self.is_own(program, s.def));
                found.extend(outside.map(|site| (id, site.def, site.pc)));
            }
        }
        found.sort_unstable_by_key(|&(_, def, pc)| (def, pc));
        found
    }
}

fn class_of(program: &Program<'_>, def: DefId) -> Option<TypeId> {
    program.def(def).and_then(|m| program.class(m.class)).map(|c| c.ty)
}

/// The class in the source file: what stands before the first `$`.
fn outermost(program: &Program<'_>, def: DefId) -> Option<String> {
    let name = program.type_name(class_of(program, def)?);
    Some(name.split('$').next().unwrap_or_default().to_owned())
}

/// Facts on how the SDK is used.
pub(super) fn judge(scene: &Scene<'_, '_>, bank: &Bank, flows: &[Flow], store: &mut FactStore) {
    let program = scene.code.program;
    let starts = bank.starts(program);
    let place = bank.handlers.first().map(|&def| program.method_locus(def));
    let place = place.or_else(|| starts.first().map(|&(_, def, pc)| program.locus(def, pc)));
    let Some(place) = place else { return };
    let fact = |what: &str, locus: &Locus, detail: &str| {
        Fact::new("health-bank", locus.clone())
            .text("what", what)
            .text("detail", detail)
            .owned_by(owner(scene.code.owners, locus))
            .sure(Confidence::Likely)
            .anchored(what)
    };
    store.add(fact("present", &place, CALLBACK));
    for &(id, def, pc) in starts.iter().take(1) {
        store.add(fact("started", &program.locus(def, pc), &program.api(id)));
    }
    if let Some((def, start)) = unasked(scene, &starts) {
        store.add(fact("started-unasked", &program.method_locus(def), &start));
    }
    if let Some(locus) = constant_key(scene, bank) {
        store.add(fact("key-constant", &locus, "API_Key"));
    }
    if let Some(flow) = kept(scene, bank, flows) {
        store.add(fact("archive-kept", &flow.sink.locus, flow.sink.api.raw()));
    }
    if let Some(flow) = sent_with_key(scene, flows) {
        store.add(fact("sent-with-key", &flow.sink.locus, flow.sink.api.raw()));
    }
    if let Some(def) = tickets(scene, bank) {
        store.add(fact("tickets-kept", &program.method_locus(def), TICKET));
    }
}

fn is_file(sink: &str) -> bool {
    matches!(sink, "file" | "internal-file" | "cache-file" | "external-file" | "media-store")
}

/// Methods that load a file name which a method loads, too.
fn that_name_its_files<'p>(program: &'p Program<'_>, writer: DefId) -> impl Iterator<Item = DefId> + 'p {
    let text = |dex: u16, string: u32| program.dex(dex).and_then(|d| d.string_bytes(string));
    let strings = program.sites.strings.iter();
    let names: BTreeSet<&[u8]> = strings
        .filter(|s| s.site.def == writer)
        .filter_map(|s| text(s.dex, s.string))
        .filter(|name| name.len() > 4 && name.contains(&b'.'))
        .collect();
    let named = move |dex, string| text(dex, string).is_some_and(|text| names.contains(text));
    program.sites.strings.iter().filter(move |s| s.site.def != writer && named(s.dex, s.string)).map(|s| s.site.def)
}

/// The archive, or what was unpacked of it, written to a file that nothing near it deletes, nor a later job by its name.
fn kept<'f>(scene: &Scene<'_, '_>, bank: &Bank, flows: &'f [Flow]) -> Option<&'f Flow> {
    let deletes = |class: &str, name: &str| match name {
        "delete" => class == "java.io.File" || class == "java.nio.file.Files",
        "deleteIfExists" | "deleteRecursively" | "deleteFile" | "deleteQuietly" | "deleteDirectory"
        | "cleanDirectory" => true,
        _ => false,
    };
    let program = scene.code.program;
    let deleted = |flow: &Flow| {
        let near = |def: DefId| scene.leads(def, DEPTH, &mut Vec::new(), &deletes);
        let writer = match &flow.sink.locus {
            Locus::Dex { class, .. } => Some(class.raw().to_owned()),
            _ => None,
        };
        let outer = writer.as_deref().and_then(|w| w.split('$').next());
        let mut beside = (program.classes.iter())
            .filter(|c| outer.is_some_and(|o| program.type_name(c.ty).split('$').next() == Some(o)))
            .flat_map(|c| c.methods.clone().map(DefId));
        let runs = |def: &DefId| scene.reached.of(*def) != Reachability::Dead;
        let by_name = || {
            let writer = method_at(program, &flow.sink.locus);
            writer.is_some_and(|writer| that_name_its_files(program, writer).filter(runs).any(near))
        };
        bank.handlers.iter().any(|&def| near(def)) || beside.any(near) || by_name()
    };
    let parsed = |flow: &Flow| flow.trace.iter().any(|step| step.api.raw().starts_with("org.json.JSONObject.get"));
    flows.iter().find(|flow| {
        flow.source.of == "health-bank-record"
            && is_file(&flow.sink.of)
            && !flow.transforms.iter().any(|t| t.starts_with("encrypted"))
            && !parsed(flow)
            && !deleted(flow)
    })
}

/// The archive in one request with the key: by one method, or by one that it calls.
fn sent_with_key<'f>(scene: &Scene<'_, '_>, flows: &'f [Flow]) -> Option<&'f Flow> {
    let program = scene.code.program;
    let sent = |flow: &&Flow, kind: &str| flow.source.of == kind && flow.sink.of.starts_with("network");
    let calls = |from: DefId, to: DefId| {
        let Some((class, name)) = class_of(program, to).zip(program.def(to).map(|m| program.method(m.id).name)) else {
            return false;
        };
        let (class, name) = (program.type_name(class), program.text(name));
        from == to || scene.leads(from, 1, &mut Vec::new(), &|c, n| c == class && n == name)
    };
    let keys: Vec<DefId> =
        flows.iter().filter(|f| sent(f, "health-bank-key")).filter_map(|f| method_at(program, &f.sink.locus)).collect();
    flows.iter().filter(|f| sent(f, "health-bank-record")).find(|record| {
        let at = method_at(program, &record.sink.locus);
        at.is_some_and(|at| keys.iter().any(|&key| calls(key, at) || calls(at, key)))
    })
}

/// The method that a place stands in.
pub(super) fn method_at(program: &Program<'_>, locus: &Locus) -> Option<DefId> {
    let Locus::Dex { class, method, .. } = locus else { return None };
    let ty = program.find_class_name(class.raw())?;
    program.class_of(ty)?.methods.clone().map(DefId).find(|&def| match program.method_locus(def) {
        Locus::Dex { method: here, .. } => here == *method,
        _ => false,
    })
}

/// Code of the app that reads tickets, when nothing of its class removes any.
fn tickets(scene: &Scene<'_, '_>, bank: &Bank) -> Option<DefId> {
    let program = scene.code.program;
    let calls = |defs: &[DefId], wanted: &dyn Fn(&str, &str) -> bool| {
        defs.iter().any(|&def| scene.leads(def, 3, &mut Vec::new(), wanted))
    };
    let reader = bank.ticketed.iter().copied().find(|&def| {
        (bank.renamed || !bank.is_own(program, def))
            && calls(&around(program, def), &|class, name| {
                class == "android.content.SharedPreferences" && name == "getAll"
            })
    })?;
    let removes = |class: &str, name: &str| {
        class == "android.content.SharedPreferences$Editor" && matches!(name, "remove" | "clear")
            || name == "deleteSharedPreferences"
    };
    let all: Vec<DefId> = bank.ticketed.iter().flat_map(|&def| around(program, def)).collect();
    (!calls(&all, &removes)).then_some(reader)
}

/// The methods of a method's class and of those inside and around it.
fn around(program: &Program<'_>, def: DefId) -> Vec<DefId> {
    let Some(outer) = outermost(program, def) else { return vec![def] };
    let same = |ty: TypeId| program.type_name(ty).split('$').next() == Some(outer.as_str());
    program.classes.iter().filter(|c| same(c.ty)).flat_map(|c| c.methods.clone().map(DefId)).collect()
}

/// The key of the API as a constant where a renamed SDK is set up.
fn constant_key(scene: &Scene<'_, '_>, bank: &Bank) -> Option<Locus> {
    let program = scene.code.program;
    if !bank.renamed {
        let constant = |site: &&CallSite| site.api.starts_with(PACKAGE) && site.api.ends_with(".configure");
        let site = scene.sites.iter().filter(constant).find(|site| site.arg(1).is_constant())?;
        return Some(site.locus.clone());
    }
    let makes = |def: DefId| {
        program.sites.callees.get(def.0).iter().any(|&(id, _)| {
            let named = program.method(id);
            let params = &program.proto(named.proto).params;
            let context = params.first().is_some_and(|&p| program.descriptor(p) == "Landroid/content/Context;");
            context && bank.classes.contains(&named.class)
        })
    };
    let keys = program.loads(|text| text.len() == 32 && text.iter().all(u8::is_ascii_hexdigit));
    let set = keys.iter().map(|key| key.site).find(|site| bank.is_own(program, site.def) || makes(site.def))?;
    Some(program.locus(set.def, set.pc))
}

/// Methods by which the system opens a component: nobody has touched anything yet.
const OPENINGS: [&str; 10] = [
    "onCreate",
    "onStart",
    "onResume",
    "onPostCreate",
    "onNewIntent",
    "onViewCreated",
    "onCreateView",
    "onStartCommand",
    "onReceive",
    "onHandleIntent",
];

/// Words in the names of what asks for consent.
const CONSENT: [&str; 8] = ["consent", "agree", "terms", "privacy", "permit", "accept", "disclaimer", "policy"];

/// An opening of a component that comes to the start of the SDK without having asked anything, and to which no screen
/// leads that asks.
fn unasked(scene: &Scene<'_, '_>, starts: &[(MethodId, DefId, u32)]) -> Option<(DefId, String)> {
    let program = scene.code.program;
    for component in scene.code.manifest.components.iter().filter(|c| c.enabled && c.role != Role::Provider) {
        let Some(ty) = program.find_class_name(&component.class) else { continue };
        let openings = OPENINGS.iter().filter_map(|name| scene.method_of(ty, name));
        let way = Way { scene, starts };
        let Some((def, start)) = openings.filter_map(|def| Some((def, way.leads(def, 0, &mut Vec::new())?))).next()
        else {
            continue;
        };
        let asked_before = program.sites.news_of(ty).iter().any(|site| asks_and_keeps(scene, site.def));
        if !asked_before {
            return Some((def, start));
        }
    }
    None
}

/// Whether the class of a method asks for consent, by its names, and keeps the answer: one that nobody keeps was not
/// given to anybody.
fn asks_and_keeps(scene: &Scene<'_, '_>, def: DefId) -> bool {
    let program = scene.code.program;
    let names = |text: &str| {
        let text = text.to_ascii_lowercase();
        CONSENT.iter().any(|word| text.contains(word))
    };
    let keeps = |class: &str, name: &str| {
        class == "android.content.SharedPreferences$Editor" && name.starts_with("put")
            || class.starts_with("androidx.datastore.")
            || class.contains("sqlite") && (name.starts_with("insert") || name == "execSQL")
            || class.starts_with("okhttp3.")
            || class == "java.net.URLConnection"
    };
    let all = around(program, def);
    let lead = |wanted: &dyn Fn(&str, &str) -> bool| all.iter().any(|&d| scene.leads(d, 3, &mut Vec::new(), wanted));
    (outermost(program, def).is_some_and(|name| names(&name)) || lead(&|class, name| names(class) || names(name)))
        && lead(&keeps)
}

/// Ways through code that meet no question.
struct Way<'w, 's, 'a> {
    scene: &'w Scene<'s, 'a>,
    starts: &'w [(MethodId, DefId, u32)],
}

impl Way<'_, '_, '_> {
    /// The API by which a method starts the SDK on a way that asks nothing before.
    fn leads(&self, def: DefId, depth: u32, seen: &mut Vec<DefId>) -> Option<String> {
        if depth > DEPTH || seen.contains(&def) || seen.len() > 200 {
            return None;
        }
        seen.push(def);
        let program = self.scene.code.program;
        let body = program.body(def)?;
        let mut started = None;
        walk(&body, 0, |piece, _| {
            let passage = if started.is_some() { Passage::Asks } else { self.piece(def, &body, piece, depth, seen) };
            let on = matches!(passage, Passage::Goes);
            if let Passage::Starts(api) = passage {
                started = Some(api);
            }
            Next { on, thrown: false }
        });
        started
    }

    fn piece(&self, def: DefId, body: &Body, piece: &Block, depth: u32, seen: &mut Vec<DefId>) -> Passage {
        let program = self.scene.code.program;
        for i in piece.start..piece.end {
            let (Some(op), Some(&pc)) = (body.ops.get(i as usize), body.pcs.get(i as usize)) else { break };
            let Op::Call { method, .. } = op else { continue };
            if let Some((id, ..)) = self.starts.iter().find(|s| (s.1, s.2) == (def, pc)) {
                return Passage::Starts(program.api(*id));
            }
            let targets = self.scene.targets(*method);
            if let Some(api) = targets.iter().find_map(|&target| self.leads(target, depth + 1, seen)) {
                return Passage::Starts(api);
            }
            let kept = |class: &str, name: &str| {
                class == "android.content.SharedPreferences" && name.starts_with("get") && name != "getAll"
                    || class.starts_with("androidx.datastore.")
            };
            let named = program.method(*method);
            let asks = kept(&program.type_name(named.class), program.text(named.name))
                || targets.iter().any(|&target| self.scene.leads(target, 2, &mut Vec::new(), &kept));
            if asks {
                return Passage::Asks;
            }
        }
        Passage::Goes
    }
}

/// What a piece of code does on the way.
enum Passage {
    Starts(String),
    Asks,
    Goes,
}
