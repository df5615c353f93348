//! A mangled symbol, read letter by letter: what the readers of C++ names and of Swift names share.

/// The text of a mangled symbol and how far it has been read.
pub(super) struct Mangled<'a> {
    text: &'a [u8],
    position: usize,
}

impl<'a> Mangled<'a> {
    /// At the front of `text`.
    pub(super) fn new(text: &'a str) -> Self {
        Self { text: text.as_bytes(), position: 0 }
    }

    /// The next letter, left where it is.
    pub(super) fn peek(&self) -> Option<u8> {
        self.text.get(self.position).copied()
    }

    /// The next letter.
    pub(super) fn next(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.skip(1);
        Some(byte)
    }

    /// Passes `count` letters, or what there is of them.
    pub(super) fn skip(&mut self, count: usize) {
        self.position = self.position.saturating_add(count).min(self.text.len());
    }

    /// Passes `mark` where it stands next.
    pub(super) fn accept(&mut self, mark: &str) -> bool {
        let found = self.text.get(self.position..).is_some_and(|rest| rest.starts_with(mark.as_bytes()));
        if found {
            self.skip(mark.len());
        }
        found
    }

    /// How far it has been read, for [`Mangled::back_to`].
    pub(super) fn position(&self) -> usize {
        self.position
    }

    /// Reads on from an earlier position.
    pub(super) fn back_to(&mut self, position: usize) {
        self.position = position.min(self.text.len());
    }

    /// Whether a digit stands next.
    pub(super) fn is_digit(&self) -> bool {
        self.peek().is_some_and(|byte| byte.is_ascii_digit())
    }

    /// A decimal number; 0 where no digit stands, none when it is too large.
    pub(super) fn number(&mut self) -> Option<usize> {
        let mut value = 0usize;
        while let Some(digit) = self.peek().filter(u8::is_ascii_digit) {
            value = value.checked_mul(10)?.checked_add(usize::from(digit.wrapping_sub(b'0')))?;
            self.skip(1);
        }
        Some(value)
    }

    /// The next `length` letters.
    pub(super) fn take(&mut self, length: usize) -> Option<&'a str> {
        let end = self.position.checked_add(length)?;
        let slice = self.text.get(self.position..end)?;
        self.position = end;
        std::str::from_utf8(slice).ok()
    }
}
