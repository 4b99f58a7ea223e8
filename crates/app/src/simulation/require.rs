//! Figures that a run has to reach.

use super::result::{HandoffUse, Simulated};
use crate::{AppError, ErrorCode};
use baton_simulation::Fate;
use serde::Serialize;

/// A figure and where it has to be.
#[derive(Clone, Debug)]
pub struct Requirement {
    bound: Bound,
    figure: Figure,
    /// The handoff that it is about; the whole topology where there is none.
    handoff: Option<String>,
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

#[derive(Clone, Copy, Debug)]
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
    Uses,
    OneUse(fn(&HandoffUse) -> f64),
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

/// Figures of one handoff, written `FIGURE@HANDOFF`.
const OF_HANDOFF: [(&str, Figure); 5] = [
    ("uses", Figure::Uses),
    ("handoff_success", Figure::OneUse(|one| one.success)),
    ("context_loss", Figure::OneUse(|one| one.context_loss)),
    ("human_rate", Figure::OneUse(|one| one.human_rate)),
    ("latency_p95_ms", Figure::OneUse(|one| one.latency_p95_ms)),
];

impl Requirement {
    /// Reads `FIGURE>=NUMBER` or `FIGURE<=NUMBER`; the figure is an outcome or one of a result's members, or `FIGURE@HANDOFF` for one handoff.
    pub fn parse(text: &str) -> Result<Self, AppError> {
        let of_handoff: Vec<&str> = OF_HANDOFF.iter().map(|(name, _)| *name).collect();
        let known = [
            ("", names_with_outcomes(&FIGURES)),
            ("; of one handoff, FIGURE@HANDOFF: ", of_handoff.join(", ")),
        ];
        let written = Written::read(text, &known)?;
        let known: &[_] = if written.of.is_some() {
            &OF_HANDOFF
        } else {
            &FIGURES
        };
        let listed = known.iter().find(|(known, _)| *known == written.figure);
        let outcome = written.outcome().map(Figure::Outcome);
        let Some(figure) = listed.map(|(_, figure)| *figure).or(outcome) else {
            let whose = if written.of.is_some() {
                "a handoff"
            } else {
                "a simulation"
            };
            return Err(written.no_figure_of(whose));
        };
        Ok(Self {
            figure,
            handoff: written.of.map(str::to_owned),
            bound: written.bound,
        })
    }

    /// Holds a result against it. A handoff that is not there is refused by name.
    pub fn judge(&self, result: &Simulated) -> Result<Judged, AppError> {
        let latency = result.latency_ms;
        let handoff = match &self.handoff {
            None => None,
            Some(id) => {
                let found = result.handoffs.iter().find(|one| one.id == *id);
                Some(found.ok_or_else(|| {
                    AppError::new(
                        ErrorCode::NotFound,
                        format!("the topology {} has no handoff {id:?}", result.topology),
                        "name one of its handoffs after the @",
                    )
                })?)
            }
        };
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
            Figure::Uses => handoff.and_then(|one| one.uses),
            Figure::OneUse(of) => handoff.map(of),
        };
        Ok(self.bound.judge(found))
    }
}

/// The names of figures and of outcomes, as a hint lists them.
pub(super) fn names_with_outcomes<T>(figures: &[(&str, T)]) -> String {
    let outcomes = Fate::ALL.iter().map(|fate| fate.name());
    let names: Vec<&str> = figures
        .iter()
        .map(|(name, _)| *name)
        .chain(outcomes)
        .collect();
    names.join(", ")
}

/// Where a figure has to be.
#[derive(Clone, Debug)]
pub(super) struct Bound {
    /// The requirement as it was written.
    text: String,
    is_at_least: bool,
    number: f64,
}

impl Bound {
    pub fn judge(&self, found: Option<f64>) -> Judged {
        let holds = found.is_some_and(|found| {
            if self.is_at_least {
                found >= self.number
            } else {
                found <= self.number
            }
        });
        Judged {
            requirement: self.text.clone(),
            found,
            holds,
        }
    }
}

/// A requirement taken apart.
pub(super) struct Written<'t> {
    pub figure: &'t str,
    /// What stands after an `@`.
    pub of: Option<&'t str>,
    pub bound: Bound,
    /// What a hint says.
    hint: String,
}

impl<'t> Written<'t> {
    /// Takes `FIGURE>=NUMBER` apart. `known` are the figures that there are, each list with the words before it.
    pub fn read(text: &'t str, known: &[(&str, String)]) -> Result<Self, AppError> {
        let known = known.iter().map(|(words, list)| format!("{words}{list}"));
        let known: String = known.collect();
        let hint = format!("write FIGURE>=NUMBER or FIGURE<=NUMBER; figures: {known}");
        let wrong = |message: String| AppError::new(ErrorCode::InvalidInput, message, hint.clone());
        let at_least = text.split_once(">=").map(|parts| (parts, true));
        let at_most = || text.split_once("<=").map(|parts| (parts, false));
        let Some(((name, number), is_at_least)) = at_least.or_else(at_most) else {
            return Err(wrong(format!("{text:?} compares nothing")));
        };
        let number = number.trim();
        let bound = number.parse::<f64>().ok().filter(|bound| bound.is_finite());
        let (figure, of) = match name.trim().split_once('@') {
            Some((figure, of)) => (figure, Some(of)),
            None => (name.trim(), None),
        };
        Ok(Self {
            figure,
            of,
            bound: Bound {
                text: text.to_owned(),
                is_at_least,
                number: bound.ok_or_else(|| wrong(format!("{number:?} is no number")))?,
            },
            hint,
        })
    }

    /// The outcome that the figure is, of all requests.
    pub fn outcome(&self) -> Option<Fate> {
        let outcome = Fate::ALL
            .into_iter()
            .find(|fate| fate.name() == self.figure);
        outcome.filter(|_| self.of.is_none())
    }

    pub fn no_figure_of(&self, whose: &str) -> AppError {
        let message = format!("{:?} is no figure of {whose}", self.figure);
        AppError::new(ErrorCode::InvalidInput, message, self.hint.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requirements_are_read_or_explained() {
        let read = Requirement::parse("handoff_success >= 0.98").unwrap();
        assert!(matches!(read.figure, Figure::Success) && read.bound.is_at_least);
        assert!((read.bound.number - 0.98).abs() < 1e-12);
        let read = Requirement::parse("latency_ms.p95<=2000").unwrap();
        assert!(matches!(read.figure, Figure::P95));
        let read = Requirement::parse("wrong<=0.01").unwrap();
        assert!(matches!(read.figure, Figure::Outcome(Fate::Wrong)));
        let read = Requirement::parse("latency_p95_ms@to-desk<=100").unwrap();
        assert!(matches!(read.figure, Figure::OneUse(_)));
        assert_eq!(read.handoff.as_deref(), Some("to-desk"));
        for (text, expected) in [
            ("hops=4", "compares nothing"),
            ("speed<=4", "\"speed\" is no figure"),
            ("wrong@to-desk<=0.1", "\"wrong\" is no figure of a handoff"),
            ("hops<=many", "\"many\" is no number"),
            ("hops<=inf", "\"inf\" is no number"),
        ] {
            let error = Requirement::parse(text).unwrap_err();
            assert!(error.message.contains(expected), "{error:?}");
        }
    }
}
