//! TOP016: a handoff that only the model decides on.

use crate::catalogue::Category;
use crate::context::TopologyContext;
use crate::finding::{Fix, Severity};
use crate::fix::change_handoff;
use crate::report::{Draft, Report};
use crate::rule::{Entry, Rule};
use crate::{causes, seam, wording};
use baton_model::{DecidedBy, Handoff, HandoffMode, TriggerOn};
use serde::{Deserialize, Serialize};

pub(super) static RULE: Entry = Entry::of_handoffs::<ModelDecidesAlone>();

struct ModelDecidesAlone;

#[derive(Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Options {
    limit: u32,
}

impl Default for Options {
    fn default() -> Self {
        Self { limit: 2 }
    }
}

impl Rule for ModelDecidesAlone {
    const CODE: &'static str = "TOP016";
    const NAME: &'static str = "model-decides-alone";
    const CATEGORY: Category = Category::Topology;
    const SEVERITY: Severity = Severity::Warning;
    const SUMMARY: &'static str =
        "Whether to hand over is left to the model, with no deterministic limit or observer.";
    const WHY: &'static str = "A model that is wrong is wrong about that too: it keeps tasks that it should give away, and does so most when \
        it is most wrong.";
    const EXPLANATION: &'static str = r#"
## What it does
Finds transfers that are decided by the sender's model (`decided_by: model`), where nothing deterministic stands beside: no
`condition`, no loop limit or breaker, no gate, no confirmation by the user on this handoff, and no other transfer of the sender
that a rule or an observer sets off by an error, low confidence, repeated clarification, sentiment, elapsed time or a limit of
authority.

## Why is this bad
Agents dig deeper instead of handing over. A forced handoff after **3** unresolved attempts, a confidence threshold (0.80 by
default) or an observer that watches decides without the model. One of them is enough for this rule.

## Example
```json bad
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "billing", "record": {"name": "Billing"}}
{"op": "put", "kind": "handoff", "id": "1", "record": {"topology": "support", "from": "triage", "to": "billing", "trigger": {"decided_by": "model"}}}
```

## Use instead
```json good
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "billing", "record": {"name": "Billing"}}
{"op": "put", "kind": "agent", "id": "desk", "record": {"name": "Desk", "kind": "human"}}
{"op": "put", "kind": "handoff", "id": "1", "record": {"topology": "support", "from": "triage", "to": "billing", "trigger": {"decided_by": "model"}}}
{"op": "put", "kind": "handoff", "id": "2", "record": {"topology": "support", "from": "triage", "to": "desk", "trigger": {"on": "confidence_below", "value": 0.8, "decided_by": "observer"}}}
```

## Options
- `limit` (default `2`): the loop limit that the fix sets.

## Fix safety
Offered is a loop limit. It bounds how often the model may decide so for the same task, but not that it keeps one, so somebody has
to decide.
"#;
    const HAS_FIX: bool = true;
    type Options = Options;

    fn check_handoff(
        context: &TopologyContext<'_>,
        handoff: &Handoff,
        options: &Options,
        report: &mut Report<'_>,
    ) {
        let (trigger, policy) = (&handoff.trigger, &handoff.policy);
        let is_left_alone = trigger.decided_by == DecidedBy::Model
            && trigger.condition.is_none()
            && !trigger.confirm
            && policy.loop_limit.is_none()
            && policy.breaker.is_none()
            && handoff.gate.is_none();
        let mut others = context.graph.steps_from(&handoff.from);
        let mut is_watched = || others.any(|step| watches(step.handoff));
        if handoff.mode != HandoffMode::Transfer || !is_left_alone || is_watched() {
            return;
        }
        let message = format!(
            "Whether {} happens is left to the model alone; add a limit, or a way that a rule or an observer decides on.",
            wording::handoff(context, handoff),
        );
        let draft = Draft::new(seam::key(handoff), message);
        report.add(draft.fixes([fix(context, handoff, options.limit)]));
    }
}

/// Whether something other than the model makes the sender give a task away.
fn watches(handoff: &Handoff) -> bool {
    let is_sign = |on: &TriggerOn| {
        matches!(
            on,
            TriggerOn::Error
                | TriggerOn::ConfidenceBelow
                | TriggerOn::RepeatedClarification
                | TriggerOn::Sentiment
                | TriggerOn::Elapsed
                | TriggerOn::AuthorityLimit
        )
    };
    let decided = matches!(
        handoff.trigger.decided_by,
        DecidedBy::Rule | DecidedBy::Observer
    );
    handoff.mode == HandoffMode::Transfer && decided && causes::any(handoff, is_sign)
}

fn fix(context: &TopologyContext<'_>, handoff: &Handoff, limit: u32) -> Fix {
    let edit = change_handoff(context, handoff, move |changed| {
        changed.policy.loop_limit = Some(limit);
    });
    Fix::to_decide(
        format!(
            "Limit {} to {limit} passes",
            wording::handoff(context, handoff)
        ),
        vec![edit],
    )
}

#[cfg(test)]
mod tests {
    use crate::testing::check;
    const AGENTS: &str = r#"
        {"op": "put", "kind": "topology", "id": "t", "record": {"name": "T"}}
        {"op": "put", "kind": "agent", "id": "a", "record": {"name": "A"}}
        {"op": "put", "kind": "agent", "id": "b", "record": {"name": "B"}}
        {"op": "put", "kind": "agent", "id": "c", "record": {"name": "C"}}
        {"op": "put", "kind": "entry", "id": "in", "record": {"topology": "t", "agent": "a"}}
    "#;

    fn handoff(id: &str, from: &str, to: &str, more: &str) -> String {
        format!(
            r#"{{"op": "put", "kind": "handoff", "id": "{id}", "record": {{"topology": "t", "from": "{from}", "to": "{to}"{more}}}}}"#
        ) + "\n"
    }

    #[test]
    fn a_forced_way_out_is_enough() {
        let model = handoff("ab", "a", "b", r#", "trigger": {"decided_by": "model"}"#);
        check(
            "TOP016",
            &format!("{AGENTS}{model}"),
            &[
                "warning handoff ab: Whether the handoff from A to B happens is left to the model alone; add a limit, or a way that a rule or an observer decides on.",
            ],
        );
        let forced = handoff("ac", "a", "c", r#", "trigger": {"on": "error"}"#);
        check("TOP016", &format!("{AGENTS}{model}{forced}"), &[]);
        let limited = handoff(
            "ab",
            "a",
            "b",
            r#", "trigger": {"decided_by": "model"}, "policy": {"loop_limit": 2}"#,
        );
        check("TOP016", &format!("{AGENTS}{limited}"), &[]);
    }
}
