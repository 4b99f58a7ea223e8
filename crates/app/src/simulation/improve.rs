//! What would make fewer requests end badly, as edits that can be looked at and applied.

use super::asked::{SimulationAsked, Situation};
use super::run::{cancelled, does_not_serve, solved};
use crate::{AppError, ErrorCode, Registry, topology};
use baton_graph::TopologyGraph;
use baton_model::{
    Agent, AgentId, AgentKind, Document, EditCommand, Gate, Handoff, HandoffMode, Kind, Outcome,
    Record, RecordKey, Target,
};
use baton_simulation::{Exact, Interrupted, Limits};
use serde::Serialize;

/// States up to which candidates are tried, each by a solution of its own.
const STATES: usize = 20_000;
/// Handoffs that candidates are tried at: those at which most requests end badly, then those that are used most.
const HANDOFFS: usize = 40;
/// What counts as an improvement at all.
const LEAST: f64 = 1e-6;
/// Attempts that are added to a handoff.
const RETRIES: u32 = 2;

/// An edit that makes fewer requests end badly.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct SimulationImprovement {
    /// What is done, in words.
    pub title: String,
    /// The agent or handoff.
    pub subject: RecordKey,
    /// `PARAMETER` of a sensitivity, or `boundary_validation`, `gate`, `retries`, `fallbacks`.
    pub parameter: String,
    /// The edits, on the records as they were looked at.
    pub edits: Vec<EditCommand>,
    /// By how much the probability of a bad end changes: below zero where it helps. None where it was not worked out.
    pub effect: Option<f64>,
    /// What is left to decide once it is applied.
    pub note: Option<String>,
}

/// The edit that gives a parameter of an agent or handoff another value, as a sensitivity names it.
pub fn improvement(
    registry: &Registry,
    topology: Option<&str>,
    subject: &RecordKey,
    parameter: &str,
    value: f64,
) -> Result<SimulationImprovement, AppError> {
    let topology = topology::choose(registry, topology)?;
    let document = registry.document();
    let graph = TopologyGraph::new(&document, &topology);
    let missing = || {
        AppError::new(
            ErrorCode::NotFound,
            format!("the topology {topology} has no {subject}"),
            "name an agent or a handoff of it",
        )
    };
    let record = match subject.kind {
        Kind::Agent => {
            let agent = graph
                .members()
                .find(|agent| agent.id.as_str() == subject.id);
            Record::from(agent.ok_or_else(missing)?.clone())
        }
        Kind::Handoff => {
            let handoff = graph
                .handoffs()
                .iter()
                .find(|one| one.id.as_str() == subject.id);
            Record::from(Handoff::clone(handoff.ok_or_else(missing)?))
        }
        _ => return Err(missing()),
    };
    let mut set = Set::new(record);
    let old = set.parameter(parameter, value)?;
    Ok(SimulationImprovement {
        title: format!(
            "{} {} of {} from {} to {}",
            if value < old { "Lower" } else { "Raise" },
            words(parameter),
            set.name(),
            shown(parameter, old),
            shown(parameter, value)
        ),
        subject: subject.clone(),
        parameter: parameter.to_owned(),
        edits: vec![set.edit(&document)],
        effect: None,
        note: None,
    })
}

/// What could be built into the handoffs of a topology, each tried by solving it anew, the most effective first. Only what helps is told. `go_on` is asked from time to
/// time with the candidates tried so far and all that there are, and may end the search early: what was found is told then.
pub fn improvements(
    registry: &Registry,
    asked: &SimulationAsked,
    mut go_on: impl FnMut(u64, u64) -> bool,
) -> Result<Vec<SimulationImprovement>, AppError> {
    let situation = Situation::of(registry, asked)?;
    let limits = Limits { states: STATES };
    let now = solved(&situation.network()?, limits, || go_on(0, 0))
        .map_err(|Interrupted| cancelled())?
        .ok_or_else(does_not_serve)?;
    let bad = now.outcomes.bad();
    let stored = registry.document();
    let mut helpful = Vec::new();
    let candidates = candidates(&situation, &now);
    let all = candidates.len() as u64;
    for (tried, candidate) in (0..).zip(candidates) {
        if !go_on(tried, all) {
            break;
        }
        let edit = EditCommand::put(candidate.set.record.clone());
        let then = situation.with(&[edit])?.network()?;
        let Ok(Some(then)) = solved(&then, limits, || go_on(tried, all)) else {
            continue;
        };
        let effect = then.outcomes.bad() - bad;
        if effect < -LEAST {
            helpful.push(SimulationImprovement {
                title: candidate.title,
                subject: candidate.set.record.key(),
                parameter: candidate.parameter.to_owned(),
                edits: vec![candidate.set.edit(&stored)],
                effect: Some(effect),
                note: candidate.note,
            });
        }
    }
    helpful.sort_by(|a, b| {
        let effect = |one: &SimulationImprovement| one.effect.unwrap_or(0.0);
        let by_effect = effect(a).total_cmp(&effect(b));
        by_effect.then_with(|| a.title.cmp(&b.title))
    });
    Ok(helpful)
}

/// Where a handoff leads, by names.
fn seam(document: &Document, handoff: &Handoff) -> String {
    let agent = |id: &AgentId| {
        let found = document.find::<Agent>(id);
        found.map_or_else(|| id.to_string(), |agent| agent.name.clone())
    };
    let to = match &handoff.to {
        Target::Agent(id) => agent(id),
        Target::Outcome(target) => document
            .find::<Outcome>(&target.outcome)
            .map_or_else(|| target.outcome.to_string(), |it| it.name.clone()),
        Target::Query(query) => format!("any agent for {}", query.capabilities.join(", ")),
    };
    format!("from {} to {to}", agent(&handoff.from))
}

/// A change that may help.
struct Candidate {
    title: String,
    parameter: &'static str,
    set: Set,
    note: Option<String>,
}

fn candidates(situation: &Situation, now: &Exact) -> Vec<Candidate> {
    let graph = TopologyGraph::new(&situation.document, &situation.topology);
    let people = || {
        graph
            .members()
            .filter(|agent| agent.kind == AgentKind::Human)
    };
    let mut used: Vec<_> = now
        .handoffs
        .iter()
        .filter(|one| one.uses.is_none_or(|uses| uses > 0.0))
        .collect();
    used.sort_by(|a, b| {
        let by_harm = b.ends_here.bad().total_cmp(&a.ends_here.bad());
        let by_traffic = b.uses.unwrap_or(0.0).total_cmp(&a.uses.unwrap_or(0.0));
        by_harm.then(by_traffic).then_with(|| a.id.cmp(&b.id))
    });
    let used = used.into_iter().take(HANDOFFS);
    let handoffs = used.filter_map(|one| situation.document.find::<Handoff>(&one.id));
    let mut all = Vec::new();
    for handoff in handoffs {
        let mut add =
            |parameter, title: &str, note: Option<&str>, change: &dyn Fn(&mut Handoff)| {
                let mut changed = handoff.clone();
                change(&mut changed);
                let set = Set::new(changed.into());
                all.push(Candidate {
                    title: format!("{title} {}", seam(&situation.document, handoff)),
                    parameter,
                    set,
                    note: note.map(str::to_owned),
                });
            };
        if !handoff.policy.boundary_validation {
            add(
                "boundary_validation",
                "Validate payloads on entry, at the handoff",
                None,
                &|it| {
                    it.policy.boundary_validation = true;
                },
            );
        }
        if handoff.gate.is_none() && handoff.mode != HandoffMode::Delegate {
            let note = "name who may decide, and what they are asked";
            add(
                "gate",
                "Let a person decide at the handoff",
                Some(note),
                &|it| {
                    it.gate = Some(Gate::new());
                },
            );
        }
        if handoff.policy.retries < RETRIES {
            let note = "retries are safe where the receiver knows repeats by the handoff's id";
            let title = format!("Try {} times at the handoff", RETRIES + 1);
            add("retries", &title, Some(note), &|it| {
                it.policy.retries = RETRIES;
            });
        }
        for person in people() {
            let is_there = handoff.fallbacks.contains(&person.id)
                || handoff.to == Target::Agent(person.id.clone())
                || handoff.from == person.id;
            if !is_there {
                let title = format!("Fall back to {} at the handoff", person.name);
                add("fallbacks", &title, None, &|it| {
                    it.fallbacks.push(person.id.clone());
                });
            }
        }
    }
    all
}

/// A record that is being changed.
struct Set {
    record: Record,
}

impl Set {
    fn new(record: Record) -> Self {
        Self { record }
    }

    fn name(&self) -> String {
        let name = self.record.name().filter(|name| !name.is_empty());
        match (&self.record, name) {
            (_, Some(name)) => name.to_owned(),
            (record, None) => record.id().to_owned(),
        }
    }

    /// The edit, refused where somebody changed the stored record meanwhile.
    fn edit(&self, stored: &Document) -> EditCommand {
        let edit = EditCommand::put(self.record.clone());
        match stored.get(&edit.key()) {
            Some(entry) => edit.on(entry.revision),
            None => edit,
        }
    }

    /// Gives a parameter another value; returns the old one.
    fn parameter(&mut self, parameter: &str, value: f64) -> Result<f64, AppError> {
        let unknown = AppError::new(
            ErrorCode::InvalidInput,
            format!("{parameter:?} is no parameter of this record"),
            "name a parameter as the sensitivities do",
        );
        let field = field(&mut self.record, parameter).ok_or(unknown)?;
        let is_weight = parameter == "share";
        if !(value.is_finite() && value >= 0.0 && (is_weight || value <= 1.0)) {
            return Err(AppError::new(
                ErrorCode::InvalidInput,
                format!("{parameter} cannot be {value}"),
                if is_weight {
                    "it is a weight, 0 or more"
                } else {
                    "it is a probability between 0 and 1"
                },
            ));
        }
        Ok(std::mem::replace(field, value))
    }
}

/// A parameter as it is drawn; none where the record is not there or has no such parameter.
pub(super) fn drawn(document: &Document, key: &RecordKey, parameter: &str) -> Option<f64> {
    let mut record = Record::clone(&document.get(key)?.record);
    field(&mut record, parameter).copied()
}

fn field<'a>(record: &'a mut Record, parameter: &str) -> Option<&'a mut f64> {
    match record {
        Record::Agent(agent) => of_agent(agent, parameter),
        Record::Handoff(handoff) => of_handoff(handoff, parameter),
        _ => None,
    }
}

fn of_agent<'a>(agent: &'a mut Agent, parameter: &str) -> Option<&'a mut f64> {
    let is = &mut agent.behaviour;
    Some(match parameter {
        "resolves" => &mut is.resolves,
        "recovery" => &mut is.recovery,
        "hallucination" => &mut is.hallucination,
        "tool_failure" => &mut is.tool_failure,
        "silent" => &mut is.silent,
        _ => return None,
    })
}

fn of_handoff<'a>(handoff: &'a mut Handoff, parameter: &str) -> Option<&'a mut f64> {
    let is = &mut handoff.behaviour;
    Some(match parameter {
        "share" => &mut is.share,
        "unavailable" => &mut is.unavailable,
        "malformed" => &mut is.malformed,
        "context_loss" => &mut is.context_loss,
        "gate.catches" => handoff
            .gate
            .as_mut()?
            .catches
            .get_or_insert(baton_simulation::CATCHES),
        _ => return None,
    })
}

fn words(parameter: &str) -> String {
    match parameter {
        "gate.catches" => "what the gate catches".to_owned(),
        other => other.replace('_', " "),
    }
}

/// Without digits that nobody set; probabilities in per cent.
fn shown(parameter: &str, value: f64) -> String {
    let short = |digits: String| {
        let short = digits.trim_end_matches('0').trim_end_matches('.');
        short.to_owned()
    };
    if parameter == "share" {
        short(format!("{value:.3}"))
    } else {
        format!("{} %", short(format!("{:.2}", value * 100.0)))
    }
}
