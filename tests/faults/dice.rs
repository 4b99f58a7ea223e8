//! Chance that can be had again.

/// Whether everything is asked for that the usual run samples.
pub fn all() -> bool {
    std::env::var("BATON_FAULTS").is_ok_and(|word| word == "all")
}

/// Numbers that follow from a seed. Dropped by a test that fails, they say how to have the same ones again.
pub struct Dice {
    seed: u64,
    state: u64,
}

impl Dice {
    /// From `BATON_SEED`, else from the test's own seed.
    pub fn of(own: u64) -> Self {
        let asked = std::env::var("BATON_SEED").ok();
        let seed = asked.map_or(own, |text| text.parse().expect("BATON_SEED is a number"));
        Self { seed, state: seed }
    }

    /// From a seed that was thrown by other dice, and is said by them.
    pub fn again(seed: u64) -> Self {
        Self { seed, state: seed }
    }

    /// The next number, as `SplitMix64` makes them.
    pub fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below another one.
    pub fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }

    /// Whether a chance of so many in a hundred came true.
    pub fn percent(&mut self, chance: usize) -> bool {
        self.below(100) < chance
    }
}

impl Drop for Dice {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("thrown with BATON_SEED={}", self.seed);
        }
    }
}
