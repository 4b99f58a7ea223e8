//! TOP005: users who cannot get to a person.

use crate::catalogue::Category;
use crate::context::TopologyContext;
use crate::finding::Severity;
use crate::glimpse::Node;
use crate::report::{Draft, Report};
use crate::rule::{Entry, NoOptions, Rule};
use crate::wording;
use baton_graph::Ways;
use baton_model::{Kind, RecordKey};

pub(super) static RULE: Entry = Entry::of_topologies::<NoHumanReachable>();

struct NoHumanReachable;

impl Rule for NoHumanReachable {
    const CODE: &'static str = "TOP005";
    const NAME: &'static str = "no-human-reachable";
    const CATEGORY: Category = Category::Topology;
    const SEVERITY: Severity = Severity::Error;
    const SUMMARY: &'static str = "An agent talks to users and no path leads from it to a person.";
    const WHY: &'static str = "The user is trapped between bots. A person has to be reachable when agents fail or the user asks for one.";
    const EXPLANATION: &'static str = r#"
## What it does
Finds agents with `role.talks_to_user` from which no agent of kind `human` can be reached. Transfers count (those on errors and on
the user's wish too), and so do fallbacks, which also serve loop limits and rejected payloads, and branches of gates. A called agent returns to its
caller, so the caller's ways count for it. A delegation to a person does not: control stays with the caller. The path of
the finding is how a user gets to the agent.

## Why is this bad
A customer who cannot get out of a conversation between bots leaves, and in regulated fields the way to a person is the law. In
practice 5 to 10 % of cases end with a person; the way has to exist for all of them.

## Example
```json bad
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage", "role": {"talks_to_user": true}, "behaviour": {"resolves": 0.6}}}
{"op": "put", "kind": "entry", "id": "chat", "record": {"topology": "support", "agent": "triage"}}
```

## Use instead
```json good
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage", "role": {"talks_to_user": true}, "behaviour": {"resolves": 0.6}}}
{"op": "put", "kind": "agent", "id": "desk", "record": {"name": "Service desk", "kind": "human"}}
{"op": "put", "kind": "entry", "id": "chat", "record": {"topology": "support", "agent": "triage"}}
{"op": "put", "kind": "handoff", "id": "to-desk", "record": {"topology": "support", "from": "triage", "to": "desk", "trigger": {"on": "user_asks", "decided_by": "user"}}}
```

## Options
None.

## Fix safety
No fix: which people answer, and what they get to see, has to be designed.
"#;
    const HAS_FIX: bool = false;
    type Options = NoOptions;

    fn check_topology(context: &TopologyContext<'_>, _: &NoOptions, report: &mut Report<'_>) {
        let graph = context.graph;
        let talks = |node: &Node<'_>| node.talks_to_user() && !node.is_person();
        if !graph.nodes().any(|node| talks(&node)) {
            return;
        }
        let served = graph.is_reaching_a_human();
        let reached = graph.is_reachable();
        let starts = graph.starts();
        let talking = graph.nodes().enumerate().filter(|(_, node)| talks(node));
        for (at, node) in talking {
            // What no entry reaches is told by TOP001.
            let is_met = graph.entries().is_empty() || reached[at];
            if served[at] || !is_met {
                continue;
            }
            let agent = node.seen_whole();
            let message = format!(
                "{} talks to users, and no path leads from it to a person; hand over to one when the user asks or when it fails.",
                wording::agent(agent)
            );
            let path = graph
                .shortest_path(&starts, &[&agent.id], Ways::ANY)
                .unwrap_or_default();
            report.add(
                Draft::new(RecordKey::new(Kind::Agent, agent.id.as_str()), message).path(path),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, found, registry};

    const AGENTS: &str = r#"
        {"op": "put", "kind": "topology", "id": "t", "record": {"name": "T"}}
        {"op": "put", "kind": "agent", "id": "a", "record": {"name": "A"}}
        {"op": "put", "kind": "agent", "id": "b", "record": {"name": "B", "role": {"talks_to_user": true}}}
        {"op": "put", "kind": "agent", "id": "desk", "record": {"name": "Desk", "kind": "human"}}
        {"op": "put", "kind": "entry", "id": "in", "record": {"topology": "t", "agent": "a"}}
    "#;

    #[test]
    fn the_caller_s_way_counts_and_a_call_to_a_person_does_not() {
        let called = r#"{"op": "put", "kind": "handoff", "id": "ab", "record": {"topology": "t", "from": "a", "to": "b", "mode": "delegate"}}"#;
        let transfer = r#"{"op": "put", "kind": "handoff", "id": "ad", "record": {"topology": "t", "from": "a", "to": "desk", "trigger": {"on": "error"}}}"#;
        check("TOP005", &format!("{AGENTS}{called}\n{transfer}"), &[]);
        let call = transfer.replace(r#""to": "desk""#, r#""to": "desk", "mode": "delegate""#);
        check(
            "TOP005",
            &format!("{AGENTS}{called}\n{call}"),
            &[
                "error agent b: B talks to users, and no path leads from it to a person; hand over to one when the user asks or when it fails.",
            ],
        );
    }

    #[test]
    fn the_path_is_how_users_get_there() {
        let edits = format!(
            "{AGENTS}{}",
            r#"{"op": "put", "kind": "handoff", "id": "ab", "record": {"topology": "t", "from": "a", "to": "b"}}"#
        );
        let findings = found("TOP005", &registry(&edits));
        assert_eq!(findings[0].path[0].id, "ab");
    }

    #[test]
    fn a_person_among_the_fallbacks_is_a_way() {
        let edits = format!(
            "{AGENTS}{}",
            r#"{"op": "put", "kind": "handoff", "id": "ba", "record": {"topology": "t", "from": "b", "to": "a", "fallbacks": ["desk"]}}"#
        );
        check("TOP005", &edits, &[]);
    }
}
