//! TOP010: more than a supervisor can hold.

use crate::catalogue::Category;
use crate::context::TopologyContext;
use crate::finding::Severity;
use crate::report::{Draft, Report};
use crate::rule::{Entry, Rule};
use crate::shape::{CHARACTERS_PER_TOKEN, Shape};
use crate::wording;
use baton_model::{Agent, Handoff, Kind, RecordKey};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

pub(super) static RULE: Entry = Entry::of_members::<SupervisorOverloaded>();

struct SupervisorOverloaded;

#[derive(Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Options {
    flows: u32,
}

impl Default for Options {
    fn default() -> Self {
        Self { flows: 8 }
    }
}

/// The delegations that an agent makes at once: those of its largest parallel group, or any single one.
fn largest_group<'a>(context: &TopologyContext<'a>, agent: &Agent) -> Vec<&'a Handoff> {
    let calls = context.graph.delegations_out(&agent.id);
    let mut groups: BTreeMap<&str, Vec<&Handoff>> = BTreeMap::new();
    for call in calls.into_iter().filter_map(|id| context.graph.handoff(id)) {
        let name = call.parallel_group.as_deref().unwrap_or(call.id.as_str());
        groups.entry(name).or_default().push(call);
    }
    groups
        .into_values()
        .rev()
        .max_by_key(Vec::len)
        .unwrap_or_default()
}

/// The flows that the topology says run at once, where one supervisor controls all of them.
fn of_topology(context: &TopologyContext<'_>, agent: &Agent) -> u32 {
    let nature = context.graph.topology().map(|topology| &topology.nature);
    let flows = nature.map_or(0, |nature| nature.parallel_flows);
    let calls = |other: &Agent| !context.graph.delegations_out(&other.id).is_empty();
    let is_alone = || {
        let mut others = context.graph.members();
        others.all(|other| other.id == agent.id || !calls(other))
    };
    if flows > 0 && is_alone() { flows } else { 0 }
}

/// The most tokens that some calls return together; `None` where one of them has not said.
fn returned(context: &TopologyContext<'_>, calls: &[&Handoff]) -> Option<u64> {
    let of_call = |call: &&Handoff| {
        let receivers = context.graph.receivers(call);
        let tokens = receivers.iter().map(|agent| {
            let version = context.version_in_use(&agent.id)?;
            let schema = &version.output_schema.as_ref()?.0;
            Shape::of(schema, schema).most_characters()
        });
        tokens.max()?
    };
    let characters: Option<Vec<u64>> = calls.iter().map(of_call).collect();
    Some(characters?.into_iter().sum::<u64>() / CHARACTERS_PER_TOKEN)
}

impl Rule for SupervisorOverloaded {
    const CODE: &'static str = "TOP010";
    const NAME: &'static str = "supervisor-overloaded";
    const CATEGORY: Category = Category::Topology;
    const SEVERITY: Severity = Severity::Warning;
    const SUMMARY: &'static str = "A supervisor has more parallel flows than its limit, or what returns fills its context window.";
    const WHY: &'static str = "A central controller saturates: it mixes up results, forgets the first ones, and becomes the slowest part of \
        everything.";
    const EXPLANATION: &'static str = r#"
## What it does
Counts for every agent that delegates the branches of its largest parallel group, and the `parallel_flows` of the topology's
`nature` where it is the only one that delegates. It finds those above the agent's `flow_limit`, else above `flows`. Where all
called agents say what they put out at most (`output_schema` with bounded texts and lists), their sum is compared with the agent's
`context_window_tokens`, four characters to a token.

## Why is this bad
A central controller saturates near **8** parallel flows. Context windows are shared by the task, the results and the answer; what
does not fit is cut off without an error.

## Example
```json bad
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "boss", "record": {"name": "Boss", "kind": "supervisor", "flow_limit": 1}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "billing", "record": {"name": "Billing"}}
{"op": "put", "kind": "handoff", "id": "1", "record": {"topology": "support", "from": "boss", "to": "triage", "mode": "delegate", "parallel_group": "g"}}
{"op": "put", "kind": "handoff", "id": "2", "record": {"topology": "support", "from": "boss", "to": "billing", "mode": "delegate", "parallel_group": "g"}}
```

## Use instead
```json good
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "boss", "record": {"name": "Boss", "kind": "supervisor"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "billing", "record": {"name": "Billing"}}
{"op": "put", "kind": "handoff", "id": "1", "record": {"topology": "support", "from": "boss", "to": "triage", "mode": "delegate", "parallel_group": "g"}}
{"op": "put", "kind": "handoff", "id": "2", "record": {"topology": "support", "from": "boss", "to": "billing", "mode": "delegate", "parallel_group": "g"}}
```

## Options
- `flows` (default `8`): how many flows an agent without a `flow_limit` can control.

## Fix safety
Nothing is offered: how to divide the work is a question of design.
"#;
    const HAS_FIX: bool = false;
    type Options = Options;

    fn check_member(
        context: &TopologyContext<'_>,
        agent: &Agent,
        options: &Options,
        report: &mut Report<'_>,
    ) {
        let group = largest_group(context, agent);
        if group.is_empty() {
            return;
        }
        let flows = of_topology(context, agent).max(group.len() as u32);
        let limit = agent.flow_limit.unwrap_or(options.flows);
        let name = wording::agent(agent);
        let key = RecordKey::new(Kind::Agent, agent.id.as_str());
        if flows > limit {
            let message = format!(
                "{name} controls {flows} flows at once, and can hold {limit}; divide the work between two supervisors, or let parts hand over directly."
            );
            report.add(
                Draft::new(key, message)
                    .part("flows")
                    .path(group.iter().map(|call| &call.id)),
            );
            return;
        }
        let window = agent.context_window_tokens.map(u64::from);
        if let (Some(tokens), Some(window)) = (returned(context, &group), window)
            && tokens > window
        {
            let message = format!(
                "Up to {tokens} tokens return to {name} at once, and its context window holds {window}; bound what the called agents put out."
            );
            report.add(
                Draft::new(key, message)
                    .part("window")
                    .path(group.iter().map(|call| &call.id)),
            );
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
        {"op": "put", "kind": "entry", "id": "in", "record": {"topology": "t", "agent": "a"}}
    "#;

    fn handoff(id: &str, from: &str, to: &str, more: &str) -> String {
        format!(
            r#"{{"op": "put", "kind": "handoff", "id": "{id}", "record": {{"topology": "t", "from": "{from}", "to": "{to}"{more}}}}}"#
        ) + "\n"
    }

    fn calls(boss: &str) -> String {
        let more = r#", "mode": "delegate", "parallel_group": "g""#;
        format!(
            "{AGENTS}{}{}",
            handoff("ab", "a", "b", more),
            handoff("ac", "a", "c", more)
        )
        .replace(r#""name": "A""#, &format!(r#""name": "A"{boss}"#))
    }

    #[test]
    fn the_nature_counts_where_one_agent_controls_all() {
        check("TOP010", &calls(""), &[]);
        check(
            "TOP010",
            &calls("").replace(
                r#""name": "T""#,
                r#""name": "T", "nature": {"parallel_flows": 9}"#,
            ),
            &[
                "warning agent a: A controls 9 flows at once, and can hold 8; divide the work between two supervisors, or let parts hand over directly.",
            ],
        );
    }

    #[test]
    fn what_returns_has_to_fit() {
        let output = |agent: &str| {
            format!(
                r#"{{"op": "put", "kind": "agent_version", "record": {{"agent": "{agent}", "version": "1.0.0", "output_schema": {{"type": "string", "maxLength": 40000}}}}}}"#
            ) + "\n"
        };
        let edits = calls(r#", "context_window_tokens": 16000"#);
        check("TOP010", &(edits.clone() + &output("b")), &[]);
        check(
            "TOP010",
            &(edits + &output("b") + &output("c")),
            &[
                "warning agent a: Up to 20000 tokens return to A at once, and its context window holds 16000; bound what the called agents put out.",
            ],
        );
    }
}
