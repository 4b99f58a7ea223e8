//! HIL003: a review that nobody can do properly.

use crate::catalogue::Category;
use crate::context::TopologyContext;
use crate::finding::{Fix, Severity};
use crate::fix::change_handoff;
use crate::report::{Draft, Report};
use crate::rule::{Entry, Rule};
use crate::{gates, seam, wording};
use baton_model::Handoff;
use serde::{Deserialize, Serialize};

pub(super) static RULE: Entry = Entry::of_handoffs::<GateTooHeavy>();

struct GateTooHeavy;

#[derive(Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Options {
    most_minutes: f64,
}

impl Default for Options {
    fn default() -> Self {
        Self { most_minutes: 2.0 }
    }
}

impl Rule for GateTooHeavy {
    const CODE: &'static str = "HIL003";
    const NAME: &'static str = "gate-too-heavy";
    const CATEGORY: Category = Category::People;
    const SEVERITY: Severity = Severity::Warning;
    const SUMMARY: &'static str = "A review takes too long, or shows the raw payload.";
    const WHY: &'static str = "Reviewers approve what takes too long to read. A gate that is a rubber stamp costs the delay \
        and catches nothing.";
    const EXPLANATION: &'static str = r#"
## What it does
Finds gates whose `minutes` are above `most_minutes`, and gates whose `summary` shows the whole payload (`{{ payload }}`, filtered
or not) instead of the fields that matter.

## Why is this bad
A gate that takes a person over 2 minutes becomes a rubber stamp: the figure that users of this field quote, and the default.

## Example
```json bad
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "team", "id": "payments", "record": {"name": "Payments"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds"}}
{"op": "put", "kind": "handoff", "id": "triage-refunds", "record": {"topology": "support", "from": "triage", "to": "refunds", "gate": {"reviewers": [{"kind": "team", "id": "payments"}], "summary": "Please check: {{ payload | tojson }}", "proposed_action": "Pay the amount out.", "question": "Pay this refund?", "branches": [{"answer": "Yes"}, {"answer": "No", "goes_to": "triage"}], "minutes": 5}}}
```

## Use instead
```json good
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "team", "id": "payments", "record": {"name": "Payments"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds"}}
{"op": "put", "kind": "handoff", "id": "triage-refunds", "record": {"topology": "support", "from": "triage", "to": "refunds", "gate": {"reviewers": [{"kind": "team", "id": "payments"}], "summary": "Order {{ payload.order }}: {{ payload.amount }} EUR.", "proposed_action": "Pay the amount out.", "question": "Pay this refund?", "branches": [{"answer": "Yes"}, {"answer": "No", "goes_to": "triage"}], "minutes": 1.5}}}
```

## Options
- `most_minutes` (default `2.0`): minutes that a review may take.

## Fix safety
Offered instead of a raw payload is a summary of simple fields of the pinned contract version. Which fields matter is a decision,
so the fix is never applied without asking. Nothing is offered for the minutes: the review itself has to become lighter.
"#;
    const HAS_FIX: bool = true;
    type Options = Options;

    fn check_handoff(
        context: &TopologyContext<'_>,
        handoff: &Handoff,
        options: &Options,
        report: &mut Report<'_>,
    ) {
        let Some(gate) = &handoff.gate else {
            return;
        };
        let place = wording::handoff(context, handoff);
        if let Some(minutes) = gate
            .minutes
            .filter(|minutes| *minutes > options.most_minutes)
        {
            let message = format!(
                "A review at the gate on {place} takes {minutes} minutes; ask for less, until {} are enough.",
                options.most_minutes
            );
            report.add(Draft::new(seam::key(handoff), message).part("minutes"));
        }
        if gates::shows_whole_payload(&gate.summary) {
            let message = format!(
                "The gate on {place} shows the raw payload; name the fields that the decision needs."
            );
            let fix = gates::summary(context, handoff).map(|summary| {
                let edit = change_handoff(context, handoff, move |changed| {
                    if let Some(gate) = &mut changed.gate {
                        gate.summary.clone_from(&summary);
                    }
                });
                Fix::to_decide("Show single fields", vec![edit])
            });
            report.add(
                Draft::new(seam::key(handoff), message)
                    .part("payload")
                    .fixes(fix),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::check;

    fn edits(gate: &str) -> String {
        format!(
            r#"
            {{"op": "put", "kind": "topology", "id": "t", "record": {{"name": "T"}}}}
            {{"op": "put", "kind": "agent", "id": "a", "record": {{"name": "A"}}}}
            {{"op": "put", "kind": "agent", "id": "b", "record": {{"name": "B"}}}}
            {{"op": "put", "kind": "handoff", "id": "h", "record": {{"topology": "t", "from": "a", "to": "b", "gate": {gate}}}}}
            "#
        )
    }

    #[test]
    fn time_and_payload_are_told_apart() {
        check(
            "HIL003",
            &edits(r#"{"summary": "{{payload}}", "minutes": 3}"#),
            &[
                "warning handoff h: A review at the gate on the handoff from A to B takes 3 minutes; ask for less, until 2 are enough.",
                "warning handoff h: The gate on the handoff from A to B shows the raw payload; name the fields that the decision needs.",
            ],
        );
    }

    #[test]
    fn fields_and_two_minutes_are_fine() {
        check(
            "HIL003",
            &edits(
                r#"{"summary": "{{ payload.order }} {{ payload.lines | length }}", "minutes": 2}"#,
            ),
            &[],
        );
    }
}
