//! CON013: personal data where it must not be.

use crate::catalogue::Category;
use crate::context::TopologyContext;
use crate::finding::{Fix, Severity};
use crate::fix::change_handoff;
use crate::flows::{Field, FieldWalk, below};
use crate::glimpse::Line;
use crate::report::{Draft, Report};
use crate::rule::{Entry, NoOptions, Rule};
use crate::{seam, wording};
use baton_model::{Handoff, HandoffId, Masking, MaskingRule};
use std::collections::BTreeMap;

pub(super) static RULE: Entry = Entry::of_topologies::<SensitiveFieldUnmasked>();

struct SensitiveFieldUnmasked;

/// What the contract of a handoff marks as sensitive, as far as its payload has it.
fn marked<'a>(context: &TopologyContext<'a>, line: Line<'a>) -> Vec<Field<'a>> {
    let Some(payload) = context.travels.payload_of(line) else {
        return Vec::new();
    };
    let pointers = payload.version.sensitive.iter().map(|field| &field.pointer);
    let there = pointers.filter(|pointer| payload.member(pointer).is_some());
    there
        .map(|pointer| Field {
            handoff: line.id(),
            pointer: pointer.clone(),
        })
        .collect()
}

fn is_masked(handoff: &Handoff, pointer: &str) -> bool {
    handoff
        .masking
        .iter()
        .any(|masking| below(pointer, &masking.pointer).is_some())
}

/// Whether an attribute of the span is named after a field: `payload.customer.email` for `/customer/email`.
fn is_in_span(handoff: &Handoff, pointer: &str) -> bool {
    handoff
        .observability
        .attributes
        .iter()
        .any(|attribute| shows(attribute, pointer))
}

fn shows(attribute: &str, pointer: &str) -> bool {
    let field = pointer.trim_start_matches('/').replace('/', ".");
    attribute
        .strip_suffix(field.as_str())
        .is_some_and(|before| before.is_empty() || before.ends_with(['.', '/']))
}

fn names(fields: &[&Field<'_>]) -> String {
    wording::list(fields.iter().map(|field| wording::code(&field.pointer)))
}

/// Masks fields as their contract says, else wholly.
fn mask(context: &TopologyContext<'_>, handoff: &Handoff, fields: &[&Field<'_>]) -> Fix {
    let declared = context
        .travels
        .version(handoff)
        .map_or(&[][..], |version| &version.sensitive);
    let masked = |field: &&Field<'_>| {
        let said = declared.iter().find(|said| said.pointer == field.pointer);
        let mut masking = Masking::new(field.pointer.clone());
        masking.rule = said.map_or(MaskingRule::Redact, |said| said.rule);
        masking
    };
    let added: Vec<Masking> = fields.iter().map(masked).collect();
    let edit = change_handoff(context, handoff, move |changed| {
        changed.masking.extend(added.iter().cloned());
    });
    Fix::to_decide(format!("Mask {}", names(fields)), vec![edit])
}

fn hide(context: &TopologyContext<'_>, handoff: &Handoff, fields: &[&Field<'_>]) -> Fix {
    let hidden: Vec<_> = fields.iter().map(|field| field.pointer.clone()).collect();
    let edit = change_handoff(context, handoff, move |changed| {
        changed
            .observability
            .attributes
            .retain(|attribute| !hidden.iter().any(|pointer| shows(attribute, pointer)));
    });
    Fix::safe(
        format!("Take {} out of the span", names(fields)),
        vec![edit],
    )
}

impl Rule for SensitiveFieldUnmasked {
    const CODE: &'static str = "CON013";
    const NAME: &'static str = "sensitive-field-unmasked";
    const CATEGORY: Category = Category::Contracts;
    const SEVERITY: Severity = Severity::Error;
    const SUMMARY: &'static str =
        "A sensitive field crosses into another trust domain, or enters a span, unmasked.";
    const WHY: &'static str = "What has left the trust domain cannot be called back, and what stands in a trace can be read by everybody who \
        reads traces.";
    const EXPLANATION: &'static str = r#"
## What it does
Follows the fields that contracts mark as `sensitive`, and what is inside them, along every way: into payloads where the agent
`passes_on` them or the same field stands, marked there or not. It finds handoffs between agents of different trust domains that
carry one without a `masking` that covers it, and handoffs whose span has an attribute of a sensitive field's name. A masked field
is followed no further. Handoffs of which nobody has said what travels are passed over. The path is a shortest one from where the
field is marked.

## Why is this bad
Data leaves by the back door: marked in the first contract, passed on in the third under the same name, unmarked. Traces are the
other door. No threshold: one field is a leak.

## Example
```json bad
{"op": "put", "kind": "trust_domain", "id": "bank", "record": {"name": "Bank"}}
{"op": "put", "kind": "trust_domain", "id": "partner", "record": {"name": "Partner"}}
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage", "trust_domain": "bank"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds", "trust_domain": "partner"}}
{"op": "put", "kind": "contract", "id": "case", "record": {"name": "Case"}}
{"op": "put", "kind": "contract_version", "record": {"contract": "case", "version": "1.0.0", "state": "published", "payload_schema": {"type": "object", "properties": {"order_id": {"type": "string", "maxLength": 12}, "iban": {"type": "string", "maxLength": 34}}}, "sensitive": [{"pointer": "/iban", "rule": "last_four"}]}}
{"op": "put", "kind": "handoff", "id": "1", "record": {"topology": "support", "from": "triage", "to": "refunds", "contract": "case", "version": "1.0.0"}}
```

## Use instead
```json good
{"op": "put", "kind": "trust_domain", "id": "bank", "record": {"name": "Bank"}}
{"op": "put", "kind": "trust_domain", "id": "partner", "record": {"name": "Partner"}}
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage", "trust_domain": "bank"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds", "trust_domain": "partner"}}
{"op": "put", "kind": "contract", "id": "case", "record": {"name": "Case"}}
{"op": "put", "kind": "contract_version", "record": {"contract": "case", "version": "1.0.0", "state": "published", "payload_schema": {"type": "object", "properties": {"order_id": {"type": "string", "maxLength": 12}, "iban": {"type": "string", "maxLength": 34}}}, "sensitive": [{"pointer": "/iban", "rule": "last_four"}]}}
{"op": "put", "kind": "handoff", "id": "1", "record": {"topology": "support", "from": "triage", "to": "refunds", "contract": "case", "version": "1.0.0", "masking": [{"pointer": "/iban", "rule": "last_four"}]}}
```

## Options
None.

## Fix safety
Taking an attribute out of a span is safe. Masking is offered with the rule of the contract, else as redaction; the receiver may
need the value, so somebody has to decide.
"#;
    const HAS_FIX: bool = true;
    type Options = NoOptions;

    fn check_topology(context: &TopologyContext<'_>, _: &NoOptions, report: &mut Report<'_>) {
        let begin = context.graph.lines();
        let begin: Vec<Field<'_>> = begin.flat_map(|line| marked(context, line)).collect();
        if begin.is_empty() {
            return;
        }
        let walk = FieldWalk::forwards(context, begin, |field| {
            let handoff = context.graph.handoff(field.handoff);
            handoff.is_some_and(|handoff| !is_masked(handoff, &field.pointer))
        });
        let mut by_handoff: BTreeMap<&HandoffId, Vec<&Field<'_>>> = BTreeMap::new();
        for field in walk.reached.keys() {
            by_handoff.entry(field.handoff).or_default().push(field);
        }
        for (id, fields) in by_handoff {
            let Some(handoff) = context.graph.handoff(id) else {
                continue;
            };
            let bare: Vec<&Field<'_>> = fields
                .into_iter()
                .filter(|field| !is_masked(handoff, &field.pointer))
                .collect();
            if seam::crosses_domains(context, handoff)
                && let Some(first) = bare.iter().min_by_key(|field| walk.path(field).len())
            {
                let message = format!(
                    "{} carries {} into another trust domain unmasked; mask it, or leave it out.",
                    wording::the_handoff(context, handoff),
                    names(&bare),
                );
                let draft = Draft::new(seam::key(handoff), message).part("domain");
                report.add(
                    draft
                        .path(walk.path(first))
                        .fixes([mask(context, handoff, &bare)]),
                );
            }
            let seen: Vec<&Field<'_>> = bare
                .into_iter()
                .filter(|field| is_in_span(handoff, &field.pointer))
                .collect();
            if !seen.is_empty() {
                let message = format!(
                    "The span of {} shows {} unmasked; take the attribute out.",
                    wording::handoff(context, handoff),
                    names(&seen),
                );
                let draft = Draft::new(seam::key(handoff), message).part("span");
                report.add(draft.fixes([hide(context, handoff, &seen)]));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{THREE_AGENTS, check, found, handoff, registry};

    fn edits(first: &str, second: &str, more: &str) -> String {
        let domains = r#"
            {"op": "put", "kind": "trust_domain", "id": "in", "record": {"name": "In"}}
            {"op": "put", "kind": "trust_domain", "id": "out", "record": {"name": "Out"}}
        "#;
        format!(
            "{domains}{THREE_AGENTS}{}{}",
            handoff("ab", "a", "b", first, ""),
            handoff("bc", "b", "c", second, more)
        )
        .replace(r#""name": "A""#, r#""name": "A", "trust_domain": "in""#)
        .replace(r#""name": "B""#, r#""name": "B", "trust_domain": "in""#)
        .replace(r#""name": "C""#, r#""name": "C", "trust_domain": "out""#)
        .replacen(
            r#""version": "1.0.0", "payload_schema""#,
            r#""version": "1.0.0", "sensitive": [{"pointer": "/iban"}], "payload_schema""#,
            1,
        )
    }

    #[test]
    fn a_field_is_sensitive_wherever_it_is_passed_on() {
        let leak = edits(r#""iban": {}"#, r#""iban": {}"#, "");
        check(
            "CON013",
            &leak,
            &[
                "error handoff bc: The handoff from B to C carries `/iban` into another trust domain unmasked; mask it, or leave it out.",
            ],
        );
        let finding = &found("CON013", &registry(&leak))[0];
        let path: Vec<_> = finding.path.iter().map(|key| key.id.as_str()).collect();
        assert_eq!(
            (path, &*finding.fixes[0].title),
            (vec!["ab", "bc"], "Mask `/iban`")
        );
        check("CON013", &edits(r#""iban": {}"#, r#""x": {}"#, ""), &[]);
        check(
            "CON013",
            &edits(
                r#""iban": {}"#,
                r#""iban": {}"#,
                r#", "masking": [{"pointer": "/iban"}]"#,
            ),
            &[],
        );
    }

    #[test]
    fn a_span_is_read_by_many() {
        let spans = edits(r#""iban": {}"#, r#""x": {}"#, "")
            .replacen(r#""to": "b""#, r#""to": "b", "observability": {"span": true, "attributes": ["baton.payload.iban", "baton.handoff.id"]}"#, 1);
        check(
            "CON013",
            &spans,
            &[
                "error handoff ab: The span of the handoff from A to B shows `/iban` unmasked; take the attribute out.",
            ],
        );
    }
}
