//! Numbers that look random and are the same for the same schemas.

use crate::canonical::canonical_json;
use serde_json::Value;
use sha2::{Digest, Sha256};

/// The generator `SplitMix64` of Steele, Lea and Flood.
#[derive(Clone, Debug)]
pub(crate) struct Random(u64);

impl Random {
    /// Seeded with the content of some values, in their order.
    pub(crate) fn of(values: &[&Value]) -> Self {
        let mut hash = Sha256::new();
        for value in values {
            hash.update(canonical_json(value).as_bytes());
            hash.update([0]);
        }
        let digest = hash.finalize();
        Self(
            digest[..8]
                .iter()
                .fold(0, |seed, byte| seed << 8 | u64::from(*byte)),
        )
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`; 0 for 0.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        (self.next() % (end.max(1) as u64)) as usize
    }

    /// True once in so many times.
    pub(crate) fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    /// One of some things; nothing where there are none.
    pub(crate) fn one_of<'t, T>(&mut self, things: &'t [T]) -> Option<&'t T> {
        things.get(self.below(things.len()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn equal_content_gives_equal_numbers() {
        let draw = |value: Value| {
            let mut random = Random::of(&[&value]);
            [random.below(1000), random.below(1000), random.below(1000)]
        };
        assert_eq!(draw(json!({"a": 1, "b": 2})), draw(json!({"b": 2, "a": 1})));
        assert_ne!(draw(json!(1)), draw(json!(2)));
        assert_eq!(Random::of(&[]).one_of::<u8>(&[]), None);
    }
}
