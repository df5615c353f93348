//! Days as the application writes them.

use jiff::civil::Date;
use jiff::{Span, ToSpan as _, Unit};

/// A day of the Republic's calendar as `YYYMMDD` (2026-11-21 is `1151121`); none before its first year.
pub fn roc(day: &str) -> Option<String> {
    let day: Date = day.parse().ok()?;
    let year = day.year() - 1911;
    (year >= 1).then(|| format!("{year:03}{:02}{:02}", day.month(), day.day()))
}

/// Where a day that comes back every year stands on another day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Yearly {
    /// The first day on which it is due again (ISO).
    pub due: String,
    /// Days until then; negative when it is past.
    pub left: i32,
}

/// When something issued on `issued` is due again a year later, seen from `today`.
pub fn yearly(issued: &str, today: &str) -> Option<Yearly> {
    let (issued, today): (Date, Date) = (issued.parse().ok()?, today.parse().ok()?);
    let due = issued.checked_add(1.year()).ok()?;
    let span: Span = today.until((Unit::Day, due)).ok()?;
    Some(Yearly { due: due.to_string(), left: span.get_days() })
}

/// Days from one day to another.
pub fn days_between(from: &str, to: &str) -> Option<i32> {
    let (from, to): (Date, Date) = (from.parse().ok()?, to.parse().ok()?);
    from.until((Unit::Day, to)).ok().map(|span| span.get_days())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_the_republic() {
        assert_eq!(roc("2026-11-21").as_deref(), Some("1151121"));
        assert_eq!(roc("2009-01-05").as_deref(), Some("0980105"));
        assert_eq!(roc("1900-01-01"), None);
        assert_eq!(roc("tomorrow"), None);
    }

    #[test]
    fn a_certificate_is_due_a_year_later() {
        let at = |issued: &str| yearly(issued, "2026-11-21").unwrap();
        assert_eq!(at("2026-01-20"), Yearly { due: "2027-01-20".into(), left: 60 });
        assert_eq!(at("2025-11-20").left, -1);
        assert_eq!(at("2024-02-29").due, "2025-02-28");
        assert_eq!(days_between("2026-11-01", "2026-11-21"), Some(20));
    }
}
