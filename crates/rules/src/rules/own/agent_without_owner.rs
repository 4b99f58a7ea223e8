//! OWN001: an agent that no team answers for.

use crate::catalogue::Category;
use crate::context::Context;
use crate::finding::{Fix, Severity};
use crate::fix::change_agent;
use crate::report::{Draft, Report};
use crate::rule::{Entry, Rule};
use crate::wording;
use baton_model::{Agent, AgentKind, Handoff, Kind, Lifecycle, RecordKey, Team, TeamId, Topology};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

pub(super) static RULE: Entry = Entry::of_agents::<AgentWithoutOwner>();

struct AgentWithoutOwner;

#[derive(Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Options {
    include_external: bool,
}

impl Rule for AgentWithoutOwner {
    const CODE: &'static str = "OWN001";
    const NAME: &'static str = "agent-without-owner";
    const CATEGORY: Category = Category::Ownership;
    const SEVERITY: Severity = Severity::Warning;
    const SUMMARY: &'static str = "An agent has no owning team.";
    const WHY: &'static str = "When the agent misbehaves nobody is called, and nobody keeps its contracts and versions true. \
        Unowned agents are how agent sprawl begins.";
    const EXPLANATION: &'static str = r#"
## What it does
Finds agents without a `team`. Retired agents are left out, and so are agents of kind `external`: another organisation owns those,
and the handoff to them has an owner of its own (OWN002).

## Why is this bad
When the agent misbehaves nobody is called, and nobody keeps its contracts, versions and capability tags true. No threshold: one
unowned agent is one too many.

## Example
```json bad
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds"}}
```

## Use instead
```json good
{"op": "put", "kind": "team", "id": "payments", "record": {"name": "Payments"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds", "team": "payments"}}
```

## Options
- `include_external` (default `false`): also asks for a team inside your organisation for agents of kind `external`.

## Fix safety
The offered team is that of the topologies in which the agent hands over. Whether it accepts is for people to decide, so the fix
is never applied without asking.
"#;
    const HAS_FIX: bool = true;
    type Options = Options;

    fn check_agent(
        context: &Context<'_>,
        agent: &Agent,
        options: &Options,
        report: &mut Report<'_>,
    ) {
        let is_exempt = agent.lifecycle == Lifecycle::Retired
            || (agent.kind == AgentKind::External && !options.include_external);
        if agent.team.is_some() || is_exempt {
            return;
        }
        let message = format!(
            "{} has no owning team; say which team answers for it.",
            wording::agent(agent)
        );
        let fixes = topology_team(context, agent).map(|team| {
            let id = team.id.clone();
            let change = move |changed: &mut Agent| changed.team = Some(id.clone());
            let title = format!(
                "Make {} the owner of {}",
                wording::team(team),
                wording::agent(agent)
            );
            Fix::to_decide(title, vec![change_agent(context, agent, change)])
        });
        report
            .add(Draft::new(RecordKey::new(Kind::Agent, agent.id.as_str()), message).fixes(fixes));
    }
}

/// The team of the topologies in whose handoffs the agent is named, if it is the same for all.
fn topology_team<'a>(context: &Context<'a>, agent: &Agent) -> Option<&'a Team> {
    let key = RecordKey::new(Kind::Agent, agent.id.as_str());
    let teams: BTreeSet<Option<&TeamId>> = context
        .doc
        .referrers(&key)
        .filter(|key| key.kind == Kind::Handoff)
        .filter_map(|key| context.doc.find::<Handoff>(&key.id))
        .filter_map(|handoff| context.doc.find::<Topology>(&handoff.topology))
        .map(|topology| topology.team.as_ref())
        .collect();
    match teams.into_iter().collect::<Vec<_>>()[..] {
        [Some(team)] => context.doc.find(team),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, found, registry};

    #[test]
    fn retired_and_outside_agents_are_left_out() {
        check(
            "OWN001",
            r#"
            {"op": "put", "kind": "agent", "id": "old", "record": {"name": "Old", "lifecycle": "retired"}}
            {"op": "put", "kind": "agent", "id": "bank", "record": {"name": "Bank", "kind": "external"}}
            {"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
            "#,
            &["warning agent triage: Triage has no owning team; say which team answers for it."],
        );
    }

    #[test]
    fn outside_agents_are_looked_at_on_request() {
        check(
            "OWN001",
            r#"
            {"op": "put", "kind": "agent", "id": "bank", "record": {"name": "Bank", "kind": "external"}}
            {"op": "put", "kind": "rule_setting", "id": "s", "record": {"code": "OWN001", "severity": "advice", "options": {"include_external": true}}}
            "#,
            &["advice agent bank: Bank has no owning team; say which team answers for it."],
        );
    }

    #[test]
    fn the_topology_s_team_is_offered() {
        let document = registry(
            r#"
            {"op": "put", "kind": "team", "id": "care", "record": {"name": "Care"}}
            {"op": "put", "kind": "topology", "id": "t", "record": {"name": "T", "team": "care"}}
            {"op": "put", "kind": "agent", "id": "a", "record": {"name": "A"}}
            {"op": "put", "kind": "agent", "id": "b", "record": {"name": "B", "team": "care"}}
            {"op": "put", "kind": "handoff", "id": "h", "record": {"topology": "t", "from": "a", "to": "b"}}
            "#,
        );
        let findings = found("OWN001", &document);
        assert_eq!(findings[0].fixes[0].title, "Make Care the owner of A");
        assert!(!findings[0].fixes[0].safe);
    }
}
