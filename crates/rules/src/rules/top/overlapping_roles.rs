//! TOP012: two agents for the same task.

use crate::catalogue::Category;
use crate::context::TopologyContext;
use crate::finding::Severity;
use crate::report::{Draft, Report};
use crate::rule::{Entry, NoOptions, Rule};
use crate::{causes, wording};
use baton_model::{Agent, AgentKind, Handoff, HandoffMode, Kind, RecordKey};

pub(super) static RULE: Entry = Entry::of_members::<OverlappingRoles>();

struct OverlappingRoles;

/// Whether nothing that two agents say of themselves tells them apart.
fn overlap(one: &Agent, other: &Agent) -> bool {
    let within = |a: &[String], b: &[String]| a.iter().all(|word| b.contains(word));
    let same = |a: &[String], b: &[String]| a == b || (within(a, b) && within(b, a));
    let topics = (&one.role.scope.topics, &other.role.scope.topics);
    let same_topics = topics.0.is_empty() || topics.1.is_empty() || same(topics.0, topics.1);
    one.id != other.id
        && one.kind == AgentKind::Ai
        && other.kind == AgentKind::Ai
        && !one.capabilities.is_empty()
        && same(&one.capabilities, &other.capabilities)
        && same(&one.languages, &other.languages)
        && one.channels.iter().eq(&other.channels)
        && same_topics
}

impl Rule for OverlappingRoles {
    const CODE: &'static str = "TOP012";
    const NAME: &'static str = "overlapping-roles";
    const CATEGORY: Category = Category::Topology;
    const SEVERITY: Severity = Severity::Warning;
    const SUMMARY: &'static str =
        "A task could go to either of two agents, and nothing says to which.";
    const WHY: &'static str = "Which of the two gets the task is chance. The same request is answered in two ways, and neither team knows \
        whose it was.";
    const EXPLANATION: &'static str = r#"
## What it does
Finds two transfers of one agent, to different AI agents, whose triggers say nothing to choose by (when it is done, or leaves its
field; no value, no condition, no default route), where both receivers declare the same capabilities (at least one), the same
languages and channels, and no different topics. Capability queries have a tie-break and are passed over.

## Why is this bad
Duplicate roles are how agents sprawl: two teams build the same. Routing needs something to choose by: a condition, another
capability, topics that differ. No threshold.

## Example
```json bad
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "one", "record": {"name": "Refunds", "capabilities": ["refunds"]}}
{"op": "put", "kind": "agent", "id": "two", "record": {"name": "Returns", "capabilities": ["refunds"]}}
{"op": "put", "kind": "handoff", "id": "1", "record": {"topology": "support", "from": "triage", "to": "one"}}
{"op": "put", "kind": "handoff", "id": "2", "record": {"topology": "support", "from": "triage", "to": "two"}}
```

## Use instead
```json good
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "one", "record": {"name": "Refunds", "capabilities": ["refunds"]}}
{"op": "put", "kind": "agent", "id": "two", "record": {"name": "Returns", "capabilities": ["refunds"]}}
{"op": "put", "kind": "handoff", "id": "1", "record": {"topology": "support", "from": "triage", "to": "one", "trigger": {"on": "intent", "value": "refund"}}}
{"op": "put", "kind": "handoff", "id": "2", "record": {"topology": "support", "from": "triage", "to": "two", "trigger": {"on": "intent", "value": "return"}}}
```

## Options
None.

## Fix safety
Nothing is offered: what tells the two apart is known to their teams.
"#;
    const HAS_FIX: bool = false;
    type Options = NoOptions;

    fn check_member(
        context: &TopologyContext<'_>,
        sender: &Agent,
        _: &NoOptions,
        report: &mut Report<'_>,
    ) {
        let sent = context.graph.sent_by(&sender.id);
        let plain: Vec<(&Handoff, &Agent)> = sent
            .filter(|handoff| handoff.mode == HandoffMode::Transfer && causes::is_plain(handoff))
            .filter_map(|handoff| Some((handoff, context.graph.member(handoff.to.agent()?)?)))
            .collect();
        for (at, (first, one)) in plain.iter().enumerate() {
            for (second, other) in plain
                .iter()
                .skip(at + 1)
                .filter(|(_, other)| overlap(one, other))
            {
                let message = format!(
                    "A task of {} could go to {} or {}, and nothing says to which; give the handoffs conditions, or make one agent of the two.",
                    wording::agent(sender),
                    wording::agent(one),
                    wording::agent(other),
                );
                let key = RecordKey::new(Kind::Agent, sender.id.as_str());
                let draft = Draft::new(key, message).part(format!("{}/{}", first.id, second.id));
                report.add(draft.path([&first.id, &second.id]));
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

    #[test]
    fn topics_and_languages_are_something_to_choose_by() {
        let edits = |b: &str, c: &str| {
            format!(
                "{AGENTS}{}{}",
                handoff("ab", "a", "b", ""),
                handoff("ac", "a", "c", "")
            )
            .replace(
                r#""name": "B""#,
                &format!(r#""name": "B", "capabilities": ["x"]{b}"#),
            )
            .replace(
                r#""name": "C""#,
                &format!(r#""name": "C", "capabilities": ["x"]{c}"#),
            )
        };
        check(
            "TOP012",
            &edits("", ""),
            &[
                "warning agent a: A task of A could go to B or C, and nothing says to which; give the handoffs conditions, or make one agent of the two.",
            ],
        );
        check(
            "TOP012",
            &edits(r#", "languages": ["en"]"#, r#", "languages": ["de"]"#),
            &[],
        );
        let topic = |topic: &str| format!(r#", "role": {{"scope": {{"topics": ["{topic}"]}}}}"#);
        check("TOP012", &edits(&topic("tax"), &topic("rent")), &[]);
        check("TOP012", &edits("", r#", "kind": "human""#), &[]);
    }
}
