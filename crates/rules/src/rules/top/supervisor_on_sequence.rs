//! TOP008: a supervisor where a chain would do.

use crate::catalogue::Category;
use crate::context::TopologyContext;
use crate::finding::Severity;
use crate::report::{Draft, Report};
use crate::rule::{Entry, Rule};
use crate::wording;
use baton_model::{Agent, AgentFunction, AgentKind, Coupling, Handoff, Kind, RecordKey};
use serde::{Deserialize, Serialize};

pub(super) static RULE: Entry = Entry::of_members::<SupervisorOnSequence>();

struct SupervisorOnSequence;

#[derive(Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Options {
    calls: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { calls: 2 }
    }
}

fn is_supervisor(agent: &Agent) -> bool {
    agent.kind == AgentKind::Supervisor || agent.function == Some(AgentFunction::Supervisor)
}

impl Rule for SupervisorOnSequence {
    const CODE: &'static str = "TOP008";
    const NAME: &'static str = "supervisor-on-sequence";
    const CATEGORY: Category = Category::Topology;
    const SEVERITY: Severity = Severity::Advice;
    const SUMMARY: &'static str = "A supervisor calls agents one after another, though the steps follow from each other and share state.";
    const WHY: &'static str = "Every step goes through the supervisor and back: twice the messages, and the state is retold each time. A \
        chain hands it on.";
    const EXPLANATION: &'static str = r#"
## What it does
Speaks in topologies whose `nature` says that the steps are sequential and stateful. It finds supervisors (by kind or function)
that delegate to `calls` agents or more one by one, that is, not in a parallel group.

## Why is this bad
A supervisor is good at independent, parallel work that has to be joined. Where each step needs the state of the one before, it
becomes the bottleneck and its context fills with what only passes through. Two such calls are the fewest that make a sequence.

## Example
```json bad
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support", "nature": {"coupling": "sequential", "stateful": true}}}
{"op": "put", "kind": "agent", "id": "boss", "record": {"name": "Boss", "kind": "supervisor"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "billing", "record": {"name": "Billing"}}
{"op": "put", "kind": "handoff", "id": "1", "record": {"topology": "support", "from": "boss", "to": "triage", "mode": "delegate"}}
{"op": "put", "kind": "handoff", "id": "2", "record": {"topology": "support", "from": "boss", "to": "billing", "mode": "delegate"}}
```

## Use instead
```json good
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support", "nature": {"coupling": "sequential", "stateful": true}}}
{"op": "put", "kind": "agent", "id": "intake", "record": {"name": "Intake"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "billing", "record": {"name": "Billing"}}
{"op": "put", "kind": "handoff", "id": "1", "record": {"topology": "support", "from": "intake", "to": "triage"}}
{"op": "put", "kind": "handoff", "id": "2", "record": {"topology": "support", "from": "triage", "to": "billing"}}
```

## Options
- `calls` (default `2`): how many calls, one after another, are too many.

## Fix safety
Nothing is offered: another pattern is a decision about the whole topology.
"#;
    const HAS_FIX: bool = false;
    type Options = Options;

    fn check_member(
        context: &TopologyContext<'_>,
        agent: &Agent,
        options: &Options,
        report: &mut Report<'_>,
    ) {
        if !is_supervisor(agent) {
            return;
        }
        let nature = context.graph.topology().map(|topology| &topology.nature);
        if !nature
            .is_some_and(|nature| nature.coupling == Some(Coupling::Sequential) && nature.stateful)
        {
            return;
        }
        let calls = context.graph.delegations_out(&agent.id);
        let calls: Vec<&Handoff> = calls
            .into_iter()
            .filter_map(|id| context.graph.handoff(id))
            .collect();
        let one_by_one: Vec<_> = calls
            .iter()
            .filter(|call| call.parallel_group.is_none())
            .collect();
        if one_by_one.len() < options.calls {
            return;
        }
        let message = format!(
            "{} calls {} agents one after another, though the steps follow from each other and share state; let each hand over to the next.",
            wording::agent(agent),
            one_by_one.len(),
        );
        let draft = Draft::new(RecordKey::new(Kind::Agent, agent.id.as_str()), message);
        report.add(draft.path(one_by_one.iter().map(|call| &call.id)));
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

    #[test]
    fn the_nature_of_the_work_decides() {
        let edits = |nature: &str, more: &str| {
            let more = format!(r#", "mode": "delegate"{more}"#);
            format!(
                "{AGENTS}{}{}",
                handoff("ab", "a", "b", &more),
                handoff("ac", "a", "c", &more)
            )
            .replace(
                r#""name": "T""#,
                &format!(r#""name": "T", "nature": {nature}"#),
            )
            .replace(r#""name": "A""#, r#""name": "A", "function": "supervisor""#)
        };
        let sequence = r#"{"coupling": "sequential", "stateful": true}"#;
        check(
            "TOP008",
            &edits(sequence, ""),
            &[
                "advice agent a: A calls 2 agents one after another, though the steps follow from each other and share state; let each hand over to the next.",
            ],
        );
        check("TOP008", &edits(r#"{"coupling": "independent"}"#, ""), &[]);
        check(
            "TOP008",
            &edits(sequence, r#", "parallel_group": "g""#),
            &[],
        );
    }
}
