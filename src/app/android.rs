//! An Android app, its splits read as one.

use super::{Kind, Package};
use crate::finding::Note;
use crate::limits::Budget;

/// One app's APKs in order, base first; alone it is just an APK. The error lists the apps when they are several.
pub(super) fn split_set(mut apks: Vec<Package>, _budget: &Budget) -> Result<(Kind, Vec<Package>, Vec<Note>), String> {
    if apks.len() == 1 {
        return Ok((Kind::Apk, apks, Vec::new()));
    }
    apks.sort_by_key(|apk| (!apk.name().contains("base"), apk.name().to_owned()));
    Ok((Kind::ApkSet, apks, Vec::new()))
}
