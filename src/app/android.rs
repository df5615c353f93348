//! An Android app, its splits read as one.
