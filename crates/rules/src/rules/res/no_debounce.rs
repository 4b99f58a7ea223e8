//! RES006: an escalation that flickers.

use crate::catalogue::Category;
use crate::context::TopologyContext;
use crate::finding::{Fix, Severity};
use crate::fix::change_handoff;
use crate::report::{Draft, Report};
use crate::rule::{Entry, Rule};
use crate::{seam, wording};
use baton_model::{DecidedBy, Handoff, HandoffMode, TriggerOn};
use serde::{Deserialize, Serialize};

pub(super) static RULE: Entry = Entry::of_handoffs::<NoDebounce>();

struct NoDebounce;

#[derive(Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Options {
    offered_seconds: u32,
}

impl Default for Options {
    fn default() -> Self {
        Self { offered_seconds: 5 }
    }
}

impl Rule for NoDebounce {
    const CODE: &'static str = "RES006";
    const NAME: &'static str = "no-debounce";
    const CATEGORY: Category = Category::Resilience;
    const SEVERITY: Severity = Severity::Warning;
    const SUMMARY: &'static str = "An escalation on a signal that wavers has no debounce.";
    const WHY: &'static str = "Confidence, sentiment and load go up and down from one message to the next. Without a time that \
        the condition has to hold, one low value moves the user, and the next would have kept them.";
    const EXPLANATION: &'static str = r#"
## What it does
Finds transfers whose trigger is, or contains, `confidence_below`, `sentiment`, `load` or `receiver_down`, with
`trigger.debounce_seconds` missing or 0. What the user decides, and what ends at an outcome, is passed over.

## Why is this bad
Signals that waver around their threshold (0.72 to 0.85 is usual for confidence) cross it again and again: tasks escalate, come
back and escalate. A debounce of a few seconds is about one turn of a conversation, long enough for the next message to confirm
the signal. No figure for it is agreed upon; 5 seconds are offered.

## Example
```json bad
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "desk", "record": {"name": "Service desk", "kind": "human"}}
{"op": "put", "kind": "handoff", "id": "triage-desk", "record": {"topology": "support", "from": "triage", "to": "desk", "trigger": {"on": "confidence_below", "value": 0.8}}}
```

## Use instead
```json good
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "desk", "record": {"name": "Service desk", "kind": "human"}}
{"op": "put", "kind": "handoff", "id": "triage-desk", "record": {"topology": "support", "from": "triage", "to": "desk", "trigger": {"on": "confidence_below", "value": 0.8, "debounce_seconds": 5}}}
```

## Options
- `offered_seconds` (default `5`): the debounce that the fix offers.

## Fix safety
Offered is `offered_seconds`. How long users can wait is a decision, so the fix is never applied without asking.
"#;
    const HAS_FIX: bool = true;
    type Options = Options;

    fn check_handoff(
        context: &TopologyContext<'_>,
        handoff: &Handoff,
        options: &Options,
        report: &mut Report<'_>,
    ) {
        let trigger = &handoff.trigger;
        let is_steady = trigger.debounce_seconds.is_some_and(|seconds| seconds > 0);
        let is_escalation = handoff.mode == HandoffMode::Transfer && seam::has_receiver(handoff);
        if is_steady || !is_escalation || trigger.decided_by == DecidedBy::User {
            return;
        }
        let Some(signal) = wavering(&trigger.on) else {
            return;
        };
        let message = format!(
            "{} happens on {signal}, which wavers, at its first value; let the condition hold for some seconds.",
            wording::the_handoff(context, handoff)
        );
        let seconds = options.offered_seconds;
        let edit = change_handoff(context, handoff, move |changed| {
            changed.trigger.debounce_seconds = Some(seconds);
        });
        let title = format!("Wait until the condition has held for {seconds} s");
        report.add(
            Draft::new(seam::key(handoff), message).fixes([Fix::to_decide(title, vec![edit])]),
        );
    }
}

/// The first signal that goes up and down by itself.
fn wavering(on: &TriggerOn) -> Option<&'static str> {
    match on {
        TriggerOn::ConfidenceBelow => Some("low confidence"),
        TriggerOn::Sentiment => Some("sentiment"),
        TriggerOn::Load => Some("load"),
        TriggerOn::ReceiverDown => Some("a receiver that is down"),
        TriggerOn::All(clauses) | TriggerOn::Any(clauses) => {
            clauses.iter().find_map(|clause| wavering(&clause.on))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::check;

    fn edits(trigger: &str) -> String {
        format!(
            r#"
            {{"op": "put", "kind": "topology", "id": "t", "record": {{"name": "T"}}}}
            {{"op": "put", "kind": "agent", "id": "a", "record": {{"name": "A"}}}}
            {{"op": "put", "kind": "agent", "id": "b", "record": {{"name": "B"}}}}
            {{"op": "put", "kind": "handoff", "id": "h", "record": {{"topology": "t", "from": "a", "to": "b", "trigger": {trigger}}}}}
            "#
        )
    }

    #[test]
    fn one_wavering_signal_among_several_counts() {
        check(
            "RES006",
            &edits(r#"{"on": {"any": [{"on": "user_asks"}, {"on": "sentiment", "value": -0.5}]}}"#),
            &[
                "warning handoff h: The handoff from A to B happens on sentiment, which wavers, at its first value; let the condition hold for some seconds.",
            ],
        );
    }

    #[test]
    fn what_happens_once_needs_no_debounce() {
        check("RES006", &edits(r#"{"on": "error"}"#), &[]);
        check(
            "RES006",
            &edits(r#"{"on": "load", "debounce_seconds": 30}"#),
            &[],
        );
        check(
            "RES006",
            &edits(r#"{"on": "load", "decided_by": "user"}"#),
            &[],
        );
    }
}
