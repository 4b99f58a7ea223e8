//! TOP014: a router without a way for the rest.

use crate::catalogue::Category;
use crate::context::TopologyContext;
use crate::finding::Severity;
use crate::report::{Draft, Report};
use crate::rule::{Entry, NoOptions, Rule};
use crate::{causes, people, wording};
use baton_model::{Agent, Handoff, HandoffMode, Kind, RecordKey, TriggerOn};

pub(super) static RULE: Entry = Entry::of_members::<NoDefaultRoute>();

struct NoDefaultRoute;

fn by_content(on: &TriggerOn) -> bool {
    matches!(
        on,
        TriggerOn::Intent | TriggerOn::Language | TriggerOn::Keyword
    )
}

/// Whether a transfer is taken in the ordinary course of things.
fn is_route(handoff: &Handoff) -> bool {
    let ordinary = |on: &TriggerOn| {
        by_content(on) || matches!(on, TriggerOn::Done | TriggerOn::DomainBoundary)
    };
    handoff.trigger.otherwise || causes::any(handoff, ordinary)
}

fn has_condition(handoff: &Handoff) -> bool {
    let trigger = &handoff.trigger;
    let always = causes::any(handoff, |on| {
        matches!(on, TriggerOn::Done | TriggerOn::DomainBoundary)
    });
    !trigger.otherwise
        && (trigger.condition.is_some() || (causes::any(handoff, by_content) && !always))
}

impl Rule for NoDefaultRoute {
    const CODE: &'static str = "TOP014";
    const NAME: &'static str = "no-default-route";
    const CATEGORY: Category = Category::Topology;
    const SEVERITY: Severity = Severity::Warning;
    const SUMMARY: &'static str = "A router sends on by conditions only, with no default route.";
    const WHY: &'static str = "The request that fits none of the conditions stays where it is. It is the one that nobody thought of.";
    const EXPLANATION: &'static str = r#"
## What it does
Finds agents with two or more transfers by intent, language, keyword or condition, where every ordinary transfer is one of these,
none is the default route (`otherwise`), and the agent resolves nothing itself. What interrupts the work (an error, a user who
asks, sentiment, time and the like) is no route. People decide themselves and are passed over.

## Why is this bad
Routing for the happy path is one of the reported causes of failed handoffs: tasks that fit nowhere are stuck. A default route, to
a person if nobody else, takes them. No threshold.

## Example
```json bad
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "billing", "record": {"name": "Billing"}}
{"op": "put", "kind": "agent", "id": "tech", "record": {"name": "Tech"}}
{"op": "put", "kind": "handoff", "id": "1", "record": {"topology": "support", "from": "triage", "to": "billing", "trigger": {"on": "intent", "value": "bill"}}}
{"op": "put", "kind": "handoff", "id": "2", "record": {"topology": "support", "from": "triage", "to": "tech", "trigger": {"on": "intent", "value": "fault"}}}
```

## Use instead
```json good
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "billing", "record": {"name": "Billing"}}
{"op": "put", "kind": "agent", "id": "tech", "record": {"name": "Tech"}}
{"op": "put", "kind": "agent", "id": "desk", "record": {"name": "Desk", "kind": "human"}}
{"op": "put", "kind": "handoff", "id": "1", "record": {"topology": "support", "from": "triage", "to": "billing", "trigger": {"on": "intent", "value": "bill"}}}
{"op": "put", "kind": "handoff", "id": "2", "record": {"topology": "support", "from": "triage", "to": "tech", "trigger": {"on": "intent", "value": "fault"}}}
{"op": "put", "kind": "handoff", "id": "3", "record": {"topology": "support", "from": "triage", "to": "desk", "trigger": {"otherwise": true}}}
```

## Options
None.

## Fix safety
Nothing is offered: who takes what fits nowhere has to be decided.
"#;
    const HAS_FIX: bool = false;
    type Options = NoOptions;

    fn check_member(
        context: &TopologyContext<'_>,
        agent: &Agent,
        _: &NoOptions,
        report: &mut Report<'_>,
    ) {
        if people::is_person(agent) || agent.behaviour.resolves > 0.0 {
            return;
        }
        let sent = context.graph.sent_by(&agent.id);
        let routes: Vec<&Handoff> = sent
            .filter(|handoff| handoff.mode == HandoffMode::Transfer && is_route(handoff))
            .collect();
        if routes.len() < 2 || !routes.iter().all(|handoff| has_condition(handoff)) {
            return;
        }
        let message = format!(
            "{} sends requests on by {} conditions, and has no way for those that fit none; add a default route.",
            wording::agent(agent),
            routes.len(),
        );
        let draft = Draft::new(RecordKey::new(Kind::Agent, agent.id.as_str()), message);
        report.add(draft.path(routes.iter().map(|handoff| &handoff.id)));
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
    fn what_always_happens_is_a_default() {
        let edits = |second: &str| {
            let trigger = |trigger: &str| format!(r#", "trigger": {trigger}"#);
            format!(
                "{AGENTS}{}{}",
                handoff(
                    "ab",
                    "a",
                    "b",
                    &trigger(r#"{"on": "intent", "value": "x"}"#)
                ),
                handoff("ac", "a", "c", &trigger(second))
            )
        };
        let told = &[
            "warning agent a: A sends requests on by 2 conditions, and has no way for those that fit none; add a default route.",
        ];
        check(
            "TOP014",
            &edits(r#"{"condition": "payload.amount > 5"}"#),
            told,
        );
        check(
            "TOP014",
            &edits(r#"{"on": "language", "value": "de"}"#),
            told,
        );
        check("TOP014", &edits("{}"), &[]);
        check("TOP014", &edits(r#"{"on": "user_asks"}"#), &[]);
        let resolves = r#""name": "A", "behaviour": {"resolves": 0.5}"#;
        check(
            "TOP014",
            &edits(r#"{"on": "intent"}"#).replace(r#""name": "A""#, resolves),
            &[],
        );
    }
}
