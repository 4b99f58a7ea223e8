//! RES005: a long way to somebody who can help.

use crate::catalogue::Category;
use crate::context::TopologyContext;
use crate::finding::{Fix, Severity};
use crate::fix::change_handoff;
use crate::report::{Draft, Report};
use crate::rule::{Entry, Rule};
use crate::{people, seam, wording};
use baton_model::{Agent, AgentId, Handoff};
use serde::{Deserialize, Serialize};

pub(super) static RULE: Entry = Entry::of_handoffs::<TooManyFallbacks>();

struct TooManyFallbacks;

#[derive(Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Options {
    most: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { most: 3 }
    }
}

impl Rule for TooManyFallbacks {
    const CODE: &'static str = "RES005";
    const NAME: &'static str = "too-many-fallbacks";
    const CATEGORY: Category = Category::Resilience;
    const SEVERITY: Severity = Severity::Warning;
    const SUMMARY: &'static str =
        "More automatic fallbacks are tried than the limit before a person takes over.";
    const WHY: &'static str = "Every further fallback costs the user time and loses context. After two or three that failed, \
        the next one is unlikely to help; a person is.";
    const EXPLANATION: &'static str = r#"
## What it does
Counts the fallbacks of a handoff that stand before the first person, or all of them where there is no person, and compares the
number with `most`.

## Why is this bad
At most 2 to 3 automatic fallbacks are in use before a person takes over: the default is 3, the larger of the two. Each is one
more attempt with its own timeout, and agents further down the list usually share what has failed.

## Example
```json bad
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds"}}
{"op": "put", "kind": "agent", "id": "reserve-1", "record": {"name": "Reserve 1"}}
{"op": "put", "kind": "agent", "id": "reserve-2", "record": {"name": "Reserve 2"}}
{"op": "put", "kind": "agent", "id": "reserve-3", "record": {"name": "Reserve 3"}}
{"op": "put", "kind": "agent", "id": "reserve-4", "record": {"name": "Reserve 4"}}
{"op": "put", "kind": "handoff", "id": "triage-refunds", "record": {"topology": "support", "from": "triage", "to": "refunds", "fallbacks": ["reserve-1", "reserve-2", "reserve-3", "reserve-4"]}}
```

## Use instead
```json good
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds"}}
{"op": "put", "kind": "agent", "id": "reserve-1", "record": {"name": "Reserve 1"}}
{"op": "put", "kind": "agent", "id": "reserve-2", "record": {"name": "Reserve 2"}}
{"op": "put", "kind": "agent", "id": "desk", "record": {"name": "Service desk", "kind": "human"}}
{"op": "put", "kind": "handoff", "id": "triage-refunds", "record": {"topology": "support", "from": "triage", "to": "refunds", "fallbacks": ["reserve-1", "reserve-2", "desk"]}}
```

## Options
- `most` (default `3`): automatic fallbacks before a person.

## Fix safety
Offered is to move the first person of the list forward; where there is none, people of the topology who take the payload. People
have to agree, so the fix is never applied without asking.
"#;
    const HAS_FIX: bool = true;
    type Options = Options;

    fn check_handoff(
        context: &TopologyContext<'_>,
        handoff: &Handoff,
        options: &Options,
        report: &mut Report<'_>,
    ) {
        let is_person = |id: &&AgentId| context.graph.member(id).is_some_and(people::is_person);
        let automatic = handoff
            .fallbacks
            .iter()
            .take_while(|id| !is_person(id))
            .count();
        if automatic <= options.most {
            return;
        }
        let message = format!(
            "{} tries {automatic} automatic fallbacks before a person; let one take over after {} at most.",
            wording::the_handoff(context, handoff),
            options.most,
        );
        let mut people: Vec<&Agent> = people::who_can_take(context, handoff)
            .take(people::MOST_OFFERS)
            .collect();
        if let Some(named) = handoff.fallbacks.iter().find(is_person) {
            people = context.graph.member(named).into_iter().collect();
        }
        let fixes = people.into_iter().map(|person| {
            let (taking, most) = (person.id.clone(), options.most);
            let edit = change_handoff(context, handoff, move |changed| {
                changed.fallbacks.retain(|id| *id != taking);
                changed.fallbacks.insert(most, taking.clone());
            });
            let title = format!(
                "Fall back to {} as number {}",
                wording::agent(person),
                options.most + 1
            );
            Fix::to_decide(title, vec![edit])
        });
        report.add(Draft::new(seam::key(handoff), message).fixes(fixes));
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, found, registry};

    fn edits(fallbacks: &str) -> String {
        let agents = ["a", "b", "c", "d", "e", "f"].map(|id| {
            format!(
                r#"{{"op": "put", "kind": "agent", "id": "{id}", "record": {{"name": "{id}"}}}}"#
            )
        });
        format!(
            r#"
            {{"op": "put", "kind": "topology", "id": "t", "record": {{"name": "T"}}}}
            {}
            {{"op": "put", "kind": "agent", "id": "desk", "record": {{"name": "Desk", "kind": "human"}}}}
            {{"op": "put", "kind": "handoff", "id": "h", "record": {{"topology": "t", "from": "a", "to": "b", "fallbacks": {fallbacks}}}}}
            "#,
            agents.join("\n")
        )
    }

    #[test]
    fn the_person_at_the_end_is_moved_forward() {
        let edits = edits(r#"["c", "d", "e", "f", "desk"]"#);
        check(
            "RES005",
            &edits,
            &[
                "warning handoff h: The handoff from a to b tries 4 automatic fallbacks before a person; let one take over after 3 at most.",
            ],
        );
        let findings = found("RES005", &registry(&edits));
        assert_eq!(findings[0].fixes[0].title, "Fall back to Desk as number 4");
    }

    #[test]
    fn three_are_in_use() {
        check("RES005", &edits(r#"["c", "d", "e"]"#), &[]);
        check("RES005", &edits(r#"["c", "desk", "d", "e", "f"]"#), &[]);
    }
}
