//! Characters in a pattern: escapes and classes.

use super::cursor::{Cursor, hexadecimal};
use super::{Shorthands, Unsupported};
use crate::points::{Points, point};
use crate::unicode;

/// What an escape stands for, the backslash behind us.
pub(super) enum Escape {
    /// One character.
    Character(char),
    /// One of a set.
    Set(Points),
}

/// How characters are read at a place of the pattern.
#[derive(Clone, Copy)]
pub(super) struct Characters {
    pub(super) shorthands: Shorthands,
    pub(super) ignore_case: bool,
}

impl Characters {
    /// A character outside a class.
    pub(super) fn literal(self, character: char) -> Points {
        self.fold(Points::one(character))
    }

    /// An escape outside a class that stands for characters.
    pub(super) fn escape(self, cursor: &mut Cursor<'_>) -> Result<Points, Unsupported> {
        Ok(match self.escaped(cursor)? {
            Escape::Character(character) => self.literal(character),
            Escape::Set(set) => set,
        })
    }

    /// A class, its opening bracket behind us.
    pub(super) fn class(self, cursor: &mut Cursor<'_>) -> Result<Points, Unsupported> {
        let negated = cursor.eat("^");
        if cursor.peek() == Some(']') {
            return cursor.refuse("has an empty class, which the validator refuses");
        }
        let mut ranges = Vec::new();
        while !cursor.eat("]") {
            let first = self.item(cursor)?;
            let is_range = cursor.peek() == Some('-') && !cursor.rest().starts_with("-]");
            if !is_range {
                match first {
                    Escape::Character(only) => ranges.push((point(only), point(only))),
                    Escape::Set(set) => ranges.extend_from_slice(set.ranges()),
                }
                continue;
            }
            let Escape::Character(first) = first else {
                // `[\w--z]` is the one form with a set that the validator reads: both hyphens stand for themselves.
                return cursor.refuse("has a range that begins with a set of characters");
            };
            cursor.next();
            let Escape::Character(last) = self.item(cursor)? else {
                return cursor.refuse("has a range that ends with a set of characters");
            };
            if first > last {
                return cursor.refuse("has a range that ends before it begins");
            }
            ranges.push((point(first), point(last)));
        }
        let set = self.fold(Points::of(ranges));
        let set = if negated { set.complement() } else { set };
        if set.is_empty() {
            return cursor.refuse("has a class without characters");
        }
        Ok(set)
    }

    fn item(self, cursor: &mut Cursor<'_>) -> Result<Escape, Unsupported> {
        match cursor.next() {
            None => cursor.refuse("has a class that does not end"),
            Some('\\') if cursor.eat("b") => {
                cursor.refuse("has a backspace written as \\b in a class")
            }
            Some('\\') => self.escaped(cursor),
            Some(character) => Ok(Escape::Character(character)),
        }
    }

    fn escaped(self, cursor: &mut Cursor<'_>) -> Result<Escape, Unsupported> {
        let Some(letter) = cursor.next() else {
            return cursor.refuse("ends with a backslash");
        };
        Ok(match letter {
            'd' => Escape::Set(self.digits()),
            'D' => Escape::Set(self.digits().complement()),
            'w' => Escape::Set(self.word()),
            'W' => Escape::Set(self.word().complement()),
            's' => Escape::Set(self.space()),
            'S' => Escape::Set(self.space().complement()),
            'p' => Escape::Set(self.property(cursor)?),
            'P' => Escape::Set(self.property(cursor)?.complement()),
            't' => Escape::Character('\t'),
            'n' => Escape::Character('\n'),
            'r' => Escape::Character('\r'),
            'f' => Escape::Character('\u{c}'),
            'v' => Escape::Character('\u{b}'),
            'x' | 'u' => Escape::Character(by_number(letter, cursor)?),
            'c' => match cursor.next() {
                Some(control) if control.is_ascii_alphabetic() => {
                    Escape::Character(char::from(control as u8 % 32))
                }
                _ => return cursor.refuse("has a control escape without a letter"),
            },
            '0'..='9' | 'k' => return cursor.refuse("refers back to a group"),
            '<' | '>' => return cursor.refuse("has an escape that engines read in two ways"),
            mark if mark.is_ascii_punctuation() || mark == ' ' => Escape::Character(mark),
            _ => return cursor.refuse("has an escape that is not of the dialect"),
        })
    }

    fn property(self, cursor: &mut Cursor<'_>) -> Result<Points, Unsupported> {
        let name = if cursor.eat("{") {
            cursor.until('}')
        } else {
            let rest = cursor.rest();
            cursor.next().map(|letter| &rest[..letter.len_utf8()])
        };
        match name.and_then(unicode::property) {
            Some(set) => Ok(self.fold(set)),
            None => cursor.refuse("names a property of characters that is not known here"),
        }
    }

    fn digits(self) -> Points {
        match self.shorthands {
            Shorthands::Ecma => Points::range('0', '9'),
            Shorthands::Unicode => unicode::digits(),
        }
    }

    fn word(self) -> Points {
        match self.shorthands {
            Shorthands::Ecma => self.fold(ecma_word()),
            Shorthands::Unicode => unicode::word(),
        }
    }

    fn space(self) -> Points {
        match self.shorthands {
            Shorthands::Ecma => ecma_space(),
            Shorthands::Unicode => unicode::space(),
        }
    }

    fn fold(self, set: Points) -> Points {
        if self.ignore_case {
            unicode::fold(&set)
        } else {
            set
        }
    }
}

/// A character by its number: `\x41`, `\u0041`, `\u{41}`.
fn by_number(letter: char, cursor: &mut Cursor<'_>) -> Result<char, Unsupported> {
    let number = if letter == 'u' && cursor.eat("{") {
        cursor.until('}').and_then(hexadecimal)
    } else {
        cursor.hexadecimal(if letter == 'x' { 2 } else { 4 })
    };
    match number.and_then(char::from_u32) {
        Some(character) => Ok(character),
        None => cursor.refuse("has a number that is no character"),
    }
}

fn ecma_word() -> Points {
    [('A', 'Z'), ('a', 'z'), ('_', '_'), ('0', '9')]
        .into_iter()
        .fold(Points::default(), |set, (first, last)| {
            set.union(&Points::range(first, last))
        })
}

/// `WhiteSpace` and `LineTerminator` of ECMA-262: tab to carriage return, the space separators, and the byte order mark.
fn ecma_space() -> Points {
    [
        ('\t', '\r'),
        (' ', ' '),
        ('\u{a0}', '\u{a0}'),
        ('\u{1680}', '\u{1680}'),
        ('\u{2000}', '\u{200a}'),
        ('\u{2028}', '\u{2029}'),
        ('\u{202f}', '\u{202f}'),
        ('\u{205f}', '\u{205f}'),
        ('\u{3000}', '\u{3000}'),
        ('\u{feff}', '\u{feff}'),
    ]
    .into_iter()
    .fold(Points::default(), |set, (first, last)| {
        set.union(&Points::range(first, last))
    })
}
