//! Means, shares and how sure they are.

use super::histogram::Histogram;
use super::replication::Replication;
use super::report::{Estimate, Spread};
use crate::sample::{Interval, errors_of};

/// The 97.5th percentile of Student's distribution.
fn student(freedom: f64) -> f64 {
    percentile(1.959_963_984_540_054, freedom)
}

/// The percentile of Student's distribution that the normal distribution has at `z`. (Cornish and Fisher's expansion: Abramowitz and Stegun, 26.7.5.)
fn percentile(z: f64, freedom: f64) -> f64 {
    let (z3, z5, z7) = (z.powi(3), z.powi(5), z.powi(7));
    let z9 = z.powi(9);
    z + (z3 + z) / (4.0 * freedom)
        + (5.0 * z5 + 16.0 * z3 + 3.0 * z) / (96.0 * freedom.powi(2))
        + (3.0 * z7 + 19.0 * z5 + 17.0 * z3 - 15.0 * z) / (384.0 * freedom.powi(3))
        + (79.0 * z9 + 776.0 * z7 + 1482.0 * z5 - 1920.0 * z3 - 945.0 * z)
            / (92_160.0 * freedom.powi(4))
}

impl Estimate {
    /// From the means of independent replications; none from none.
    pub(super) fn of(values: impl Iterator<Item = f64>) -> Option<Self> {
        let values: Vec<f64> = values.collect();
        let n = values.len() as f64;
        if values.is_empty() {
            return None;
        }
        let mean = values.iter().sum::<f64>() / n;
        let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
        let reach = if values.len() < 2 {
            f64::MAX
        } else {
            student(n - 1.0) * (squares / (n - 1.0) / n).sqrt()
        };
        Some(Self {
            mean,
            interval: Interval {
                low: mean - reach,
                high: mean + reach,
            },
        })
    }
}

impl Spread {
    pub(super) fn of<'r>(times: impl Iterator<Item = &'r Histogram> + Clone) -> Option<Self> {
        let mut all = Histogram::default();
        times.clone().for_each(|one| all.merge(one));
        let estimate = Estimate::of(times.filter_map(Histogram::mean))?;
        Some(Self {
            mean: all.mean()?,
            interval: estimate.interval,
            p50: all.percentile(0.50)?,
            p95: all.percentile(0.95)?,
            p99: all.percentile(0.99)?,
        })
    }
}

/// The 95 % interval of a difference by those of single replications, and whether it is certain to the same degree where so many figures are looked at.
pub(super) fn of_difference(
    difference: f64,
    each: impl Iterator<Item = f64>,
    figures: usize,
) -> Option<(Interval, bool)> {
    let each: Vec<f64> = each.collect();
    if each.len() < 2 {
        return None;
    }
    let freedom = each.len() as f64 - 1.0;
    let reach = Estimate::of(each.into_iter())?.interval.reach();
    let wider = percentile(errors_of(figures), freedom) / student(freedom);
    let interval = Interval {
        low: difference - reach,
        high: difference + reach,
    };
    Some((interval, difference.abs() > reach * wider))
}

/// A share of requests over replications. Where it is the same in all, they say nothing about how sure it is, and Wilson's interval stands.
pub(super) fn share(done: &[Replication], count: impl Fn(&Replication) -> u64) -> (f64, Interval) {
    let hits: u64 = done.iter().map(&count).sum();
    let all: u64 = done.iter().map(|one| one.arrived).sum();
    let mean = hits as f64 / all.max(1) as f64;
    let came = done.iter().filter(|one| one.arrived > 0);
    let estimate = Estimate::of(came.map(|one| count(one) as f64 / one.arrived as f64));
    let interval = match estimate {
        Some(estimate) if estimate.interval.reach() > 0.0 && estimate.interval.reach() < 1.0 => {
            Interval {
                low: estimate.interval.low.max(0.0),
                high: estimate.interval.high.min(1.0),
            }
        }
        _ => Interval::wilson(hits, all),
    };
    (mean, interval)
}

pub(super) fn ratio(part: u64, whole: u64) -> f64 {
    if whole == 0 {
        0.0
    } else {
        part as f64 / whole as f64
    }
}

#[cfg(test)]
#[allow(clippy::float_cmp, reason = "small whole numbers are exact")]
mod tests {
    use super::*;

    #[test]
    fn students_percentiles_are_those_of_the_tables() {
        for (freedom, table) in [(4.0, 2.776), (9.0, 2.262), (19.0, 2.093), (99.0, 1.984)] {
            assert!(
                (student(freedom) - table).abs() < 0.01,
                "{freedom}: {}",
                student(freedom)
            );
        }
    }

    #[test]
    fn an_estimate_is_a_mean_and_a_t_interval() {
        let estimate = Estimate::of([1.0, 2.0, 3.0, 4.0, 5.0].into_iter()).unwrap();
        assert_eq!(estimate.mean, 3.0);
        // 2.776 * sqrt(2.5 / 5)
        assert!(
            (estimate.interval.reach() - 1.963).abs() < 0.01,
            "{estimate:?}"
        );
        assert_eq!(Estimate::of(std::iter::empty()), None);
    }
}
