//! RES002: a task that may be done twice.

use crate::catalogue::Category;
use crate::consequence::{acts_irreversibly, irreversible_actions};
use crate::context::TopologyContext;
use crate::finding::{Fix, Severity};
use crate::fix::change_handoff;
use crate::report::{Draft, Report};
use crate::rule::{Entry, NoOptions, Rule};
use crate::{seam, wording};
use baton_model::{Handoff, IdempotentBy};

pub(super) static RULE: Entry = Entry::of_handoffs::<RetryNotIdempotent>();

struct RetryNotIdempotent;

impl Rule for RetryNotIdempotent {
    const CODE: &'static str = "RES002";
    const NAME: &'static str = "retry-not-idempotent";
    const CATEGORY: Category = Category::Resilience;
    const SEVERITY: Severity = Severity::Warning;
    const SUMMARY: &'static str = "A handoff is retried and the receiver cannot tell a repeat.";
    const WHY: &'static str = "A retry after a lost answer delivers the same task again. Without duplicate detection by \
        `handoff_id` it is done twice.";
    const EXPLANATION: &'static str = r#"
## What it does
Finds handoffs with `policy.retries` above 0 whose `policy.idempotent_by` is `none`. It is an error where the receiver may do what
cannot be taken back. Handoffs to an outcome are passed over.

## Why is this bad
A timeout does not say whether the receiver got the task: with retries every message can arrive twice. The envelope carries a
`handoff_id` that a retry leaves unchanged, so the receiver can drop the repeat. No threshold: one retry is enough to pay a refund
twice.

## Example
```json bad
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds"}}
{"op": "put", "kind": "handoff", "id": "triage-refunds", "record": {"topology": "support", "from": "triage", "to": "refunds", "policy": {"timeout_ms": 3000, "retries": 2}}}
```

## Use instead
```json good
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds"}}
{"op": "put", "kind": "handoff", "id": "triage-refunds", "record": {"topology": "support", "from": "triage", "to": "refunds", "policy": {"timeout_ms": 3000, "retries": 2, "idempotent_by": "handoff_id"}}}
```

## Options
None.

## Fix safety
Duplicates are told by `handoff_id`. Dropping a repeat of what was already taken loses nothing, so the fix can be applied without
asking.
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
        let is_safe = policy.retries == 0 || policy.idempotent_by != IdempotentBy::None;
        if is_safe || !seam::has_receiver(handoff) {
            return;
        }
        let receivers = context.graph.receivers(handoff);
        let acting = receivers.iter().find(|agent| acts_irreversibly(agent));
        let (severity, consequence) = match acting {
            Some(agent) => {
                let actions = irreversible_actions(agent).into_iter().map(wording::code);
                let actions = wording::list(actions);
                let consequence = format!("{} may do {actions} twice", wording::agent(agent));
                (Severity::Error, consequence)
            }
            None => (Severity::Warning, "a task may be done twice".to_owned()),
        };
        let message = format!(
            "{} is retried, but a repeat is not recognised, so {consequence}; tell duplicates by `handoff_id`.",
            wording::the_handoff(context, handoff)
        );
        let edit = change_handoff(context, handoff, |changed| {
            changed.policy.idempotent_by = IdempotentBy::HandoffId;
        });
        let draft = Draft::new(seam::key(handoff), message).severity(severity);
        report.add(draft.fixes([Fix::safe("Tell duplicates by `handoff_id`", vec![edit])]));
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::check;

    fn edits(receiver: &str, policy: &str) -> String {
        format!(
            r#"
            {{"op": "put", "kind": "topology", "id": "t", "record": {{"name": "T"}}}}
            {{"op": "put", "kind": "agent", "id": "a", "record": {{"name": "A"}}}}
            {{"op": "put", "kind": "agent", "id": "b", "record": {{"name": "B"{receiver}}}}}
            {{"op": "put", "kind": "handoff", "id": "h", "record": {{"topology": "t", "from": "a", "to": "b", "policy": {policy}}}}}
            "#
        )
    }

    #[test]
    fn what_cannot_be_taken_back_is_an_error() {
        let retried = r#"{"retries": 1}"#;
        check(
            "RES002",
            &edits("", retried),
            &[
                "warning handoff h: The handoff from A to B is retried, but a repeat is not recognised, so a task may be done twice; tell duplicates by `handoff_id`.",
            ],
        );
        let paying = r#", "tools": [{"name": "pay", "irreversible": true}]"#;
        check(
            "RES002",
            &edits(paying, retried),
            &[
                "error handoff h: The handoff from A to B is retried, but a repeat is not recognised, so B may do `pay` twice; tell duplicates by `handoff_id`.",
            ],
        );
    }

    #[test]
    fn without_retries_nothing_is_repeated() {
        check("RES002", &edits("", r#"{"timeout_ms": 100}"#), &[]);
    }
}
