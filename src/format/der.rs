//! DER, X.509 and CMS as far as signatures need them.
