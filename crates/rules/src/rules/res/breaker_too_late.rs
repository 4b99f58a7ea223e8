//! RES011: a loop that goes round too often.

use crate::catalogue::Category;
use crate::context::TopologyContext;
use crate::finding::{Fix, Severity};
use crate::fix::change_handoff;
use crate::report::{Draft, Report};
use crate::rule::{Entry, Rule};
use crate::{seam, wording};
use baton_model::{AgentId, Handoff, HandoffMode};
use serde::{Deserialize, Serialize};

pub(super) static RULE: Entry = Entry::of_topologies::<BreakerTooLate>();

struct BreakerTooLate;

#[derive(Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Options {
    most_repeats: u32,
}

impl Default for Options {
    fn default() -> Self {
        Self { most_repeats: 2 }
    }
}

impl Rule for BreakerTooLate {
    const CODE: &'static str = "RES011";
    const NAME: &'static str = "breaker-too-late";
    const CATEGORY: Category = Category::Resilience;
    const SEVERITY: Severity = Severity::Warning;
    const SUMMARY: &'static str =
        "A loop is broken only after more repeats for the same entity than the limit.";
    const WHY: &'static str = "If two passes for the same entity did not solve it, a third will not. Every further pass costs \
        the user patience and the context another copy.";
    const EXPLANATION: &'static str = r#"
## What it does
Finds handoffs whose `policy.loop_limit` is above `most_repeats`, and handoffs without a loop limit on a circle of transfers whose
`policy.breaker` opens later than that. Where both are set the loop limit holds. A circle with no bound at all is looked at by
TOP003.

## Why is this bad
Kill the loop when A calls B more than twice for the same entity: the figure that users of this field quote, and the default.

## Example
```json bad
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds"}}
{"op": "put", "kind": "handoff", "id": "triage-refunds", "record": {"topology": "support", "from": "triage", "to": "refunds", "policy": {"loop_limit": 5}}}
```

## Use instead
```json good
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds"}}
{"op": "put", "kind": "handoff", "id": "triage-refunds", "record": {"topology": "support", "from": "triage", "to": "refunds", "policy": {"loop_limit": 2, "entity_key": "/order_id"}}}
```

## Options
- `most_repeats` (default `2`): how often a handoff may be taken for the same entity.

## Fix safety
Offered is to lower the bound to `most_repeats`. Requests that went round more often end sooner, with the first person among the
fallbacks or not at all, so somebody has to decide.
"#;
    const HAS_FIX: bool = true;
    type Options = Options;

    fn check_topology(context: &TopologyContext<'_>, options: &Options, report: &mut Report<'_>) {
        let opens_late = |handoff: &&&Handoff| {
            let policy = &handoff.policy;
            let threshold = policy.breaker.as_ref().map(|breaker| breaker.threshold);
            policy.loop_limit.or(threshold) > Some(options.most_repeats)
        };
        let late: Vec<&Handoff> = context
            .graph
            .handoffs()
            .iter()
            .filter(opens_late)
            .copied()
            .collect();
        if late.is_empty() {
            return;
        }
        let circles = context.graph.circles(|_| true);
        for handoff in late {
            let policy = &handoff.policy;
            let bound = match (policy.loop_limit, &policy.breaker) {
                (Some(limit), _) => limit,
                (None, Some(breaker)) if is_on_circle(context, handoff, &circles) => {
                    breaker.threshold
                }
                (None, _) => continue,
            };
            report.add(draft(context, handoff, bound, options.most_repeats));
        }
    }
}

/// Whether a transfer stays within a group of agents that can all hand over to each other.
fn is_on_circle(
    context: &TopologyContext<'_>,
    handoff: &Handoff,
    circles: &[Vec<&AgentId>],
) -> bool {
    let receivers = context.graph.receivers(handoff);
    let holds = |circle: &Vec<&AgentId>, id: &AgentId| circle.binary_search(&id).is_ok();
    let closes = |circle: &Vec<&AgentId>| {
        let mut ids = receivers.iter().map(|receiver| &receiver.id);
        holds(circle, &handoff.from) && ids.any(|id| holds(circle, id))
    };
    handoff.mode == HandoffMode::Transfer && circles.iter().any(closes)
}

fn draft(context: &TopologyContext<'_>, handoff: &Handoff, bound: u32, most: u32) -> Draft {
    let message = format!(
        "{} may be taken {bound} times for the same {}; stop after {most}.",
        wording::the_handoff(context, handoff),
        if handoff.policy.entity_key.is_some() {
            "entity"
        } else {
            "request"
        },
    );
    let edit = change_handoff(context, handoff, move |changed| {
        let policy = &mut changed.policy;
        match (&mut policy.loop_limit, &mut policy.breaker) {
            (None, Some(breaker)) => breaker.threshold = most,
            (limit, _) => *limit = Some(most),
        }
    });
    let fix = Fix::to_decide(format!("Stop after {most} repeats"), vec![edit]);
    Draft::new(seam::key(handoff), message).fixes([fix])
}

#[cfg(test)]
mod tests {
    use crate::testing::check;

    fn edits(policy: &str, back: &str) -> String {
        format!(
            r#"
            {{"op": "put", "kind": "topology", "id": "t", "record": {{"name": "T"}}}}
            {{"op": "put", "kind": "agent", "id": "a", "record": {{"name": "A"}}}}
            {{"op": "put", "kind": "agent", "id": "b", "record": {{"name": "B"}}}}
            {{"op": "put", "kind": "handoff", "id": "h", "record": {{"topology": "t", "from": "a", "to": "b", "policy": {policy}}}}}
            {back}
            "#
        )
    }

    const BACK: &str = r#"{"op": "put", "kind": "handoff", "id": "back", "record": {"topology": "t", "from": "b", "to": "a"}}"#;
    const BREAKER: &str = r#"{"breaker": {"threshold": 5, "window_seconds": 60, "reset_seconds": 60}, "entity_key": "/order"}"#;

    #[test]
    fn a_breaker_counts_on_a_circle_only() {
        check("RES011", &edits(BREAKER, ""), &[]);
        check(
            "RES011",
            &edits(BREAKER, BACK),
            &[
                "warning handoff h: The handoff from A to B may be taken 5 times for the same entity; stop after 2.",
            ],
        );
    }

    #[test]
    fn the_loop_limit_holds() {
        let limited = BREAKER.replace(r#"{"breaker""#, r#"{"loop_limit": 2, "breaker""#);
        check("RES011", &edits(&limited, BACK), &[]);
    }
}
