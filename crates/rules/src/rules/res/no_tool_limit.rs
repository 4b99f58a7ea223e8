//! RES009: a tool that is tried again and again.

use crate::catalogue::Category;
use crate::context::Context;
use crate::finding::{Fix, Severity};
use crate::fix::change_agent;
use crate::report::{Draft, Report};
use crate::rule::{Entry, Rule};
use crate::{tools, wording};
use baton_model::{Agent, Kind, RecordKey};
use serde::{Deserialize, Serialize};

pub(super) static RULE: Entry = Entry::of_agents::<NoToolLimit>();

struct NoToolLimit;

#[derive(Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Options {
    most_tries: u32,
}

impl Default for Options {
    fn default() -> Self {
        Self { most_tries: 3 }
    }
}

impl Rule for NoToolLimit {
    const CODE: &'static str = "RES009";
    const NAME: &'static str = "no-tool-limit";
    const CATEGORY: Category = Category::Resilience;
    const SEVERITY: Severity = Severity::Warning;
    const SUMMARY: &'static str =
        "An agent tries a tool more often than the limit before it has to hand off.";
    const WHY: &'static str = "An agent that calls a failing tool again and again burns time and tokens and ends up guessing. \
        A forced handoff after a few tries gets the task to somebody who can help.";
    const EXPLANATION: &'static str = r#"
## What it does
Compares `behaviour.tool_limit` of agents that call tools (`tools`, or `behaviour.tool_calls` above 0) with `most_tries`. People,
tools and queues are passed over. Where the forced handoff leads is looked at by RES013.

## Why is this bad
A forced handoff after 3 unresolved tool attempts is the figure that users of this field quote: a third try helps against a
hiccup, a fourth against nothing.

## Example
```json bad
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds", "tools": [{"name": "look_up"}], "behaviour": {"tool_limit": 10}}}
```

## Use instead
```json good
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds", "tools": [{"name": "look_up"}], "behaviour": {"tool_limit": 3}}}
```

## Options
- `most_tries` (default `3`): tries of a tool before the agent has to hand off.

## Fix safety
Offered is `most_tries`. The agent has to be built so, so the fix is never applied without asking.
"#;
    const HAS_FIX: bool = true;
    type Options = Options;

    fn check_agent(
        context: &Context<'_>,
        agent: &Agent,
        options: &Options,
        report: &mut Report<'_>,
    ) {
        let limit = agent.behaviour.tool_limit;
        if limit <= options.most_tries || !tools::calls_tools(agent) {
            return;
        }
        let message = format!(
            "{} tries a tool {limit} times before it hands off; make it hand off after {}.",
            wording::agent(agent),
            options.most_tries,
        );
        let most = options.most_tries.max(1);
        let edit = change_agent(context, agent, move |changed| {
            changed.behaviour.tool_limit = most;
        });
        let title = format!("Hand off after {most} tries");
        let subject = RecordKey::new(Kind::Agent, agent.id.as_str());
        report.add(Draft::new(subject, message).fixes([Fix::to_decide(title, vec![edit])]));
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::check;

    fn edits(fields: &str) -> String {
        format!(
            r#"{{"op": "put", "kind": "agent", "id": "a", "record": {{"name": "A", {fields}}}}}"#
        )
    }

    #[test]
    fn calls_count_where_no_tool_is_named() {
        check(
            "RES009",
            &edits(r#""behaviour": {"tool_calls": 2, "tool_limit": 5}"#),
            &[
                "warning agent a: A tries a tool 5 times before it hands off; make it hand off after 3.",
            ],
        );
    }

    #[test]
    fn who_calls_none_and_a_tool_itself_are_passed_over() {
        check("RES009", &edits(r#""behaviour": {"tool_limit": 5}"#), &[]);
        check(
            "RES009",
            &edits(r#""kind": "tool", "behaviour": {"tool_calls": 2, "tool_limit": 5}"#),
            &[],
        );
    }
}
