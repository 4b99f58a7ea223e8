//! OBS001: a seam that nobody can see.

use crate::catalogue::Category;
use crate::context::TopologyContext;
use crate::finding::{Fix, Severity};
use crate::fix::change_handoff;
use crate::report::{Draft, Report};
use crate::rule::{Entry, Rule};
use crate::{seam, stage, wording};
use baton_model::Handoff;
use serde::{Deserialize, Serialize};

pub(super) static RULE: Entry = Entry::of_handoffs::<NotInstrumented>();

struct NotInstrumented;

#[derive(Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Options {
    attributes: Vec<String>,
}

impl Default for Options {
    fn default() -> Self {
        let names = [
            "baton.contract.version",
            "baton.source.version",
            "baton.destination.version",
            "baton.validation.result",
            "baton.latency_ms",
        ];
        Self {
            attributes: names.map(str::to_owned).to_vec(),
        }
    }
}

impl Rule for NotInstrumented {
    const CODE: &'static str = "OBS001";
    const NAME: &'static str = "not-instrumented";
    const CATEGORY: Category = Category::Observability;
    const SEVERITY: Severity = Severity::Warning;
    const SUMMARY: &'static str = "A handoff in production writes no span, or one without versions, validation result or latency.";
    const WHY: &'static str = "Logs of single calls miss what passed between two agents. Without a span of the handoff both \
        teams' logs look right while the task is lost.";
    const EXPLANATION: &'static str = r#"
## What it does
Finds handoffs between agents in production (or deprecated, which still serve) without `observability.span`, and handoffs whose
span lacks one of `attributes`. Where a span is switched on the attributes are looked at in every stage of life. Handoffs to an
outcome are passed over.

## Why is this bad
What is looked for first when a handoff breaks: which versions met, whether the payload was accepted, how long it took. There is
no common convention for spans of handoffs yet, so Baton's own names are the default. Targets such as a handoff success of 98 %
and a latency of 100 ms cannot be checked without them.

## Example
```json bad
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage", "lifecycle": "production"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds", "lifecycle": "production"}}
{"op": "put", "kind": "handoff", "id": "triage-refunds", "record": {"topology": "support", "from": "triage", "to": "refunds", "observability": {"span": true, "attributes": ["baton.contract.version"]}}}
```

## Use instead
```json good
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage", "lifecycle": "production"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds", "lifecycle": "production"}}
{"op": "put", "kind": "handoff", "id": "triage-refunds", "record": {"topology": "support", "from": "triage", "to": "refunds", "observability": {"span": true, "attributes": ["baton.contract.version", "baton.source.version", "baton.destination.version", "baton.validation.result", "baton.latency_ms"]}}}
```

## Options
- `attributes` (default `["baton.contract.version","baton.source.version","baton.destination.version","baton.validation.result","baton.latency_ms"]`): what every span of a handoff has to carry.

## Fix safety
The span is switched on and the missing attributes are added. Both only add to what is seen, so the fix can be applied without
asking.
"#;
    const HAS_FIX: bool = true;
    type Options = Options;

    fn check_handoff(
        context: &TopologyContext<'_>,
        handoff: &Handoff,
        options: &Options,
        report: &mut Report<'_>,
    ) {
        let seen = &handoff.observability;
        if !seam::has_receiver(handoff) || !(seen.span || stage::serves(context, handoff)) {
            return;
        }
        let is_missing = |name: &&String| !seen.attributes.contains(name);
        let missing: Vec<String> = options
            .attributes
            .iter()
            .filter(is_missing)
            .cloned()
            .collect();
        if seen.span && missing.is_empty() {
            return;
        }
        let wrong = if seen.span {
            let missing = wording::list(missing.iter().map(|name| wording::code(name)));
            format!("writes a span without {missing}; add what is missing")
        } else {
            "is in production and writes no span; instrument it".to_owned()
        };
        let message = format!("{} {wrong}.", wording::the_handoff(context, handoff));
        let edit = change_handoff(context, handoff, move |changed| {
            changed.observability.span = true;
            let attributes = &mut changed.observability.attributes;
            attributes.extend(missing.iter().cloned());
        });
        let fix = Fix::safe("Write a span with all attributes", vec![edit]);
        report.add(Draft::new(seam::key(handoff), message).fixes([fix]));
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::check;

    fn edits(lifecycle: &str, fields: &str) -> String {
        format!(
            r#"
            {{"op": "put", "kind": "topology", "id": "t", "record": {{"name": "T"}}}}
            {{"op": "put", "kind": "agent", "id": "a", "record": {{"name": "A", "lifecycle": "production"}}}}
            {{"op": "put", "kind": "agent", "id": "b", "record": {{"name": "B", "lifecycle": "{lifecycle}"}}}}
            {{"op": "put", "kind": "handoff", "id": "h", "record": {{"topology": "t", "from": "a", "to": "b"{fields}}}}}
            "#
        )
    }

    #[test]
    fn production_asks_for_a_span() {
        check(
            "OBS001",
            &edits("production", ""),
            &[
                "warning handoff h: The handoff from A to B is in production and writes no span; instrument it.",
            ],
        );
        check("OBS001", &edits("experimental", ""), &[]);
    }

    #[test]
    fn a_span_is_held_to_its_attributes() {
        let span = r#", "observability": {"span": true, "attributes": ["baton.contract.version", "baton.source.version", "baton.destination.version", "baton.latency_ms"]}"#;
        check(
            "OBS001",
            &edits("experimental", span),
            &[
                "warning handoff h: The handoff from A to B writes a span without `baton.validation.result`; add what is missing.",
            ],
        );
    }

    #[test]
    fn a_registry_may_have_names_of_its_own() {
        let span = r#", "observability": {"span": true, "attributes": ["x"]}"#;
        let setting = r#"{"op": "put", "kind": "rule_setting", "id": "s", "record": {"code": "OBS001", "options": {"attributes": ["x"]}}}"#;
        check(
            "OBS001",
            &format!("{}{setting}", edits("production", span)),
            &[],
        );
    }
}
