//! Facts of manifest, resources, network security and layouts.

use std::collections::BTreeSet;

use super::owners::Owners;
use super::permission_use::Needs;
use super::{Fact, FactStore};
use crate::app::android::AndroidApp;
use crate::app::broadcasts::is_protected;
use crate::app::layout::{Control, Field, Layout};
use crate::app::manifest::{Backup, Component, Filter, Manifest, MetaData, Permission, Role, UsesPermission};
use crate::app::nsc::Row;
use crate::app::permissions::{Level, group};
use crate::app::{Kind, words};
use crate::finding::{self, AppText, Confidence, CoverageState, Endpoint, Evidence, Locus, Note, Owner, Part, TlsRow};

/// Facts of an Android app outside its code. `owners` tells whose a component is; `date` (`YYYY-MM-DD`) judges pins.
pub fn facts(app: &AndroidApp<'_>, owners: &Owners, needs: &Needs, date: &str, store: &mut FactStore) {
    store.looked_for(&[
        "application",
        "permission",
        "component",
        "deep-link",
        "provider-path",
        "meta-data",
        "backup-rule",
        "network-config",
        "input-field",
        "control",
        "screen",
        "package-oddity",
    ]);
    if let Some(manifest) = &app.manifest {
        if app.is_whole() {
            // What a library's or split's manifest leaves out is the app's to decide: its defaults are not this build's.
            application(app, manifest, store);
            backup(&manifest.application.backup, store);
            app.network.rows.iter().for_each(|row| network(row, false, date, store));
            if let Some(debug) = app.network.debug.as_ref().filter(|_| !manifest.application.debuggable) {
                network(debug, true, date, store);
            }
        }
        manifest.uses.iter().for_each(|used| permission_used(manifest, used, needs, store));
        manifest.permissions.iter().for_each(|own| permission_declared(own, store));
        for component in &manifest.components {
            let owner = owners.of(component.target.as_deref().unwrap_or(&component.name));
            self::component(manifest, component, &owner, store);
        }
        manifest.application.meta_data.iter().for_each(|data| meta_data(data, None, &Owner::App, store));
        launchers(manifest, store);
    }
    let mut seen = BTreeSet::new();
    app.layouts.iter().for_each(|layout| self::layout(layout, &mut seen, store));
    for (file, anomaly) in &app.anomalies {
        let locus = if file.is_empty() { Locus::Build } else { Locus::entry(file) };
        let fact = Fact::new("package-oddity", locus).text("code", anomaly.code).text("detail", &anomaly.detail);
        store.add(fact.text("file", file).anchored(anomaly.code));
    }
    cover(app, store);
}

fn application(app: &AndroidApp<'_>, manifest: &Manifest, store: &mut FactStore) {
    let own = &manifest.application;
    let mut fact = Fact::new("application", own.place.locus(None))
        .text("package", &manifest.package)
        .maybe("version_name", manifest.version_name.as_deref())
        .number("min_sdk", manifest.sdk.min)
        .number("target_sdk", manifest.sdk.target)
        .flag("debuggable", own.debuggable)
        .flag("test_only", own.test_only)
        .flag("allow_backup", own.backup.allowed)
        .flag("backup_rules", own.backup.has_rules)
        .flag("backup_leaves_all", own.backup.leaves_all())
        .flag("cleartext_declared", own.cleartext.is_some())
        .flag("has_nsc", app.network.file.is_some())
        .flag("legacy_external_storage", own.legacy_external_storage)
        .maybe("shared_user_id", manifest.shared_user_id.as_deref())
        .maybe("application_class", own.class.as_deref())
        .flag("has_code", own.has_code)
        .flag("bundle", app.build.kind == Kind::Aab)
        .also_at(manifest.place.locus(None));
    if let Some(code) = manifest.version_code {
        fact = fact.number("version_code", code);
    }
    if let Some(base) = app.network.base() {
        fact = fact.flag("cleartext", base.cleartext);
    }
    if let Some(extract) = own.extract_native_libs {
        fact = fact.flag("extract_native_libs", extract);
    }
    store.add(fact.anchored(manifest.package.clone()));
}

fn permission_used(manifest: &Manifest, used: &UsesPermission, needs: &Needs, store: &mut FactStore) {
    let level = manifest.level(&used.name);
    let mut fact = permission(&used.name, "used", level, used.place.locus(None));
    if let Some(max) = used.max_sdk {
        fact = fact.number("max_sdk", max);
    }
    if let Some(needed) = needs.uses(&used.name) {
        fact = fact.flag("used", needed);
    }
    store.add(fact.maybe("group", group(&used.name)));
    store.inventory.permissions.push(finding::Permission {
        name: used.name.as_str().into(),
        role: "used".to_owned(),
        level: level.word().to_owned(),
        value: used.max_sdk.map(|max| format!("maxSdkVersion {max}").into()),
        locus: used.place.locus(None),
    });
}

fn permission_declared(own: &Permission, store: &mut FactStore) {
    if own.role != "permission" {
        return;
    }
    let fact = permission(&own.name, "declared", own.level, own.place.locus(None));
    store.add(fact.maybe("group", own.group.as_deref()));
    store.inventory.permissions.push(finding::Permission {
        name: own.name.as_str().into(),
        role: "declared".to_owned(),
        level: own.level.word().to_owned(),
        value: (!own.flags.is_empty()).then(|| own.flags.join(", ").into()),
        locus: own.place.locus(None),
    });
}

fn permission(name: &str, role: &str, level: Level, locus: Locus) -> Fact {
    Fact::new("permission", locus)
        .text("name", name)
        .text("role", role)
        .text("level", level.word())
        .flag("dangerous", level == Level::Dangerous)
        .flag("special", level == Level::Special)
        .anchored(name)
}

fn component(manifest: &Manifest, component: &Component, owner: &Owner, store: &mut FactStore) {
    let filters = &component.filters;
    let all = |of: fn(&Filter) -> &Vec<String>| -> Vec<&str> {
        distinct(filters.iter().flat_map(of).map(String::as_str).collect())
    };
    let schemes = filters.iter().flat_map(|filter| &filter.data).filter_map(|data| data.scheme.as_deref()).collect();
    let has = |action: &str| filters.iter().any(|filter| filter.has_action(action));
    let guarded = |permission: &str| component.permission.as_deref() == Some(permission);
    let mut fact = Fact::new("component", component.place.locus(None))
        .text("role", component.role.word())
        .text("name", &component.name)
        .flag("exported", component.exported)
        .flag("exported_declared", component.exported_declared)
        .flag("enabled", component.enabled)
        .maybe("permission", component.permission.as_deref())
        .text("permission_level", manifest.guard(component.permission.as_deref()))
        .flag("launcher", component.is_launcher())
        .flag("browsable", filters.iter().any(Filter::is_browsable))
        .flag("has_filter", !filters.is_empty())
        .list("actions", all(|filter| &filter.actions))
        .list("categories", all(|filter| &filter.categories))
        .list("schemes", distinct(schemes))
        .flag("filter_without_action", filters.iter().any(|filter| filter.actions.is_empty()))
        .number("priority", filters.iter().map(|filter| filter.priority).max().unwrap_or(0))
        .text("launch_mode", component.launch_mode)
        .text("task_affinity", &component.task_affinity)
        .flag("affinity_declared", component.affinity_declared)
        .flag("affinity_foreign", component.affinity_is_foreign(&manifest.package))
        .flag("reparenting", component.reparenting)
        .maybe("process", component.process.as_deref())
        .flag("accessibility", has("android.accessibilityservice.AccessibilityService"))
        .flag(
            "secret_code",
            has("android.provider.Telephony.SECRET_CODE") || has("android.telephony.action.SECRET_CODE"),
        )
        .flag("data_sms", has("android.intent.action.DATA_SMS_RECEIVED"))
        .flag(
            "device_admin",
            guarded("android.permission.BIND_DEVICE_ADMIN") || has("android.app.action.DEVICE_ADMIN_ENABLED"),
        )
        .flag("notification_listener", has("android.service.notification.NotificationListenerService"))
        .flag("system_entry", is_system_entry(component));
    if component.role == Role::Provider {
        fact = fact
            .maybe("read_permission", component.read_permission.as_deref())
            .text("read_level", manifest.guard(component.read_permission.as_deref()))
            .maybe("write_permission", component.write_permission.as_deref())
            .text("write_level", manifest.guard(component.write_permission.as_deref()))
            .list("authorities", &component.authorities)
            .flag("grant_uri", component.grant_uri || !component.grants.is_empty())
            .flag(
                "grant_root",
                component.grants.iter().any(|path| matches!(path.as_str(), "/" | "/*" | "*" | ".*" | "/.*")),
            )
            .number("path_permissions", i64::try_from(component.path_permissions.len()).unwrap_or(i64::MAX))
            .flag("file_provider", component.is_file_provider());
    }
    store.add(fact.owned_by(owner.clone()).anchored(component.name.clone()));
    component.meta_data.iter().for_each(|data| meta_data(data, Some(&component.name), owner, store));
    links(component, owner, store);
    shared_paths(component, store);
    inventory(component, store);
}

/// Asks a home screen widget for its content: sent by the system, and harmless from whomever.
const WIDGET_UPDATE: &str = "android.appwidget.action.APPWIDGET_UPDATE";

/// Whether only the system calls it: a receiver of nothing but broadcasts that only the system may send. A service that
/// the system runs isolated, as a part of whoever binds it, has nothing of the app either.
fn is_system_entry(component: &Component) -> bool {
    let mut actions = component.filters.iter().flat_map(|filter| &filter.actions).peekable();
    let expected = |action: &String| is_protected(action) || action == WIDGET_UPDATE;
    let lent = component.role == Role::Service && component.isolated && component.external;
    lent || component.role == Role::Receiver && actions.peek().is_some() && actions.all(expected)
}

fn links(component: &Component, owner: &Owner, store: &mut FactStore) {
    for (filter, link) in component.links().take(ENDPOINTS) {
        let custom = !matches!(link.scheme.as_str(), "http" | "https");
        let fact = Fact::new("deep-link", link.place.locus(None))
            .text("component", &component.name)
            .text("scheme", &link.scheme)
            .maybe("host", link.host.as_deref())
            .maybe("path", link.path.as_deref())
            .flag("browsable", filter.is_browsable())
            .flag("auto_verify", filter.auto_verify)
            .flag("custom", custom)
            .flag("exported", component.exported)
            .owned_by(owner.clone())
            .anchored(component.name.clone())
            .anchored(format!("{}://{}", link.scheme, link.host.as_deref().unwrap_or_default()));
        store.add(fact.also_at(filter.place.locus(None)));
    }
}

fn shared_paths(component: &Component, store: &mut FactStore) {
    for path in &component.shared_paths {
        let fact = Fact::new("provider-path", path.place.locus(None))
            .text("authority", component.authorities.first().map_or("", String::as_str))
            .text("tag", &path.tag)
            .text("name", &path.name)
            .text("path", &path.path)
            .flag("wide", path.is_wide())
            // The provider class is a library's, what it shares is the app's own choice.
            .owned_by(Owner::App)
            .anchored(format!("{}:{}", path.tag, path.path))
            .also_at(component.place.locus(None));
        store.add(fact);
    }
}

/// Links of one component that are listed.
const ENDPOINTS: usize = 200;

fn inventory(component: &Component, store: &mut FactStore) {
    let endpoint = |role: &str, value: &str| Endpoint { role: role.to_owned(), value: value.into() };
    let actions = component.filters.iter().flat_map(|filter| &filter.actions);
    let mut endpoints: Vec<Endpoint> = component.authorities.iter().map(|name| endpoint("authority", name)).collect();
    endpoints
        .extend(distinct(actions.map(String::as_str).collect()).into_iter().map(|action| endpoint("action", action)));
    for (_, link) in component.links().take(ENDPOINTS) {
        let host = link.host.as_deref().unwrap_or("*");
        let path = link.path.as_deref().unwrap_or_default();
        endpoints.push(endpoint("link", &format!("{}://{host}{path}", link.scheme)));
    }
    store.inventory.components.push(finding::Component {
        role: component.role.word().to_owned(),
        name: component.name.as_str().into(),
        exported: component.exported,
        permission: component.permission.as_deref().map(AppText::new),
        endpoints,
        locus: component.place.locus(None),
    });
}

fn meta_data(data: &MetaData, component: Option<&str>, owner: &Owner, store: &mut FactStore) {
    let value = data.value.as_deref().or(data.resource.as_deref());
    let fact = Fact::new("meta-data", data.place.locus(None)).text("name", &data.name).maybe("value", value);
    store.add(fact.maybe("component", component).owned_by(owner.clone()).anchored(data.name.clone()));
}

fn backup(backup: &Backup, store: &mut FactStore) {
    for section in &backup.sections {
        for rule in &section.rules {
            let fact = Fact::new("backup-rule", rule.place.locus(None))
                .text("section", &section.name)
                .flag("include", rule.include)
                .text("domain", &rule.domain)
                .text("path", &rule.path)
                .anchored(format!("{}:{}:{}", section.name, rule.domain, rule.path));
            store.add(fact);
        }
    }
}

fn network(row: &Row, debug: bool, date: &str, store: &mut FactStore) {
    let expired = row.pins.expired(date);
    let mut fact = Fact::new("network-config", row.place.locus(None))
        .text("host", &row.host)
        .flag("subdomains", row.subdomains)
        .flag("cleartext", row.cleartext)
        .flag("user_ca", row.anchors.user)
        .flag("system_ca", row.anchors.system)
        .flag("bundled_ca", !row.anchors.bundled.is_empty())
        .flag("override_pins", row.anchors.override_pins)
        .number("pins", i64::try_from(row.pins.len()).unwrap_or(i64::MAX))
        .flag("pins_expired", expired)
        .maybe("pins_expire", row.pins.expiration.as_deref())
        .list("pin_digests", row.pins.digests.iter().take(50).map(|(algorithm, value)| format!("{algorithm}:{value}")))
        .flag("weak_pin", row.pins.has_invalid())
        .text("source", row.cleartext_source.word())
        .flag("debug_only", debug)
        .anchored(row.host.clone());
    if let Some(because) = &row.because {
        fact = fact.showing(Evidence::Noted { note: because.clone() });
    }
    store.add(fact);
    if !debug {
        store.inventory.tls.push(TlsRow {
            host: row.host.as_str().into(),
            schemes: Vec::new(),
            cleartext: row.cleartext,
            min_tls: None,
            pins: if expired { 0 } else { row.pins.len() },
            pins_expire: row.pins.expiration.clone(),
            user_ca: row.anchors.user,
            judge: if row.anchors.written { "config" } else { "system" }.to_owned(),
            owner: Owner::App,
            loci: vec![row.place.locus(None)],
        });
    }
}

/// The launcher's screens: what there is to protect in an app without any other sensitive screen.
fn launchers(manifest: &Manifest, store: &mut FactStore) {
    for name in distinct(manifest.launchers().collect()) {
        let Some(component) = manifest.component(name) else { continue };
        let fact = Fact::new("screen", component.place.locus(None)).text("name", name).flag("sensitive", false);
        store.add(fact.flag("launcher", true).text("reason", "launcher").anchored(name));
    }
}

/// What of a layout was said already: the same for another orientation or size says it again.
type Seen = BTreeSet<(String, String, u32)>;

fn layout(layout: &Layout, seen: &mut Seen, store: &mut FactStore) {
    let mut first = |what: &str, number: u32| seen.insert((layout.name.clone(), what.to_owned(), number));
    for field in &layout.fields {
        if first(&format!("field {} {}", field.name, field.label), field.input_type.unwrap_or(u32::MAX)) {
            self::field(layout, field, store);
        }
    }
    for control in &layout.controls {
        if first(&format!("{} {} {}", control.role, control.name, control.label), u32::from(control.checked)) {
            self::control(layout, control, store);
        }
    }
    let reason = layout.reason();
    let (set, unset) = layout.touch_filter;
    let worth = !layout.fields.is_empty() || reason.is_some() || set || unset;
    if !worth || !first("screen", u32::from(set) | u32::from(unset) << 1 | u32::from(reason.is_some()) << 2) {
        return;
    }
    let fact = Fact::new("screen", layout.place.locus(None))
        .text("name", &layout.name)
        .text("layout", &layout.name)
        .flag("sensitive", reason.is_some())
        .flag("password", layout.fields.iter().any(|field| field.is_masked() || field.sensitive == Some("password")))
        .flag("consent", layout.controls.iter().any(Control::is_consent))
        .flag("decline", layout.controls.iter().any(Control::is_decline))
        .flag("launcher", false)
        .flag("touch_filter", set)
        .flag("touch_filter_off", unset)
        .maybe("reason", reason)
        .anchored(layout.name.clone());
    store.add(fact.sure(Confidence::Likely));
    if set {
        let fact =
            Fact::new("defence", layout.place.locus(None)).text("what", "touch-filter").text("screen", &layout.name);
        store.add(fact.flag("effective", true).anchored(layout.name.clone()));
    }
}

fn field(layout: &Layout, field: &Field, store: &mut FactStore) {
    let label = field.label_zh.as_deref().unwrap_or(&field.label);
    let mut fact = Fact::new("input-field", field.place.locus(None))
        .text("name", &field.name)
        .text("label", label)
        .maybe("sensitive", field.sensitive)
        .flag("masked", field.is_masked())
        .flag("keeps_cache", field.keeps_cache())
        .flag("has_type", field.input_type.is_some())
        .maybe("input_type", field.input_type.map(|_| input_words(field)))
        .text("view", &field.view)
        .text("screen", &layout.name)
        .text("framework", "android")
        .anchored(layout.name.clone())
        .anchored(field.name.clone());
    if let Some(length) = field.max_length {
        fact = fact.number("max_length", length);
    }
    // Words of names and labels are a guess, as good as it is.
    let told = field.is_masked() || field.sensitive.is_none();
    store.add(fact.sure(if told { Confidence::Proven } else { Confidence::Likely }));
    store.inventory.fields.push(finding::Field {
        name: field.name.as_str().into(),
        label: label.into(),
        sensitive: field.sensitive.unwrap_or_default().to_owned(),
        input: input_words(field).into(),
        locus: field.place.locus(None),
    });
}

/// The input type in the words of the platform.
fn input_words(field: &Field) -> String {
    let Some(kind) = field.input_type else { return String::new() };
    let class = match (kind & 0xf, kind & 0xff0) {
        (1, 0x10) => "textUri",
        (1, 0x20) => "textEmailAddress",
        (1, 0x60) => "textPersonName",
        (1, 0x70) => "textPostalAddress",
        (1, 0x80) => "textPassword",
        (1, 0x90) => "textVisiblePassword",
        (1, 0xd0) => "textWebEmailAddress",
        (1, 0xe0) => "textWebPassword",
        (1, _) => "text",
        (2, 0x10) => "numberPassword",
        (2, _) => "number",
        (3, _) => "phone",
        (4, _) => "datetime",
        _ => "none",
    };
    let flags = [(0x8_0000, "textNoSuggestions"), (0x2_0000, "textMultiLine")];
    let flags = flags.iter().filter(|(bit, _)| kind & 0xf == 1 && kind & bit != 0).map(|(_, word)| *word);
    std::iter::once(class).chain(flags).collect::<Vec<_>>().join("|")
}

fn control(layout: &Layout, control: &Control, store: &mut FactStore) {
    let label = control.label_zh.as_deref().unwrap_or(&control.label);
    let (consent, decline, remember) = (control.is_consent(), control.is_decline(), control.is_remember());
    let fact = Fact::new("control", control.place.locus(None))
        .text("role", control.role)
        .text("label", label)
        .flag("checked", control.checked)
        .flag("consent", consent)
        .flag("decline", decline)
        .flag(
            "remember",
            remember || (control.role == "check-box" && words::is_remember(&control.name.replace('_', " "))),
        )
        .text("screen", &layout.name)
        .maybe("on_click", control.on_click.as_deref())
        .anchored(layout.name.clone())
        .anchored(control.name.clone());
    store.add(fact.sure(Confidence::Likely));
}

/// Says how much of each part was seen.
fn cover(app: &AndroidApp<'_>, store: &mut FactStore) {
    let whole = app.is_whole();
    let part_of = if app.lacks_base { "no-base-apk" } else { "part-of-app" };
    let broken = |what: &str| app.broken.iter().find(|file| file.contains(what)).map(String::as_str);
    let manifest = match (&app.manifest, whole) {
        (Some(_), true) => match app.broken.iter().find(|file| file.ends_with("AndroidManifest.xml")) {
            Some(split) => (CoverageState::Partial, Some(split.as_str()), "manifest-of-split-not-read"),
            None => (CoverageState::Full, None, "read"),
        },
        (None, true) => (CoverageState::None, broken("AndroidManifest.xml"), "manifest-not-read"),
        (_, false) => (CoverageState::None, None, part_of),
    };
    let say = |part, (state, file, code): (CoverageState, Option<&str>, &str), store: &mut FactStore| {
        store.cover(part, state, file, Note::new(code));
    };
    say(Part::Manifest, manifest, store);
    let table = broken("resources.arsc").or_else(|| broken("resources.pb"));
    let resources = match table {
        Some(file) => (CoverageState::None, Some(file), "resources-not-read"),
        None if whole => (CoverageState::Full, None, "read"),
        None => (CoverageState::None, None, part_of),
    };
    say(Part::Resources, resources, store);
    let network = match (app.network.broken, manifest.0) {
        (true, _) => (CoverageState::None, app.network.file.as_deref(), "network-config-not-read"),
        (false, CoverageState::None) => (CoverageState::None, None, manifest.2),
        _ => (CoverageState::Full, None, "read"),
    };
    say(Part::Nsc, network, store);
    let layouts = match (resources.0, app.broken.iter().find(|file| is_layout(file))) {
        (CoverageState::None, _) => (CoverageState::None, resources.1, resources.2),
        (_, Some(file)) => (CoverageState::Partial, Some(file.as_str()), "layouts-partly-read"),
        _ => (CoverageState::Full, None, "read"),
    };
    say(Part::Layouts, layouts, store);
    let package = match damage(app) {
        Some(file) => (CoverageState::Partial, (!file.is_empty()).then_some(file), "package-damaged"),
        None => (CoverageState::Full, None, "read"),
    };
    say(Part::Package, package, store);
}

/// The file of a damaged archive: what it lacks may have been cut off.
pub fn damage<'a>(app: &'a AndroidApp<'_>) -> Option<&'a str> {
    const DAMAGE: &[&str] =
        &["zip-directory-damaged", "zip-no-directory", "zip-entry-damaged", "zip-entry-truncated", "zip-entry-cut"];
    app.anomalies.iter().find(|(_, anomaly)| DAMAGE.contains(&anomaly.code)).map(|(file, _)| file.as_str())
}

/// Whether a file can be a layout, by its name.
fn is_layout(file: &str) -> bool {
    file.ends_with(".xml") && !file.ends_with("AndroidManifest.xml") && !file.contains("/xml/")
}

/// Each text once, in the order of the first; some hundreds at most.
fn distinct(mut texts: Vec<&str>) -> Vec<&str> {
    let mut seen = BTreeSet::new();
    texts.retain(|text| seen.len() < 500 && seen.insert(*text));
    texts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::manifest::tests::{NETWORK, app};

    fn store(content: &str, files: &[(&str, &str)]) -> FactStore {
        app(content, files, |app| {
            let mut store = FactStore::new(1000);
            facts(app, &Owners::default(), &Needs::default(), "2026-11-21", &mut store);
            store
        })
    }

    #[test]
    fn an_exported_receiver_of_system_broadcasts_is_a_system_entry() {
        let receiver = |action: &str| {
            let text = format!(
                "<application><receiver android:name=\".R\"><intent-filter><action android:name=\"{action}\"/>\
                 </intent-filter></receiver></application>"
            );
            let store = store(&text, &[]);
            let fact = &store.of("component")[0];
            (fact.is("exported"), fact.is("system_entry"))
        };
        assert_eq!(receiver("android.intent.action.BOOT_COMPLETED"), (true, true));
        assert_eq!(receiver("android.appwidget.action.APPWIDGET_UPDATE"), (true, true));
        assert_eq!(receiver("com.example.PUSH"), (true, false));
        let service = |more: &str| {
            let text = format!(
                "<application><service android:name=\".S\" android:exported=\"true\" \
                 android:isolatedProcess=\"true\" {more}/></application>"
            );
            store(&text, &[]).of("component")[0].is("system_entry")
        };
        assert!(service("android:externalService=\"true\"") && !service(""));
    }

    #[test]
    fn a_component_fact_points_at_its_element_and_is_anchored_by_its_class() {
        let store =
            store("<application><activity android:name=\".A\"/><activity android:name=\".B\"/></application>", &[]);
        let fact = &store.of("component")[1];
        assert_eq!(fact.locus.to_string(), "AndroidManifest.xml#manifest/application/activity[2]");
        assert_eq!(fact.anchors, ["com.example.app.B"]);
        assert_eq!(fact.str("permission_level"), Some("none"));
        assert_eq!(store.inventory.components.len(), 2);
    }

    #[test]
    fn pins_are_judged_by_the_date_given() {
        let config = "<network-security-config><domain-config><domain>a.example</domain>
            <pin-set expiration=\"2026-11-21\"><pin digest=\"SHA-256\">x</pin></pin-set></domain-config>
            </network-security-config>";
        let store = store("<application android:networkSecurityConfig=\"@xml/network\"/>", &[(NETWORK, config)]);
        let row = store.of("network-config").iter().find(|fact| fact.str("host") == Some("a.example")).unwrap();
        assert!(row.is("pins_expired") && row.is("weak_pin"));
        assert_eq!(store.inventory.tls[1].pins, 0);
    }

    #[test]
    fn a_sensitive_layout_is_a_screen_with_its_fields() {
        let layout = "<LinearLayout xmlns:android=\"http://schemas.android.com/apk/res/android\">
            <EditText android:id=\"@+id/password\" android:inputType=\"textPassword\"/></LinearLayout>";
        let store = store("<application/>", &[("res/layout/login.xml", layout)]);
        let screen = &store.of("screen")[0];
        assert!(screen.is("sensitive") && screen.is("password"));
        assert_eq!(screen.str("reason"), Some("password"));
        assert_eq!(store.inventory.fields[0].input.to_string(), "textPassword");
    }

    #[test]
    fn what_could_not_be_read_is_not_covered() {
        let full = store("<application/>", &[]);
        assert_eq!(full.state(Part::Manifest), Some(CoverageState::Full));
        assert_eq!(full.state(Part::Nsc), Some(CoverageState::Full));
        let broken = store("<application android:networkSecurityConfig=\"@xml/none\"/>", &[]);
        assert_eq!(broken.state(Part::Nsc), Some(CoverageState::None));
    }
}
