//! TOP006: a way that is longer than users bear.

use crate::catalogue::Category;
use crate::context::TopologyContext;
use crate::finding::Severity;
use crate::flows::Heaviest;
use crate::glimpse::Line;
use crate::report::{Draft, Report};
use crate::rule::{Entry, Rule};
use crate::wording;
use baton_model::{HandoffMode, Kind, RecordKey};
use serde::{Deserialize, Serialize};

pub(super) static RULE: Entry = Entry::of_topologies::<TooManyHops>();

struct TooManyHops;

#[derive(Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Options {
    hops: u32,
}

impl Default for Options {
    fn default() -> Self {
        Self { hops: 4 }
    }
}

/// What a handoff adds to the way; nothing where it does not count.
fn hop(line: Line<'_>) -> Option<u64> {
    let is_usual = line.mode() == HandoffMode::Transfer && !line.waits_for_error();
    is_usual.then_some(1)
}

impl Rule for TooManyHops {
    const CODE: &'static str = "TOP006";
    const NAME: &'static str = "too-many-hops";
    const CATEGORY: Category = Category::Topology;
    const SEVERITY: Severity = Severity::Advice;
    const SUMMARY: &'static str = "A way from an entry to an outcome has more than 4 transfers.";
    const WHY: &'static str = "Every hop costs time, retells the task and may lose a part of it. Users are content as long as the average \
        stays at 4 hops or below.";
    const EXPLANATION: &'static str = r#"
## What it does
Looks for a way from an entry to an agent at which requests end (it resolves, is a person, or leads to an outcome) that has more
than `hops` transfers and passes no agent twice. Transfers on errors, fallbacks and gates' branches are not counted. Where agents
lead to each other in circles, the shortest way across is taken, so a longer one may exist. The longest that was found is the
path.

## Why is this bad
User satisfaction drops when the **average** exceeds **4** hops. One long way alone does not make the average, which the
simulation tells (its target is a mean of 4 at most), hence advice only.

## Example
```json bad
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "intake", "record": {"name": "Intake"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "billing", "record": {"name": "Billing"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds"}}
{"op": "put", "kind": "agent", "id": "payments", "record": {"name": "Payments"}}
{"op": "put", "kind": "agent", "id": "desk", "record": {"name": "Desk", "kind": "human"}}
{"op": "put", "kind": "entry", "id": "chat", "record": {"topology": "support", "agent": "intake"}}
{"op": "put", "kind": "handoff", "id": "1", "record": {"topology": "support", "from": "intake", "to": "triage"}}
{"op": "put", "kind": "handoff", "id": "2", "record": {"topology": "support", "from": "triage", "to": "billing"}}
{"op": "put", "kind": "handoff", "id": "3", "record": {"topology": "support", "from": "billing", "to": "refunds"}}
{"op": "put", "kind": "handoff", "id": "4", "record": {"topology": "support", "from": "refunds", "to": "payments"}}
{"op": "put", "kind": "handoff", "id": "5", "record": {"topology": "support", "from": "payments", "to": "desk"}}
```

## Use instead
```json good
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "intake", "record": {"name": "Intake"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "billing", "record": {"name": "Billing"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds"}}
{"op": "put", "kind": "agent", "id": "desk", "record": {"name": "Desk", "kind": "human"}}
{"op": "put", "kind": "entry", "id": "chat", "record": {"topology": "support", "agent": "intake"}}
{"op": "put", "kind": "handoff", "id": "1", "record": {"topology": "support", "from": "intake", "to": "triage"}}
{"op": "put", "kind": "handoff", "id": "2", "record": {"topology": "support", "from": "triage", "to": "billing"}}
{"op": "put", "kind": "handoff", "id": "3", "record": {"topology": "support", "from": "billing", "to": "refunds"}}
{"op": "put", "kind": "handoff", "id": "4", "record": {"topology": "support", "from": "refunds", "to": "desk"}}
```

## Options
- `hops` (default `4`): how many transfers a way may have.

## Fix safety
Nothing is offered: which agents to merge or to pass by is a question of design.
"#;
    const HAS_FIX: bool = false;
    type Options = Options;

    fn check_topology(context: &TopologyContext<'_>, options: &Options, report: &mut Report<'_>) {
        let Some(topology) = context.graph.topology() else {
            return;
        };
        let ways = Heaviest::new(context.graph, &context.graph.starts(), hop);
        let ends = context.graph.is_resolving().into_iter().enumerate();
        let longest = ends
            .filter(|(_, is_end)| *is_end)
            .filter_map(|(at, _)| Some((ways.weight(at)?, std::cmp::Reverse(at))))
            .max();
        let Some((hops, std::cmp::Reverse(end))) =
            longest.filter(|(hops, _)| *hops > u64::from(options.hops))
        else {
            return;
        };
        let path = ways.path(end);
        let agents = path
            .iter()
            .filter_map(|id| context.graph.member(&context.graph.handoff(id)?.from));
        let message = format!(
            "A request can take {hops} transfers before it ends at {} (agents: {}); let fewer agents do the work, or send it there sooner.",
            wording::agent(context.graph.member_at(end)),
            wording::list(agents.map(wording::agent)),
        );
        let key = RecordKey::new(Kind::Topology, topology.id.as_str());
        report.add(Draft::new(key, message).path(path));
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
    fn circles_do_not_lengthen_the_way() {
        let setting = r#"{"op": "put", "kind": "rule_setting", "id": "s", "record": {"code": "TOP006", "options": {"hops": 1}}}"#;
        let ways = handoff("ab", "a", "b", "")
            + &handoff("ba", "b", "a", "")
            + &handoff("bc", "b", "c", "");
        let edits = format!("{AGENTS}{ways}{setting}")
            .replace(r#""name": "C""#, r#""name": "C", "kind": "human""#);
        check(
            "TOP006",
            &edits,
            &[
                "advice topology t: A request can take 2 transfers before it ends at C (agents: A and B); let fewer agents do the work, or send it there sooner.",
            ],
        );
        check(
            "TOP006",
            &edits.replace(r#""hops": 1"#, r#""hops": 2"#),
            &[],
        );
    }
}
