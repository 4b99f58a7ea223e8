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
        let n = tries as f64;
        let share = hits as f64 / n;
        let square = Z * Z;
        let middle = share + square / (2.0 * n);
        let reach = Z * (share * (1.0 - share) / n + square / (4.0 * n * n)).sqrt();
        let whole = 1.0 + square / n;
        Self {
            low: if hits == 0 {
                0.0
            } else {
                ((middle - reach) / whole).max(0.0)
            },
            high: if hits == tries {
                1.0
            } else {
                ((middle + reach) / whole).min(1.0)
            },
        }
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
