//! RES003: a handoff on which much hangs, with nobody to take over.

use crate::catalogue::Category;
use crate::context::TopologyContext;
use crate::finding::{Fix, Severity};
use crate::fix::change_handoff;
use crate::report::{Draft, Report};
use crate::rule::{Entry, Rule};
use crate::{people, seam, wording};
use baton_model::{Criticality, Handoff};
use serde::{Deserialize, Serialize};

pub(super) static RULE: Entry = Entry::of_handoffs::<NoFallback>();

struct NoFallback;

#[derive(Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Options {
    levels: Vec<Criticality>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            levels: vec![Criticality::High, Criticality::Critical],
        }
    }
}

impl Rule for NoFallback {
    const CODE: &'static str = "RES003";
    const NAME: &'static str = "no-fallback";
    const CATEGORY: Category = Category::Resilience;
    const SEVERITY: Severity = Severity::Warning;
    const SUMMARY: &'static str = "A handoff of high criticality has no fallback.";
    const WHY: &'static str = "When the receiver is down or refuses the payload, the task is dropped. What matters most needs somebody \
        who takes over.";
    const EXPLANATION: &'static str = r#"
## What it does
Finds handoffs of criticality `high` or `critical` whose list of `fallbacks` is empty.

## Why is this bad
Once retries are used up the task is dropped unless a fallback takes it: a secondary queue, an agent that can do less, or a person. At
most 2 to 3 automatic fallbacks are in use before a person takes over; one is enough for this rule.

## Example
```json bad
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds"}}
{"op": "put", "kind": "handoff", "id": "triage-refunds", "record": {"topology": "support", "from": "triage", "to": "refunds", "criticality": "critical"}}
```

## Use instead
```json good
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds"}}
{"op": "put", "kind": "agent", "id": "desk", "record": {"name": "Service desk", "kind": "human"}}
{"op": "put", "kind": "handoff", "id": "triage-refunds", "record": {"topology": "support", "from": "triage", "to": "refunds", "criticality": "critical", "fallbacks": ["desk"]}}
```

## Options
- `levels` (default `["high","critical"]`): the criticalities that need a fallback.

## Fix safety
Offered are people of the topology who take the payload and hand nothing on. They have to agree, so the fix is never applied
without asking.
"#;
    const HAS_FIX: bool = true;
    type Options = Options;

    fn check_handoff(
        context: &TopologyContext<'_>,
        handoff: &Handoff,
        options: &Options,
        report: &mut Report<'_>,
    ) {
        if !handoff.fallbacks.is_empty() || !options.levels.contains(&handoff.criticality) {
            return;
        }
        let message = format!(
            "{} is of {} criticality and nobody takes over when it fails; name a fallback.",
            wording::the_handoff(context, handoff),
            word(handoff.criticality),
        );
        let fixes = people::who_can_take(context, handoff)
            .take(people::MOST_OFFERS)
            .map(|person| {
                let title = format!("Fall back to {}", wording::agent(person));
                let id = person.id.clone();
                let change = move |changed: &mut Handoff| changed.fallbacks = vec![id.clone()];
                Fix::to_decide(title, vec![change_handoff(context, handoff, change)])
            });
        report.add(Draft::new(seam::key(handoff), message).fixes(fixes));
    }
}

fn word(criticality: Criticality) -> &'static str {
    match criticality {
        Criticality::Low => "low",
        Criticality::Medium => "medium",
        Criticality::High => "high",
        Criticality::Critical => "the highest",
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, found, registry};

    const EDITS: &str = r#"
        {"op": "put", "kind": "topology", "id": "t", "record": {"name": "T"}}
        {"op": "put", "kind": "agent", "id": "a", "record": {"name": "A"}}
        {"op": "put", "kind": "agent", "id": "b", "record": {"name": "B"}}
        {"op": "put", "kind": "agent", "id": "desk", "record": {"name": "Desk", "kind": "human"}}
        {"op": "put", "kind": "handoff", "id": "ad", "record": {"topology": "t", "from": "a", "to": "desk"}}
        {"op": "put", "kind": "handoff", "id": "h", "record": {"topology": "t", "from": "a", "to": "b", "criticality": "high"}}
    "#;

    #[test]
    fn the_ordinary_handoff_may_do_without() {
        check(
            "RES003",
            EDITS,
            &[
                "warning handoff h: The handoff from A to B is of high criticality and nobody takes over when it fails; name a fallback.",
            ],
        );
        assert_eq!(
            found("RES003", &registry(EDITS))[0].fixes[0].title,
            "Fall back to Desk"
        );
    }

    #[test]
    fn a_topology_can_ask_for_the_highest_only() {
        let setting = r#"{"op": "put", "kind": "rule_setting", "id": "s", "record": {"code": "RES003", "topology": "t", "options": {"levels": ["critical"]}}}"#;
        check("RES003", &format!("{EDITS}{setting}"), &[]);
    }
}
