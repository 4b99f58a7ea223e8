//! What a pattern says, free of its notation.

use crate::points::Points;

/// A set of places in a string: from where it begins to match to where it ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Expression {
    /// One character of these.
    One(Points),
    /// One after the other; nothing at all if there are none.
    Sequence(Vec<Expression>),
    /// One of them.
    Choice(Vec<Expression>),
    /// Again and again.
    Repeat {
        /// What.
        body: Box<Expression>,
        /// At least so often.
        min: u32,
        /// At most so often.
        max: Option<u32>,
    },
    /// A condition on the place between two characters.
    At(Place),
    /// A condition on what follows or precedes.
    Look {
        /// Which way.
        direction: Direction,
        /// Whether it has to fail.
        negative: bool,
        /// What.
        body: Box<Expression>,
    },
}

/// A place between two characters that the neighbours decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// Before the first character.
    Start,
    /// Behind the last character.
    End,
    /// Before the first character of a line.
    LineStart,
    /// Behind the last character of a line.
    LineEnd,
    /// Between a word character and another one or none.
    WordEdge,
    /// Anywhere else.
    NoWordEdge,
}

/// Which way to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Direction {
    /// At what follows.
    Ahead,
    /// At what precedes.
    Behind,
}

/// Bytes that words which are spelt out may take, on average of as many as may be spelt out.
const BYTES_A_WORD: usize = 1_024;

impl Expression {
    /// Matches the empty string.
    pub(crate) fn nothing() -> Self {
        Self::Sequence(Vec::new())
    }

    /// Whether it looks ahead or behind anywhere.
    pub(crate) fn looks(&self) -> bool {
        match self {
            Self::One(_) | Self::At(_) => false,
            Self::Sequence(parts) | Self::Choice(parts) => parts.iter().any(Self::looks),
            Self::Repeat { body, .. } => body.looks(),
            Self::Look { .. } => true,
        }
    }

    /// The words of an expression that is anchored at both ends and spells out at most `limit` of them, such as `^(get|put)$`. Together they may be
    /// as long as [`BYTES_A_WORD`] each.
    pub(crate) fn exact_words(&self, limit: usize) -> Option<Vec<Box<str>>> {
        let Self::Sequence(parts) = self else {
            return None;
        };
        let [Self::At(Place::Start), middle @ .., Self::At(Place::End)] = parts.as_slice() else {
            return None;
        };
        let mut words = vec![String::new()];
        for part in middle {
            let tails = part.spelt(limit)?;
            if words.len().saturating_mul(tails.len()) > limit {
                return None;
            }
            let bytes = |words: &[String]| words.iter().map(String::len).sum::<usize>();
            let longer = bytes(&words)
                .saturating_mul(tails.len())
                .saturating_add(bytes(&tails).saturating_mul(words.len()));
            if longer > limit.saturating_mul(BYTES_A_WORD) {
                return None;
            }
            words = words
                .iter()
                .flat_map(|head| tails.iter().map(move |tail| format!("{head}{tail}")))
                .collect();
        }
        Some(words.into_iter().map(Box::from).collect())
    }

    fn spelt(&self, limit: usize) -> Option<Vec<String>> {
        match self {
            Self::One(points) => Some(vec![points.single()?.to_string()]),
            Self::Sequence(parts) => {
                let mut word = String::new();
                for part in parts {
                    let spelt = part.spelt(1)?;
                    word.push_str(spelt.first()?);
                }
                Some(vec![word])
            }
            Self::Choice(parts) if parts.len() <= limit => {
                let mut words = Vec::new();
                for part in parts {
                    words.extend(part.spelt(1)?);
                }
                Some(words)
            }
            _ => None,
        }
    }
}
