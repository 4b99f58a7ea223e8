//! CAP005: somebody who has to ask again what is known.

use crate::catalogue::Category;
use crate::context::TopologyContext;
use crate::finding::{Fix, Severity};
use crate::fix::{change_agent, change_handoff};
use crate::report::{Draft, Report};
use crate::rule::{Entry, NoOptions, Rule};
use crate::{exchange, people, seam, wording};
use baton_model::Handoff;
use std::collections::BTreeSet;
use std::sync::Arc;

pub(super) static RULE: Entry = Entry::of_handoffs::<SystemUnreachable>();

struct SystemUnreachable;

impl Rule for SystemUnreachable {
    const CODE: &'static str = "CAP005";
    const NAME: &'static str = "system-unreachable";
    const CATEGORY: Category = Category::Capabilities;
    const SEVERITY: Severity = Severity::Warning;
    const SUMMARY: &'static str =
        "An agent that talks to users lacks a system of record that its task needs.";
    const WHY: &'static str =
        "An agent that cannot look up the order asks the user for it, or makes it up.";
    const EXPLANATION: &'static str = r#"
## What it does
Compares the `required_systems` of a handoff with the `systems` of whoever may take it and talks to users (people always do):
receivers, candidates of a query, fallbacks.

## Why is this bad
Of the users who are made to repeat themselves 60 % leave. No threshold: one system that the task needs and the agent cannot reach
is enough.

## Example
```json bad
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds", "role": {"talks_to_user": true}, "systems": ["crm"]}}
{"op": "put", "kind": "handoff", "id": "triage-refunds", "record": {"topology": "support", "from": "triage", "to": "refunds", "required_systems": ["crm", "billing"]}}
```

## Use instead
```json good
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds", "role": {"talks_to_user": true}, "systems": ["crm", "billing"]}}
{"op": "put", "kind": "handoff", "id": "triage-refunds", "record": {"topology": "support", "from": "triage", "to": "refunds", "required_systems": ["crm", "billing"]}}
```

## Options
None.

## Fix safety
Offered is to declare the system on the agent, once it can reach it, and to require it no longer. Both are decisions, so neither
is applied without asking.
"#;
    const HAS_FIX: bool = true;
    type Options = NoOptions;

    fn check_handoff(
        context: &TopologyContext<'_>,
        handoff: &Handoff,
        _: &NoOptions,
        report: &mut Report<'_>,
    ) {
        if handoff.required_systems.is_empty() {
            return;
        }
        for taker in exchange::takers(context, handoff) {
            let talks = taker.role.talks_to_user || people::is_person(taker);
            let lacks = |system: &&String| !taker.systems.contains(system);
            let missing: BTreeSet<&String> =
                handoff.required_systems.iter().filter(lacks).collect();
            if missing.is_empty() || !talks {
                continue;
            }
            let names = wording::list(missing.iter().map(|system| wording::code(system)));
            let message = format!(
                "{} needs {names}, which {} cannot reach; give access, or send the task to somebody who has it.",
                wording::the_handoff(context, handoff),
                wording::agent(taker),
            );
            let added: Arc<[String]> = missing.into_iter().cloned().collect();
            let lifted = Arc::clone(&added);
            let declare = change_agent(context.registry, taker, move |changed| {
                changed.systems.extend(added.iter().cloned());
            });
            let relax = change_handoff(context, handoff, move |changed| {
                changed
                    .required_systems
                    .retain(|system| !lifted.contains(system));
            });
            let fixes = [
                Fix::to_decide(
                    format!("Declare {names} on {}", wording::agent(taker)),
                    vec![declare],
                ),
                Fix::to_decide(format!("No longer require {names}"), vec![relax]),
            ];
            let draft = Draft::new(seam::key(handoff), message).part(taker.id.as_str());
            report.add(draft.fixes(fixes));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::check;

    fn edits(first: &str, second: &str, handoff: &str) -> String {
        format!(
            r#"
            {{"op": "put", "kind": "topology", "id": "t", "record": {{"name": "T"}}}}
            {{"op": "put", "kind": "agent", "id": "a", "record": {{"name": "A", "role": {{"talks_to_user": true}}, {first}}}}}
            {{"op": "put", "kind": "agent", "id": "b", "record": {{"name": "B", "role": {{"talks_to_user": true}}, {second}}}}}
            {{"op": "put", "kind": "handoff", "id": "h", "record": {{"topology": "t", "from": "a", "to": "b"{handoff}}}}}
            "#
        )
    }

    #[test]
    fn the_missing_systems_are_named() {
        check(
            "CAP005",
            &edits(
                r#""systems": ["x"]"#,
                r#""systems": ["y"]"#,
                r#", "required_systems": ["x", "y"]"#,
            ),
            &[
                "warning handoff h: The handoff from A to B needs `x`, which B cannot reach; give access, or send the task to somebody who has it.",
            ],
        );
    }

    #[test]
    fn who_talks_to_nobody_asks_nobody() {
        let silent = edits(
            r#""kind": "ai""#,
            r#""kind": "ai""#,
            r#", "required_systems": ["x"]"#,
        );
        check("CAP005", &silent.replace("true", "false"), &[]);
    }
}
