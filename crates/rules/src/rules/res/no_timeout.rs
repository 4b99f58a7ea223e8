//! RES001: an attempt that nobody gives up.

use crate::catalogue::Category;
use crate::context::TopologyContext;
use crate::finding::{Fix, Severity};
use crate::fix::change_handoff;
use crate::report::{Draft, Report};
use crate::rule::{Entry, Rule};
use crate::{seam, stage, wording};
use baton_model::{Handoff, HandoffMode};
use serde::{Deserialize, Serialize};
use std::time::Duration;

pub(super) static RULE: Entry = Entry::of_handoffs::<NoTimeout>();

struct NoTimeout;

#[derive(Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Options {
    offered_ms: u32,
}

impl Default for Options {
    fn default() -> Self {
        Self { offered_ms: 3000 }
    }
}

impl Rule for NoTimeout {
    const CODE: &'static str = "RES001";
    const NAME: &'static str = "no-timeout";
    const CATEGORY: Category = Category::Resilience;
    const SEVERITY: Severity = Severity::Warning;
    const SUMMARY: &'static str = "A handoff that matters has no timeout.";
    const WHY: &'static str = "A receiver that never answers keeps the task, the user and the sender waiting; retries, \
        fallbacks and alerts start only once an attempt is given up.";
    const EXPLANATION: &'static str = r#"
## What it does
Finds handoffs whose `policy.timeout_ms` is missing or 0. It speaks about handoffs that matter: their criticality is `high` or
`critical`, or both sides are in production. It also speaks where retries are set, which never begin while a receiver
hangs. Handoffs to an outcome are passed over.

## Why is this bad
A slow system looks like a working one until somebody gives up. The timeout belongs to the seam: the sender cannot know whether
the receiver still works on the task. No figure holds for all; transitions themselves are expected within 100 ms (500 ms with a
voice or human side), so that a few seconds are generous for a transfer.

## Example
```json bad
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds"}}
{"op": "put", "kind": "handoff", "id": "triage-refunds", "record": {"topology": "support", "from": "triage", "to": "refunds", "criticality": "high"}}
```

## Use instead
```json good
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds"}}
{"op": "put", "kind": "handoff", "id": "triage-refunds", "record": {"topology": "support", "from": "triage", "to": "refunds", "criticality": "high", "policy": {"timeout_ms": 3000}}}
```

## Options
- `offered_ms` (default `3000`): the timeout that the fix offers for a transfer.

## Fix safety
Offered is `offered_ms`, and for a delegation at least twice the 95th percentile of the slowest receiver, since the call returns
only when the work is done. How long is too long is a decision, so the fix is never applied without asking.
"#;
    const HAS_FIX: bool = true;
    type Options = Options;

    fn check_handoff(
        context: &TopologyContext<'_>,
        handoff: &Handoff,
        options: &Options,
        report: &mut Report<'_>,
    ) {
        let policy = &handoff.policy;
        let retries = policy.retries > 0 && seam::has_receiver(handoff);
        let gives_up = policy.timeout_ms.is_some_and(|limit| limit > 0);
        if gives_up || !(retries || stage::matters(context, handoff)) {
            return;
        }
        let consequence = if retries {
            "its retries never begin when the receiver hangs"
        } else {
            "nobody gives up when the receiver hangs"
        };
        let message = format!(
            "{} has no timeout, so {consequence}; set one.",
            wording::the_handoff(context, handoff)
        );
        let limit = offer(context, handoff, options.offered_ms);
        let edit = change_handoff(context, handoff, move |changed| {
            changed.policy.timeout_ms = Some(limit);
        });
        let fix = Fix::to_decide(format!("Give up an attempt after {limit} ms"), vec![edit]);
        report.add(Draft::new(seam::key(handoff), message).fixes([fix]));
    }
}

/// A called agent answers when its work is done; a transfer is acknowledged at once.
fn offer(context: &TopologyContext<'_>, handoff: &Handoff, least: u32) -> u32 {
    if handoff.mode == HandoffMode::Transfer {
        return least;
    }
    let receivers = context.graph.receivers(handoff);
    let slowest = receivers
        .iter()
        .map(|agent| agent.behaviour.latency_p95_ms)
        .fold(0.0, f64::max);
    let work = Duration::try_from_secs_f64(slowest * 2.0 / 1000.0).unwrap_or_default();
    u32::try_from(work.as_millis()).map_or(least, |work| work.max(least))
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, found, registry};

    fn edits(fields: &str) -> String {
        format!(
            r#"
            {{"op": "put", "kind": "topology", "id": "t", "record": {{"name": "T"}}}}
            {{"op": "put", "kind": "agent", "id": "a", "record": {{"name": "A", "lifecycle": "production"}}}}
            {{"op": "put", "kind": "agent", "id": "b", "record": {{"name": "B", "lifecycle": "production", "behaviour": {{"latency_p95_ms": 4000}}}}}}
            {{"op": "put", "kind": "handoff", "id": "h", "record": {{"topology": "t", "from": "a", "to": "b"{fields}}}}}
            "#
        )
    }

    #[test]
    fn production_and_retries_ask_for_a_timeout() {
        check(
            "RES001",
            &edits(""),
            &[
                "warning handoff h: The handoff from A to B has no timeout, so nobody gives up when the receiver hangs; set one.",
            ],
        );
        let retried = edits(r#", "policy": {"retries": 2}"#).replace("production", "experimental");
        check(
            "RES001",
            &retried,
            &[
                "warning handoff h: The handoff from A to B has no timeout, so its retries never begin when the receiver hangs; set one.",
            ],
        );
    }

    #[test]
    fn a_first_drawing_may_do_without() {
        check(
            "RES001",
            &edits("").replace("production", "experimental"),
            &[],
        );
    }

    #[test]
    fn a_call_waits_for_the_work() {
        let findings = found("RES001", &registry(&edits(r#", "mode": "delegate""#)));
        assert_eq!(
            findings[0].fixes[0].title,
            "Give up an attempt after 8000 ms"
        );
    }
}
