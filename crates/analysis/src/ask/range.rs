//! An agent accepts another range of a contract's versions.

use super::contract_moves::{is_live, said, unknown};
use super::{agent as find, contract};
use crate::cause::{Cause, Effect, MoveOrder};
use crate::fields::FieldSet;
use crate::inquiry::Inquiry;
use crate::question::Unanswerable;
use crate::view::{Sent, in_words};
use baton_contract::Verdict;
use baton_graph::{AgentNumber, HandoffNumber};
use baton_model::{AgentId, ContractId, VersionRange};
use std::rc::Rc;

pub(super) fn ask(
    inquiry: &mut Inquiry<'_>,
    agent: &AgentId,
    id: &ContractId,
    range: &VersionRange,
) -> Result<(), Unanswerable> {
    let agent = find(inquiry, agent)?;
    contract(inquiry, id)?;
    for handoff in inquiry.view.graph.handoffs_into(agent) {
        if carries(inquiry, handoff, id) {
            let cause = accepts(inquiry, handoff, agent, id, &[range]);
            inquiry.touch(handoff, Rc::new(cause), FieldSet::NONE);
        }
    }
    Ok(())
}

fn carries(inquiry: &Inquiry<'_>, handoff: HandoffNumber, contract: &ContractId) -> bool {
    let handoff = inquiry.view.graph.handoff(handoff);
    handoff.is_some_and(|handoff| handoff.contract.as_ref() == Some(contract))
}

/// What accepting some ranges of a contract does to a handoff that comes in.
pub(super) fn accepts(
    inquiry: &mut Inquiry<'_>,
    handoff: HandoffNumber,
    agent: AgentNumber,
    contract: &ContractId,
    ranges: &[&VersionRange],
) -> Cause {
    let sent = inquiry.view.sent(handoff).into_iter();
    let causes = sent.map(|sent| takes(inquiry, agent, contract, sent, ranges).of(agent));
    let silent = || {
        Cause::new(
            Effect::Unaffected,
            "Nobody has said which version comes in.",
        )
    };
    causes.reduce(Cause::worse).unwrap_or_else(silent)
}

fn takes(
    inquiry: &mut Inquiry<'_>,
    agent: AgentNumber,
    contract: &ContractId,
    sent: Sent<'_>,
    ranges: &[&VersionRange],
) -> Cause {
    let accepts = |version| ranges.iter().any(|range| range.accepts(version));
    if accepts(sent.version) {
        return Cause::new(
            Effect::Unaffected,
            format!("The range takes {}.", sent.version),
        );
    }
    let (name, words) = (inquiry.view.agent_name(agent), in_words(ranges));
    let versions = inquiry.view.versions_of(contract);
    let read = versions
        .iter()
        .copied()
        .filter(|version| is_live(version))
        .find(|version| accepts(&version.version));
    let Some(read) = read else {
        let reason = if ranges.is_empty() {
            format!(
                "{name} accepts {contract} no longer, and {} comes in.",
                sent.version
            )
        } else {
            format!(
                "{} comes in, and no version in use is within {words}.",
                sent.version
            )
        };
        return Cause::new(Effect::Breaks, reason).order(MoveOrder::Together);
    };
    let Some(old) = sent.record else {
        return unknown(contract, sent.version);
    };
    let answers = inquiry
        .judge
        .versions(old, read, inquiry.view.writers(contract));
    if answers.backward.verdict == Verdict::Safe {
        let reason = format!(
            "Safe in itself, but {name} would accept {words}, which leaves {} out.",
            old.version
        );
        return Cause::new(Effect::NeedsUpgrade, reason).order(MoveOrder::SendersFirst);
    }
    let who = format!("{name} would read {} as {}", old.version, read.version);
    said(&answers.backward, &who, MoveOrder::SendersFirst)
}
