//! The words of the match grammar: which kinds of facts there are and which attributes each has.
//!
//! Rules name kinds and attributes; `fact/` produces them; both are held against this table (the loader refuses an unknown
//! word, [`crate::fact::Fact`] asserts in debug builds). A new fact begins with a line here.

use crate::finding::Platform;

/// The type of an attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Type {
    /// `true` / `false`.
    Flag,
    /// A whole number.
    Number,
    /// Text.
    Text,
    /// Several texts; a test holds when one of them passes.
    List,
}

/// One attribute of a kind.
#[derive(Debug, Clone, Copy)]
pub struct Attribute {
    /// Name in rules.
    pub name: &'static str,
    /// Type.
    pub of: Type,
    /// The XML attribute behind it, when it is one: the finding then points at it.
    pub xml: Option<&'static str>,
}

/// One kind of fact.
#[derive(Debug, Clone, Copy)]
pub struct Kind {
    /// Name in rules.
    pub name: &'static str,
    /// What it is.
    pub what: &'static str,
    /// Its attributes.
    pub attributes: &'static [Attribute],
}

impl Kind {
    /// The attribute of that name.
    pub fn attribute(&self, name: &str) -> Option<&'static Attribute> {
        self.attributes.iter().find(|a| a.name == name)
    }
}

/// The kind of that name.
pub fn kind(name: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|k| k.name == name)
}

/// Kinds that only builds of one platform have.
const ANDROID_ONLY: &[&str] = &[
    "application",
    "permission",
    "component",
    "deep-link",
    "provider-path",
    "meta-data",
    "backup-rule",
    "network-config",
    "signature",
    "signer",
    "elf",
    "native-import",
    "packer",
    "intent-use",
];
const IOS_ONLY: &[&str] = &[
    "bundle",
    "plist-key",
    "purpose",
    "ats",
    "url-scheme",
    "entitlement",
    "provisioning",
    "privacy-manifest",
    "privacy-api",
    "privacy-data",
    "privacy-domain",
    "macho",
    "macho-import",
    "objc-class",
    "objc-selector",
    "class-use",
];

/// Kinds that the code engines find.
const OF_CODE: &[&str] = &[
    "call",
    "cipher-use",
    "key-use",
    "digest-use",
    "kdf-use",
    "random-use",
    "keystore-use",
    "trust-body",
    "tls-setting",
    "pinning",
    "endpoint",
    "web-view",
    "intent-use",
    "class-use",
    "file-use",
    "biometric-use",
    "defence",
    "reflection",
    "code-load",
    "command",
    "parser-use",
    "log-call",
    "body",
    "auth-mark",
    "code-measure",
    "health-bank",
];

/// Kinds that the code engine of a platform looks for wherever they may be.
pub fn of_code(platform: Platform) -> Vec<&'static str> {
    OF_CODE.iter().copied().filter(|kind| exists_on(kind, platform)).collect()
}

/// Whether builds of a platform can have facts of a kind. A rule for both platforms may name kinds of either.
pub fn exists_on(kind: &str, platform: Platform) -> bool {
    match platform {
        Platform::Android => !IOS_ONLY.contains(&kind),
        Platform::Ios => !ANDROID_ONLY.contains(&kind),
    }
}

macro_rules! kinds {
    ($($name:literal $what:literal { $($attr:literal : $ty:ident $(@ $xml:literal)?),* $(,)? })*) => {
        /// Every kind of fact.
        pub const KINDS: &[Kind] = &[$(Kind { name: $name, what: $what, attributes: &[
            $(Attribute { name: $attr, of: Type::$ty, xml: kinds!(@xml $($xml)?) }),*
        ] }),*];
    };
    (@xml $xml:literal) => { Some($xml) };
    (@xml) => { None };
}

kinds! {
    // ---- Android: manifest and resources
    "application" "The Android app as a whole: one fact." {
        "package": Text @ "/package", "version_name": Text @ "/android:versionName", "version_code": Number @ "/android:versionCode",
        "min_sdk": Number @ "uses-sdk/android:minSdkVersion", "target_sdk": Number @ "uses-sdk/android:targetSdkVersion",
        "debuggable": Flag @ "android:debuggable", "test_only": Flag @ "android:testOnly",
        "allow_backup": Flag @ "android:allowBackup", "backup_rules": Flag, "backup_leaves_all": Flag,
        "cleartext": Flag @ "android:usesCleartextTraffic", "cleartext_declared": Flag,
        "has_nsc": Flag @ "android:networkSecurityConfig", "legacy_external_storage": Flag @ "android:requestLegacyExternalStorage",
        "shared_user_id": Text @ "android:sharedUserId", "application_class": Text @ "android:name",
        "extract_native_libs": Flag @ "android:extractNativeLibs", "has_code": Flag @ "android:hasCode", "bundle": Flag,
    }
    "permission" "A permission. role: used, declared. used: some code, intent or provider needs it (absent where that was not asked)." {
        "name": Text @ "android:name", "role": Text, "level": Text @ "android:protectionLevel", "max_sdk": Number @ "android:maxSdkVersion",
        "dangerous": Flag, "special": Flag, "group": Text, "used": Flag,
    }
    "component" "A manifest component with its effective settings. role: activity, activity-alias, service, receiver, provider. permission_level: none, normal, dangerous, signature, undeclared, unknown." {
        "role": Text, "name": Text @ "android:name", "exported": Flag @ "android:exported", "exported_declared": Flag,
        "enabled": Flag @ "android:enabled", "permission": Text @ "android:permission", "permission_level": Text,
        "read_permission": Text @ "android:readPermission", "read_level": Text, "write_permission": Text @ "android:writePermission",
        "write_level": Text, "authorities": List @ "android:authorities", "grant_uri": Flag @ "android:grantUriPermissions",
        "grant_root": Flag, "path_permissions": Number, "launcher": Flag, "browsable": Flag, "has_filter": Flag, "actions": List,
        "categories": List, "schemes": List, "filter_without_action": Flag, "priority": Number @ "android:priority",
        "launch_mode": Text @ "android:launchMode", "task_affinity": Text @ "android:taskAffinity", "affinity_declared": Flag, "affinity_foreign": Flag,
        "reparenting": Flag @ "android:allowTaskReparenting", "process": Text @ "android:process", "file_provider": Flag,
        "accessibility": Flag, "secret_code": Flag, "data_sms": Flag, "device_admin": Flag, "notification_listener": Flag,
        "system_entry": Flag,
    }
    "deep-link" "A browsable or viewable link of a component." {
        "component": Text @ "android:name", "scheme": Text @ "android:scheme", "host": Text @ "android:host", "path": Text,
        "browsable": Flag, "auto_verify": Flag @ "android:autoVerify", "custom": Flag, "exported": Flag,
    }
    "provider-path" "A path that a FileProvider shares." {
        "authority": Text, "tag": Text, "name": Text @ "name", "path": Text @ "path", "wide": Flag,
    }
    "meta-data" "A meta-data element, value resolved." {
        "name": Text @ "android:name", "value": Text @ "android:value", "component": Text,
    }
    "backup-rule" "An include or exclude of the backup rules." {
        "section": Text, "include": Flag, "domain": Text @ "domain", "path": Text @ "path",
    }
    "network-config" "One row of the effective network security table; host `*` is the base. source: default, manifest, config." {
        "host": Text, "subdomains": Flag @ "includeSubdomains", "cleartext": Flag @ "cleartextTrafficPermitted", "user_ca": Flag,
        "system_ca": Flag, "bundled_ca": Flag, "override_pins": Flag @ "overridePins", "pins": Number, "pins_expired": Flag,
        "pins_expire": Text @ "expiration", "pin_digests": List, "weak_pin": Flag, "source": Text, "debug_only": Flag,
    }
    "input-field" "A text field of a layout, nib or page. sensitive: what it is taken for, or absent." {
        "name": Text @ "android:id", "label": Text @ "android:hint", "sensitive": Text, "masked": Flag,
        "keeps_cache": Flag, "max_length": Number @ "android:maxLength", "has_type": Flag,
        "input_type": Text @ "android:inputType", "view": Text, "screen": Text, "framework": Text,
    }
    "control" "A button, check box or switch of a layout or nib." {
        "role": Text, "label": Text @ "android:text", "checked": Flag @ "android:checked", "consent": Flag, "decline": Flag, "remember": Flag,
        "screen": Text, "on_click": Text @ "android:onClick",
    }
    "screen" "A screen: layout, activity, fragment, view controller. reason says why it is sensitive: password, consent, national-id, launcher, ..." {
        "name": Text, "layout": Text, "sensitive": Flag, "password": Flag, "consent": Flag, "decline": Flag, "launcher": Flag,
        "touch_filter": Flag @ "android:filterTouchesWhenObscured", "touch_filter_off": Flag @ "android:filterTouchesWhenObscured",
        "secure_window": Flag, "reason": Text,
    }
    "package-oddity" "A tampering sign or other oddity of the archive or a parsed file." { "code": Text, "detail": Text, "file": Text }

    // ---- Android: signing, native
    "signature" "The signature of the build: one fact." {
        "verifies": Flag, "checked": Flag, "v1": Flag, "v2": Flag, "v3": Flag, "v31": Flag, "v4": Flag, "janus": Flag, "v1_only": Flag,
        "verifies_from": Number, "schemes": List, "error": Text,
    }
    "signer" "A signer's certificate." {
        "scheme": Text, "subject": Text, "key_type": Text, "key_bits": Number, "algorithm": Text, "weak_digest": Flag, "weak_key": Flag,
        "expired": Flag, "not_yet_valid": Flag, "debug": Flag, "test_key": Flag,
    }
    "elf" "A native library or executable. relro: none, partial, full. role: library, executable, dart-snapshot, go, rust." {
        "file": Text, "arch": Text, "role": Text, "pie": Flag, "nx": Flag, "relro": Text, "canary": Flag, "needs_canary": Flag,
        "fortify": Flag, "fortifiable": Flag, "text_relocations": Flag, "writable_code": Flag, "exec_stack": Flag, "rpath": Text,
        "stripped": Flag, "debug_sections": Flag, "page_16k": Flag, "bti": Flag, "pac": Flag,
    }
    "native-import" "A symbol that a native binary imports." { "name": Text, "library": Text, "file": Text, "calls": Number }

    // ---- what it is made of
    "sdk" "A recognised SDK, library or framework. stub: a tracker or tool of which only the names are there, on classes that do nothing." {
        "name": Text, "version": Text, "category": Text, "marks": List, "mark_count": Number, "phase": Text, "tracker": Flag,
        "version_known": Flag, "stub": Flag, "configured": Flag,
    }
    "hybrid" "A hybrid framework owns screens or logic." { "framework": Text, "engine": Text, "bundle": Text, "analysed": Flag }
    "packer" "A packer or protector." { "name": Text, "mark": Text }
    "hidden-code" "Executable code under a name that does not say so, or in assets." { "file": Text, "format": Text, "disguised": Flag }
    "development-file" "A file that belongs to development. what: source-map, env, lock-file, repository, source, test-profile, ..." { "file": Text, "what": Text }
    "host" "A host that some text names. role: own, sdk, platform, documentation." {
        "host": Text, "scheme": Text, "role": Text, "private": Flag, "staging": Flag, "tracker": Flag, "declared": Flag, "part": Text, "cleartext": Flag,
        "tracking_declared": Flag,
    }
    "url" "A URL in text." { "url": Text, "scheme": Text, "host": Text, "path": Text, "part": Text, "userinfo": Flag, "local": Flag, "documentation": Flag }
    "secret" "A constant that looks like a secret, redacted. what: private-key, service-token, cloud-credential, google-key, password, high-entropy, health-bank-key, national-id, phone, ..." {
        "what": Text, "provider": Text, "name": Text, "part": Text, "file": Text,
    }
    "text-mark" "Words found in some text. what: privacy-policy, contact-mail, contact-phone, feedback, deletion, password-advice, protection-advice, update, logout, consent, root-check, ..." {
        "what": Text, "text": Text, "part": Text, "placeholder": Flag, "own": Flag,
    }
    "script-mark" "A pattern in a script bundle. what: console-log, eval, inner-html, crypto-literal-key, cleartext-allowed, certificate-check-off, sensitive-input, ..." {
        "what": Text, "text": Text, "file": Text, "sensitive": Flag,
    }

    // ---- iOS: plists, signature, headers
    "bundle" "The iOS app as a whole: one fact." {
        "identifier": Text, "version": Text, "build": Text, "minimum_os": Text, "minimum_os_major": Number, "sdk": Text, "simulator": Flag,
        "encrypted": Flag, "file_sharing": Flag, "open_in_place": Flag, "background_modes": List, "localizations": List,
    }
    "plist-key" "A key of Info.plist with a scalar value." { "file": Text, "key": Text, "value": Text, "flag": Flag }
    "purpose" "A purpose string (NS...UsageDescription). declared: false when it is missing though an API that needs it (api) is linked." {
        "key": Text, "text": Text, "empty": Flag, "vague": Flag, "has_chinese": Flag, "file": Text, "used": Flag, "declared": Flag, "api": Text,
    }
    "ats" "One row of the effective App Transport Security table; host `*` is the base." {
        "host": Text, "cleartext": Flag, "min_tls": Text, "weak_tls": Flag, "forward_secrecy": Flag, "subdomains": Flag, "pinned": Flag,
        "web_content": Flag, "media": Flag, "local": Flag,
    }
    "url-scheme" "A custom URL scheme." { "scheme": Text, "role": Text }
    "entitlement" "An entitlement of the code signature." { "key": Text, "value": Text, "values": List, "flag": Flag, "file": Text }
    "provisioning" "The provisioning profile. role: development, ad-hoc, enterprise, store. alone: the executable has no signature of its own to read." {
        "role": Text, "get_task_allow": Flag, "alone": Flag, "devices": Number, "all_devices": Flag, "expired": Flag, "expires": Text, "team": Text,
    }
    "privacy-manifest" "A PrivacyInfo.xcprivacy, or its absence where one is expected." {
        "bundle": Text, "present": Flag, "tracking": Flag, "app": Flag, "listed_sdk": Flag,
    }
    "privacy-api" "A required-reason API category. used: the code calls it; declared: a reason stands in the manifest." {
        "category": Text, "declared": Flag, "used": Flag, "bundle": Text, "api": Text,
    }
    "privacy-data" "A collected data type of the privacy manifest." { "type": Text, "linked": Flag, "tracking": Flag, "bundle": Text }
    "privacy-domain" "A tracking domain of the privacy manifest." { "domain": Text, "bundle": Text }
    "macho" "A slice of a Mach-O binary. role: executable, framework, extension, library." {
        "file": Text, "arch": Text, "role": Text, "encrypted": Flag, "pie": Flag, "canary": Flag, "needs_canary": Flag, "arc": Flag,
        "objc": Flag, "swift": Flag, "stripped": Flag, "minimum_os": Text, "sdk": Text, "rpath_outside": Flag, "signed": Flag,
        "ad_hoc": Flag, "weak_signature": Flag, "simulator": Flag,
    }
    "macho-import" "A symbol that a Mach-O imports." { "name": Text, "library": Text, "file": Text, "calls": Number }
    "objc-class" "An Objective-C or Swift class." { "name": Text, "super": Text, "file": Text, "protocols": List }
    "objc-selector" "A selector that the code references. own: a class of the same binary implements it." { "name": Text, "file": Text, "own": Flag }

    // ---- code, both platforms
    "call" "A call whose API a rule asks for. arg0.. are constants where known (receiver not counted); arg_all holds all known constants." {
        "api": Text, "class": Text, "name": Text, "caller": Text,
        "arg0": Text, "arg1": Text, "arg2": Text, "arg3": Text, "arg4": Text, "arg5": Text, "arg6": Text, "arg7": Text,
        "num0": Number, "num1": Number, "num2": Number, "num3": Number, "num4": Number, "num5": Number, "num6": Number, "num7": Number,
        "const0": Flag, "const1": Flag, "const2": Flag, "const3": Flag, "const4": Flag, "const5": Flag, "result_used": Flag,
        "guarded": Flag, "own": Flag,
    }
    "class-use" "A framework or library class that the app extends, implements or instantiates." { "name": Text, "super": Text, "role": Text }
    "cipher-use" "A cipher reaching its use. Origins: constant, zero, predictable, resource, parameter, derived, generated, keystore, unknown, none." {
        "algorithm": Text, "mode": Text, "padding": Text, "bits": Number, "key_origin": Text, "iv_origin": Text, "transformation": Text,
        "purpose": Text, "default_mode": Flag, "provider": Text,
    }
    "key-use" "Key material made or loaded. from_text: its bytes are the letters of a string, as they are." { "algorithm": Text, "bits": Number, "origin": Text, "what": Text, "security": Flag, "from_text": Flag }
    "digest-use" "A message digest or MAC. purpose: security, checksum, unknown." { "algorithm": Text, "purpose": Text, "keyed": Flag, "key_origin": Text }
    "kdf-use" "A key derivation." {
        "algorithm": Text, "iterations": Number, "salt_origin": Text, "password_origin": Text, "bits": Number, "weak_prf": Flag,
    }
    "random-use" "A random generator. seed_origin as origins; strong: a cryptographic generator; purpose: security, other, unknown." {
        "api": Text, "strong": Flag, "seed_origin": Text, "purpose": Text,
    }
    "keystore-use" "A key store load, Keystore key spec or keychain item." {
        "store": Text, "password_origin": Text, "accessible": Text, "synchronizable": Flag, "access_control": Text, "auth_required": Flag,
        "auth_seconds": Number, "invalidated_by_enrolment": Flag, "purposes": Text, "what": Text, "access_group": Text,
    }
    "trust-body" "A body that judges certificates or hosts. role: trust-manager, hostname-verifier, ssl-error-handler, socket-factory, challenge-handler, evaluation (of a server's trust, outside a handler), policy. judgement: accepts-all, checks-little, delegates, pins, asks-user, unknown. installed: reaches a connection." {
        "role": Text, "judgement": Text, "reason": Text, "installed": Flag, "class": Text,
    }
    "tls-setting" "A TLS version, cipher suite or protocol set in code." { "what": Text, "value": Text, "weak": Flag, "api": Text }
    "pinning" "A pin or pin set in code. algorithm: sha256, sha1." { "api": Text, "host": Text, "algorithm": Text, "pins": Number, "installed": Flag }
    "endpoint" "A URL or host that code hands to a connection, web view or socket. what: url (made only), request (handed on to code that is not followed), connection, web-view, socket, server-socket. cleartext: it really goes out in clear. own: the app's own code does so." {
        "url": Text, "scheme": Text, "host": Text, "api": Text, "cleartext": Flag, "local": Flag, "what": Text, "pinned": Flag, "own": Flag,
    }
    "web-view" "A web view setting that code makes, or a web view as such (setting: present). setting: javascript, javascript-interface, file-access, content-access, file-access-from-files, universal-access-from-files, mixed-content (flag: always), debugging, inspectable, script-bridge, safe-browsing, read-access-wide, uiwebview. remote: it loads pages from the network." {
        "setting": Text, "value": Text, "flag": Flag, "loads": Text, "remote": Flag, "class": Text, "default": Flag, "guarded": Flag,
    }
    "intent-use" "A pending intent, broadcast or implicit intent made in code. what: pending-intent, sticky-broadcast, implicit-start, implicit-broadcast, set-result, receiver-registered." {
        "what": Text, "mutable": Flag, "explicit": Flag, "action": Text, "permission": Flag, "exported": Flag, "extras": List, "sensitive": Flag,
    }
    "file-use" "A file or preference opened. area: internal, cache, external, media, temporary, documents, library, app-group, unknown. sensitive: its name, its text or a flow shows that; excluded: the same function excludes files from backup." {
        "api": Text, "area": Text, "mode": Number, "world": Flag, "name": Text, "protection": Text, "sensitive": Flag,
        "excluded": Flag,
    }
    "biometric-use" "An authentication with biometrics or device credential." {
        "api": Text, "crypto": Flag, "fallback": Flag, "weak": Flag, "policy": Text, "gates": Text,
    }
    "auth-mark" "Evidence of a login or logout. what: password-field, token-request, identity-sdk, biometric, logout, session-clear." { "what": Text, "api": Text }
    "defence" "A protective measure found. what: touch-filter, hide-overlay, secure-window, root-check, emulator-check, debugger-check, usb-debug-check, integrity-check, provider-installer, obfuscation, recents-off, ..." {
        "what": Text, "api": Text, "screen": Text, "value": Text, "effective": Flag, "own": Flag }
    "reflection" "A reflective call and what it resolves to." { "api": Text, "target": Text, "resolved": Flag }
    "code-load" "Code loaded at run time." { "api": Text, "origin": Text, "path": Text, "writable": Flag }
    "command" "A command line that code runs." { "api": Text, "command": Text, "constant": Flag, "root": Flag }
    "parser-use" "A parser or deserialiser and its protection. what: xml, object-stream, unarchiver, json-typed, zip." { "what": Text, "api": Text, "safe": Flag }
    "log-call" "A log call. what: verbose, debug, ..., stdout, stack-trace, http-body." { "api": Text, "what": Text, "sensitive": Flag, "public": Flag, "debug_only": Flag, "text": Text, "caller": Text }
    "body" "A judgement over a method body or path that fits no other kind. what names the question, judgement the answer." {
        "what": Text, "judgement": Text, "reason": Text, "class": Text, "screen": Text,
    }
    "code-measure" "A measure over all code of the app's own. what: obfuscated-share, reachable-share." { "what": Text, "percent": Number }

    // ---- inputs
    "notice" "The privacy notice that was given or found. given: handed in by the applicant." { "given": Flag, "is_notice": Flag, "language": Text, "file": Text }
    "notice-point" "One point of the notice." { "point": Text, "satisfied": Flag, "reason": Text, "quote": Text }
    "notice-gap" "Something that the build uses and the notice does not name, or the other way round. what: data-kind, permission, host, sdk, stored-data." {
        "what": Text, "name": Text, "used": Flag, "named": Flag,
    }
    "advisory" "A component that the given advisory list names. what: vulnerable, unmaintained." {
        "component": Text, "version": Text, "advisory": Text, "what": Text, "native": Flag,
    }
    "health-bank" "A sign of how the health bank SDK is used. what: present, key-constant, archive-kept, tickets-kept, sent-with-key, started, started-unasked (by opening a screen), sent, ..." {
        "what": Text, "detail": Text, "imposed": Flag,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_of_one_platform_are_kinds() {
        assert!(ANDROID_ONLY.iter().chain(IOS_ONLY).all(|name| kind(name).is_some()));
        assert!(exists_on("sdk", Platform::Ios) && !exists_on("application", Platform::Ios));
    }

    #[test]
    fn kinds_and_attributes_are_named_once() {
        for (i, kind) in KINDS.iter().enumerate() {
            assert!(KINDS.iter().skip(i + 1).all(|k| k.name != kind.name), "{} twice", kind.name);
            for (j, attribute) in kind.attributes.iter().enumerate() {
                assert!(
                    kind.attributes.iter().skip(j + 1).all(|a| a.name != attribute.name),
                    "{}.{} twice",
                    kind.name,
                    attribute.name
                );
            }
        }
    }
}
