//! TOP001: an agent that no request ever comes to.

use crate::catalogue::Category;
use crate::context::TopologyContext;
use crate::finding::Severity;
use crate::report::{Draft, Report};
use crate::rule::{Entry, NoOptions, Rule};
use crate::wording;
use baton_model::{Kind, RecordKey};

pub(super) static RULE: Entry = Entry::of_topologies::<UnreachableAgent>();

struct UnreachableAgent;

impl Rule for UnreachableAgent {
    const CODE: &'static str = "TOP001";
    const NAME: &'static str = "unreachable-agent";
    const CATEGORY: Category = Category::Topology;
    const SEVERITY: Severity = Severity::Warning;
    const SUMMARY: &'static str = "No entry reaches an agent.";
    const WHY: &'static str = "The agent is kept, paid and owned, but no request ever comes to it: either a handoff is missing, or the agent \
        does not belong here.";
    const EXPLANATION: &'static str = r#"
## What it does
In topologies that have an entry, finds agents to which no way leads from any of them. Transfers, delegations, fallbacks, branches of
gates and capability queries all count as ways. Agents with the function `observer` are left out: they watch beside the others and
nobody hands over to them.

## Why is this bad
Usually a handoff was forgotten, or its capability query matches nobody. Otherwise the agent does not belong here and makes the
drawing lie. No threshold.

## Example
```json bad
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds"}}
{"op": "put", "kind": "entry", "id": "chat", "record": {"topology": "support", "agent": "triage"}}
{"op": "put", "kind": "placement", "record": {"topology": "support", "subject": {"kind": "agent", "id": "refunds"}, "x": 0, "y": 0}}
```

## Use instead
```json good
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds"}}
{"op": "put", "kind": "entry", "id": "chat", "record": {"topology": "support", "agent": "triage"}}
{"op": "put", "kind": "handoff", "id": "triage-refunds", "record": {"topology": "support", "from": "triage", "to": "refunds"}}
```

## Options
None.

## Fix safety
No fix: whether a handoff is missing or the agent is too much is for you to say.
"#;
    const HAS_FIX: bool = false;
    type Options = NoOptions;

    fn check_topology(context: &TopologyContext<'_>, _: &NoOptions, report: &mut Report<'_>) {
        let graph = context.graph;
        if graph.entries().is_empty() {
            return;
        }
        let reached = graph.is_reachable();
        for (node, is_reached) in graph.nodes().zip(reached) {
            if is_reached || node.is_observer() {
                continue;
            }
            let agent = node.seen_whole();
            let message = format!(
                "No entry of this topology leads to {}; hand over to it, call it, or take it out.",
                wording::agent(agent)
            );
            report.add(Draft::new(
                RecordKey::new(Kind::Agent, agent.id.as_str()),
                message,
            ));
        }
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
        {"op": "put", "kind": "agent", "id": "d", "record": {"name": "D", "capabilities": ["x"]}}
        {"op": "put", "kind": "agent", "id": "e", "record": {"name": "E"}}
        {"op": "put", "kind": "handoff", "id": "ab", "record": {"topology": "t", "from": "a", "to": "b", "mode": "delegate", "fallbacks": ["c"]}}
        {"op": "put", "kind": "handoff", "id": "cx", "record": {"topology": "t", "from": "c", "to": {"capabilities": ["x"]}}}
        {"op": "put", "kind": "handoff", "id": "ea", "record": {"topology": "t", "from": "e", "to": "a"}}
    "#;

    #[test]
    fn calls_fallbacks_and_queries_reach() {
        check(
            "TOP001",
            &format!(
                "{AGENTS}{}",
                r#"{"op": "put", "kind": "entry", "id": "in", "record": {"topology": "t", "agent": "a"}}"#
            ),
            &[
                "warning agent e: No entry of this topology leads to E; hand over to it, call it, or take it out.",
            ],
        );
    }

    #[test]
    fn a_topology_without_entries_is_not_finished() {
        check("TOP001", AGENTS, &[]);
    }
}
