//! TOP003: work that can go round in circles for ever.

use crate::catalogue::Category;
use crate::context::TopologyContext;
use crate::finding::{Fix, Severity};
use crate::fix::change_handoff;
use crate::glimpse::Line;
use crate::report::{Draft, Report};
use crate::rule::{Entry, Rule};
use crate::{seam, wording};
use baton_graph::Way;
use baton_model::{Handoff, HandoffId};
use serde::{Deserialize, Serialize};

pub(super) static RULE: Entry = Entry::of_topologies::<UnboundedLoop>();

struct UnboundedLoop;

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

impl Rule for UnboundedLoop {
    const CODE: &'static str = "TOP003";
    const NAME: &'static str = "unbounded-loop";
    const CATEGORY: Category = Category::Topology;
    const SEVERITY: Severity = Severity::Error;
    const SUMMARY: &'static str =
        "A cycle of transfers has neither a loop limit nor a breaker on any of its handoffs.";
    const WHY: &'static str = "Two agents that each think the other is responsible pass the task to and fro until somebody notices the \
        bill. A loop is to be killed when A hands the same entity to B more than twice.";
    const EXPLANATION: &'static str = r#"
## What it does
Finds cycles of transfers in which no handoff has a `loop_limit` or a `breaker` in its policy. It
names the handoff that leads back: the one that ends nearer to the entries than it began. The return of a delegation is no
cycle. Fallbacks are not followed, nor branches of gates, where a person decides each time.

## Why is this bad
Routing that is made for the happy path ends in ping-pong: tasks are stuck, tokens are spent, the user waits. The figure in use
in this field is to kill the loop when A calls B more than **twice** for the same entity, hence the limit of 2.

## Example
```json bad
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "billing", "record": {"name": "Billing"}}
{"op": "put", "kind": "entry", "id": "chat", "record": {"topology": "support", "agent": "triage"}}
{"op": "put", "kind": "handoff", "id": "to-billing", "record": {"topology": "support", "from": "triage", "to": "billing"}}
{"op": "put", "kind": "handoff", "id": "back", "record": {"topology": "support", "from": "billing", "to": "triage"}}
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
- `limit` (default `2`): the loop limit that the fix sets.

## Fix safety
Safe: a task that passes more often goes to the first person among the handoff's fallbacks, or is stopped; every other task goes on
as before. Set `entity_key` too if the same request may rightly pass more often.
"#;
    const HAS_FIX: bool = true;
    type Options = Options;

    fn check_topology(context: &TopologyContext<'_>, options: &Options, report: &mut Report<'_>) {
        let circles = context.graph.circle_positions(Line::is_unbounded);
        if circles.is_empty() {
            return;
        }
        for at in leading_back(context, &circles) {
            let id = context.graph.line_at(at).id();
            report.apart(id.as_str(), String::new(), |report| {
                tell(context, context.graph.handoff_at(at), options, report);
            });
        }
    }
}

fn tell(context: &TopologyContext<'_>, back: &Handoff, options: &Options, report: &mut Report<'_>) {
    let graph = context.graph;
    let Some(path) = graph.circle_through(&back.id, Line::is_unbounded) else {
        return;
    };
    let limit = options.limit;
    let fix = Fix::safe(
        format!(
            "Limit {} to {limit} passes",
            wording::handoff(context, back),
        ),
        vec![change_handoff(context, back, move |changed| {
            changed.policy.loop_limit = Some(limit);
        })],
    );
    let draft = Draft::new(seam::key(back), message(context, back, &path));
    report.add(draft.path(path).fixes([fix]));
}

/// By position: handoffs inside a circle that lead to an agent which a request meets no later than the sender. Every cycle has one, and the
/// reading order does not depend on limits: with one of them limited the others stay the same.
fn leading_back(context: &TopologyContext<'_>, circles: &[Vec<usize>]) -> Vec<usize> {
    let graph = context.graph;
    let mut rank = vec![0; graph.nodes().len()];
    for (met, agent) in graph.reading_positions().into_iter().enumerate() {
        rank[agent] = met;
    }
    let mut circle_of = vec![None; rank.len()];
    for (circle, agents) in circles.iter().enumerate() {
        for at in agents {
            circle_of[*at] = Some(circle);
        }
    }
    let mut back: Vec<usize> = Vec::new();
    for from in circles.iter().flatten() {
        for hop in graph.hops_from(*from) {
            let leads_back =
                |to: usize| circle_of[to] == circle_of[*from] && rank[to] <= rank[*from];
            let is_transfer = hop.way == Way::Transfer;
            if is_transfer
                && hop.to.is_some_and(leads_back)
                && graph.line_at(hop.handoff).is_unbounded()
            {
                back.push(hop.handoff);
            }
        }
    }
    back.sort_unstable();
    back.dedup();
    back
}

fn message(context: &TopologyContext<'_>, back: &Handoff, path: &[&HandoffId]) -> String {
    let graph = context.graph;
    let agents = path
        .iter()
        .filter_map(|id| graph.member(&graph.handoff(id)?.from));
    format!(
        "{} closes a loop of {} that nothing stops (agents: {}); give one of its handoffs a loop limit or a breaker.",
        wording::the_handoff(context, back),
        if path.len() == 1 {
            "1 transfer".to_owned()
        } else {
            format!("{} transfers", path.len())
        },
        wording::list(agents.map(wording::agent)),
    )
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, found, registry};

    const AGENTS: &str = r#"
        {"op": "put", "kind": "topology", "id": "t", "record": {"name": "T"}}
        {"op": "put", "kind": "agent", "id": "a", "record": {"name": "A"}}
        {"op": "put", "kind": "agent", "id": "b", "record": {"name": "B"}}
        {"op": "put", "kind": "agent", "id": "c", "record": {"name": "C", "capabilities": ["x"]}}
        {"op": "put", "kind": "entry", "id": "in", "record": {"topology": "t", "agent": "a"}}
        {"op": "put", "kind": "handoff", "id": "ab", "record": {"topology": "t", "from": "a", "to": "b"}}
    "#;

    #[test]
    fn a_delegation_s_return_is_no_cycle() {
        let edits = format!(
            "{AGENTS}{}",
            r#"{"op": "put", "kind": "handoff", "id": "ba", "record": {"topology": "t", "from": "b", "to": "a", "mode": "delegate"}}"#
        );
        check("TOP003", &edits, &[]);
    }

    #[test]
    fn a_breaker_anywhere_bounds_the_cycle() {
        let edits = format!(
            "{AGENTS}{}",
            r#"{"op": "put", "kind": "handoff", "id": "ba", "record": {"topology": "t", "from": "b", "to": "a", "policy": {"breaker": {"threshold": 3, "window_seconds": 60, "reset_seconds": 60}}}}"#
        );
        check("TOP003", &edits, &[]);
    }

    #[test]
    fn a_query_can_close_a_cycle() {
        let edits = format!(
            "{AGENTS}{}",
            r#"
            {"op": "put", "kind": "handoff", "id": "bx", "record": {"topology": "t", "from": "b", "to": {"capabilities": ["x"]}}}
            {"op": "put", "kind": "handoff", "id": "ca", "record": {"topology": "t", "from": "c", "to": "a"}}
            "#
        );
        check(
            "TOP003",
            &edits,
            &[
                "error handoff ca: The handoff from C to A closes a loop of 3 transfers that nothing stops (agents: C, A and B); give one of its handoffs a loop limit or a breaker.",
            ],
        );
        let path: Vec<_> = found("TOP003", &registry(&edits))[0]
            .path
            .iter()
            .map(|key| key.id.clone())
            .collect();
        assert_eq!(path, ["ca", "ab", "bx"]);
    }

    #[test]
    fn a_handoff_to_oneself_is_a_cycle() {
        let edits = format!(
            "{AGENTS}{}",
            r#"{"op": "put", "kind": "handoff", "id": "bb", "record": {"topology": "t", "from": "b", "to": "b"}}"#
        );
        check(
            "TOP003",
            &edits,
            &[
                "error handoff bb: The handoff from B to B closes a loop of 1 transfer that nothing stops (agents: B); give one of its handoffs a loop limit or a breaker.",
            ],
        );
    }
}
