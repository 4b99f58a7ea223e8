//! RES007: a payload that nobody looks at, or a rejection that nobody takes.

use crate::catalogue::Category;
use crate::context::TopologyContext;
use crate::finding::{Fix, Severity};
use crate::fix::change_handoff;
use crate::report::{Draft, Report};
use crate::rule::{Entry, NoOptions, Rule};
use crate::{seam, wording};
use baton_model::{Handoff, OnReject};

pub(super) static RULE: Entry = Entry::of_handoffs::<NoBoundaryValidation>();

struct NoBoundaryValidation;

impl Rule for NoBoundaryValidation {
    const CODE: &'static str = "RES007";
    const NAME: &'static str = "no-boundary-validation";
    const CATEGORY: Category = Category::Resilience;
    const SEVERITY: Severity = Severity::Warning;
    const SUMMARY: &'static str =
        "A payload is not validated on entry, or a rejection has no handler.";
    const WHY: &'static str = "A malformed payload that is let in taints everything after it, silently. One that is rejected \
        without a handler is lost, loudly at best.";
    const EXPLANATION: &'static str = r#"
## What it does
Finds handoffs with a contract whose `policy.boundary_validation` is off, and handoffs with validation where nobody handles a
rejection: `policy.on_reject` names a fallback, a dead letter or a fallback owner that the handoff does not have, or says nothing
where there is no fallback. Handoffs to an outcome are passed over.

## Why is this bad
A contract is only as good as the check on entry: without it the receiver fills gaps by guessing, and nobody sees an error. No
threshold: validation of a payload of ordinary size takes microseconds, so there is no reason to leave it out where a contract
exists.

## Example
```json bad
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "contract", "id": "refund-request", "record": {"name": "Refund request"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds"}}
{"op": "put", "kind": "handoff", "id": "triage-refunds", "record": {"topology": "support", "from": "triage", "to": "refunds", "contract": "refund-request"}}
```

## Use instead
```json good
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "contract", "id": "refund-request", "record": {"name": "Refund request"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds"}}
{"op": "put", "kind": "handoff", "id": "triage-refunds", "record": {"topology": "support", "from": "triage", "to": "refunds", "contract": "refund-request", "policy": {"boundary_validation": true, "on_reject": "return_to_sender"}}}
```

## Options
None.

## Fix safety
Offered is to validate and to hand rejections to what the handoff has: its fallback, its fallback owner, its dead letter, else its
sender. What was taken so far will be rejected, so somebody has to decide.
"#;
    const HAS_FIX: bool = true;
    type Options = NoOptions;

    fn check_handoff(
        context: &TopologyContext<'_>,
        handoff: &Handoff,
        _: &NoOptions,
        report: &mut Report<'_>,
    ) {
        if !seam::has_receiver(handoff) {
            return;
        }
        let policy = &handoff.policy;
        let wrong = if !policy.boundary_validation {
            if handoff.contract.is_none() {
                return;
            }
            "lets every payload in unchecked; validate it on entry".to_owned()
        } else if let Some(missing) = missing_handler(handoff) {
            format!("{missing}; say who handles it")
        } else {
            return;
        };
        let message = format!("{} {wrong}.", wording::the_handoff(context, handoff));
        let (handler, words) = handler(handoff);
        let edit = change_handoff(context, handoff, move |changed| {
            changed.policy.boundary_validation = true;
            changed.policy.on_reject = Some(handler);
        });
        let title = format!("Validate on entry; what is rejected goes to {words}");
        report.add(
            Draft::new(seam::key(handoff), message).fixes([Fix::to_decide(title, vec![edit])]),
        );
    }
}

/// What is wrong with whom a rejected payload goes to.
fn missing_handler(handoff: &Handoff) -> Option<&'static str> {
    match handoff.policy.on_reject {
        None if handoff.fallbacks.is_empty() => Some("rejects payloads, and nobody takes them"),
        Some(OnReject::Fallback) if handoff.fallbacks.is_empty() => {
            Some("hands rejected payloads to its fallback and has none")
        }
        Some(OnReject::DeadLetter) if handoff.policy.dead_letter.is_none() => {
            Some("hands rejected payloads to its dead letter and has none")
        }
        Some(OnReject::FallbackOwner) if handoff.fallback_owner.is_none() => {
            Some("hands rejected payloads to its fallback owner and has none")
        }
        _ => None,
    }
}

/// Who of those that the handoff has can take a rejected payload. An answer that is there and holds is kept.
fn handler(handoff: &Handoff) -> (OnReject, &'static str) {
    let holds = missing_handler(handoff).is_none();
    match handoff.policy.on_reject {
        Some(OnReject::DeadLetter) if holds => (OnReject::DeadLetter, "the dead letter"),
        Some(OnReject::ReturnToSender) => (OnReject::ReturnToSender, "the sender"),
        Some(OnReject::FallbackOwner) if holds => (OnReject::FallbackOwner, "the fallback owner"),
        _ if !handoff.fallbacks.is_empty() => (OnReject::Fallback, "the first fallback"),
        _ if handoff.fallback_owner.is_some() => (OnReject::FallbackOwner, "the fallback owner"),
        _ if handoff.policy.dead_letter.is_some() => (OnReject::DeadLetter, "the dead letter"),
        _ => (OnReject::ReturnToSender, "the sender"),
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, found, registry};

    fn edits(fields: &str) -> String {
        format!(
            r#"
            {{"op": "put", "kind": "topology", "id": "t", "record": {{"name": "T"}}}}
            {{"op": "put", "kind": "contract", "id": "c", "record": {{"name": "C"}}}}
            {{"op": "put", "kind": "agent", "id": "a", "record": {{"name": "A"}}}}
            {{"op": "put", "kind": "agent", "id": "b", "record": {{"name": "B"}}}}
            {{"op": "put", "kind": "agent", "id": "d", "record": {{"name": "D"}}}}
            {{"op": "put", "kind": "handoff", "id": "h", "record": {{"topology": "t", "from": "a", "to": "b"{fields}}}}}
            "#
        )
    }

    #[test]
    fn a_contract_is_checked_on_entry() {
        let edits = edits(r#", "contract": "c", "fallbacks": ["d"]"#);
        check(
            "RES007",
            &edits,
            &[
                "warning handoff h: The handoff from A to B lets every payload in unchecked; validate it on entry.",
            ],
        );
        let findings = found("RES007", &registry(&edits));
        assert_eq!(
            findings[0].fixes[0].title,
            "Validate on entry; what is rejected goes to the first fallback"
        );
    }

    #[test]
    fn a_rejection_needs_somebody() {
        let policy = |on_reject: &str| {
            edits(&format!(
                r#", "policy": {{"boundary_validation": true{on_reject}}}"#
            ))
        };
        check(
            "RES007",
            &policy(r#", "on_reject": "dead_letter""#),
            &[
                "warning handoff h: The handoff from A to B hands rejected payloads to its dead letter and has none; say who handles it.",
            ],
        );
        check(
            "RES007",
            &policy(""),
            &[
                "warning handoff h: The handoff from A to B rejects payloads, and nobody takes them; say who handles it.",
            ],
        );
        check(
            "RES007",
            &policy(r#", "on_reject": "return_to_sender""#),
            &[],
        );
        check(
            "RES007",
            &policy(r#", "on_reject": "dead_letter", "dead_letter": "letters""#),
            &[],
        );
    }

    #[test]
    fn without_a_contract_there_is_nothing_to_check_against() {
        check("RES007", &edits(""), &[]);
    }
}
