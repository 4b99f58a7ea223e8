//! TOP009: a chain where work could be done at once.

use crate::catalogue::Category;
use crate::context::TopologyContext;
use crate::finding::Severity;
use crate::report::{Draft, Report};
use crate::rule::{Entry, Rule};
use crate::wording;
use baton_graph::{Place, Way};
use baton_model::{Agent, AgentKind, Coupling, Handoff, Kind, RecordKey, Topology, TriggerOn};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

pub(super) static RULE: Entry = Entry::of_topologies::<ChainOnParallelWork>();

struct ChainOnParallelWork;

#[derive(Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Options {
    agents: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { agents: 3 }
    }
}

/// The handoff that an agent always takes when it is done, and the agent that it leads to, if that is all that happens between the two.
fn link<'a>(context: &TopologyContext<'a>, agent: &Agent) -> Option<(&'a Handoff, &'a Agent)> {
    let steps = context.graph.steps_from(&agent.id);
    let mut on =
        steps.filter(|step| step.way == Way::Transfer && !step.handoff.trigger.on.is_error());
    let (Some(step), None) = (on.next(), on.next()) else {
        return None;
    };
    let Place::Agent(next) = step.to else {
        return None;
    };
    let trigger = &step.handoff.trigger;
    let is_always = trigger.on == TriggerOn::Done && trigger.condition.is_none();
    let works = |agent: &Agent| agent.kind != AgentKind::Human;
    let is_only_way_in = context.graph.steps_into(&next.id).len() == 1;
    (is_always && works(agent) && works(next) && is_only_way_in && next.id != agent.id)
        .then_some((step.handoff, next))
}

impl Rule for ChainOnParallelWork {
    const CODE: &'static str = "TOP009";
    const NAME: &'static str = "chain-on-parallel-work";
    const CATEGORY: Category = Category::Topology;
    const SEVERITY: Severity = Severity::Advice;
    const SUMMARY: &'static str =
        "A chain of handoffs does work that is independent, one step after another.";
    const WHY: &'static str = "Steps that do not need each other wait for each other. The time of all of them adds up, and one failure stops \
        what it has nothing to do with.";
    const EXPLANATION: &'static str = r#"
## What it does
Speaks in topologies whose `nature` says that the steps are independent and share no state. It finds chains of `agents` agents or
more, each with one way on that it always takes when it is done, and one way in.

## Why is this bad
Independent work done at once takes as long as its slowest part; in a chain it takes as long as all parts together, and the task
is handed over more often than it has to. A supervisor with a parallel group joins the results. Three agents are the fewest for
which that pays.

## Example
```json bad
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support", "nature": {"coupling": "independent", "parallel_flows": 3}}}
{"op": "put", "kind": "agent", "id": "credit", "record": {"name": "Credit check"}}
{"op": "put", "kind": "agent", "id": "fraud", "record": {"name": "Fraud check"}}
{"op": "put", "kind": "agent", "id": "stock", "record": {"name": "Stock check"}}
{"op": "put", "kind": "handoff", "id": "1", "record": {"topology": "support", "from": "credit", "to": "fraud"}}
{"op": "put", "kind": "handoff", "id": "2", "record": {"topology": "support", "from": "fraud", "to": "stock"}}
```

## Use instead
```json good
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support", "nature": {"coupling": "independent", "parallel_flows": 3}}}
{"op": "put", "kind": "agent", "id": "boss", "record": {"name": "Boss", "kind": "supervisor"}}
{"op": "put", "kind": "agent", "id": "credit", "record": {"name": "Credit check"}}
{"op": "put", "kind": "agent", "id": "fraud", "record": {"name": "Fraud check"}}
{"op": "put", "kind": "handoff", "id": "1", "record": {"topology": "support", "from": "boss", "to": "credit", "mode": "delegate", "parallel_group": "checks"}}
{"op": "put", "kind": "handoff", "id": "2", "record": {"topology": "support", "from": "boss", "to": "fraud", "mode": "delegate", "parallel_group": "checks"}}
```

## Options
- `agents` (default `3`): how many agents make a chain.

## Fix safety
Nothing is offered: another pattern is a decision about the whole topology.
"#;
    const HAS_FIX: bool = false;
    type Options = Options;

    fn check_topology(context: &TopologyContext<'_>, options: &Options, report: &mut Report<'_>) {
        let is_parallel = |topology: &&Topology| {
            topology.nature.coupling == Some(Coupling::Independent) && !topology.nature.stateful
        };
        let Some(topology) = context.graph.topology().filter(is_parallel) else {
            return;
        };
        let links: Vec<_> = context
            .graph
            .members()
            .filter_map(|agent| Some((agent, link(context, agent)?)))
            .collect();
        let inner: BTreeSet<_> = links.iter().map(|(_, (_, next))| &next.id).collect();
        for (first, _) in links.iter().filter(|(agent, _)| !inner.contains(&agent.id)) {
            let mut agents = vec![*first];
            let mut path = Vec::new();
            while let Some((handoff, next)) = agents.last().and_then(|last| link(context, last)) {
                path.push(&handoff.id);
                agents.push(next);
            }
            if agents.len() < options.agents {
                continue;
            }
            let message = format!(
                "{} work one after another, though their work is independent; let a supervisor call them at once.",
                wording::list(agents.iter().map(|agent| wording::agent(agent))),
            );
            let key = RecordKey::new(Kind::Topology, topology.id.as_str());
            report.add(Draft::new(key, message).part(first.id.as_str()).path(path));
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

    #[test]
    fn choices_make_no_chain() {
        let edits = |more: &str| {
            format!(
                "{AGENTS}{}{}",
                handoff("ab", "a", "b", ""),
                handoff("bc", "b", "c", more)
            )
            .replace(
                r#""name": "T""#,
                r#""name": "T", "nature": {"coupling": "independent"}"#,
            )
        };
        check(
            "TOP009",
            &edits(""),
            &[
                "advice topology t: A, B and C work one after another, though their work is independent; let a supervisor call them at once.",
            ],
        );
        check(
            "TOP009",
            &edits(r#", "trigger": {"on": "intent", "value": "x"}"#),
            &[],
        );
        check(
            "TOP009",
            &edits("").replace("independent", "sequential"),
            &[],
        );
        check("TOP009", &(edits("") + &handoff("ac", "a", "c", "")), &[]);
    }

    #[test]
    fn a_circle_is_no_chain() {
        let edits = format!(
            "{AGENTS}{}{}{}",
            handoff("ab", "a", "b", ""),
            handoff("bc", "b", "c", ""),
            handoff("ca", "c", "a", "")
        )
        .replace(
            r#""name": "T""#,
            r#""name": "T", "nature": {"coupling": "independent"}"#,
        );
        check("TOP009", &edits, &[]);
    }
}
