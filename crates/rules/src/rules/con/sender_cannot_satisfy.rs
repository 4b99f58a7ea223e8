//! CON019: a sender that puts out what its contract forbids.

use crate::catalogue::Category;
use crate::context::TopologyContext;
use crate::finding::Severity;
use crate::report::{Draft, Report};
use crate::rule::{Entry, NoOptions, Rule};
use crate::{proofs, seam, wording};
use baton_contract::PayloadValidator;
use baton_model::{AgentVersion, Handoff};
use serde_json::Value;

pub(super) static RULE: Entry = Entry::of_handoffs::<SenderCannotSatisfy>();

struct SenderCannotSatisfy;

impl Rule for SenderCannotSatisfy {
    const CODE: &'static str = "CON019";
    const NAME: &'static str = "sender-cannot-satisfy";
    const CATEGORY: Category = Category::Contracts;
    const SEVERITY: Severity = Severity::Error;
    const SUMMARY: &'static str = "What the sender says it puts out is not within the contract.";
    const WHY: &'static str = "Some of what the agent puts out is rejected at the boundary, or, without validation, arrives malformed. The \
        payload that shows it is in the message.";
    const EXPLANATION: &'static str = r#"
## What it does
Where the sender's version in use (the deployed one, else the highest) has an `output_schema`, asks the comparison of schemas
whether everything that it may write is accepted by the payload schema of the handoff's contract. It speaks where a payload shows
the contrary. A sender that puts out several contracts is only told of a payload that all of them reject. What cannot be decided
within a small budget is passed over.

## Why is this bad
A contract that the sender cannot keep breaks on some requests only, and looks like bad luck. The comparison shows it before the
first one. No threshold: the counterexample is checked with the validator.

## Example
```json bad
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds"}}
{"op": "put", "kind": "agent_version", "record": {"agent": "triage", "version": "1.0.0", "output_schema": {"type": "object", "required": ["amount"], "properties": {"amount": {"type": "number"}}}}}
{"op": "put", "kind": "contract", "id": "refund-request", "record": {"name": "Refund request"}}
{"op": "put", "kind": "contract_version", "record": {"contract": "refund-request", "version": "1.0.0", "state": "published", "payload_schema": {"type": "object", "required": ["amount"], "properties": {"amount": {"type": "number", "minimum": 0}}}}}
{"op": "put", "kind": "handoff", "id": "triage-refunds", "record": {"topology": "support", "from": "triage", "to": "refunds", "contract": "refund-request", "version": "1.0.0"}}
```

## Use instead
```json good
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds"}}
{"op": "put", "kind": "agent_version", "record": {"agent": "triage", "version": "1.0.0", "output_schema": {"type": "object", "required": ["amount"], "properties": {"amount": {"type": "number", "minimum": 0}}}}}
{"op": "put", "kind": "contract", "id": "refund-request", "record": {"name": "Refund request"}}
{"op": "put", "kind": "contract_version", "record": {"contract": "refund-request", "version": "1.0.0", "state": "published", "payload_schema": {"type": "object", "required": ["amount"], "properties": {"amount": {"type": "number", "minimum": 0}}}}}
{"op": "put", "kind": "handoff", "id": "triage-refunds", "record": {"topology": "support", "from": "triage", "to": "refunds", "contract": "refund-request", "version": "1.0.0"}}
```

## Options
None.

## Fix safety
Nothing is offered: whether the sender or the contract is wrong has to be decided.
"#;
    const HAS_FIX: bool = false;
    type Options = NoOptions;

    fn check_handoff(
        context: &TopologyContext<'_>,
        handoff: &Handoff,
        _: &NoOptions,
        report: &mut Report<'_>,
    ) {
        let Some(payload) = context.travels.payload(handoff) else {
            return;
        };
        let sender = context.version_in_use(&handoff.from);
        let Some((sender, output)) =
            sender.and_then(|sender| Some((sender, &sender.output_schema.as_ref()?.0)))
        else {
            return;
        };
        let version = payload.version;
        let writers = context
            .registry
            .contract(&version.contract)
            .map(|contract| contract.writers);
        let asked = context.registry.inclusion(
            output,
            &version.payload_schema.0,
            writers.unwrap_or_default(),
        );
        let Some(example) = asked.and_then(|answer| answer.counterexample) else {
            return;
        };
        if !is_refused_elsewhere(context, sender, handoff, &example.0) {
            return;
        }
        let message = format!(
            "{} may put out what {} refuses, for example {}; narrow its output, or widen the contract in a new version.",
            context
                .graph
                .member(&handoff.from)
                .map_or_else(|| wording::shown(handoff.from.as_str()), wording::agent),
            wording::version(version),
            wording::code(&proofs::shown(&example.0)),
        );
        report.add(Draft::new(seam::key(handoff), message));
    }
}

/// Whether every other contract that the sender puts out refuses the payload too.
fn is_refused_elsewhere(
    context: &TopologyContext<'_>,
    sender: &AgentVersion,
    handoff: &Handoff,
    example: &Value,
) -> bool {
    let emitted = sender.emits.iter().filter_map(|emits| {
        let version = context
            .registry
            .contract_version(&emits.contract, &emits.version)?;
        Some(&version.payload_schema.0)
    });
    let outgoing = context.graph.sent_by(&handoff.from);
    let drawn = outgoing
        .filter_map(|other| Some(&context.travels.payload(other)?.version.payload_schema.0));
    emitted.chain(drawn).all(|schema| {
        let validator = PayloadValidator::compile(schema);
        validator.is_ok_and(|validator| !validator.accepts(example))
    })
}

#[cfg(test)]
mod tests {
    use crate::testing::{AGREED, check};

    fn with(version: &str) -> String {
        format!(
            "{AGREED}\n{{\"op\": \"put\", \"kind\": \"contract_version\", \"record\": {{\"contract\": \"c\", \"version\": \"1.0.0\", {version}}}}}"
        )
    }

    const SENDER: &str = r#"
        {"op": "put", "kind": "agent_version", "record": {"agent": "a", "version": "1.0.0", "output_schema": {"type": "object", "required": ["n"], "properties": {"n": {"type": "integer"}}}}}
    "#;

    #[test]
    fn the_counterexample_is_shown() {
        let edits = with(
            r#""payload_schema": {"type": "object", "required": ["n"], "properties": {"n": {"type": "integer", "maximum": 0}}}"#,
        );
        check(
            "CON019",
            &format!("{edits}{SENDER}"),
            &[
                r#"error handoff h: A may put out what `c` 1.0.0 refuses, for example `{"n":1}`; narrow its output, or widen the contract in a new version."#,
            ],
        );
        check("CON019", &edits, &[]);
    }

    #[test]
    fn what_another_contract_of_the_sender_takes_is_no_counterexample() {
        let edits = with(
            r#""payload_schema": {"type": "object", "required": ["m"], "properties": {"m": {"type": "integer"}}}"#,
        );
        let other = r#"
            {"op": "put", "kind": "contract", "id": "d", "record": {"name": "D"}}
            {"op": "put", "kind": "contract_version", "record": {"contract": "d", "version": "1.0.0", "payload_schema": {"type": "object", "required": ["n"]}}}
            {"op": "put", "kind": "handoff", "id": "i", "record": {"topology": "t", "from": "a", "to": "b", "contract": "d", "version": "1.0.0"}}
        "#;
        check("CON019", &format!("{edits}{SENDER}{other}"), &[]);
    }
}
