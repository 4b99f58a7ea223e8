//! A contract or one of its versions is taken out of use, or gets an end.

use super::contract_moves::deprecated as ends;
use super::{contract as find, contract_version};
use crate::cause::{Cause, Effect, MoveOrder};
use crate::fields::all_gone;
use crate::inquiry::Inquiry;
use crate::question::Unanswerable;
use baton_graph::HandoffNumber;
use baton_model::{ContractId, ContractState, ContractVersion, Date, Version};
use std::rc::Rc;

/// The whole contract.
pub(super) fn contract(inquiry: &mut Inquiry<'_>, id: &ContractId) -> Result<(), Unanswerable> {
    let name = &find(inquiry, id)?.name;
    let cause = Cause::new(Effect::Breaks, format!("Its contract {name} is retired."));
    let cause = Rc::new(cause.order(MoveOrder::Together));
    for handoff in inquiry.view.handoffs_with(id) {
        gone(inquiry, handoff, Rc::clone(&cause));
    }
    Ok(())
}

/// One version: every handoff over which it goes.
pub(super) fn version(
    inquiry: &mut Inquiry<'_>,
    id: &ContractId,
    version: &Version,
) -> Result<(), Unanswerable> {
    let old = contract_version(inquiry, id, version)?;
    let remedy = successor(inquiry, old).map_or_else(
        || "no other version is in use".to_owned(),
        |newer| format!("{} is in use", newer.version),
    );
    let reason = format!("It carries {id} {version}, which is retired; {remedy}.");
    let cause = Rc::new(Cause::new(Effect::Breaks, reason).order(MoveOrder::SendersOnly));
    for handoff in carrying(inquiry, old) {
        gone(inquiry, handoff, Rc::clone(&cause));
    }
    Ok(())
}

/// One version gets an end.
pub(super) fn deprecated(
    inquiry: &mut Inquiry<'_>,
    id: &ContractId,
    version: &Version,
    sunset: Option<&Date>,
) -> Result<(), Unanswerable> {
    let old = contract_version(inquiry, id, version)?;
    let cause = Rc::new(ends(old, sunset.or(old.sunset_date.as_ref())));
    for handoff in carrying(inquiry, old) {
        inquiry.touch(handoff, Rc::clone(&cause), crate::fields::FieldSet::NONE);
    }
    Ok(())
}

/// Nothing comes over the handoff any more.
pub(super) fn gone(inquiry: &mut Inquiry<'_>, handoff: HandoffNumber, cause: Rc<Cause>) {
    let versions = inquiry.view.sent(handoff).into_iter();
    let mut fields = Vec::new();
    for version in versions.filter_map(|sent| sent.record) {
        fields.extend(all_gone(&version.payload_schema.0));
    }
    let fields = inquiry.sets.of(fields);
    inquiry.touch(handoff, cause, fields);
}

fn carrying(inquiry: &Inquiry<'_>, version: &ContractVersion) -> Vec<HandoffNumber> {
    let mut handoffs = inquiry.view.handoffs_with(&version.contract);
    handoffs.retain(|handoff| {
        let sent = inquiry.view.sent(*handoff);
        sent.iter().any(|sent| *sent.version == version.version)
    });
    handoffs
}

/// The highest other version in use.
fn successor<'a>(inquiry: &Inquiry<'a>, old: &ContractVersion) -> Option<&'a ContractVersion> {
    let versions = inquiry.view.versions_of(&old.contract);
    let mut others = versions.iter().copied().filter(|other| other.id != old.id);
    others.find(|other| other.state == ContractState::Published)
}
