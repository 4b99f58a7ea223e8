//! What the other crates see: sets of strings with the operations of a Boolean algebra and the questions that a comparison asks.

use crate::automaton::{Automaton, Lengths};
use crate::finite::Words;
use crate::meter::Meter;
use crate::pattern::{Unsupported, read};
use crate::{format, subsets};
use std::fmt;
use std::sync::Arc;

/// The longest word that is built on request, in code points.
pub const MOST_CHARACTERS: u64 = 1 << 20;

/// Languages of at most so many words (or with at most so many words missing) are kept as lists, however they came about.
const FEW_WORDS: usize = 64;

/// The result would take more states or steps than allowed. The question stays open; it is neither yes nor no.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLarge;

impl fmt::Display for TooLarge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the automaton would take more than {} states or too many steps",
            crate::MOST_STATES
        )
    }
}

impl std::error::Error for TooLarge {}

/// A set of strings of Unicode scalar values. Cloning is cheap.
///
/// Equality is equality of content, with one exception: a list of more than 64 words that was given by [`Language::words`] or is written out in a
/// pattern is not recognised in an automaton that accepts the same ones ([`Language::is_subset`] both ways does).
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Language(Content);

#[derive(Clone, PartialEq, Eq, Hash)]
enum Content {
    /// Exactly these words.
    Only(Arc<Words>),
    /// Every word but these.
    AllBut(Arc<Words>),
    /// The words that the automaton accepts.
    Accepted(Arc<Automaton>),
}

use Content::{Accepted, AllBut, Only};

impl Language {
    /// Every string.
    pub fn all() -> Self {
        Self(AllBut(Words::none()))
    }

    /// No string.
    pub fn none() -> Self {
        Self(Only(Words::none()))
    }

    /// One string.
    pub fn word(word: &str) -> Self {
        Self(Only(Arc::new(Words::one(word))))
    }

    /// These strings.
    pub fn words<I>(words: I) -> Self
    where
        I: IntoIterator,
        I::Item: Into<Box<str>>,
    {
        Self(Only(Arc::new(words.into_iter().map(Into::into).collect())))
    }

    /// The strings in which the `pattern` of a JSON Schema finds a match. The search is unanchored: `a` accepts every string that has an `a`.
    pub fn pattern(text: &str) -> Result<Self, Unsupported> {
        Self::pattern_within(text, &Meter::default())
    }

    /// As [`Language::pattern`], within what is left on a meter.
    pub fn pattern_within(text: &str, meter: &Meter) -> Result<Self, Unsupported> {
        let expression = read(text)?;
        // More words than these are a list only if they are one as written.
        let written = text.len() / 2;
        if let Some(words) = expression.exact_words(FEW_WORDS.max(written)) {
            meter.take(words.len()).map_err(Unsupported::from)?;
            return Ok(Self(Only(Arc::new(words.into_iter().collect()))));
        }
        let automaton = subsets::search(&expression, meter).map_err(Unsupported::from)?;
        Ok(Self::of(automaton))
    }

    /// The strings of a `format`, for formats that are regular languages exactly as the validator asserts them in every draft that knows them:
    /// `date`, `time`, `date-time`, `duration`, `ipv4`, `ipv6`, `uuid`, `json-pointer`, `relative-json-pointer`, `uri-template`, `uri`,
    /// `uri-reference`, `iri` and `iri-reference`. `None` for all others. (Not all drafts know all of them, and some assert none.)
    pub fn format(name: &str) -> Option<Self> {
        format::language(name)
    }

    /// All strings that are not in it.
    #[must_use]
    pub fn complement(&self) -> Self {
        Self(match &self.0 {
            Only(words) => AllBut(Arc::clone(words)),
            AllBut(words) => Only(Arc::clone(words)),
            Accepted(automaton) => Accepted(Arc::new(automaton.complement())),
        })
    }

    /// The strings that are in both.
    pub fn and(&self, other: &Self) -> Result<Self, TooLarge> {
        self.and_within(other, &Meter::default())
    }

    /// As [`Language::and`], within what is left on a meter.
    pub fn and_within(&self, other: &Self, meter: &Meter) -> Result<Self, TooLarge> {
        self.pay_for_lists(other, meter)?;
        Ok(match (&self.0, &other.0) {
            (Only(words), _) => Self(Only(keep(words, |word| other.contains(word)))),
            (_, Only(words)) => Self(Only(keep(words, |word| self.contains(word)))),
            (AllBut(left), AllBut(right)) => Self(AllBut(Arc::new(left.union(right)))),
            _ if self == other => self.clone(),
            _ => Self::combine(self, other, |left, right| left && right, meter)?,
        })
    }

    /// The strings that are in at least one of them.
    pub fn or(&self, other: &Self) -> Result<Self, TooLarge> {
        self.or_within(other, &Meter::default())
    }

    /// As [`Language::or`], within what is left on a meter.
    pub fn or_within(&self, other: &Self, meter: &Meter) -> Result<Self, TooLarge> {
        self.pay_for_lists(other, meter)?;
        Ok(match (&self.0, &other.0) {
            (Only(left), Only(right)) => Self(Only(Arc::new(left.union(right)))),
            (AllBut(words), _) => Self(AllBut(keep(words, |word| !other.contains(word)))),
            (_, AllBut(words)) => Self(AllBut(keep(words, |word| !self.contains(word)))),
            _ if self == other => self.clone(),
            _ => Self::combine(self, other, |left, right| left || right, meter)?,
        })
    }

    /// The strings that are in this one and not in the other.
    pub fn minus(&self, other: &Self) -> Result<Self, TooLarge> {
        self.minus_within(other, &Meter::default())
    }

    /// As [`Language::minus`], within what is left on a meter.
    pub fn minus_within(&self, other: &Self, meter: &Meter) -> Result<Self, TooLarge> {
        self.pay_for_lists(other, meter)?;
        Ok(match (&self.0, &other.0) {
            (Only(words), _) => Self(Only(keep(words, |word| !other.contains(word)))),
            (_, AllBut(words)) => Self(Only(keep(words, |word| self.contains(word)))),
            (AllBut(left), Only(right)) => Self(AllBut(Arc::new(left.union(right)))),
            _ if self == other => Self::none(),
            _ => Self::combine(self, other, |left, right| left && !right, meter)?,
        })
    }

    /// Whether it holds this string.
    pub fn contains(&self, word: &str) -> bool {
        match &self.0 {
            Only(words) => words.contains(word),
            AllBut(words) => !words.contains(word),
            Accepted(automaton) => automaton.accepts(word),
        }
    }

    /// Whether it holds no string.
    pub fn is_empty(&self) -> bool {
        matches!(&self.0, Only(words) if words.is_empty())
    }

    /// Whether it holds every string.
    pub fn is_all(&self) -> bool {
        matches!(&self.0, AllBut(words) if words.is_empty())
    }

    /// Whether every string of this language is in the other one.
    pub fn is_subset(&self, other: &Self) -> Result<bool, TooLarge> {
        self.is_subset_within(other, &Meter::default())
    }

    /// As [`Language::is_subset`], within what is left on a meter.
    pub fn is_subset_within(&self, other: &Self, meter: &Meter) -> Result<bool, TooLarge> {
        if self == other || other.is_all() {
            return Ok(true);
        }
        self.pay_for_lists(other, meter)?;
        match (&self.0, &other.0) {
            (Only(words), _) => Ok(words.iter().all(|word| other.contains(word))),
            (_, AllBut(words)) => Ok(!words.iter().any(|word| self.contains(word))),
            (AllBut(_), Only(_)) => Ok(false),
            _ => Ok(!self.reaches(other, |left, right| left && !right, meter)?),
        }
    }

    /// Whether no string is in both.
    pub fn is_disjoint(&self, other: &Self) -> Result<bool, TooLarge> {
        self.is_disjoint_within(other, &Meter::default())
    }

    /// As [`Language::is_disjoint`], within what is left on a meter.
    pub fn is_disjoint_within(&self, other: &Self, meter: &Meter) -> Result<bool, TooLarge> {
        self.pay_for_lists(other, meter)?;
        match (&self.0, &other.0) {
            (Only(words), _) => Ok(!words.iter().any(|word| other.contains(word))),
            (_, Only(words)) => Ok(!words.iter().any(|word| self.contains(word))),
            (AllBut(_), AllBut(_)) => Ok(false),
            _ => Ok(!self.reaches(other, |left, right| left && right, meter)?),
        }
    }

    /// The only string that it holds, if it is exactly one.
    pub fn single(&self) -> Option<&str> {
        match &self.0 {
            Only(words) => words.single(),
            _ => None,
        }
    }

    /// The strings that it holds, in the order of their code points, if it is kept as a list (always for at most 64).
    pub fn listed(&self) -> Option<impl Iterator<Item = &str>> {
        match &self.0 {
            Only(words) => Some(words.iter()),
            _ => None,
        }
    }

    /// The shortest string, and among those of its length the most readable one: letters come before digits, digits before `-_. /`, these
    /// before other ASCII and that before the rest. `None` if there is none, or none of at most [`MOST_CHARACTERS`] code points.
    pub fn shortest(&self) -> Option<String> {
        match &self.0 {
            Only(words) => words.most_readable(0, u64::MAX).map(str::to_owned),
            AllBut(words) => words.most_readable_other(0),
            Accepted(automaton) => automaton.shortest(),
        }
    }

    /// The shortest and most readable string with at least `min` and at most `max` code points; `None` if there is none. [`TooLarge`] when
    /// it would be longer than [`MOST_CHARACTERS`] or the search would take too much memory.
    pub fn word_of_length(&self, min: u64, max: Option<u64>) -> Result<Option<String>, TooLarge> {
        self.word_of_length_within(min, max, &Meter::default())
    }

    /// As [`Language::word_of_length`], within what is left on a meter.
    pub fn word_of_length_within(
        &self,
        min: u64,
        max: Option<u64>,
        meter: &Meter,
    ) -> Result<Option<String>, TooLarge> {
        let lengths = Lengths::new(min, max);
        if lengths.is_empty() {
            return Ok(None);
        }
        match &self.0 {
            Only(words) => Ok(words.most_readable(min, lengths.max).map(str::to_owned)),
            AllBut(_) if min > MOST_CHARACTERS => Err(TooLarge),
            AllBut(words) => Ok(words
                .most_readable_other(min)
                .filter(|word| word.chars().count() as u64 <= lengths.max)),
            Accepted(automaton) => automaton.word_of_length(lengths, meter),
        }
    }

    /// The `n` first strings with at least `min` and at most `max` code points, shorter ones first, then by readability; fewer if there are
    /// fewer.
    pub fn some_words(
        &self,
        n: usize,
        min: u64,
        max: Option<u64>,
    ) -> Result<Vec<String>, TooLarge> {
        self.some_words_within(n, min, max, &Meter::default())
    }

    /// As [`Language::some_words`], within what is left on a meter.
    pub fn some_words_within(
        &self,
        n: usize,
        min: u64,
        max: Option<u64>,
        meter: &Meter,
    ) -> Result<Vec<String>, TooLarge> {
        let lengths = Lengths::new(min, max);
        if lengths.is_empty() || n == 0 {
            return Ok(Vec::new());
        }
        match &self.0 {
            Only(words) => Ok(words.some(n, min, lengths.max)),
            _ => self.automaton(meter)?.some_words(n, lengths, meter),
        }
    }

    /// How many strings it holds, if there are at most `limit`.
    pub fn count(&self, limit: usize) -> Option<usize> {
        match &self.0 {
            Only(words) => Some(words.len()).filter(|count| *count <= limit),
            AllBut(_) => None,
            Accepted(automaton) => automaton.count(limit),
        }
    }

    /// The language of an automaton, as a list where that is short.
    pub(crate) fn of(automaton: Automaton) -> Self {
        if let Some(words) = automaton.listed(FEW_WORDS) {
            return Self(Only(Arc::new(words)));
        }
        if let Some(words) = automaton.complement().listed(FEW_WORDS) {
            return Self(AllBut(Arc::new(words)));
        }
        Self(Accepted(Arc::new(automaton)))
    }

    /// Pays for the words that an operation looks at one by one; few of them are free.
    fn pay_for_lists(&self, other: &Self, meter: &Meter) -> Result<(), TooLarge> {
        let words = |language: &Self| match &language.0 {
            Only(words) | AllBut(words) if words.len() > FEW_WORDS => words.len(),
            _ => 0,
        };
        meter.take(words(self) + words(other))
    }

    fn automaton(&self, meter: &Meter) -> Result<Arc<Automaton>, TooLarge> {
        match &self.0 {
            Only(words) => Automaton::of_words(words, meter).map(Arc::new),
            AllBut(words) => {
                Automaton::of_words(words, meter).map(|only| Arc::new(only.complement()))
            }
            Accepted(automaton) => Ok(Arc::clone(automaton)),
        }
    }

    fn combine(
        left: &Self,
        right: &Self,
        keep: impl Fn(bool, bool) -> bool,
        meter: &Meter,
    ) -> Result<Self, TooLarge> {
        let product = left
            .automaton(meter)?
            .product(&*right.automaton(meter)?, keep, meter)?;
        Ok(Self::of(product))
    }

    /// Whether there is a string for which `wanted` holds, given whether each of the two holds it.
    fn reaches(
        &self,
        other: &Self,
        wanted: impl Fn(bool, bool) -> bool,
        meter: &Meter,
    ) -> Result<bool, TooLarge> {
        self.automaton(meter)?
            .reaches(&*other.automaton(meter)?, wanted, meter)
    }
}

impl fmt::Debug for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Only(words) => write!(f, "Language({words:?})"),
            AllBut(words) => write!(f, "Language(all but {words:?})"),
            Accepted(automaton) => write!(f, "Language({automaton:?})"),
        }
    }
}

fn keep(words: &Arc<Words>, test: impl Fn(&str) -> bool) -> Arc<Words> {
    if words.iter().all(&test) {
        return Arc::clone(words);
    }
    Arc::new(
        words
            .iter()
            .filter(|word| test(word))
            .map(Box::from)
            .collect(),
    )
}
