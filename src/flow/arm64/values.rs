//! What registers hold, as values: through objects, into callers and callees.

use std::rc::Rc;
use std::sync::Arc;

use super::interpret::{Callee, Frame, Site, V};
use super::program::MethodOf;
use super::{Analysis, BLOCK_CODE, CALLEE, CALLERS, Caller, DEPTH, Variable, call_at, decode, of, terms};
use crate::flow::{Object, Value};

impl Analysis<'_, '_, '_> {
    /// Arguments of a call: of a message those behind the selector; variadic ones follow.
    pub fn arguments(&self, position: u32, frame: &Frame, site: &Site, depth: u8) -> Vec<Value> {
        let arity = terms::arity(&site.callee);
        let first = arity.first;
        let mut count = arity.count.unwrap_or(8 - first);
        // Of a function whose arguments are not known, registers that nobody touched since entry are none.
        let untouched = |number: usize| match site.args.get(number) {
            Some(V::Param(of, 0)) => usize::from(*of) == number,
            Some(V::Unknown) | None => true,
            _ => false,
        };
        while arity.count.is_none() && count > 0 && untouched(first + count - 1) {
            count -= 1;
        }
        let mut args = Vec::new();
        let mut of_text = false;
        for number in first..(first + count).min(8) {
            // The second word of a Swift string is no argument of its own.
            let value = if of_text { Value::Unknown } else { self.argument(position, frame, site, number, depth) };
            of_text = !of_text && self.is_swift_string(site, number);
            args.push(value);
        }
        let more =
            if arity.variadic { self.variadic(position, frame, site) } else { (first + count).saturating_sub(8) };
        args.extend(
            site.stack.iter().take(more).map(|v| self.value(position, frame, site, *v, depth.saturating_sub(1))),
        );
        while args.last() == Some(&Value::Unknown) {
            args.pop();
        }
        args
    }

    /// Whether an argument register and the next hold a Swift string.
    fn is_swift_string(&self, site: &Site, number: usize) -> bool {
        match (site.args.get(number), site.args.get(number + 1)) {
            (Some(low), Some(high)) if number < 7 => terms::swift_string(self.program.macho, *low, *high).is_some(),
            _ => false,
        }
    }

    /// How many variadic arguments of a call are on the stack: as many as its format asks for, or up to the end of its
    /// list. What lies behind them is of other calls.
    pub fn variadic(&self, position: u32, frame: &Frame, site: &Site) -> usize {
        let arity = terms::arity(&site.callee);
        if !arity.variadic || site.stack.is_empty() {
            return 0;
        }
        let all = site.stack.len();
        if terms::is_list(&site.callee) {
            return site.stack.iter().position(|value| *value == V::Const(0)).unwrap_or(all);
        }
        let last = (arity.first + arity.count.unwrap_or(1)).saturating_sub(1);
        let format = site.args.get(last).map_or(Value::Unknown, |v| self.value_within(position, frame, site, *v, 3));
        let asked = format.alternatives().iter().map(|text| text.as_str().map_or(all, terms::specifiers)).max();
        asked.unwrap_or(all).min(all)
    }

    /// One argument register: a Swift string takes two.
    fn argument(&self, position: u32, frame: &Frame, site: &Site, number: usize, depth: u8) -> Value {
        let value = site.args.get(number).copied().unwrap_or(V::Unknown);
        let next = site.args.get(number + 1).copied().unwrap_or(V::Unknown);
        if number < 7
            && let Some(text) = terms::swift_string(self.program.macho, value, next)
        {
            return Value::Str(text.as_str().into());
        }
        if let Some((_, words)) = site.pointees.iter().find(|(arg, _)| *arg as usize == number) {
            let most = terms::words_of(&site.callee, site.args.get(4).copied());
            let words = words.get(..words.partition_point(|(offset, _)| *offset < most * 8)).unwrap_or_default();
            return self.words(position, frame, site, words, depth.saturating_sub(1));
        }
        self.value(position, frame, site, value, depth)
    }

    /// The words that an argument points to, in order; gaps are unknown.
    fn words(&self, position: u32, frame: &Frame, site: &Site, words: &[(i64, V)], depth: u8) -> Value {
        if depth == 0 {
            return Value::Unknown;
        }
        let last = words.iter().map(|(offset, _)| offset / 8).max().map_or(0, |n| n + 1).clamp(0, 160);
        let mut from = vec![Value::Unknown; last as usize];
        for (at, (offset, value)) in words.iter().enumerate().filter(|(_, (offset, _))| offset % 8 == 0) {
            let Some(slot) = usize::try_from(offset / 8).ok().and_then(|n| from.get_mut(n)) else { continue };
            let text = words
                .get(at + 1)
                .filter(|(next, _)| *next == offset + 8)
                .and_then(|(_, next)| terms::swift_string(self.program.macho, *value, *next));
            *slot = match text {
                Some(text) => Value::Str(text.as_str().into()),
                None => self.value(position, frame, site, *value, depth),
            };
        }
        Value::Array { len: None, constant: false, bytes: None, from }
    }

    /// The same without a look at callers: an argument stays an argument.
    pub fn value_within(&self, position: u32, frame: &Frame, at: &Site, value: V, depth: u8) -> Value {
        let before = self.within.replace(true);
        let value = self.value(position, frame, at, value, depth);
        self.within.set(before);
        value
    }

    /// What is known of a value of a function, seen from one of its calls.
    pub fn value(&self, position: u32, frame: &Frame, at: &Site, value: V, depth: u8) -> Value {
        let Some(deeper) = depth.checked_sub(1) else { return Value::Unknown };
        match value {
            V::Unknown | V::Stack(_) | V::Heap(..) => self.pointed(position, frame, at, value, deeper),
            V::Const(0) => Value::Null,
            V::Const(number) => Value::Int(number as i64),
            V::Address(address) => terms::constant(self.program, address, 3),
            V::Import(index) | V::Global(index) => match self.program.import(index) {
                Some(name) => match name.strip_prefix("OBJC_CLASS_$_") {
                    Some(class) => Value::Class(class.into()),
                    None => Value::StaticField(name.clone()),
                },
                None => Value::Unknown,
            },
            V::Param(number, 0) => self.parameter(position, number, None, deeper),
            V::Param(..) | V::Inner(..) => Value::Unknown,
            V::InnerField(number, outer, offset) => {
                let outer = V::ParamField(number, i32::from(outer));
                let class = self.class_of(position, frame, outer, deeper).map(|(class, _)| class);
                let variable = class.as_ref().and_then(|class| self.variable(class, offset));
                variable.map_or(Value::Unknown, |v| Value::Field(v.name.clone()))
            }
            V::ParamField(number, offset) => self.parameter(position, number, Some(offset), deeper),
            V::Result(call, register) => self.result(position, frame, at, call, register, deeper),
            V::OneOf(set) => {
                let all = frame.sets.get(set as usize).cloned().unwrap_or_default();
                Value::one_of(all.iter().map(|v| self.value(position, frame, at, *v, deeper)).collect())
            }
        }
    }

    /// What a pointer into the frame or an object points to, as far as some call saw it.
    fn pointed(&self, position: u32, frame: &Frame, at: &Site, value: V, depth: u8) -> Value {
        if value == V::Unknown || depth == 0 {
            return Value::Unknown;
        }
        let seen = frame.sites.values().filter(|site| site.address <= at.address).rev().find_map(|site| {
            site.pointees
                .iter()
                .find(|(number, words)| site.args.get(*number as usize) == Some(&value) && !words.is_empty())
        });
        match seen {
            Some((_, words)) => self.words(position, frame, at, words, depth.min(4)),
            None => Value::Unknown,
        }
    }

    /// The instance variable of a class, its own or inherited, at an offset.
    pub fn variable(&self, class: &Arc<str>, offset: i32) -> Option<&Variable> {
        let mut class = class;
        for _ in 0..8 {
            if let Some(variable) = self.ivars.get(&(class.clone(), offset)) {
                return Some(variable);
            }
            class = self.parents.get(class)?;
        }
        None
    }

    fn parameter(&self, position: u32, number: u8, field: Option<i32>, depth: u8) -> Value {
        let Some(function) = self.program.functions.get(position as usize) else { return Value::Unknown };
        let own = match (&function.method, number, field) {
            (Some(method), 0, Some(offset)) => {
                let variable = self.variable(&method.class, offset);
                return variable.map_or(Value::Unknown, |v| Value::Field(v.name.clone()));
            }
            (Some(method), 0, None) if method.of_class => return Value::Class(method.class.clone()),
            (Some(_), 2..=7, None) => Value::Param(u32::from(number - 2)),
            (Some(_), ..) => return Value::Unknown,
            (None, 0..=7, None) => Value::Param(u32::from(number)),
            _ => Value::Unknown,
        };
        if depth == 0 || self.within.get() {
            return own;
        }
        let mut values = Vec::new();
        let Some(callers) = self.callers(position) else { return own };
        for Caller { position: caller, frame, key } in &callers {
            let Some(site) = call_at(frame, *key, position) else { continue };
            let index = if number == 20 { 9 } else { usize::from(number) };
            values.push(match field {
                None => self.argument(*caller, frame, site, index, depth),
                Some(offset) => {
                    let word = site.pointee(index, offset);
                    word.map_or(Value::Unknown, |v| self.value(*caller, frame, site, v, depth))
                }
            });
        }
        if values.is_empty()
            && let (0, Some(offset)) = (number, field)
        {
            for (maker, frame, key, number) in self.makers(position) {
                let Some(site) = frame.sites.get(&key) else { continue };
                let word = site.pointee(usize::from(number), offset);
                values.push(word.map_or(Value::Unknown, |v| self.value(maker, &frame, site, v, depth)));
            }
        }
        match Value::one_of(values) {
            Value::Unknown => own,
            known => known,
        }
    }

    /// The calls of a function and the messages that reach it; none when there are too many to say.
    pub fn callers(&self, position: u32) -> Option<Vec<Caller>> {
        let from = self.sweep.calls.partition_point(|(callee, ..)| *callee < position);
        let direct = self.sweep.calls.iter().skip(from).take_while(|(callee, ..)| *callee == position);
        let direct: Vec<_> = direct.take(CALLERS + 1).collect();
        let senders = of(&self.sweep.sends, position, CALLERS * 4);
        if direct.len() > CALLERS || senders.len() > CALLERS * 3 {
            return None;
        }
        let mut found = Vec::new();
        for (_, caller, address) in direct {
            let frame = self.frame(*caller)?;
            let start = self.program.functions.get(*caller as usize).map_or(0, |f| f.start);
            let key = (address.saturating_sub(start) / 4) as u32;
            // A call that was read in place of its callee has no record.
            found.push(Caller { position: *caller, frame, key });
        }
        let Some(method) = self.program.functions.get(position as usize).and_then(|f| f.method.as_ref()) else {
            return Some(found);
        };
        for caller in senders {
            let frame = self.frame(caller)?;
            for (key, site) in &frame.sites {
                if matches!(&site.callee, Callee::Message(selector) if *selector == method.selector)
                    && self.may_reach(caller, &frame, site, method)
                {
                    found.push(Caller { position: caller, frame: frame.clone(), key: *key });
                }
            }
        }
        (found.len() <= CALLERS).then_some(found)
    }

    /// Whether a message may run a method: its receiver's class is the method's, one below it, or not known.
    pub fn may_reach(&self, position: u32, frame: &Frame, site: &Site, method: &MethodOf) -> bool {
        match self.class_of(position, frame, site.args[0], DEPTH) {
            Some((class, of_class)) => of_class == method.of_class && self.is_kind(&class, &method.class),
            None => self.program.implementations(&method.selector).len() <= 2,
        }
    }

    /// Whether a class is another or below it.
    pub fn is_kind(&self, class: &Arc<str>, of: &Arc<str>) -> bool {
        let mut class = class;
        for _ in 0..16 {
            if class == of {
                return true;
            }
            let Some(parent) = self.parents.get(class) else { return false };
            class = parent;
        }
        false
    }

    /// Where blocks with this code are made: function, its frame, a call that gets the block, and by which argument.
    pub fn makers(&self, position: u32) -> Vec<(u32, Rc<Frame>, u32, u8)> {
        let start = self.program.functions.get(position as usize).map_or(0, |f| f.start);
        let mut found = Vec::new();
        for maker in of(&self.sweep.taken, position, CALLERS) {
            let Some(frame) = self.frame(maker) else { continue };
            let made = frame.sites.iter().find_map(|(key, site)| {
                let number = site
                    .pointees
                    .iter()
                    .find_map(|(number, words)| words.contains(&(BLOCK_CODE, V::Address(start))).then_some(*number))?;
                Some((*key, number))
            });
            if let Some((key, number)) = made {
                found.push((maker, frame, key, number));
            }
        }
        found
    }

    /// What a call gave: the object with what went into it.
    fn result(&self, position: u32, frame: &Frame, at: &Site, call: u32, register: u8, depth: u8) -> Value {
        let Some(site) = frame.sites.get(&call) else { return Value::Unknown };
        if register == 1 {
            return Value::Unknown;
        }
        let (api, class) = match &site.callee {
            Callee::Function(callee) => {
                if let Some(value) = self.returned(position, frame, site, *callee, depth) {
                    return value;
                }
                let name = self.program.functions.get(*callee as usize).map(|f| f.name.clone());
                (name.unwrap_or_else(|| "".into()), None)
            }
            Callee::Register(_) => ("".into(), None),
            _ => match self.api(position, frame, site) {
                Some((_, api)) => {
                    (api, self.class_of(position, frame, V::Result(call, 0), depth).map(|(class, _)| class))
                }
                None => return Value::Unknown,
            },
        };
        if register == 0 && terms::is_bridge(&api) {
            return self.argument(position, frame, site, 0, depth);
        }
        let message = matches!(site.callee, Callee::Message(_) | Callee::Super(_));
        let receiver = message.then(|| self.value(position, frame, site, site.args[0], depth.min(4)));
        if let (Some(Value::Str(text)), true) = (&receiver, terms::keeps_text(&api)) {
            return Value::Str(text.clone());
        }
        Value::Object(Arc::new(Object {
            class: class.unwrap_or_else(|| "".into()),
            api,
            site: Some(self.locus(position, site.address)),
            receiver,
            args: self.arguments(position, frame, site, depth.min(5)),
            calls: self.calls_on(position, frame, at, V::Result(call, register), depth.min(4)),
        }))
    }

    /// Whether some path to an instruction of a function leaves out one before it: a jump over it.
    pub fn is_left_out(&self, position: u32, address: u64, until: u64) -> bool {
        let Some(function) = self.program.functions.get(position as usize) else { return false };
        let mut at = address.saturating_sub(64 * 4).max(function.start);
        while at < address {
            if let Some(word) = self.program.word(at)
                && let decode::Op::Conditional { target, .. } = decode::decode(word, at)
                && (address + 4..=until).contains(&target)
            {
                return true;
            }
            at += 4;
        }
        false
    }

    /// Messages sent to a value before a call; the names of those that some path leaves out end in `?`.
    fn calls_on(&self, position: u32, frame: &Frame, at: &Site, value: V, depth: u8) -> Vec<(Arc<str>, Vec<Value>)> {
        if depth == 0 {
            return Vec::new();
        }
        let mut calls = Vec::new();
        for site in frame.sites.values().filter(|site| site.args[0] == value && site.address < at.address) {
            let name = match &site.callee {
                Callee::Message(selector) => selector.clone(),
                Callee::Import(name) if name.starts_with("CF") => name.clone(),
                _ => continue,
            };
            let name = match self.is_left_out(position, site.address, at.address) {
                true => format!("{name}?").as_str().into(),
                false => name,
            };
            let mut args = self.arguments(position, frame, site, depth);
            if let (Callee::Import(_), Some(first)) = (&site.callee, args.first_mut()) {
                // The object itself.
                *first = Value::Unknown;
            }
            calls.push((name, args));
            if calls.len() == 64 {
                break;
            }
        }
        calls
    }

    /// What a function of this slice returns, when that is known.
    fn returned(&self, position: u32, frame: &Frame, site: &Site, callee: u32, depth: u8) -> Option<Value> {
        let function = self.program.functions.get(callee as usize)?;
        if depth < 2 || function.end.saturating_sub(function.start) > CALLEE * 4 || callee == position {
            return None;
        }
        let inner = self.frame(callee)?;
        let last = inner.sites.values().next_back();
        let mut values = Vec::new();
        for value in &inner.returns {
            values.push(match (value, last) {
                (V::Param(number @ 0..=7, 0), _) => {
                    self.argument(position, frame, site, usize::from(*number), depth - 1)
                }
                (V::Result(..) | V::OneOf(_) | V::Const(_) | V::Address(_) | V::Import(_) | V::Global(_), Some(at)) => {
                    self.value(callee, &inner, at, *value, depth - 1)
                }
                (V::Const(_) | V::Address(_) | V::Import(_) | V::Global(_), None) => {
                    self.value(callee, &inner, site, *value, depth - 1)
                }
                _ => return None,
            });
        }
        match Value::one_of(values) {
            Value::Unknown => None,
            // What a function allocates and fills says less than what went into it.
            known if known.alternatives().iter().all(terms::is_telling) => Some(known),
            _ => None,
        }
    }

    /// The class of a receiver, and whether it is the class itself.
    pub fn class_of(&self, position: u32, frame: &Frame, value: V, depth: u8) -> Option<(Arc<str>, bool)> {
        let deeper = depth.checked_sub(1)?;
        match value {
            V::Import(index) | V::Global(index) => {
                let class = self.program.import(index)?.strip_prefix("OBJC_CLASS_$_")?;
                Some((class.into(), true))
            }
            V::Address(address) => match self.program.classes.get(&address) {
                Some(class) => Some((class.clone(), true)),
                None => {
                    let section = self.program.macho.section_at(address)?;
                    (&*section.name == "__cfstring").then(|| ("NSString".into(), false))
                }
            },
            V::Param(0, 0) => {
                let method = self.program.functions.get(position as usize)?.method.as_ref()?;
                Some((method.class.clone(), method.of_class))
            }
            V::ParamField(0, offset) => match &self.program.functions.get(position as usize)?.method {
                Some(method) => Some((self.variable(&method.class, offset)?.class.clone()?, false)),
                // What a block captured.
                None => self.makers(position).iter().find_map(|(maker, frame, key, number)| {
                    let word = frame.sites.get(key)?.pointee(usize::from(*number), offset)?;
                    self.class_of(*maker, frame, word, deeper)
                }),
            },
            V::InnerField(number, outer, offset) => {
                let (class, _) = self.class_of(position, frame, V::ParamField(number, i32::from(outer)), deeper)?;
                Some((self.variable(&class, offset)?.class.clone()?, false))
            }
            V::Result(call, 0) => {
                let site = frame.sites.get(&call)?;
                match &site.callee {
                    Callee::Import(name) => terms::class_of_function(name, || {
                        self.class_of(position, frame, site.args[0], deeper).map(|(class, _)| class)
                    }),
                    Callee::Message(selector) => {
                        let receiver = self.class_of(position, frame, site.args[0], deeper);
                        terms::class_of_message(selector, receiver)
                    }
                    Callee::Function(callee) => self.class_of_result(*callee, deeper),
                    _ => None,
                }
            }
            V::OneOf(set) => {
                let all = frame.sets.get(set as usize)?;
                let mut classes =
                    all.iter().filter(|v| **v != V::Const(0)).map(|v| self.class_of(position, frame, *v, deeper));
                let first = classes.next()??;
                classes.all(|class| class.as_ref() == Some(&first)).then_some(first)
            }
            _ => None,
        }
    }

    /// The class that a function of this slice returns: Swift's accessors of Objective-C classes are such functions.
    fn class_of_result(&self, callee: u32, depth: u8) -> Option<(Arc<str>, bool)> {
        let function = self.program.functions.get(callee as usize)?;
        if let Some(class) = function.name.strip_prefix("__C.") {
            return Some((class.into(), true));
        }
        if function.end.saturating_sub(function.start) > 64 * 4 {
            return None;
        }
        let inner = self.frame(callee)?;
        inner.returns.iter().find_map(|value| self.class_of(callee, &inner, *value, depth))
    }
}
