//! HIL005: a user who cannot get a person.

use crate::catalogue::Category;
use crate::context::TopologyContext;
use crate::finding::{Fix, Severity};
use crate::fix::change_handoff;
use crate::glimpse::Node;
use crate::report::{Draft, Report};
use crate::rule::{Entry, NoOptions, Rule};
use crate::{people, triggers, wording};
use baton_model::{Agent, AgentId, Handoff, Kind, RecordKey, TriggerOn};
use std::collections::BTreeSet;

pub(super) static RULE: Entry = Entry::of_topologies::<NoUserEscalation>();

struct NoUserEscalation;

impl Rule for NoUserEscalation {
    const CODE: &'static str = "HIL005";
    const NAME: &'static str = "no-user-escalation";
    const CATEGORY: Category = Category::People;
    const SEVERITY: Severity = Severity::Warning;
    const SUMMARY: &'static str = "Users talk to an agent and cannot ask it for a person.";
    const WHY: &'static str = "A user who is not understood and cannot say \"a person, please\" leaves, or says it in a \
        complaint.";
    const EXPLANATION: &'static str = r#"
## What it does
Finds agents that talk to users (`role.talks_to_user`), other than people, that have no transfer towards a person that `user_asks`
sets off alone, and no transfer in or out with `user_can_escalate`. Agents that are only called are passed over; so are agents
that no way leads from to a person, which TOP005 looks at.

## Why is this bad
Users have to be able to reach a person at every point, whatever the agent thinks of its own confidence; in many places the law
says so. No threshold: human handoff in 5 to 10 % of cases is what well-made systems see.

## Example
```json bad
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage", "role": {"talks_to_user": true}}}
{"op": "put", "kind": "agent", "id": "desk", "record": {"name": "Service desk", "kind": "human"}}
{"op": "put", "kind": "handoff", "id": "triage-desk", "record": {"topology": "support", "from": "triage", "to": "desk", "trigger": {"on": "confidence_below", "value": 0.8}}}
```

## Use instead
```json good
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage", "role": {"talks_to_user": true}}}
{"op": "put", "kind": "agent", "id": "desk", "record": {"name": "Service desk", "kind": "human"}}
{"op": "put", "kind": "handoff", "id": "triage-desk", "record": {"topology": "support", "from": "triage", "to": "desk", "trigger": {"on": {"any": [{"on": "confidence_below", "value": 0.8}, {"on": "user_asks"}]}}}}
```

## Options
None.

## Fix safety
Offered is to let a transfer to a person, that has a trigger of its own, happen when the user asks, too. People get more tasks, so
the fix is never applied without asking.
"#;
    const HAS_FIX: bool = true;
    type Options = NoOptions;

    fn check_topology(context: &TopologyContext<'_>, _: &NoOptions, report: &mut Report<'_>) {
        let graph = context.graph;
        let talks = |node: Node<'_>| node.talks_to_user() && node.may_call();
        if !graph.nodes().any(talks) {
            return;
        }
        let reaching = graph.nodes().zip(graph.is_reaching_a_human());
        let helped = reaching.filter(|(_, is_reaching)| *is_reaching);
        let helped: BTreeSet<&AgentId> = helped.map(|(node, _)| node.id()).collect();
        for agent in graph.agents_that(talks) {
            let has_a_way_unasked = helped.contains(&agent.id) && !graph.is_only_called(&agent.id);
            if !has_a_way_unasked || can_ask(context, agent, &helped) {
                continue;
            }
            let message = format!(
                "Users talk to {} and cannot ask it for a person; hand off when the user asks.",
                wording::agent(agent)
            );
            let subject = RecordKey::new(Kind::Agent, agent.id.as_str());
            report.add(Draft::new(subject, message).fixes(fixes(context, agent)));
        }
    }
}

fn can_ask(context: &TopologyContext<'_>, agent: &Agent, helped: &BTreeSet<&AgentId>) -> bool {
    let graph = context.graph;
    let is_way = |handoff: &Handoff| {
        let receivers = graph.receivers(handoff);
        triggers::happens_on(&handoff.trigger.on, &TriggerOn::UserAsks)
            && receivers
                .iter()
                .any(|receiver| helped.contains(&receiver.id))
    };
    let handoff = |id| graph.handoff(id);
    let (out, into) = (
        graph.transfers_out(&agent.id),
        graph.transfers_in(&agent.id),
    );
    let mut all = out.iter().chain(&into).copied().filter_map(handoff);
    all.any(|handoff| handoff.user_can_escalate) || out.into_iter().filter_map(handoff).any(is_way)
}

fn fixes(context: &TopologyContext<'_>, agent: &Agent) -> Vec<Fix> {
    let transfers = context.graph.transfers_out(&agent.id);
    let transfers = transfers
        .into_iter()
        .filter_map(|id| context.graph.handoff(id));
    let offered = transfers.filter(|handoff| {
        let receivers = context.graph.receivers(handoff);
        let trigger = &handoff.trigger;
        let is_special = trigger.on != TriggerOn::Done && !trigger.otherwise;
        let is_free = trigger.condition.is_none() && !trigger.confirm;
        is_special
            && is_free
            && !receivers.is_empty()
            && receivers.iter().copied().all(people::is_person)
    });
    let fixes = offered.take(people::MOST_OFFERS).map(|handoff| {
        let edit = change_handoff(context, handoff, |changed| {
            triggers::add_cause(&mut changed.trigger, TriggerOn::UserAsks);
        });
        let title = format!(
            "Take {} when the user asks, too",
            wording::handoff(context, handoff)
        );
        Fix::to_decide(title, vec![edit])
    });
    fixes.collect()
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, found, registry};

    fn edits(fields: &str) -> String {
        format!(
            r#"
            {{"op": "put", "kind": "topology", "id": "t", "record": {{"name": "T"}}}}
            {{"op": "put", "kind": "agent", "id": "a", "record": {{"name": "A", "role": {{"talks_to_user": true}}}}}}
            {{"op": "put", "kind": "agent", "id": "desk", "record": {{"name": "Desk", "kind": "human"}}}}
            {{"op": "put", "kind": "handoff", "id": "h", "record": {{"topology": "t", "from": "a", "to": "desk"{fields}}}}}
            "#
        )
    }

    #[test]
    fn asking_alone_has_to_be_enough() {
        let edits = edits(r#", "trigger": {"on": "error"}"#);
        check(
            "HIL005",
            &edits,
            &[
                "warning agent a: Users talk to A and cannot ask it for a person; hand off when the user asks.",
            ],
        );
        let findings = found("HIL005", &registry(&edits));
        assert_eq!(
            findings[0].fixes[0].title,
            "Take the handoff from A to Desk when the user asks, too"
        );
        let both = r#", "trigger": {"on": {"all": [{"on": "user_asks"}, {"on": "sentiment"}]}}"#;
        assert_eq!(found("HIL005", &registry(&self::edits(both))).len(), 1);
    }

    #[test]
    fn a_handoff_may_say_that_users_can_ask() {
        check("HIL005", &edits(r#", "user_can_escalate": true"#), &[]);
        check("HIL005", &edits(r#", "trigger": {"on": "user_asks"}"#), &[]);
    }

    #[test]
    fn without_people_there_is_nobody_to_ask_for() {
        check("HIL005", &edits("").replace("human", "ai"), &[]);
    }
}
