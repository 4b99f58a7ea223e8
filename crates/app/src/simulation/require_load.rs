//! Figures that a run under load has to reach.

use super::load::{AgentLoad, HandoffLoad, Loaded, SimulatedLoad, Spread};
use super::require::{Bound, Judged, TARGETS, Written, human_rate, names_with_outcomes};
use crate::{AppError, ErrorCode};
use baton_simulation::Fate;

/// A figure of a run under load and where it has to be.
#[derive(Clone, Debug)]
pub struct LoadRequirement {
    bound: Bound,
    figure: Figure,
}

#[derive(Clone, Debug)]
enum Figure {
    Outcome(Fate),
    Whole(fn(&Loaded) -> Option<f64>),
    /// By id.
    Agent(String, fn(&AgentLoad) -> Option<f64>),
    /// By id.
    Handoff(String, fn(&HandoffLoad) -> Option<f64>),
}

/// A name, and where the figure is found.
type Named<T> = (&'static str, fn(&T) -> Option<f64>);

const WHOLE: [Named<Loaded>; 17] = [
    ("hops", |run| Some(run.hops)),
    ("cost_usd", |run| Some(run.cost_usd)),
    ("latency_ms.mean", |run| mean(run.latency_ms)),
    ("latency_ms.p50", |run| run.latency_ms.map(|it| it.p50)),
    ("latency_ms.p95", |run| run.latency_ms.map(|it| it.p95)),
    ("latency_ms.p99", |run| run.latency_ms.map(|it| it.p99)),
    ("waiting_ms.mean", |run| mean(run.waiting_ms)),
    ("waiting_ms.p95", |run| run.waiting_ms.map(|it| it.p95)),
    ("waiting_ms.p99", |run| run.waiting_ms.map(|it| it.p99)),
    ("handoff_success", |run| run.handoff_success),
    ("context_fidelity", |run| Some(run.context_fidelity)),
    ("amplification", |run| run.amplification),
    ("throughput_per_second", |run| {
        Some(run.throughput_per_second.mean)
    }),
    ("inside", |run| Some(run.inside)),
    ("context_loss", |run| Some(1.0 - run.context_fidelity)),
    ("human_rate", |run| Some(human_rate(&run.outcomes))),
    ("bad_ends", |run| Some(run.outcomes.bad())),
];

/// Figures of one agent, written `FIGURE@AGENT`.
const OF_AGENT: [Named<AgentLoad>; 5] = [
    ("utilisation", |agent| agent.utilisation.map(|it| it.mean)),
    ("demand", |agent| agent.demand),
    ("queue", |agent| Some(agent.queue.mean)),
    ("waiting_ms.mean", |agent| mean(agent.waiting_ms)),
    ("waiting_ms.p95", |agent| agent.waiting_ms.map(|it| it.p95)),
];

/// Figures of one handoff, written `FIGURE@HANDOFF`. None has the name of one of an agent.
const OF_HANDOFF: [Named<HandoffLoad>; 4] = [
    ("uses", |handoff| Some(handoff.uses)),
    ("amplification", |handoff| handoff.amplification),
    ("lost", |handoff| Some(handoff.lost)),
    ("openings_per_hour", |handoff| {
        Some(handoff.openings_per_hour)
    }),
];

fn mean(times: Option<Spread>) -> Option<f64> {
    times.map(|times| times.mean)
}

fn named<T>(figures: &[Named<T>], name: &str) -> Option<fn(&T) -> Option<f64>> {
    let found = figures.iter().find(|(known, _)| *known == name);
    found.map(|(_, of)| *of)
}

fn names<T>(figures: &[Named<T>]) -> String {
    let names: Vec<&str> = figures.iter().map(|(name, _)| *name).collect();
    names.join(", ")
}

impl LoadRequirement {
    /// Reads `FIGURE>=NUMBER` or `FIGURE<=NUMBER`; the figure is an outcome or one of a result's members, or `FIGURE@AGENT` or `FIGURE@HANDOFF` for one of these.
    pub fn parse(text: &str) -> Result<Self, AppError> {
        let known = [
            ("", names_with_outcomes(&WHOLE)),
            ("; of one agent, FIGURE@AGENT: ", names(&OF_AGENT)),
            ("; of one handoff, FIGURE@HANDOFF: ", names(&OF_HANDOFF)),
        ];
        if text.trim() == TARGETS {
            return Err(AppError::new(
                ErrorCode::InvalidInput,
                "targets are not held against a run under load",
                "require the figures themselves, for example human_rate<=0.1",
            ));
        }
        let written = Written::read(text, &known)?;
        let figure = match written.of {
            None => {
                let outcome = written.outcome().map(Figure::Outcome);
                outcome.or_else(|| named(&WHOLE, written.figure).map(Figure::Whole))
            }
            Some(id) => {
                let agent = named(&OF_AGENT, written.figure);
                let handoff = named(&OF_HANDOFF, written.figure);
                let agent = agent.map(|of| Figure::Agent(id.to_owned(), of));
                agent.or_else(|| handoff.map(|of| Figure::Handoff(id.to_owned(), of)))
            }
        };
        let whose = match written.of {
            None => "a run under load",
            Some(_) => "an agent or handoff under load",
        };
        Ok(Self {
            figure: figure.ok_or_else(|| written.no_figure_of(whose))?,
            bound: written.bound,
        })
    }

    /// Holds a result against it. An agent or handoff that is not there is refused by name.
    pub fn judge(&self, result: &SimulatedLoad) -> Result<Judged, AppError> {
        let run = &result.found;
        let missing = |kind: &str, id: &str| {
            AppError::new(
                ErrorCode::NotFound,
                format!("the topology {} has no {kind} {id:?}", result.topology),
                format!("name one of its {kind}s after the @"),
            )
        };
        let found = match &self.figure {
            Figure::Outcome(fate) => Some(run.outcomes[*fate]),
            Figure::Whole(of) => of(run),
            Figure::Agent(id, of) => {
                let agent = run.agents.iter().find(|agent| agent.id == *id);
                of(agent.ok_or_else(|| missing("agent", id))?)
            }
            Figure::Handoff(id, of) => {
                let handoff = run.handoffs.iter().find(|handoff| handoff.id == *id);
                of(handoff.ok_or_else(|| missing("handoff", id))?)
            }
        };
        Ok(self.bound.judge(found))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requirements_under_load_are_read_or_explained() {
        let read = |text: &str| LoadRequirement::parse(text).map(|read| read.figure);
        assert!(matches!(
            read("dropped<=0.01"),
            Ok(Figure::Outcome(Fate::Dropped))
        ));
        assert!(matches!(read("waiting_ms.p95<=2000"), Ok(Figure::Whole(_))));
        assert!(matches!(read("utilisation@desk<=0.8"), Ok(Figure::Agent(id, _)) if id == "desk"));
        assert!(matches!(read("lost@to-desk<=0"), Ok(Figure::Handoff(id, _)) if id == "to-desk"));
        assert!(matches!(read("bad_ends<=0.1"), Ok(Figure::Whole(_))));
        for (text, expected) in [
            ("targets", "targets are not held against a run under load"),
            (
                "utilisation<=0.8",
                "\"utilisation\" is no figure of a run under load",
            ),
            (
                "wrong@desk<=0.1",
                "\"wrong\" is no figure of an agent or handoff",
            ),
            ("hops=4", "compares nothing"),
            ("hops<=many", "\"many\" is no number"),
        ] {
            let error = read(text).unwrap_err();
            assert!(error.message.contains(expected), "{error:?}");
        }
        for (name, _) in OF_AGENT {
            assert!(named(&OF_HANDOFF, name).is_none(), "{name} is ambiguous");
        }
    }
}
