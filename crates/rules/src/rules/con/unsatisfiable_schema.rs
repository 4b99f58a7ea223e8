//! CON011: a contract that nothing can fulfil.

use crate::catalogue::Category;
use crate::context::TopologyContext;
use crate::finding::Severity;
use crate::report::{Draft, Report};
use crate::rule::{Entry, NoOptions, Rule, Use};
use crate::{seam, wording};

pub(super) static RULE: Entry = Entry::of_versions::<UnsatisfiableSchema>();

struct UnsatisfiableSchema;

impl Rule for UnsatisfiableSchema {
    const CODE: &'static str = "CON011";
    const NAME: &'static str = "unsatisfiable-schema";
    const CATEGORY: Category = Category::Contracts;
    const SEVERITY: Severity = Severity::Error;
    const SUMMARY: &'static str = "No payload can ever be accepted.";
    const WHY: &'static str = "Every message over this contract is rejected. It looks fine on paper, and nothing arrives.";
    const EXPLANATION: &'static str = r#"
## What it does
Asks the comparison of schemas whether the set of payloads that the contract's schema accepts is empty, within a small budget. It
speaks only where that is proved.

## Why is this bad
Limits that exclude each other, a required field that no value fits, alternatives that contradict the rest: such a contract is
written quickly, and the first request shows it in production. No threshold: it is a proof.

## Example
```json bad
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds"}}
{"op": "put", "kind": "contract", "id": "refund-request", "record": {"name": "Refund request"}}
{"op": "put", "kind": "contract_version", "record": {"contract": "refund-request", "version": "1.0.0", "state": "published", "payload_schema": {"type": "object", "required": ["amount"], "properties": {"amount": {"type": "number", "minimum": 10, "maximum": 5}}}}}
{"op": "put", "kind": "handoff", "id": "triage-refunds", "record": {"topology": "support", "from": "triage", "to": "refunds", "contract": "refund-request", "version": "1.0.0"}}
```

## Use instead
```json good
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds"}}
{"op": "put", "kind": "contract", "id": "refund-request", "record": {"name": "Refund request"}}
{"op": "put", "kind": "contract_version", "record": {"contract": "refund-request", "version": "1.0.0", "state": "published", "payload_schema": {"type": "object", "required": ["amount"], "properties": {"amount": {"type": "number", "minimum": 5, "maximum": 10}}}}}
{"op": "put", "kind": "handoff", "id": "triage-refunds", "record": {"topology": "support", "from": "triage", "to": "refunds", "contract": "refund-request", "version": "1.0.0"}}
```

## Options
None.

## Fix safety
Nothing is offered: which of the limits is wrong has to be decided.
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
        let schema = &version.payload_schema.0;
        if schema.is_null() || !context.registry.accepts_nothing(schema) {
            return;
        }
        let message = format!(
            "No payload can ever be accepted by {}: what its schema asks for excludes itself; mend it in a new version.",
            wording::version(version),
        );
        let draft = Draft::new(seam::version_key(version), message);
        report.add(draft.path(handoffs.iter().map(|handoff| &handoff.id)));
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
    fn only_what_is_proved_is_told() {
        check(
            "CON011",
            &with(r#""payload_schema": {"type": "string", "enum": [1, 2]}"#),
            &[
                "error contract_version c@1.0.0: No payload can ever be accepted by `c` 1.0.0: what its schema asks for excludes itself; mend it in a new version.",
            ],
        );
        check(
            "CON011",
            &with(r##""payload_schema": {"$ref": "#/nowhere"}"##),
            &[],
        );
        check("CON011", &with(r#""state": "draft""#), &[]);
    }
}
