//! Text of entries: assets, scripts, property files.

use std::collections::BTreeSet;

use super::{Desk, Finds, reads_as_text};
use crate::app::{Build, Entry};
use crate::fact::FactStore;
use crate::fact::package::Hybrid;
use crate::fact::text::{Found, Place};
use crate::finding::{AppText, Coverage, CoverageState, Locus, Note, Owner, Part, Platform};

/// Entries above this size are looked through for shapes only, not for pairs and words.
const WORDS_UP_TO: usize = 16 << 20;

/// Looks through every entry that bears text and is not read by a stage of its own. `owner_of` says whose a path is.
pub(super) fn entries(
    build: &Build,
    hybrids: &[Hybrid],
    owner_of: &dyn Fn(&str) -> Owner,
    taken: &BTreeSet<String>,
    desk: &Desk<'_>,
    found: &mut Found,
    finds: &mut Finds,
) {
    for entry in build.entries() {
        let path = entry.path();
        if taken.contains(&path) || !bears_text(build.platform(), &entry, reads_as_text(hybrids, &path)) {
            continue;
        }
        let (bytes, complete) = entry.look(desk.budget);
        let script = reads_as_text(hybrids, &path);
        let binary = bytes.get(..bytes.len().min(2_048)).unwrap_or_default().contains(&0);
        let whose = hybrids.iter().find_map(|h| h.owner(&path)).unwrap_or_else(|| owner_of(&path));
        let owner = |_: usize| whose.clone();
        let locus = |at: usize| Locus::Bytes { file: AppText::new(&path), offset: at as u64, length: 1 };
        let place = Place {
            part: if script { Part::JsBundle } else { Part::Assets },
            file: &path,
            owner: &owner,
            locus: &locus,
            words: !binary && bytes.len() <= WORDS_UP_TO,
        };
        if !complete {
            found.cut(place.part, &path);
        }
        desk.texts.scan(&bytes, &place, found);
        if script || path.ends_with(".js") {
            finds.notices.script(&path, &bytes);
            finds.keys.script(&path, &bytes);
        } else if !binary {
            finds.notices.file(&path, &bytes);
            finds.keys.text(&path, &bytes);
        }
        if !binary && !script && bytes.len() <= WORDS_UP_TO {
            desk.texts.scan_pairs(&String::from_utf8_lossy(&bytes), &place, found);
            desk.texts.scan_people(&bytes, &place, found);
        }
    }
}

/// Whether an entry is worth a look: no picture, sound, font, compiled resource or code.
fn bears_text(platform: Platform, entry: &Entry<'_>, script: bool) -> bool {
    let lower = entry.name().to_ascii_lowercase();
    if script {
        return true;
    }
    let file = lower.rsplit('/').next().unwrap_or_default();
    let ending = file.rsplit_once('.').map_or("", |(_, e)| e);
    let no_text = matches!(
        ending,
        "png"
            | "jpg"
            | "jpeg"
            | "webp"
            | "gif"
            | "bmp"
            | "ico"
            | "mp3"
            | "mp4"
            | "m4a"
            | "ogg"
            | "wav"
            | "aac"
            | "mov"
            | "webm"
            | "ttf"
            | "otf"
            | "woff"
            | "woff2"
            | "ttc"
            | "dex"
            | "so"
            | "arsc"
            | "car"
            | "nib"
            | "storyboardc"
            | "tflite"
            | "model"
            | "onnx"
            | "pb"
            | "bin"
            | "rsa"
            | "dsa"
            | "ec"
            | "sf"
            | "mf"
            | "kotlin_module"
            | "kotlin_builtins"
            | "dylib"
            | "momd"
            | "mom"
            | "sinf"
            | "supp"
            | "supf"
            | "icns"
            | "pdf"
            | "zip"
            | "mobileprovision"
            | "xcent"
    );
    let compiled =
        platform == Platform::Android && lower.starts_with("res/") && ending == "xml" || file == "androidmanifest.xml";
    let signature = lower.starts_with("meta-inf/") || lower.contains("_codesignature/");
    !(no_text || compiled || signature) && entry.size() > 8
}

/// The text part is as well seen as the worst of what it is made of; parts that this build does not have do not count.
pub(super) fn cover(store: &mut FactStore, platform: Platform) {
    use Part::{Assets, DartSnapshot, Dex, InfoPlist, JsBundle, MachoStrings, Manifest, Native, Resources};
    let parts: &[Part] = match platform {
        Platform::Android => &[Manifest, Resources, Dex, Native, Assets, JsBundle, DartSnapshot],
        Platform::Ios => &[InfoPlist, MachoStrings, Assets, JsBundle, DartSnapshot],
    };
    // Strings are read also where logic is not followed.
    let read = ["hybrid-holds-logic", "engine-steps-spent", "part-of-app", "no-arm64-code"];
    let partly = ["entry-incomplete", "fairplay-encrypted", "elf-unreadable"];
    let coverage = store.coverage();
    let counts = |c: &&Coverage| {
        let code = c.note.code.as_str();
        parts.contains(&c.part)
            && match c.state {
                CoverageState::None => !read.contains(&code),
                CoverageState::Partial => partly.contains(&code),
                CoverageState::Full => false,
            }
    };
    let worst = coverage.iter().filter(counts).map(|c| (c.state, c.part)).min();
    let (state, note) = match worst {
        None => (CoverageState::Full, Note::new("read")),
        Some((state, part)) => (state, Note::new("part-of-text").with("part", part)),
    };
    store.cover(Part::Text, state, None, note);
}
