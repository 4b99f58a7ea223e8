//! RES008: tasks that get stuck, and nowhere to find them.

use crate::catalogue::Category;
use crate::context::TopologyContext;
use crate::finding::{Fix, Severity};
use crate::fix::change_handoff;
use crate::report::{Draft, Report};
use crate::rule::{Entry, NoOptions, Rule};
use crate::{seam, stage, wording};
use baton_model::{Handoff, HandoffMode};

pub(super) static RULE: Entry = Entry::of_handoffs::<NoDeadLetter>();

struct NoDeadLetter;

impl Rule for NoDeadLetter {
    const CODE: &'static str = "RES008";
    const NAME: &'static str = "no-dead-letter";
    const CATEGORY: Category = Category::Resilience;
    const SEVERITY: Severity = Severity::Warning;
    const SUMMARY: &'static str = "A transfer that matters has nowhere for stuck tasks.";
    const WHY: &'static str = "When retries and fallbacks are used up the task is dropped. With a dead letter it can be found, \
        understood and replayed; without one only the user knows.";
    const EXPLANATION: &'static str = r#"
## What it does
Finds transfers without `policy.dead_letter`. It speaks about handoffs that matter: their criticality is `high` or `critical`, or
both sides are in production. It also speaks where payloads are rejected on entry (`policy.boundary_validation`) and nobody is
named for them. Delegations are passed over, since the caller sees that nothing returned; so are handoffs to an outcome.

## Why is this bad
Stuck tasks are one of the ways in which routing for the happy path shows. No threshold: with a handoff success of 98 %, the usual
target, 2 of 100 tasks need a place to be found at.

## Example
```json bad
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds"}}
{"op": "put", "kind": "handoff", "id": "triage-refunds", "record": {"topology": "support", "from": "triage", "to": "refunds", "criticality": "high"}}
```

## Use instead
```json good
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds"}}
{"op": "put", "kind": "handoff", "id": "triage-refunds", "record": {"topology": "support", "from": "triage", "to": "refunds", "criticality": "high", "policy": {"dead_letter": "support.dead-letter"}}}
```

## Options
None.

## Fix safety
Offered is the dead letter that most handoffs of the topology use, else one that is named after the topology. Somebody has to set
it up and read it, so the fix is never applied without asking.
"#;
    const HAS_FIX: bool = true;
    type Options = NoOptions;

    fn check_handoff(
        context: &TopologyContext<'_>,
        handoff: &Handoff,
        _: &NoOptions,
        report: &mut Report<'_>,
    ) {
        if !lacks_place(context, handoff) {
            return;
        }
        let usual = context.dead_letter().map(str::to_owned);
        let name = usual.unwrap_or_else(|| format!("{}.dead-letter", handoff.topology));
        let message = format!(
            "{} has nowhere for tasks that get stuck; name a dead letter that somebody reads.",
            wording::the_handoff(context, handoff)
        );
        let title = format!("Keep stuck tasks in {}", wording::code(&name));
        let edit = change_handoff(context, handoff, move |changed| {
            changed.policy.dead_letter = Some(name.clone());
        });
        let fix = Fix::to_decide(title, vec![edit]);
        report.add(Draft::new(seam::key(handoff), message).fixes([fix]));
    }
}

fn lacks_place(context: &TopologyContext<'_>, handoff: &Handoff) -> bool {
    let policy = &handoff.policy;
    let rejects = policy.boundary_validation
        && policy.on_reject.is_none()
        && handoff.fallbacks.is_empty()
        && seam::has_receiver(handoff);
    let has_place = policy
        .dead_letter
        .as_ref()
        .is_some_and(|name| !name.trim().is_empty());
    let is_asked = rejects || stage::matters(context, handoff);
    !has_place && handoff.mode != HandoffMode::Delegate && is_asked
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, found, registry};

    fn edits(fields: &str) -> String {
        format!(
            r#"
            {{"op": "put", "kind": "topology", "id": "t", "record": {{"name": "T"}}}}
            {{"op": "put", "kind": "agent", "id": "a", "record": {{"name": "A"}}}}
            {{"op": "put", "kind": "agent", "id": "b", "record": {{"name": "B"}}}}
            {{"op": "put", "kind": "handoff", "id": "h", "record": {{"topology": "t", "from": "a", "to": "b"{fields}}}}}
            "#
        )
    }

    #[test]
    fn the_one_in_use_is_offered() {
        let other = r#"{"op": "put", "kind": "handoff", "id": "other", "record": {"topology": "t", "from": "b", "to": "a", "policy": {"dead_letter": "letters"}}}"#;
        let edits = format!("{}{other}", edits(r#", "criticality": "critical""#));
        check(
            "RES008",
            &edits,
            &[
                "warning handoff h: The handoff from A to B has nowhere for tasks that get stuck; name a dead letter that somebody reads.",
            ],
        );
        let findings = found("RES008", &registry(&edits));
        assert_eq!(findings[0].fixes[0].title, "Keep stuck tasks in `letters`");
    }

    #[test]
    fn a_first_drawing_and_a_call_may_do_without() {
        check("RES008", &edits(""), &[]);
        check(
            "RES008",
            &edits(r#", "criticality": "high", "mode": "delegate""#),
            &[],
        );
    }
}
