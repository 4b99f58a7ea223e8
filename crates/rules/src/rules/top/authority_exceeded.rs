//! TOP015: a task for somebody who may not decide it.

use crate::catalogue::Category;
use crate::context::TopologyContext;
use crate::finding::Severity;
use crate::glimpse::Stride;
use crate::report::{Draft, Report};
use crate::rule::{Entry, NoOptions, Rule};
use crate::{causes, people, wording};
use baton_graph::Way;
use baton_model::{Agent, Authority, Kind, RecordKey, TriggerOn};
use std::collections::BTreeMap;

pub(super) static RULE: Entry = Entry::of_topologies::<AuthorityExceeded>();

struct AuthorityExceeded;

/// That nothing is known to be exceeded; other states count how many of the limits are.
const NOTHING: usize = 0;

/// Something that agents may do up to a limit.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Action<'a> {
    name: &'a str,
    unit: &'a str,
}

/// The different limits of every action, the smallest first.
fn limits<'a>(context: &TopologyContext<'a>) -> BTreeMap<Action<'a>, Vec<f64>> {
    let mut limits: BTreeMap<Action<'_>, Vec<f64>> = BTreeMap::new();
    for authority in context
        .graph
        .members()
        .flat_map(|agent| &agent.role.authority)
    {
        if let Some(limit) = authority.limit {
            limits.entry(action_of(authority)).or_default().push(limit);
        }
    }
    for limits in limits.values_mut() {
        limits.sort_by(f64::total_cmp);
        limits.dedup();
    }
    limits.retain(|_, limits| !limits.is_empty());
    limits
}

fn action_of(authority: &Authority) -> Action<'_> {
    Action {
        name: &authority.action,
        unit: authority.unit.as_deref().unwrap_or_default(),
    }
}

fn limit(agent: &Agent, action: &Action<'_>) -> Option<f64> {
    let of_action = agent
        .role
        .authority
        .iter()
        .filter(|authority| action_of(authority) == *action);
    of_action
        .filter_map(|authority| authority.limit)
        .max_by(f64::total_cmp)
}

/// How many limits a task exceeds that exceeds this one.
fn rank(limits: &[f64], limit: f64) -> usize {
    limits.iter().filter(|known| **known <= limit).count()
}

fn after(
    action: &Action<'_>,
    limits: &[f64],
    exceeds: usize,
    sender: &Agent,
    stride: Stride<'_>,
) -> usize {
    let own = limit(sender, action).map(|limit| rank(limits, limit));
    let is_beyond = stride.line.is_beyond_limit();
    let limited = sender
        .role
        .authority
        .iter()
        .filter(|authority| authority.limit.is_some())
        .count();
    if stride.way == Way::Branch || stride.line.is_gated() {
        return NOTHING;
    }
    match own {
        Some(own) if is_beyond && limited == 1 => exceeds.max(own),
        Some(own) if own > exceeds && !is_beyond => NOTHING,
        _ if people::is_person(sender) && !is_beyond => NOTHING,
        _ => exceeds,
    }
}

fn hands_on_at_limit(context: &TopologyContext<'_>, agent: &Agent) -> bool {
    context
        .graph
        .steps_from(&agent.id)
        .any(|step| causes::any(step.handoff, |on| matches!(on, TriggerOn::AuthorityLimit)))
}

fn amount(limit: f64, unit: &str) -> String {
    format!("{limit} {unit}").trim_end().to_owned()
}

impl Rule for AuthorityExceeded {
    const CODE: &'static str = "TOP015";
    const NAME: &'static str = "authority-exceeded";
    const CATEGORY: Category = Category::Topology;
    const SEVERITY: Severity = Severity::Warning;
    const SUMMARY: &'static str =
        "A task that exceeds one agent's authority reaches another whose limit is no higher.";
    const WHY: &'static str = "The second agent may not decide it either: it refuses, hands it on again, or decides without the right to.";
    const EXPLANATION: &'static str = r#"
## What it does
Follows tasks that leave an agent because they exceed its authority (trigger `authority_limit`, the agent having one action with a
`limit`) along every way, fallbacks included. It finds agents, people too, that such a task reaches and whose own limit for the
same action and unit is no higher, unless they hand on at their limit in turn. An agent with a higher limit decides, and so does a
person at a gate. Agents that declare no limit for the action are passed over. The path is a shortest one.

## Why is this bad
Authority and its limits are part of a role. An escalation that ends with the same limit as it began is a loop with extra steps,
or a decision that nobody was allowed to make. No threshold: the limits are yours.

## Example
```json bad
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds", "role": {"authority": [{"action": "refund", "limit": 500, "unit": "EUR"}]}}}
{"op": "put", "kind": "agent", "id": "lead", "record": {"name": "Team lead", "kind": "human", "role": {"authority": [{"action": "refund", "limit": 200, "unit": "EUR"}]}}}
{"op": "put", "kind": "entry", "id": "chat", "record": {"topology": "support", "agent": "refunds"}}
{"op": "put", "kind": "handoff", "id": "1", "record": {"topology": "support", "from": "refunds", "to": "lead", "trigger": {"on": "authority_limit"}}}
```

## Use instead
```json good
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds", "role": {"authority": [{"action": "refund", "limit": 500, "unit": "EUR"}]}}}
{"op": "put", "kind": "agent", "id": "lead", "record": {"name": "Team lead", "kind": "human", "role": {"authority": [{"action": "refund", "limit": 5000, "unit": "EUR"}]}}}
{"op": "put", "kind": "entry", "id": "chat", "record": {"topology": "support", "agent": "refunds"}}
{"op": "put", "kind": "handoff", "id": "1", "record": {"topology": "support", "from": "refunds", "to": "lead", "trigger": {"on": "authority_limit"}}}
```

## Options
None.

## Fix safety
Nothing is offered: who may decide has to be settled by the people who answer for it.
"#;
    const HAS_FIX: bool = false;
    type Options = NoOptions;

    fn check_topology(context: &TopologyContext<'_>, _: &NoOptions, report: &mut Report<'_>) {
        for (action, limits) in limits(context) {
            let walk = context.graph.explore(NOTHING, |exceeds, sender, stride| {
                let sender = sender.seen_whole();
                after(&action, &limits, exceeds, sender, stride)
            });
            for agent in context
                .graph
                .members()
                .filter(|agent| !hands_on_at_limit(context, agent))
            {
                let Some(own) = limit(agent, &action).map(|own| rank(&limits, own)) else {
                    continue;
                };
                let mut beyond = (own..=limits.len())
                    .rev()
                    .filter(|exceeds| *exceeds != NOTHING);
                let Some(path) = beyond.find_map(|exceeds| walk.path(&agent.id, exceeds)) else {
                    continue;
                };
                let message = format!(
                    "{} may get tasks beyond its authority: its limit for {} is {}, and they have exceeded one that is no lower; send them to somebody with a higher limit.",
                    wording::agent(agent),
                    wording::code(action.name),
                    amount(limits[own - 1], action.unit),
                );
                let draft = Draft::new(RecordKey::new(Kind::Agent, agent.id.as_str()), message);
                report.add(draft.part(action.name).path(path));
            }
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

    fn edits(b: u32, c: u32, second: &str) -> String {
        let may = |limit: u32| {
            format!(
                r#", "role": {{"authority": [{{"action": "pay", "limit": {limit}, "unit": "EUR"}}]}}"#
            )
        };
        let beyond = r#", "trigger": {"on": "authority_limit"}"#;
        format!(
            "{AGENTS}{}{}",
            handoff("ab", "a", "b", beyond),
            handoff("bc", "b", "c", second)
        )
        .replace(r#""name": "A""#, &format!(r#""name": "A"{}"#, may(100)))
        .replace(r#""name": "B""#, &format!(r#""name": "B"{}"#, may(b)))
        .replace(r#""name": "C""#, &format!(r#""name": "C"{}"#, may(c)))
    }

    #[test]
    fn whoever_has_a_higher_limit_decides() {
        check(
            "TOP015",
            &edits(100, 500, ""),
            &[
                "warning agent b: B may get tasks beyond its authority: its limit for `pay` is 100 EUR, and they have exceeded one that is no lower; send them to somebody with a higher limit.",
            ],
        );
        check("TOP015", &edits(500, 50, ""), &[]);
    }

    #[test]
    fn it_is_followed_along_the_path() {
        let beyond = r#", "trigger": {"on": "authority_limit"}"#;
        check("TOP015", &edits(500, 1000, beyond), &[]);
        check(
            "TOP015",
            &edits(500, 300, beyond),
            &[
                "warning agent c: C may get tasks beyond its authority: its limit for `pay` is 300 EUR, and they have exceeded one that is no lower; send them to somebody with a higher limit.",
            ],
        );
    }
}
