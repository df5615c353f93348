//! The small language of `rules/flow/propagation.yaml`: how a framework call moves values.
//!
//! Effects are separated by `;`. `ret = this[0]` gives what stands in the receiver under the first argument as key;
//! `this[0] = 1` puts the second argument there; `this[+] = 0` appends; `this[*] = 0[*]` copies everything; `ret = this`
//! returns the receiver itself;
//! `target[+] = 0` writes into what the receiver wraps (its part `target`); `this <- 0 1` moves only what taints the arguments; `ret = new` makes an object,
//! `ret = shared 0` gives the one object of the whole app that the argument names, `ret = local 0` the one of the component
//! that runs; `clear this` empties it; `renew 0` says that an array's elements are written anew; `blur this` forgets at which index elements stand; `insert 0 1` puts the second argument into the receiver's list at the index that
//! the first one gives, `take 0` takes that element out and gives it, `peek last` only gives it (`first`, `last` or an argument); `drop this[0]` removes a key; `none` does
//! nothing. `run` is what the method gave that the call runs (`lifecycle.yaml`).

/// Something that a call has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Port {
    /// The receiver.
    This,
    /// The result.
    Result,
    /// An argument, from zero.
    Arg(u8),
    /// Every argument.
    Args,
    /// What the receiver wraps: its part `target`.
    Target,
    /// What the method that the call runs gave.
    Ran,
}

/// A part of a port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Part {
    /// The thing itself.
    Whole,
    /// Under the key that an argument gives.
    Key(u8),
    /// At the end.
    Append,
    /// All parts.
    All,
    /// Under a fixed name.
    Named(String),
}

/// Port and part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) port: Port,
    pub(crate) part: Part,
}

/// One effect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Effect {
    /// The value as a whole goes there.
    Copy(Place, Place),
    /// What taints the sources taints the target.
    Taint(Place, Vec<Place>),
    /// A fresh object is the result.
    New,
    /// The result is the one object of that name for the whole app, or for the component that runs; the name is an
    /// argument or fixed.
    Shared {
        /// The argument that names it.
        key: Option<u8>,
        /// Each component has its own.
        local: bool,
    },
    /// Everything in it is gone.
    Clear(Place),
    /// All elements are new: what tainted them does no more.
    Renew(Place),
    /// One key is gone.
    Drop(Place),
    /// Indices are forgotten.
    Blur(Place),
    /// The argument of that number comes into the receiver there, what follows moves up.
    Insert(Which, u8),
    /// The element there is the result; `true`: it leaves, what follows moves down.
    Element(Which, bool),
}

/// Which element of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Which {
    /// At the index that an argument gives.
    At(u8),
    First,
    Last,
}

/// Reads effects.
///
/// # Errors
/// The piece that is not understood.
pub(crate) fn parse(text: &str) -> Result<Vec<Effect>, String> {
    text.split(';').map(str::trim).filter(|t| !t.is_empty() && *t != "none").map(effect).collect()
}

fn effect(text: &str) -> Result<Effect, String> {
    if let Some((to, from)) = text.split_once("<-") {
        let from = from.split_whitespace().map(place).collect::<Result<_, _>>()?;
        return Ok(Effect::Taint(place(to.trim())?, from));
    }
    if let Some((to, from)) = text.split_once('=') {
        if to.trim() == "ret" {
            match from.trim().split_once(' ').unwrap_or((from.trim(), "")) {
                ("new", "") => return Ok(Effect::New),
                (word @ ("shared" | "local"), key) => {
                    let number = key.parse().map_err(|_| format!("`{key}` is no argument"));
                    let key = if key.is_empty() { None } else { Some(number?) };
                    return Ok(Effect::Shared { key, local: word == "local" });
                }
                _ => {}
            }
        }
        return Ok(Effect::Copy(place(to.trim())?, place(from.trim())?));
    }
    match text.split_once(' ') {
        Some(("clear", of)) => Ok(Effect::Clear(place(of.trim())?)),
        Some(("renew", of)) => Ok(Effect::Renew(place(of.trim())?)),
        Some(("drop", of)) => Ok(Effect::Drop(place(of.trim())?)),
        Some(("blur", of)) => Ok(Effect::Blur(place(of.trim())?)),
        Some(("insert", what)) => {
            let (at, value) = what.split_once(' ').ok_or_else(|| format!("`{what}`: no value"))?;
            Ok(Effect::Insert(which(at)?, value.parse().map_err(|_| format!("`{value}` is no argument"))?))
        }
        Some((word @ ("take" | "peek"), at)) => Ok(Effect::Element(which(at)?, word == "take")),
        _ => Err(format!("`{text}` is no effect")),
    }
}

fn which(text: &str) -> Result<Which, String> {
    Ok(match text {
        "first" => Which::First,
        "last" => Which::Last,
        number => Which::At(number.parse().map_err(|_| format!("`{number}` is no argument"))?),
    })
}

/// Reads a port with its part.
pub(crate) fn place(text: &str) -> Result<Place, String> {
    let (port, part) = match text.split_once('[') {
        None => (text, Part::Whole),
        Some((port, key)) => {
            let key = key.strip_suffix(']').ok_or_else(|| format!("`{text}`: no `]`"))?;
            let part = match key {
                "+" => Part::Append,
                "*" => Part::All,
                name => match (name.parse(), name.strip_prefix('\'').and_then(|n| n.strip_suffix('\''))) {
                    (Ok(argument), _) => Part::Key(argument),
                    (_, Some(name)) => Part::Named(name.to_owned()),
                    _ => return Err(format!("`{name}` is no key")),
                },
            };
            (port, part)
        }
    };
    let port = match port {
        "this" => Port::This,
        "ret" => Port::Result,
        "args" => Port::Args,
        "target" => Port::Target,
        "run" => Port::Ran,
        number => Port::Arg(number.parse().map_err(|_| format!("`{number}` is no port"))?),
    };
    Ok(Place { port, part })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn effects_are_read() {
        let at = |port, part| Place { port, part };
        assert_eq!(
            parse("ret = this[0]; this[+] = 1; this <- args").unwrap(),
            [
                Effect::Copy(at(Port::Result, Part::Whole), at(Port::This, Part::Key(0))),
                Effect::Copy(at(Port::This, Part::Append), at(Port::Arg(1), Part::Whole)),
                Effect::Taint(at(Port::This, Part::Whole), vec![at(Port::Args, Part::Whole)]),
            ]
        );
        assert_eq!(
            parse("insert first 0; take 0; peek last").unwrap(),
            [Effect::Insert(Which::First, 0), Effect::Element(Which::At(0), true), Effect::Element(Which::Last, false)]
        );
        assert_eq!(parse("none").unwrap(), []);
        assert!(parse("ret = that").is_err());
        assert!(parse("forget this").is_err());
    }
}
