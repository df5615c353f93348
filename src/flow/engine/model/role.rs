//! What the data says of framework methods.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::when::{Entry, Test, entry};
use crate::flow::dalvik::{DefId, MethodId, Program, Sym, TypeId};
use crate::flow::engine::effect::{Effect, Place, Port, parse, place};
use crate::flow::engine::value::{LABEL, SOUGHT};
use crate::rule::knowledge::FlowKnowledge;

/// Types with the names under which models may speak of them.
type Known = Rc<[(TypeId, Rc<[String]>)]>;

/// API knowledge, ready to be asked.
#[derive(Debug, Default)]
pub(crate) struct Models {
    supertypes: FxHashMap<String, Vec<String>>,
    effects: FxHashMap<String, Arc<[Effect]>>,
    sources: FxHashMap<String, Arc<[Entry]>>,
    sinks: FxHashMap<String, Arc<[Entry]>>,
    sanitizers: FxHashMap<String, Arc<[Entry]>>,
    labels: FxHashMap<String, Arc<[Entry]>>,
    checks: FxHashMap<String, Arc<[Entry]>>,
    runs: FxHashMap<String, Rc<Runs>>,
    unregister: Vec<String>,
    callback_names: FxHashSet<String>,
    /// Names of methods that the documents speak of, by class.
    spoken: FxHashMap<String, FxHashSet<String>>,
    /// Known classes that a type of the build is, with the types whose names they go with.
    known: RefCell<FxHashMap<TypeId, Known>>,
    /// Of single types, the names under which models may speak of them; none when nothing does.
    told: RefCell<FxHashMap<TypeId, Option<Rc<[String]>>>>,
    /// Kinds of sources and sinks, and transforms, by number.
    pub(crate) kinds: Vec<String>,
    /// The kind of health records, whose sections are told apart.
    pub(crate) record: Option<u32>,
}

/// A method that a call runs.
#[derive(Debug, Clone)]
pub(crate) struct Runs {
    /// Whose.
    pub(super) port: Port,
    /// Its name, or several, the first of which counts.
    pub(super) method: String,
    /// What it is given; without any, what the call is.
    pub(super) given: Vec<Place>,
}

/// What a method that the build does not define does.
#[derive(Debug, Clone, Default)]
pub(crate) struct Role {
    /// `package.Class.method` of the framework class that the model is for, or else of the one named.
    pub(crate) api: Arc<str>,
    pub(crate) intrinsic: Option<Intrinsic>,
    pub(crate) effects: Option<Arc<[Effect]>>,
    pub(crate) sources: Option<Arc<[Entry]>>,
    pub(crate) sinks: Option<Arc<[Entry]>>,
    pub(crate) sanitizers: Option<Arc<[Entry]>>,
    pub(crate) labels: Option<Arc<[Entry]>>,
    pub(crate) checks: Option<Arc<[Entry]>>,
    pub(crate) runs: Option<Rc<Runs>>,
    pub(super) unregister: bool,
    /// The type in the build whose name matched, when it is one that the build defines.
    pub(super) matched: Option<TypeId>,
    /// Makes something: a constructor.
    pub(super) constructor: bool,
    /// Without a model, puts what it is given into its receiver.
    pub(super) fills: bool,
    /// Fills arrays that it is given.
    pub(super) reads: bool,
    /// Its arguments are part of what the receiver is made of.
    pub(super) shapes: bool,
    /// Number of the API's text, once asked for.
    pub(super) text: Cell<Option<u32>>,
}

impl Role {
    /// Entries of the data, none where it has none.
    pub(crate) fn entries(of: &Option<Arc<[Entry]>>) -> &[Entry] {
        of.as_deref().unwrap_or_default()
    }

    /// Whether it calls by name.
    pub(crate) fn reflects(&self) -> bool {
        matches!(self.intrinsic, Some(Intrinsic::Invoke | Intrinsic::NewInstance))
    }

    /// What its name alone tells.
    fn named(mut self, unregister: &[String], name: &str) -> Self {
        let fillers = ["set", "add", "put", "append", "write", "push", "offer", "insert", "with", "update", "init"];
        let own = self.api.rsplit('.').next().unwrap_or_default();
        self.fills = self.constructor || fillers.iter().any(|p| own.starts_with(p));
        self.reads = matches!(own, "nextBytes" | "read" | "readFully" | "getChars" | "engineNextBytes");
        self.shapes = !(self.api.starts_with("java.lang.")
            || self.api.starts_with("java.util.") && !self.api.starts_with("java.util.Random"));
        self.unregister = unregister.iter().any(|u| name.starts_with(u.as_str()));
        self
    }
}

/// Methods whose meaning is code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Intrinsic {
    BuilderInit,
    BuilderAppend,
    BuilderText,
    BuilderBlur,
    StringInit,
    ValueOf,
    Format,
    Bytes,
    Chars,
    Fold,
    Same,
    SameArgument,
    Parse,
    CopyArray,
    FillArray,
    ArrayCopy,
    AsList,
    Decode64,
    ClassOf,
    ForName,
    ClassName,
    NewInstance,
    GetMember,
    GetMembers,
    Invoke,
    FieldGet,
    FieldSet,
    NewArrays,
    Entries,
    IntentInit,
    IntentClass,
    StartActivity,
    StartOther,
    SetResult,
    GetIntent,
    Resource,
    Equals,
    Below,
    Register,
    Layout,
    EnumValue,
    Join,
}

impl Models {
    /// Takes the documents; what is not understood is said.
    pub(crate) fn new(knowledge: &FlowKnowledge) -> Result<Self, String> {
        let mut models = Self::default();
        models.supertypes.extend(knowledge.propagation.supertypes.iter().map(|(k, v)| (k.clone(), v.clone())));
        for (class, methods) in &knowledge.propagation.effects {
            for (names, effects) in methods {
                let effects: Arc<[Effect]> =
                    parse(effects).map_err(|e| format!("{class}.{names}: {e}"))?.into_boxed_slice().into();
                for name in names.split(", ") {
                    models.effects.insert(format!("{class}.{name}"), effects.clone());
                }
            }
        }
        let sought: Vec<String> = (knowledge.sources.values().flatten())
            .flat_map(|line| line.split_once(" if ").map_or("", |(_, tests)| tests).split_whitespace())
            .filter_map(|test| test.split_once('@').map(|(_, label)| label.to_owned()))
            .collect();
        let tables = [
            (&knowledge.sources, Some(Port::Result)),
            (&knowledge.sinks, Some(Port::Args)),
            (&knowledge.sanitizers, None),
            (&knowledge.labels, Some(Port::Result)),
            (&knowledge.checks, None),
        ];
        for (number, (kinds, usual)) in tables.into_iter().enumerate() {
            let mut table: FxHashMap<String, Vec<Entry>> = FxHashMap::default();
            for (name, apis) in kinds {
                let kind = models.kind(name);
                for line in apis {
                    let (api, mut entry) = entry(line, kind, &mut |label| models.label(label, &sought))?;
                    if number == 3 {
                        entry.kind = models.label(name, &sought);
                    }
                    if entry.ports.is_empty() {
                        entry.ports.extend(usual);
                    }
                    if number == 0
                        && entry.ports.iter().any(|p| matches!(p, Port::Arg(_)))
                        && let Some((_, name)) = api.rsplit_once('.')
                    {
                        let name = name.split_once('/').map_or(name, |(name, _)| name);
                        models.callback_names.insert(name.to_owned());
                    }
                    table.entry(api).or_default().push(entry);
                }
            }
            let table = table.into_iter().map(|(api, entries)| (api, entries.into())).collect();
            match number {
                0 => models.sources = table,
                1 => models.sinks = table,
                2 => models.sanitizers = table,
                3 => models.labels = table,
                _ => models.checks = table,
            }
        }
        models.record = models.kind_of("health-bank-record");
        for transform in ["xored", "explicit", "implied"] {
            models.kind(transform);
        }
        for (api, what) in &knowledge.lifecycle.runs {
            let (port, method) = what.split_once(' ').ok_or_else(|| format!("{api}: `{what}`"))?;
            let mut words = method.split_whitespace();
            let method = words.next().unwrap_or_default().to_owned();
            let given = words.map(place).collect::<Result<_, _>>()?;
            models.runs.insert(api.clone(), Rc::new(Runs { port: port_of(port)?, method, given }));
        }
        models.unregister.clone_from(&knowledge.lifecycle.unregister);
        let tables = [&models.sources, &models.sinks, &models.sanitizers, &models.labels, &models.checks];
        let all = tables.into_iter().flat_map(|table| table.keys()).chain(models.effects.keys());
        let all = all.chain(models.runs.keys());
        for api in all {
            let api = api.split_once('/').map_or(api.as_str(), |(api, _)| api);
            if let Some((class, name)) = api.rsplit_once('.') {
                models.spoken.entry(class.to_owned()).or_default().insert(name.to_owned());
            }
        }
        Ok(models)
    }

    /// Methods that code calls and of whose names the documents, or reflection and intents, know something.
    pub(crate) fn called(&self, program: &Program<'_>) -> Vec<MethodId> {
        let names = self.spoken.values().flatten().map(String::as_str).chain(["invoke", "newInstance", "getIntent"]);
        let names: FxHashSet<Sym> = names.filter_map(|name| program.find_text(name)).collect();
        let calls = |id: MethodId| !program.sites.calls_of(id).is_empty();
        let named = program.methods().filter(|(id, m)| names.contains(&m.name) && calls(*id));
        named.filter(|(_, m)| self.knows(program, m.class, program.text(m.name))).map(|(id, _)| id).collect()
    }

    /// Whether something is known of methods of that name of a class or of what it is.
    fn knows(&self, program: &Program<'_>, class: TypeId, name: &str) -> bool {
        let spoken = |class: &String| self.spoken.get(class).is_some_and(|names| names.contains(name));
        let known = |class: &String| spoken(class) || intrinsic(class, name).is_some();
        self.known(program, class).iter().any(|(_, names)| names.iter().any(known))
    }

    /// Whether the data speaks of a class.
    pub(crate) fn speaks_of(&self, class: &str) -> bool {
        self.spoken.contains_key(class)
    }

    /// Whether anything may be known of a class by its name.
    fn is_spoken_of(&self, class: &str) -> bool {
        class.ends_with("[]")
            || ["java.", "android.", "androidx."].iter().any(|p| class.starts_with(p))
            || self.spoken.contains_key(class)
    }

    /// The known classes that a type is: of each type that it extends or implements, itself first, the names under
    /// which models may speak of it.
    fn known(&self, program: &Program<'_>, ty: TypeId) -> Known {
        if let Some(known) = self.known.borrow().get(&ty) {
            return known.clone();
        }
        let mut told = self.told.borrow_mut();
        let mut names = |ty| told.entry(ty).or_insert_with(|| self.told_of(&program.type_name(ty))).clone();
        let all: Known = program.supertypes(ty).into_iter().filter_map(|ty| Some((ty, names(ty)?))).collect();
        self.known.borrow_mut().insert(ty, all.clone());
        all
    }

    /// The names under which models may speak of a class, its own first; none when nothing does.
    fn told_of(&self, class: &str) -> Option<Rc<[String]>> {
        let mut names = self.names(class);
        if !names.iter().any(|name| self.is_spoken_of(name)) {
            return None;
        }
        names.retain(|name| name == class || self.is_spoken_of(name));
        Some(names.into())
    }

    fn kind(&mut self, name: &str) -> u32 {
        if let Some(at) = self.kinds.iter().position(|k| k == name) {
            return at as u32;
        }
        self.kinds.push(name.to_owned());
        self.kinds.len() as u32 - 1
    }

    /// The mark of a label. What conditions of sources ask for counts as something to follow.
    fn label(&mut self, name: &str, sought: &[String]) -> u32 {
        let base = if sought.iter().any(|s| s == name) { SOUGHT } else { LABEL };
        base | self.kind(name)
    }

    /// The mark of a label that the engine itself gives.
    pub(crate) fn mark_of(&self, label: &str) -> Option<u32> {
        let kind = self.kind_of(label)?;
        let given = |base: u32| {
            let asks = |e: &Entry| e.tests.iter().any(|c| matches!(c.test, Test::Label(l) if l == base | kind));
            self.sources.values().chain(self.sinks.values()).any(|entries| entries.iter().any(asks))
        };
        [SOUGHT, LABEL].into_iter().find(|&base| given(base)).map(|base| base | kind)
    }

    /// Names of a class and its framework supertypes, as far as known.
    pub(crate) fn names(&self, class: &str) -> Vec<String> {
        let mut names = vec![class.to_owned()];
        let mut next = 0;
        while let Some(name) = names.get(next) {
            for parent in self.supertypes.get(name).into_iter().flatten() {
                if names.len() < 64 && !names.contains(parent) {
                    names.push(parent.clone());
                }
            }
            next += 1;
        }
        names
    }

    /// Whether a framework class is another, as far as the data knows.
    pub(crate) fn is_framework(&self, class: &str, other: &str) -> bool {
        self.names(class).iter().any(|n| n == other)
    }

    /// Whether a parameter of a callback is a source: kind and argument.
    pub(crate) fn callback_sources(&self, program: &Program<'_>, def: DefId) -> Vec<(u32, u8, String)> {
        let Some(method) = program.def(def) else { return Vec::new() };
        let name = program.method(method.id);
        let mut found = Vec::new();
        if !self.callback_names.contains(program.text(name.name)) {
            return found;
        }
        for (_, names) in self.known(program, name.class).iter() {
            for class in names.iter() {
                let api = format!("{class}.{}", program.text(name.name));
                // One of several of that name is told by how many parameters it has.
                let exact = format!("{api}/{}", program.proto(name.proto).params.len());
                let entries = [&api, &exact].into_iter().filter_map(|api| self.sources.get(api));
                for entry in entries.flat_map(|entries| entries.iter()) {
                    for port in &entry.ports {
                        if let Port::Arg(i) = port {
                            found.push((entry.kind, *i, api.clone()));
                        }
                    }
                }
            }
        }
        found
    }

    /// Whether some source is a callback of that name.
    pub(crate) fn is_callback_source(&self, name: &str) -> bool {
        name == "onActivityResult" || self.callback_names.contains(name)
    }

    /// The number of a kind, when the data has it.
    pub(crate) fn kind_of(&self, name: &str) -> Option<u32> {
        self.kinds.iter().position(|k| k == name).map(|at| at as u32)
    }

    pub(crate) fn role(&self, program: &Program<'_>, method: MethodId) -> Role {
        let named = program.method(method);
        let name = program.text(named.name);
        let args = program.proto(named.proto).params.len();
        let mut role = Role { constructor: name == "<init>", ..Role::default() };
        for (ty, classes) in self.known(program, named.class).iter() {
            // A constructor is that of its own class.
            if role.constructor && *ty != named.class {
                break;
            }
            let before = role.api.is_empty();
            self.fill(&mut role, classes, name, args);
            if before && !role.api.is_empty() && program.class_of(*ty).is_some() {
                role.matched = Some(*ty);
            }
        }
        if role.api.is_empty() {
            let ty = program.ancestors(named.class).find(|&t| program.class_of(t).is_none()).unwrap_or(named.class);
            role.api = format!("{}.{name}", program.type_name(ty)).into();
        }
        role.named(&self.unregister, name)
    }

    pub(crate) fn role_named(&self, class: &str, name: &str, args: usize) -> Role {
        let mut role = Role { constructor: name == "<init>", ..Role::default() };
        self.fill(&mut role, &self.names(class), name, args);
        if role.api.is_empty() {
            role.api = format!("{class}.{name}").into();
        }
        role.named(&self.unregister, name)
    }

    /// Takes what is said of a method under the names of a class, its own first.
    fn fill(&self, role: &mut Role, names: &[String], name: &str, args: usize) {
        let names = if role.constructor { names.get(..1).unwrap_or_default() } else { names };
        for class in names {
            let intrinsic = intrinsic(class, name);
            let spoken = self.spoken.get(class).is_some_and(|names| names.contains(name));
            if !spoken && intrinsic.is_none() {
                continue;
            }
            let api = format!("{class}.{name}");
            let mut matched = false;
            if role.intrinsic.is_none() && intrinsic.is_some() {
                role.intrinsic = intrinsic;
                matched = true;
            }
            if spoken {
                matched |= self.fill_spoken(role, &api, args);
            }
            if matched && role.api.is_empty() {
                role.api = api.into();
            }
        }
    }

    fn fill_spoken(&self, role: &mut Role, api: &str, args: usize) -> bool {
        let exact = format!("{api}/{args}");
        let mut matched = false;
        if role.effects.is_none() {
            let effects = self.effects.get(&exact).or_else(|| self.effects.get(api));
            matched |= effects.is_some();
            role.effects = effects.cloned();
        }
        let tables = [
            (&self.sources, &mut role.sources),
            (&self.sinks, &mut role.sinks),
            (&self.sanitizers, &mut role.sanitizers),
            (&self.labels, &mut role.labels),
            (&self.checks, &mut role.checks),
        ];
        for (from, to) in tables {
            let found = from.get(&exact).or_else(|| from.get(api));
            if to.is_none()
                && let Some(found) = found
            {
                *to = Some(found.clone());
                matched = true;
            }
        }
        if role.runs.is_none()
            && let Some(runs) = self.runs.get(&exact).or_else(|| self.runs.get(api))
        {
            role.runs = Some(runs.clone());
            matched = true;
        }
        matched
    }
}

pub(super) fn port_of(text: &str) -> Result<Port, String> {
    Ok(match text {
        "this" => Port::This,
        "ret" => Port::Result,
        "args" => Port::Args,
        number => Port::Arg(number.parse().map_err(|_| format!("`{number}` is no port"))?),
    })
}

fn intrinsic(class: &str, name: &str) -> Option<Intrinsic> {
    use Intrinsic as I;
    Some(match (class, name) {
        ("java.lang.StringBuilder" | "java.lang.StringBuffer" | "java.io.StringWriter", method) => match method {
            "<init>" => I::BuilderInit,
            "append" | "write" => I::BuilderAppend,
            "toString" => I::BuilderText,
            "reverse" | "deleteCharAt" | "delete" | "setCharAt" | "setLength" | "replace" | "insert" => I::BuilderBlur,
            _ => return None,
        },
        ("java.lang.String", method) => match method {
            "<init>" => I::StringInit,
            "valueOf" | "copyValueOf" => I::ValueOf,
            "format" => I::Format,
            "getBytes" => I::Bytes,
            "toCharArray" => I::Chars,
            "equals" => I::Equals,
            "join" => I::Join,
            _ => I::Fold,
        },
        ("java.lang.CharSequence" | "java.lang.Object", "toString") => I::Fold,
        ("java.lang.Object", "equals") => I::Equals,
        (
            "java.lang.Integer"
            | "java.lang.Long"
            | "java.lang.Short"
            | "java.lang.Byte"
            | "java.lang.Boolean"
            | "java.lang.Character"
            | "java.lang.Double"
            | "java.lang.Float",
            method,
        ) => match method {
            "valueOf" | "parseInt" | "parseLong" | "parseBoolean" | "parseShort" | "parseByte" => I::Parse,
            "toString" => I::ValueOf,
            "intValue" | "longValue" | "shortValue" | "byteValue" | "booleanValue" | "charValue" | "doubleValue"
            | "floatValue" => I::Same,
            _ => return None,
        },
        ("java.lang.Number", "intValue" | "longValue" | "shortValue" | "byteValue") => I::Same,
        ("java.util.Random" | "java.security.SecureRandom", "nextInt") => I::Below,
        ("android.content.Context", "registerReceiver") => I::Register,
        ("android.app.Activity", "setContentView") | ("android.view.LayoutInflater", "inflate") => I::Layout,
        ("java.util.Objects", "requireNonNull" | "requireNonNullElse") => I::SameArgument,
        ("java.util.Arrays", "copyOf" | "copyOfRange") => I::CopyArray,
        ("java.util.List", "subList") => I::CopyArray,
        (_, "clone") if class.ends_with("[]") => I::CopyArray,
        ("java.util.Arrays", "fill") => I::FillArray,
        ("java.util.Arrays", "asList") | ("java.util.List" | "java.util.Set", "of") => I::AsList,
        ("java.lang.System", "arraycopy") => I::ArrayCopy,
        ("android.util.Base64" | "java.util.Base64$Decoder", "decode") => I::Decode64,
        ("java.lang.Object", "getClass") => I::ClassOf,
        ("java.lang.Enum", "valueOf") => I::EnumValue,
        ("android.text.TextUtils", "join") => I::Join,
        ("java.lang.Class", "forName") | ("java.lang.ClassLoader", "loadClass") => I::ForName,
        ("java.lang.Class", "getName" | "getCanonicalName" | "getTypeName" | "getSimpleName") => I::ClassName,
        ("java.lang.Class" | "java.lang.reflect.Constructor", "newInstance") => I::NewInstance,
        (
            "java.lang.Class",
            "getMethod"
            | "getDeclaredMethod"
            | "getField"
            | "getDeclaredField"
            | "getConstructor"
            | "getDeclaredConstructor",
        ) => I::GetMember,
        ("java.lang.Class", "getMethods" | "getDeclaredMethods" | "getFields" | "getDeclaredFields") => I::GetMembers,
        ("java.lang.reflect.Method", "invoke") => I::Invoke,
        ("java.lang.reflect.Field", "get") => I::FieldGet,
        ("java.lang.reflect.Field", "set") => I::FieldSet,
        ("java.lang.reflect.Array", "newInstance") => I::NewArrays,
        ("java.util.Map", "entrySet") => I::Entries,
        ("android.content.Intent", "<init>") => I::IntentInit,
        ("android.content.Intent", "setClass" | "setClassName" | "setComponent" | "setAction" | "addCategory") => {
            I::IntentClass
        }
        ("android.content.ComponentName", "<init>") => I::IntentClass,
        (
            "android.app.Activity" | "android.content.Context" | "android.app.Fragment",
            "startActivity"
            | "startActivityForResult"
            | "startActivityIfNeeded"
            | "startNextMatchingActivity"
            | "startActivities",
        ) => I::StartActivity,
        (
            "android.content.Context",
            "startService"
            | "startForegroundService"
            | "bindService"
            | "sendBroadcast"
            | "sendOrderedBroadcast"
            | "sendStickyBroadcast"
            | "sendBroadcastAsUser",
        ) => I::StartOther,
        ("android.support.v4.content.LocalBroadcastManager", "sendBroadcast" | "sendBroadcastSync")
        | ("androidx.localbroadcastmanager.content.LocalBroadcastManager", "sendBroadcast" | "sendBroadcastSync") => {
            I::StartOther
        }
        ("android.app.PendingIntent", "getActivity" | "getService" | "getForegroundService" | "getBroadcast") => {
            I::StartOther
        }
        ("android.app.Activity", "setResult") => I::SetResult,
        ("android.app.Activity", "getIntent") => I::GetIntent,
        ("android.content.Context" | "android.content.res.Resources", "getString" | "getText") => I::Resource,
        _ => return None,
    })
}
