//! CON016: much hangs on a step that nobody checks.

use crate::catalogue::Category;
use crate::context::TopologyContext;
use crate::finding::Severity;
use crate::report::{Draft, Report};
use crate::rule::{Entry, Rule};
use crate::{seam, wording};
use baton_model::{Criticality, Handoff};
use serde::{Deserialize, Serialize};

pub(super) static RULE: Entry = Entry::of_handoffs::<NoInvariants>();

struct NoInvariants;

#[derive(Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Options {
    levels: Vec<Criticality>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            levels: vec![Criticality::Critical],
        }
    }
}

impl Rule for NoInvariants {
    const CODE: &'static str = "CON016";
    const NAME: &'static str = "no-invariants";
    const CATEGORY: Category = Category::Contracts;
    const SEVERITY: Severity = Severity::Advice;
    const SUMMARY: &'static str = "A critical handoff's contract has no step-level check.";
    const WHY: &'static str = "A payload can have the right shape and still be nonsense: a refund larger than what was paid. What the shape \
        cannot say has to be checked as a condition.";
    const EXPLANATION: &'static str = r#"
## What it does
Finds handoffs of the criticalities in `levels` whose contract version has a payload schema and no `invariants`. Handoffs that end
at an outcome are passed over.

## Why is this bad
Errors compound from step to step and are found far from where they were made. A condition over the payload at the boundary finds
them there, in tests, in recorded payloads and in production. No threshold.

## Example
```json bad
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds"}}
{"op": "put", "kind": "contract", "id": "refund-request", "record": {"name": "Refund request"}}
{"op": "put", "kind": "contract_version", "record": {"contract": "refund-request", "version": "1.0.0", "state": "published", "payload_schema": {"type": "object", "properties": {"amount": {"type": "number"}, "paid": {"type": "number"}}}}}
{"op": "put", "kind": "handoff", "id": "triage-refunds", "record": {"topology": "support", "from": "triage", "to": "refunds", "contract": "refund-request", "version": "1.0.0", "criticality": "critical"}}
```

## Use instead
```json good
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds"}}
{"op": "put", "kind": "contract", "id": "refund-request", "record": {"name": "Refund request"}}
{"op": "put", "kind": "contract_version", "record": {"contract": "refund-request", "version": "1.0.0", "state": "published", "payload_schema": {"type": "object", "properties": {"amount": {"type": "number"}, "paid": {"type": "number"}}}, "invariants": [{"name": "not-more-than-paid", "condition": "payload.amount <= payload.paid"}]}}
{"op": "put", "kind": "handoff", "id": "triage-refunds", "record": {"topology": "support", "from": "triage", "to": "refunds", "contract": "refund-request", "version": "1.0.0", "criticality": "critical"}}
```

## Options
- `levels` (default `["critical"]`): the criticalities that need a step-level check.

## Fix safety
Nothing is offered: what has to hold is known to those who do the work.
"#;
    const HAS_FIX: bool = false;
    type Options = Options;

    fn check_handoff(
        context: &TopologyContext<'_>,
        handoff: &Handoff,
        options: &Options,
        report: &mut Report<'_>,
    ) {
        let Some(payload) = context.travels.payload(handoff) else {
            return;
        };
        let matters = options.levels.contains(&handoff.criticality) && seam::has_receiver(handoff);
        if !matters || !payload.version.invariants.is_empty() {
            return;
        }
        let message = format!(
            "Much hangs on {}, and {} has no check beyond the shape of its payload; add an invariant that has to hold at this step.",
            wording::handoff(context, handoff),
            wording::version(payload.version),
        );
        report.add(Draft::new(seam::key(handoff), message));
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
    fn the_levels_can_be_set() {
        let edits = with(r#""payload_schema": {"properties": {"a": {}}}"#);
        check("CON016", &edits, &[]);
        let setting = r#"{"op": "put", "kind": "rule_setting", "id": "s", "record": {"code": "CON016", "options": {"levels": ["medium"]}}}"#;
        check(
            "CON016",
            &format!("{edits}\n{setting}"),
            &[
                "advice handoff h: Much hangs on the handoff from A to B, and `c` 1.0.0 has no check beyond the shape of its payload; add an invariant that has to hold at this step.",
            ],
        );
    }
}
