//! RES013: failures that have no way out.

use crate::catalogue::Category;
use crate::context::TopologyContext;
use crate::finding::{Fix, Severity};
use crate::fix::change_handoff;
use crate::report::{Draft, Report};
use crate::rule::{Entry, NoOptions, Rule};
use crate::{people, seam, tools, triggers, wording};
use baton_model::{Agent, DecidedBy, Handoff, Kind, RecordKey, TriggerOn};

pub(super) static RULE: Entry = Entry::of_members::<ErrorSwallowed>();

struct ErrorSwallowed;

impl Rule for ErrorSwallowed {
    const CODE: &'static str = "RES013";
    const NAME: &'static str = "error-swallowed";
    const CATEGORY: Category = Category::Resilience;
    const SEVERITY: Severity = Severity::Warning;
    const SUMMARY: &'static str =
        "An agent with tools has no route for errors, null or partial results.";
    const WHY: &'static str = "A tool that fails or returns half of what was asked leaves the agent with nothing but a guess. \
        Without a way for errors the guess goes on as if it were an answer.";
    const EXPLANATION: &'static str = r#"
## What it does
Finds agents that call tools (`tools`, `behaviour.tool_calls` above 0, or a delegation to a tool) and can hand on or resolve, with
no transfer whose trigger is `error` or `any` containing it. People, tools, queues, and agents that are only called are passed
over: an error of a called agent returns to its caller.

## Why is this bad
Silent failure is the most expensive one: the task goes on tainted and every later agent believes it. The forced handoff after 3
unresolved attempts needs somewhere to go; without it the task is dropped or, worse, not. No threshold: one route is enough,
several errors may share it.

## Example
```json bad
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds", "tools": [{"name": "look_up"}], "behaviour": {"resolves": 0.8}}}
{"op": "put", "kind": "agent", "id": "desk", "record": {"name": "Service desk", "kind": "human"}}
{"op": "put", "kind": "handoff", "id": "refunds-desk", "record": {"topology": "support", "from": "refunds", "to": "desk", "trigger": {"on": "user_asks"}}}
```

## Use instead
```json good
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds", "tools": [{"name": "look_up"}], "behaviour": {"resolves": 0.8}}}
{"op": "put", "kind": "agent", "id": "desk", "record": {"name": "Service desk", "kind": "human"}}
{"op": "put", "kind": "handoff", "id": "refunds-desk", "record": {"topology": "support", "from": "refunds", "to": "desk", "trigger": {"on": {"any": [{"on": "error"}, {"on": "user_asks"}]}}}}
```

## Options
None.

## Fix safety
Offered is to let a transfer to a person, that has a trigger of its own, happen on errors too, where the agent can go on without
it. The person gets more tasks, so the fix is never applied without asking.
"#;
    const HAS_FIX: bool = true;
    type Options = NoOptions;

    fn check_member(
        context: &TopologyContext<'_>,
        agent: &Agent,
        _: &NoOptions,
        report: &mut Report<'_>,
    ) {
        if tools::may_call(agent)
            && let Some(draft) = of_agent(context, agent)
        {
            report.add(draft);
        }
    }
}

fn of_agent(context: &TopologyContext<'_>, agent: &Agent) -> Option<Draft> {
    let graph = context.graph;
    let transfers = graph.transferred_by(&agent.id);
    let called = tools::called_tool(context, agent);
    let uses_tools = tools::calls_tools(agent) || called.is_some();
    let goes_on = agent.behaviour.resolves > 0.0 || !transfers.is_empty();
    let has_route = transfers
        .iter()
        .any(|handoff| handoff.trigger.on.is_error());
    if !uses_tools || !goes_on || has_route || graph.is_only_called(&agent.id) {
        return None;
    }
    let what = match (agent.tools.first(), called) {
        (Some(tool), _) => wording::code(&tool.name),
        (None, Some(tool)) => wording::agent(tool),
        (None, None) => "a tool".to_owned(),
    };
    let message = format!(
        "{} has no way on when {what} fails or answers in part; hand off on `error`.",
        wording::agent(agent)
    );
    let subject = RecordKey::new(Kind::Agent, agent.id.as_str());
    Some(Draft::new(subject, message).fixes(fixes(context, agent, &transfers)))
}

/// A transfer that waits for errors counts as no way on, so something else has to end the request.
fn fixes(context: &TopologyContext<'_>, agent: &Agent, transfers: &[&Handoff]) -> Vec<Fix> {
    let ends = |handoff: &&&Handoff| !seam::has_receiver(handoff);
    let ends_itself = agent.behaviour.resolves > 0.0 || transfers.iter().any(|other| ends(&other));
    let to_person = |handoff: &&&Handoff| {
        let receivers = context.graph.receivers(handoff);
        let trigger = &handoff.trigger;
        let is_special = trigger.on != TriggerOn::Done && !trigger.otherwise;
        let is_free = trigger.condition.is_none() && trigger.decided_by != DecidedBy::User;
        let has_people = !receivers.is_empty() && receivers.iter().copied().all(people::is_person);
        is_special && is_free && !trigger.confirm && has_people
    };
    let offered = transfers.iter().filter(to_person).filter(|_| ends_itself);
    let fixes = offered.take(people::MOST_OFFERS).map(|handoff| {
        let edit = change_handoff(context, handoff, |changed| {
            triggers::add_cause(&mut changed.trigger, TriggerOn::Error);
        });
        let title = format!("Take {} on errors too", wording::handoff(context, handoff));
        Fix::to_decide(title, vec![edit])
    });
    fixes.collect()
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, found, registry};

    fn edits(agent: &str, trigger: &str) -> String {
        format!(
            r#"
            {{"op": "put", "kind": "topology", "id": "t", "record": {{"name": "T"}}}}
            {{"op": "put", "kind": "agent", "id": "a", "record": {{"name": "A", {agent}}}}}
            {{"op": "put", "kind": "agent", "id": "tool", "record": {{"name": "Line test", "kind": "tool"}}}}
            {{"op": "put", "kind": "agent", "id": "desk", "record": {{"name": "Desk", "kind": "human"}}}}
            {{"op": "put", "kind": "handoff", "id": "h", "record": {{"topology": "t", "from": "a", "to": "desk", "trigger": {trigger}}}}}
            "#
        )
    }

    const RESOLVES: &str = r#""behaviour": {"resolves": 0.5}"#;

    #[test]
    fn a_called_tool_counts() {
        let call = r#"{"op": "put", "kind": "handoff", "id": "call", "record": {"topology": "t", "from": "a", "to": "tool", "mode": "delegate"}}"#;
        let edits = format!("{}{call}", edits(RESOLVES, r#"{"on": "user_asks"}"#));
        check(
            "RES013",
            &edits,
            &[
                "warning agent a: A has no way on when Line test fails or answers in part; hand off on `error`.",
            ],
        );
        let findings = found("RES013", &registry(&edits));
        assert_eq!(
            findings[0].fixes[0].title,
            "Take the handoff from A to Desk on errors too"
        );
    }

    #[test]
    fn without_tools_or_with_a_route_nothing_is_said() {
        check("RES013", &edits(RESOLVES, r#"{"on": "user_asks"}"#), &[]);
        check(
            "RES013",
            &edits(r#""tools": [{"name": "x"}]"#, r#"{"on": "error"}"#),
            &[],
        );
    }

    #[test]
    fn the_only_way_on_is_not_offered() {
        let edits = edits(r#""tools": [{"name": "x"}]"#, r#"{"on": "user_asks"}"#);
        assert!(found("RES013", &registry(&edits))[0].fixes.is_empty());
    }
}
