//! HIL004: reviews where nothing hangs on them.

use crate::catalogue::Category;
use crate::consequence::acts_irreversibly;
use crate::context::TopologyContext;
use crate::finding::{Fix, Severity};
use crate::fix::change_handoff;
use crate::report::{Draft, Report};
use crate::rule::{Entry, NoOptions, Rule};
use crate::{seam, wording};
use baton_graph::{Place, Way};
use baton_model::{AgentId, Criticality, Handoff, Kind, RecordKey};
use std::collections::BTreeSet;

pub(super) static RULE: Entry = Entry::of_topologies::<GatesEverywhere>();

struct GatesEverywhere;

impl Rule for GatesEverywhere {
    const CODE: &'static str = "HIL004";
    const NAME: &'static str = "gates-everywhere";
    const CATEGORY: Category = Category::People;
    const SEVERITY: Severity = Severity::Advice;
    const SUMMARY: &'static str = "Gates stand on more handoffs than carry consequences.";
    const WHY: &'static str = "People have only so much attention. Reviews without consequence wear it out, and the one that \
        counts is approved like the others.";
    const EXPLANATION: &'static str = r#"
## What it does
Counts the gates of a topology, and the handoffs that carry consequences: an irreversible action of the receiver, criticality
`high` or `critical`, or another trust domain on the other side. If there are more gates, it names those that guard nothing: their
own handoff carries no consequence, and from its receiver no irreversible action is reached before the next gate. Where no handoff
carries consequences nobody has said what hangs on what, and the rule is silent.

## Why is this bad
Human handoffs are expected in 5 to 10 % of cases; a person on every step is neither fast nor safe. No threshold beside the count:
as many gates as consequences are enough.

## Example
```json bad
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "team", "id": "payments", "record": {"name": "Payments"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "look", "record": {"name": "Order look-up"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds", "tools": [{"name": "pay_out", "irreversible": true}]}}
{"op": "put", "kind": "handoff", "id": "triage-look", "record": {"topology": "support", "from": "triage", "to": "look", "gate": {"reviewers": [{"kind": "team", "id": "payments"}], "summary": "Order {{ payload.order }}: {{ payload.amount }} EUR.", "proposed_action": "Pay the amount out.", "question": "Pay this refund?", "branches": [{"answer": "Yes"}, {"answer": "No", "goes_to": "triage"}]}}}
{"op": "put", "kind": "handoff", "id": "look-triage", "record": {"topology": "support", "from": "look", "to": "triage", "gate": {"reviewers": [{"kind": "team", "id": "payments"}], "summary": "Order {{ payload.order }}: {{ payload.amount }} EUR.", "proposed_action": "Pay the amount out.", "question": "Pay this refund?", "branches": [{"answer": "Yes"}, {"answer": "No", "goes_to": "triage"}]}}}
{"op": "put", "kind": "handoff", "id": "triage-refunds", "record": {"topology": "support", "from": "triage", "to": "refunds", "gate": {"reviewers": [{"kind": "team", "id": "payments"}], "summary": "Order {{ payload.order }}: {{ payload.amount }} EUR.", "proposed_action": "Pay the amount out.", "question": "Pay this refund?", "branches": [{"answer": "Yes"}, {"answer": "No", "goes_to": "triage"}]}}}
```

## Use instead
```json good
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "team", "id": "payments", "record": {"name": "Payments"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "look", "record": {"name": "Order look-up"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds", "tools": [{"name": "pay_out", "irreversible": true}]}}
{"op": "put", "kind": "handoff", "id": "triage-look", "record": {"topology": "support", "from": "triage", "to": "look"}}
{"op": "put", "kind": "handoff", "id": "look-triage", "record": {"topology": "support", "from": "look", "to": "triage"}}
{"op": "put", "kind": "handoff", "id": "triage-refunds", "record": {"topology": "support", "from": "triage", "to": "refunds", "gate": {"reviewers": [{"kind": "team", "id": "payments"}], "summary": "Order {{ payload.order }}: {{ payload.amount }} EUR.", "proposed_action": "Pay the amount out.", "question": "Pay this refund?", "branches": [{"answer": "Yes"}, {"answer": "No", "goes_to": "triage"}]}}}
```

## Options
None.

## Fix safety
Offered is to take away the gates that guard nothing, where none of their answers leads elsewhere. Whether a review is wanted all
the same is a decision, so the fix is never applied without asking.
"#;
    const HAS_FIX: bool = true;
    type Options = NoOptions;

    fn check_topology(context: &TopologyContext<'_>, _: &NoOptions, report: &mut Report<'_>) {
        let gates = context.graph.lines().filter(|line| line.is_gated()).count();
        let Some(topology) = context.graph.topology().filter(|_| gates > 1) else {
            return;
        };
        let handoffs = context.graph.handoffs();
        let consequences = handoffs
            .iter()
            .filter(|handoff| carries(context, handoff))
            .count();
        if consequences == 0 || gates <= consequences {
            return;
        }
        let guards_nothing = |handoff: &&&Handoff| {
            handoff.gate.is_some() && !carries(context, handoff) && !guards(context, handoff)
        };
        let idle: Vec<&Handoff> = handoffs.iter().filter(guards_nothing).copied().collect();
        if idle.is_empty() {
            return;
        }
        let names = wording::list(
            idle.iter()
                .map(|handoff| wording::handoff(context, handoff)),
        );
        let message = format!(
            "{} has {gates} gates for {consequences} {} with consequences; nothing hangs on the review of {names}.",
            wording::shown(&topology.name),
            if consequences == 1 {
                "handoff"
            } else {
                "handoffs"
            },
        );
        let fix = fix(context, &idle);
        let subject = RecordKey::new(Kind::Topology, topology.id.as_str());
        let draft =
            Draft::new(subject, message).involving(idle.iter().map(|handoff| seam::key(handoff)));
        report.add(draft.fixes(fix));
    }
}

/// Whether something hangs on a handoff itself.
fn carries(context: &TopologyContext<'_>, handoff: &Handoff) -> bool {
    let receivers = context.graph.receivers(handoff);
    receivers.iter().copied().any(acts_irreversibly)
        || handoff.criticality >= Criticality::High
        || seam::crosses_domains(context, handoff)
}

/// Whether something irreversible is reached from the receiver before the next gate.
fn guards(context: &TopologyContext<'_>, handoff: &Handoff) -> bool {
    let mut open = context.graph.receivers(handoff).into_owned();
    let mut seen: BTreeSet<&AgentId> = open.iter().map(|agent| &agent.id).collect();
    while let Some(agent) = open.pop() {
        if acts_irreversibly(agent) {
            return true;
        }
        for step in context.graph.steps_from(&agent.id) {
            let goes_round = matches!(step.way, Way::Fallback | Way::CalledFallback);
            let is_gated = step.handoff.gate.is_some() && !goes_round;
            if let (Place::Agent(next), false) = (step.to, is_gated)
                && seen.insert(&next.id)
            {
                open.push(next);
            }
        }
    }
    false
}

fn fix(context: &TopologyContext<'_>, idle: &[&Handoff]) -> Option<Fix> {
    let leads_elsewhere = |handoff: &&Handoff| {
        let branches = handoff.gate.iter().flat_map(|gate| &gate.branches);
        branches.into_iter().any(|branch| branch.goes_to.is_some())
    };
    if idle.iter().any(leads_elsewhere) {
        return None;
    }
    let remove =
        |handoff: &&Handoff| change_handoff(context, handoff, |changed| changed.gate = None);
    let names = wording::list(
        idle.iter()
            .map(|handoff| wording::handoff(context, handoff)),
    );
    let title = format!("Take the review away from {names}");
    Some(Fix::to_decide(title, idle.iter().map(remove).collect()))
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, found, registry};

    fn edits(last: &str) -> String {
        format!(
            r#"
            {{"op": "put", "kind": "topology", "id": "t", "record": {{"name": "T"}}}}
            {{"op": "put", "kind": "agent", "id": "a", "record": {{"name": "A"}}}}
            {{"op": "put", "kind": "agent", "id": "b", "record": {{"name": "B"}}}}
            {{"op": "put", "kind": "agent", "id": "c", "record": {{"name": "C", "tools": [{{"name": "pay", "irreversible": true}}]}}}}
            {{"op": "put", "kind": "handoff", "id": "ab", "record": {{"topology": "t", "from": "a", "to": "b", "gate": {{"question": "?"}}}}}}
            {{"op": "put", "kind": "handoff", "id": "bc", "record": {{"topology": "t", "from": "b", "to": "c"{last}}}}}
            "#
        )
    }

    #[test]
    fn a_gate_before_a_gate_guards_nothing() {
        let edits = edits(r#", "gate": {"question": "?"}"#);
        check(
            "HIL004",
            &edits,
            &[
                "advice topology t: T has 2 gates for 1 handoff with consequences; nothing hangs on the review of the handoff from A to B.",
            ],
        );
        let findings = found("HIL004", &registry(&edits));
        assert_eq!(
            findings[0].fixes[0].title,
            "Take the review away from the handoff from A to B"
        );
    }

    #[test]
    fn one_gate_on_the_way_is_enough() {
        check("HIL004", &edits(""), &[]);
    }
}
