//! What a change touches that acts under load alone, so that walking and solving do not show it.

use super::asked::Situation;
use baton_model::{Agent, Handoff};

/// Fields that are named in the note.
const MOST: usize = 6;

/// What is said where the second of two situations of one topology differs from the first in what acts under load alone.
pub(super) fn under_load_alone(first: &Situation, second: &Situation) -> Option<String> {
    if first.topology != second.topology {
        return None;
    }
    let mut fields: Vec<String> = Vec::new();
    let handoffs = second.document.handoffs();
    for after in handoffs.filter(|one| one.topology == second.topology) {
        if let Some(before) = first.document.find::<Handoff>(&after.id) {
            let differing = of_handoff(before, after).into_iter().flatten();
            fields.extend(differing.map(|field| format!("{field} of {}", after.id)));
        }
    }
    for after in second.document.agents() {
        if let Some(before) = first.document.find::<Agent>(&after.id)
            && before.capacity != after.capacity
        {
            fields.push(format!("capacity of {}", after.id));
        }
    }
    let more = fields.len().saturating_sub(MOST);
    fields.truncate(MOST);
    let named = fields.join(", ");
    let (more, verb) = match (fields.len(), more) {
        (0, _) => return None,
        (1, _) => (String::new(), "acts"),
        (_, 0) => (String::new(), "act"),
        _ => (format!(" and {more} more"), "act"),
    };
    Some(format!(
        "{named}{more} {verb} under load alone, so these figures do not show the change; compare under load: `baton simulate --load RATE --with-change FILE`"
    ))
}

/// The names of the fields that differ.
fn of_handoff(before: &Handoff, after: &Handoff) -> [Option<&'static str>; 6] {
    let (was, is) = (&before.policy, &after.policy);
    [
        ("policy.timeout_ms", was.timeout_ms != is.timeout_ms),
        ("policy.backoff", was.backoff != is.backoff),
        ("policy.breaker", was.breaker != is.breaker),
        (
            "policy.idempotent_by",
            was.idempotent_by != is.idempotent_by,
        ),
        ("policy.rollback", was.rollback != is.rollback),
        (
            "trigger.debounce_seconds",
            before.trigger.debounce_seconds != after.trigger.debounce_seconds,
        ),
    ]
    .map(|(field, differs)| differs.then_some(field))
}
