//! RES010: control that is let go before it is taken.

use crate::catalogue::Category;
use crate::context::TopologyContext;
use crate::finding::{Fix, Severity};
use crate::fix::change_handoff;
use crate::report::{Draft, Report};
use crate::rule::{Entry, NoOptions, Rule};
use crate::{seam, stage, wording};
use baton_model::{Handoff, HandoffMode};

pub(super) static RULE: Entry = Entry::of_handoffs::<OwnershipNotAcknowledged>();

struct OwnershipNotAcknowledged;

impl Rule for OwnershipNotAcknowledged {
    const CODE: &'static str = "RES010";
    const NAME: &'static str = "ownership-not-acknowledged";
    const CATEGORY: Category = Category::Resilience;
    const SEVERITY: Severity = Severity::Warning;
    const SUMMARY: &'static str =
        "Control is released before the receiver has acknowledged, or cannot be rolled back.";
    const WHY: &'static str = "A sender that lets go before the receiver has taken over leaves a task that nobody owns. A \
        failed transfer without a roll-back leaves one that two agents own.";
    const EXPLANATION: &'static str = r#"
## What it does
Finds transfers without `policy.acknowledge` or without `policy.rollback`. It speaks about handoffs that matter: their criticality
is `high` or `critical`, or both sides are in production. It also speaks where one of the two is set and the other is not.
Delegations are passed over, since the caller keeps ownership; so are handoffs to an outcome.

## Why is this bad
A clean transfer pauses, transmits, waits for the acknowledgement, releases, and rolls back if it fails. Messages get lost in
every network, so without the last three steps some tasks end with no owner, and the user with nobody who answers. No threshold.

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
{"op": "put", "kind": "handoff", "id": "triage-refunds", "record": {"topology": "support", "from": "triage", "to": "refunds", "criticality": "high", "policy": {"acknowledge": true, "rollback": true}}}
```

## Options
None.

## Fix safety
Both are set. Sender and receiver have to be built so, so the fix is never applied without asking.
"#;
    const HAS_FIX: bool = true;
    type Options = NoOptions;

    fn check_handoff(
        context: &TopologyContext<'_>,
        handoff: &Handoff,
        _: &NoOptions,
        report: &mut Report<'_>,
    ) {
        let policy = &handoff.policy;
        let is_half = policy.acknowledge != policy.rollback && seam::has_receiver(handoff);
        let is_clean = policy.acknowledge && policy.rollback;
        let is_asked = is_half || stage::matters(context, handoff);
        if is_clean || handoff.mode == HandoffMode::Delegate || !is_asked {
            return;
        }
        let wrong = if policy.acknowledge {
            "is not rolled back when it fails; return the task to its sender then"
        } else if policy.rollback {
            "releases control before the receiver has acknowledged; wait for it"
        } else {
            "releases control before the receiver has acknowledged, and is not rolled back when it fails; do both"
        };
        let message = format!("{} {wrong}.", wording::the_handoff(context, handoff));
        let edit = change_handoff(context, handoff, |changed| {
            changed.policy.acknowledge = true;
            changed.policy.rollback = true;
        });
        let fix = Fix::to_decide(
            "Release on acknowledgement, roll back on failure",
            vec![edit],
        );
        report.add(Draft::new(seam::key(handoff), message).fixes([fix]));
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::check;

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
    fn half_a_clean_transfer_is_told() {
        check(
            "RES010",
            &edits(r#", "policy": {"acknowledge": true}"#),
            &[
                "warning handoff h: The handoff from A to B is not rolled back when it fails; return the task to its sender then.",
            ],
        );
    }

    #[test]
    fn a_call_keeps_its_owner() {
        check("RES010", &edits(""), &[]);
        check(
            "RES010",
            &edits(r#", "criticality": "high", "mode": "delegate""#),
            &[],
        );
    }
}
