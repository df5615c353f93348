//! The report: what every renderer sees.
