//! Causes of a trigger that are enough alone, and one more of them.

use baton_model::{Trigger, TriggerClause, TriggerOn};

/// Whether one cause alone sets off a trigger: it is the cause, or one of several any of which is enough.
pub(crate) fn happens_on(on: &TriggerOn, cause: &TriggerOn) -> bool {
    match on {
        TriggerOn::Any(clauses) => clauses.iter().any(|clause| happens_on(&clause.on, cause)),
        on => on == cause,
    }
}

/// Lets a handoff happen for one more cause; what set it off before still does.
pub(crate) fn add_cause(trigger: &mut Trigger, cause: TriggerOn) {
    let added = TriggerClause::new(cause);
    if let TriggerOn::Any(clauses) = &mut trigger.on {
        clauses.push(added);
        return;
    }
    let mut before = TriggerClause::new(std::mem::take(&mut trigger.on));
    before.value = trigger.value.take();
    trigger.on = TriggerOn::Any(vec![before, added]);
}
