//! A payload field becomes sensitive: it must not leave a trust domain unmasked, wherever it is passed on.

use super::contract as find;
use crate::cause::{Cause, Effect, MoveOrder};
use crate::cross::below;
use crate::fields::{FieldSet, Turn, told};
use crate::inquiry::Inquiry;
use crate::part::part;
use crate::question::Unanswerable;
use baton_graph::HandoffNumber;
use baton_model::{ContractId, Handoff};
use std::rc::Rc;

pub(super) fn ask(
    inquiry: &mut Inquiry<'_>,
    id: &ContractId,
    pointer: &str,
) -> Result<(), Unanswerable> {
    find(inquiry, id)?;
    let versions = inquiry.view.versions_of(id);
    if !versions
        .iter()
        .any(|version| part(&version.payload_schema.0, pointer).is_some())
    {
        return Err(Unanswerable::NoField {
            contract: id.to_string(),
            pointer: pointer.to_owned(),
        });
    }
    let fields = inquiry.sets.of(vec![told(pointer, Turn::Sensitive)]);
    for handoff in inquiry.view.handoffs_with(id) {
        if let Some(cause) = carried(inquiry, handoff, fields) {
            inquiry.touch(handoff, Rc::new(cause), fields);
        }
    }
    Ok(())
}

/// What sensitive fields do to a handoff; `None` where none of the fields is.
pub(crate) fn carried(
    inquiry: &Inquiry<'_>,
    number: HandoffNumber,
    fields: FieldSet,
) -> Option<Cause> {
    if !inquiry.sets.is_sensitive(fields) {
        return None;
    }
    let fields = inquiry.sets.fields(fields).iter();
    let sensitive = fields.filter(|field| field.turn == Turn::Sensitive);
    let handoff = inquiry.view.graph.handoff(number)?;
    let causes = sensitive.map(|field| leaves(inquiry, number, handoff, &field.pointer));
    causes.reduce(Cause::worse)
}

/// The fields that go over a handoff as they are: a sensitive one that is masked ends there.
pub(crate) fn unmasked(
    inquiry: &mut Inquiry<'_>,
    number: HandoffNumber,
    fields: FieldSet,
) -> FieldSet {
    if !inquiry.sets.is_sensitive(fields) {
        return fields;
    }
    let all = inquiry.sets.get(fields);
    let handoff = inquiry.view.graph.handoff(number);
    let ends = |field: &crate::fields::Touched| {
        field.turn == Turn::Sensitive
            && handoff.is_some_and(|handoff| masks(handoff, &field.pointer))
    };
    if !all.iter().any(&ends) {
        return fields;
    }
    let left = all.iter().filter(|field| !ends(field)).cloned().collect();
    inquiry.sets.of(left)
}

fn masks(handoff: &Handoff, pointer: &str) -> bool {
    handoff
        .masking
        .iter()
        .any(|mask| below(pointer, &mask.pointer).is_some())
}

fn leaves(inquiry: &Inquiry<'_>, number: HandoffNumber, handoff: &Handoff, pointer: &str) -> Cause {
    let graph = inquiry.view.graph;
    if masks(handoff, pointer) {
        return Cause::new(
            Effect::Unaffected,
            format!("{pointer} is masked on the way."),
        );
    }
    let domain = |agent: baton_graph::AgentNumber| graph.agent(agent)?.trust_domain.as_ref();
    let from = graph.sender(number).and_then(domain);
    let takers = graph
        .takers(number)
        .into_iter()
        .map(|taker| match (from, domain(taker)) {
            (Some(from), Some(to)) if from == to => Cause::new(
                Effect::Unaffected,
                format!("{pointer} stays within {from}."),
            ),
            (Some(from), Some(to)) => Cause::new(
                Effect::Breaks,
                format!(
                    "{pointer} leaves {from} for {to} unmasked, with {}.",
                    inquiry.view.agent_name(taker)
                ),
            )
            .order(MoveOrder::SendersOnly),
            _ => Cause::new(
                Effect::Undecided,
                format!(
                    "Whether {pointer} leaves a trust domain on the way to {} is not known.",
                    inquiry.view.agent_name(taker)
                ),
            )
            .order(MoveOrder::SendersOnly),
        });
    takers.reduce(Cause::worse).unwrap_or_else(|| {
        Cause::new(
            Effect::Unaffected,
            format!("{pointer} goes to nobody from here."),
        )
    })
}
