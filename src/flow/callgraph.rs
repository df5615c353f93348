//! Entry points, callback edges, reachability.

use std::fmt;
use std::sync::Arc;

use rustc_hash::FxHashSet;

use crate::finding::Reachability;
use crate::flow::dalvik::{Class, DefId, Mention, MethodId, MethodRef, Op, Program, TypeId, mentions};

/// What a component is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Activity.
    Activity,
    /// Service.
    Service,
    /// Broadcast receiver.
    Receiver,
    /// Content provider.
    Provider,
}

/// A component of the manifest, as a plain value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Component {
    /// Full class name.
    pub class: String,
    /// What it is.
    pub role: Role,
    /// Effective.
    pub exported: bool,
    /// Effective, with the application's.
    pub enabled: bool,
    /// Actions of its filters.
    pub actions: Vec<String>,
    /// Its filters, where they are known one by one.
    pub filters: Vec<Filter>,
    /// Links of web pages and other apps lead to it.
    pub links: bool,
}

/// An intent filter, as far as code's intents are matched against it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Actions.
    pub actions: Vec<String>,
    /// Categories.
    pub categories: Vec<String>,
    /// Schemes of its data; none: it takes intents without data only.
    pub schemes: Vec<String>,
    /// Hosts of its data; none: any.
    pub hosts: Vec<String>,
    /// Types of its data; none: it takes intents without a type only.
    pub types: Vec<String>,
}

/// What is known of an intent that names no class.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sent<'i> {
    /// Its action; none when it has none.
    pub(crate) action: Option<&'i str>,
    /// Categories that it is known to have.
    pub(crate) categories: &'i [Arc<str>],
    /// Its data.
    pub(crate) data: SentData<'i>,
    /// Its type, when it has one that is known.
    pub(crate) mime: Option<&'i str>,
}

/// What is known of an intent's data.
#[derive(Debug, Clone, Copy)]
pub(crate) enum SentData<'i> {
    /// It has none.
    None,
    /// It has some that are not known, or a type that is not.
    Some,
    /// A link.
    Link(&'i str),
}

impl Filter {
    /// Whether an intent passes: its action is one of the filter's (an intent without one passes any), all its categories
    /// are, and its data fit.
    pub(crate) fn takes(&self, sent: &Sent<'_>) -> bool {
        let action = sent.action.map_or(!self.actions.is_empty(), |a| self.actions.iter().any(|known| known == a));
        let default = "android.intent.category.DEFAULT";
        let category = |c: &Arc<str>| **c == *default || self.categories.iter().any(|known| **known == **c);
        let data = match sent.data {
            SentData::None => self.schemes.is_empty() && (self.types.is_empty() || sent.mime.is_some()),
            SentData::Some => true,
            SentData::Link(link) => self.takes_link(link),
        };
        let of_type = |mime: &str| {
            let family = mime.split('/').next().unwrap_or_default();
            self.types.iter().any(|t| t == mime || t == "*/*" || t.strip_suffix("/*") == Some(family))
        };
        let data = data && sent.mime.is_none_or(of_type);
        action && sent.categories.iter().all(category) && data
    }

    fn takes_link(&self, link: &str) -> bool {
        let (scheme, rest) = link.split_once(':').unwrap_or((link, ""));
        let authority = rest.strip_prefix("//").unwrap_or_default();
        let authority = authority.split(['/', '?', '#']).next().unwrap_or_default();
        let host = authority.rsplit('@').next().and_then(|a| a.split(':').next()).unwrap_or_default();
        let of_host = |known: &String| match known.strip_prefix('*') {
            Some(end) => host.ends_with(end),
            None => known == host,
        };
        let of_app = self.schemes.is_empty() && !self.types.is_empty() && matches!(scheme, "content" | "file");
        (self.schemes.iter().any(|known| known == scheme) || of_app)
            && (self.hosts.is_empty() || self.hosts.iter().any(of_host))
    }
}

impl Component {
    /// Whether an intent that names no class may go to it.
    pub(crate) fn takes(&self, sent: &Sent<'_>) -> bool {
        match self.filters.is_empty() {
            true => sent.action.is_some_and(|action| self.actions.iter().any(|known| known == action)),
            false => self.filters.iter().any(|filter| filter.takes(sent)),
        }
    }

    /// Whether other apps can reach it with what they choose. What the launcher starts they can start too, with extras.
    pub fn is_reached_from_outside(&self) -> bool {
        self.exported
    }
}

/// Text of a string resource by its id.
pub type Strings = Arc<dyn Fn(u32) -> Option<String> + Send + Sync>;

/// What the engines need of the manifest and the resources.
#[derive(Clone, Default)]
pub struct Manifest {
    /// Components; without any, every method that nothing calls is an entry point.
    pub components: Vec<Component>,
    /// The application class.
    pub application: Option<String>,
    /// The lowest level of the system that the app runs on; 0 when it is not known.
    pub min_sdk: u32,
    /// Method names that layouts call on click.
    pub on_click: Vec<String>,
    /// Classes that layouts and other resources make: views, fragments.
    pub made_by_resources: Vec<String>,
    /// String resources.
    pub strings: Option<Strings>,
    /// View ids of sensitive fields: what the field is taken for (`password`, ...).
    pub fields: std::collections::BTreeMap<u32, String>,
    /// Of each layout, by its id, the input fields in it and in what it includes: view id, and what the field is taken
    /// for (empty: nothing sensitive).
    pub screens: std::collections::BTreeMap<u32, Vec<(u32, String)>>,
    /// Native functions, by their exported names, that compare what they are given with a word of the library.
    pub comparing: std::collections::BTreeSet<String>,
    /// View ids of input fields, whatever class code sees them as.
    pub inputs: std::collections::BTreeSet<u32>,
    /// View ids of controls that say that they log out, and ids of items of menus that do.
    pub logouts: std::collections::BTreeSet<u32>,
    /// Methods that such a control or item names (`android:onClick`).
    pub logout_methods: std::collections::BTreeSet<String>,
    /// Keys of preferences that say that they log out.
    pub logout_keys: std::collections::BTreeSet<String>,
}

impl fmt::Debug for Manifest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Manifest").field("components", &self.components).finish_non_exhaustive()
    }
}

impl Manifest {
    /// Text of a string resource.
    pub fn string(&self, id: u32) -> Option<String> {
        self.strings.as_ref().and_then(|strings| strings(id))
    }
}

/// Which methods entry points reach, over class hierarchy and made classes (rapid type analysis).
#[derive(Debug, Default)]
pub struct Reached {
    defs: Vec<bool>,
    /// Classes that reached code, resources or the system make.
    made: Vec<bool>,
    /// Whether entry points were known at all.
    known: bool,
}

impl Reached {
    /// Whether a method is reached.
    pub fn of(&self, def: DefId) -> Reachability {
        match self.defs.get(def.ix()) {
            _ if !self.known => Reachability::Unknown,
            Some(true) => Reachability::Reachable,
            _ => Reachability::Dead,
        }
    }

    /// Whether entry points were known, so that there is code that none of them reaches.
    pub fn is_known(&self) -> bool {
        self.known
    }

    /// Whether reached code, resources or the system make objects of a class.
    pub fn makes(&self, ty: TypeId) -> bool {
        !self.known || self.made.get(ty.ix()) == Some(&true)
    }

    /// Number of methods reached.
    pub fn count(&self) -> usize {
        self.defs.iter().filter(|r| **r).count()
    }
}

/// Follows calls, made classes and class initialisers from the components on.
pub fn reach(program: &Program<'_>, manifest: &Manifest) -> Reached {
    if manifest.components.is_empty() {
        return Reached { defs: vec![true; program.defs.len()], made: Vec::new(), known: false };
    }
    let mut walk = Walk {
        program,
        defs: vec![false; program.defs.len()],
        made: vec![false; program.type_count()],
        asked: FxHashSet::default(),
        work: Vec::new(),
        waiting: vec![Vec::new(); program.type_count()],
    };
    let names = manifest.components.iter().filter(|c| c.enabled).map(|c| &c.class);
    for name in names.chain(&manifest.application).chain(&manifest.made_by_resources) {
        if let Some(ty) = program.find_class_name(name) {
            walk.make(ty, true);
        }
    }
    while let Some(def) = walk.work.pop() {
        walk.visit(def);
    }
    Reached { defs: walk.defs, made: walk.made, known: true }
}

struct Walk<'p, 'a> {
    program: &'p Program<'a>,
    defs: Vec<bool>,
    made: Vec<bool>,
    asked: FxHashSet<MethodId>,
    work: Vec<DefId>,
    /// Methods called on a class or one of its subclasses, which a subclass made later must run too.
    waiting: Vec<Vec<MethodId>>,
}

impl Walk<'_, '_> {
    fn mark(&mut self, def: DefId) {
        if let Some(seen) = self.defs.get_mut(def.ix()).filter(|seen| !**seen) {
            *seen = true;
            self.work.push(def);
        }
    }

    /// A class is made: its initialiser, and whatever of it the framework may call; `whole`: everything that is not
    /// private to the build's calls (components, whose constructors the system runs).
    fn make(&mut self, ty: TypeId, whole: bool) {
        let Some(seen) = self.made.get_mut(ty.ix()).filter(|seen| !**seen) else { return };
        *seen = true;
        for ty in self.program.ancestors(ty).collect::<Vec<_>>() {
            self.initialise(ty);
        }
        let framework = self
            .program
            .supertypes(ty)
            .into_iter()
            .any(|t| self.program.class_of(t).is_none() && self.program.descriptor(t) != "Ljava/lang/Object;");
        let mut own = Vec::new();
        for ancestor in self.program.ancestors(ty) {
            let Some(class) = self.program.class_of(ancestor) else { break };
            for def in class.methods.clone().map(DefId) {
                let Some(method) = self.program.def(def) else { continue };
                let name = self.program.text(self.program.method(method.id).name);
                let uncalled = self.program.sites.calls_of(method.id).is_empty();
                let inherited = matches!(name, "toString" | "equals" | "hashCode" | "finalize");
                let virtual_method = method.flags & 0xa == 0 && !name.starts_with('<');
                if (virtual_method && (framework && (uncalled || name.starts_with("on")) || inherited))
                    || (whole && name == "<init>")
                {
                    own.push(def);
                }
            }
        }
        for def in own {
            self.mark(def);
        }
        for parent in self.program.supertypes(ty) {
            for method in self.waiting.get(parent.ix()).cloned().unwrap_or_default() {
                let named = self.program.method(method);
                if let Some(def) = self.program.resolve(ty, named.name, named.proto) {
                    self.mark(def);
                }
            }
        }
    }

    fn initialise(&mut self, ty: TypeId) {
        let Some(class) = self.program.class_of(ty) else { return };
        for def in class.methods.clone().map(DefId) {
            let initialiser =
                self.program.def(def).is_some_and(|m| self.program.text(self.program.method(m.id).name) == "<clinit>");
            if initialiser {
                self.mark(def);
            }
        }
    }

    fn visit(&mut self, def: DefId) {
        let Some(&method) = self.program.def(def) else { return };
        if let Some(class) = self.program.class(method.class) {
            self.initialise(class.ty);
        }
        for &(callee, _) in self.program.sites.callees.get(def.0) {
            self.ask(callee);
        }
        let program = self.program;
        let mut lambdas = false;
        mentions(program, def, |mention| match mention {
            Mention::New(ty) => self.make(ty, false),
            Mention::Class(ty) => self.make(ty, true),
            Mention::Static(field) => self.initialise(program.field(field).class),
            Mention::Text(string) => self.named(method.dex, string),
            Mention::Custom => lambdas = true,
        });
        for op in Some(def).filter(|_| lambdas).and_then(|def| program.body(def)).iter().flat_map(|body| &body.ops) {
            if let Op::Lambda { target, .. } = op
                && let Some(def) = program.def_of(*target)
            {
                self.mark(def);
            }
        }
    }

    /// A string that names a class of the build: reflection makes it and may call whatever it has.
    fn named(&mut self, dex: u16, string: u32) {
        let Some(bytes) = self.program.dex(dex).and_then(|dex| dex.string_bytes(string)) else { return };
        if bytes.len() > 200
            || !bytes.contains(&b'.')
            || bytes.iter().any(|b| !(b.is_ascii_alphanumeric() || b"._$".contains(b)))
        {
            return;
        }
        let Some(ty) = std::str::from_utf8(bytes).ok().and_then(|name| self.program.find_class_name(name)) else {
            return;
        };
        let Some(class) = self.program.class_of(ty) else { return };
        let methods = class.methods.clone();
        self.make(ty, true);
        methods.map(DefId).for_each(|def| self.mark(def));
    }

    /// A call of a method: what it resolves to, and what made subclasses put in its place.
    fn ask(&mut self, callee: MethodId) {
        if !self.asked.insert(callee) {
            return;
        }
        let named = self.program.method(callee);
        if let Some(def) = self.program.resolve(named.class, named.name, named.proto) {
            self.mark(def);
        }
        if let Some(waiting) = self.waiting.get_mut(named.class.ix()) {
            waiting.push(callee);
        }
        let mut classes = self.program.children(named.class).to_vec();
        let mut next = 0;
        while let Some(&class) = classes.get(next).filter(|_| next < 4_096) {
            next += 1;
            let Some(class) = self.program.class(class) else { continue };
            classes.extend_from_slice(self.program.children(class.ty));
            if self.made.get(class.ty.ix()) == Some(&true)
                && let Some(def) = self.program.resolve(class.ty, named.name, named.proto)
            {
                self.mark(def);
            }
        }
    }
}

/// Methods from which calls (by name, overriding, made classes) lead to one of the given methods, which count too.
/// Those that nothing reaches are left out. `own`: of each class, whether it is the app's own.
pub(crate) fn leads_to(
    program: &Program<'_>,
    reached: &Reached,
    own: &[bool],
    goals: impl Fn(MethodId) -> bool,
    extra: &[DefId],
) -> Vec<bool> {
    let mut leads = Leads::new(program, reached, own);
    for (id, _) in program.methods() {
        if goals(id) {
            program.sites.calls_of(id).iter().for_each(|site| leads.mark(site.def));
        }
    }
    extra.iter().for_each(|&def| leads.mark(def));
    leads.follow();
    leads.marked
}

/// Methods up to which a program is small: there even what only reflection with composed names reaches is looked at.
const SMALL: usize = 4_000;

/// A set of methods that grows by those that lead to them.
pub(crate) struct Leads<'p, 'a> {
    program: &'p Program<'a>,
    reached: &'p Reached,
    own: &'p [bool],
    marked: Vec<bool>,
    work: Vec<DefId>,
    /// Of each class, whether the framework, or a library inside the build, knows it by something that it extends or
    /// implements.
    open: Vec<Option<bool>>,
}

impl<'p, 'a> Leads<'p, 'a> {
    pub(crate) fn new(program: &'p Program<'a>, reached: &'p Reached, own: &'p [bool]) -> Self {
        Self {
            program,
            reached,
            own,
            marked: vec![false; program.defs.len()],
            work: Vec::new(),
            open: vec![None; program.classes.len()],
        }
    }

    /// Whether a method is in the set.
    pub(crate) fn has(&self, def: DefId) -> bool {
        self.marked.get(def.ix()) == Some(&true)
    }

    /// Takes a method into the set.
    pub(crate) fn mark(&mut self, def: DefId) {
        let alive = self.marked.len() < SMALL || self.reached.of(def) != Reachability::Dead;
        if let Some(seen) = self.marked.get_mut(def.ix()).filter(|seen| alive && !**seen) {
            *seen = true;
            self.work.push(def);
        }
    }

    /// Takes in all that lead to what was taken since.
    pub(crate) fn follow(&mut self) {
        let program = self.program;
        while let Some(def) = self.work.pop() {
            let Some(&method) = program.def(def) else { continue };
            let named = program.method(method.id);
            let Some(class) = program.class(method.class) else { continue };
            // Who calls it by its own name or by a name that it overrides or inherits under.
            let supertypes = program.supertypes(class.ty);
            let children = program.children(class.ty).iter().filter_map(|&c| program.class(c).map(|c| c.ty));
            for ty in supertypes.iter().copied().chain(children) {
                let id = program.find_method(MethodRef { class: ty, ..named });
                for site in id.map(|id| program.sites.calls_of(id)).unwrap_or_default() {
                    self.mark(site.def);
                }
            }
            if program.text(named.name) == "<clinit>" {
                self.users(class).into_iter().for_each(|def| self.mark(def));
            }
            // What the framework may call is reached from where the object is made, and so is what a library may.
            let (own, ty) = (self.own, class.ty);
            let open = self.open.get_mut(method.class.ix());
            let is_open = || is_open(program, &supertypes) || is_lent(program, own, ty, &supertypes);
            if method.flags & 0xa == 0 && open.is_some_and(|open| *open.get_or_insert_with(is_open)) {
                program.sites.news_of(class.ty).iter().for_each(|site| self.mark(site.def));
            }
        }
    }

    /// Methods whose running may be what runs a class's initialiser: those that make its objects, call its static
    /// methods or touch its static fields.
    fn users(&self, class: &Class) -> Vec<DefId> {
        let program = self.program;
        let calls = class.methods.clone().filter_map(|def| program.def(DefId(def)));
        let calls = calls.filter(|m| m.is_static()).flat_map(|m| program.sites.calls_of(m.id));
        let fields = class.static_fields.iter();
        let fields = fields.flat_map(|&f| program.sites.reads_of(f).iter().chain(program.sites.writes_of(f)));
        calls.chain(fields).chain(program.sites.news_of(class.ty)).map(|site| site.def).collect()
    }
}

/// Whether any of these types is the framework's, other than the root of all.
fn is_open(program: &Program<'_>, types: &[TypeId]) -> bool {
    types.iter().any(|&ty| {
        let descriptor = program.descriptor(ty);
        (program.class_of(ty).is_none() || is_platform(descriptor)) && descriptor != "Ljava/lang/Object;"
    })
}

/// Whether a class of the app's own extends or implements what a library inside the build declares: listeners of requests,
/// observers. `own`: of each class, whether it is the app's own; `types`: what it extends and implements.
pub(crate) fn is_lent(program: &Program<'_>, own: &[bool], class: TypeId, types: &[TypeId]) -> bool {
    let is_own = |ty: TypeId| program.class_id(ty).map(|class| own.get(class.ix()) != Some(&false));
    let library = |name: &str| !is_platform(name) && !name.starts_with("Lkotlin/");
    let foreign = |ty: TypeId| is_own(ty) == Some(false) && library(program.descriptor(ty));
    is_own(class) == Some(true) && types.iter().any(|&ty| foreign(ty))
}

/// Whether a descriptor is of a library that stands for the platform.
pub(crate) fn is_platform(descriptor: &str) -> bool {
    ["Landroid/support/", "Landroidx/", "Landroid/arch/", "Lcom/google/android/material/"]
        .iter()
        .any(|p| descriptor.starts_with(p))
}
