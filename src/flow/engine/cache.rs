//! What the analyses of one program need alike, worked out once.

use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::model::{Models, Role};
use crate::flow::dalvik::{Body, DefId, FieldId, FieldRef, MethodId, Program};
use crate::rule::knowledge::FlowKnowledge;

/// API models, what they say of the methods of a program, and the bodies of its methods: kept from one analysis to the
/// next.
#[derive(Debug)]
pub struct Cache<'p, 'a> {
    program: &'p Program<'a>,
    /// What the models are made from.
    pub(crate) knowledge: &'p FlowKnowledge,
    pub(crate) models: Models,
    /// `Build.VERSION.SDK_INT`, when the build names it.
    pub(crate) sdk_int: Option<FieldId>,
    /// By method: nothing yet, or what it has.
    bodies: RefCell<Vec<Option<Option<Rc<Body>>>>>,
    roles: RefCell<Vec<Option<Rc<Role>>>>,
    named_roles: RefCell<FxHashMap<(String, String, usize), Rc<Role>>>,
    called: OnceCell<Rc<[MethodId]>>,
}

impl<'p, 'a> Cache<'p, 'a> {
    /// Of a program, to be asked with that API knowledge.
    ///
    /// # Errors
    /// When the API models are not well-formed.
    pub fn new(program: &'p Program<'a>, knowledge: &'p FlowKnowledge) -> Result<Self, String> {
        Ok(Self {
            program,
            knowledge,
            models: Models::new(knowledge)?,
            sdk_int: level_field(program),
            bodies: RefCell::new(vec![None; program.defs.len()]),
            roles: RefCell::new(vec![None; program.method_count()]),
            named_roles: RefCell::default(),
            called: OnceCell::new(),
        })
    }

    pub(super) fn body(&self, def: DefId) -> Option<Rc<Body>> {
        let mut bodies = self.bodies.borrow_mut();
        let known = bodies.get_mut(def.ix())?;
        known.get_or_insert_with(|| self.program.body(def).map(Rc::new)).clone()
    }

    /// What models say of a method that the build does not define.
    pub(super) fn role(&self, method: MethodId) -> Rc<Role> {
        if let Some(Some(role)) = self.roles.borrow().get(method.ix()) {
            return role.clone();
        }
        let role = Rc::new(self.models.role(self.program, method));
        if let Some(slot) = self.roles.borrow_mut().get_mut(method.ix()) {
            *slot = Some(role.clone());
        }
        role
    }

    /// Methods that code calls and that models may know.
    pub(crate) fn called(&self) -> Rc<[MethodId]> {
        self.called.get_or_init(|| self.models.called(self.program).into()).clone()
    }

    /// What models say of a method by names alone, for reflective calls.
    pub(super) fn role_named(&self, class: &str, name: &str, args: usize) -> Rc<Role> {
        let key = (class.to_owned(), name.to_owned(), args);
        let known = self.named_roles.borrow().get(&key).cloned();
        known.unwrap_or_else(|| {
            let role = Rc::new(self.models.role_named(class, name, args));
            self.named_roles.borrow_mut().insert(key, role.clone());
            role
        })
    }
}

/// The field that says on which level of the system the app runs.
fn level_field(program: &Program<'_>) -> Option<FieldId> {
    let class = program.find_class_name("android.os.Build$VERSION")?;
    let (name, ty) = (program.find_text("SDK_INT")?, program.find_type("I")?);
    program.find_field(FieldRef { class, name, ty })
}
