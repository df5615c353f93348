//! Names of C++ symbols: the path of an entity, without template arguments and parameters. Source: Itanium C++ ABI, section 5.1
//! (mangling).
//!
//! `__ZN3JSC7Options10initializeEv` is `JSC::Options::initialize`; a function inside another (`_ZZN…E…`) is called by
//! the outer one.

use super::mangled::Mangled;

/// The longest identifier taken.
const LONGEST: usize = 500;
/// How deep types may nest.
const DEPTH: u8 = 32;

/// Readable path of a mangled symbol, with or without leading underscore; none when it is not one of C++, or names no
/// function or variable (tables, guards, thunks).
pub fn cpp_name(symbol: &str) -> Option<String> {
    let rest = symbol.strip_prefix('_').filter(|rest| rest.starts_with("_Z")).unwrap_or(symbol);
    let mangled = rest.strip_prefix("_Z").filter(|rest| rest.is_ascii())?;
    let mut parser = Parser { text: Mangled::new(mangled) };
    while parser.text.accept("Z") {}
    let mut path = Vec::new();
    match parser.text.peek()? {
        b'N' => parser.nested(&mut path)?,
        b'S' => {
            parser.standard(&mut path)?;
            parser.unqualified(&mut path)?;
        }
        b'0'..=b'9' | b'L' => parser.unqualified(&mut path)?,
        _ => return None,
    }
    (!path.is_empty()).then(|| path.join("::"))
}

struct Parser<'a> {
    text: Mangled<'a>,
}

impl<'a> Parser<'a> {
    fn identifier(&mut self) -> Option<&'a str> {
        let length = self.text.number().filter(|length| (1..=LONGEST).contains(length))?;
        self.text.take(length)
    }

    /// `St`, `Ss` and their like at the front of a name.
    fn standard(&mut self, path: &mut Vec<String>) -> Option<()> {
        self.text.accept("S");
        path.push("std".to_owned());
        match self.text.next()? {
            b't' => {}
            b'a' => path.push("allocator".to_owned()),
            b'b' | b's' => path.push("basic_string".to_owned()),
            _ => return None,
        }
        Some(())
    }

    /// One name behind what is known of its path.
    fn unqualified(&mut self, path: &mut Vec<String>) -> Option<()> {
        self.text.accept("L");
        match self.text.peek()? {
            b'0'..=b'9' => {
                let name = self.identifier()?;
                match name {
                    // The inline namespaces of the standard library, and what has no name.
                    "__1" | "__ndk1" => {}
                    _ if name.starts_with("_GLOBAL__N") => {}
                    _ => path.push(name.to_owned()),
                }
            }
            b'C' => {
                self.text.skip(2);
                path.push(path.last()?.clone());
            }
            b'D' => {
                self.text.skip(2);
                path.push(format!("~{}", path.last()?));
            }
            b'a'..=b'z' => {
                self.text.skip(2);
                path.push("operator".to_owned());
            }
            _ => return None,
        }
        while self.text.accept("B") {
            self.identifier()?;
        }
        Some(())
    }

    /// `N … E`. What cannot be read behind the first names is left out.
    fn nested(&mut self, path: &mut Vec<String>) -> Option<()> {
        self.text.accept("N");
        while matches!(self.text.peek()?, b'r' | b'V' | b'K' | b'R' | b'O') {
            self.text.skip(1);
        }
        if self.text.peek() == Some(b'S') {
            self.standard(path)?;
        }
        while self.text.peek() != Some(b'E') {
            let read = match self.text.peek()? {
                b'I' => self.arguments(DEPTH),
                _ => self.unqualified(path),
            };
            if read.is_none() {
                return (path.len() > 1).then_some(());
            }
        }
        Some(())
    }

    /// Skips `I … E`.
    fn arguments(&mut self, depth: u8) -> Option<()> {
        let deeper = depth.checked_sub(1)?;
        self.text.accept("I");
        while !self.text.accept("E") {
            match self.text.peek()? {
                b'L' => {
                    self.text.accept("L");
                    self.skip(deeper)?;
                    while self.text.next()? != b'E' {}
                }
                b'J' => self.arguments_of_pack(deeper)?,
                _ => self.skip(deeper)?,
            }
        }
        Some(())
    }

    fn arguments_of_pack(&mut self, depth: u8) -> Option<()> {
        self.text.accept("J");
        while !self.text.accept("E") {
            self.skip(depth)?;
        }
        Some(())
    }

    /// Skips a type.
    fn skip(&mut self, depth: u8) -> Option<()> {
        let deeper = depth.checked_sub(1)?;
        loop {
            let start = self.text.position();
            match self.text.next()? {
                b'P' | b'R' | b'O' | b'K' | b'V' | b'r' => continue,
                b'0'..=b'9' => {
                    self.text.back_to(start);
                    self.identifier()?;
                }
                b'N' => {
                    while !self.text.accept("E") {
                        match self.text.peek()? {
                            b'I' => self.arguments(deeper)?,
                            b'C' | b'D' => self.text.skip(2),
                            _ => self.skip(deeper)?,
                        }
                    }
                }
                b'S' => {
                    if self.text.accept("t") {
                        self.identifier()?;
                    } else if !self.text.peek()?.is_ascii_lowercase() {
                        while self.text.next()? != b'_' {}
                    } else {
                        self.text.next();
                    }
                }
                b'T' => while self.text.next()? != b'_' {},
                b'D' => {
                    if self.text.next()? == b'p' {
                        continue;
                    }
                }
                b'F' => {
                    while !self.text.accept("E") {
                        self.skip(deeper)?;
                    }
                }
                b'A' => {
                    self.text.number()?;
                    if !self.text.accept("_") {
                        return None;
                    }
                    continue;
                }
                b'M' => {
                    self.skip(deeper)?;
                    continue;
                }
                b'U' => {
                    self.identifier()?;
                    continue;
                }
                b'a'..=b'z' => {}
                _ => return None,
            }
            break;
        }
        if self.text.peek() == Some(b'I') { self.arguments(deeper) } else { Some(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_read_and_its_arguments_are_left_out() {
        let is = |symbol: &str, name: &str| assert_eq!(cpp_name(symbol).as_deref(), Some(name), "{symbol}");
        is("__ZN3JSC7Options10initializeEv", "JSC::Options::initialize");
        is("_ZNK6Health5Store4findERKi", "Health::Store::find");
        is("__ZN3WTF4SHA1C1Ev", "WTF::SHA1::SHA1");
        is("__ZN3WTF4SHA1D2Ev", "WTF::SHA1::~SHA1");
        is("_ZNSt3__112basic_stringIcNS_11char_traitsIcEENS_9allocatorIcEEE6appendEPKc", "std::basic_string::append");
        is("_ZN4Wrap3getILb1ELNS_4ModeE2EJiPKcEEEvv", "Wrap::get");
        is("__ZL11sig_handleri", "sig_handler");
        is("_Z11sig_handleri", "sig_handler");
        is("_ZN12_GLOBAL__N_14openEv", "open");
        // A lambda inside a function.
        is("_ZZN3JSC7Options10initializeEvENK3$_0clEv", "JSC::Options::initialize");
        is("_ZSt4sortIPiEvT_S1_", "std::sort");
    }

    #[test]
    fn other_symbols_are_left_alone() {
        for symbol in ["_CCCrypt", "_Z", "__ZTV5Store", "$s10Foundation4DataV", "_ZN", "_ZN9Store", "_ZGVZ4mainE1x"] {
            assert_eq!(cpp_name(symbol), None, "{symbol}");
        }
    }

    #[test]
    fn every_prefix_is_survived() {
        let symbol = "_ZNSt3__112basic_stringIcNS_11char_traitsIcEENS_9allocatorIcEEE6appendIJLb1EEEEPKc";
        for end in 0..symbol.len() {
            let _ = cpp_name(&symbol[..end]);
        }
        let deep = format!("_ZN1a{}", "I1bN1c".repeat(4000));
        let _ = cpp_name(&deep);
    }
}
