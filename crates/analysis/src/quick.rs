//! Maps that are asked a million times for one question.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hash, Hasher};

/// A map whose keys come from the registry. A crowded table is slow and nothing worse, so the hash need not be secret.
pub(crate) type QuickMap<K, V> = HashMap<K, V, BuildHasherDefault<Mix>>;

/// Mixes eight bytes at a time.
#[derive(Clone, Copy, Default)]
pub(crate) struct Mix(u64);

impl Mix {
    fn mix(&mut self, word: u64) {
        const ODD: u64 = 0x9E37_79B9_7F4A_7C15;
        let product = u128::from(self.0 ^ word ^ ODD) * u128::from(ODD);
        self.0 = product as u64 ^ (product >> 64) as u64;
    }
}

impl Hasher for Mix {
    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        for word in words {
            self.mix(u64::from_le_bytes(*word));
        }
        if !rest.is_empty() {
            let rest = rest.iter();
            self.mix(rest.fold(1, |word, byte| word << 8 | u64::from(*byte)));
        }
    }

    fn write_u8(&mut self, number: u8) {
        self.mix(u64::from(number));
    }

    fn write_u32(&mut self, number: u32) {
        self.mix(u64::from(number));
    }

    fn write_u64(&mut self, number: u64) {
        self.mix(number);
    }

    fn write_usize(&mut self, number: usize) {
        self.mix(number as u64);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// Things by number; equal things have equal numbers.
pub(crate) struct Numbered<T> {
    list: Vec<T>,
    numbers: QuickMap<T, u32>,
}

impl<T> Default for Numbered<T> {
    fn default() -> Self {
        Self {
            list: Vec::new(),
            numbers: QuickMap::default(),
        }
    }
}

impl<T: Clone + Eq + Hash> Numbered<T> {
    /// The number of a thing, which is kept if it was not known.
    pub(crate) fn number(&mut self, thing: &T) -> u32 {
        if let Some(known) = self.numbers.get(thing) {
            return *known;
        }
        let number = self.list.len() as u32;
        self.list.push(thing.clone());
        self.numbers.insert(thing.clone(), number);
        number
    }
}

impl<T: Ord> Numbered<T> {
    /// All things in order, and for each number where its thing stands then.
    pub(crate) fn sorted(self) -> (Vec<T>, Vec<u32>) {
        let mut order: Vec<(T, u32)> = self.list.into_iter().zip(0..).collect();
        order.sort_unstable();
        let mut places = vec![0; order.len()];
        for ((_, number), place) in order.iter().zip(0..) {
            places[*number as usize] = place;
        }
        (order.into_iter().map(|(thing, _)| thing).collect(), places)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_things_have_equal_numbers_and_come_out_in_order() {
        let mut names = Numbered::default();
        let numbers = ["b", "a", "b", "c-with-more-letters", "a"].map(|name| names.number(&name));
        assert_eq!(numbers, [0, 1, 0, 2, 1]);
        let (sorted, places) = names.sorted();
        assert_eq!(sorted, ["a", "b", "c-with-more-letters"]);
        assert_eq!(places, [1, 0, 2]);
    }
}
