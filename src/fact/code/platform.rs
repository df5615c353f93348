//! Intents, files, authentication, defences, reflection, commands, parsers, logs.

use super::{at, numbers, texts};
use crate::app::broadcasts::is_protected;
use crate::fact::{Fact, FactStore};
use crate::flow::{CallSite, Object, Value};

/// APIs whose calls are judged here.
pub(super) const APIS: &[&str] = &[
    "android.app.PendingIntent.getActivity",
    "android.app.PendingIntent.getBroadcast",
    "android.app.PendingIntent.getService",
    "android.app.PendingIntent.getForegroundService",
    "android.content.Context.sendBroadcast",
    "android.content.Context.sendOrderedBroadcast",
    "android.content.Context.sendStickyBroadcast",
    "android.content.Context.sendStickyOrderedBroadcast",
    "android.content.Context.startActivity",
    "android.content.Context.startService",
    "android.content.Context.startForegroundService",
    "android.content.Context.bindService",
    "android.content.Context.registerReceiver",
    "android.app.Activity.setResult",
    "android.content.Context.openFileOutput",
    "android.content.Context.getSharedPreferences",
    "android.content.Context.openOrCreateDatabase",
    "android.content.Context.getExternalFilesDir",
    "android.content.Context.getExternalCacheDir",
    "android.os.Environment.getExternalStorageDirectory",
    "android.os.Environment.getExternalStoragePublicDirectory",
    "java.io.File.setReadable",
    "java.io.File.setWritable",
    "java.io.File.createTempFile",
    "androidx.biometric.BiometricPrompt.authenticate",
    "android.hardware.biometrics.BiometricPrompt.authenticate",
    "android.hardware.fingerprint.FingerprintManager.authenticate",
    "android.view.View.setFilterTouchesWhenObscured",
    "android.view.Window.setHideOverlayWindows",
    "android.view.Window.setFlags",
    "android.view.Window.addFlags",
    "android.app.Activity.setRecentsScreenshotEnabled",
    "com.google.android.gms.security.ProviderInstaller.installIfNeeded",
    "com.google.android.gms.security.ProviderInstaller.installIfNeededAsync",
    "android.os.Debug.isDebuggerConnected",
    "java.lang.Class.forName",
    "java.lang.reflect.Method.invoke",
    "dalvik.system.DexClassLoader.<init>",
    "dalvik.system.PathClassLoader.<init>",
    "dalvik.system.InMemoryDexClassLoader.<init>",
    "java.lang.System.load",
    "java.lang.Runtime.exec",
    "java.lang.ProcessBuilder.<init>",
    "java.io.ObjectInputStream.readObject",
    "javax.xml.parsers.DocumentBuilder.parse",
    "javax.xml.parsers.SAXParser.parse",
    "android.util.Log.v",
    "android.util.Log.d",
    "android.util.Log.i",
    "android.util.Log.w",
    "android.util.Log.e",
    "android.util.Log.wtf",
    "java.io.PrintStream.println",
    "java.lang.Throwable.printStackTrace",
    "okhttp3.logging.HttpLoggingInterceptor.setLevel",
    "okhttp3.logging.HttpLoggingInterceptor.level",
];

/// `PendingIntent.FLAG_IMMUTABLE`, `FLAG_MUTABLE`.
const IMMUTABLE: i64 = 0x0400_0000;
/// `WindowManager.LayoutParams.FLAG_SECURE`.
const SECURE: i64 = 0x2000;

pub(super) fn judge(site: &CallSite, store: &mut FactStore) {
    let (class, name) = site.api.rsplit_once('.').unwrap_or(("", &site.api));
    let fact = match (class, name) {
        ("android.app.PendingIntent", _) => pending(site),
        ("android.content.Context", "registerReceiver") => receiver(site),
        ("android.content.Context", "sendBroadcast" | "sendOrderedBroadcast") => sent(site, "implicit-broadcast"),
        ("android.content.Context", "sendStickyBroadcast" | "sendStickyOrderedBroadcast") => {
            sent(site, "sticky-broadcast")
        }
        ("android.content.Context", "startActivity") => sent(site, "implicit-start"),
        ("android.content.Context", "startService" | "startForegroundService" | "bindService") => {
            sent(site, "implicit-service")
        }
        ("android.app.Activity", "setResult") => sent(site, "set-result"),
        ("android.content.Context" | "android.os.Environment" | "java.io.File", _) => file(site, name),
        (_, "authenticate") => biometric(site, class),
        ("android.view.View" | "android.view.Window" | "android.app.Activity" | "android.os.Debug", _)
        | ("com.google.android.gms.security.ProviderInstaller", _) => defence(site, name),
        ("java.lang.Class", _) | ("java.lang.reflect.Method", _) => reflection(site),
        (
            "dalvik.system.DexClassLoader" | "dalvik.system.PathClassLoader" | "dalvik.system.InMemoryDexClassLoader",
            _,
        )
        | ("java.lang.System", "load") => Some(loaded(site)),
        ("java.lang.Runtime", _) | ("java.lang.ProcessBuilder", _) => Some(command(site)),
        ("java.io.ObjectInputStream", _) => {
            Some(at("parser-use", site).text("what", "object-stream").text("api", &site.api).flag("safe", false))
        }
        ("javax.xml.parsers.DocumentBuilder" | "javax.xml.parsers.SAXParser", _) => Some(xml(site)),
        _ => log(site, class, name),
    };
    store.extend(fact);
}

/// Intents that a value may be, as they were made and changed.
fn intents(value: &Value) -> impl Iterator<Item = &Object> {
    value.alternatives().iter().filter_map(Value::as_object).filter(|o| o.class.as_ref() == "android.content.Intent")
}

/// Whether an intent names its receiver, and its action.
fn aim(intent: &Object) -> (bool, Option<String>) {
    // `Intent(Context, Class)` and `Intent(action, Uri, Context, Class)`, whatever is known of the class.
    let made_for = match intent.args.as_slice() {
        [first, second] => {
            let a_class = |v: &Value| match v {
                Value::Class(_) => true,
                Value::Object(o) => o.class.as_ref() == "java.lang.Class",
                Value::Null | Value::Str(_) => false,
                _ => texts(first).is_empty() && !matches!(first, Value::Null | Value::Unknown),
            };
            second.alternatives().iter().any(a_class)
        }
        all => all.len() == 4,
    };
    let class = made_for || intent.args.iter().any(|a| matches!(a, Value::Class(_)));
    let named = ["setClass", "setClassName", "setComponent", "setPackage"].iter().any(|m| intent.called(m).is_some());
    let action = intent
        .called("setAction")
        .and_then(|a| a.first())
        .or_else(|| intent.args.first().filter(|a| a.as_str().is_some()))
        .and_then(|a| texts(a).into_iter().next());
    (class || named, action)
}

fn extras(intent: &Object) -> Vec<String> {
    intent
        .calls
        .iter()
        .filter(|(api, _)| api.ends_with(".putExtra"))
        .filter_map(|(_, args)| args.first())
        .flat_map(texts)
        .collect()
}

fn pending(site: &CallSite) -> Option<Fact> {
    let flags = numbers(site.args.last()?);
    let mut fact = at("intent-use", site).text("what", "pending-intent");
    if let Some(&flags) = flags.first() {
        fact = fact.flag("mutable", flags & IMMUTABLE == 0);
    }
    if let Some(intent) = intents(site.arg(2)).next() {
        let (explicit, action) = aim(intent);
        fact = fact.flag("explicit", explicit).maybe("action", action).list("extras", extras(intent));
    }
    Some(fact)
}

fn sent(site: &CallSite, what: &str) -> Option<Fact> {
    let intents: Vec<&Object> = site.args.iter().flat_map(intents).collect();
    // Of several the one that names nobody.
    let intent = intents.iter().find(|i| !aim(i).0).or(intents.first())?;
    let (explicit, action) = aim(intent);
    // Made by another call (parsed, handed in): whom it names is not known.
    if !intent.api.ends_with("<init>") {
        return None;
    }
    // `what` of starts and broadcasts that name their receiver would be wrong.
    if explicit && what.starts_with("implicit") {
        return None;
    }
    let permission = site.args.iter().skip(1).any(|a| a.as_str().is_some());
    Some(
        at("intent-use", site)
            .text("what", what)
            .flag("explicit", explicit)
            .maybe("action", action)
            .flag("permission", permission)
            .list("extras", extras(intent)),
    )
}

fn receiver(site: &CallSite) -> Option<Fact> {
    if site.arg(0).alternatives().iter().all(|v| matches!(v, Value::Null)) {
        return None;
    }
    let flags = match site.args.len() {
        3 => site.args.get(2),
        5 => site.args.get(4),
        _ => None,
    };
    let flags = flags.map(numbers).unwrap_or_default();
    let not_exported = !flags.is_empty() && flags.iter().all(|f| f & 4 != 0);
    let permission = site.args.len() >= 4 && site.args.get(2).is_some_and(|p| !matches!(p, Value::Null));
    let filters = site.arg(1).alternatives().iter().filter_map(Value::as_object);
    let actions: Vec<String> = filters
        .flat_map(|f| f.args.iter().take(1).chain(f.called("addAction").and_then(<[Value]>::first)))
        .flat_map(texts)
        .collect();
    // What only the system may send reaches no receiver from elsewhere.
    let closed = !actions.is_empty() && actions.iter().all(|a| is_protected(a));
    let open = actions.iter().find(|a| !is_protected(a)).or(actions.first());
    Some(
        at("intent-use", site)
            .text("what", "receiver-registered")
            .flag("exported", !not_exported && !closed)
            .flag("permission", permission)
            .maybe("action", open),
    )
}

fn file(site: &CallSite, name: &str) -> Option<Fact> {
    let fact = at("file-use", site).text("api", &site.api);
    Some(match name {
        "openFileOutput" | "getSharedPreferences" | "openOrCreateDatabase" => {
            let mode = site.arg(1).as_int();
            let mut fact = fact.text("area", "internal").maybe("name", texts(site.arg(0)).first());
            if let Some(mode) = mode {
                fact = fact.number("mode", mode).flag("world", mode & 3 != 0 && mode & !0x800b == 0);
            }
            fact
        }
        "getExternalFilesDir" | "getExternalStorageDirectory" | "getExternalStoragePublicDirectory" => {
            fact.text("area", "external")
        }
        "getExternalCacheDir" => fact.text("area", "cache"),
        "createTempFile" => fact.text("area", "temporary"),
        "setReadable" | "setWritable" => {
            let all = site.arg(0).as_int() == Some(1) && site.args.get(1).and_then(Value::as_int) == Some(0);
            fact.text("area", "unknown").flag("world", all)
        }
        _ => return None,
    })
}

fn biometric(site: &CallSite, class: &str) -> Option<Fact> {
    let legacy = class.ends_with("FingerprintManager");
    let crypto = if legacy {
        !matches!(site.arg(0), Value::Null)
    } else {
        site.args.len() == 2 && class.starts_with("androidx.")
            || site.args.len() == 4 && !matches!(site.arg(0), Value::Null)
    };
    Some(at("biometric-use", site).text("api", &site.api).flag("crypto", crypto))
}

fn defence(site: &CallSite, name: &str) -> Option<Fact> {
    let on = site.arg(0).as_int();
    let (what, effective) = match name {
        "setFilterTouchesWhenObscured" => ("touch-filter", on == Some(1)),
        "setHideOverlayWindows" => ("hide-overlay", on == Some(1)),
        "setFlags" | "addFlags" if on.is_some_and(|f| f & SECURE != 0) => ("secure-window", true),
        "setRecentsScreenshotEnabled" => ("recents-off", on == Some(0)),
        "installIfNeeded" | "installIfNeededAsync" => ("provider-installer", true),
        "isDebuggerConnected" => ("debugger-check", site.result_used),
        _ => return None,
    };
    let screen = super::class_of(site);
    Some(
        at("defence", site)
            .text("what", what)
            .text("api", &site.api)
            .text("screen", screen)
            .flag("effective", effective),
    )
}

fn reflection(site: &CallSite) -> Option<Fact> {
    let target = if site.api.ends_with("forName") {
        texts(site.arg(0)).into_iter().next()
    } else {
        let method = site.receiver.as_ref().and_then(Value::as_object)?;
        texts(method.args.first()?).into_iter().next()
    };
    let resolved = target.is_some();
    Some(at("reflection", site).text("api", &site.api).maybe("target", target).flag("resolved", resolved))
}

/// Where a path lies, by the call that gave its folder.
pub(super) fn area(value: &Value) -> &'static str {
    let text = value.to_string();
    let deep = format!("{value:?}");
    if deep.contains("getExternal") || text.contains("/sdcard") || deep.contains("/sdcard") {
        "external"
    } else if deep.contains("getCacheDir") {
        "cache"
    } else if deep.contains("getFilesDir") || deep.contains("getDir") || deep.contains("getCodeCacheDir") {
        "internal"
    } else {
        "unknown"
    }
}

fn loaded(site: &CallSite) -> Fact {
    let origin = area(site.arg(0));
    at("code-load", site)
        .text("api", &site.api)
        .text("origin", origin)
        .maybe("path", texts(site.arg(0)).first())
        .flag("writable", origin == "external")
}

fn command(site: &CallSite) -> Fact {
    let parts: Vec<String> = match site.arg(0) {
        Value::Array { from, .. } if !from.is_empty() => from.iter().flat_map(texts).collect(),
        other => texts(other),
    };
    let line = parts.join(" ");
    let root = line.split([' ', '/']).any(|w| w == "su");
    at("command", site)
        .text("api", &site.api)
        .text("command", &line)
        .flag("constant", site.arg(0).is_constant())
        .flag("root", root)
}

fn xml(site: &CallSite) -> Fact {
    let factory =
        site.receiver.as_ref().and_then(Value::as_object).and_then(|b| b.receiver.as_ref()).and_then(Value::as_object);
    let safe = factory.is_some_and(|f| {
        f.called("setFeature").is_some_and(|a| a.get(1).and_then(Value::as_int) == Some(1))
            || f.called("setExpandEntityReferences").is_some_and(|a| a.first().and_then(Value::as_int) == Some(0))
    });
    at("parser-use", site).text("what", "xml").text("api", &site.api).flag("safe", safe)
}

fn log(site: &CallSite, class: &str, name: &str) -> Option<Fact> {
    let what = match (class, name) {
        ("android.util.Log", "v") => "verbose",
        ("android.util.Log", "d") => "debug",
        ("android.util.Log", "i") => "info",
        ("android.util.Log", "w") => "warning",
        ("android.util.Log", "e" | "wtf") => "error",
        ("java.io.PrintStream", _) => "stdout",
        ("java.lang.Throwable", _) => "stack-trace",
        ("okhttp3.logging.HttpLoggingInterceptor", _) => {
            let level = site.arg(0).to_string();
            let level = level.rsplit('.').next().unwrap_or_default();
            return match level {
                "BODY" => Some(log_fact(site, "http-body")),
                "HEADERS" => Some(log_fact(site, "http-headers")),
                _ => None,
            };
        }
        _ => return None,
    };
    let text = texts(site.args.last().unwrap_or(&Value::Unknown)).into_iter().next();
    Some(log_fact(site, what).maybe("text", text))
}

fn log_fact(site: &CallSite, what: &str) -> Fact {
    at("log-call", site)
        .text("api", &site.api)
        .text("what", what)
        .text("caller", &site.caller)
        .flag("debug_only", site.guarded)
}
