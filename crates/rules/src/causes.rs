//! What sets off a handoff, alone or among several conditions.

use baton_model::{Handoff, Json, TriggerOn};

/// Whether any of the conditions of a handoff's trigger is of a kind.
pub(crate) fn any(handoff: &Handoff, is: impl Fn(&TriggerOn) -> bool) -> bool {
    match &handoff.trigger.on {
        TriggerOn::All(_) | TriggerOn::Any(_) => conditions(handoff).iter().any(|(on, _)| is(on)),
        alone => is(alone),
    }
}

/// Every condition of a handoff's trigger with its value, those that `all` and `any` join one by one.
pub(crate) fn conditions(handoff: &Handoff) -> Vec<(&TriggerOn, Option<&Json>)> {
    let mut open = vec![(&handoff.trigger.on, handoff.trigger.value.as_ref())];
    let mut conditions = Vec::new();
    while let Some((on, value)) = open.pop() {
        match on {
            TriggerOn::All(clauses) | TriggerOn::Any(clauses) => open.extend(
                clauses
                    .iter()
                    .rev()
                    .map(|clause| (&clause.on, clause.value.as_ref())),
            ),
            _ => conditions.push((on, value)),
        }
    }
    conditions
}

/// Whether a trigger says nothing by which one of several handoffs could be chosen: the sender is done, or the request leaves its field.
pub(crate) fn is_plain(handoff: &Handoff) -> bool {
    let trigger = &handoff.trigger;
    matches!(trigger.on, TriggerOn::Done | TriggerOn::DomainBoundary)
        && trigger.value.is_none()
        && trigger.condition.is_none()
        && !trigger.otherwise
}
