//! CON018: a payload into which anything may be written.

use crate::catalogue::Category;
use crate::context::TopologyContext;
use crate::finding::{Fix, Severity};
use crate::fix::change_contract;
use crate::report::{Draft, Report};
use crate::rule::{Entry, NoOptions, Rule, Use};
use crate::shape::Form;
use crate::travels::{Load, carries_task};
use crate::{seam, wording};
use baton_model::{Contract, Handoff, Kind, RecordKey, Writers};

pub(super) static RULE: Entry = Entry::of_versions::<OpenPayload>();

struct OpenPayload;

impl Rule for OpenPayload {
    const CODE: &'static str = "CON018";
    const NAME: &'static str = "open-payload";
    const CATEGORY: Category = Category::Contracts;
    const SEVERITY: Severity = Severity::Advice;
    const SUMMARY: &'static str =
        "Unknown fields may be written where only declared ones are asked for.";
    const WHY: &'static str = "Senders put in whatever they have at hand, receivers come to rely on it, and personal data travels unseen. \
        Whoever asks for typed context asks for the declared fields only.";
    const EXPLANATION: &'static str = r#"
## What it does
Finds contracts whose `writers` are `as_written` while the schema of a version in use leaves the payload open (no
`additionalProperties: false` or `unevaluatedProperties: false`) and the handoff asks for minimum context: its `context_mode` is
`typed`. It is a warning where the handoff crosses into another trust domain. Contracts have `strict` writers unless somebody says
otherwise.

## Why is this bad
Minimum necessary context is the promise of a typed handoff. With `strict` writers the boundary guards keep it and receivers stay
tolerant; with `as_written` over an open schema nobody does. No threshold.

## Example
```json bad
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds"}}
{"op": "put", "kind": "contract", "id": "refund-request", "record": {"name": "Refund request", "writers": "as_written"}}
{"op": "put", "kind": "contract_version", "record": {"contract": "refund-request", "version": "1.0.0", "state": "published", "payload_schema": {"type": "object", "properties": {"amount": {"type": "number"}}}}}
{"op": "put", "kind": "handoff", "id": "triage-refunds", "record": {"topology": "support", "from": "triage", "to": "refunds", "contract": "refund-request", "version": "1.0.0"}}
```

## Use instead
```json good
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds"}}
{"op": "put", "kind": "contract", "id": "refund-request", "record": {"name": "Refund request", "writers": "strict"}}
{"op": "put", "kind": "contract_version", "record": {"contract": "refund-request", "version": "1.0.0", "state": "published", "payload_schema": {"type": "object", "properties": {"amount": {"type": "number"}}}}}
{"op": "put", "kind": "handoff", "id": "triage-refunds", "record": {"topology": "support", "from": "triage", "to": "refunds", "contract": "refund-request", "version": "1.0.0"}}
```

## Options
None.

## Fix safety
Offered is to let writers be strict. Senders that write more than is declared are stopped at the boundary then, so their teams
have to agree.
"#;
    const HAS_FIX: bool = true;
    type Options = NoOptions;

    fn check_version(
        context: &TopologyContext<'_>,
        one: &Use<'_>,
        _: &NoOptions,
        report: &mut Report<'_>,
    ) {
        let Use { version, handoffs } = one;
        let contract = context.registry.contract(&version.contract);
        let Some(contract) = contract.filter(|contract| contract.writers == Writers::AsWritten)
        else {
            return;
        };
        let open: Vec<&Handoff> = handoffs
            .iter()
            .copied()
            .filter(|handoff| is_open(context, handoff))
            .collect();
        if open.is_empty() {
            return;
        }
        let crosses = open
            .iter()
            .any(|handoff| seam::crosses_domains(context, handoff));
        let message = format!(
            "Anything may be written into {} beside what it declares; let writers be strict, or close the schema.",
            wording::version(version),
        );
        let key = RecordKey::new(Kind::Contract, contract.id.as_str());
        let draft = Draft::new(key, message).part(version.version.to_string());
        let draft = draft.severity(if crosses {
            Severity::Warning
        } else {
            Severity::Advice
        });
        report.add(
            draft
                .path(open.iter().map(|handoff| &handoff.id))
                .fixes([fix(context, contract)]),
        );
    }
}

fn is_open(context: &TopologyContext<'_>, handoff: &Handoff) -> bool {
    let load = context.travels.load(handoff);
    matches!(load, Load::Fields(payload) if payload.whole.form() == Form::Object && payload.whole.is_open())
        && carries_task(handoff)
}

fn fix(context: &TopologyContext<'_>, contract: &Contract) -> Fix {
    let edit = change_contract(context.registry, contract, |changed| {
        changed.writers = Writers::Strict;
    });
    Fix::to_decide(
        format!(
            "Let writers of {} be strict",
            wording::code(contract.id.as_str())
        ),
        vec![edit],
    )
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
    fn open_means_that_the_schema_does_not_close_it() {
        let edits = |schema: &str| {
            with(&format!(
                r#""payload_schema": {{"properties": {{"a": {{}}}}{schema}}}"#
            ))
            .replace(r#""name": "C""#, r#""name": "C", "writers": "as_written""#)
        };
        check(
            "CON018",
            &edits(""),
            &[
                "advice contract c: Anything may be written into `c` 1.0.0 beside what it declares; let writers be strict, or close the schema.",
            ],
        );
        check("CON018", &edits(r#", "additionalProperties": false"#), &[]);
        check("CON018", &edits("").replace("as_written", "strict"), &[]);
    }
}
