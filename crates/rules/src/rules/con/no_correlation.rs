//! CON008: a message that cannot be found again.

use crate::catalogue::Category;
use crate::context::TopologyContext;
use crate::finding::Severity;
use crate::fix::wrap_in_envelope;
use crate::report::{Draft, Report};
use crate::rule::{Entry, NoOptions, Rule};
use crate::travels::{Envelope, Meaning, envelope};
use crate::{seam, wording};
use baton_model::Handoff;

pub(super) static RULE: Entry = Entry::of_handoffs::<NoCorrelation>();

struct NoCorrelation;

impl Rule for NoCorrelation {
    const CODE: &'static str = "CON008";
    const NAME: &'static str = "no-correlation";
    const CATEGORY: Category = Category::Contracts;
    const SEVERITY: Severity = Severity::Warning;
    const SUMMARY: &'static str =
        "Neither payload nor envelope carries a correlation id and a timestamp.";
    const WHY: &'static str = "Without a common id nobody can say which messages belong to one request, and without a time nobody can say \
        what came first. A lost task cannot be looked for.";
    const EXPLANATION: &'static str = r#"
## What it does
Speaks where `transport.packaging` says that nothing wraps the payload (`raw`, `plain text`, `prompt`, `messages` and the like)
and the contract's payload declares no correlation id or no timestamp, in any usual spelling. Where the packaging is an encoding
such as `json`, or nobody has said, Baton's envelope is taken to be in use, which always carries both.

## Why is this bad
A handoff that fails at three in the morning is found by the id of its workflow. The envelope carries correlation id and timestamp
for every message; whoever sends the bare payload has to put them there. No threshold.

## Example
```json bad
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds"}}
{"op": "put", "kind": "contract", "id": "refund-request", "record": {"name": "Refund request"}}
{"op": "put", "kind": "contract_version", "record": {"contract": "refund-request", "version": "1.0.0", "state": "published", "payload_schema": {"type": "object", "properties": {"order_id": {"type": "string", "maxLength": 12}}}}}
{"op": "put", "kind": "handoff", "id": "triage-refunds", "record": {"topology": "support", "from": "triage", "to": "refunds", "contract": "refund-request", "version": "1.0.0", "transport": {"packaging": "raw json"}}}
```

## Use instead
```json good
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds"}}
{"op": "put", "kind": "contract", "id": "refund-request", "record": {"name": "Refund request"}}
{"op": "put", "kind": "contract_version", "record": {"contract": "refund-request", "version": "1.0.0", "state": "published", "payload_schema": {"type": "object", "properties": {"order_id": {"type": "string", "maxLength": 12}}}}}
{"op": "put", "kind": "handoff", "id": "triage-refunds", "record": {"topology": "support", "from": "triage", "to": "refunds", "contract": "refund-request", "version": "1.0.0", "transport": {"packaging": "baton-envelope"}}}
```

## Options
None.

## Fix safety
Offered is Baton's envelope as packaging. Both sides have to be built for it, so somebody has to decide.
"#;
    const HAS_FIX: bool = true;
    type Options = NoOptions;

    fn check_handoff(
        context: &TopologyContext<'_>,
        handoff: &Handoff,
        _: &NoOptions,
        report: &mut Report<'_>,
    ) {
        let payload = context.travels.payload(handoff);
        let (Envelope::None, Some(payload)) = (envelope(handoff), payload) else {
            return;
        };
        let wanted = [
            (Meaning::CorrelationId, "correlation id"),
            (Meaning::Timestamp, "timestamp"),
        ];
        let missing: Vec<String> = wanted
            .into_iter()
            .filter(|(meaning, _)| !payload.has(*meaning))
            .map(|(_, words)| words.to_owned())
            .collect();
        if missing.is_empty() {
            return;
        }
        let message = format!(
            "{} sends the bare payload, which has no {}; add it, or wrap the payload in the envelope.",
            wording::the_handoff(context, handoff),
            missing.join(" and no "),
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
    fn the_payload_may_carry_them_itself() {
        let bare = |properties: &str| {
            with(&format!(
                r#""payload_schema": {{"properties": {{{properties}}}}}"#
            ))
            .replace(
                r#""to": "b""#,
                r#""to": "b", "transport": {"packaging": "plain text"}"#,
            )
        };
        check(
            "CON008",
            &bare(r#""traceId": {}"#),
            &[
                "warning handoff h: The handoff from A to B sends the bare payload, which has no timestamp; add it, or wrap the payload in the envelope.",
            ],
        );
        check("CON008", &bare(r#""traceId": {}, "sent_at": {}"#), &[]);
        let encoded = bare(r#""a": {}"#).replace("plain text", "context as json");
        check("CON008", &encoded, &[]);
    }
}
