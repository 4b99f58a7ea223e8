//! What the work of a topology is like: as its owner says, else as the drawing suggests.

use super::{Drawing, Recognised, counted, recognise};
use baton_model::{AgentKind, ContextMode, Coupling, Criticality, HandoffMode, Pattern};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// One trait of the work, and where it is known from.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct Trait<T> {
    /// What it is.
    pub value: T,
    /// Whether the topology says so itself; otherwise it is inferred.
    pub declared: bool,
    /// What it was inferred from, as a sentence; empty where it is declared.
    pub because: String,
}

/// How the steps hang together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Coupled {
    /// Steps that do not need each other.
    Independent,
    /// Steps that follow from each other.
    Sequential,
    /// Nothing says so.
    Unknown,
}

/// The nature of the work.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct NatureRead {
    /// How the steps hang together.
    pub coupling: Trait<Coupled>,
    /// Whether steps share state.
    pub stateful: Trait<bool>,
    /// Flows that run at once.
    pub parallel_flows: Trait<u32>,
    /// Latency that users bear, in milliseconds; none if nobody has said.
    pub latency_ms: Option<u32>,
    /// Whether regulation asks for records and reviews.
    pub regulated: Trait<bool>,
    /// Number of specialised fields.
    pub specialists: Trait<u32>,
}

fn declared<T>(value: T) -> Trait<T> {
    Trait {
        value,
        declared: true,
        because: String::new(),
    }
}

fn inferred<T>(value: T, because: impl Into<String>) -> Trait<T> {
    Trait {
        value,
        declared: false,
        because: because.into(),
    }
}

/// Numbers that are zero and flags that are off count as not said where nothing of the nature is said at all.
pub(super) fn read(drawing: &Drawing<'_>, recognised: &[Recognised]) -> NatureRead {
    let nature = drawing.graph.topology().map(|topology| &topology.nature);
    let coupling = match nature.and_then(|nature| nature.coupling) {
        Some(Coupling::Independent) => declared(Coupled::Independent),
        Some(Coupling::Sequential) => declared(Coupled::Sequential),
        None => coupling(drawing, recognised),
    };
    let stateful = match nature.filter(|nature| nature.stateful) {
        Some(_) => match guessed(drawing) {
            Some(guess) => inferred(true, guess),
            None => declared(true),
        },
        None => stateful(drawing),
    };
    let parallel_flows = match nature.map(|nature| nature.parallel_flows) {
        Some(flows) if flows > 0 => declared(flows),
        _ => flows(drawing),
    };
    let regulated = match nature.filter(|nature| nature.regulated) {
        Some(_) => declared(true),
        None => regulated(drawing),
    };
    let specialists = match nature.map(|nature| nature.specialists) {
        Some(fields) if fields > 0 => declared(fields),
        _ => specialists(drawing, recognised),
    };
    NatureRead {
        coupling,
        stateful,
        parallel_flows,
        latency_ms: nature.and_then(|nature| nature.latency_ms),
        regulated,
        specialists,
    }
}

/// What an import guessed of the topology: it guesses nothing else of one than that its work shares state.
fn guessed<'a>(drawing: &Drawing<'a>) -> Option<&'a str> {
    let origin = drawing.graph.topology()?.origin.as_ref()?;
    origin.guesses.first().map(String::as_str)
}

fn coupling(drawing: &Drawing<'_>, recognised: &[Recognised]) -> Trait<Coupled> {
    let longest = |patterns: &[Pattern]| {
        let of = recognised
            .iter()
            .filter(|one| patterns.contains(&one.pattern));
        of.map(|one| one.agents.len()).max().unwrap_or(0)
    };
    let chained = longest(&[Pattern::Chain, Pattern::Pipeline]);
    let delegated = longest(&[Pattern::Supervisor]);
    if chained > delegated {
        inferred(
            Coupled::Sequential,
            format!("control moves through {chained} agents in a row"),
        )
    } else if delegated > 0 {
        inferred(
            Coupled::Independent,
            format!(
                "one agent delegates to {} that do not hand on",
                delegated - 1
            ),
        )
    } else {
        without_pattern(drawing, recognised)
    }
}

/// Where neither chain nor supervisor is drawn: how far control moves on, else among whom is chosen.
fn without_pattern(drawing: &Drawing<'_>, recognised: &[Recognised]) -> Trait<Coupled> {
    let in_a_row = recognise::in_a_row(drawing);
    if in_a_row > 2 {
        return inferred(
            Coupled::Sequential,
            format!("a request can pass {in_a_row} agents at work one after the other"),
        );
    }
    let routing = recognised
        .iter()
        .filter(|one| one.pattern == Pattern::DynamicRouting)
        .max_by_key(|one| one.handoffs.len());
    match routing {
        Some(one) => inferred(
            Coupled::Independent,
            format!(
                "one agent chooses among {} ways, which do not lead on to each other",
                one.handoffs.len()
            ),
        ),
        None => inferred(
            Coupled::Unknown,
            "no chain, no supervisor and no choice among agents is drawn",
        ),
    }
}

fn stateful(drawing: &Drawing<'_>) -> Trait<bool> {
    let shares = |handoff: &&&baton_model::Handoff| {
        !handoff.memory_reads.is_empty()
            || !handoff.memory_writes.is_empty()
            || handoff.context_mode == ContextMode::FullHistory
    };
    match drawing.handoffs.iter().filter(shares).count() {
        0 => inferred(
            false,
            "no handoff reads or writes a memory or carries the whole history",
        ),
        count => inferred(
            true,
            if count == 1 {
                "1 handoff reads or writes a memory or carries the whole history".to_owned()
            } else {
                format!("{count} handoffs read or write a memory or carry the whole history")
            },
        ),
    }
}

fn flows(drawing: &Drawing<'_>) -> Trait<u32> {
    let mut groups: BTreeMap<(&str, &str), u32> = BTreeMap::new();
    for handoff in &drawing.handoffs {
        if let (HandoffMode::Delegate, Some(group)) = (handoff.mode, &handoff.parallel_group) {
            *groups.entry((handoff.from.as_str(), group)).or_default() += 1;
        }
    }
    match groups.values().max() {
        Some(most) if *most > 1 => inferred(*most, format!("{most} delegations run at once")),
        _ => inferred(1, "no delegations run at once"),
    }
}

fn regulated(drawing: &Drawing<'_>) -> Trait<bool> {
    let gates = drawing
        .handoffs
        .iter()
        .filter(|handoff| handoff.gate.is_some() && handoff.criticality == Criticality::Critical);
    match gates.count() {
        0 => inferred(
            false,
            "no person decides on a handoff of the highest criticality",
        ),
        count => inferred(
            true,
            format!(
                "a person decides on {} of the highest criticality",
                counted(count as u64, "handoff", "handoffs")
            ),
        ),
    }
}

/// Different sets of capabilities among agents that do the work; where nobody declares any, those among whom is chosen or to whom is delegated.
fn specialists(drawing: &Drawing<'_>, recognised: &[Recognised]) -> Trait<u32> {
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let works =
        |agent: &&&baton_model::Agent| matches!(agent.kind, AgentKind::Ai | AgentKind::External);
    let fields: BTreeSet<BTreeSet<&str>> = drawing
        .agents
        .iter()
        .filter(works)
        .filter(|agent| !agent.capabilities.is_empty())
        .map(|agent| agent.capabilities.iter().map(String::as_str).collect())
        .collect();
    if !fields.is_empty() {
        let count = number(fields.len());
        let sets = counted(
            count,
            "set of capabilities",
            "different sets of capabilities",
        );
        return inferred(count, format!("agents declare {sets}"));
    }
    let chosen: BTreeSet<&str> = recognised
        .iter()
        .filter(|one| matches!(one.pattern, Pattern::Supervisor | Pattern::DynamicRouting))
        .flat_map(|one| one.agents.iter().skip(1).map(String::as_str))
        .collect();
    let chosen = drawing
        .agents
        .iter()
        .filter(works)
        .filter(|agent| chosen.contains(agent.id.as_str()))
        .count();
    match chosen {
        0 => inferred(0, "no agent declares capabilities"),
        count => inferred(
            number(count),
            format!(
                "no agent declares capabilities; {} chosen or delegated to",
                if count == 1 {
                    "1 agent is".to_owned()
                } else {
                    format!("{count} agents are")
                }
            ),
        ),
    }
}
