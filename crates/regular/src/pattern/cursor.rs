//! A place in the text of a pattern.

use super::Unsupported;

/// What is left of the text.
pub(super) struct Cursor<'a> {
    text: &'a str,
    offset: usize,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, offset: 0 }
    }

    pub(super) fn offset(&self) -> usize {
        self.offset
    }

    pub(super) fn rest(&self) -> &'a str {
        &self.text[self.offset..]
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub(super) fn next(&mut self) -> Option<char> {
        let next = self.peek()?;
        self.offset += next.len_utf8();
        Some(next)
    }

    /// Steps over `prefix` if it is there.
    pub(super) fn eat(&mut self, prefix: &str) -> bool {
        let found = self.rest().starts_with(prefix);
        if found {
            self.offset += prefix.len();
        }
        found
    }

    /// Steps to behind the next `end` and returns what stands before it.
    pub(super) fn until(&mut self, end: char) -> Option<&'a str> {
        let (before, _) = self.rest().split_once(end)?;
        self.offset += before.len() + end.len_utf8();
        Some(before)
    }

    /// A decimal number; `None` if there is none or it is above `u32::MAX`.
    pub(super) fn number(&mut self) -> Option<u32> {
        let rest = self.rest();
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let number = rest[..digits].parse().ok()?;
        self.offset += digits;
        Some(number)
    }

    /// Exactly so many hexadecimal digits.
    pub(super) fn hexadecimal(&mut self, digits: usize) -> Option<u32> {
        let text = self.rest().get(..digits)?;
        let number = hexadecimal(text)?;
        self.offset += digits;
        Some(number)
    }

    pub(super) fn back_to(&mut self, offset: usize) {
        self.offset = offset;
    }

    pub(super) fn refuse<T>(&self, reason: &'static str) -> Result<T, Unsupported> {
        Err(Unsupported {
            reason,
            offset: self.offset,
        })
    }
}

/// The value of hexadecimal digits; `None` for anything else, a sign included.
pub(super) fn hexadecimal(text: &str) -> Option<u32> {
    text.bytes()
        .all(|byte| byte.is_ascii_hexdigit())
        .then(|| u32::from_str_radix(text, 16).ok())?
}
