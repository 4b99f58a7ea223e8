//! Edits that mend: the record as the rule saw it, with one thing changed.

use crate::context::{Context, TopologyContext};
use crate::finding::Fix;
use baton_model::{Agent, Contract, EditCommand, Handoff, Record, Transport};

impl Fix {
    /// A fix that can be applied without asking.
    pub(crate) fn safe(title: impl Into<String>, edits: Vec<EditCommand>) -> Self {
        Self {
            title: title.into(),
            safe: true,
            edits,
        }
    }

    /// A fix that needs somebody's decision.
    pub(crate) fn to_decide(title: impl Into<String>, edits: Vec<EditCommand>) -> Self {
        Self {
            title: title.into(),
            safe: false,
            edits,
        }
    }
}

/// The edit that changes one thing in a handoff.
pub(crate) fn change_handoff(
    context: &TopologyContext<'_>,
    handoff: &Handoff,
    change: impl FnOnce(&mut Handoff),
) -> EditCommand {
    let mut changed = handoff.clone();
    change(&mut changed);
    // On the revision that the rule saw, so that a colleague's edit in between is a conflict.
    EditCommand::put(changed).on(context.graph.revision(handoff))
}

/// The edit that changes one thing in an agent.
pub(crate) fn change_agent(
    context: &Context<'_>,
    agent: &Agent,
    change: impl FnOnce(&mut Agent),
) -> EditCommand {
    let mut changed = agent.clone();
    change(&mut changed);
    replace(context, changed.into())
}

/// The edit that changes one thing in a contract.
pub(crate) fn change_contract(
    context: &Context<'_>,
    contract: &Contract,
    change: impl FnOnce(&mut Contract),
) -> EditCommand {
    let mut changed = contract.clone();
    change(&mut changed);
    replace(context, changed.into())
}

/// Has a handoff use Baton's envelope, which carries intent, constraints, ids, times and the like beside the payload.
pub(crate) fn wrap_in_envelope(context: &TopologyContext<'_>, handoff: &Handoff) -> Fix {
    let edit = change_handoff(context, handoff, |changed| {
        let transport = changed.transport.get_or_insert_with(Transport::new);
        "baton-envelope".clone_into(&mut transport.packaging);
    });
    Fix::to_decide("Wrap the payload in Baton's envelope", vec![edit])
}

/// Made on the revision that the rule saw, so that a colleague's edit in between is a conflict.
fn replace(context: &Context<'_>, record: Record) -> EditCommand {
    let revision = context
        .doc
        .get(&record.key())
        .map_or(0, |entry| entry.revision);
    EditCommand::put(record).on(revision)
}
