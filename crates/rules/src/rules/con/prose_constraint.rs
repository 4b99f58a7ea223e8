//! CON022: a limit that is told in words.

use crate::catalogue::Category;
use crate::context::TopologyContext;
use crate::finding::Severity;
use crate::report::{Draft, Report};
use crate::rule::{Entry, NoOptions, Rule, Use};
use crate::shape::{Form, Shape};
use crate::travels::{Meaning, Member, Payload};
use crate::{seam, wording};

pub(super) static RULE: Entry = Entry::of_versions::<ProseConstraint>();

struct ProseConstraint;

impl Rule for ProseConstraint {
    const CODE: &'static str = "CON022";
    const NAME: &'static str = "prose-constraint";
    const CATEGORY: Category = Category::Contracts;
    const SEVERITY: Severity = Severity::Warning;
    const SUMMARY: &'static str = "Constraints travel as prose, without type and value.";
    const WHY: &'static str = "A limit in words is read differently by every agent and cannot be checked by any. \"About 500\" becomes 600 two \
        hops later.";
    const EXPLANATION: &'static str = r#"
## What it does
Looks in the payloads that travel for `constraints` and their usual spellings. It finds those that are free text, lists of free
text, or lists of objects that declare no `value`, or nothing that says what the constraint is about (`type`, `kind` or `name`).

## Why is this bad
Compliance, budget, time and permission have to arrive as they were given: with a type and a value, so that a boundary can check
them and a path can be traced. Context rot shows first in constraints and exact numbers. No threshold.

## Example
```json bad
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds"}}
{"op": "put", "kind": "contract", "id": "refund-request", "record": {"name": "Refund request"}}
{"op": "put", "kind": "contract_version", "record": {"contract": "refund-request", "version": "1.0.0", "state": "published", "payload_schema": {"type": "object", "properties": {"constraints": {"type": "array", "items": {"type": "string"}}}}}}
{"op": "put", "kind": "handoff", "id": "triage-refunds", "record": {"topology": "support", "from": "triage", "to": "refunds", "contract": "refund-request", "version": "1.0.0"}}
```

## Use instead
```json good
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds"}}
{"op": "put", "kind": "contract", "id": "refund-request", "record": {"name": "Refund request"}}
{"op": "put", "kind": "contract_version", "record": {"contract": "refund-request", "version": "1.0.0", "state": "published", "payload_schema": {"type": "object", "properties": {"constraints": {"type": "array", "items": {"type": "object", "required": ["type", "value"], "properties": {"type": {"enum": ["compliance", "budget", "time", "permission"]}, "value": {"type": ["string", "number"]}, "unit": {"type": "string", "maxLength": 12}}}}}}}}
{"op": "put", "kind": "handoff", "id": "triage-refunds", "record": {"topology": "support", "from": "triage", "to": "refunds", "contract": "refund-request", "version": "1.0.0"}}
```

## Options
None.

## Fix safety
Nothing is offered: what each sentence means has to be said by whoever wrote it.
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
            "{} tells constraints in words in {}; give each a type (compliance, budget, time or permission) and a value.",
            wording::version(version),
            wording::code(&member.pointer),
        );
        let draft = Draft::new(seam::version_key(version), message);
        report.add(draft.path(handoffs.iter().map(|handoff| &handoff.id)));
    }
}

fn told<'p, 'a>(payload: &'p Payload<'a>) -> Option<&'p Member<'a>> {
    let mut constraints = payload
        .members
        .iter()
        .filter(|member| member.means(Meaning::Constraints));
    constraints.find(|member| {
        let item = member.shape.item();
        let each = item.as_ref().unwrap_or(&member.shape);
        match each.form() {
            Form::Text => true,
            // An object that is no list entry has a member for each constraint.
            Form::Object => item.is_some() && !is_typed(each),
            _ => false,
        }
    })
}

fn is_typed(constraint: &Shape<'_>) -> bool {
    let declares = |names: &[&str]| {
        let properties = constraint.properties();
        properties.is_empty() || properties.iter().any(|(name, _)| names.contains(name))
    };
    declares(&["type", "kind", "name", "category"])
        && declares(&[
            "value", "limit", "amount", "max", "min", "until", "deadline",
        ])
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
    fn a_constraint_needs_type_and_value() {
        let edits = |items: &str| {
            with(&format!(
                r#""payload_schema": {{"properties": {{"activeConstraints": {{"type": "array", "items": {items}}}}}}}"#
            ))
        };
        let told = &[
            "warning contract_version c@1.0.0: `c` 1.0.0 tells constraints in words in `/activeConstraints`; give each a type (compliance, budget, time or permission) and a value.",
        ];
        check("CON022", &edits(r#"{"type": "string"}"#), told);
        check(
            "CON022",
            &edits(r#"{"properties": {"text": {"type": "string"}}}"#),
            told,
        );
        check(
            "CON022",
            &edits(r#"{"properties": {"kind": {"type": "string"}, "value": {}}}"#),
            &[],
        );
        check(
            "CON022",
            &edits(r#"{"type": "string", "enum": ["gdpr", "no_refund"]}"#),
            &[],
        );
        check("CON022", &edits("{}"), &[]);
    }
}
