//! How sure a share is.

use serde::Serialize;

/// A 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, specta::Type)]
pub struct Interval {
    /// Its lower end.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
}

/// The 97.5th percentile of the standard normal distribution.
const Z: f64 = 1.959_963_984_540_054;

impl Interval {
    /// Around a share of a number of tries. (E. B. Wilson, Journal of the American Statistical Association 22, 1927.)
    pub fn wilson(hits: u64, tries: u64) -> Self {
        if tries == 0 {
            return Self {
                low: 0.0,
                high: 1.0,
            };
        }
        Self::around(hits as f64 / tries as f64, tries as f64)
    }

    /// Around a share of so many tries, which need not be a whole number.
    fn around(share: f64, tries: f64) -> Self {
        let square = Z * Z;
        let middle = share + square / (2.0 * tries);
        let reach = Z * (share * (1.0 - share) / tries + square / (4.0 * tries * tries)).sqrt();
        let whole = 1.0 + square / tries;
        Self {
            low: if share <= 0.0 {
                0.0
            } else {
                ((middle - reach) / whole).max(0.0)
            },
            high: if share >= 1.0 {
                1.0
            } else {
                ((middle + reach) / whole).min(1.0)
            },
        }
    }

    /// Around a share of tries that come several to a request, and may hang together within one: Wilson's for as many independent tries as would be as sure. None without tries. (W. G. Cochran,
    /// Sampling Techniques, 3rd edition, 1977, 6.4; L. Kish, Survey Sampling, 1965, on the effective size of a sample.)
    pub(crate) fn of_ratio(ratio: &Ratio, requests: u64) -> Option<Self> {
        if ratio.tries == 0 {
            return None;
        }
        let (hits, tries, n) = (ratio.hits as f64, ratio.tries as f64, requests as f64);
        let share = hits / tries;
        let squares = ratio.hit_squares as f64 - 2.0 * share * ratio.products as f64
            + share * share * ratio.try_squares as f64;
        let variance = squares.max(0.0) / (tries * tries) * n / (n - 1.0).max(1.0);
        // Where all tries fell alike, those of one request tell no more than one.
        let alike = tries.min(n);
        let independent = share * (1.0 - share) / variance;
        let independent = if independent.is_finite() && independent > 0.0 {
            independent
        } else {
            alike
        };
        Some(Self::around(share, independent))
    }

    /// The ranks, from 1, of a sorted sample between which a percentile lies.
    pub(crate) fn ranks(share: f64, tries: u64) -> [u64; 2] {
        let n = tries as f64;
        let reach = Z * (n * share * (1.0 - share)).sqrt();
        let low = (n * share - reach).floor().max(1.0) as u64;
        let high = (n * share + reach).ceil() as u64 + 1;
        [low, high.min(tries.max(1))]
    }

    /// Around a mean, from the sum and the sum of squares.
    pub(crate) fn of_mean(sum: f64, squares: f64, tries: u64) -> Self {
        let n = (tries.max(1)) as f64;
        let mean = sum / n;
        let variance = (squares / n - mean * mean).max(0.0) * n / (n - 1.0).max(1.0);
        let reach = Z * (variance / n).sqrt();
        Self {
            low: mean - reach,
            high: mean + reach,
        }
    }

    /// Half its width.
    pub fn reach(self) -> f64 {
        (self.high - self.low) / 2.0
    }

    /// Whether a number is in it.
    pub fn holds(self, number: f64) -> bool {
        (self.low..=self.high).contains(&number)
    }
}

/// How many standard errors an interval of the normal distribution reaches to either side where so many intervals are all to hold at once in 95 of
/// 100 cases. (O. J. Dunn, Journal of the American Statistical Association 56, 1961; the percentile after Abramowitz and Stegun, 26.2.23.)
pub(crate) fn errors_of(several: usize) -> f64 {
    if several <= 1 {
        return Z;
    }
    let tail = 0.025 / several as f64;
    let t = (-2.0 * tail.ln()).sqrt();
    let over = 2.515_517 + t * (0.802_853 + t * 0.010_328);
    let under = 1.0 + t * (1.432_788 + t * (0.189_269 + t * 0.001_308));
    t - over / under
}

/// By how much wider 95 % intervals have to be so that so many of them all hold at once in 95 of 100 cases.
pub fn wider_for(several: usize) -> f64 {
    errors_of(several) / Z
}

/// Hits among tries that come several to a request.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Ratio {
    pub hits: u64,
    pub tries: u64,
    /// Sums over requests, of the squares and of the products of both.
    pub hit_squares: u64,
    pub try_squares: u64,
    pub products: u64,
}

impl Ratio {
    /// Counts those of one request.
    pub(crate) fn count(&mut self, hits: u64, tries: u64) {
        self.hits += hits;
        self.tries += tries;
        self.hit_squares += hits * hits;
        self.try_squares += tries * tries;
        self.products += hits * tries;
    }

    pub(crate) fn add(&mut self, other: &Self) {
        self.hits += other.hits;
        self.tries += other.tries;
        self.hit_squares += other.hit_squares;
        self.try_squares += other.try_squares;
        self.products += other.products;
    }

    /// None without tries.
    pub(crate) fn share(&self) -> Option<f64> {
        (self.tries > 0).then(|| self.hits as f64 / self.tries as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tries_that_hang_together_count_once() {
        let (mut apart, mut together) = (Ratio::default(), Ratio::default());
        for request in 0..4000_u64 {
            for _ in 0..4 {
                apart.count(u64::from(request % 4 == 0), 1);
            }
            together.count(4 * u64::from(request % 4 == 0), 4);
        }
        let single = Interval::wilson(4000, 16_000);
        let found = Interval::of_ratio(&apart, 16_000).unwrap();
        assert!((found.reach() / single.reach() - 1.0).abs() < 1e-3);
        let found = Interval::of_ratio(&together, 4000).unwrap();
        assert!((found.reach() / Interval::wilson(1000, 4000).reach() - 1.0).abs() < 1e-3);
        let all = Interval::of_ratio(
            &Ratio {
                hits: 400,
                tries: 400,
                hit_squares: 1600,
                try_squares: 1600,
                products: 1600,
            },
            100,
        );
        assert_eq!(all, Some(Interval::wilson(100, 100)));
        assert_eq!(Interval::of_ratio(&Ratio::default(), 100), None);
    }

    #[test]
    fn several_intervals_are_wider_than_one() {
        assert!((wider_for(1) - 1.0).abs() < 1e-12);
        // The 99.75th and 99.9th percentiles of the tables.
        for (several, table) in [(10, 2.8070), (25, 3.0902)] {
            assert!((errors_of(several) - table).abs() < 5e-4, "{several}");
        }
    }

    /// The ranks of W. J. Conover, Practical Nonparametric Statistics, 3rd edition, 1999, 3.2, for large samples.
    #[test]
    fn a_percentile_lies_between_two_ranks() {
        assert_eq!(Interval::ranks(0.5, 100), [40, 61]);
        assert_eq!(Interval::ranks(0.95, 100), [90, 100]);
        assert_eq!(Interval::ranks(0.99, 1), [1, 1]);
    }
}
