//! Programs of our own bytes.

use super::*;

#[test]
fn types_are_named_as_in_source() {
    assert_eq!(source_form("Lcom/example/Main$1;"), "com.example.Main$1");
    assert_eq!(source_form("[[B"), "byte[][]");
    assert_eq!(source_form(""), "");
}

#[test]
fn rows_are_sorted_by_key_and_keep_their_order() {
    let csr = Csr::new(3, &[(2, 'a'), (0, 'b'), (2, 'c'), (9, 'x')]);
    assert_eq!(csr.get(0), ['b']);
    assert!(csr.get(1).is_empty());
    assert_eq!(csr.get(2), ['a', 'c']);
    assert!(csr.get(7).is_empty());
}
