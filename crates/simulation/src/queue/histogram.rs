//! Times counted in buckets.

/// Buckets of an octave: each is at most 1.6 % wide.
const FINENESS: u32 = 6;
/// Below 2^-10 milliseconds a time counts as none.
const LOWEST: u64 = (1023 - 10) << FINENESS;
/// Fifty octaves, up to 2^40 milliseconds.
const BUCKETS: u64 = 50 << FINENESS;

/// Counts of times in milliseconds, in buckets cut from the leading bits of the float, and their sum.
#[derive(Clone, Debug, Default)]
pub(super) struct Histogram {
    counts: Vec<u32>,
    pub times: u64,
    pub sum: f64,
}

impl Histogram {
    #[inline]
    pub fn add(&mut self, milliseconds: f64) {
        let bucket = (milliseconds.to_bits() >> (52 - FINENESS))
            .saturating_sub(LOWEST)
            .min(BUCKETS) as usize;
        if self.counts.len() <= bucket {
            self.counts.resize(bucket + 1, 0);
        }
        self.counts[bucket] += 1;
        self.times += 1;
        self.sum += milliseconds;
    }

    pub fn merge(&mut self, other: &Histogram) {
        if self.counts.len() < other.counts.len() {
            self.counts.resize(other.counts.len(), 0);
        }
        for (own, other) in self.counts.iter_mut().zip(&other.counts) {
            *own += other;
        }
        self.times += other.times;
        self.sum += other.sum;
    }

    /// The mean; none without times.
    pub fn mean(&self) -> Option<f64> {
        (self.times > 0).then(|| self.sum / self.times as f64)
    }

    /// The time that a share of the times does not exceed, to one per cent: the middle of its bucket. None without times.
    pub fn percentile(&self, share: f64) -> Option<f64> {
        let wanted = ((share * self.times as f64).ceil() as u64).max(1);
        let mut so_far = 0;
        let bucket = self.counts.iter().position(|count| {
            so_far += u64::from(*count);
            so_far >= wanted
        })? as u64;
        if bucket == 0 {
            return Some(0.0);
        }
        let edge = |bucket: u64| f64::from_bits((bucket + LOWEST) << (52 - FINENESS));
        Some(f64::midpoint(edge(bucket), edge(bucket + 1)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_right_to_one_per_cent() {
        let mut histogram = Histogram::default();
        assert_eq!((histogram.mean(), histogram.percentile(0.5)), (None, None));
        for time in 1..=10_000 {
            histogram.add(f64::from(time));
        }
        for (share, expected) in [(0.5, 5000.0), (0.95, 9500.0), (0.99, 9900.0)] {
            let found = histogram.percentile(share).unwrap();
            assert!((found / expected - 1.0).abs() < 0.01, "{share}: {found}");
        }
        assert_eq!(histogram.mean(), Some(5000.5));
    }

    #[test]
    fn times_beyond_all_buckets_are_counted_at_their_ends() {
        let mut histogram = Histogram::default();
        histogram.add(0.0);
        assert_eq!(histogram.percentile(0.5), Some(0.0));
        histogram.add(1e300);
        assert!(histogram.percentile(1.0).unwrap() > 1e12);
    }
}
