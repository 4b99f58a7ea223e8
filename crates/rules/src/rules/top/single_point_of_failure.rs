//! TOP007: one agent that everything hangs on.

use crate::catalogue::Category;
use crate::context::TopologyContext;
use crate::finding::{Fix, Severity};
use crate::fix::change_handoff;
use crate::report::{Draft, Report};
use crate::rule::{Entry, NoOptions, Rule};
use crate::{people, wording};
use baton_graph::Ways;
use baton_model::{Agent, Handoff, Kind, RecordKey};

pub(super) static RULE: Entry = Entry::of_topologies::<SinglePointOfFailure>();

struct SinglePointOfFailure;

impl Rule for SinglePointOfFailure {
    const CODE: &'static str = "TOP007";
    const NAME: &'static str = "single-point-of-failure";
    const CATEGORY: Category = Category::Topology;
    const SEVERITY: Severity = Severity::Warning;
    const SUMMARY: &'static str = "Every request passes an agent for which nobody takes over.";
    const WHY: &'static str =
        "When that one agent is down, slow or wrong, every request is. Nothing goes round it.";
    const EXPLANATION: &'static str = r#"
## What it does
Finds agents in production, other than people and those at which requests come in, that every way from every entry to every end
passes, fallbacks and gates' branches included, while none of the handoffs that lead to them has a fallback. It needs at least one
entry, since without one the drawing is not finished. An agent at which requests also end is not meant.

## Why is this bad
Central controllers are the price of the supervisor pattern: one failure stops everything. A fallback, even one that can do less,
keeps requests going. At most 2 to 3 automatic fallbacks are in use before a person takes over; one is enough for this rule.

## Example
```json bad
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage", "lifecycle": "production"}}
{"op": "put", "kind": "agent", "id": "router", "record": {"name": "Router", "lifecycle": "production"}}
{"op": "put", "kind": "agent", "id": "desk", "record": {"name": "Desk", "kind": "human", "lifecycle": "production"}}
{"op": "put", "kind": "entry", "id": "chat", "record": {"topology": "support", "agent": "triage"}}
{"op": "put", "kind": "handoff", "id": "1", "record": {"topology": "support", "from": "triage", "to": "router"}}
{"op": "put", "kind": "handoff", "id": "2", "record": {"topology": "support", "from": "router", "to": "desk"}}
```

## Use instead
```json good
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage", "lifecycle": "production"}}
{"op": "put", "kind": "agent", "id": "router", "record": {"name": "Router", "lifecycle": "production"}}
{"op": "put", "kind": "agent", "id": "desk", "record": {"name": "Desk", "kind": "human", "lifecycle": "production"}}
{"op": "put", "kind": "entry", "id": "chat", "record": {"topology": "support", "agent": "triage"}}
{"op": "put", "kind": "handoff", "id": "1", "record": {"topology": "support", "from": "triage", "to": "router", "fallbacks": ["desk"]}}
{"op": "put", "kind": "handoff", "id": "2", "record": {"topology": "support", "from": "router", "to": "desk"}}
```

## Options
None.

## Fix safety
Offered are people of the topology who take the payload and hand nothing on, as fallback on every handoff that leads there. They
have to agree, so the fix is never applied without asking.
"#;
    const HAS_FIX: bool = true;
    type Options = NoOptions;

    fn check_topology(context: &TopologyContext<'_>, _: &NoOptions, report: &mut Report<'_>) {
        if context.graph.entries().is_empty() {
            return;
        }
        let starts = context.graph.starts();
        let ends = context.graph.is_resolving();
        for at in context.graph.passed_by_all(|at| ends[at]) {
            let node = context.graph.node_at(at);
            if !node.is_in_production() || node.is_person() {
                continue;
            }
            let agent = node.seen_whole();
            let id = &agent.id;
            let into = context.graph.transfers_in(id);
            let into: Vec<&Handoff> = into
                .into_iter()
                .filter_map(|id| context.graph.handoff(id))
                .collect();
            if into.is_empty()
                || starts.contains(&id)
                || into.iter().any(|handoff| !handoff.fallbacks.is_empty())
            {
                continue;
            }
            let message = format!(
                "Every request passes {}, and nobody takes over when it fails; name a fallback on {}.",
                wording::agent(agent),
                wording::list(
                    into.iter()
                        .map(|handoff| wording::handoff(context, handoff))
                ),
            );
            let path = context
                .graph
                .shortest_path(&starts, &[id], Ways::CONTROL)
                .unwrap_or_default();
            let draft = Draft::new(RecordKey::new(Kind::Agent, id.as_str()), message);
            report.add(draft.path(path).fixes(fixes(context, agent, &into)));
        }
    }
}

fn fixes(context: &TopologyContext<'_>, agent: &Agent, into: &[&Handoff]) -> Vec<Fix> {
    let Some((first, others)) = into.split_first() else {
        return Vec::new();
    };
    let takes_all = |person: &&Agent| {
        let takes = |handoff: &&Handoff| {
            people::who_can_take(context, handoff).any(|taker| taker.id == person.id)
        };
        others.iter().all(takes)
    };
    let people = people::who_can_take(context, first)
        .filter(takes_all)
        .take(people::MOST_OFFERS);
    let fixes = people.map(|person| {
        let edits = into.iter().map(|handoff| {
            let person = person.id.clone();
            change_handoff(context, handoff, move |changed| {
                changed.fallbacks = vec![person.clone()];
            })
        });
        let title = format!(
            "Fall back to {} when {} fails",
            wording::agent(person),
            wording::agent(agent)
        );
        Fix::to_decide(title, edits.collect())
    });
    fixes.collect()
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

    fn edits(more: &str) -> String {
        let ways = handoff("ab", "a", "b", more) + &handoff("bc", "b", "c", "");
        format!("{AGENTS}{ways}")
            .replace(r#""name": "C""#, r#""name": "C", "kind": "human""#)
            .replace(
                r#""name": "B""#,
                r#""name": "B", "lifecycle": "production""#,
            )
    }

    #[test]
    fn a_way_round_is_enough() {
        check(
            "TOP007",
            &edits(""),
            &[
                "warning agent b: Every request passes B, and nobody takes over when it fails; name a fallback on the handoff from A to B.",
            ],
        );
        check("TOP007", &(edits("") + &handoff("ac", "a", "c", "")), &[]);
        check("TOP007", &edits(r#", "fallbacks": ["c"]"#), &[]);
    }

    #[test]
    fn a_drawing_is_not_held_to_it() {
        check(
            "TOP007",
            &edits("").replace("production", "experimental"),
            &[],
        );
    }
}
