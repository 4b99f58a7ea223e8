//! Figures that a run has to reach.

use super::result::{HandoffUse, Simulated};
use crate::{AppError, ErrorCode};
use baton_simulation::{Fate, Fates};
use serde::Serialize;

/// What a run has to reach.
#[derive(Clone, Debug)]
pub enum Requirement {
    /// A figure and where it has to be.
    Figure(Bounded),
    /// All targets of the result, whoever wants them; written [`TARGETS`].
    Targets,
}

/// What stands for all targets.
pub(super) const TARGETS: &str = "targets";

/// A figure and where it has to be.
#[derive(Clone, Debug)]
pub struct Bounded {
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
    /// What was found, of all targets the number of those missed; none where it is not known.
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
    Human,
    ContextLoss,
    BadEnds,
    Uses,
    OneUse(fn(&HandoffUse) -> f64),
}

const FIGURES: [(&str, Figure); 11] = [
    ("hops", Figure::Hops),
    ("cost_usd", Figure::Cost),
    ("latency_ms.mean", Figure::Mean),
    ("latency_ms.p50", Figure::P50),
    ("latency_ms.p95", Figure::P95),
    ("latency_ms.p99", Figure::P99),
    ("handoff_success", Figure::Success),
    ("context_fidelity", Figure::Fidelity),
    ("context_loss", Figure::ContextLoss),
    ("human_rate", Figure::Human),
    ("bad_ends", Figure::BadEnds),
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
    /// Reads `FIGURE>=NUMBER` or `FIGURE<=NUMBER`, or `targets` for all of them; the figure is an outcome or one of a result's members, or `FIGURE@HANDOFF` for
    /// one handoff.
    pub fn parse(text: &str) -> Result<Self, AppError> {
        if text.trim() == TARGETS {
            return Ok(Self::Targets);
        }
        let of_handoff: Vec<&str> = OF_HANDOFF.iter().map(|(name, _)| *name).collect();
        let known = [
            ("", names_with_outcomes(&FIGURES)),
            ("; of one handoff, FIGURE@HANDOFF: ", of_handoff.join(", ")),
            ("; or all targets at once: ", TARGETS.to_owned()),
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
        Ok(Self::Figure(Bounded {
            figure,
            handoff: written.of.map(str::to_owned),
            bound: written.bound,
        }))
    }

    /// Holds a result against it. A handoff that is not there is refused by name.
    pub fn judge(&self, result: &Simulated) -> Result<Judged, AppError> {
        match self {
            Self::Figure(bounded) => bounded.judge(result),
            Self::Targets => {
                let missed = result.targets.iter().filter(|one| !one.holds).count();
                Ok(Judged {
                    requirement: TARGETS.to_owned(),
                    found: Some(missed as f64),
                    holds: missed == 0,
                })
            }
        }
    }
}

/// Share of the requests that end with a person, informed or not.
pub(super) fn human_rate(outcomes: &Fates) -> f64 {
    outcomes.human + outcomes.human_repeat
}

impl Bounded {
    fn judge(&self, result: &Simulated) -> Result<Judged, AppError> {
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
            Figure::ContextLoss => result.context_fidelity.map(|kept| 1.0 - kept),
            Figure::Human => Some(human_rate(&result.outcomes)),
            Figure::BadEnds => Some(result.outcomes.bad()),
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
        let read = |text: &str| match Requirement::parse(text).unwrap() {
            Requirement::Figure(bounded) => bounded,
            Requirement::Targets => panic!("{text} is a figure"),
        };
        let success = read("handoff_success >= 0.98");
        assert!(matches!(success.figure, Figure::Success) && success.bound.is_at_least);
        assert!((success.bound.number - 0.98).abs() < 1e-12);
        let of = |text: &str| read(text).figure;
        assert!(matches!(of("latency_ms.p95<=2000"), Figure::P95));
        assert!(matches!(of("wrong<=0.01"), Figure::Outcome(Fate::Wrong)));
        assert!(matches!(of("human_rate<=0.1"), Figure::Human));
        assert!(matches!(of("context_loss<=0.1"), Figure::ContextLoss));
        assert!(matches!(of("bad_ends<=0.1"), Figure::BadEnds));
        let one = read("latency_p95_ms@to-desk<=100");
        assert!(matches!(one.figure, Figure::OneUse(_)));
        assert_eq!(one.handoff.as_deref(), Some("to-desk"));
        assert!(matches!(
            Requirement::parse("targets"),
            Ok(Requirement::Targets)
        ));
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
