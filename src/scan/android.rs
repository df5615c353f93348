//! The stages of an Android build.

use std::collections::BTreeSet;

use super::{Desk, identity, text};
use crate::app::Build;
use crate::fact::FactStore;
use crate::fact::package::Hybrid;
use crate::fact::text::Found;
use crate::report::Identity;

pub(super) fn gather(build: &Build, hybrids: &[Hybrid], desk: &Desk<'_>, store: &mut FactStore) -> Identity {
    let identity = identity(build);
    let mut found = Found::default();
    text::entries(build, hybrids, &BTreeSet::new(), desk, &mut found);
    found.finish(desk.options.declared_hosts.as_ref(), store);
    identity
}
