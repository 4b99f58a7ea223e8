//! Handoffs of the walk become transfers; answers become handoffs to an outcome.

use super::agents::{self, Called, Carried};
use super::walk::{Walk, WalkedAgent, WalkedHandoff};
use crate::drafts::{self, Draft};
use crate::error::ImportError;
use crate::routes::{End, Routes, Wanted};
use crate::run::Run;
use baton_model::{
    AgentId, ContextMode, ContractId, DecidedBy, Entry, EntryId, Gate, Handoff, HandoffId,
    HandoffMode, Json, Kind, OnReject, OutcomeTarget, Target, TopologyId, TriggerOn, Version, slug,
};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// A way out of an agent.
enum Way<'w> {
    /// To another agent, by a tool that the model calls.
    Handoff(&'w WalkedHandoff),
    /// To what it calls, and back.
    Call(Called<'w>),
    /// To the end of the run, with an answer.
    Answer,
}

pub(super) fn carry(
    run: &mut Run<'_>,
    topology: &TopologyId,
    walk: &Walk,
    carried: &Carried,
) -> Result<(), ImportError> {
    entry(run, topology, &carried.agents[walk.entry])?;
    let mut ways = Vec::new();
    for (index, agent) in walk.agents.iter().enumerate() {
        let handoffs = agent.handoffs.iter().map(Way::Handoff);
        let calls = agents::called(agent).into_iter().map(Way::Call);
        ways.extend(handoffs.chain(calls).map(|way| (index, way)));
        if !agent.unlisted {
            ways.push((index, Way::Answer));
        }
    }
    let wanted = ways.iter().enumerate().map(|(index, (agent, way))| Wanted {
        index,
        from: carried.agents[*agent].clone(),
        end: end(way, carried),
        intent: intent(way, walk),
    });
    let routes = Routes::new(run, topology, wanted.collect());
    let mut drafted = BTreeMap::new();
    for (index, (agent, way)) in ways.iter().enumerate() {
        let from = &carried.agents[*agent];
        let pinned = contract(run, topology, &walk.agents[*agent], from, way, &mut drafted);
        match routes.found(index) {
            Some(known) => {
                let mut handoff = known.clone();
                if handoff.contract.is_none() {
                    pin(&mut handoff, pinned);
                }
                run.put(handoff);
            }
            None => draw(run, topology, from, walk, carried, way, pinned)?,
        }
    }
    let ours: BTreeSet<&AgentId> = carried
        .agents
        .iter()
        .chain(carried.called.values())
        .collect();
    routes.tell_unmatched(run, &ours, "/agents");
    run.notes.info("/agents", "the SDK passes the whole conversation along a handoff unless an input filter changes it, which a walk does not show: full history was taken (a guess)");
    run.notes.info("/agents", "every agent of the SDK can end the run with its answer, so each leads to the outcome too (a guess); take the handoffs out where that cannot be");
    run.notes.info("/agents", "max_turns bounds a run of the SDK (10 where nobody says otherwise); it is no property of an agent, so no loop limit was set");
    Ok(())
}

fn entry(run: &mut Run<'_>, topology: &TopologyId, agent: &AgentId) -> Result<(), ImportError> {
    let mut entries = run.existing.entries();
    if entries.any(|entry| entry.topology == *topology && entry.agent == *agent) {
        return Ok(());
    }
    let (id, _) = run
        .ids
        .take(Kind::Entry, &format!("{topology}-start-{agent}"));
    let id = run.typed(EntryId::new(id))?;
    run.put(Entry::new(id, topology.clone(), agent.clone()));
    Ok(())
}

fn end(way: &Way<'_>, carried: &Carried) -> End {
    match way {
        Way::Handoff(handoff) => End::Agent(carried.agents[handoff.target].clone()),
        Way::Call(called) => End::Agent(carried.called[&called.key()].clone()),
        Way::Answer => End::Outcome,
    }
}

/// What the model is told the handoff is for: its own words, else the receiver's, else its name.
fn intent(way: &Way<'_>, walk: &Walk) -> Option<String> {
    let Way::Handoff(handoff) = way else {
        return None;
    };
    let receiver = &walk.agents[handoff.target];
    let words = [&handoff.description, &receiver.description, &receiver.name];
    words.into_iter().find(|words| !words.is_empty()).cloned()
}

fn draw(
    run: &mut Run<'_>,
    topology: &TopologyId,
    from: &AgentId,
    walk: &Walk,
    carried: &Carried,
    way: &Way<'_>,
    pinned: Option<(ContractId, Version)>,
) -> Result<(), ImportError> {
    let (name, to) = match end(way, carried) {
        End::Agent(agent) => (agent.to_string(), Target::Agent(agent)),
        End::Outcome => {
            let outcome = run.good_outcome(topology, "/agents", "the end of a run became the good outcome Completed (a guess): the file does not tell success from giving up")?;
            (
                "completed".to_owned(),
                Target::Outcome(OutcomeTarget::new(outcome)),
            )
        }
    };
    let (id, _) = run
        .ids
        .take(Kind::Handoff, &format!("{topology}-{from}-to-{name}"));
    let mut handoff = Handoff::new(
        run.typed(HandoffId::new(id))?,
        topology.clone(),
        from.clone(),
        to,
    );
    match way {
        Way::Handoff(_) => {
            handoff.trigger.on = TriggerOn::Intent;
            handoff.trigger.value = intent(way, walk).map(|words| Json(Value::String(words)));
            handoff.trigger.decided_by = DecidedBy::Model;
            handoff.context_mode = ContextMode::FullHistory;
        }
        Way::Call(called) => {
            handoff.mode = HandoffMode::Delegate;
            handoff.trigger.decided_by = DecidedBy::Model;
            if matches!(called, Called::Approved(_)) {
                handoff.gate = Some(Gate::new());
                // What a tool is called with wrongly goes back to the model.
                handoff.policy.on_reject = Some(OnReject::ReturnToSender);
            }
        }
        Way::Answer => {}
    }
    pin(&mut handoff, pinned);
    run.put(handoff);
    Ok(())
}

/// The SDK validates what a handoff or a tool is called with, and an output type, against the schema.
fn pin(handoff: &mut Handoff, contract: Option<(ContractId, Version)>) {
    let Some((contract, version)) = contract else {
        return;
    };
    handoff.contract = Some(contract);
    handoff.version = Some(version);
    handoff.policy.boundary_validation = true;
}

/// The contract that a way's schema becomes.
fn contract(
    run: &mut Run<'_>,
    topology: &TopologyId,
    agent: &WalkedAgent,
    from: &AgentId,
    way: &Way<'_>,
    drafted: &mut BTreeMap<String, usize>,
) -> Option<(ContractId, Version)> {
    let ((pointer, schema), part, purpose) = match way {
        Way::Handoff(handoff) => (
            handoff.input.as_ref()?,
            if handoff.tool.is_empty() {
                "handoff".to_owned()
            } else {
                slug(&handoff.tool, "handoff")
            },
            "What the model fills in when it hands over.",
        ),
        Way::Answer => (
            agent.output.as_ref()?,
            "output".to_owned(),
            "What the agent answers at the end of a run.",
        ),
        Way::Call(Called::Approved(tool)) => (
            tool.params.as_ref()?,
            slug(&tool.name, "tool"),
            "What the model fills in when it calls the tool.",
        ),
        Way::Call(Called::Server(..)) => return None,
    };
    let file = run.file.to_owned();
    let base = format!("{topology}-{from}-{part}");
    let copies = drafted.entry(base.clone()).or_insert(0);
    *copies += 1;
    let draft = Draft {
        id: if *copies == 1 {
            base
        } else {
            format!("{base}--{copies}")
        },
        name: schema["title"].as_str().map_or_else(
            || format!("{from} {part}"),
            |title| crate::text::visible(title, 200),
        ),
        purpose,
        file: &file,
        pointer,
        schema,
        told: "the SDK validates it, so the handoff is pinned to it and validates on entry",
    };
    drafts::carry(run, &draft)
}
