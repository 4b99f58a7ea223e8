//! Two runs with the same dice, side by side.
//!
//! Requests come to both at the same times, so what chance does to one it does to the other: differences are looked at replication by replication,
//! and are surer than each run by itself.

use super::Loaded;
use super::replication::Replication;
use super::statistics::{of_difference, ratio};
use crate::fate::Fate;
use crate::sample::Interval;

/// A figure in which two runs can differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoadFigure {
    /// Share of an outcome.
    Outcome(Fate),
    /// Share of the requests that end badly.
    BadEnds,
    /// Share of the requests that were still inside.
    Inside,
    /// Mean arrivals.
    Hops,
    /// Mean cost.
    Cost,
    /// Mean time.
    Time,
    /// 95th percentile of the time.
    TimeP95,
    /// Mean waiting.
    Waiting,
    /// 95th percentile of the waiting.
    WaitingP95,
    /// Share of successful uses of handoffs.
    Success,
    /// Share of the arrivals with context kept.
    Fidelity,
    /// Attempts for each use.
    Amplification,
    /// Requests that end in a second.
    Throughput,
}

/// The figures that are not outcomes.
const OTHERS: [LoadFigure; 12] = [
    LoadFigure::BadEnds,
    LoadFigure::Inside,
    LoadFigure::Hops,
    LoadFigure::Cost,
    LoadFigure::Time,
    LoadFigure::TimeP95,
    LoadFigure::Waiting,
    LoadFigure::WaitingP95,
    LoadFigure::Success,
    LoadFigure::Fidelity,
    LoadFigure::Amplification,
    LoadFigure::Throughput,
];

impl LoadFigure {
    /// All, in the order in which they are told.
    pub fn all() -> impl Iterator<Item = Self> {
        Fate::ALL.into_iter().map(Self::Outcome).chain(OTHERS)
    }

    /// Its name in output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Outcome(fate) => fate.name(),
            Self::BadEnds => "bad_ends",
            Self::Inside => "inside",
            Self::Hops => "hops",
            Self::Cost => "cost_usd",
            Self::Time => "latency_ms.mean",
            Self::TimeP95 => "latency_ms.p95",
            Self::Waiting => "waiting_ms.mean",
            Self::WaitingP95 => "waiting_ms.p95",
            Self::Success => "handoff_success",
            Self::Fidelity => "context_fidelity",
            Self::Amplification => "amplification",
            Self::Throughput => "throughput_per_second",
        }
    }

    /// What it is in a run; none where it is not known.
    pub fn of(self, run: &Loaded) -> Option<f64> {
        match self {
            Self::Outcome(fate) => Some(run.outcomes[fate]),
            Self::BadEnds => Some(run.outcomes.bad()),
            Self::Inside => Some(run.inside),
            Self::Hops => Some(run.hops),
            Self::Cost => Some(run.cost_usd),
            Self::Time => run.latency_ms.map(|it| it.mean),
            Self::TimeP95 => run.latency_ms.map(|it| it.p95),
            Self::Waiting => run.waiting_ms.map(|it| it.mean),
            Self::WaitingP95 => run.waiting_ms.map(|it| it.p95),
            Self::Success => run.handoff_success,
            Self::Fidelity => Some(run.context_fidelity),
            Self::Amplification => run.amplification,
            Self::Throughput => Some(run.throughput_per_second.mean),
        }
    }

    /// What it was in one replication that measured so many milliseconds.
    fn in_one(self, one: &Replication, measured: f64) -> Option<f64> {
        let share = |count: u64| (one.arrived > 0).then(|| ratio(count, one.arrived));
        match self {
            Self::Outcome(fate) => share(one.fates[fate as usize]),
            Self::BadEnds => {
                let bad = Fate::ALL.into_iter().filter(|fate| fate.is_bad());
                share(bad.map(|fate| one.fates[fate as usize]).sum())
            }
            Self::Inside => share(one.inside),
            Self::Hops => share(one.arrivals),
            Self::Cost => (one.arrived > 0).then(|| one.cost / one.arrived as f64),
            Self::Time => one.latency.mean(),
            Self::TimeP95 => one.latency.percentile(0.95),
            Self::Waiting => one.waited.mean(),
            Self::WaitingP95 => one.waited.percentile(0.95),
            Self::Success => (one.transfers > 0).then(|| ratio(one.successes, one.transfers)),
            Self::Fidelity => Some(1.0 - ratio(one.lost, one.arrivals)),
            Self::Amplification => {
                let uses: u64 = one.ways.iter().map(|way| way.uses).sum();
                let attempts = one.ways.iter().map(|way| way.attempts).sum();
                (uses > 0).then(|| ratio(attempts, uses))
            }
            Self::Throughput => Some(one.ended as f64 / measured * 1000.0),
        }
    }
}

/// The figures of one replication, in the order of [`LoadFigure::all`].
pub(super) type Figures = Vec<Option<f64>>;

pub(super) fn figures(one: &Replication, measured: f64) -> Figures {
    LoadFigure::all()
        .map(|figure| figure.in_one(one, measured))
        .collect()
}

/// By how much a figure differs between two runs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LoadDifference {
    /// The figure.
    pub figure: LoadFigure,
    /// In the first; none where it is not known.
    pub a: Option<f64>,
    /// In the second.
    pub b: Option<f64>,
    /// The 95 % interval of the second less the first.
    pub interval: Option<Interval>,
    /// Whether they differ, at 95 % for all figures at once.
    pub is_sure: bool,
}

impl Loaded {
    /// What differs in a second run, which had the same dice. Figures that are zero in both, or known in neither, are left out.
    pub fn differences(&self, second: &Self) -> Vec<LoadDifference> {
        let told = |figure: LoadFigure| {
            let [a, b] = [figure.of(self), figure.of(second)];
            let is_there = |value: Option<f64>| value.is_some_and(|value| value != 0.0);
            (is_there(a) || is_there(b)).then_some((figure, a, b))
        };
        let numbered = LoadFigure::all().enumerate();
        let told: Vec<_> = numbered
            .filter_map(|(at, figure)| Some((at, told(figure)?)))
            .collect();
        let differing = told.len();
        told.into_iter()
            .map(|(at, (figure, a, b))| {
                let pairs = self.each.iter().zip(&second.each);
                let each = pairs.filter_map(|(a, b)| Some(b[at]? - a[at]?));
                let found = a.zip(b);
                let found = found.and_then(|(a, b)| of_difference(b - a, each, differing));
                LoadDifference {
                    figure,
                    a,
                    b,
                    interval: found.map(|(interval, _)| interval),
                    is_sure: found.is_some_and(|(_, is_sure)| is_sure),
                }
            })
            .collect()
    }
}
