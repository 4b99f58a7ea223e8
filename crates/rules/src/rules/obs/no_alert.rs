//! OBS002: a failure that only users notice.

use crate::catalogue::Category;
use crate::context::TopologyContext;
use crate::finding::{Fix, Severity};
use crate::fix::change_handoff;
use crate::report::{Draft, Report};
use crate::rule::{Entry, NoOptions, Rule};
use crate::{seam, stage, wording};
use baton_model::{Alert, AlertSeverity, Criticality, Handoff};

pub(super) static RULE: Entry = Entry::of_handoffs::<NoAlert>();

struct NoAlert;

impl Rule for NoAlert {
    const CODE: &'static str = "OBS002";
    const NAME: &'static str = "no-alert";
    const CATEGORY: Category = Category::Observability;
    const SEVERITY: Severity = Severity::Warning;
    const SUMMARY: &'static str = "No alert covers the failure of a handoff in production.";
    const WHY: &'static str = "A handoff that fails without an alert is found by its users. By then the tasks of a night are \
        lost, and nobody knows since when.";
    const EXPLANATION: &'static str = r#"
## What it does
Finds handoffs between agents in production (or deprecated, which still serve) without an alert that has a condition. Handoffs to
an outcome are passed over. What the condition says is not judged.

## Why is this bad
A handoff success above 98 % is the usual target, so the offered alert fires when more than 2 % fail, or more than the target of
the handoff allows.

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
{"op": "put", "kind": "handoff", "id": "triage-refunds", "record": {"topology": "support", "from": "triage", "to": "refunds", "alerts": [{"name": "triage-refunds-failing", "condition": "sum(rate(baton_handoff_failed_total{handoff=\"triage-refunds\"}[5m])) / sum(rate(baton_handoff_total{handoff=\"triage-refunds\"}[5m])) > 0.02"}]}}
```

## Options
None.

## Fix safety
Offered is an alert on the share of failed handoffs, over the counters that the exported conventions name. It may wake somebody,
so the fix is never applied without asking.
"#;
    const HAS_FIX: bool = true;
    type Options = NoOptions;

    fn check_handoff(
        context: &TopologyContext<'_>,
        handoff: &Handoff,
        _: &NoOptions,
        report: &mut Report<'_>,
    ) {
        let is_covered = handoff
            .alerts
            .iter()
            .any(|alert| !alert.condition.trim().is_empty());
        if is_covered || !stage::serves(context, handoff) {
            return;
        }
        let message = format!(
            "No alert covers {}; let somebody know when it fails.",
            wording::handoff(context, handoff)
        );
        let alert = offer(handoff);
        let title = format!("Add the alert {}", wording::code(&alert.name));
        let edit = change_handoff(context, handoff, move |changed| {
            changed.alerts = vec![alert.clone()];
        });
        report.add(
            Draft::new(seam::key(handoff), message).fixes([Fix::to_decide(title, vec![edit])]),
        );
    }
}

/// Share of failures above which the offered alert fires where the handoff has no target of its own.
const MOST_FAILURES: f64 = 0.02;

fn offer(handoff: &Handoff) -> Alert {
    let id = &handoff.id;
    let target = handoff
        .targets
        .success
        .filter(|share| (0.0..1.0).contains(share));
    let failures = target.map_or(MOST_FAILURES, |share| 1.0 - share);
    let failures = (failures * 10_000.0).round() / 10_000.0;
    let rate = |counter: &str| format!("sum(rate({counter}{{handoff=\"{id}\"}}[5m]))");
    let (failed, all) = (
        rate("baton_handoff_failed_total"),
        rate("baton_handoff_total"),
    );
    let mut alert = Alert::new(
        format!("{id}-failing"),
        format!("{failed} / {all} > {failures}"),
    );
    if handoff.criticality >= Criticality::High {
        alert.severity = AlertSeverity::Critical;
    }
    alert
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, found, registry};

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
    fn the_offer_keeps_to_the_target() {
        let edits = edits("production", r#", "targets": {"success": 0.995}"#);
        check(
            "OBS002",
            &edits,
            &[
                "warning handoff h: No alert covers the handoff from A to B; let somebody know when it fails.",
            ],
        );
        let findings = found("OBS002", &registry(&edits));
        let edit = serde_json::to_string(&findings[0].fixes[0].edits).unwrap();
        assert!(edit.contains("> 0.005"), "{edit}");
    }

    #[test]
    fn what_is_tried_out_wakes_nobody() {
        check("OBS002", &edits("experimental", ""), &[]);
    }

    #[test]
    fn an_alert_without_a_condition_never_fires() {
        let alert = r#", "alerts": [{"name": "x", "condition": " "}]"#;
        assert_eq!(
            found("OBS002", &registry(&edits("production", alert))).len(),
            1
        );
    }
}
