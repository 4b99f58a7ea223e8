//! CON004: a payload that is nothing but prose.

use crate::catalogue::Category;
use crate::context::TopologyContext;
use crate::finding::Severity;
use crate::report::{Draft, Report};
use crate::rule::{Entry, NoOptions, Rule, Use};
use crate::shape::Form;
use crate::travels::{Payload, carries_task};
use crate::{seam, wording};

pub(super) static RULE: Entry = Entry::of_versions::<ProsePayload>();

struct ProsePayload;

impl Rule for ProsePayload {
    const CODE: &'static str = "CON004";
    const NAME: &'static str = "prose-payload";
    const CATEGORY: Category = Category::Contracts;
    const SEVERITY: Severity = Severity::Warning;
    const SUMMARY: &'static str =
        "The payload is a text, or an object with nothing but one free text.";
    const WHY: &'static str = "The next agent fills the gaps of prose by guessing, and nobody sees an error. What it needs has to be there as \
        fields.";
    const EXPLANATION: &'static str = r#"
## What it does
Looks at the payload schema of every contract version that goes over a handoff of the topology, references resolved. It finds
schemas that accept a text, and objects that declare one member only, which is free text: without a list of values, a pattern, a
format, or a length of 64 characters or less. A history or a store that the receiver asks (`context_mode`) does not make up for
it. Handoffs that end at an outcome are passed over.

## Why is this bad
Context passed as raw prose is the first of the reported causes of failed handoffs: it cannot be validated, compared, masked or
traced. No threshold: one text that has to say everything is enough.

## Example
```json bad
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds"}}
{"op": "put", "kind": "contract", "id": "refund-request", "record": {"name": "Refund request"}}
{"op": "put", "kind": "contract_version", "record": {"contract": "refund-request", "version": "1.0.0", "state": "published", "payload_schema": {"type": "object", "properties": {"request": {"type": "string"}}}}}
{"op": "put", "kind": "handoff", "id": "triage-refunds", "record": {"topology": "support", "from": "triage", "to": "refunds", "contract": "refund-request", "version": "1.0.0"}}
```

## Use instead
```json good
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds"}}
{"op": "put", "kind": "contract", "id": "refund-request", "record": {"name": "Refund request"}}
{"op": "put", "kind": "contract_version", "record": {"contract": "refund-request", "version": "1.0.0", "state": "published", "payload_schema": {"type": "object", "required": ["order_id", "amount"], "properties": {"order_id": {"type": "string", "pattern": "^O-[0-9]{8}$"}, "amount": {"type": "number"}, "note": {"type": "string"}}}}}
{"op": "put", "kind": "handoff", "id": "triage-refunds", "record": {"topology": "support", "from": "triage", "to": "refunds", "contract": "refund-request", "version": "1.0.0"}}
```

## Options
None.

## Fix safety
Nothing is offered: what the receiver needs is known to the receiver.
"#;
    const HAS_FIX: bool = false;
    type Options = NoOptions;

    fn check_version(
        context: &TopologyContext<'_>,
        one: &Use<'_>,
        _: &NoOptions,
        report: &mut Report<'_>,
    ) {
        let Use { version, handoffs } = one;
        let handoffs: Vec<_> = handoffs
            .iter()
            .copied()
            .filter(|handoff| carries_task(handoff))
            .collect();
        let payload = handoffs
            .first()
            .and_then(|handoff| context.travels.payload(handoff));
        let Some(what) = payload.and_then(prose) else {
            return;
        };
        let message = format!(
            "The payload of {} is {what}; say in fields of their own what the receiver needs.",
            wording::version(version),
        );
        let draft = Draft::new(seam::version_key(version), message);
        report.add(draft.path(handoffs.iter().map(|handoff| &handoff.id)));
    }
}

/// What the payload is nothing but, in words.
fn prose(payload: &Payload<'_>) -> Option<String> {
    match (payload.whole.form(), &payload.members[..]) {
        (Form::Text, _) => Some("nothing but a text".to_owned()),
        (_, [only]) if only.shape.form() == Form::Text => Some(format!(
            "nothing but the free text {}",
            wording::code(only.name)
        )),
        _ => None,
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
    fn one_text_is_prose_however_it_is_wrapped() {
        check(
            "CON004",
            &with(r#""payload_schema": {"type": "string"}"#),
            &[
                "warning contract_version c@1.0.0: The payload of `c` 1.0.0 is nothing but a text; say in fields of their own what the receiver needs.",
            ],
        );
        check(
            "CON004",
            &with(
                r##""payload_schema": {"$ref": "#/$defs/p", "$defs": {"p": {"properties": {"m": {"type": ["string", "null"]}}}}}"##,
            ),
            &[
                "warning contract_version c@1.0.0: The payload of `c` 1.0.0 is nothing but the free text `m`; say in fields of their own what the receiver needs.",
            ],
        );
    }

    #[test]
    fn a_code_is_no_prose() {
        check(
            "CON004",
            &with(r#""payload_schema": {"type": "string", "format": "uuid"}"#),
            &[],
        );
        check(
            "CON004",
            &with(r#""payload_schema": {"properties": {"m": {"enum": ["a", "b"]}}}"#),
            &[],
        );
        check("CON004", &with(r#""payload_schema": {}"#), &[]);
    }
}
