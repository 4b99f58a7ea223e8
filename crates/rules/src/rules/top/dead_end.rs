//! TOP002: an agent at which requests stay for ever.

use crate::catalogue::Category;
use crate::context::TopologyContext;
use crate::finding::{Fix, Severity};
use crate::report::{Draft, Report};
use crate::rule::{Entry, NoOptions, Rule};
use crate::wording;
use baton_graph::Ways;
use baton_model::{
    Agent, AgentId, EditCommand, Handoff, HandoffId, Kind, Outcome, OutcomeTarget, RecordKey,
    Target,
};
use std::collections::BTreeSet;

pub(super) static RULE: Entry = Entry::of_topologies::<DeadEnd>();

struct DeadEnd;

impl Rule for DeadEnd {
    const CODE: &'static str = "TOP002";
    const NAME: &'static str = "dead-end";
    const CATEGORY: Category = Category::Topology;
    const SEVERITY: Severity = Severity::Error;
    const SUMMARY: &'static str = "An agent cannot resolve requests and has no way on.";
    const WHY: &'static str =
        "Requests that arrive here are stuck: nothing ends them and nobody takes them over.";
    const EXPLANATION: &'static str = r#"
## What it does
Finds agents to which control comes, which resolve nothing themselves (`behaviour.resolves` is 0, not a person, no handoff to an
outcome), and which have no transfer to go on with. Handoffs that wait for an error are no way on for a request that goes well,
and neither is a query that nobody answers or a delegation, which only returns. A closed circle of agents in which nothing can
end is found as one. Agents that are only called return to their caller and are no dead ends.

## Why is this bad
Routing for the happy path leaves tasks stuck: the user waits, nothing fails, no alert fires. No threshold.

## Example
```json bad
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds"}}
{"op": "put", "kind": "handoff", "id": "triage-refunds", "record": {"topology": "support", "from": "triage", "to": "refunds"}}
```

## Use instead
```json good
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds", "behaviour": {"resolves": 0.9}}}
{"op": "put", "kind": "handoff", "id": "triage-refunds", "record": {"topology": "support", "from": "triage", "to": "refunds"}}
```

## Options
None.

## Fix safety
Where the topology has a good outcome, a handoff to it is offered. Whether the agent really finishes requests is for you to decide.
"#;
    const HAS_FIX: bool = true;
    type Options = NoOptions;

    fn check_topology(context: &TopologyContext<'_>, _: &NoOptions, report: &mut Report<'_>) {
        let graph = context.graph;
        let traps = graph.traps();
        if traps.is_empty() {
            return;
        }
        let reached = graph.is_reachable();
        let is_reached = |id: &&AgentId| graph.agent_position(id).is_some_and(|at| reached[at]);
        let entries: BTreeSet<&AgentId> =
            graph.entries().iter().map(|entry| &entry.agent).collect();
        for trap in traps {
            let gets_control =
                |id: &&AgentId| entries.contains(id) || graph.is_entered(id, Ways::CONTROL);
            // What no entry reaches is told by TOP001.
            let is_met = entries.is_empty() || trap.iter().any(is_reached);
            if !is_met || !trap.iter().any(gets_control) {
                continue;
            }
            let members: Vec<&Agent> = trap.iter().filter_map(|id| graph.member(id)).collect();
            let Some(first) = members.first() else {
                continue;
            };
            let key = |agent: &&Agent| RecordKey::new(Kind::Agent, agent.id.as_str());
            let draft = Draft::new(key(first), message(context, &members));
            let circle = if members.len() > 1 {
                members.iter().map(key).collect()
            } else {
                Vec::new()
            };
            report.add(draft.involving(circle).fixes(fix(context, first)));
        }
    }
}

fn message(context: &TopologyContext<'_>, members: &[&Agent]) -> String {
    match members {
        [only] if context.graph.transfers_out(&only.id).is_empty() => format!(
            "{} resolves nothing itself and hands over to nobody; give it an outcome, a handoff, or a chance to resolve.",
            wording::agent(only)
        ),
        [only] => format!(
            "{} resolves nothing itself and nobody takes over from it in the ordinary course; give it an outcome or a handoff that does not wait for an error.",
            wording::agent(only)
        ),
        _ => format!(
            "{} hand over to each other only, and none of them resolves anything; give one of them an outcome or a way out.",
            wording::list(members.iter().map(|agent| wording::agent(agent)))
        ),
    }
}

/// A handoff to the topology's first good outcome.
fn fix(context: &TopologyContext<'_>, agent: &Agent) -> Option<Fix> {
    let topology = context.graph.topology()?;
    let outcome: &Outcome = context
        .graph
        .outcomes()
        .iter()
        .find(|outcome| outcome.good)?;
    let id = free_id(context, &format!("{}-{}", agent.id, outcome.id))?;
    let target = Target::Outcome(OutcomeTarget::new(outcome.id.clone()));
    let handoff = Handoff::new(id, topology.id.clone(), agent.id.clone(), target);
    let title = format!(
        "Let requests end with {} at {}",
        wording::agent(agent),
        wording::shown(&outcome.name)
    );
    Some(Fix::to_decide(
        title,
        vec![EditCommand::put(handoff).on(0).into()],
    ))
}

fn free_id(context: &TopologyContext<'_>, wanted: &str) -> Option<HandoffId> {
    let numbered = (2..100).map(|number| format!("{wanted}-{number}"));
    let mut ids = [wanted.to_owned()].into_iter().chain(numbered);
    let free = ids.find(|id| !context.registry.doc.contains(Kind::Handoff, id))?;
    HandoffId::new(free).ok()
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, found, registry};

    const AGENTS: &str = r#"
        {"op": "put", "kind": "topology", "id": "t", "record": {"name": "T"}}
        {"op": "put", "kind": "agent", "id": "a", "record": {"name": "A", "behaviour": {"resolves": 0.5}}}
        {"op": "put", "kind": "agent", "id": "b", "record": {"name": "B"}}
        {"op": "put", "kind": "agent", "id": "c", "record": {"name": "C"}}
        {"op": "put", "kind": "agent", "id": "desk", "record": {"name": "Desk", "kind": "human"}}
        {"op": "put", "kind": "entry", "id": "in", "record": {"topology": "t", "agent": "a"}}
        {"op": "put", "kind": "outcome", "id": "done", "record": {"topology": "t", "name": "Done", "good": true}}
    "#;

    #[test]
    fn a_called_agent_returns() {
        let edits = format!(
            "{AGENTS}{}",
            r#"{"op": "put", "kind": "handoff", "id": "ab", "record": {"topology": "t", "from": "a", "to": "b", "mode": "delegate"}}"#
        );
        check("TOP002", &edits, &[]);
    }

    #[test]
    fn a_way_on_errors_alone_is_no_way_on() {
        let edits = format!(
            "{AGENTS}{}",
            r#"
            {"op": "put", "kind": "handoff", "id": "ab", "record": {"topology": "t", "from": "a", "to": "b"}}
            {"op": "put", "kind": "handoff", "id": "bd", "record": {"topology": "t", "from": "b", "to": "desk", "trigger": {"on": "error"}}}
            "#
        );
        check(
            "TOP002",
            &edits,
            &[
                "error agent b: B resolves nothing itself and nobody takes over from it in the ordinary course; give it an outcome or a handoff that does not wait for an error.",
            ],
        );
    }

    #[test]
    fn a_closed_circle_is_one_finding() {
        let edits = format!(
            "{AGENTS}{}",
            r#"
            {"op": "put", "kind": "handoff", "id": "ab", "record": {"topology": "t", "from": "a", "to": "b"}}
            {"op": "put", "kind": "handoff", "id": "bc", "record": {"topology": "t", "from": "b", "to": "c"}}
            {"op": "put", "kind": "handoff", "id": "cb", "record": {"topology": "t", "from": "c", "to": "b", "policy": {"loop_limit": 2}}}
            "#
        );
        check(
            "TOP002",
            &edits,
            &[
                "error agent b: B and C hand over to each other only, and none of them resolves anything; give one of them an outcome or a way out.",
            ],
        );
        assert_eq!(
            found("TOP002", &registry(&edits))[0].fixes[0].title,
            "Let requests end with B at Done"
        );
    }

    #[test]
    fn a_person_among_the_fallbacks_is_a_way_on() {
        let edits = format!(
            "{AGENTS}{}",
            r#"
            {"op": "put", "kind": "handoff", "id": "ab", "record": {"topology": "t", "from": "a", "to": "b"}}
            {"op": "put", "kind": "handoff", "id": "bb", "record": {"topology": "t", "from": "b", "to": "b", "policy": {"loop_limit": 2}, "fallbacks": ["desk"]}}
            "#
        );
        check("TOP002", &edits, &[]);
    }
}
