//! Exceptions: to the handlers that take them, and out of methods.

use super::{Frame, State};
use crate::flow::dalvik::{Program, TypeId};
use crate::flow::engine::heap::Heap;
use crate::flow::engine::value::{Atom, UNKNOWN, Val};
use crate::flow::engine::{Engine, Made, ObjectInfo};

impl Engine<'_, '_> {
    pub(super) fn leave(&mut self, exit: &mut Option<(Val, Heap)>, value: Val, heap: &Heap) {
        match exit {
            None => *exit = Some((value, heap.clone())),
            Some((known, kept)) => {
                *known = self.values.join(*known, value);
                kept.join(heap, &mut self.values);
            }
        }
    }

    /// An exception: to the handlers that may take it, and out of the method unless one must.
    pub(super) fn throw(&mut self, frame: &mut Frame, block: u32, value: Val, state: &State) {
        let class = match self.values.single(value) {
            Some(Atom::Object(object)) => Some(self.info(object).ty),
            _ => None,
        };
        let body = frame.body.clone();
        let Some(piece) = body.blocks.get(block as usize) else { return };
        for &(catches, to) in &piece.handlers {
            let (may, must) = match (catches, class) {
                (None, _) => (true, true),
                (Some(catches), Some(class)) => catches_class(self.program, catches, class),
                (Some(catches), None) => (true, self.program.descriptor(catches) == "Ljava/lang/Throwable;"),
            };
            if may {
                let mut state = state.clone();
                state.caught = value;
                self.go(frame, to, state);
            }
            if must {
                return;
            }
        }
        self.leave(&mut frame.thrown, value, &state.heap);
    }

    /// The exception of that class, thrown here for certain.
    pub(super) fn raise(&mut self, frame: &mut Frame, block: u32, state: &State, class: &str) {
        let value = self.exception(frame, class);
        self.throw(frame, block, value, state);
    }

    /// The exception of that class, perhaps thrown here: handlers get it, callers do not.
    pub(super) fn may_raise(&mut self, frame: &mut Frame, block: u32, state: &State, class: &str) {
        let handled = frame.body.blocks.get(block as usize).is_some_and(|b| !b.handlers.is_empty());
        if handled {
            let kept = frame.thrown.clone();
            self.raise(frame, block, state, class);
            frame.thrown = kept;
        }
    }

    pub(super) fn exception(&mut self, frame: &Frame, class: &str) -> Val {
        match self.program.find_type(class) {
            Some(ty) => {
                let info = ObjectInfo { ty, made: Made::New, site: None, many: false };
                let object = self.object((frame.context, frame.def.0, u32::MAX, ty.0), info);
                self.values.one(Atom::Object(object))
            }
            None => UNKNOWN,
        }
    }
}

/// Whether a handler may and whether it must catch an exception of that class.
fn catches_class(program: &Program<'_>, catches: TypeId, class: TypeId) -> (bool, bool) {
    let wanted = program.descriptor(catches);
    if wanted == "Ljava/lang/Throwable;" {
        return (true, true);
    }
    let mut last = class;
    for ty in program.ancestors(class) {
        if ty == catches {
            return (true, true);
        }
        last = ty;
    }
    let mut name = program.descriptor(last);
    while let Some(parent) = framework_parent(name) {
        if parent == wanted {
            return (true, true);
        }
        name = parent;
    }
    let known =
        program.descriptor(last) == "Ljava/lang/Object;" || framework_parent(program.descriptor(last)).is_some();
    (!known, false)
}

/// Superclasses of the exceptions that code throws most.
fn framework_parent(name: &str) -> Option<&'static str> {
    Some(match name {
        "Ljava/lang/Exception;" | "Ljava/lang/Error;" => "Ljava/lang/Throwable;",
        "Ljava/lang/RuntimeException;"
        | "Ljava/io/IOException;"
        | "Ljava/lang/ReflectiveOperationException;"
        | "Ljava/lang/InterruptedException;"
        | "Ljava/security/GeneralSecurityException;"
        | "Lorg/json/JSONException;"
        | "Ljava/lang/CloneNotSupportedException;"
        | "Ljava/util/concurrent/ExecutionException;" => "Ljava/lang/Exception;",
        "Ljava/lang/ClassNotFoundException;"
        | "Ljava/lang/NoSuchMethodException;"
        | "Ljava/lang/NoSuchFieldException;"
        | "Ljava/lang/IllegalAccessException;"
        | "Ljava/lang/InstantiationException;" => "Ljava/lang/ReflectiveOperationException;",
        "Ljava/lang/NullPointerException;"
        | "Ljava/lang/IllegalArgumentException;"
        | "Ljava/lang/IllegalStateException;"
        | "Ljava/lang/IndexOutOfBoundsException;"
        | "Ljava/lang/ArithmeticException;"
        | "Ljava/lang/ClassCastException;"
        | "Ljava/lang/UnsupportedOperationException;"
        | "Ljava/lang/SecurityException;" => "Ljava/lang/RuntimeException;",
        "Ljava/lang/ArrayIndexOutOfBoundsException;" | "Ljava/lang/StringIndexOutOfBoundsException;" => {
            "Ljava/lang/IndexOutOfBoundsException;"
        }
        "Ljava/lang/NumberFormatException;" => "Ljava/lang/IllegalArgumentException;",
        "Ljava/security/NoSuchAlgorithmException;"
        | "Ljava/security/InvalidKeyException;"
        | "Ljava/security/cert/CertificateException;"
        | "Ljavax/crypto/NoSuchPaddingException;" => "Ljava/security/GeneralSecurityException;",
        "Ljava/io/FileNotFoundException;" | "Ljava/net/MalformedURLException;" | "Ljava/net/UnknownHostException;" => {
            "Ljava/io/IOException;"
        }
        "Ljava/lang/AssertionError;" | "Ljava/lang/OutOfMemoryError;" => "Ljava/lang/Error;",
        _ => return None,
    })
}
