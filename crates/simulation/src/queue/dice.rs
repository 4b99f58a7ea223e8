//! Dice: each replication has some for its requests and some for their arrivals.

use super::ServiceTimes;
use crate::network::LogNormal;
use rand::Rng;
use rand_distr::{Distribution, Exp1, StandardNormal};
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::SeedableRng;

pub(super) struct Dice(Xoshiro256PlusPlus);

impl Dice {
    /// A stretch of 2^128 throws of the seed's sequence, by its number.
    pub fn new(seed: u64, stretch: u32) -> Self {
        let mut dice = Xoshiro256PlusPlus::seed_from_u64(seed);
        for _ in 0..stretch {
            dice.jump();
        }
        Self(dice)
    }

    /// Between 0 and 1, 1 left out, in steps of 2^-53.
    #[inline]
    pub fn uniform(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 * (1.0 / (1_u64 << 53) as f64)
    }

    #[inline]
    pub fn happens(&mut self, probability: f64) -> bool {
        probability > 0.0 && (probability >= 1.0 || self.uniform() < probability)
    }

    /// Exponential with that mean.
    #[inline]
    pub fn exponential(&mut self, mean: f64) -> f64 {
        let one: f64 = Exp1.sample(&mut self.0);
        mean * one
    }

    /// The time that a visit takes.
    #[inline]
    pub fn time(&mut self, time: LogNormal, mean: f64, service: ServiceTimes) -> f64 {
        match service {
            ServiceTimes::Exponential => self.exponential(mean),
            ServiceTimes::LogNormal if time.sigma == 0.0 => time.median,
            ServiceTimes::LogNormal => {
                let z: f64 = StandardNormal.sample(&mut self.0);
                time.median * (time.sigma * z).exp()
            }
        }
    }
}
