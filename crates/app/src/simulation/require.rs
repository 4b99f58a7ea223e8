//! Figures that a run has to reach.

use super::result::Simulated;
use crate::{AppError, ErrorCode};
use baton_simulation::Fate;
use serde::Serialize;

/// A figure and where it has to be.
#[derive(Clone, Debug, PartialEq)]
pub struct Requirement {
    /// As it was written.
    pub text: String,
    figure: Figure,
    is_at_least: bool,
    bound: f64,
}

/// Whether a requirement holds.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct Judged {
    /// The requirement as it was written.
    pub requirement: String,
    /// What was found; none where it is not known.
    pub found: Option<f64>,
    /// Whether it holds; it does not where nothing was found.
    pub holds: bool,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Figure {
    Outcome(Fate),
    Hops,
    Cost,
    Mean,
    P50,
    P95,
    P99,
    Success,
    Fidelity,
}

const FIGURES: [(&str, Figure); 8] = [
    ("hops", Figure::Hops),
    ("cost_usd", Figure::Cost),
    ("latency_ms.mean", Figure::Mean),
    ("latency_ms.p50", Figure::P50),
    ("latency_ms.p95", Figure::P95),
    ("latency_ms.p99", Figure::P99),
    ("handoff_success", Figure::Success),
    ("context_fidelity", Figure::Fidelity),
];

impl Requirement {
    /// Reads `FIGURE>=NUMBER` or `FIGURE<=NUMBER`; the figure is an outcome or one of a result's members.
    pub fn parse(text: &str) -> Result<Self, AppError> {
        let wrong = |message: String| {
            let outcomes = Fate::ALL.iter().map(|fate| fate.name());
            let known: Vec<&str> = FIGURES
                .iter()
                .map(|(name, _)| *name)
                .chain(outcomes)
                .collect();
            AppError::new(
                ErrorCode::InvalidInput,
                message,
                format!(
                    "write FIGURE>=NUMBER or FIGURE<=NUMBER; figures: {}",
                    known.join(", ")
                ),
            )
        };
        let at_least = text.split_once(">=").map(|parts| (parts, true));
        let at_most = || text.split_once("<=").map(|parts| (parts, false));
        let Some(((name, number), is_at_least)) = at_least.or_else(at_most) else {
            return Err(wrong(format!("{text:?} compares nothing")));
        };
        let name = name.trim();
        let outcome = Fate::ALL
            .into_iter()
            .find(|fate| fate.name() == name)
            .map(Figure::Outcome);
        let figure = FIGURES
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, figure)| *figure);
        let Some(figure) = figure.or(outcome) else {
            return Err(wrong(format!("{name:?} is no figure of a simulation")));
        };
        let bound = number
            .trim()
            .parse::<f64>()
            .ok()
            .filter(|bound| bound.is_finite());
        let Some(bound) = bound else {
            return Err(wrong(format!("{:?} is no number", number.trim())));
        };
        Ok(Self {
            text: text.to_owned(),
            figure,
            is_at_least,
            bound,
        })
    }

    /// Holds a result against it.
    pub fn judge(&self, result: &Simulated) -> Judged {
        let latency = result.latency_ms;
        let found = match self.figure {
            Figure::Outcome(fate) => Some(result.outcomes[fate]),
            Figure::Hops => result.hops,
            Figure::Cost => result.cost_usd,
            Figure::Mean => latency.map(|latency| latency.mean),
            Figure::P50 => latency.and_then(|latency| latency.p50),
            Figure::P95 => latency.and_then(|latency| latency.p95),
            Figure::P99 => latency.and_then(|latency| latency.p99),
            Figure::Success => result.handoff_success,
            Figure::Fidelity => result.context_fidelity,
        };
        let holds = found.is_some_and(|found| {
            if self.is_at_least {
                found >= self.bound
            } else {
                found <= self.bound
            }
        });
        Judged {
            requirement: self.text.clone(),
            found,
            holds,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requirements_are_read_or_explained() {
        let read = Requirement::parse("handoff_success >= 0.98").unwrap();
        assert_eq!(
            (read.figure, read.is_at_least, read.bound),
            (Figure::Success, true, 0.98)
        );
        assert_eq!(
            Requirement::parse("latency_ms.p95<=2000").unwrap().figure,
            Figure::P95
        );
        assert_eq!(
            Requirement::parse("wrong<=0.01").unwrap().figure,
            Figure::Outcome(Fate::Wrong)
        );
        for (text, expected) in [
            ("hops=4", "compares nothing"),
            ("speed<=4", "\"speed\" is no figure"),
            ("hops<=many", "\"many\" is no number"),
            ("hops<=inf", "\"inf\" is no number"),
        ] {
            let error = Requirement::parse(text).unwrap_err();
            assert!(error.message.contains(expected), "{error:?}");
        }
    }
}
