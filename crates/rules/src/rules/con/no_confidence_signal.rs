//! CON014: a threshold on something that does not travel.

use crate::catalogue::Category;
use crate::context::TopologyContext;
use crate::finding::Severity;
use crate::fix::wrap_in_envelope;
use crate::report::{Draft, Report};
use crate::rule::{Entry, NoOptions, Rule};
use crate::travels::{Envelope, Load, Meaning, envelope};
use crate::{causes, seam, wording};
use baton_model::{Handoff, TriggerOn};

pub(super) static RULE: Entry = Entry::of_handoffs::<NoConfidenceSignal>();

struct NoConfidenceSignal;

impl Rule for NoConfidenceSignal {
    const CODE: &'static str = "CON014";
    const NAME: &'static str = "no-confidence-signal";
    const CATEGORY: Category = Category::Contracts;
    const SEVERITY: Severity = Severity::Warning;
    const SUMMARY: &'static str =
        "A handoff is set off by low confidence, and its payload carries none.";
    const WHY: &'static str = "The receiver cannot tell how unsure the sender was, and a threshold on a figure that nobody writes down cannot \
        be watched or tuned.";
    const EXPLANATION: &'static str = r#"
## What it does
Finds handoffs with a trigger `confidence_below`, alone or among several, whose contract's payload declares no confidence.
Handoffs in Baton's envelope carry it there.

## Why is this bad
Confidence thresholds of 72 to 85 % are in use in this field (0.80 by default). They are worth something only if the figure is
there: for the person who takes over, and for whoever tunes the threshold later.

## Example
```json bad
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds"}}
{"op": "put", "kind": "contract", "id": "refund-request", "record": {"name": "Refund request"}}
{"op": "put", "kind": "contract_version", "record": {"contract": "refund-request", "version": "1.0.0", "state": "published", "payload_schema": {"type": "object", "properties": {"order_id": {"type": "string", "maxLength": 12}}}}}
{"op": "put", "kind": "handoff", "id": "triage-refunds", "record": {"topology": "support", "from": "triage", "to": "refunds", "contract": "refund-request", "version": "1.0.0", "trigger": {"on": "confidence_below", "value": 0.8}}}
```

## Use instead
```json good
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds"}}
{"op": "put", "kind": "contract", "id": "refund-request", "record": {"name": "Refund request"}}
{"op": "put", "kind": "contract_version", "record": {"contract": "refund-request", "version": "1.0.0", "state": "published", "payload_schema": {"type": "object", "properties": {"order_id": {"type": "string", "maxLength": 12}, "confidence": {"type": "number", "minimum": 0, "maximum": 1}}}}}
{"op": "put", "kind": "handoff", "id": "triage-refunds", "record": {"topology": "support", "from": "triage", "to": "refunds", "contract": "refund-request", "version": "1.0.0", "trigger": {"on": "confidence_below", "value": 0.8}}}
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
        let load = context.travels.load(handoff);
        let (Load::Fields(payload) | Load::Summary(Some(payload))) = load else {
            return;
        };
        let asks = causes::any(handoff, |on| matches!(on, TriggerOn::ConfidenceBelow));
        if !asks || envelope(handoff) == Envelope::Baton || payload.has(Meaning::Confidence) {
            return;
        }
        let message = format!(
            "{} happens when confidence is low, but {} carries no confidence; add it as a number from 0 to 1.",
            wording::the_handoff(context, handoff),
            wording::version(payload.version),
        );
        report.add(
            Draft::new(seam::key(handoff), message).fixes([wrap_in_envelope(context, handoff)]),
        );
    }
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
    fn one_of_several_triggers_is_enough() {
        let on = |trigger: &str, properties: &str| {
            with(&format!(
                r#""payload_schema": {{"properties": {{{properties}}}}}"#
            ))
            .replace(
                r#""to": "b""#,
                &format!(r#""to": "b", "trigger": {trigger}"#),
            )
        };
        let any =
            r#"{"on": {"any": [{"on": "user_asks"}, {"on": "confidence_below", "value": 0.8}]}}"#;
        check(
            "CON014",
            &on(any, r#""a": {}"#),
            &[
                "warning handoff h: The handoff from A to B happens when confidence is low, but `c` 1.0.0 carries no confidence; add it as a number from 0 to 1.",
            ],
        );
        check("CON014", &on(any, r#""confidence_score": {}"#), &[]);
        check("CON014", &on(r#"{"on": "user_asks"}"#, r#""a": {}"#), &[]);
    }
}
