//! HIL002: a review that asks for nothing.

use crate::catalogue::Category;
use crate::consequence::irreversible_actions;
use crate::context::TopologyContext;
use crate::finding::{Fix, Severity};
use crate::fix::change_handoff;
use crate::report::{Draft, Report};
use crate::rule::{Entry, NoOptions, Rule};
use crate::{gates, people, seam, wording};
use baton_model::{Gate, GateBranch, Handoff, Responder, Target};

pub(super) static RULE: Entry = Entry::of_handoffs::<GateWithoutDecision>();

struct GateWithoutDecision;

impl Rule for GateWithoutDecision {
    const CODE: &'static str = "HIL002";
    const NAME: &'static str = "gate-without-decision";
    const CATEGORY: Category = Category::People;
    const SEVERITY: Severity = Severity::Warning;
    const SUMMARY: &'static str = "A gate lacks reviewers, a summary, the proposed action, a question, or what its answers do.";
    const WHY: &'static str = "A reviewer who is not told what happened, what will be done and what is asked can only approve. \
        That is a delay, not a decision.";
    const EXPLANATION: &'static str = r#"
## What it does
Finds gates without `reviewers`, with an empty `summary`, `proposed_action` or `question`, with fewer than two `branches`, or whose
branches all let the task go on.

## Why is this bad
A decision needs somebody who takes it, what is known, what will be done, a question, and answers that differ. No threshold: each of
them is needed.

## Example
```json bad
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "team", "id": "payments", "record": {"name": "Payments"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds"}}
{"op": "put", "kind": "handoff", "id": "triage-refunds", "record": {"topology": "support", "from": "triage", "to": "refunds", "gate": {"reviewers": [{"kind": "team", "id": "payments"}], "proposed_action": "Pay the amount out.", "question": "Pay this refund?", "branches": [{"answer": "Yes"}]}}}
```

## Use instead
```json good
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "team", "id": "payments", "record": {"name": "Payments"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds"}}
{"op": "put", "kind": "handoff", "id": "triage-refunds", "record": {"topology": "support", "from": "triage", "to": "refunds", "gate": {"reviewers": [{"kind": "team", "id": "payments"}], "summary": "Order {{ payload.order }}: {{ payload.amount }} EUR.", "proposed_action": "Pay the amount out.", "question": "Pay this refund?", "branches": [{"answer": "Yes"}, {"answer": "No", "goes_to": "triage"}]}}}
```

## Options
None.

## Fix safety
What is missing is filled in: the handoff's owners as reviewers, else the receiver's team, the summary from simple fields of the pinned contract version, the action from what the receiver may
do, and an answer that hands the task to a person of the topology. Reviewers need better words than these, so the fix is never
applied without asking. Nothing is offered where the contract names no simple field, or nobody can take a declined task.
"#;
    const HAS_FIX: bool = true;
    type Options = NoOptions;

    fn check_handoff(
        context: &TopologyContext<'_>,
        handoff: &Handoff,
        _: &NoOptions,
        report: &mut Report<'_>,
    ) {
        let Some(gate) = &handoff.gate else {
            return;
        };
        let missing = missing(gate);
        if missing.is_empty() {
            return;
        }
        let message = format!(
            "The gate on {} does not say {}; tell the reviewer.",
            wording::handoff(context, handoff),
            wording::list(missing.into_iter().map(str::to_owned)),
        );
        let fix = filled(context, handoff, gate).map(|gate| {
            let edit = change_handoff(context, handoff, move |changed| {
                changed.gate = Some(gate.clone());
            });
            Fix::to_decide("Fill in what the gate lacks", vec![edit])
        });
        report.add(Draft::new(seam::key(handoff), message).fixes(fix));
    }
}

fn missing(gate: &Gate) -> Vec<&'static str> {
    let texts = [
        (&gate.summary, "what has happened (`summary`)"),
        (
            &gate.proposed_action,
            "what will be done (`proposed_action`)",
        ),
        (&gate.question, "what is asked (`question`)"),
    ];
    let blank = texts.into_iter().filter(|(text, _)| text.trim().is_empty());
    let mut missing: Vec<&str> = blank.map(|(_, words)| words).collect();
    if gate.reviewers.is_empty() {
        missing.insert(0, "who decides (`reviewers`)");
    }
    if gate.branches.len() < 2 {
        missing.push("what a second answer does (`branches`)");
    } else if gate.branches.iter().all(|branch| branch.goes_to.is_none()) {
        missing.push("how its answers differ (`branches`)");
    }
    missing
}

/// The gate with everything in it, if all of it can be told from the records.
fn filled(context: &TopologyContext<'_>, handoff: &Handoff, gate: &Gate) -> Option<Gate> {
    let mut filled = gate.clone();
    if filled.reviewers.is_empty() {
        filled.reviewers = reviewers(context, handoff)?;
    }
    if filled.summary.trim().is_empty() {
        filled.summary = gates::summary(context, handoff)?;
    }
    if filled.proposed_action.trim().is_empty() {
        filled.proposed_action = proposed_action(context, handoff)?;
    }
    if filled.question.trim().is_empty() {
        "Shall this go on?".clone_into(&mut filled.question);
    }
    if filled
        .branches
        .iter()
        .all(|branch| branch.goes_to.is_some())
    {
        filled.branches.insert(0, GateBranch::new("Yes".to_owned()));
    }
    if filled
        .branches
        .iter()
        .all(|branch| branch.goes_to.is_none())
    {
        let person = people::who_can_take(context, handoff).next();
        let person = person.filter(|_| filled.branches.len() == 1)?;
        let mut declined = GateBranch::new("No".to_owned());
        declined.goes_to = Some(Target::Agent(person.id.clone()));
        filled.branches.push(declined);
    }
    Some(filled)
}

/// The owners of the handoff, or else the receiver's team.
fn reviewers(context: &TopologyContext<'_>, handoff: &Handoff) -> Option<Vec<Responder>> {
    let mut teams = handoff.owners.clone();
    if teams.is_empty() {
        let receivers = context.graph.receivers(handoff);
        teams.extend(receivers.first().and_then(|agent| agent.team.clone()));
    }
    let reviewers: Vec<_> = teams.into_iter().map(Responder::Team).collect();
    (!reviewers.is_empty()).then_some(reviewers)
}

fn proposed_action(context: &TopologyContext<'_>, handoff: &Handoff) -> Option<String> {
    let receiver = context.graph.receivers(handoff).first().copied()?;
    let actions = irreversible_actions(receiver);
    let name = wording::agent(receiver);
    if actions.is_empty() {
        return Some(format!("{name} takes over."));
    }
    let actions = wording::list(actions.into_iter().map(wording::shown));
    Some(format!("{name} may go on to: {actions}"))
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, found, registry};

    fn edits(gate: &str) -> String {
        format!(
            r#"
            {{"op": "put", "kind": "topology", "id": "t", "record": {{"name": "T"}}}}
            {{"op": "put", "kind": "team", "id": "care", "record": {{"name": "Care"}}}}
            {{"op": "put", "kind": "contract", "id": "c", "record": {{"name": "C"}}}}
            {{"op": "put", "kind": "contract_version", "record": {{"contract": "c", "version": "1.0.0", "payload_schema": {{"type": "object", "properties": {{"order_id": {{"type": "string"}}}}}}}}}}
            {{"op": "put", "kind": "agent", "id": "a", "record": {{"name": "A"}}}}
            {{"op": "put", "kind": "agent", "id": "b", "record": {{"name": "B", "team": "care"}}}}
            {{"op": "put", "kind": "agent", "id": "desk", "record": {{"name": "Desk", "kind": "human"}}}}
            {{"op": "put", "kind": "entry", "id": "in", "record": {{"topology": "t", "agent": "a"}}}}
            {{"op": "put", "kind": "handoff", "id": "h", "record": {{"topology": "t", "from": "a", "to": "b", "contract": "c", "version": "1.0.0", "gate": {gate}, "fallbacks": ["desk"]}}}}
            "#
        )
    }

    #[test]
    fn an_empty_gate_asks_for_nothing() {
        let edits = edits(r#"{"question": "Go on?"}"#);
        check(
            "HIL002",
            &edits,
            &[
                "warning handoff h: The gate on the handoff from A to B does not say who decides (`reviewers`), what has happened (`summary`), what will be done (`proposed_action`) and what a second answer does (`branches`); tell the reviewer.",
            ],
        );
        let findings = found("HIL002", &registry(&edits));
        let edit = serde_json::to_string(&findings[0].fixes[0].edits[0]).unwrap();
        assert!(edit.contains("Order id: {{ payload.order_id }}."), "{edit}");
        assert!(
            edit.contains(r#""reviewers":[{"kind":"team","id":"care"}]"#),
            "{edit}"
        );
    }

    #[test]
    fn answers_have_to_differ() {
        check(
            "HIL002",
            &edits(
                r#"{"reviewers": [{"kind": "team", "id": "care"}], "summary": "s", "proposed_action": "p", "question": "q", "branches": [{"answer": "Yes"}, {"answer": "Sure"}]}"#,
            ),
            &[
                "warning handoff h: The gate on the handoff from A to B does not say how its answers differ (`branches`); tell the reviewer.",
            ],
        );
    }
}
