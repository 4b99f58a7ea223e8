//! TOP004: two agents that pass the same task to each other for too long.

use crate::catalogue::Category;
use crate::context::TopologyContext;
use crate::finding::{Fix, Severity};
use crate::fix::change_handoff;
use crate::report::{Draft, Report};
use crate::rule::{Entry, Rule};
use crate::{seam, wording};
use baton_graph::{Place, Way};
use baton_model::{Agent, AgentId, Handoff};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

pub(super) static RULE: Entry = Entry::of_members::<PingPong>();

struct PingPong;

#[derive(Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Options {
    limit: u32,
}

impl Default for Options {
    fn default() -> Self {
        Self { limit: 2 }
    }
}

impl Rule for PingPong {
    const CODE: &'static str = "TOP004";
    const NAME: &'static str = "ping-pong";
    const CATEGORY: Category = Category::Topology;
    const SEVERITY: Severity = Severity::Warning;
    const SUMMARY: &'static str =
        "Two agents transfer the same task to each other more than twice before anything stops it.";
    const WHY: &'static str = "The task goes to and fro, tokens are spent and the user waits. After the second time another one will not \
        help.";
    const EXPLANATION: &'static str = r#"
## What it does
Finds two agents with transfers in both directions that are limited, but only above `limit`. The limit of a direction is the
`loop_limit` or the breaker's `threshold` of its handoffs, whichever is smaller, of the loosest handoff; the tighter direction
counts. Where nothing limits them at all, TOP003 says so.

## Why is this bad
The figure in use in this field is to kill the loop when A calls B more than **twice** for the same entity. Two agents that each
think the other one is responsible do not change their minds the third time.

## Example
```json bad
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "billing", "record": {"name": "Billing"}}
{"op": "put", "kind": "entry", "id": "chat", "record": {"topology": "support", "agent": "triage"}}
{"op": "put", "kind": "handoff", "id": "to-billing", "record": {"topology": "support", "from": "triage", "to": "billing"}}
{"op": "put", "kind": "handoff", "id": "back", "record": {"topology": "support", "from": "billing", "to": "triage", "policy": {"loop_limit": 5}}}
```

## Use instead
```json good
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "billing", "record": {"name": "Billing"}}
{"op": "put", "kind": "entry", "id": "chat", "record": {"topology": "support", "agent": "triage"}}
{"op": "put", "kind": "handoff", "id": "to-billing", "record": {"topology": "support", "from": "triage", "to": "billing"}}
{"op": "put", "kind": "handoff", "id": "back", "record": {"topology": "support", "from": "billing", "to": "triage", "policy": {"loop_limit": 2}}}
```

## Options
- `limit` (default `2`): how often the same task may pass.

## Fix safety
Safe: a task that passes more often goes to the first person among the handoff's fallbacks, or is stopped; every other task goes
on as before. Set `entity_key` too if the same request may rightly pass more often.
"#;
    const HAS_FIX: bool = true;
    type Options = Options;

    fn check_member(
        context: &TopologyContext<'_>,
        one: &Agent,
        options: &Options,
        report: &mut Report<'_>,
    ) {
        for other in receivers(context, one).filter(|other| other.id > one.id) {
            let (forth, back) = (between(context, one, other), between(context, other, one));
            let (Some(first), Some(second)) = (forth.first(), back.first()) else {
                continue;
            };
            let (there, here) = (loosest(&forth), loosest(&back));
            let (tighter, subject, bound) = match (there, here) {
                (Some(there), Some(here)) if there < here => (&forth, first, there),
                (Some(there), None) => (&forth, first, there),
                (_, Some(here)) => (&back, second, here),
                (None, None) => continue,
            };
            if bound <= options.limit {
                continue;
            }
            let message = format!(
                "{} and {} pass the same task to each other up to {bound} times; limit {} to {}.",
                wording::agent(one),
                wording::agent(other),
                wording::handoff(context, subject),
                options.limit,
            );
            let draft = Draft::new(seam::key(subject), message).part(one.id.as_str());
            report.add(draft.path([&first.id, &second.id]).fixes([fix(
                context,
                tighter,
                options.limit,
            )]));
        }
    }
}

/// Agents that an agent transfers to, each once.
fn receivers<'a>(context: &TopologyContext<'a>, one: &Agent) -> impl Iterator<Item = &'a Agent> {
    let transfers = context
        .graph
        .steps_from(&one.id)
        .filter(|step| step.way == Way::Transfer);
    let receivers: BTreeMap<&AgentId, &Agent> = transfers
        .filter_map(|step| match step.to {
            Place::Agent(agent) => Some((&agent.id, agent)),
            Place::Outcome(_) => None,
        })
        .collect();
    receivers.into_values()
}

fn between<'a>(context: &TopologyContext<'a>, from: &Agent, to: &Agent) -> Vec<&'a Handoff> {
    let steps = context.graph.steps_from(&from.id);
    let there = steps.filter(|step| {
        step.way == Way::Transfer
            && matches!(step.to, Place::Agent(agent) if std::ptr::eq(agent, to))
    });
    there.map(|step| step.handoff).collect()
}

/// How often a task passes at most, over whichever of some handoffs lets it pass most often; `None` where one has no limit.
fn loosest(handoffs: &[&Handoff]) -> Option<u32> {
    let limit = |handoff: &&Handoff| {
        let breaker = handoff
            .policy
            .breaker
            .as_ref()
            .map(|breaker| breaker.threshold);
        handoff.policy.loop_limit.into_iter().chain(breaker).min()
    };
    let limits: Option<Vec<u32>> = handoffs.iter().map(limit).collect();
    limits?.into_iter().max()
}

fn fix(context: &TopologyContext<'_>, handoffs: &[&Handoff], limit: u32) -> Fix {
    let edits = handoffs.iter().map(|handoff| {
        change_handoff(context, handoff, move |changed| {
            changed.policy.loop_limit = Some(limit);
        })
    });
    let names = wording::list(
        handoffs
            .iter()
            .map(|handoff| wording::handoff(context, handoff)),
    );
    Fix::safe(format!("Limit {names} to {limit} passes"), edits.collect())
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
    fn the_tighter_direction_counts() {
        let edits = |there: &str, back: &str| {
            format!(
                "{AGENTS}{}{}",
                handoff("ab", "a", "b", there),
                handoff("ba", "b", "a", back)
            )
        };
        let limit = |limit: u32| format!(r#", "policy": {{"loop_limit": {limit}}}"#);
        check(
            "TOP004",
            &edits(&limit(9), &limit(3)),
            &[
                "warning handoff ba: A and B pass the same task to each other up to 3 times; limit the handoff from B to A to 2.",
            ],
        );
        check("TOP004", &edits(&limit(2), &limit(9)), &[]);
        check("TOP004", &edits("", ""), &[]);
        let called = edits(&limit(9), r#", "mode": "delegate""#);
        check("TOP004", &called, &[]);
    }
}
