//! Evidence and owners in words.

use super::health;
use super::words::{Args, Words};
use crate::finding::{AppText, Evidence, Flow, FlowEnd, Locus, Part};

/// Most arguments of a call and places of a search that a line shows.
const MOST_SHOWN: usize = 8;

/// One line that says what was seen.
pub(super) fn evidence(words: &Words, evidence: &Evidence) -> String {
    match evidence {
        Evidence::Attribute { name, value, expected, because } => {
            let shown = name.visible();
            let line = match (words.template("fields", &shown), value) {
                (Some(name), Some(value)) => {
                    let value = field_value(words, &shown, value);
                    words.say("evidence", "field", &Args::new().with("name", name).with("value", value))
                }
                (None, Some(value)) => {
                    words.say("evidence", "attribute", &Args::new().with("name", shown).with("value", value))
                }
                (name, None) => {
                    let name = name.unwrap_or(&shown);
                    words.say("evidence", "attribute_absent", &Args::new().with("name", name))
                }
            };
            let expected = expected.as_ref().map(|value| match words.template("fields", &name.visible()) {
                Some(_) => AppText::new(&field_value(words, &name.visible(), value)),
                None => value.clone(),
            });
            let because = because.as_ref().map(|note| words.note_inside(note));
            asides(words, line, [wanted(words, expected.as_ref()), because])
        }
        Evidence::Call { api, args } => {
            let shown: Vec<String> =
                args.iter().take(MOST_SHOWN).map(|arg| arguments(words, &arg.to_string())).collect();
            let more = if args.len() > MOST_SHOWN { ", …" } else { "" };
            words.say("evidence", "call", &Args::new().with("call", format!("{api}({}{more})", shown.join(", "))))
        }
        Evidence::Flow(way) => flow(words, way),
        Evidence::Constant { what, preview, sha256, length, entropy } => {
            let what = match what.split_once(':') {
                Some((what, name)) => {
                    asides(words, words.word("terms", what).to_owned(), [Some(AppText::new(name).to_string())])
                }
                None => words.word("terms", what).to_owned(),
            };
            let args = Args::new().with("what", what).with("preview", preview).with("sha256", sha256);
            let line = words.say("evidence", "constant", &args.with("length", length));
            let entropy = entropy
                .map(|bits| words.say("evidence", "entropy", &Args::new().with("entropy", format!("{bits:.1}"))));
            asides(words, line, [entropy])
        }
        Evidence::Binary { property, value, expected } => {
            let line = words.say("evidence", "binary", &Args::new().with("property", property).with("value", value));
            asides(words, line, [wanted(words, expected.as_ref())])
        }
        Evidence::Certificate { subject, key, algorithm, not_before, not_after, problem } => {
            let args = Args::new().with("subject", subject).with("key", key).with("algorithm", algorithm);
            let args = args.with("not_before", not_before).with("not_after", not_after);
            let line = words.say("evidence", "certificate", &args);
            asides(words, line, [Some(words.note_inside(problem))])
        }
        Evidence::Declaration { subject, declared, used } => {
            let mut args = Args::new().with("subject", arguments(words, &subject.to_string()));
            args = declared.iter().fold(args, |args, place| args.with("declared", words.place(place)));
            args = used.iter().fold(args, |args, place| args.with("used", words.place(place)));
            let key = match (declared, used) {
                (Some(_), None) => "declared_unused",
                (None, Some(_)) => "used_undeclared",
                (Some(_), Some(_)) => "declared_used",
                (None, None) => "declared_neither",
            };
            words.say("evidence", key, &args)
        }
        Evidence::Absence { looked_for, searched, protects } => {
            let looked_for = words.note_inside(looked_for);
            let line = words.say("evidence", "absence", &Args::new().with("looked_for", looked_for));
            let places = words.join(searched.iter().take(MOST_SHOWN).map(|place| part_or_text(words, place)));
            let searched =
                (!places.is_empty()).then(|| words.say("evidence", "searched", &Args::new().with("places", places)));
            let protects =
                protects.as_ref().map(|what| words.say("evidence", "protects", &Args::new().with("protects", what)));
            asides(words, line, [searched, protects])
        }
        Evidence::Body { method, judgement, installed } => {
            let args = Args::new().with("method", method).with("judgement", words.note_inside(judgement));
            let installed = installed
                .as_ref()
                .map(|at| words.say("evidence", "installed", &Args::new().with("place", words.place(at))));
            asides(words, words.say("evidence", "body", &args), [installed])
        }
        Evidence::Text { what, text } => {
            words.say("evidence", "text", &Args::new().with("what", what).with("text", text))
        }
        Evidence::Noted { note } => words.note(note),
    }
}

/// An argument, or a call with its arguments, as people read it: what is not known, what a caller hands in (counted from
/// one), arrays and alternatives in words. Texts of the build, between quotes, stay as they are.
fn arguments(words: &Words, text: &str) -> String {
    let given = words.word("evidence", "given");
    let or = format!(" {} ", words.word("evidence", "or"));
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = match rest.strip_prefix('"') {
            Some(inside) => closing_quote(inside).map_or(rest.len(), |at| at + 2),
            None if MARKS.contains(&first) => first.len_utf8(),
            None => rest.find('"').into_iter().chain(rest.find(MARKS)).min().unwrap_or(rest.len()),
        };
        let (token, behind) = rest.split_at_checked(end).unwrap_or((rest, ""));
        if first == '"' {
            out.push_str(&ESCAPES.iter().fold(token.to_owned(), |text, (shown, written)| text.replace(shown, written)));
        } else if MARKS.contains(&first) {
            out.push_str(token);
        } else {
            let told: Vec<String> = token.split(" | ").map(|piece| unquoted(words, piece)).collect();
            out.push_str(&told.join(&or));
        }
        rest = behind;
    }
    // What the system hands in stands as a call in the facts.
    out.replace(&format!("{given}(…)"), given)
}

/// Control characters in texts of code, as shown and as code writes them.
const ESCAPES: [(&str, &str); 4] =
    [("<U+000A>", "\\n"), ("<U+0009>", "\\t"), ("<U+000D>", "\\r"), ("<U+001B>", "\\x1b")];

/// What parts the arguments of a call.
const MARKS: [char; 5] = ['(', ')', ',', '{', '}'];

/// Where the text in quotes ends: at a quote behind which the list of arguments goes on or ends.
fn closing_quote(text: &str) -> Option<usize> {
    text.match_indices('"').map(|(at, _)| at).find(|at| {
        let behind = text.get(at + 1..).unwrap_or_default();
        behind.is_empty() || [",", ")", "}", " |"].iter().any(|mark| behind.starts_with(mark))
    })
}

/// What stands outside quotes and between the marks of an argument list.
fn unquoted(words: &Words, piece: &str) -> String {
    let token = piece.trim_start();
    let space = piece.strip_suffix(token).unwrap_or_default();
    format!("{space}{}", worded(words, token))
}

fn worded(words: &Words, token: &str) -> String {
    let counted = |key: &str, number: usize| words.say("evidence", key, &Args::new().with("number", number));
    let items = |key: &str, inside: &str| match inside.strip_suffix(']').map(str::parse::<usize>) {
        Some(Ok(number)) => Some(counted(key, number)),
        Some(Err(_)) => Some(words.word("evidence", key.trim_end_matches("_of")).to_owned()),
        None => None,
    };
    match token {
        "?" => words.word("evidence", "unknown_value").to_owned(),
        "given" => words.word("evidence", "given").to_owned(),
        // A linker's name says less than none.
        _ if token.starts_with("_Z") => words.word("evidence", "native_function").to_owned(),
        _ => {
            let param = token.strip_prefix("param ").and_then(|n| n.parse::<usize>().ok());
            let param = param.map(|number| counted("param", number + 1));
            let array = || token.strip_prefix("array[").and_then(|inside| items("array_of", inside));
            let constant = || token.strip_prefix("constant[").and_then(|inside| items("constant_array_of", inside));
            param.or_else(array).or_else(constant).unwrap_or_else(|| token.to_owned())
        }
    }
}

/// A value of one of our own attributes: codes and flags in words, everything else as it is.
fn field_value(words: &Words, name: &str, value: &AppText) -> String {
    let shown = value.visible();
    let yes_no = match value.raw() {
        "true" => Some("yes"),
        "false" => Some("no"),
        "" if name == "schemes" => Some("none"),
        "" => Some("blank"),
        _ => None,
    };
    if let Some(key) = yes_no {
        return words.word("terms", key).to_owned();
    }
    if let Some(section) = [("part", "parts"), ("point", "points")].iter().find(|(n, _)| *n == name).map(|(_, s)| s) {
        return words.word(section, &shown).to_owned();
    }
    let word = |code: &str| -> String {
        let own = words.template("values", &format!("{name}.{code}"));
        let coded = || CODED.contains(&name).then(|| words.template("terms", code)).flatten();
        own.or_else(coded).unwrap_or(code).to_owned()
    };
    match (CODED.contains(&name) || name == "schemes") && shown.contains(", ") {
        true if words.template("values", &format!("{name}.{shown}")).is_none() => {
            words.join(shown.split(", ").map(word))
        }
        _ => word(&shown),
    }
}

/// Attributes whose values are codes of ours.
const CODED: &[&str] = &[
    "area",
    "category",
    "iv_origin",
    "judgement",
    "key_origin",
    "level",
    "marks",
    "origin",
    "password_origin",
    "permission_level",
    "phase",
    "provider",
    "purpose",
    "read_level",
    "reason",
    "relro",
    "role",
    "salt_origin",
    "seed_origin",
    "sensitive",
    "setting",
    "source",
    "what",
    "write_level",
];

/// A flow as one line.
pub(super) fn flow(words: &Words, flow: &Flow) -> String {
    let args = Args::new().with("source", end(words, &flow.source)).with("sink", end(words, &flow.sink));
    let done = words.join(flow.transforms.iter().map(|t| words.word("transforms", t)));
    let done =
        (!done.is_empty()).then(|| words.say("evidence", "flow_transforms", &Args::new().with("transforms", done)));
    let steps = (flow.trace.len() > 2)
        .then(|| words.say("evidence", "flow_steps", &Args::new().with("count", flow.trace.len())));
    asides(words, words.say("evidence", "flow", &args), [begin(words, flow), done, steps])
}

/// The method that data enters in, where it is not the one that it leaves from: ways to one place differ by it.
fn begin(words: &Words, flow: &Flow) -> Option<String> {
    let (from, to) = (within(&flow.source.locus)?, within(&flow.sink.locus));
    (Some(&from) != to.as_ref()).then(|| words.say("evidence", "flow_begin", &Args::new().with("method", from)))
}

/// Class and method of a place in Dalvik code, without packages and parameters.
fn within(locus: &Locus) -> Option<String> {
    let Locus::Dex { class, method: Some(method), .. } = locus else { return None };
    let class = class.raw().rsplit('.').next().unwrap_or_default();
    let method = method.raw().split('(').next().unwrap_or_default();
    Some(AppText::new(&format!("{class}.{method}")).to_string())
}

fn end(words: &Words, end: &FlowEnd) -> String {
    asides(words, health::end_kind(words, end), [Some(health::end_api(end))])
}

/// Names of parts, joined.
pub(super) fn parts(words: &Words, parts: &[Part]) -> String {
    words.join(parts.iter().map(|part| words.word("parts", part.word())))
}

fn part_or_text(words: &Words, place: &AppText) -> String {
    match Part::from_word(place.raw()) {
        Some(part) => words.word("parts", part.word()).to_owned(),
        None => place.to_string(),
    }
}

fn wanted(words: &Words, expected: Option<&AppText>) -> Option<String> {
    expected.map(|value| {
        let value = value.visible();
        words.say("evidence", "expected", &Args::new().with("expected", words.word("terms", &value)))
    })
}

/// A line with remarks in brackets behind it.
fn asides<const N: usize>(words: &Words, line: String, remarks: [Option<String>; N]) -> String {
    let remarks: Vec<String> = remarks.into_iter().flatten().filter(|r| !r.is_empty()).collect();
    if remarks.is_empty() {
        return line;
    }
    let remarks = words.as_aside(&remarks.join(words.ui("semicolon")));
    format!("{line}{}{remarks}{}", words.ui("open_paren"), words.ui("close_paren"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Confidence, Locus, Note, Owner, Reachability};
    use crate::rule::Lang;

    fn both(what: &Evidence) -> [String; 2] {
        [evidence(Words::of(Lang::ZhHant), what), evidence(Words::of(Lang::En), what)]
    }

    #[test]
    fn an_attribute_says_what_stands_there_and_what_should() {
        let line = both(&Evidence::Attribute {
            name: "android:debuggable".into(),
            value: Some("true".into()),
            expected: Some("false".into()),
            because: None,
        });
        assert_eq!(line, ["android:debuggable = true（應為 false）", "android:debuggable = true (expected false)"]);
    }

    #[test]
    fn own_attributes_are_told_in_words() {
        let one = |name: &str, value: &str, expected: Option<&str>| {
            both(&Evidence::Attribute {
                name: name.into(),
                value: Some(value.into()),
                expected: expected.map(AppText::new),
                because: None,
            })
        };
        assert_eq!(
            one("user_ca", "true", Some("false")),
            ["信任使用者安裝的 CA：是（應為否）", "user CAs trusted: yes (expected no)"]
        );
        assert_eq!(one("iv_origin", "zero", Some("generated"))[0], "初始向量來源：全零（應為當場產生）");
        assert_eq!(one("judgement", "unchecked", None)[0], "判斷：未檢查");
        assert_eq!(one("category", "analytics", None)[1], "category: analytics");
        assert_eq!(one("name", "none", None)[0], "名稱：none", "an app's own text is no code of ours");
    }

    #[test]
    fn parameters_are_counted_as_people_do() {
        let call = Evidence::Call { api: "a.B.c".into(), args: vec!["param 0".into(), "\"param 1\"".into()] };
        assert_eq!(both(&call), ["呼叫 a.B.c(第 1 個參數, \"param 1\")", "Calls a.B.c(parameter 1, \"param 1\")"]);
    }

    #[test]
    fn arguments_are_told_in_words() {
        let told = |text: &str| [arguments(Words::of(Lang::ZhHant), text), arguments(Words::of(Lang::En), text)];
        assert_eq!(told("?"), ["未知值", "unknown"]);
        assert_eq!(told("array[?] | null | 1"), ["陣列 或 null 或 1", "an array or null or 1"]);
        assert_eq!(told("constant[16]"), ["16 個元素的常數陣列", "a constant array of 16"]);
        assert_eq!(told("constant[?] | ? | param 2")[0], "常數陣列 或 未知值 或 第 3 個參數");
        assert_eq!(told("given(…)"), ["系統傳入的值", "what the system passed"]);
        assert_eq!(told("\"%s<U+000A>\"")[0], "\"%s\\n\"");
        assert_eq!(told("_ZNSt3__16stringC1ERKS5_(…)")[1], "a C++ function(…)");
        assert_eq!(
            told("a.B.<init>(java.lang.String.getBytes(…), \"?, array[?] | ?\", {\"a\", \"b | c\"}, param 0)")[0],
            "a.B.<init>(java.lang.String.getBytes(…), \"?, array[?] | ?\", {\"a\", \"b | c\"}, 第 1 個參數)"
        );
        for text in ["", "\"", "\"a", "|", "a|b", "array[", "array[x", "param ", "-[NSData bytes](…)", "\"a\"b\"", "，"]
        {
            assert_eq!(told(text), [text, text]);
        }
    }

    #[test]
    fn a_flow_names_both_ends() {
        let end = |of: &str, api: &str| FlowEnd { of: of.into(), api: api.into(), locus: Locus::Build, detail: None };
        let line = both(&Evidence::Flow(Flow {
            source: end("health-connect", "a.B.read"),
            sink: end("log", "android.util.Log.d"),
            trace: Vec::new(),
            owner: Owner::App,
            reachable: Reachability::Reachable,
            confidence: Confidence::Proven,
            transforms: vec!["encoded".into()],
        }));
        assert_eq!(line[0], "Health Connect 健康資料（a.B.read） → 系統日誌（android.util.Log.d）（途中經過：編碼）");
        assert!(line[1].starts_with("Health Connect data (a.B.read) → system log (android.util.Log.d)"), "{}", line[1]);
    }

    #[test]
    fn a_flow_through_several_methods_says_in_which_it_begins() {
        let end = |of: &str, api: &str, method: &str| FlowEnd {
            of: of.into(),
            api: api.into(),
            locus: Locus::Dex {
                file: "classes.dex".into(),
                class: "a.b.Login".into(),
                method: Some(method.into()),
                offset: None,
                line: None,
            },
            detail: None,
        };
        let line = both(&Evidence::Flow(Flow {
            source: end("password", "a.Field.getText", "send()V"),
            sink: end("log", "android.util.Log.d", "post(Ljava/lang/String;)V"),
            trace: Vec::new(),
            owner: Owner::App,
            reachable: Reachability::Reachable,
            confidence: Confidence::Proven,
            transforms: Vec::new(),
        }));
        assert!(line[0].ends_with("系統日誌（android.util.Log.d）（起自 Login.send）"), "{}", line[0]);
        assert!(line[1].ends_with("system log (android.util.Log.d) (begins in Login.send)"), "{}", line[1]);
    }

    #[test]
    fn an_absence_says_where_was_looked() {
        let line = both(&Evidence::Absence {
            looked_for: Note::new("made-up"),
            searched: vec!["dex".into(), "res/xml".into()],
            protects: Some("LoginActivity".into()),
        });
        assert_eq!(line[0], "找不到 made-up（已檢查：DEX 程式碼、res/xml；應受保護的對象：LoginActivity）");
    }

    #[test]
    fn hostile_text_stays_visible() {
        let line = both(&Evidence::Text { what: "url".into(), text: "a\u{202e}b\u{1b}[0m".into() });
        assert_eq!(line[1], "URL: a<U+202E>b<U+001B>[0m");
    }
}
