//! The catalogue's own lints: every rule, profile and data file is well formed, complete in both languages, and mapped.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use maspect::finding::{Confidence, Part, Platform, Severity};
use maspect::rule::knowledge::FlowKnowledge;
use maspect::rule::{Catalogue, Class, DecidedBy, Profile, Rule, RuleFile, Status, Text, WORD_KEYS};

/// Every YAML file below a folder, in order.
fn yaml_files(folder: &str) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = walkdir::WalkDir::new(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder))
        .into_iter()
        .filter_map(Result::ok)
        .map(walkdir::DirEntry::into_path)
        .filter(|p| p.extension().is_some_and(|e| e == "yaml"))
        .collect();
    files.sort();
    files
}

/// Every rule file: its folder (`android`, `ios`, `common`) and what it says.
fn rule_files() -> Vec<(&'static str, PathBuf, RuleFile)> {
    ["android", "ios", "common"]
        .into_iter()
        .flat_map(|room| yaml_files(&format!("rules/{room}")).into_iter().map(move |path| (room, path)))
        .map(|(room, path)| {
            let yaml = std::fs::read_to_string(&path).unwrap();
            let file = RuleFile::from_yaml(&yaml).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
            (room, path, file)
        })
        .collect()
}

fn profile() -> Profile {
    let catalogue = Catalogue::embedded().unwrap();
    catalogue.profile("mas-v4").expect("the main profile").clone()
}

fn both(text: &Text, what: &str) {
    assert!(!text.en.trim().is_empty(), "{what}: no English");
    assert!(!text.zh_hant.trim().is_empty(), "{what}: no Chinese");
    for words in [&text.en, &text.zh_hant] {
        let quoted = words.len() > 2 && words.starts_with('"') && words.ends_with('"');
        assert!(!quoted, "{what}: quotes of the file's syntax inside the words");
    }
    let chinese = text.zh_hant.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    assert!(chinese, "{what}: the Chinese words hold no Chinese");
    assert!(
        !text.en.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c) && !"健康存摺".contains(c)),
        "{what}: Chinese in the English words"
    );
}

#[test]
fn every_rule_is_well_formed() {
    for (room, path, file) in rule_files() {
        let rule = &file.rule;
        let at = path.display().to_string();
        assert_eq!(rule.problems(), Vec::<String>::new(), "{at}");
        assert_eq!(path.file_stem().unwrap().to_str(), Some(rule.id.as_str()), "{at}: named after its rule");
        let prefix = rule.id.as_str().split('-').next().unwrap();
        let expected = if matches!(prefix, "android" | "ios") { prefix } else { "common" };
        assert_eq!(room, expected, "{at}: the folder tells the platform");
        if room == "common" {
            assert!(rule.platform.covers(Platform::Android) && rule.platform.covers(Platform::Ios), "{at}");
        }
        for platform in [Platform::Android, Platform::Ios] {
            assert!(
                !rule.platform.covers(platform) || rule.needs_on(platform).count() > 0,
                "{at}: needs nothing on {platform}"
            );
        }
    }
}

/// Kinds that texts, layouts or native libraries can show as well as code.
const NOT_ONLY_OF_CODE: [&str; 3] = ["auth-mark", "defence", "health-bank"];

/// Parts of which one at least must have been seen, for a rule that reads facts of a kind; none for kinds that many parts give.
fn parts_of(kind: &str, platform: Platform) -> &'static [Part] {
    use maspect::rule::vocabulary::{exists_on, of_code};
    let of_code = of_code(platform).contains(&kind) && !NOT_ONLY_OF_CODE.contains(&kind);
    match (kind, platform) {
        (kind, platform) if !exists_on(kind, platform) => &[],
        (_, Platform::Android) if of_code => &[Part::Dex, Part::Native],
        (_, Platform::Ios) if of_code => &[Part::MachoCode],
        ("macho" | "macho-import" | "objc-class" | "objc-selector", _) => &[Part::MachoHeader, Part::MachoCode],
        ("component" | "permission" | "deep-link" | "provider-path" | "meta-data" | "backup-rule", _) => {
            &[Part::Manifest]
        }
        ("network-config", _) => &[Part::Nsc],
        ("elf" | "native-import", _) => &[Part::Native],
        ("host" | "url", _) => &[Part::Text],
        ("ats" | "purpose" | "plist-key" | "url-scheme", _) => &[Part::InfoPlist],
        ("entitlement", _) => &[Part::Entitlements],
        ("provisioning", _) => &[Part::Provisioning],
        ("privacy-manifest" | "privacy-api" | "privacy-data" | "privacy-domain", _) => &[Part::PrivacyManifest],
        _ => &[],
    }
}

#[test]
fn a_rule_needs_the_part_that_its_facts_come_from() {
    for (_, path, file) in rule_files() {
        let rule = &file.rule;
        let mut kinds = BTreeSet::new();
        for expr in rule.when.iter().chain(&rule.matches).chain(rule.absent.as_ref().map(|absent| &absent.of)) {
            expr.patterns(&mut |pattern| {
                kinds.insert(pattern.fact.as_str());
            });
        }
        for platform in [Platform::Android, Platform::Ios].into_iter().filter(|p| rule.platform.covers(*p)) {
            let needs: BTreeSet<Part> = rule.needs_on(platform).collect();
            for kind in &kinds {
                let parts = parts_of(kind, platform);
                let seen = parts.is_empty() || parts.iter().any(|part| needs.contains(part));
                assert!(seen, "{}: reads {kind} on {platform:?} and needs none of {parts:?}", path.display());
            }
        }
    }
}

#[test]
fn every_rule_speaks_both_languages() {
    for (_, path, file) in rule_files() {
        let at = path.display().to_string();
        let words = &file.words;
        for (name, text) in [
            ("title", &words.title),
            ("what", &words.what),
            ("why", &words.why),
            ("fix", &words.fix),
            ("limits", &words.limits),
        ] {
            both(text, &format!("{at}: {name}"));
        }
        for title in [&words.title.en, &words.title.zh_hant] {
            assert!(title.chars().count() <= 60, "{at}: title too long: {title}");
            assert!(!title.ends_with(['.', '。']), "{at}: a title ends without a period");
        }
        for example in &words.example {
            let known = [
                "kotlin", "java", "swift", "objc", "xml", "gradle", "proguard", "js", "dart", "c", "yaml", "text",
                "shell",
            ];
            assert!(known.contains(&example.lang.as_str()), "{at}: example in {}", example.lang);
            assert!(!example.code.trim().is_empty(), "{at}: empty example");
        }
        for reference in &words.references {
            assert!(reference.starts_with("https://"), "{at}: {reference}");
        }
    }
}

#[test]
fn references_to_other_lists_are_well_formed() {
    let masvs =
        regex::Regex::new(r"^MASVS-(STORAGE|CRYPTO|AUTH|NETWORK|PLATFORM|CODE|RESILIENCE|PRIVACY)-[1-4]$").unwrap();
    let maswe = regex::Regex::new(r"^MASWE-0[0-9]{3}$").unwrap();
    for (_, path, file) in rule_files() {
        let at = path.display();
        assert!(file.rule.masvs.iter().all(|id| masvs.is_match(id)), "{at}: {:?}", file.rule.masvs);
        let all = file.rule.maswe.iter().chain(&file.rule.maswe_beta);
        assert!(all.clone().all(|id| maswe.is_match(id)), "{at}: {:?}", file.rule.maswe);
        assert!(file.rule.cwe.iter().all(|n| (1..2000).contains(n)), "{at}: {:?}", file.rule.cwe);
    }
}

/// Words that betray a text from across the strait or from a machine.
#[test]
fn chinese_words_are_those_of_taiwan() {
    let foreign = [
        "應用程序",
        "軟件",
        "用戶",
        "默認",
        "訪問",
        "數據",
        "信息",
        "網絡",
        "服務器",
        "調用",
        "函數",
        "證書",
        "剪貼板",
        "日志",
        "緩存",
        "加載",
        "屏幕",
        "組件導出",
        "權限申請",
        "文件夾",
        "字符",
        "接口",
        "簽名文件",
        "視頻",
    ];
    for (_, path, _) in rule_files() {
        // 用戶端 (client) is the word used here; 用戶 alone is not.
        let yaml = std::fs::read_to_string(&path).unwrap().replace("用戶端", "");
        for word in foreign {
            assert!(!yaml.contains(word), "{}: {word}", path.display());
        }
    }
}

#[test]
fn the_binary_carries_every_file() {
    let catalogue = Catalogue::embedded().unwrap();
    let files: BTreeSet<String> = rule_files().iter().map(|(_, _, f)| f.rule.id.to_string()).collect();
    let embedded: BTreeSet<String> = catalogue.rules().iter().map(|r| r.id.to_string()).collect();
    assert_eq!(files, embedded);
    for rule in catalogue.rules() {
        assert!(catalogue.words(&rule.id).is_some(), "{}", rule.id);
    }
    assert_eq!(WORD_KEYS.len(), 7);
}

#[test]
fn the_profile_lists_every_item_once_with_its_classes() {
    let profile = profile();
    let count = |class: Class| profile.controls.iter().filter(|c| c.classes.contains(&class)).count();
    assert_eq!(profile.controls.len(), 65);
    assert_eq!(
        (count(Class::L1), count(Class::L2), count(Class::L3), count(Class::F), count(Class::Reference)),
        (25, 31, 39, 9, 16)
    );
    let ids: BTreeSet<&str> = profile.controls.iter().map(|c| c.id.as_str()).collect();
    assert_eq!(ids.len(), 65);
    for control in &profile.controls {
        both(&control.title, &control.id);
        assert!(!control.classes.is_empty());
        let alone = control.classes.iter().any(|c| matches!(c, Class::F | Class::Reference));
        assert!(!alone || control.classes.len() == 1, "{}: F and reference stand alone", control.id);
    }
}

#[test]
fn every_item_has_a_way_to_a_verdict() {
    for control in &profile().controls {
        let at = &control.id;
        for part in &control.manual {
            both(&part.title, at);
            both(&part.keep, at);
            both(&part.passes, at);
            assert!(!part.steps.is_empty(), "{at}: {}: no steps", part.id);
            part.steps.iter().for_each(|step| both(step, at));
        }
        let names: BTreeSet<&str> = control.manual.iter().map(|p| p.id.as_str()).collect();
        assert_eq!(names.len(), control.manual.len(), "{at}: manual parts named once");
        for text in control.not_applicable.values().chain(control.undecided.values()) {
            both(text, at);
        }
        if control.classes.contains(&Class::L2) {
            match control.decided_by {
                DecidedBy::Scan => assert!(control.manual.is_empty(), "{at}: the scan decides it alone"),
                DecidedBy::Both | DecidedBy::Person => assert!(!control.manual.is_empty(), "{at}: no script"),
            }
        }
        for platform in [Platform::Android, Platform::Ios] {
            let scripted = control.manual.iter().any(|p| p.platforms.is_empty() || p.platforms.contains(&platform));
            let said = control.not_applicable.contains_key(&platform) || control.undecided.contains_key(&platform);
            assert!(!control.fails.is_empty() || scripted || said, "{at}: nothing decides it on {platform}");
        }
    }
}

#[test]
fn roles_fit_the_rules() {
    let rules: BTreeMap<String, Rule> =
        rule_files().into_iter().map(|(_, _, f)| (f.rule.id.to_string(), f.rule)).collect();
    let mut mapped = BTreeSet::new();
    for control in &profile().controls {
        let mut here = BTreeSet::new();
        for listed in control.rules() {
            let id = listed.id().to_string();
            let rule = rules.get(&id).unwrap_or_else(|| panic!("{}: there is no rule {id}", control.id));
            assert_eq!(rule.status, Status::Stable, "{}: {id} is not proven", control.id);
            assert!(here.insert(id.clone()), "{}: {id} twice", control.id);
            mapped.insert(id);
            if let Some(reason) = listed.reason() {
                both(reason, &control.id);
            }
        }
        for listed in &control.fails {
            let rule = &rules[listed.id().as_str()];
            assert!(rule.severity > Severity::Info, "{}: {} is information", control.id, rule.id);
            assert!(rule.confidence >= Confidence::Likely, "{}: {} is too unsure to fail it", control.id, rule.id);
        }
    }
    for (id, rule) in &rules {
        assert_eq!(rule.status == Status::Stable, mapped.contains(id), "{id}: stable rules stand in the profile");
    }
}

/// The index of all rules as Markdown.
fn index() -> String {
    use std::fmt::Write as _;

    let profile = profile();
    let mut items: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for control in &profile.controls {
        for (role, listed) in [("", &control.fails), ("?", &control.asks), ("·", &control.hints)] {
            for rule in listed {
                items.entry(rule.id().to_string()).or_default().push(format!("{}{role}", control.id));
            }
        }
    }
    let mut out = String::from(
        "<!-- Generated from the rule files by tests/catalogue.rs; run it with MASPECT_UPDATE=1 to write it anew. -->\n\n\
         # Rules\n\n\
         One rule is one file, named after the flaw. `maspect explain RULE` shows its words; `samples/RULE/` holds what it\n\
         must and must not find. Which items of MAS V4.0 a rule speaks for is said in `profiles/mas-v4.yaml` alone: a plain\n\
         number fails the item, `?` hands it to a person, `·` is only shown.\n\n",
    );
    let files = rule_files();
    let count = |platform: &str| files.iter().filter(|(room, ..)| *room == platform).count();
    let _ = writeln!(
        out,
        "{} rules: {} for Android, {} for iOS, {} for both.\n\n| rule | flaw | 弱點 | severity | confidence | items |\n|---|---|---|---|---|---|",
        files.len(),
        count("android"),
        count("ios"),
        count("common")
    );
    for (room, path, file) in &files {
        let rule = &file.rule;
        let folder = path.parent().unwrap().file_name().unwrap().to_string_lossy().into_owned();
        let here =
            items.get(rule.id.as_str()).map_or_else(|| format!("{:?}", rule.status).to_lowercase(), |i| i.join(", "));
        let _ = writeln!(
            out,
            "| [{id}]({room}/{folder}/{id}.yaml) | {} | {} | {} | {} | {here} |",
            file.words.title.en,
            file.words.title.zh_hant,
            rule.severity,
            rule.confidence,
            id = rule.id
        );
    }
    out.push_str(
        "\n## Left out\n\n\
         Known false alarms that no good sample stands for, and flaws that no rule decides: `samples/left-out.yaml`.\n\n\
         | rule | case | reason |\n|---|---|---|\n",
    );
    for LeftOut { rule, case, why } in left_out() {
        assert!(files.iter().any(|(.., file)| file.rule.id.as_str() == rule), "samples/left-out.yaml: no rule {rule}");
        let _ = writeln!(out, "| {rule} | {case} | {why} |");
    }
    out
}

/// A line of `samples/left-out.yaml`.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct LeftOut {
    rule: String,
    case: String,
    why: String,
}

fn left_out() -> Vec<LeftOut> {
    serde_saphyr::from_str(&std::fs::read_to_string("samples/left-out.yaml").unwrap()).unwrap()
}

/// A rule that decides nothing says why.
#[test]
fn every_draft_is_named_among_what_is_left_out() {
    let named: BTreeSet<String> = left_out().into_iter().map(|row| row.rule).collect();
    let drafts = rule_files().into_iter().filter(|(.., file)| file.rule.status == Status::Draft);
    let missing: Vec<String> =
        drafts.map(|(.., file)| file.rule.id.to_string()).filter(|id| !named.contains(id)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn the_index_is_fresh() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/README.md");
    let index = index();
    if std::env::var_os("MASPECT_UPDATE").is_some() {
        std::fs::write(&path, &index).unwrap();
    }
    assert!(
        std::fs::read_to_string(&path).is_ok_and(|found| found == index),
        "rules/README.md is stale: run this test with MASPECT_UPDATE=1"
    );
}

/// A taint rule that names a kind which no data defines would never be decided.
#[test]
fn every_kind_of_an_android_taint_rule_is_defined() {
    let catalogue = Catalogue::embedded().unwrap();
    let flow = FlowKnowledge::load(|name| catalogue.knowledge(name)).unwrap();
    // What the engine sees by itself.
    let own = ["xored", "explicit", "unexported"];
    let transforms: Vec<&String> = flow.sanitizers.keys().chain(flow.checks.keys()).collect();
    let mut missing = Vec::new();
    for (_, path, file) in rule_files() {
        let rule = &file.rule;
        let Some(taint) = rule.taint.as_ref().filter(|_| rule.platform.covers(Platform::Android)) else { continue };
        if rule.status != Status::Stable {
            continue;
        }
        let at = path.display();
        let source = |k: &&String| !flow.sources.contains_key(*k);
        let sink = |k: &&String| !flow.sinks.contains_key(*k);
        let transform = |k: &&String| !transforms.contains(k) && !own.contains(&k.as_str());
        missing.extend(taint.from.iter().filter(source).map(|k| format!("{at}: source {k}")));
        missing.extend(taint.to.iter().filter(sink).map(|k| format!("{at}: sink {k}")));
        missing.extend(
            taint.unless.iter().chain(&taint.through).filter(transform).map(|k| format!("{at}: transform {k}")),
        );
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}
