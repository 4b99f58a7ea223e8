//! TOP011: two agents that could be one.

use crate::catalogue::Category;
use crate::context::TopologyContext;
use crate::finding::Severity;
use crate::report::{Draft, Report};
use crate::rule::{Entry, NoOptions, Rule};
use crate::wording;
use baton_graph::{Place, Step, Way};
use baton_model::{Agent, AgentKind, Kind, RecordKey};
use std::collections::BTreeSet;

pub(super) static RULE: Entry = Entry::of_members::<OverSegmented>();

struct OverSegmented;

/// Whether a way out counts as one that work takes.
fn separates(step: &Step<'_>) -> bool {
    let to_person = matches!(step.to, Place::Agent(agent) if matches!(agent.kind, AgentKind::Human | AgentKind::Tool));
    !matches!(step.way, Way::Fallback | Way::CalledFallback)
        && !step.handoff.trigger.on.is_error()
        && !to_person
}

fn leads_to(step: &Step<'_>, agent: &Agent) -> bool {
    matches!(step.to, Place::Agent(to) if to.id == agent.id)
}

fn alike(first: &Agent, second: &Agent) -> bool {
    let tags = |agent: &Agent| -> BTreeSet<String> { agent.capabilities.iter().cloned().collect() };
    let both = |kind| first.kind == kind && second.kind == kind;
    both(AgentKind::Ai)
        && first.id != second.id
        && first.team.is_some()
        && first.team == second.team
        && first.trust_domain == second.trust_domain
        && !first.capabilities.is_empty()
        && tags(first) == tags(second)
}

impl Rule for OverSegmented {
    const CODE: &'static str = "TOP011";
    const NAME: &'static str = "over-segmented";
    const CATEGORY: Category = Category::Topology;
    const SEVERITY: Severity = Severity::Advice;
    const SUMMARY: &'static str = "An agent has one way in, from an agent of the same owner with the same capabilities that has one way out.";
    const WHY: &'static str = "Every handoff is a place where context gets lost and time is spent. One that separates nothing is not worth \
        it.";
    const EXPLANATION: &'static str = r#"
## What it does
Finds AI agents with one way in, from an AI agent whose one ordinary way out it is, where both have the same team, the same
declared capabilities (at least one) and the same trust domain. Ways on errors, ways to people and calls of tools are not counted,
and a handoff with a gate separates something.

## Why is this bad
User satisfaction drops when the average exceeds 4 hops, and most failures happen at handoffs. Two agents that the same people
keep, that can do the same, and that always follow each other, are one agent with two steps. No threshold.

## Example
```json bad
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "team", "id": "care", "record": {"name": "Care"}}
{"op": "put", "kind": "agent", "id": "quote", "record": {"name": "Quote", "team": "care", "capabilities": ["refunds"]}}
{"op": "put", "kind": "agent", "id": "refund", "record": {"name": "Refund", "team": "care", "capabilities": ["refunds"]}}
{"op": "put", "kind": "handoff", "id": "1", "record": {"topology": "support", "from": "quote", "to": "refund"}}
```

## Use instead
```json good
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "team", "id": "care", "record": {"name": "Care"}}
{"op": "put", "kind": "agent", "id": "quote", "record": {"name": "Quote", "team": "care", "capabilities": ["pricing"]}}
{"op": "put", "kind": "agent", "id": "refund", "record": {"name": "Refund", "team": "care", "capabilities": ["refunds"]}}
{"op": "put", "kind": "handoff", "id": "1", "record": {"topology": "support", "from": "quote", "to": "refund"}}
```

## Options
None.

## Fix safety
Nothing is offered: an agent may be part of other topologies.
"#;
    const HAS_FIX: bool = false;
    type Options = NoOptions;

    fn check_member(
        context: &TopologyContext<'_>,
        second: &Agent,
        _: &NoOptions,
        report: &mut Report<'_>,
    ) {
        let into = context.graph.steps_into(&second.id);
        let [(first, step)] = &into[..] else {
            return;
        };
        let is_entry = context
            .graph
            .entries()
            .iter()
            .any(|entry| entry.agent == second.id);
        let mut out = context
            .graph
            .steps_from(&first.id)
            .filter(|step| separates(step));
        let is_only_way =
            out.next().is_some_and(|step| leads_to(&step, second)) && out.next().is_none();
        let plain = step.way == Way::Transfer && step.handoff.gate.is_none();
        if is_entry || !plain || !is_only_way || !alike(first, second) {
            return;
        }
        let message = format!(
            "{} always goes on to {}, which has the same owner and the same capabilities; make one agent of the two.",
            wording::agent(first),
            wording::agent(second),
        );
        let key = RecordKey::new(Kind::Agent, second.id.as_str());
        report.add(Draft::new(key, message).path([&step.handoff.id]));
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::check;
    const AGENTS: &str = r#"
        {"op": "put", "kind": "topology", "id": "t", "record": {"name": "T"}}
        {"op": "put", "kind": "agent", "id": "a", "record": {"name": "A"}}
        {"op": "put", "kind": "agent", "id": "b", "record": {"name": "B"}}
        {"op": "put", "kind": "agent", "id": "c", "record": {"name": "C"}}
        {"op": "put", "kind": "entry", "id": "in", "record": {"topology": "t", "agent": "a"}}
    "#;

    fn handoff(id: &str, from: &str, to: &str, more: &str) -> String {
        format!(
            r#"{{"op": "put", "kind": "handoff", "id": "{id}", "record": {{"topology": "t", "from": "{from}", "to": "{to}"{more}}}}}"#
        ) + "\n"
    }

    fn edits(more: &str) -> String {
        let team = r#"{"op": "put", "kind": "team", "id": "team", "record": {"name": "Team"}}"#;
        let alike =
            |name: &str| format!(r#""name": "{name}", "team": "team", "capabilities": ["x"]"#);
        format!("{team}\n{AGENTS}{}{more}", handoff("ab", "a", "b", ""))
            .replace(r#""name": "A""#, &alike("A"))
            .replace(r#""name": "B""#, &alike("B"))
    }

    #[test]
    fn ways_to_people_and_on_errors_do_not_count() {
        let told = &[
            "advice agent b: A always goes on to B, which has the same owner and the same capabilities; make one agent of the two.",
        ];
        check("TOP011", &edits(""), told);
        check(
            "TOP011",
            &edits(&handoff("ac", "a", "c", r#", "trigger": {"on": "error"}"#)),
            told,
        );
        check("TOP011", &edits(&handoff("ac", "a", "c", "")), &[]);
        check("TOP011", &edits(&handoff("cb", "c", "b", "")), &[]);
    }
}
