//! Lists of words, the most frequent languages of all: names of members, and what they leave.

use crate::points::{POINTS, character, point, readable_ascii, unreadability};
use std::sync::{Arc, LazyLock};

/// Different words in the order of their code points.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Words(Box<[Box<str>]>);

impl FromIterator<Box<str>> for Words {
    fn from_iter<I: IntoIterator<Item = Box<str>>>(words: I) -> Self {
        let mut words: Vec<Box<str>> = words.into_iter().collect();
        words.sort_unstable();
        words.dedup();
        Self(words.into())
    }
}

impl Words {
    /// The empty list, which all share.
    pub(crate) fn none() -> Arc<Self> {
        static NONE: LazyLock<Arc<Words>> = LazyLock::new(Arc::default);
        Arc::clone(&NONE)
    }

    pub(crate) fn one(word: &str) -> Self {
        Self(Box::new([Box::from(word)]))
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(AsRef::as_ref)
    }

    pub(crate) fn contains(&self, word: &str) -> bool {
        self.0
            .binary_search_by(|other| other.as_ref().cmp(word))
            .is_ok()
    }

    pub(crate) fn single(&self) -> Option<&str> {
        match self.0.as_ref() {
            [word] => Some(word),
            _ => None,
        }
    }

    pub(crate) fn union(&self, other: &Self) -> Self {
        self.0.iter().chain(&other.0).cloned().collect()
    }

    /// The shortest and most readable word with a length in `min..=max`.
    pub(crate) fn most_readable(&self, min: u64, max: u64) -> Option<&str> {
        self.within(min, max)
            .min_by(|left, right| readability(left).cmp(&readability(right)))
    }

    /// The `n` first words with a length in `min..=max`, shorter ones first, then by readability.
    pub(crate) fn some(&self, n: usize, min: u64, max: u64) -> Vec<String> {
        let mut words: Vec<&str> = self.within(min, max).collect();
        words.sort_by_cached_key(|word| readability(word));
        words.into_iter().take(n).map(str::to_owned).collect()
    }

    /// The most readable string of at least `min` code points that is not in the list.
    pub(crate) fn most_readable_other(&self, min: u64) -> Option<String> {
        if min == 0 && !self.contains("") {
            return Some(String::new());
        }
        let stem = "a".repeat(usize::try_from(min.max(1) - 1).ok()?);
        readable_ascii()
            .chain(0xA1..POINTS)
            .map(|last| format!("{stem}{}", character(last)))
            .find(|word| !self.contains(word))
    }

    fn within(&self, min: u64, max: u64) -> impl Iterator<Item = &str> {
        self.iter()
            .filter(move |word| (min..=max).contains(&(word.chars().count() as u64)))
    }
}

/// Orders words as people like to read them: shorter ones first.
fn readability(word: &str) -> (usize, Vec<u32>) {
    let ranks: Vec<u32> = word
        .chars()
        .map(|character| unreadability(point(character)))
        .collect();
    (ranks.len(), ranks)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(list: &[&str]) -> Words {
        list.iter().copied().map(Box::from).collect()
    }

    #[test]
    fn a_list_has_every_word_once() {
        let list = words(&["b", "a", "b"]);
        assert_eq!(list.iter().collect::<Vec<_>>(), ["a", "b"]);
        assert!(list.contains("a") && !list.contains("c"));
        assert_eq!(list.single(), None);
        assert_eq!(words(&["a", "a"]).single(), Some("a"));
        assert_eq!(list.union(&words(&["c"])), words(&["a", "b", "c"]));
    }

    #[test]
    fn the_most_readable_word_is_short_and_of_letters() {
        let list = words(&["-1", "1", "zz", "z", "漢", ""]);
        assert_eq!(list.most_readable(0, 9), Some(""));
        assert_eq!(list.most_readable(1, 9), Some("z"));
        assert_eq!(list.some(9, 1, 2), ["z", "1", "漢", "zz", "-1"]);
        assert_eq!(list.most_readable(3, 9), None);
    }

    #[test]
    fn another_word_is_found_beside_the_list() {
        assert_eq!(words(&[]).most_readable_other(0).unwrap(), "");
        assert_eq!(words(&["", "a", "b"]).most_readable_other(0).unwrap(), "c");
        assert_eq!(words(&["aaa"]).most_readable_other(3).unwrap(), "aab");
    }
}
