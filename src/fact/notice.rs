//! Facts of the privacy notice.

use super::{Fact, FactStore};
use crate::finding::{AppText, Evidence, Locus};
use crate::notice::Notice;

/// Facts of a notice; `given` when the applicant handed it in.
pub fn facts(notice: &Notice, given: bool, store: &mut FactStore) {
    let file = notice.file.raw();
    store.add(
        Fact::new("notice", Locus::Document { file: notice.file.clone(), line: None })
            .flag("given", given)
            .flag("is_notice", notice.is_notice)
            .text("file", file)
            .anchored("notice"),
    );
    for point in &notice.points {
        let id = point.id.word();
        let evidence = Evidence::Attribute {
            name: "point".into(),
            value: Some(id.into()),
            expected: None,
            because: Some(point.reason.clone()),
        };
        store.add(
            Fact::new("notice-point", point.locus.clone())
                .text("point", id)
                .flag("satisfied", point.satisfied)
                .text("reason", &point.reason.code)
                .maybe("quote", point.quote.as_ref().map(AppText::raw))
                .showing(evidence)
                .anchored(id),
        );
    }
}
