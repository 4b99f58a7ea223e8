//! Whether a version of an agent may run in an environment, by everything that runs there.

use super::fit::{Fits, Misfit};
use super::matrix::{Matrix, Seam};
use super::order::{Step, order};
use crate::contract::compare::with_deep_stack;
use crate::{AppError, ErrorCode, Registry};
use baton_model::{Agent, AgentId, AgentVersion, Date, Document, Environment, Json, field_diff};
use serde::Serialize;
use serde_json::json;
use std::collections::BTreeSet;

/// Which end of a handoff the version in question stands at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum End {
    /// It sends what the other one does not take.
    Sends,
    /// It does not take what the other one sends.
    Receives,
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct CanDeploy {
    /// The agent.
    pub agent: String,
    /// The version in question.
    pub version: String,
    /// Where to.
    pub environment: String,
    /// The version that runs there now; null where none does.
    pub running: Option<String>,
    /// Whether nothing stands in the way.
    pub holds: bool,
    /// What does not fit.
    pub blocked_by: Vec<Blocked>,
    /// Moves one after the other, the version itself among them, that break nothing on the way; empty where there is no such order.
    pub order: Vec<DeployStep>,
    /// Why there is no order; null where there is one.
    pub no_order: Option<String>,
    /// What is different from the version that runs there now: `model`, `prompt_version`, `emits`, `accepts`, `output_schema`.
    pub changes: Vec<VersionChange>,
}

/// Another agent with which the version does not fit.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct Blocked {
    /// The other agent.
    pub agent: String,
    /// Its version that counts: the one that runs there, else the highest; null where it has none.
    pub version: Option<String>,
    /// The contract.
    pub contract: String,
    /// The contract version that is sent.
    pub emits: String,
    /// The ranges that are accepted; null where nothing of the contract is.
    pub accepts: Option<String>,
    /// Which end the version in question stands at.
    pub direction: End,
    /// Why it does not fit, as a sentence.
    pub reason: String,
    /// A payload that shows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[specta(optional)]
    pub counterexample: Option<Json>,
    /// The handoffs at which they meet.
    pub handoffs: Vec<String>,
}

/// A move.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct DeployStep {
    /// The agent.
    pub agent: String,
    /// The version that it has now; null where it does not run there yet.
    pub from: Option<String>,
    /// The version that it gets.
    pub to: String,
    /// Why it comes here in the order.
    pub reason: String,
}

/// A field of an agent version that is different.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct VersionChange {
    /// The field.
    pub field: String,
    /// Its value in the version that runs; null where it has none.
    pub before: Option<Json>,
    /// Its value in the version in question; null where it has none.
    pub after: Option<Json>,
}

/// Answers for `version` of `agent` in `environment`, from every handoff of the topologies that run there, or in no environment in particular.
pub fn can_i_deploy(
    registry: &Registry,
    agent: &str,
    version: &str,
    environment: &str,
) -> Result<CanDeploy, AppError> {
    let today = registry.host().today();
    let document = registry.read(Document::clone);
    with_deep_stack(|| answer(&document, &today, agent, version, environment))?
}

fn answer(
    document: &Document,
    today: &Date,
    agent: &str,
    version: &str,
    environment: &str,
) -> Result<CanDeploy, AppError> {
    let target = find(document, agent, version)?;
    let environment = document.find::<Environment>(environment).ok_or_else(|| {
        let all: Vec<&str> = document.environments().map(|one| one.id.as_str()).collect();
        AppError::new(
            ErrorCode::NotFound,
            format!("there is no environment {environment:?}"),
            format!("there are: {}", all.join(", ")),
        )
    })?;
    let matrix = Matrix::new(document, environment);
    let mut fits = Fits::new(document, today);
    let blocked_by = blocked(&matrix, &mut fits, target);
    let (order, no_order) = ordered(&matrix, &mut fits, target, &blocked_by);
    let running = matrix.deployed(&target.agent);
    Ok(CanDeploy {
        agent: agent.to_owned(),
        version: version.to_owned(),
        environment: environment.id.to_string(),
        running: running.map(|running| running.version.to_string()),
        holds: blocked_by.is_empty(),
        changes: running
            .map(|running| changes(running, target))
            .unwrap_or_default(),
        blocked_by,
        order,
        no_order,
    })
}

fn find<'d>(
    document: &'d Document,
    agent: &str,
    version: &str,
) -> Result<&'d AgentVersion, AppError> {
    let id = format!("{agent}@{version}");
    if let Some(found) = document.find::<AgentVersion>(&id) {
        return Ok(found);
    }
    let known: Vec<&str> = document
        .agent_versions()
        .filter(|version| version.agent.as_str() == agent)
        .map(|version| version.id.as_str())
        .collect();
    let hint = match (document.find::<Agent>(agent), known.as_slice()) {
        (None, _) => format!("there is no agent {agent:?} either; check its id"),
        (Some(_), []) => {
            format!("{agent} has no versions yet; add one with what it emits and accepts")
        }
        (Some(_), known) => format!("there are: {}", known.join(", ")),
    };
    Err(AppError::new(
        ErrorCode::NotFound,
        format!("there is no agent version {id:?}"),
        hint,
    ))
}

fn blocked(matrix: &Matrix<'_>, fits: &mut Fits<'_>, target: &AgentVersion) -> Vec<Blocked> {
    let mut out: Vec<Blocked> = Vec::new();
    for (_, seam) in matrix.of_agent(&target.agent) {
        // An agent that hands over to itself meets itself in the same version.
        let version_of = |agent: &AgentId| {
            if *agent == target.agent {
                Some(target)
            } else {
                matrix.in_use(agent)
            }
        };
        let (direction, other) = if *seam.sender == target.agent {
            (End::Sends, seam.receiver)
        } else {
            (End::Receives, seam.sender)
        };
        for misfit in fits.misfits(&seam, version_of(seam.sender), version_of(seam.receiver)) {
            let version = version_of(other).map(|version| version.version.to_string());
            note(&mut out, &seam, direction, other, version, misfit);
        }
    }
    out.sort_by(|a, b| {
        (&a.agent, &a.contract, &a.emits, a.direction).cmp(&(
            &b.agent,
            &b.contract,
            &b.emits,
            b.direction,
        ))
    });
    out
}

/// Adds a misfit; the same one at another handoff only adds the handoff.
fn note(
    out: &mut Vec<Blocked>,
    seam: &Seam<'_>,
    direction: End,
    other: &AgentId,
    version: Option<String>,
    misfit: Misfit,
) {
    let emits = misfit.emits.to_string();
    let handoff = seam.handoff.to_string();
    let known = out.iter_mut().find(|known| {
        known.agent == other.as_str()
            && known.contract == seam.contract.as_str()
            && known.emits == emits
            && known.direction == direction
    });
    if let Some(known) = known {
        if !known.handoffs.contains(&handoff) {
            known.handoffs.push(handoff);
        }
        return;
    }
    let named = match &version {
        Some(version) => format!("{other}@{version}"),
        None => other.to_string(),
    };
    let reason = match direction {
        End::Sends => format!("{named} would get it: {}", misfit.reason),
        End::Receives => format!("{named} sends it: {}", misfit.reason),
    };
    out.push(Blocked {
        agent: other.to_string(),
        version,
        contract: seam.contract.to_string(),
        emits,
        accepts: misfit.accepts,
        direction,
        reason,
        counterexample: misfit.counterexample,
        handoffs: vec![handoff],
    });
}

/// The order, or why there is none.
fn ordered<'a>(
    matrix: &Matrix<'a>,
    fits: &mut Fits<'_>,
    target: &'a AgentVersion,
    blocked: &[Blocked],
) -> (Vec<DeployStep>, Option<String>) {
    let blockers: BTreeSet<&str> = blocked.iter().map(|one| one.agent.as_str()).collect();
    let near = neighbours(matrix, [&target.agent]);
    let first: BTreeSet<&AgentId> = near
        .iter()
        .copied()
        .filter(|agent| blockers.contains(agent.as_str()))
        .collect();
    let wider: BTreeSet<&AgentId> = first
        .iter()
        .copied()
        .chain(neighbours(matrix, first.iter().copied()))
        .collect();
    let found = order(matrix, fits, target, &first).or_else(|| {
        (wider != first)
            .then(|| order(matrix, fits, target, &wider))
            .flatten()
    });
    match found {
        Some(steps) => {
            let told = steps
                .iter()
                .enumerate()
                .map(|(at, step)| told(matrix, target, &steps, at, step));
            (told.collect(), None)
        }
        None => (Vec::new(), Some(why_none(matrix, target, blocked))),
    }
}

fn neighbours<'a, 'x>(
    matrix: &Matrix<'a>,
    agents: impl IntoIterator<Item = &'x AgentId>,
) -> BTreeSet<&'a AgentId> {
    let seams = agents
        .into_iter()
        .flat_map(|agent| matrix.of_agent(agent).collect::<Vec<_>>());
    seams
        .flat_map(|(_, seam)| [seam.sender, seam.receiver])
        .collect()
}

fn told(
    matrix: &Matrix<'_>,
    target: &AgentVersion,
    steps: &[Step<'_>],
    at: usize,
    step: &Step<'_>,
) -> DeployStep {
    let reason = if step.agent == &target.agent {
        match (at, steps.len()) {
            (_, 1) => "everything that runs there fits".to_owned(),
            (0, _) => "the others need it before they can move".to_owned(),
            _ => "from here on everything fits".to_owned(),
        }
    } else {
        let receives = matrix
            .of_agent(step.agent)
            .any(|(_, seam)| seam.sender == &target.agent && seam.receiver == step.agent);
        let role = if receives {
            "receivers first: it"
        } else {
            "senders first: it"
        };
        let comes_after = steps[..at]
            .iter()
            .any(|earlier| earlier.agent == &target.agent);
        if comes_after {
            format!("it can follow once {} is there", target.id)
        } else {
            format!("{role} fits what runs now and {} alike", target.id)
        }
    };
    DeployStep {
        agent: step.agent.to_string(),
        from: step.from.map(|from| from.version.to_string()),
        to: step.to.version.to_string(),
        reason,
    }
}

fn why_none(matrix: &Matrix<'_>, target: &AgentVersion, blocked: &[Blocked]) -> String {
    let stuck = blocked.iter().find(|one| {
        let versions = AgentId::new(one.agent.as_str()).map(|agent| matrix.versions(&agent));
        let newest = versions
            .ok()
            .and_then(|versions| Some(versions.last()?.version.to_string()));
        newest == one.version
    });
    match stuck {
        Some(one) if one.direction == End::Sends => format!(
            "no newer version of {} is recorded that takes {} {}; record one that accepts both versions, deploy it first, then {}",
            one.agent, one.contract, one.emits, target.id
        ),
        Some(one) => format!(
            "no newer version of {} is recorded that sends what {} takes of {}; record one, or let {} accept {} as well",
            one.agent, target.id, one.contract, target.agent, one.emits
        ),
        None => "each order of the recorded versions breaks something on the way; let one side accept both versions for a while".to_owned(),
    }
}

/// What two versions of an agent say differently; notes are words.
fn changes(running: &AgentVersion, target: &AgentVersion) -> Vec<VersionChange> {
    let said = |version: &AgentVersion| {
        json!({
            "model": version.model,
            "prompt_version": version.prompt_version,
            "emits": version.emits,
            "accepts": version.accepts,
            "output_schema": version.output_schema,
        })
    };
    let (before, after) = (said(running), said(target));
    let fields: BTreeSet<String> = field_diff(&before, &after)
        .into_iter()
        .filter_map(|change| Some(change.pointer.split('/').nth(1)?.to_owned()))
        .collect();
    let value = |of: &serde_json::Value, field: &str| {
        of.get(field)
            .filter(|value| !value.is_null())
            .cloned()
            .map(Json)
    };
    fields
        .into_iter()
        .map(|field| VersionChange {
            before: value(&before, &field),
            after: value(&after, &field),
            field,
        })
        .collect()
}
