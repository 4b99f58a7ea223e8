//! Two results side by side, and how sure their differences are.

use super::asked::{SimulationAsked, SimulationMethod, Situation};
use super::load_alone::under_load_alone;
use super::result::Simulated;
use super::run::simulate;
use crate::{AppError, Registry};
use baton_simulation::{Fate, Interval, wider_for};
use serde::Serialize;

/// Two designs, or one with and without a change.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct SimulationComparison {
    /// The first.
    pub a: Simulated,
    /// The second.
    pub b: Simulated,
    /// What differs, figure by figure.
    pub differences: Vec<FigureDifference>,
}

/// One figure of both.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct FigureDifference {
    /// An outcome, `bad_ends`, or a figure of a result.
    pub figure: String,
    /// In the first; none where it is not known.
    pub a: Option<f64>,
    /// In the second.
    pub b: Option<f64>,
    /// The second less the first.
    pub difference: Option<f64>,
    /// The 95 % interval of the difference where requests were walked; where both were solved, by how much it can be off.
    pub interval: Option<Interval>,
    /// Whether the second is better, at 95 % for all figures that are told at once; none where the figure has no good direction, or where that cannot be told.
    pub is_better: Option<bool>,
}

/// Simulates both and tells the differences. `go_on` hears how many requests of both were walked.
///
/// The two are walked with dice of their own, so that they are independent samples: where both ask for the same seed, the second
/// begins with the next one. Two that are the same to every request get the same dice, so that nothing differs.
pub fn compare(
    registry: &Registry,
    a: &SimulationAsked,
    b: &SimulationAsked,
    mut go_on: impl FnMut(u64) -> bool,
) -> Result<SimulationComparison, AppError> {
    let first = Situation::of(registry, a)?;
    let second = Situation::of(registry, b)?;
    let mut b = b.clone();
    if b.seed() == a.seed() && first.network()? != second.network()? {
        b.seed = Some(a.seed().wrapping_add(1));
    }
    let a = simulate(&first, a, &mut go_on)?;
    let walked = a.requests.unwrap_or(0);
    let mut b = simulate(&second, &b, |more| go_on(walked + more))?;
    b.notes.extend(under_load_alone(&first, &second));
    Ok(SimulationComparison {
        differences: differences(&a, &b),
        a,
        b,
    })
}

/// Which way a figure is good.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Good {
    More,
    Less,
    Neither,
}

impl Good {
    /// Of an outcome.
    pub fn of(fate: Fate) -> Self {
        match fate {
            Fate::Resolved => Self::More,
            // Whether more people are wanted depends on the design.
            Fate::Human => Self::Neither,
            _ => Self::Less,
        }
    }

    /// Whether a figure that is more, or less, is better.
    pub fn is_better(self, is_more: Option<bool>) -> Option<bool> {
        match self {
            Self::More => is_more,
            Self::Less => is_more.map(|more| !more),
            Self::Neither => None,
        }
    }
}

fn differences(a: &Simulated, b: &Simulated) -> Vec<FigureDifference> {
    let mut rows: Vec<FigureDifference> = Fate::ALL
        .into_iter()
        .map(|fate| {
            let shares = [a.outcomes[fate], b.outcomes[fate]];
            let hits = |result: &Simulated| {
                let intervals = result.intervals?;
                Some(intervals.of(fate))
            };
            share(
                fate.name(),
                Good::of(fate),
                shares,
                [hits(a), hits(b)],
                [a, b],
            )
        })
        .collect();
    let bad = [a.outcomes.bad(), b.outcomes.bad()];
    let interval = |result: &Simulated, share: f64| {
        let requests = result.requests?;
        Some(Interval::wilson(
            (share * requests as f64).round() as u64,
            requests,
        ))
    };
    rows.push(share(
        "bad_ends",
        Good::Less,
        bad,
        [interval(a, bad[0]), interval(b, bad[1])],
        [a, b],
    ));
    let mean = |figure, of: fn(&Simulated) -> (Option<f64>, Option<Interval>)| {
        let ((x, in_a), (y, in_b)) = (of(a), of(b));
        row(figure, Good::Less, [x, y], spread([x, y], [in_a, in_b]))
    };
    rows.push(mean("hops", |one| (one.hops, one.hops_interval)));
    rows.push(mean("cost_usd", |one| (one.cost_usd, one.cost_interval)));
    rows.push(mean("latency_ms.mean", |one| {
        let latency = one.latency_ms;
        (
            latency.map(|it| it.mean),
            latency.and_then(|it| it.interval),
        )
    }));
    let around = |figure, good, of: fn(&Simulated) -> (Option<f64>, Option<Interval>)| {
        let ((x, in_a), (y, in_b)) = (of(a), of(b));
        row(figure, good, [x, y], apart([x, y], [in_a, in_b]))
    };
    rows.push(around("latency_ms.p95", Good::Less, |one| {
        let latency = one.latency_ms;
        (
            latency.and_then(|it| it.p95),
            latency.and_then(|it| it.p95_interval),
        )
    }));
    rows.push(around("handoff_success", Good::More, |one| {
        (one.handoff_success, one.success_interval)
    }));
    rows.push(around("context_fidelity", Good::More, |one| {
        (one.context_fidelity, one.fidelity_interval)
    }));
    rows.retain(|row| row.a.is_some_and(|a| a != 0.0) || row.b.is_some_and(|b| b != 0.0));
    let is_walked = [a, b]
        .iter()
        .any(|one| one.method == SimulationMethod::Sampled);
    if is_walked {
        let wider = wider_for(rows.len());
        for row in &mut rows {
            row.doubt(wider);
        }
    }
    rows
}

impl FigureDifference {
    /// Takes back what an interval cannot tell that is so much wider: of many figures one is likely to differ by chance.
    fn doubt(&mut self, wider: f64) {
        if let (Some(difference), Some(interval)) = (self.difference, self.interval) {
            let low = difference - wider * (difference - interval.low);
            let high = difference + wider * (interval.high - difference);
            if low <= 0.0 && high >= 0.0 {
                self.is_better = None;
            }
        }
    }
}

/// The difference of two shares. One that was solved stands for itself, within its bound.
fn share(
    figure: &str,
    good: Good,
    [x, y]: [f64; 2],
    intervals: [Option<Interval>; 2],
    [a, b]: [&Simulated; 2],
) -> FigureDifference {
    let of = |share: f64, walked: Option<Interval>, result: &Simulated| {
        let bound = result.bound.unwrap_or(0.0);
        walked.unwrap_or(Interval {
            low: share - bound,
            high: share + bound,
        })
    };
    let (in_a, in_b) = (of(x, intervals[0], a), of(y, intervals[1], b));
    let solved = [a, b]
        .iter()
        .all(|one| one.method == SimulationMethod::Exact);
    let interval = if solved {
        Interval {
            low: in_b.low - in_a.high,
            high: in_b.high - in_a.low,
        }
    } else {
        newcombe([x, y], [in_a, in_b])
    };
    row(figure, good, [Some(x), Some(y)], Some(interval))
}

/// The interval of the difference of two figures whose own intervals need not lie evenly around them; one without interval is known exactly. None where both are.
fn apart([x, y]: [Option<f64>; 2], [a, b]: [Option<Interval>; 2]) -> Option<Interval> {
    if a.is_none() && b.is_none() {
        return None;
    }
    let (x, y) = (x?, y?);
    let exactly = |figure| Interval {
        low: figure,
        high: figure,
    };
    let both = [
        a.unwrap_or_else(|| exactly(x)),
        b.unwrap_or_else(|| exactly(y)),
    ];
    Some(newcombe([x, y], both))
}

/// The 95 % interval of the second figure less the first, of independent samples with those intervals.
/// (R. G. Newcombe, Statistics in Medicine 17, 1998, method 10, for shares; G. Y. Zou and A. Donner, Statistics in Medicine 27, 2008, for other figures.)
fn newcombe([x, y]: [f64; 2], [a, b]: [Interval; 2]) -> Interval {
    Interval {
        low: (y - x) - (y - b.low).hypot(a.high - x),
        high: (y - x) + (b.high - y).hypot(x - a.low),
    }
}

/// The interval of the difference of two means, one of which may be known exactly.
fn spread([x, y]: [Option<f64>; 2], [a, b]: [Option<Interval>; 2]) -> Option<Interval> {
    if a.is_none() && b.is_none() {
        return None;
    }
    let reach = |interval: Option<Interval>| interval.map_or(0.0, Interval::reach);
    let (difference, reach) = (y? - x?, reach(a).hypot(reach(b)));
    Some(Interval {
        low: difference - reach,
        high: difference + reach,
    })
}

fn row(
    figure: &str,
    good: Good,
    [a, b]: [Option<f64>; 2],
    interval: Option<Interval>,
) -> FigureDifference {
    let difference = a.zip(b).map(|(a, b)| b - a);
    let is_more = match (difference, interval) {
        (_, Some(interval)) if interval.low > 0.0 => Some(true),
        (_, Some(interval)) if interval.high < 0.0 => Some(false),
        (_, Some(_)) | (None, None) => None,
        // Without an interval only what differs by more than rounding is told apart.
        (Some(difference), None) => {
            let least = 1e-9 * a.unwrap_or(0.0).abs().max(1e-3);
            (difference.abs() > least).then_some(difference > 0.0)
        }
    };
    FigureDifference {
        figure: figure.to_owned(),
        a,
        b,
        difference,
        interval,
        is_better: good.is_better(is_more),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first example of Newcombe's paper: 56 of 70 against 48 of 80.
    #[test]
    fn intervals_of_differences_are_those_of_the_paper() {
        let interval = newcombe(
            [48.0 / 80.0, 56.0 / 70.0],
            [Interval::wilson(48, 80), Interval::wilson(56, 70)],
        );
        let near = |found: f64, expected: f64| (found - expected).abs() < 0.000_05;
        assert!(
            near(interval.low, 0.0524) && near(interval.high, 0.3339),
            "{interval:?}"
        );
    }

    #[test]
    fn a_figure_without_interval_is_known_exactly() {
        let walked = Interval {
            low: 80.0,
            high: 130.0,
        };
        let found = apart([Some(100.0), Some(60.0)], [Some(walked), None]);
        let expected = Interval {
            low: 60.0 - 130.0,
            high: 60.0 - 80.0,
        };
        assert_eq!(found, Some(expected));
        assert_eq!(apart([Some(1.0), Some(2.0)], [None, None]), None);
        assert_eq!(apart([None, Some(2.0)], [None, Some(walked)]), None);
    }

    #[test]
    fn what_an_interval_cannot_tell_is_neither_better_nor_worse() {
        let verdict = |good, low, high| {
            row(
                "wrong",
                good,
                [Some(0.2), Some(0.1)],
                Some(Interval { low, high }),
            )
            .is_better
        };
        assert_eq!(verdict(Good::Less, -0.15, -0.05), Some(true));
        assert_eq!(verdict(Good::More, -0.15, -0.05), Some(false));
        assert_eq!(verdict(Good::Less, -0.25, 0.05), None);
        assert_eq!(verdict(Good::Neither, -0.15, -0.05), None);
        let among = |figures| {
            let mut row = row(
                "hops",
                Good::Less,
                [Some(2.0), Some(1.0)],
                Some(Interval {
                    low: -1.8,
                    high: -0.2,
                }),
            );
            row.doubt(wider_for(figures));
            row.is_better
        };
        assert_eq!((among(1), among(14)), (Some(true), None));
        let exact = row("hops", Good::Less, [Some(1.0), Some(1.0 + 1e-15)], None);
        assert_eq!(exact.is_better, None);
    }
}
