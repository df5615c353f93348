//! Entry points, callback edges, reachability.

use std::fmt;
use std::sync::Arc;

use rustc_hash::FxHashSet;

use crate::finding::Reachability;
use crate::flow::dalvik::{DefId, MethodId, Program, TypeId};

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
    /// Links of web pages and other apps lead to it.
    pub links: bool,
}

impl Component {
    /// Whether other apps can reach it with what they choose: the launcher's intent says nothing.
    pub fn is_reached_from_outside(&self) -> bool {
        let only_launched = !self.actions.is_empty() && self.actions.iter().all(|a| a == "android.intent.action.MAIN");
        self.exported && !only_launched
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
    /// Method names that layouts call on click.
    pub on_click: Vec<String>,
    /// Classes that layouts and other resources make: views, fragments.
    pub made_by_resources: Vec<String>,
    /// String resources.
    pub strings: Option<Strings>,
    /// View ids of sensitive fields: what the field is taken for (`password`, ...).
    pub fields: std::collections::BTreeMap<u32, String>,
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

    /// Number of methods reached.
    pub fn count(&self) -> usize {
        self.defs.iter().filter(|r| **r).count()
    }
}

/// Follows calls, made classes and class initialisers from the components on.
pub fn reach(program: &Program<'_>, manifest: &Manifest) -> Reached {
    if manifest.components.is_empty() {
        return Reached { defs: vec![true; program.defs.len()], known: false };
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
    Reached { defs: walk.defs, known: true }
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
        // Made classes and lambdas are found in the body.
        let Some(body) = self.program.body(def) else { return };
        for op in &body.ops {
            match op {
                crate::flow::dalvik::Op::New { ty, .. } => self.make(*ty, false),
                crate::flow::dalvik::Op::ClassOf { ty, .. } => self.make(*ty, true),
                crate::flow::dalvik::Op::StaticGet { field, .. } | crate::flow::dalvik::Op::StaticPut { field, .. } => {
                    self.initialise(self.program.field(*field).class);
                }
                crate::flow::dalvik::Op::Lambda { target, .. } => {
                    if let Some(def) = self.program.def_of(*target) {
                        self.mark(def);
                    }
                }
                _ => {}
            }
        }
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
pub(crate) fn leads_to(program: &Program<'_>, goals: impl Fn(MethodId) -> bool, extra: &[DefId]) -> Vec<bool> {
    let mut relevant = vec![false; program.defs.len()];
    let mut work: Vec<DefId> = Vec::new();
    let mark = |def: DefId, relevant: &mut Vec<bool>, work: &mut Vec<DefId>| {
        if let Some(seen) = relevant.get_mut(def.ix()).filter(|seen| !**seen) {
            *seen = true;
            work.push(def);
        }
    };
    for (id, _) in program.methods() {
        if goals(id) {
            for site in program.sites.calls_of(id) {
                mark(site.def, &mut relevant, &mut work);
            }
        }
    }
    for &def in extra {
        mark(def, &mut relevant, &mut work);
    }
    while let Some(def) = work.pop() {
        let Some(&method) = program.def(def) else { continue };
        let named = program.method(method.id);
        let Some(class) = program.class(method.class) else { continue };
        // Who calls it by its own name or by a name that it overrides or inherits under.
        let mut names = program.supertypes(class.ty);
        names.extend(program.children(class.ty).iter().filter_map(|&c| program.class(c).map(|c| c.ty)));
        let mut called = false;
        for ty in names {
            let id = program.find_method(crate::flow::dalvik::MethodRef { class: ty, ..named });
            for site in id.map(|id| program.sites.calls_of(id)).unwrap_or_default() {
                called |= program.class_of(ty).is_some();
                mark(site.def, &mut relevant, &mut work);
            }
        }
        // What the framework calls is reached from where the object is made.
        let _ = called;
        if method.flags & 0xa == 0 {
            for site in program.sites.news_of(class.ty) {
                mark(site.def, &mut relevant, &mut work);
            }
        }
    }
    relevant
}
