//! OWN006: nothing to read at three in the morning.

use crate::catalogue::Category;
use crate::context::TopologyContext;
use crate::finding::Severity;
use crate::report::{Draft, Report};
use crate::rule::{Entry, NoOptions, Rule};
use crate::{seam, stage, wording};
use baton_model::Handoff;

pub(super) static RULE: Entry = Entry::of_handoffs::<NoRunbook>();

struct NoRunbook;

impl Rule for NoRunbook {
    const CODE: &'static str = "OWN006";
    const NAME: &'static str = "no-runbook";
    const CATEGORY: Category = Category::Ownership;
    const SEVERITY: Severity = Severity::Warning;
    const SUMMARY: &'static str = "A handoff in production has no runbook.";
    const WHY: &'static str = "The person who is called at three in the morning did not build the handoff. Without a runbook \
        the first hour goes into finding out what it does.";
    const EXPLANATION: &'static str = r#"
## What it does
Finds handoffs between agents in production (or deprecated, which still serve) whose `runbook` is empty, unless an alert of the
handoff links to a runbook. Handoffs to an outcome are passed over. Whether alerts cover the handoff is looked at by OBS002.

## Why is this bad
A seam that nobody can mend stays broken until both teams are awake. No threshold: what to check, in order, and how to replay what
was lost is enough.

## Example
```json bad
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage", "lifecycle": "production"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds", "lifecycle": "production"}}
{"op": "put", "kind": "handoff", "id": "triage-refunds", "record": {"topology": "support", "from": "triage", "to": "refunds"}}
```

## Use instead
```json good
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage", "lifecycle": "production"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds", "lifecycle": "production"}}
{"op": "put", "kind": "handoff", "id": "triage-refunds", "record": {"topology": "support", "from": "triage", "to": "refunds", "runbook": {"checks": ["Does the payment provider answer?"], "replay": "Publish the dead letters again; handoff_id makes a repeat harmless."}}}
```

## Options
None.

## Fix safety
None: what has to be checked is known to the people who built it.
"#;
    const HAS_FIX: bool = false;
    type Options = NoOptions;

    fn check_handoff(
        context: &TopologyContext<'_>,
        handoff: &Handoff,
        _: &NoOptions,
        report: &mut Report<'_>,
    ) {
        let runbook = &handoff.runbook;
        let texts = runbook
            .checks
            .iter()
            .chain([&runbook.replay, &runbook.notes]);
        let says_something = texts.into_iter().any(|text| !text.trim().is_empty());
        let is_linked = handoff
            .alerts
            .iter()
            .any(|alert| alert.runbook_url.is_some());
        if says_something || is_linked || !stage::serves(context, handoff) {
            return;
        }
        let message = format!(
            "{} is in production without a runbook; write down what to check and how to replay what was lost.",
            wording::the_handoff(context, handoff)
        );
        report.add(Draft::new(seam::key(handoff), message));
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
    fn both_sides_have_to_be_in_production() {
        check(
            "OWN006",
            &edits("deprecated", ""),
            &[
                "warning handoff h: The handoff from A to B is in production without a runbook; write down what to check and how to replay what was lost.",
            ],
        );
        check("OWN006", &edits("experimental", ""), &[]);
    }

    #[test]
    fn an_alert_may_link_to_it() {
        let alert = r#", "alerts": [{"name": "x", "condition": "y", "runbook_url": "https://example.org"}]"#;
        check("OWN006", &edits("production", alert), &[]);
    }
}
