//! Whoever owns a handoff, takes it when it fails, or is called when it breaks, is gone.

use super::missing;
use crate::cause::{Cause, Effect, MoveOrder};
use crate::fields::FieldSet;
use crate::inquiry::Inquiry;
use crate::question::Unanswerable;
use baton_graph::HandoffNumber;
use baton_model::{EscalationPath, Handoff, HandoffId, Kind, RecordKey, Rotation};
use std::collections::BTreeSet;
use std::rc::Rc;

/// A team, a person, a rotation or an escalation path. With a team go its rotations and escalation paths.
pub(super) fn responder(inquiry: &mut Inquiry<'_>, key: &RecordKey) -> Result<(), Unanswerable> {
    if !matches!(
        key.kind,
        Kind::Team | Kind::Person | Kind::Rotation | Kind::EscalationPath
    ) {
        return Err(Unanswerable::NoResponder(key.kind));
    }
    if inquiry.view.document.get(key).is_none() {
        return Err(Unanswerable::Missing(key.clone()));
    }
    let gone = going_with(inquiry, key);
    let graph = inquiry.view.graph;
    for number in graph.handoffs() {
        let Some(handoff) = graph.handoff(number) else {
            continue;
        };
        if let Some(cause) = loses(inquiry, number, handoff, &gone) {
            inquiry.touch(number, Rc::new(cause), FieldSet::NONE);
        }
    }
    Ok(())
}

/// All owners of one handoff.
pub(super) fn owners(inquiry: &mut Inquiry<'_>, id: &HandoffId) -> Result<(), Unanswerable> {
    let Some(number) = inquiry.view.graph.handoff_number(id) else {
        return Err(missing(Kind::Handoff, id.as_str()));
    };
    let names: Vec<&str> = inquiry
        .view
        .owners(number)
        .into_iter()
        .map(|team| inquiry.view.team_name(team))
        .collect();
    let reason = if names.is_empty() {
        "Nobody owns it as it is.".to_owned()
    } else {
        format!("It loses {}; nobody owns it then.", names.join(" and "))
    };
    let cause = Cause::new(Effect::Unowned, reason).order(MoveOrder::Owners);
    inquiry.touch(number, Rc::new(cause), FieldSet::NONE);
    Ok(())
}

fn going_with(inquiry: &Inquiry<'_>, key: &RecordKey) -> BTreeSet<RecordKey> {
    let document = inquiry.view.document;
    let mut gone = BTreeSet::from([key.clone()]);
    if key.kind == Kind::Team {
        let own = document
            .referrers(key)
            .filter(|referrer| match referrer.kind {
                Kind::Rotation => document
                    .find::<Rotation>(&referrer.id)
                    .is_some_and(|rotation| rotation.team.as_str() == key.id),
                Kind::EscalationPath => document
                    .find::<EscalationPath>(&referrer.id)
                    .is_some_and(|path| path.team.as_str() == key.id),
                _ => false,
            });
        gone.extend(own.cloned());
    }
    gone
}

fn loses(
    inquiry: &Inquiry<'_>,
    number: HandoffNumber,
    handoff: &Handoff,
    gone: &BTreeSet<RecordKey>,
) -> Option<Cause> {
    let view = &inquiry.view;
    let is_gone = |kind, id: &str| gone.contains(&RecordKey::new(kind, id));
    let (lost, left): (Vec<_>, Vec<_>) = view
        .owners(number)
        .into_iter()
        .partition(|team| is_gone(Kind::Team, team.as_str()));
    let mut losses = Vec::new();
    losses.extend(
        lost.iter()
            .map(|team| format!("its owner {}", view.team_name(team))),
    );
    if let Some(owner) = handoff
        .fallback_owner
        .as_ref()
        .filter(|owner| gone.contains(&owner.key()))
    {
        losses.push(format!("its fallback owner ({})", owner.key()));
    }
    if let Some(id) = &handoff.escalation_path {
        let path = view.document.find::<EscalationPath>(id);
        if is_gone(Kind::EscalationPath, id.as_str()) {
            losses.push(format!("its escalation path {id}"));
        } else if let Some(step) = path.and_then(|path| {
            path.steps
                .iter()
                .find(|step| gone.contains(&step.notify.key()))
        }) {
            losses.push(format!(
                "whom {id} calls after {} minutes ({})",
                step.after_minutes,
                step.notify.key()
            ));
        }
    }
    if losses.is_empty() {
        return None;
    }
    let still: Vec<&str> = left.iter().map(|team| view.team_name(team)).collect();
    let still = match still.as_slice() {
        [] => String::new(),
        names => format!(
            " {} still own{} it.",
            names.join(" and "),
            if names.len() == 1 { "s" } else { "" }
        ),
    };
    let reason = format!("It loses {}.{still}", losses.join(", "));
    Some(Cause::new(Effect::Unowned, reason).order(MoveOrder::Owners))
}
