//! HIL001: something that cannot be taken back, done without a person's decision.

use crate::catalogue::Category;
use crate::consequence::irreversible_actions;
use crate::context::TopologyContext;
use crate::finding::{Fix, Severity};
use crate::fix::change_handoff;
use crate::glimpse::{Line, Node, Stride};
use crate::report::{Draft, Report};
use crate::rule::{Entry, NoOptions, Rule};
use crate::{gates, people, wording};
use baton_graph::{Exploration, Way};
use baton_model::{
    Agent, AgentId, Gate, GateBranch, Handoff, HandoffId, Kind, RecordKey, Responder, Target,
};

pub(super) static RULE: Entry = Entry::of_topologies::<IrreversibleWithoutGate>();

struct IrreversibleWithoutGate;

impl Rule for IrreversibleWithoutGate {
    const CODE: &'static str = "HIL001";
    const NAME: &'static str = "irreversible-without-gate";
    const CATEGORY: Category = Category::People;
    const SEVERITY: Severity = Severity::Error;
    const SUMMARY: &'static str =
        "An irreversible action is reached without a human gate since the last unvalidated input.";
    const WHY: &'static str = "Refunds, cancellations and contracts that go out on bad context cannot be taken back. A person has to \
        decide after the last input that nobody checked.";
    const EXPLANATION: &'static str = r#"
## What it does
Finds agents, other than people, with an irreversible tool or an irreversible authority that a request can reach undecided. A request
is undecided when it comes in. It is decided once it passes a handoff with a `gate`, or a person who hands it on. It becomes undecided again at
every handoff without `policy.boundary_validation`, since what arrives there is checked by nobody; a gate on that same handoff decides
after it. Fallbacks go round the gate of their handoff. The path of the finding is a shortest one on which the agent is reached undecided.

## Why is this bad
Consequential actions with no review are one of the ways in which multi-agent systems do damage: a wrong refund is gone. One gate
right before the action is enough; it need not be heavier than the 2 minutes after which reviews become a rubber stamp.

## Example
```json bad
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds", "tools": [{"name": "pay_out", "irreversible": true}]}}
{"op": "put", "kind": "entry", "id": "chat", "record": {"topology": "support", "agent": "triage"}}
{"op": "put", "kind": "handoff", "id": "triage-refunds", "record": {"topology": "support", "from": "triage", "to": "refunds"}}
```

## Use instead
```json good
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "team", "id": "payments", "record": {"name": "Payments"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds", "tools": [{"name": "pay_out", "irreversible": true}]}}
{"op": "put", "kind": "entry", "id": "chat", "record": {"topology": "support", "agent": "triage"}}
{"op": "put", "kind": "handoff", "id": "triage-refunds", "record": {"topology": "support", "from": "triage", "to": "refunds", "gate": {"reviewers": [{"kind": "team", "id": "payments"}], "question": "Pay this refund?", "proposed_action": "The amount is paid out.", "branches": [{"answer": "Yes"}, {"answer": "No", "goes_to": "triage"}]}}}
```

## Options
None.

## Fix safety
Where the agent's team is known, a gate on every handoff over which the agent is reached undecided is offered, with that team as
reviewers, a summary from simple fields of the payload, and a person of the topology who takes what is declined, as far as there are
any. People have to do the reviews, so the fix is never applied without asking. Nothing is offered where requests come in at the agent
itself, or reach it as a fallback.
"#;
    const HAS_FIX: bool = true;
    type Options = NoOptions;

    fn check_topology(context: &TopologyContext<'_>, _: &NoOptions, report: &mut Report<'_>) {
        let graph = context.graph;
        if !graph.nodes().any(Node::acts_irreversibly) {
            return;
        }
        let walk = graph.explore(Trust::Undecided, after);
        for node in graph.nodes().filter(|node| node.acts_irreversibly()) {
            let Some(path) = walk.path(node.id(), Trust::Undecided) else {
                continue;
            };
            let ungated = ungated(context, &walk, node.id());
            let given = given(&path, ungated.as_deref());
            report.apart(node.id().as_str(), given, |report| {
                let agent = node.seen_whole();
                let message = message(context, agent, &path);
                let draft = Draft::new(RecordKey::new(Kind::Agent, agent.id.as_str()), message);
                let fix = ungated.and_then(|ungated| fix(context, agent, &ungated));
                report.add(draft.path(path).fixes(fix));
            });
        }
    }
}

/// All that the walk says of an agent, in one text.
fn given(path: &[&HandoffId], ungated: Option<&[Line<'_>]>) -> String {
    let mut given = String::new();
    for id in path {
        given.push_str(id.as_str());
        given.push('\n');
    }
    for line in ungated.into_iter().flatten() {
        given.push('\n');
        given.push_str(line.id().as_str());
    }
    given.push_str(if ungated.is_some() { "\n\n" } else { "" });
    given
}

fn message(context: &TopologyContext<'_>, agent: &Agent, path: &[&HandoffId]) -> String {
    let actions = wording::list(irreversible_actions(agent).into_iter().map(wording::code));
    let name = wording::agent(agent);
    let last = path.last().and_then(|id| context.graph.handoff(id));
    match last {
        None => format!(
            "{name} can do what cannot be taken back ({actions}) as soon as a request comes in; let a person decide on the way to it."
        ),
        Some(last) => format!(
            "{name} can do what cannot be taken back ({actions}) and no person decides after the last unchecked input; put a gate on {}.",
            wording::handoff(context, last)
        ),
    }
}

/// Whether a person has decided since the last unchecked input.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Trust {
    Undecided,
    Decided,
}

fn after(before: Trust, sender: Node<'_>, stride: Stride<'_>) -> Trust {
    let goes_round = matches!(stride.way, Way::Fallback | Way::CalledFallback);
    let is_gated = stride.line.is_gated() && !goes_round;
    if is_gated || sender.is_person() {
        Trust::Decided
    } else if stride.line.is_validated() {
        before
    } else {
        Trust::Undecided
    }
}

/// The handoffs over which an agent is reached undecided; `None` where gates on them would not help, because requests come in at the agent itself or
/// reach it as a fallback.
fn ungated<'a>(
    context: &TopologyContext<'a>,
    walk: &Exploration<'_, '_, Trust>,
    agent: &'a AgentId,
) -> Option<Vec<Line<'a>>> {
    if context.graph.starts().contains(&agent) {
        return None;
    }
    let mut ungated: Vec<Line<'a>> = Vec::new();
    for (sender, stride) in context.graph.strides_into(agent) {
        let leaves_undecided = [Trust::Undecided, Trust::Decided]
            .into_iter()
            .filter(|trust| walk.reaches(sender.id(), *trust))
            .any(|trust| after(trust, sender, stride) == Trust::Undecided);
        if !leaves_undecided {
            continue;
        }
        if matches!(stride.way, Way::Fallback | Way::CalledFallback) {
            return None;
        }
        ungated.push(stride.line);
    }
    ungated.dedup_by_key(|line| line.at);
    Some(ungated)
}

/// A gate on each of them.
fn fix(context: &TopologyContext<'_>, agent: &Agent, ungated: &[Line<'_>]) -> Option<Fix> {
    let team = agent.team.as_ref()?;
    let ungated: Vec<&Handoff> = ungated
        .iter()
        .map(|line| context.graph.handoff_at(line.at))
        .collect();
    let edits = ungated.iter().map(|handoff| {
        let gate = gate(context, handoff, agent, Responder::Team(team.clone()));
        change_handoff(context, handoff, move |changed| {
            changed.gate = Some(gate.clone());
        })
    });
    let names = wording::list(
        ungated
            .iter()
            .map(|handoff| wording::handoff(context, handoff)),
    );
    Some(Fix::to_decide(
        format!("Put a gate on {names}"),
        edits.collect(),
    ))
}

/// As complete as the records allow: a summary of the payload's fields, and a person who takes what is declined.
fn gate(
    context: &TopologyContext<'_>,
    handoff: &Handoff,
    agent: &Agent,
    reviewers: Responder,
) -> Gate {
    let actions = wording::list(irreversible_actions(agent).into_iter().map(wording::shown));
    let mut gate = Gate::new();
    gate.reviewers = vec![reviewers];
    gate.summary = gates::summary(context, handoff).unwrap_or_default();
    gate.proposed_action = format!("{} may go on to: {actions}", wording::agent(agent));
    "Shall this go on?".clone_into(&mut gate.question);
    gate.branches = vec![GateBranch::new("Yes".to_owned())];
    if let Some(person) = people::who_can_take(context, handoff).next() {
        let mut declined = GateBranch::new("No".to_owned());
        declined.goes_to = Some(Target::Agent(person.id.clone()));
        gate.branches.push(declined);
    }
    gate
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, found, registry};

    fn edits(first: &str, second: &str) -> String {
        format!(
            r#"
            {{"op": "put", "kind": "topology", "id": "t", "record": {{"name": "T"}}}}
            {{"op": "put", "kind": "team", "id": "team", "record": {{"name": "Team"}}}}
            {{"op": "put", "kind": "agent", "id": "a", "record": {{"name": "A"}}}}
            {{"op": "put", "kind": "agent", "id": "b", "record": {{"name": "B"}}}}
            {{"op": "put", "kind": "agent", "id": "c", "record": {{"name": "C", "team": "team", "role": {{"authority": [{{"action": "cancel", "irreversible": true}}]}}}}}}
            {{"op": "put", "kind": "entry", "id": "in", "record": {{"topology": "t", "agent": "a"}}}}
            {{"op": "put", "kind": "handoff", "id": "ab", "record": {{"topology": "t", "from": "a", "to": "b"{first}}}}}
            {{"op": "put", "kind": "handoff", "id": "bc", "record": {{"topology": "t", "from": "b", "to": "c"{second}}}}}
            "#
        )
    }

    const GATE: &str = r#", "gate": {"question": "Go on?"}"#;
    const VALIDATED: &str = r#", "policy": {"boundary_validation": true}"#;
    const FOUND: &[&str] = &[
        "error agent c: C can do what cannot be taken back (`cancel`) and no person decides after the last unchecked input; put a gate on the handoff from B to C.",
    ];

    #[test]
    fn a_gate_holds_until_something_unchecked_arrives() {
        check("HIL001", &edits("", ""), FOUND);
        check("HIL001", &edits(VALIDATED, VALIDATED), FOUND);
        check("HIL001", &edits(GATE, ""), FOUND);
        check("HIL001", &edits(GATE, VALIDATED), &[]);
        check("HIL001", &edits("", GATE), &[]);
    }

    #[test]
    fn the_path_and_the_gate_are_told() {
        let findings = found("HIL001", &registry(&edits("", "")));
        let path: Vec<_> = findings[0].path.iter().map(|key| key.id.as_str()).collect();
        assert_eq!(path, ["ab", "bc"]);
        assert_eq!(
            findings[0].fixes[0].title,
            "Put a gate on the handoff from B to C"
        );
    }

    #[test]
    fn a_fallback_goes_round_the_gate() {
        let round = r#", "gate": {"question": "Go on?"}, "fallbacks": ["c"]"#;
        let findings = found("HIL001", &registry(&edits(round, GATE)));
        assert_eq!(findings[0].path[0].id, "ab");
        assert!(findings[0].fixes.is_empty());
    }

    #[test]
    fn a_person_who_hands_on_has_decided() {
        let edits =
            edits(GATE, VALIDATED).replace(r#""name": "B""#, r#""name": "B", "kind": "human""#);
        check("HIL001", &edits.replace(GATE, ""), &[]);
    }

    #[test]
    fn an_entry_at_the_acting_agent_is_told() {
        check(
            "HIL001",
            r#"
            {"op": "put", "kind": "topology", "id": "t", "record": {"name": "T"}}
            {"op": "put", "kind": "agent", "id": "a", "record": {"name": "A", "tools": [{"name": "pay", "irreversible": true}]}}
            {"op": "put", "kind": "entry", "id": "in", "record": {"topology": "t", "agent": "a"}}
            "#,
            &[
                "error agent a: A can do what cannot be taken back (`pay`) as soon as a request comes in; let a person decide on the way to it.",
            ],
        );
    }
}
