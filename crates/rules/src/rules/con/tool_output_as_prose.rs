//! CON007: results of tools that travel as text.

use crate::catalogue::Category;
use crate::context::TopologyContext;
use crate::finding::Severity;
use crate::report::{Draft, Report};
use crate::rule::{Entry, NoOptions, Rule, Use};
use crate::shape::{Form, Shape};
use crate::travels::{Meaning, Member, Payload};
use crate::{seam, wording};

pub(super) static RULE: Entry = Entry::of_versions::<ToolOutputAsProse>();

struct ToolOutputAsProse;

impl Rule for ToolOutputAsProse {
    const CODE: &'static str = "CON007";
    const NAME: &'static str = "tool-output-as-prose";
    const CATEGORY: Category = Category::Contracts;
    const SEVERITY: Severity = Severity::Warning;
    const SUMMARY: &'static str = "Results of tools are carried as text.";
    const WHY: &'static str = "Numbers and identifiers that a tool returned exactly are retold in words, and the next agent reads them \
        differently. Results have to pass as the tool gave them.";
    const EXPLANATION: &'static str = r#"
## What it does
Looks in the payloads that travel for members that hold results of tools: `tool_outputs`, `tool_results`, `function_results` and
their usual spellings. It finds those that are free text, lists of free text, or objects whose `result`, `output` or `content` is
free text.

## Why is this bad
Exact numbers get lost when each hop retells them. Tools return structured results (name, call id, result, whether it is an
error), which can be passed on unchanged and checked. No threshold.

## Example
```json bad
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds"}}
{"op": "put", "kind": "contract", "id": "refund-request", "record": {"name": "Refund request"}}
{"op": "put", "kind": "contract_version", "record": {"contract": "refund-request", "version": "1.0.0", "state": "published", "payload_schema": {"type": "object", "properties": {"order_id": {"type": "string", "maxLength": 12}, "tool_outputs": {"type": "array", "items": {"type": "string"}}}}}}
{"op": "put", "kind": "handoff", "id": "triage-refunds", "record": {"topology": "support", "from": "triage", "to": "refunds", "contract": "refund-request", "version": "1.0.0"}}
```

## Use instead
```json good
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds"}}
{"op": "put", "kind": "contract", "id": "refund-request", "record": {"name": "Refund request"}}
{"op": "put", "kind": "contract_version", "record": {"contract": "refund-request", "version": "1.0.0", "state": "published", "payload_schema": {"type": "object", "properties": {"order_id": {"type": "string", "maxLength": 12}, "tool_outputs": {"type": "array", "items": {"type": "object", "required": ["name", "call_id", "result"], "properties": {"name": {"type": "string", "maxLength": 64}, "call_id": {"type": "string", "maxLength": 64}, "result": {"type": "object"}, "is_error": {"type": "boolean"}}}}}}}}
{"op": "put", "kind": "handoff", "id": "triage-refunds", "record": {"topology": "support", "from": "triage", "to": "refunds", "contract": "refund-request", "version": "1.0.0"}}
```

## Options
None.

## Fix safety
Nothing is offered: how the tool's result looks is known to the tool.
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
        let payload = handoffs
            .first()
            .and_then(|handoff| context.travels.payload(handoff));
        let Some(member) = payload.and_then(told) else {
            return;
        };
        let message = format!(
            "{} carries results of tools as text in {}; carry name, call id and the structured result as the tool gave them.",
            wording::version(version),
            wording::code(&member.pointer),
        );
        let draft = Draft::new(seam::version_key(version), message);
        report.add(draft.path(handoffs.iter().map(|handoff| &handoff.id)));
    }
}

/// The member in which results of tools are told in words.
fn told<'p, 'a>(payload: &'p Payload<'a>) -> Option<&'p Member<'a>> {
    let mut outputs = payload
        .members
        .iter()
        .filter(|member| member.means(Meaning::ToolOutputs));
    outputs.find(|member| {
        let item = member.shape.item();
        let each = item.as_ref().unwrap_or(&member.shape);
        each.form() == Form::Text || result_is_text(each)
    })
}

fn result_is_text(output: &Shape<'_>) -> bool {
    output.properties().into_iter().any(|(name, schema)| {
        matches!(name, "result" | "output" | "content" | "response")
            && output.member(schema).form() == Form::Text
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

    #[test]
    fn the_result_inside_counts_too() {
        let schema = |result: &str| {
            with(&format!(
                r#""payload_schema": {{"properties": {{"toolResults": {{"type": "array", "items": {{"properties": {{"name": {{"type": "string"}}, "result": {result}}}}}}}}}}}"#
            ))
        };
        check(
            "CON007",
            &schema(r#"{"type": "string"}"#),
            &[
                "warning contract_version c@1.0.0: `c` 1.0.0 carries results of tools as text in `/toolResults`; carry name, call id and the structured result as the tool gave them.",
            ],
        );
        check("CON007", &schema(r#"{"type": "object"}"#), &[]);
        check("CON007", &schema("true"), &[]);
    }
}
