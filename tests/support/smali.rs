//! The text of classes in smali's notation, parsed: what the assembler writes into a dex file.
//!
//! Understood: `.class .super .implements .source .field .method .registers .locals .line .catch .catchall .array-data
//! .packed-switch .sparse-switch` and every instruction up to API 25. `.annotation` blocks, `.param`, `.local` and
//! `.prologue` are skipped. A line that ends in `# finding` marks what stands on it.

/// A class.
#[derive(Debug, Default)]
pub struct Class {
    pub name: String,
    pub superclass: Option<String>,
    pub interfaces: Vec<String>,
    pub flags: u32,
    pub source: Option<String>,
    pub fields: Vec<Field>,
    pub methods: Vec<Method>,
    pub marked: bool,
}

/// A field.
#[derive(Debug)]
pub struct Field {
    pub name: String,
    pub descriptor: String,
    pub flags: u32,
    pub initial: Option<String>,
    pub marked: bool,
}

/// A method.
#[derive(Debug)]
pub struct Method {
    pub name: String,
    pub parameters: Vec<String>,
    pub returns: String,
    pub flags: u32,
    pub registers: Option<u16>,
    pub body: Vec<Statement>,
    pub marked: bool,
}

/// One line of a method's body.
#[derive(Debug)]
pub enum Statement {
    Label(String),
    Line(u32),
    Instruction { name: String, operands: Vec<String>, marked: bool },
    Catch { exception: Option<String>, from: String, to: String, handler: String },
    ArrayData { width: u16, items: Vec<i64> },
    PackedSwitch { first: i32, targets: Vec<String> },
    SparseSwitch { pairs: Vec<(i32, String)> },
}

pub const STATIC: u32 = 0x8;
pub const PRIVATE: u32 = 0x2;
pub const CONSTRUCTOR: u32 = 0x1_0000;

impl Method {
    /// Registers that hold the parameters, `this` among them.
    pub fn ins(&self) -> u16 {
        let this = u16::from(self.flags & STATIC == 0);
        this + self.parameters.iter().map(|p| if p == "J" || p == "D" { 2 } else { 1 }).sum::<u16>()
    }

    /// `name(parameter types)return type`.
    pub fn signature(&self) -> String {
        format!("{}({}){}", self.name, self.parameters.concat(), self.returns)
    }

    /// Whether it is called without dispatch: static, private or a constructor.
    pub fn is_direct(&self) -> bool {
        self.flags & (STATIC | PRIVATE | CONSTRUCTOR) != 0
    }
}

/// Parses the classes of one text; a text may hold several.
pub fn parse(file: &str, text: &str) -> Vec<Class> {
    let mut classes: Vec<Class> = Vec::new();
    let mut lines = text.lines().enumerate();
    let mut method: Option<(Method, bool)> = None; // and whether `.locals` was given
    while let Some((number, raw)) = lines.next() {
        let (line, marked) = clean(raw);
        if line.is_empty() {
            continue;
        }
        let here = || format!("{file}:{}: {line}", number + 1);
        let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((&line, ""));
        let rest = rest.trim();
        match word {
            ".class" => {
                let (flags, name) = flags(rest);
                classes.push(Class { name, flags, marked, ..Class::default() });
            }
            ".annotation" | ".subannotation" => {
                let end = word.replacen('.', ".end ", 1);
                lines.by_ref().find(|(_, line)| line.trim() == end);
            }
            ".end" if rest == "method" => {
                let (done, locals) = method.take().unwrap_or_else(|| panic!("{}", here()));
                let ins = done.ins();
                let registers = done.registers.map(|n| if locals { n + ins } else { n });
                last(&mut classes, &here).methods.push(Method { registers, ..done });
            }
            ".super" => last(&mut classes, &here).superclass = Some(rest.to_owned()),
            ".implements" => last(&mut classes, &here).interfaces.push(rest.to_owned()),
            ".source" => last(&mut classes, &here).source = Some(unquote(rest)),
            ".field" => last(&mut classes, &here).fields.push(field(rest, marked)),
            ".method" => method = Some((method_head(rest, marked), false)),
            ".param" | ".prologue" | ".local" | ".end" | ".restart" => {}
            _ => {
                let (method, locals) = method.as_mut().unwrap_or_else(|| panic!("outside a method: {}", here()));
                match word {
                    ".registers" => method.registers = Some(number_of(rest) as u16),
                    ".locals" => (method.registers, *locals) = (Some(number_of(rest) as u16), true),
                    ".line" => method.body.push(Statement::Line(number_of(rest) as u32)),
                    ".array-data" => {
                        let items = block(&mut lines, "array-data").iter().map(|item| number_of(item)).collect();
                        method.body.push(Statement::ArrayData { width: number_of(rest) as u16, items });
                    }
                    ".packed-switch" => {
                        let targets = block(&mut lines, "packed-switch");
                        method.body.push(Statement::PackedSwitch { first: number_of(rest) as i32, targets });
                    }
                    ".sparse-switch" => {
                        let rows = block(&mut lines, "sparse-switch");
                        let pairs = rows.iter().map(|row| row.split_once("->").unwrap_or_else(|| panic!("{row}")));
                        let pairs = pairs.map(|(key, to)| (number_of(key.trim()) as i32, to.trim().to_owned()));
                        method.body.push(Statement::SparseSwitch { pairs: pairs.collect() });
                    }
                    ".catch" | ".catchall" => method.body.push(catch(word, rest)),
                    _ if word.starts_with(':') => method.body.push(Statement::Label(word.to_owned())),
                    _ => {
                        let operands = operands(rest);
                        method.body.push(Statement::Instruction { name: word.to_owned(), operands, marked });
                    }
                }
            }
        }
    }
    classes
}

fn last<'c>(classes: &'c mut [Class], here: &dyn Fn() -> String) -> &'c mut Class {
    classes.last_mut().unwrap_or_else(|| panic!("before .class: {}", here()))
}

/// The line without its comment, and whether the comment says `finding`.
fn clean(raw: &str) -> (String, bool) {
    let (mut quoted, mut escaped) = (false, false);
    for (at, c) in raw.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            '#' if !quoted => return (raw[..at].trim().to_owned(), raw[at + 1..].trim() == "finding"),
            _ => {}
        }
    }
    (raw.trim().to_owned(), false)
}

fn block<'t>(lines: &mut impl Iterator<Item = (usize, &'t str)>, name: &str) -> Vec<String> {
    let end = format!(".end {name}");
    lines.map(|(_, raw)| clean(raw).0).take_while(|line| *line != end).filter(|line| !line.is_empty()).collect()
}

/// Access flags in front of a name, and what follows them.
fn flags(text: &str) -> (u32, String) {
    let (mut flags, mut rest) = (0, text.trim());
    while let Some((word, after)) = rest.split_once(char::is_whitespace) {
        let Some(flag) = flag(word) else { break };
        flags |= flag;
        rest = after.trim();
    }
    (flags, rest.to_owned())
}

fn flag(word: &str) -> Option<u32> {
    Some(match word {
        "public" => 0x1,
        "private" => PRIVATE,
        "protected" => 0x4,
        "static" => STATIC,
        "final" => 0x10,
        "synchronized" => 0x20,
        "volatile" | "bridge" => 0x40,
        "transient" | "varargs" => 0x80,
        "native" => 0x100,
        "interface" => 0x200,
        "abstract" => 0x400,
        "strictfp" => 0x800,
        "synthetic" => 0x1000,
        "annotation" => 0x2000,
        "enum" => 0x4000,
        "constructor" => CONSTRUCTOR,
        "declared-synchronized" => 0x2_0000,
        _ => return None,
    })
}

fn field(text: &str, marked: bool) -> Field {
    let (head, initial) = match text.split_once(" = ") {
        Some((head, value)) => (head, Some(value.trim().to_owned())),
        None => (text, None),
    };
    let (flags, rest) = flags(head);
    let (name, descriptor) = rest.split_once(':').unwrap_or_else(|| panic!("field: {text}"));
    Field { name: name.to_owned(), descriptor: descriptor.to_owned(), flags, initial, marked }
}

fn method_head(text: &str, marked: bool) -> Method {
    let (flags, rest) = flags(text);
    let (name, parameters, returns) = split_signature(&rest);
    Method { name, parameters, returns, flags, registers: None, body: Vec::new(), marked }
}

/// `name(parameter types)return type`, taken apart.
pub fn split_signature(text: &str) -> (String, Vec<String>, String) {
    let parts = text.split_once('(').and_then(|(name, rest)| Some((name, rest.split_once(')')?)));
    let (name, (parameters, returns)) = parts.unwrap_or_else(|| panic!("signature: {text}"));
    (name.to_owned(), descriptors(parameters), returns.to_owned())
}

fn descriptors(mut text: &str) -> Vec<String> {
    let mut found = Vec::new();
    while !text.is_empty() {
        let dimensions = text.bytes().take_while(|b| *b == b'[').count();
        let length = match text.as_bytes()[dimensions] {
            b'L' => text.find(';').unwrap_or_else(|| panic!("descriptor: {text}")) + 1,
            _ => dimensions + 1,
        };
        found.push(text[..length].to_owned());
        text = &text[length..];
    }
    found
}

/// `{:from .. :to} :handler`, with the exception's type in front for `.catch`.
fn catch(word: &str, text: &str) -> Statement {
    let (head, rest) = text.split_once('{').unwrap_or_else(|| panic!("catch: {text}"));
    let (range, handler) = rest.split_once('}').unwrap_or_else(|| panic!("catch: {text}"));
    let (from, to) = range.split_once("..").unwrap_or_else(|| panic!("catch: {text}"));
    let exception = (word == ".catch").then(|| head.trim().to_owned());
    let [from, to, handler] = [from, to, handler].map(|label| label.trim().to_owned());
    Statement::Catch { exception, from, to, handler }
}

/// Operands, split at commas outside braces and quotes.
fn operands(text: &str) -> Vec<String> {
    let (mut found, mut current) = (Vec::new(), String::new());
    let (mut depth, mut quoted, mut escaped) = (0, false, false);
    for c in text.chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            '{' if !quoted => depth += 1,
            '}' if !quoted => depth -= 1,
            ',' if !quoted && depth == 0 => {
                found.push(std::mem::take(&mut current).trim().to_owned());
                continue;
            }
            _ => {}
        }
        current.push(c);
    }
    if !current.trim().is_empty() {
        found.push(current.trim().to_owned());
    }
    found
}

/// A literal: decimal or hexadecimal, with sign and type suffix, a character, `true` or `false`.
pub fn number_of(text: &str) -> i64 {
    match text {
        "true" => return 1,
        "false" | "null" => return 0,
        _ => {}
    }
    if let Some(character) = text.strip_prefix('\'').and_then(|t| t.strip_suffix('\'')) {
        return unquote(&format!("\"{character}\"")).encode_utf16().next().map_or(0, i64::from);
    }
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let value = match digits.strip_prefix("0x") {
        Some(hex) => u64::from_str_radix(hex.trim_end_matches(['L', 't', 's']), 16).map(u64::cast_signed),
        None => digits.trim_end_matches(['L', 't', 's']).parse::<i64>(),
    };
    value.unwrap_or_else(|error| panic!("literal {text}: {error}")).wrapping_mul(sign)
}

/// A quoted string without its quotes and escapes.
pub fn unquote(text: &str) -> String {
    let inner = text.strip_prefix('"').and_then(|t| t.strip_suffix('"')).unwrap_or_else(|| panic!("string: {text}"));
    let mut units: Vec<u16> = Vec::new();
    let mut characters = inner.chars();
    while let Some(c) = characters.next() {
        let c = match c {
            '\\' => match characters.next() {
                Some('n') => '\n',
                Some('t') => '\t',
                Some('r') => '\r',
                Some('u') => {
                    let code: String = characters.by_ref().take(4).collect();
                    units.push(u16::from_str_radix(&code, 16).unwrap_or_else(|_| panic!("escape in {text}")));
                    continue;
                }
                other => other.unwrap_or_else(|| panic!("escape in {text}")),
            },
            plain => plain,
        };
        units.extend(c.encode_utf16(&mut [0; 2]).iter());
    }
    String::from_utf16(&units).unwrap_or_else(|_| panic!("string: {text}"))
}
