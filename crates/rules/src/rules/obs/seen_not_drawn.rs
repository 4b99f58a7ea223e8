//! OBS004: a way that nobody drew.

use crate::catalogue::Category;
use crate::context::TopologyContext;
use crate::finding::Severity;
use crate::report::{Draft, Report};
use crate::rule::{Entry, Rule};
use crate::{traces, wording};
use baton_model::{Agent, Kind, ObservedHandoff, RecordKey};
use serde::{Deserialize, Serialize};

pub(super) static RULE: Entry = Entry::of_topologies::<SeenNotDrawn>();

struct SeenNotDrawn;

#[derive(Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Options {
    least_seen: u32,
}

impl Default for Options {
    fn default() -> Self {
        Self { least_seen: 1 }
    }
}

impl Rule for SeenNotDrawn {
    const CODE: &'static str = "OBS004";
    const NAME: &'static str = "seen-not-drawn";
    const CATEGORY: Category = Category::Observability;
    const SEVERITY: Severity = Severity::Warning;
    const SUMMARY: &'static str = "Traces show a handoff that nobody drew.";
    const WHY: &'static str = "A handoff that is not drawn has no contract, no owner and no failure path, and no rule looks at \
        it. It is where the next incident comes from.";
    const EXPLANATION: &'static str = r#"
## What it does
Looks at the `observed_handoff` records that belong to no drawn handoff, were seen at least `least_seen` times, and name agents of
the topology: both, or one where the registry does not know the other. Agents are recognised by id or name. A way that is drawn in
any topology of the registry is passed over, and so is the return of a delegation. It is advice where the handoff was inferred
from the trace and not recorded in it.

## Why is this bad
The drawing is only worth what it shares with reality: agents that address each other on their own are how a topology drifts. No
threshold by default: once is enough to ask.

## Example
```json bad
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds"}}
{"op": "put", "kind": "agent", "id": "desk", "record": {"name": "Service desk", "kind": "human"}}
{"op": "put", "kind": "handoff", "id": "triage-desk", "record": {"topology": "support", "from": "triage", "to": "desk"}}
{"op": "put", "kind": "handoff", "id": "refunds-desk", "record": {"topology": "support", "from": "refunds", "to": "desk"}}
{"op": "put", "kind": "observed_handoff", "id": "o1", "record": {"from": "triage", "to": "refunds", "seen": 38, "success": 36}}
```

## Use instead
```json good
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds"}}
{"op": "put", "kind": "agent", "id": "desk", "record": {"name": "Service desk", "kind": "human"}}
{"op": "put", "kind": "handoff", "id": "triage-desk", "record": {"topology": "support", "from": "triage", "to": "desk"}}
{"op": "put", "kind": "handoff", "id": "refunds-desk", "record": {"topology": "support", "from": "refunds", "to": "desk"}}
{"op": "put", "kind": "handoff", "id": "triage-refunds", "record": {"topology": "support", "from": "triage", "to": "refunds"}}
{"op": "put", "kind": "observed_handoff", "id": "o1", "record": {"from": "triage", "to": "refunds", "seen": 38, "success": 36}}
```

## Options
- `least_seen` (default `1`): how often a handoff must have been seen.

## Fix safety
None: a handoff that is drawn needs a contract and an owner, or should not happen at all.
"#;
    const HAS_FIX: bool = false;
    type Options = Options;

    fn check_topology(context: &TopologyContext<'_>, options: &Options, report: &mut Report<'_>) {
        let doc = context.registry.doc;
        let unknown: Vec<&ObservedHandoff> = doc
            .observed_handoffs()
            .filter(|seen| seen.handoff.is_none() && seen.seen >= options.least_seen.max(1))
            .collect();
        if unknown.is_empty() {
            return;
        }
        let drawn = traces::drawn_around(doc, &unknown);
        for seen in unknown {
            let Some(subject) = subject(context, seen) else {
                continue;
            };
            if drawn
                .iter()
                .any(|handoff| traces::draws(doc, handoff, seen))
            {
                continue;
            }
            let message = format!(
                "Traces show {} from {} to {}, and nobody drew {}; draw it with its contract and owner, or stop it.",
                if seen.seen == 1 {
                    "a handoff".to_owned()
                } else {
                    format!("{} handoffs", seen.seen)
                },
                named(context, &seen.from),
                named(context, &seen.to),
                if seen.seen == 1 { "it" } else { "this way" },
            );
            let severity = if seen.inferred {
                Severity::Advice
            } else {
                Severity::Warning
            };
            let subject = RecordKey::new(Kind::Agent, subject.id.as_str());
            report.add(
                Draft::new(subject, message)
                    .part(seen.id.as_str())
                    .severity(severity),
            );
        }
    }
}

/// The agent at which the finding stands, if the observation belongs to the topology.
fn subject<'a>(context: &TopologyContext<'a>, seen: &ObservedHandoff) -> Option<&'a Agent> {
    let member = |name: &str| {
        context
            .graph
            .members()
            .find(|agent| traces::is_named(agent, name))
    };
    let is_unknown = |name: &str| {
        let mut agents = context.registry.doc.agents();
        !agents.any(|agent| traces::is_named(agent, name))
    };
    match (member(&seen.from), member(&seen.to)) {
        (Some(from), Some(_)) => Some(from),
        (Some(from), None) if is_unknown(&seen.to) => Some(from),
        (None, Some(to)) if is_unknown(&seen.from) => Some(to),
        _ => None,
    }
}

fn named(context: &TopologyContext<'_>, name: &str) -> String {
    let member = context
        .graph
        .members()
        .find(|agent| traces::is_named(agent, name));
    member.map_or_else(
        || format!("{} (not in the registry)", wording::code(name)),
        wording::agent,
    )
}

#[cfg(test)]
mod tests {
    use crate::testing::check;

    fn edits(handoff: &str, observed: &str) -> String {
        format!(
            r#"
            {{"op": "put", "kind": "topology", "id": "t", "record": {{"name": "T"}}}}
            {{"op": "put", "kind": "agent", "id": "a", "record": {{"name": "A"}}}}
            {{"op": "put", "kind": "agent", "id": "b", "record": {{"name": "B"}}}}
            {{"op": "put", "kind": "handoff", "id": "h", "record": {{"topology": "t", {handoff}}}}}
            {{"op": "put", "kind": "observed_handoff", "id": "o", "record": {{{observed}, "seen": 7}}}}
            "#
        )
    }

    const BACK: &str = r#""from": "b", "to": "a""#;

    #[test]
    fn the_other_direction_is_another_handoff() {
        check(
            "OBS004",
            &edits(BACK, r#""from": "a", "to": "b""#),
            &[
                "warning agent a: Traces show 7 handoffs from A to B, and nobody drew this way; draw it with its contract and owner, or stop it.",
            ],
        );
    }

    #[test]
    fn an_agent_that_nobody_registered_is_told() {
        check(
            "OBS004",
            &edits(BACK, r#""from": "shadow", "to": "b", "inferred": true"#),
            &[
                "advice agent b: Traces show 7 handoffs from `shadow` (not in the registry) to B, and nobody drew this way; draw it with its contract and owner, or stop it.",
            ],
        );
    }

    #[test]
    fn the_return_of_a_call_is_drawn() {
        let call = format!(r#"{BACK}, "mode": "delegate""#);
        check("OBS004", &edits(&call, r#""from": "a", "to": "b""#), &[]);
    }

    #[test]
    fn fallbacks_and_strangers_are_passed_over() {
        let fallback = r#""from": "a", "to": {"capabilities": ["x"]}, "fallbacks": ["b"]"#;
        check("OBS004", &edits(fallback, r#""from": "A", "to": "B""#), &[]);
        check("OBS004", &edits(BACK, r#""from": "x", "to": "y""#), &[]);
    }
}
