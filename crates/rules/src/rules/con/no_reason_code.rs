//! CON015: a task that arrives without saying why.

use crate::catalogue::Category;
use crate::context::TopologyContext;
use crate::finding::Severity;
use crate::fix::wrap_in_envelope;
use crate::report::{Draft, Report};
use crate::rule::{Entry, NoOptions, Rule};
use crate::travels::{Envelope, Load, Meaning, carries_task, envelope};
use crate::{causes, seam, wording};
use baton_model::{Handoff, HandoffMode, Pattern, TriggerOn};

pub(super) static RULE: Entry = Entry::of_handoffs::<NoReasonCode>();

struct NoReasonCode;

impl Rule for NoReasonCode {
    const CODE: &'static str = "CON015";
    const NAME: &'static str = "no-reason-code";
    const CATEGORY: Category = Category::Contracts;
    const SEVERITY: Severity = Severity::Warning;
    const SUMMARY: &'static str =
        "An escalation, or a handoff that nobody asked for, carries no reason and no path so far.";
    const WHY: &'static str = "Whoever takes over does not know what went wrong and who had the task before, and begins again. Users are made \
        to repeat themselves.";
    const EXPLANATION: &'static str = r#"
## What it does
Looks at handoffs to somebody that are an `escalation`, or that are set off by what the system notices itself: low confidence,
sentiment, repeated clarification, an error, elapsed time, load, a receiver that is down, a limit of authority. It finds those
whose contract's payload declares no reason or no path so far. Handoffs in Baton's envelope carry both there.

## Why is this bad
60 % of users leave when they are made to repeat themselves. A reason code is also what tells a flood of escalations by error from
one by sentiment. No threshold.

## Example
```json bad
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds"}}
{"op": "put", "kind": "contract", "id": "refund-request", "record": {"name": "Refund request"}}
{"op": "put", "kind": "contract_version", "record": {"contract": "refund-request", "version": "1.0.0", "state": "published", "payload_schema": {"type": "object", "properties": {"order_id": {"type": "string", "maxLength": 12}}}}}
{"op": "put", "kind": "handoff", "id": "triage-refunds", "record": {"topology": "support", "from": "triage", "to": "refunds", "contract": "refund-request", "version": "1.0.0", "pattern": "escalation"}}
```

## Use instead
```json good
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds"}}
{"op": "put", "kind": "contract", "id": "refund-request", "record": {"name": "Refund request"}}
{"op": "put", "kind": "contract_version", "record": {"contract": "refund-request", "version": "1.0.0", "state": "published", "payload_schema": {"type": "object", "properties": {"order_id": {"type": "string", "maxLength": 12}, "reason_code": {"enum": ["user_asked", "tool_error"]}, "path": {"type": "array", "items": {"type": "string", "maxLength": 64}}}}}}
{"op": "put", "kind": "handoff", "id": "triage-refunds", "record": {"topology": "support", "from": "triage", "to": "refunds", "contract": "refund-request", "version": "1.0.0", "pattern": "escalation"}}
```

## Options
None.

## Fix safety
Offered is Baton's envelope as packaging, which carries it beside the payload. Both sides have to be built for it, so somebody has to
decide. The other way is a new version of the contract.
"#;
    const HAS_FIX: bool = true;
    type Options = NoOptions;

    fn check_handoff(
        context: &TopologyContext<'_>,
        handoff: &Handoff,
        _: &NoOptions,
        report: &mut Report<'_>,
    ) {
        let (Load::Fields(payload) | Load::Summary(Some(payload))) = context.travels.load(handoff)
        else {
            return;
        };
        if !carries_task(handoff)
            || !asks_for_a_reason(handoff)
            || envelope(handoff) == Envelope::Baton
        {
            return;
        }
        let wanted = [
            (Meaning::ReasonCode, "why it happens"),
            (Meaning::Path, "who had the task before"),
        ];
        let missing: Vec<&str> = wanted
            .into_iter()
            .filter(|(meaning, _)| !payload.has(*meaning))
            .map(|(_, words)| words)
            .collect();
        if missing.is_empty() {
            return;
        }
        let message = format!(
            "{} does not say {}; add {} to {}.",
            wording::the_handoff(context, handoff),
            missing.join(" and "),
            if missing.len() == 1 { "it" } else { "both" },
            wording::code(payload.version.contract.as_str()),
        );
        report.add(
            Draft::new(seam::key(handoff), message).fixes([wrap_in_envelope(context, handoff)]),
        );
    }
}

fn asks_for_a_reason(handoff: &Handoff) -> bool {
    let is_noticed = |on: &TriggerOn| {
        matches!(
            on,
            TriggerOn::ConfidenceBelow
                | TriggerOn::Sentiment
                | TriggerOn::RepeatedClarification
                | TriggerOn::Error
                | TriggerOn::Elapsed
                | TriggerOn::Load
                | TriggerOn::ReceiverDown
                | TriggerOn::AuthorityLimit
        )
    };
    handoff.mode == HandoffMode::Transfer
        && (handoff.pattern == Some(Pattern::Escalation) || causes::any(handoff, is_noticed))
}

#[cfg(test)]
mod tests {
    use crate::testing::{AGREED, check};

    fn with(version: &str) -> String {
        format!(
            "{AGREED}\n{{\"op\": \"put\", \"kind\": \"contract_version\", \"record\": {{\"contract\": \"c\", \"version\": \"1.0.0\", {version}}}}}"
        )
    }

    #[test]
    fn what_the_system_notices_itself_needs_a_reason() {
        let on = |trigger: &str, properties: &str| {
            with(&format!(
                r#""payload_schema": {{"properties": {{{properties}}}}}"#
            ))
            .replace(
                r#""to": "b""#,
                &format!(r#""to": "b", "trigger": {{"on": "{trigger}"}}"#),
            )
        };
        check(
            "CON015",
            &on("sentiment", r#""a": {}"#),
            &[
                "warning handoff h: The handoff from A to B does not say why it happens and who had the task before; add both to `c`.",
            ],
        );
        check(
            "CON015",
            &on("elapsed", r#""escalation_reason": {}"#),
            &[
                "warning handoff h: The handoff from A to B does not say who had the task before; add it to `c`.",
            ],
        );
        check("CON015", &on("intent", r#""a": {}"#), &[]);
        check("CON015", &on("done", r#""a": {}"#), &[]);
    }
}
