//! What is needed first at 3 a.m.: whom to call, what to look at, what has changed last.

use super::view::{Escalation, Side, Who};
use crate::scope::versions;
use crate::words;
use baton_model::{
    Agent, AgentId, AgentVersion, Deployment, Document, Environment, EscalationPath, Handoff,
    IdempotentBy, Person, Responder, Rotation,
};
use serde::Serialize;
use std::collections::BTreeSet;

/// Shifts of a rotation that are listed.
const MOST_SHIFTS: usize = 40;

/// Whom to call, in order: one line a step.
#[derive(Clone, Debug, Serialize, specta::Type)]
#[serde(rename = "RunbookCall")]
pub(crate) struct Call {
    pub when: String,
    pub who: Who,
    pub channel: String,
}

pub(super) fn calls(
    escalation: Option<&Escalation>,
    fallback: Option<&Who>,
    owners: &[Who],
) -> Vec<Call> {
    let steps = escalation.map_or(&[][..], |escalation| &escalation.steps);
    let mut calls: Vec<Call> = steps
        .iter()
        .map(|step| Call {
            when: if step.after_minutes == 0 {
                "Call now".to_owned()
            } else {
                format!(
                    "After {} without an answer",
                    words::seconds_words(step.after_minutes.saturating_mul(60))
                )
            },
            who: step.who.clone(),
            channel: step.channel.clone(),
        })
        .collect();
    let is_named = |calls: &[Call], who: &Who| calls.iter().any(|call| call.who.name == who.name);
    for (who, role) in fallback
        .map(|who| (who, "fallback owner"))
        .into_iter()
        .chain(owners.iter().map(|who| (who, "owner")))
    {
        if !is_named(&calls, who) {
            calls.push(Call {
                when: if calls.is_empty() {
                    format!("Call the {role}")
                } else {
                    format!("Else the {role}")
                },
                who: who.clone(),
                channel: String::new(),
            });
        }
    }
    calls
}

/// Who is on call when, of a rotation whose schedule is kept in the registry.
#[derive(Clone, Debug, Serialize, specta::Type)]
#[serde(rename = "RunbookOnCall")]
pub(crate) struct OnCall {
    pub rotation: String,
    pub shifts: Vec<ShiftRow>,
    /// Shifts that are not listed.
    pub more: u32,
}

#[derive(Clone, Debug, Serialize, specta::Type)]
#[serde(rename = "RunbookShift")]
pub(crate) struct ShiftRow {
    pub from: String,
    pub to: String,
    pub person: String,
}

pub(super) fn on_call(document: &Document, handoff: &Handoff) -> Vec<OnCall> {
    let path = handoff.escalation_path.as_ref();
    let steps = path
        .and_then(|path| document.find::<EscalationPath>(path))
        .map_or(&[][..], |path| &path.steps);
    let called = steps
        .iter()
        .map(|step| &step.notify)
        .chain(&handoff.fallback_owner);
    let mut seen = BTreeSet::new();
    called
        .filter_map(|responder| match responder {
            Responder::Rotation(id) if seen.insert(id) => document.find::<Rotation>(id),
            _ => None,
        })
        .filter(|rotation| !rotation.schedule.is_empty())
        .map(|rotation| {
            let mut shifts: Vec<_> = rotation.schedule.iter().collect();
            shifts.sort_by(|a, b| a.from.cmp(&b.from).then_with(|| a.person.cmp(&b.person)));
            OnCall {
                rotation: rotation.name.clone(),
                more: u32::try_from(shifts.len().saturating_sub(MOST_SHIFTS)).unwrap_or(u32::MAX),
                // The last ones: those are not over yet.
                shifts: shifts[shifts.len().saturating_sub(MOST_SHIFTS)..]
                    .iter()
                    .map(|shift| ShiftRow {
                        from: shift.from.to_string(),
                        to: shift.to.to_string(),
                        person: document
                            .find::<Person>(&shift.person)
                            .map_or_else(|| shift.person.to_string(), |who| who.name.clone()),
                    })
                    .collect(),
            }
        })
        .collect()
}

/// What to look at where nobody has written checks: what the records say about the handoff.
pub(super) fn derived_checks(handoff: &Handoff, from: &Side, to: &Side) -> Vec<String> {
    let policy = &handoff.policy;
    let mut checks = vec![format!("Does {} answer?", to.name)];
    if let Some(queue) = &policy.dead_letter {
        checks.push(format!(
            "Read the newest messages of the dead letter queue {queue}: handoff_id and reason."
        ));
    }
    if let (Some(contract), true) = (&handoff.contract, policy.boundary_validation) {
        let version = handoff
            .version
            .as_ref()
            .map_or_else(String::new, |version| format!("@{version}"));
        checks.push(format!(
            "Are payloads rejected? Check one against {contract}{version}: baton payload check {contract}{version} FILE"
        ));
    }
    if handoff.contract.is_some() {
        checks.push(format!(
            "Was {} or {} deployed lately, or the contract's version changed?",
            from.name, to.name
        ));
    }
    if handoff.observability.span {
        checks.push(format!(
            "Find spans with baton.handoff.id = {} and read baton.reason.code.",
            handoff.id
        ));
    }
    checks
}

/// How to replay where nobody has written it down: what the policy allows.
pub(super) fn derived_replay(handoff: &Handoff) -> Vec<String> {
    let policy = &handoff.policy;
    let mut out = Vec::new();
    match &policy.dead_letter {
        Some(queue) => out.push(format!(
            "Take the messages out of {queue}, mend what their reason says, and send them again with the same handoff_id."
        )),
        None => out.push(
            "There is no dead letter queue: what was lost can only be sent again by the sender."
                .to_owned(),
        ),
    }
    out.push(
        match policy.idempotent_by {
            IdempotentBy::HandoffId => {
                "Sending twice is harmless: the receiver knows a message by its handoff_id."
            }
            IdempotentBy::None => {
                "Careful: the receiver does not recognise a repeated message. Make sure that the first one was not carried out."
            }
        }
        .to_owned(),
    );
    out
}

/// Something that changed, newest first as far as the records have a date.
#[derive(Clone, Debug, Serialize, specta::Type)]
#[serde(rename = "RunbookChange")]
pub(crate) struct ChangeRow {
    pub what: String,
    pub version: String,
    pub place: String,
    pub note: String,
}

pub(super) fn changes(document: &Document, handoff: &Handoff) -> Vec<ChangeRow> {
    let mut rows = Vec::new();
    if let Some(contract) = &handoff.contract {
        let history = versions(document, contract);
        let newest = history.last();
        if let Some(used) = history
            .iter()
            .find(|version| Some(&version.version) == handoff.version.as_ref())
            .or(newest)
        {
            let place = match newest {
                Some(newest) if newest.version != used.version => {
                    format!("in use here; newest is {}", newest.version)
                }
                _ => "in use here, the newest".to_owned(),
            };
            rows.push(ChangeRow {
                what: format!("Contract {contract}"),
                version: used.version.to_string(),
                place,
                note: used.change_note.clone(),
            });
        }
    }
    let sides = [Some(&handoff.from), handoff.to.agent()];
    for agent in sides.into_iter().flatten() {
        rows.extend(agent_changes(document, agent));
    }
    rows
}

/// The versions of an agent that are deployed, the last environment first; else its newest one.
fn agent_changes(document: &Document, id: &AgentId) -> Vec<ChangeRow> {
    let name = document
        .find::<Agent>(id)
        .map_or_else(|| id.to_string(), |agent| agent.name.clone());
    let mut known: Vec<&AgentVersion> = document
        .agent_versions()
        .filter(|version| version.agent == *id)
        .collect();
    known.sort_by(|a, b| a.version.cmp(&b.version));
    let note = |version: &baton_model::Version| {
        known
            .iter()
            .find(|one| one.version == *version)
            .map_or_else(String::new, |one| version_note(one))
    };
    let order = |deployment: &Deployment| {
        document
            .find::<Environment>(&deployment.environment)
            .map_or(0, |environment| environment.order)
    };
    let mut deployed: Vec<&Deployment> = document
        .deployments()
        .filter(|deployment| deployment.agent == *id)
        .collect();
    deployed.sort_by_key(|deployment| std::cmp::Reverse(order(deployment)));
    let mut rows: Vec<ChangeRow> = deployed
        .into_iter()
        .map(|deployment| ChangeRow {
            what: name.clone(),
            version: deployment.version.to_string(),
            place: match &deployment.since {
                Some(since) => format!("in {} since {since}", deployment.environment),
                None => format!("in {}", deployment.environment),
            },
            note: note(&deployment.version),
        })
        .collect();
    if let (true, Some(newest)) = (rows.is_empty(), known.last()) {
        rows.push(ChangeRow {
            what: name,
            version: newest.version.to_string(),
            place: "newest; no deployment is recorded".to_owned(),
            note: version_note(newest),
        });
    }
    rows
}

fn version_note(version: &AgentVersion) -> String {
    let model = version.model.as_ref().map(|model| format!("model {model}"));
    let prompt = version
        .prompt_version
        .as_ref()
        .map(|prompt| format!("prompt {prompt}"));
    let note = (!version.note.is_empty()).then(|| version.note.clone());
    [note, model, prompt]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join("; ")
}
