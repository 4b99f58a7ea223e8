//! Handoffs of the walk become transfers; answers become handoffs to an outcome.

use super::agents::{self, Called, Drawn};
use super::walked::{Answer, ByCode, Refused, Walk, WalkedAgent, WalkedHandoff};
use crate::error::ImportError;
use crate::notes::Notes;
use crate::sketch::Sketch;
use crate::text::visible;
use baton_model::{
    ContextMode, ContractId, DecidedBy, Gate, GateBranch, Handoff, HandoffMode, Json, Kind,
    OnReject, Target, TriggerOn, Version, slug,
};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// A way out of an agent.
enum Way<'w> {
    /// To another agent, by a tool that the model calls.
    Handoff(&'w WalkedHandoff),
    /// To what it calls, and back.
    Call(Called<'w>),
    /// To the end of the run, with an answer.
    Answer(Option<&'w ByCode>),
}

pub(super) fn fill(
    sketch: &mut Sketch,
    walk: &Walk,
    drawn: &Drawn,
    notes: &mut Notes,
) -> Result<(), ImportError> {
    for entry in &walk.entries {
        let agent = &walk.agents[*entry];
        agent.switch(sketch, notes);
        sketch.entry(&agent.key, &drawn.agents[*entry], &agent.pointer)?;
    }
    let mut end = None;
    let mut failed = None;
    let mut is_guess = false;
    let mut drafted = BTreeMap::new();
    let only_called = walk.only_called();
    for (index, agent) in walk.agents.iter().enumerate() {
        agent.switch(sketch, notes);
        let handoffs = agent.handoffs.iter().map(Way::Handoff);
        let calls = agents::called(agent).into_iter().map(Way::Call);
        let answer = match &agent.answer {
            Answer::Model if agent.unlisted || only_called.contains(&index) => None,
            Answer::Model => Some(Way::Answer(None)),
            Answer::Code(way) => Some(Way::Answer(Some(way.as_ref()))),
            Answer::Never => None,
        };
        is_guess |= matches!(answer, Some(Way::Answer(None)));
        // What an agent answers is one contract, wherever the code takes it.
        let mut answered = None;
        for way in handoffs.chain(calls).chain(answer) {
            let pinned = if !way.is_answered() {
                contract(sketch, agent, &way, &mut drafted, notes)?
            } else if let Some(made) = &answered {
                Some(Clone::clone(made))
            } else {
                answered = contract(sketch, agent, &way, &mut drafted, notes)?;
                answered.clone()
            };
            let (key, to) = match &way {
                Way::Handoff(handoff) => {
                    let target = &walk.agents[handoff.target].key;
                    let key = format!("{}->{target} {}", agent.key, handoff.tool);
                    let key = key.trim_end().to_owned();
                    (key, Target::Agent(drawn.agents[handoff.target].clone()))
                }
                Way::Call(called) => {
                    let key = called.key();
                    let to = Target::Agent(drawn.called[&key].clone());
                    (format!("{}->{key}", agent.key), to)
                }
                Way::Answer(Some(by_code)) if by_code.trigger.on == TriggerOn::Error => {
                    let key = format!("{}->failure", agent.key);
                    (key, failure(sketch, &mut failed, walk.place, notes)?)
                }
                Way::Answer(_) => {
                    let key = format!("{}->answer", agent.key);
                    (key, outcome(sketch, &mut end, walk.place)?)
                }
            };
            let gate = match way.by_code() {
                Some(way) => gate(sketch, way, drawn, &mut end, walk.place)?,
                None => None,
            };
            let id = sketch.handoff(&key, &drawn.agents[index], to, &agent.pointer)?;
            if let Some(handoff) = sketch.handoff_mut(&id) {
                say(handoff, &way, walk);
                if let Some(together) = way.by_code().and_then(|way| way.together) {
                    handoff.parallel_group = Some(group(agent, together.from));
                    handoff.join = together.join;
                }
                if gate.is_some() {
                    handoff.gate = gate;
                }
                pin(handoff, pinned);
            }
        }
    }
    let file = Rc::clone(&sketch.file);
    sketch.switch(&file);
    notes.switch(&file);
    let mut handoffs = walk.agents.iter().flat_map(|agent| &agent.handoffs);
    let is_code_alone = walk
        .agents
        .iter()
        .any(|agent| !matches!(agent.answer, Answer::Model))
        && handoffs.all(|handoff| handoff.call || handoff.by_code.is_some());
    if !is_code_alone {
        notes.info(walk.place, "the SDK passes the whole conversation along a handoff unless an input filter changes it, which a walk does not show: full history was taken (a guess)");
    }
    if is_guess {
        notes.info(walk.place, "every agent of the SDK can end the run with its answer, so each leads to the outcome too (a guess); take the handoffs out where that cannot be");
    }
    notes.info(walk.place, "max_turns bounds a run of the SDK (10 where nobody says otherwise); it is no property of an agent, so no loop limit was set");
    Ok(())
}

impl<'w> Way<'w> {
    /// What the code that runs the agents decides about it.
    fn by_code(&self) -> Option<&'w ByCode> {
        match self {
            Way::Handoff(handoff) => handoff.by_code.as_ref(),
            Way::Answer(by_code) => *by_code,
            Way::Call(_) => None,
        }
    }

    /// Whether it begins once the agent has answered.
    fn is_answered(&self) -> bool {
        matches!(self, Way::Answer(_)) || self.by_code().is_some()
    }
}

/// The gate at which the code asks a person.
fn gate(
    sketch: &mut Sketch,
    way: &ByCode,
    drawn: &Drawn,
    end: &mut Option<Target>,
    place: &str,
) -> Result<Option<Gate>, ImportError> {
    let Some(asked) = &way.gate else {
        return Ok(None);
    };
    let mut gate = Gate::new();
    gate.question.clone_from(&asked.question);
    gate.branches = vec![GateBranch::new("approved".to_owned())];
    let mut rejected = GateBranch::new("rejected".to_owned());
    rejected.goes_to = match asked.refused {
        Some(Refused::Agent(index)) => Some(Target::Agent(drawn.agents[index].clone())),
        Some(Refused::End) => Some(outcome(sketch, end, place)?),
        None => None,
    };
    if asked.refused.is_some() {
        gate.branches.push(rejected);
    }
    Ok(Some(gate))
}

/// The outcome of runs that fail where the code takes nobody else, made once.
fn failure(
    sketch: &mut Sketch,
    failed: &mut Option<Target>,
    place: &str,
    notes: &mut Notes,
) -> Result<Target, ImportError> {
    if let Some(target) = failed {
        return Ok(target.clone());
    }
    let made = sketch.outcome("failure", "Failed", false, place)?;
    notes.info(place, "where a run fails and the code runs nobody else, the request ends in the outcome Failed (a guess: the code may have answered it otherwise)");
    *failed = Some(made.clone());
    Ok(made)
}

/// The outcome that answers lead to, made once.
fn outcome(
    sketch: &mut Sketch,
    end: &mut Option<Target>,
    place: &str,
) -> Result<Target, ImportError> {
    if let Some(end) = end {
        return Ok(end.clone());
    }
    let made = sketch.outcome("answer", "Completed", true, place)?;
    if let Target::Outcome(target) = &made {
        sketch.guessed(
            Kind::Outcome,
            target.outcome.as_str(),
            "the end of a run became a good outcome: the file does not tell success from giving up",
        );
    }
    *end = Some(made.clone());
    Ok(made)
}

/// The name of what the code starts at once after an agent: the same for as long as the code starts it there.
fn group(agent: &WalkedAgent, from: usize) -> String {
    let starts: BTreeSet<usize> = agent
        .handoffs
        .iter()
        .filter_map(|handoff| Some(handoff.by_code.as_ref()?.together?.from))
        .collect();
    let name = visible(&agent.name, 180);
    match starts.range(..from).count() {
        0 => format!("after {name}"),
        before => format!("after {name} {}", before + 1),
    }
}

/// What the model is told the handoff is for: its own words, else the receiver's, else its name.
fn intent(handoff: &WalkedHandoff, walk: &Walk) -> Option<String> {
    let receiver = &walk.agents[handoff.target];
    let words = [&handoff.description, &receiver.description, &receiver.name];
    words.into_iter().find(|words| !words.is_empty()).cloned()
}

fn say(handoff: &mut Handoff, way: &Way<'_>, walk: &Walk) {
    if let Some(way) = way.by_code() {
        handoff.trigger = way.trigger.clone();
        if way.full_history {
            handoff.context_mode = ContextMode::FullHistory;
        }
        return;
    }
    match way {
        Way::Handoff(walked) => {
            handoff.trigger.on = TriggerOn::Intent;
            handoff.trigger.value = intent(walked, walk).map(|words| Json(Value::String(words)));
            handoff.trigger.decided_by = DecidedBy::Model;
            if walked.call {
                handoff.mode = HandoffMode::Delegate;
            } else {
                handoff.context_mode = ContextMode::FullHistory;
            }
            if walked.needs_approval {
                handoff.gate = Some(Gate::new());
            }
        }
        Way::Call(called) => {
            handoff.mode = HandoffMode::Delegate;
            handoff.trigger.decided_by = DecidedBy::Model;
            if matches!(called, Called::Tool(tool) if tool.needs_approval) {
                handoff.gate = Some(Gate::new());
                // What a tool is called with wrongly goes back to the model.
                handoff.policy.on_reject = Some(OnReject::ReturnToSender);
            }
        }
        Way::Answer(_) => {}
    }
}

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
    sketch: &mut Sketch,
    agent: &WalkedAgent,
    way: &Way<'_>,
    drafted: &mut BTreeMap<String, usize>,
    notes: &mut Notes,
) -> Result<Option<(ContractId, Version)>, ImportError> {
    let (schema, part, purpose) = match way {
        way if way.is_answered() => (
            agent.output.as_ref(),
            "output".to_owned(),
            "What the agent answers at the end of a run.",
        ),
        Way::Handoff(handoff) => (
            handoff.input.as_ref(),
            slug(&handoff.tool, "handoff"),
            "What the model fills in when it hands over.",
        ),
        Way::Call(Called::Tool(tool)) if tool.needs_approval => (
            tool.params.as_ref(),
            slug(&tool.name, "tool"),
            "What the model fills in when it calls the tool.",
        ),
        Way::Call(_) | Way::Answer(_) => (None, String::new(), ""),
    };
    let Some((pointer, schema)) = schema else {
        return Ok(None);
    };
    let mut key = format!("{} {part}", agent.key);
    let copies = drafted.entry(key.clone()).or_insert(0);
    *copies += 1;
    if *copies > 1 {
        key = format!("{key} {copies}");
    }
    let name = schema["title"].as_str().map_or_else(
        || format!("{} {part}", slug(&agent.name, "agent")),
        |title| visible(title, 200),
    );
    let made = sketch.contract(&key, &name, schema, pointer)?;
    if let Some(contract) = sketch.contract_mut(&made.0) {
        purpose.clone_into(&mut contract.purpose);
    }
    notes.info(
        pointer,
        "the SDK validates it, so the handoff is pinned to its contract and validates on entry",
    );
    Ok(Some(made))
}
