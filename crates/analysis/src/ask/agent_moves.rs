//! A version of an agent takes the place of the one in use: what it sends, what it takes, and with which model it writes.

use super::contract_moves::{left_out, order, said, takes_both, unknown};
use super::{agent as find, missing, range};
use crate::cause::{Cause, Effect, MoveOrder};
use crate::fields::{FieldSet, differing};
use crate::inquiry::Inquiry;
use crate::question::Unanswerable;
use baton_contract::Verdict;
use baton_graph::exchange::{accepted, emitted};
use baton_graph::{AgentNumber, HandoffNumber};
use baton_model::{AgentId, AgentVersion, ContractId, Handoff, Kind, Version};
use std::rc::Rc;

pub(super) fn ask(
    inquiry: &mut Inquiry<'_>,
    id: &AgentId,
    version: &Version,
) -> Result<(), Unanswerable> {
    let agent = find(inquiry, id)?;
    let name = format!("{id}@{version}");
    let Some(new) = inquiry.view.document.find::<AgentVersion>(&name) else {
        return Err(missing(Kind::AgentVersion, name));
    };
    let mut leaving = Vec::new();
    inquiry
        .view
        .graph
        .each_handoff_from(agent, |handoff| leaving.push(handoff));
    for handoff in leaving {
        sends(inquiry, agent, handoff, new);
    }
    for handoff in inquiry.view.graph.handoffs_into(agent) {
        takes(inquiry, agent, handoff, new);
    }
    Ok(())
}

fn takes(inquiry: &mut Inquiry<'_>, agent: AgentNumber, number: HandoffNumber, new: &AgentVersion) {
    let handoff = inquiry.view.graph.handoff(number);
    let Some(contract) = handoff.and_then(|handoff| handoff.contract.as_ref()) else {
        return;
    };
    let Some(ranges) = accepted(new, contract) else {
        return;
    };
    let cause = range::accepts(inquiry, number, agent, contract, &ranges);
    inquiry.touch(number, Rc::new(cause), FieldSet::NONE);
}

fn sends(inquiry: &mut Inquiry<'_>, agent: AgentNumber, number: HandoffNumber, new: &AgentVersion) {
    let Some(handoff) = inquiry.view.graph.handoff(number) else {
        return;
    };
    let old = inquiry.view.in_use(agent, handoff);
    let mut touched = FieldSet::NONE;
    let mut cause = Cause::new(Effect::Unaffected, "It goes on as before.");
    if let Some(contract) = &handoff.contract {
        for version in sent_by(new, contract, handoff) {
            let (judged, fields) = moves(inquiry, number, contract, version);
            touched = inquiry.sets.join(touched, fields);
            cause = cause.worse(judged);
        }
        let used_to = old.is_some_and(|old| emitted(old, contract).next().is_some());
        if used_to && !new.emits.is_empty() && emitted(new, contract).next().is_none() {
            let reason = format!("{} {} no longer sends {contract}.", new.agent, new.version);
            cause = cause.worse(Cause::new(Effect::Breaks, reason).order(MoveOrder::SendersOnly));
        }
    }
    if let Some(other) = old.and_then(|old| writes_otherwise(inquiry, old, new)) {
        cause = cause.worse(other);
    }
    inquiry.touch(number, Rc::new(cause), touched);
}

/// What the new version sends over a handoff: what is pinned there if it can, else all that it sends of the contract.
fn sent_by<'a>(
    new: &'a AgentVersion,
    contract: &ContractId,
    handoff: &Handoff,
) -> Vec<&'a Version> {
    let all: Vec<&Version> = emitted(new, contract).collect();
    match all
        .iter()
        .find(|version| handoff.version.as_ref() == Some(*version))
    {
        Some(pinned) => vec![*pinned],
        None => all,
    }
}

/// The sender moves to another contract version; receivers stay.
fn moves(
    inquiry: &mut Inquiry<'_>,
    number: HandoffNumber,
    contract: &ContractId,
    version: &Version,
) -> (Cause, FieldSet) {
    let Some(new) = inquiry.view.contract_version(contract, version) else {
        return (unknown(contract, version), FieldSet::NONE);
    };
    let mut touched = FieldSet::NONE;
    let mut worst = Cause::new(
        Effect::Unaffected,
        format!("It goes on carrying {version}."),
    );
    for sent in inquiry.view.sent(number) {
        let Some(old) = sent.record else {
            worst = worst.worse(unknown(contract, sent.version));
            continue;
        };
        if old.id == new.id {
            continue;
        }
        let fields = differing(
            &mut inquiry.judge,
            &old.payload_schema.0,
            &new.payload_schema.0,
            inquiry.view.writers(contract),
        );
        let fields = inquiry.sets.of(fields);
        touched = inquiry.sets.join(touched, fields);
        if takes_both(inquiry, number, old, new) {
            continue;
        }
        let answers = inquiry
            .judge
            .versions(old, new, inquiry.view.writers(contract));
        let who = format!(
            "Receivers on {} would get what senders of {} may write",
            old.version, new.version
        );
        let mut cause = said(&answers.forward, &who, order(&answers));
        if cause.effect == Effect::Unaffected {
            cause = left_out(inquiry, number, new).unwrap_or(cause);
        }
        worst = worst.worse(cause);
    }
    (worst, touched)
}

/// Another model or prompt writes other words: nothing proves that they mean the same. An output schema that takes in no new values does.
fn writes_otherwise(
    inquiry: &mut Inquiry<'_>,
    old: &AgentVersion,
    new: &AgentVersion,
) -> Option<Cause> {
    let words = |value: &Option<String>| value.clone().unwrap_or_else(|| "none".to_owned());
    let mut changed = Vec::new();
    if old.model != new.model {
        changed.push(format!(
            "model {} instead of {}",
            words(&new.model),
            words(&old.model)
        ));
    }
    if old.prompt_version != new.prompt_version {
        let (new, old) = (words(&new.prompt_version), words(&old.prompt_version));
        changed.push(format!("prompt {new} instead of {old}"));
    }
    if let (Some(before), Some(after)) = (&old.output_schema, &new.output_schema) {
        let (before, after) = (inquiry.judge.know(&before.0), inquiry.judge.know(&after.0));
        let answer = inquiry
            .judge
            .within(after, before, baton_model::Writers::AsWritten);
        match &answer.counterexample {
            Some(payload) => changed.push(format!(
                "an output schema that lets it put out {}",
                payload.0
            )),
            None if answer.verdict == Verdict::Undecided => {
                changed.push("an output schema that may take in more".to_owned());
            }
            None => {}
        }
    }
    if changed.is_empty() {
        return None;
    }
    let reason = format!(
        "The sender gets {}; that it goes on writing the same is not proven.",
        changed.join(", ")
    );
    Some(Cause::new(Effect::Undecided, reason).order(MoveOrder::SendersOnly))
}
