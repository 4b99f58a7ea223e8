//! Who answers for a handoff or an agent: the owner, whom to page now and next, and what the person on call needs first.

use super::call::{Reason, call, contacts_of};
use super::ladder::steps;
use super::{Moment, MomentTold, OnCallCall, OnCallContact};
use crate::edit::history::HistoryEntry;
use crate::incident::list::{IncidentRow, incidents};
use crate::record::words::{called, contract, line, word};
use crate::{AppError, ErrorCode, Registry};
use baton_model::{
    Agent, Document, EscalationPath, Handoff, Kind, OwnerModel, RecordKey, Responder, Runbook,
    Target, Team, TeamId, nearest,
};
use serde::Serialize;

/// Commits that are told.
const MOST_CHANGES: u32 = 3;

/// The answer.
#[derive(Clone, Debug, Serialize, specta::Type)]
pub struct WhoAnswers {
    /// The handoff or the agent.
    pub subject: RecordKey,
    /// What it is called.
    pub name: String,
    /// The time that was asked about.
    pub moment: MomentTold,
    /// Who owns it, in words: `downstream`, `platform`, `joint`; empty where nothing is said, and for agents.
    pub owner_model: String,
    /// The owning teams.
    pub owners: Vec<WhoOwns>,
    /// Whom to page now; empty where nobody is named.
    pub now: Vec<OnCallCall>,
    /// Whom to page when they do not answer, in order.
    pub next: Vec<OnCallCall>,
    /// The escalation path that is walked.
    pub path: Option<RecordKey>,
    /// What it is called.
    pub path_name: String,
    /// How often it is walked again.
    pub repeat: u32,
    /// Who takes over without anybody being called, in order.
    pub fallbacks: Vec<WhoTakesOver>,
    /// Contract and version that travel; empty without.
    pub contract: String,
    /// What its owners have written for the person on call; empty for agents.
    pub runbook: Runbook,
    /// Incidents that are not resolved.
    pub open_incidents: Vec<IncidentRow>,
    /// Its newest commits, newest first.
    pub last_changes: Vec<HistoryEntry>,
}

/// An owning team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
pub struct WhoOwns {
    /// The team.
    pub team: TeamId,
    /// What it is called.
    pub name: String,
    /// How to reach it.
    pub contacts: Vec<OnCallContact>,
}

/// An agent that takes over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
pub struct WhoTakesOver {
    /// The agent.
    pub agent: String,
    /// What it is called.
    pub name: String,
}

/// Who answers for a handoff or an agent at a time; see [`Moment::read`]. An id that both have means the handoff; `KIND:ID` says which.
pub async fn who(
    registry: &Registry,
    subject: &str,
    at: &str,
    zone: &str,
) -> Result<WhoAnswers, AppError> {
    let moment = Moment::read(registry.host(), at, zone)?;
    let key = registry.read(|document| meant(document, subject))?;
    let last_changes = registry.history_of(&key, MOST_CHANGES).await?;
    let mut open_incidents = match key.kind {
        Kind::Handoff => incidents(registry, Some(&key.id)),
        _ => Vec::new(),
    };
    open_incidents.retain(|incident| incident.resolved_at.is_none());
    let answer = registry.read(|document| {
        let empty = WhoAnswers {
            subject: key.clone(),
            name: called(document, &key),
            moment: moment.told(),
            owner_model: String::new(),
            owners: Vec::new(),
            now: Vec::new(),
            next: Vec::new(),
            path: None,
            path_name: String::new(),
            repeat: 0,
            fallbacks: Vec::new(),
            contract: String::new(),
            runbook: Runbook::default(),
            open_incidents,
            last_changes,
        };
        match (
            document.find::<Handoff>(&key.id),
            document.find::<Agent>(&key.id),
        ) {
            (Some(handoff), _) if key.kind == Kind::Handoff => {
                of_handoff(document, &moment, handoff, empty)
            }
            (_, Some(agent)) => of_agent(document, &moment, agent, empty),
            _ => empty,
        }
    });
    Ok(answer)
}

fn meant(document: &Document, subject: &str) -> Result<RecordKey, AppError> {
    let (kinds, id): (&[Kind], &str) = match subject.split_once(':') {
        Some(("handoff", id)) => (&[Kind::Handoff], id),
        Some(("agent", id)) => (&[Kind::Agent], id),
        _ => (&[Kind::Handoff, Kind::Agent], subject),
    };
    if let Some(kind) = kinds.iter().find(|kind| document.contains(**kind, id)) {
        return Ok(RecordKey::new(*kind, id));
    }
    let known = kinds
        .iter()
        .flat_map(|kind| document.of_kind(*kind))
        .map(|held| held.record.id());
    let hint = nearest(known, id).map_or_else(
        || "name a handoff or an agent by its id".to_owned(),
        |near| format!("did you mean {near}?"),
    );
    Err(AppError::new(
        ErrorCode::NotFound,
        format!("there is no handoff and no agent {id:?}"),
        hint,
    ))
}

fn of_handoff(
    document: &Document,
    moment: &Moment,
    handoff: &Handoff,
    answer: WhoAnswers,
) -> WhoAnswers {
    let owners = owners(document, handoff);
    let path = handoff
        .escalation_path
        .as_ref()
        .and_then(|id| document.find::<EscalationPath>(id));
    let mut calls = path.map_or_else(Vec::new, |path| steps(document, moment, path));
    if let Some(fallback) = &handoff.fallback_owner {
        add(document, moment, &mut calls, fallback, "fallback owner");
    }
    for team in &owners {
        let team = Responder::Team(team.clone());
        add(document, moment, &mut calls, &team, "owner");
    }
    let (now, next) = divided(calls);
    WhoAnswers {
        owner_model: handoff.owner_model.map(word).unwrap_or_default(),
        owners: told(document, &owners),
        now,
        next,
        path: path.map(|path| RecordKey::new(Kind::EscalationPath, path.id.as_str())),
        path_name: path.map(|path| line(&path.name)).unwrap_or_default(),
        repeat: path.map_or(0, |path| path.repeat),
        fallbacks: handoff
            .fallbacks
            .iter()
            .map(|agent| WhoTakesOver {
                agent: agent.to_string(),
                name: called(document, &RecordKey::new(Kind::Agent, agent.as_str())),
            })
            .collect(),
        contract: contract(handoff),
        runbook: handoff.runbook.clone(),
        ..answer
    }
}

/// The team of an agent, its rotation, and the escalation path that the team keeps where it keeps only one.
fn of_agent(document: &Document, moment: &Moment, agent: &Agent, answer: WhoAnswers) -> WhoAnswers {
    let owners: Vec<TeamId> = agent.team.iter().cloned().collect();
    let mut kept = document
        .escalation_paths()
        .filter(|path| owners.contains(&path.team));
    let path = match (kept.next(), kept.next()) {
        (Some(only), None) => Some(only),
        _ => None,
    };
    let mut calls = path.map_or_else(Vec::new, |path| steps(document, moment, path));
    for team in &owners {
        let team = Responder::Team(team.clone());
        add(document, moment, &mut calls, &team, "team");
    }
    let (now, next) = divided(calls);
    WhoAnswers {
        owners: told(document, &owners),
        now,
        next,
        path: path.map(|path| RecordKey::new(Kind::EscalationPath, path.id.as_str())),
        path_name: path.map(|path| line(&path.name)).unwrap_or_default(),
        repeat: path.map_or(0, |path| path.repeat),
        ..answer
    }
}

/// The owning teams: those that are named, else the receiver's where the model says so.
fn owners(document: &Document, handoff: &Handoff) -> Vec<TeamId> {
    if !handoff.owners.is_empty() || handoff.owner_model != Some(OwnerModel::Downstream) {
        return handoff.owners.clone();
    }
    let Target::Agent(receiver) = &handoff.to else {
        return Vec::new();
    };
    let receiver = document.find::<Agent>(receiver);
    receiver
        .and_then(|agent| agent.team.clone())
        .into_iter()
        .collect()
}

fn told(document: &Document, owners: &[TeamId]) -> Vec<WhoOwns> {
    owners
        .iter()
        .map(|team| WhoOwns {
            name: document
                .find::<Team>(team)
                .map_or_else(|| team.to_string(), |found| line(&found.name)),
            contacts: contacts_of(document, team),
            team: team.clone(),
        })
        .collect()
}

/// Somebody who is called when nobody else answers; whoever is called already is not called twice.
fn add(
    document: &Document,
    moment: &Moment,
    calls: &mut Vec<OnCallCall>,
    responder: &Responder,
    role: &str,
) {
    if calls.iter().any(|known| known.responder == responder.key()) {
        return;
    }
    let reason = Reason {
        after_minutes: None,
        role,
        channel: "",
    };
    calls.push(call(document, moment, responder, &reason));
}

/// The first of them and all who are called in the same minute; the others.
fn divided(mut calls: Vec<OnCallCall>) -> (Vec<OnCallCall>, Vec<OnCallCall>) {
    let first = calls.first().and_then(|call| call.after_minutes);
    let until = calls
        .iter()
        .take_while(|call| first.is_some() && call.after_minutes == first)
        .count()
        .max(1)
        .min(calls.len());
    let next = calls.split_off(until);
    (calls, next)
}
