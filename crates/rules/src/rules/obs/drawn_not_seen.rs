//! OBS003: a way that nobody takes.

use crate::catalogue::Category;
use crate::context::TopologyContext;
use crate::finding::Severity;
use crate::report::{Draft, Report};
use crate::rule::{Entry, Rule};
use crate::{seam, traces, wording};
use baton_model::{Agent, AgentId, Handoff, HandoffId};
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};

pub(super) static RULE: Entry = Entry::of_topologies::<DrawnNotSeen>();

struct DrawnNotSeen;

#[derive(Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Options {
    least_seen: u32,
}

impl Default for Options {
    fn default() -> Self {
        Self { least_seen: 300 }
    }
}

impl Rule for DrawnNotSeen {
    const CODE: &'static str = "OBS003";
    const NAME: &'static str = "drawn-not-seen";
    const CATEGORY: Category = Category::Observability;
    const SEVERITY: Severity = Severity::Advice;
    const SUMMARY: &'static str = "A handoff is drawn and traces never show it.";
    const WHY: &'static str = "A handoff that never happens is dead weight, or its condition never holds and its tasks go \
        elsewhere, or it is not instrumented. The drawing does not show which.";
    const EXPLANATION: &'static str = r#"
## What it does
Looks at the `observed_handoff` records. Where the sender was seen in at least `least_seen` handoffs, it finds its drawn handoffs
that were not seen once, neither by reference nor by the names of both sides. Handoffs that wait for errors, and those that end at
an outcome, are passed over. Without observations the rule is silent.

## Why is this bad
The rule of three: what was not seen once in 300 tries happens in less than 1 % of them, with 95 % confidence. Hence the default.

## Example
```json bad
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds"}}
{"op": "put", "kind": "agent", "id": "desk", "record": {"name": "Service desk", "kind": "human"}}
{"op": "put", "kind": "handoff", "id": "triage-refunds", "record": {"topology": "support", "from": "triage", "to": "refunds"}}
{"op": "put", "kind": "handoff", "id": "triage-desk", "record": {"topology": "support", "from": "triage", "to": "desk"}}
{"op": "put", "kind": "observed_handoff", "id": "o1", "record": {"from": "triage", "to": "refunds", "seen": 4200, "success": 4180, "handoff": "triage-refunds"}}
```

## Use instead
```json good
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds"}}
{"op": "put", "kind": "agent", "id": "desk", "record": {"name": "Service desk", "kind": "human"}}
{"op": "put", "kind": "handoff", "id": "triage-refunds", "record": {"topology": "support", "from": "triage", "to": "refunds"}}
{"op": "put", "kind": "handoff", "id": "triage-desk", "record": {"topology": "support", "from": "triage", "to": "desk"}}
{"op": "put", "kind": "observed_handoff", "id": "o1", "record": {"from": "triage", "to": "refunds", "seen": 4200, "success": 4180, "handoff": "triage-refunds"}}
{"op": "put", "kind": "observed_handoff", "id": "o2", "record": {"from": "triage", "to": "desk", "seen": 17, "success": 17, "handoff": "triage-desk"}}
```

## Options
- `least_seen` (default `300`): handoffs of the sender that must have been seen.

## Fix safety
None: whether the drawing, the condition or the instrumentation is wrong has to be found out first.
"#;
    const HAS_FIX: bool = false;
    type Options = Options;

    fn check_topology(context: &TopologyContext<'_>, options: &Options, report: &mut Report<'_>) {
        let seen = Seen::of(context);
        if seen.is_empty() {
            return;
        }
        for handoff in context.graph.handoffs() {
            let Some(sender) = context.graph.member(&handoff.from) else {
                continue;
            };
            let waits_for_errors = handoff.trigger.on.is_error();
            let tries = seen.tries(sender);
            let is_told = tries >= options.least_seen.max(1);
            if waits_for_errors
                || !is_told
                || !seam::has_receiver(handoff)
                || seen.shows(context, handoff, sender)
            {
                continue;
            }
            let message = format!(
                "{} was never seen in {tries} handoffs of {}; take it off the drawing, or find out why it does not happen.",
                wording::the_handoff(context, handoff),
                wording::agent(sender),
            );
            report.add(Draft::new(seam::key(handoff), message));
        }
    }
}

/// What traces show of a topology. Looked up, never walked, so its order does not matter.
#[derive(Default)]
struct Seen<'a> {
    /// Drawn handoffs that were seen.
    handoffs: HashSet<&'a HandoffId>,
    /// Both sides of the others, as names in lower case.
    ways: HashSet<(String, String)>,
    /// How often agents were seen handing over: those of drawn handoffs by id, the others by name.
    by_id: HashMap<&'a AgentId, u32>,
    by_name: HashMap<String, u32>,
}

impl<'a> Seen<'a> {
    fn of(context: &TopologyContext<'a>) -> Self {
        let mut all = Self::default();
        let observed = context.registry.doc.observed_handoffs();
        for seen in observed.filter(|seen| seen.seen > 0) {
            let count = if let Some(id) = &seen.handoff {
                let Some(handoff) = context.graph.handoff(id) else {
                    continue;
                };
                all.handoffs.insert(&handoff.id);
                all.by_id.entry(&handoff.from).or_default()
            } else {
                let from = traces::folded(&seen.from);
                all.ways.insert((from.clone(), traces::folded(&seen.to)));
                all.by_name.entry(from).or_default()
            };
            *count = count.saturating_add(seen.seen);
        }
        all
    }

    fn is_empty(&self) -> bool {
        self.by_id.is_empty() && self.by_name.is_empty()
    }

    fn tries(&self, sender: &Agent) -> u32 {
        let drawn = self.by_id.get(&sender.id).copied();
        let others = traces::names(sender).into_iter();
        let others = others.filter_map(|name| self.by_name.get(&name).copied());
        others.chain(drawn).fold(0, u32::saturating_add)
    }

    fn shows(&self, context: &TopologyContext<'_>, handoff: &Handoff, sender: &Agent) -> bool {
        let is_way = |receiver: &Agent| {
            let to = traces::names(receiver);
            let mut ways = traces::names(sender)
                .into_iter()
                .flat_map(|from| to.iter().map(move |to| (from.clone(), to.clone())));
            ways.any(|way| self.ways.contains(&way))
        };
        self.handoffs.contains(&handoff.id)
            || context.graph.receivers(handoff).iter().copied().any(is_way)
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::check;

    fn edits(observed: &str) -> String {
        format!(
            r#"
            {{"op": "put", "kind": "topology", "id": "t", "record": {{"name": "T"}}}}
            {{"op": "put", "kind": "agent", "id": "a", "record": {{"name": "Triage desk"}}}}
            {{"op": "put", "kind": "agent", "id": "b", "record": {{"name": "B"}}}}
            {{"op": "put", "kind": "agent", "id": "c", "record": {{"name": "C"}}}}
            {{"op": "put", "kind": "handoff", "id": "ab", "record": {{"topology": "t", "from": "a", "to": "b"}}}}
            {{"op": "put", "kind": "handoff", "id": "ac", "record": {{"topology": "t", "from": "a", "to": "c"}}}}
            {{"op": "put", "kind": "handoff", "id": "failed", "record": {{"topology": "t", "from": "a", "to": "c", "trigger": {{"on": "error"}}}}}}
            {observed}
            "#
        )
    }

    #[test]
    fn names_of_the_trace_are_enough() {
        let observed = r#"{"op": "put", "kind": "observed_handoff", "id": "o", "record": {"from": "triage desk", "to": "B", "seen": 300}}"#;
        check(
            "OBS003",
            &edits(observed),
            &[
                "advice handoff ac: The handoff from Triage desk to C was never seen in 300 handoffs of Triage desk; take it off the drawing, or find out why it does not happen.",
            ],
        );
    }

    #[test]
    fn few_observations_say_nothing() {
        let observed = r#"{"op": "put", "kind": "observed_handoff", "id": "o", "record": {"from": "a", "to": "b", "seen": 299}}"#;
        check("OBS003", &edits(observed), &[]);
        check("OBS003", &edits(""), &[]);
    }
}
