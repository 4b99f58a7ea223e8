//! Unit tests for `promtool test rules`: every alert whose signal is known fires when its handoff breaks, and no alert does while it works.

use super::{Alert, Signal, labels, summary};
use crate::metrics::{ACK_SECONDS, BUCKETS, DEAD_LETTERED, FAILED, LOOP_KILLED, REJECTED, TOTAL};
use crate::runbooks;
use baton_model::{Document, Handoff, Topology};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Where the tests say that the runbooks stand.
const BASE: &str = "https://runbooks.example/";

/// The two tests of a topology: all its handoffs work, and all of them break. Each test runs every rule of the file, so one for each handoff
/// would take the square of their number.
pub(super) fn of(
    document: &Document,
    topology: &Topology,
    handoffs: &[(&Handoff, Vec<Alert>)],
) -> Vec<Value> {
    let known: Vec<(&Handoff, Vec<&Alert>)> = handoffs
        .iter()
        .map(|(handoff, alerts)| {
            let known = alerts.iter().filter(|alert| alert.signal.is_some());
            (*handoff, known.collect())
        })
        .collect();
    let test = |breaks: bool| {
        let mut expected: BTreeMap<&String, Vec<Value>> = BTreeMap::new();
        let mut reported = Vec::new();
        for (handoff, alerts) in &known {
            reported.extend(series(handoff.id.as_str(), alerts, breaks));
            for alert in alerts {
                let fired = expected.entry(&alert.name).or_default();
                fired.extend(breaks.then(|| fires(document, topology, handoff, alert)));
            }
        }
        // promtool asks for all alerts of a name at once; a team may use one name for several handoffs.
        let expected: Vec<Value> = expected
            .into_iter()
            .map(|(name, alerts)| json!({"eval_time": "20m", "alertname": name, "exp_alerts": alerts}))
            .collect();
        json!({
            "name": if breaks { "every handoff breaks" } else { "every handoff works" },
            "interval": "1m",
            "external_labels": {"baton_runbooks": BASE},
            "input_series": reported,
            "alert_rule_test": expected,
        })
    };
    if known.is_empty() {
        return Vec::new();
    }
    vec![test(false), test(true)]
}

fn fires(document: &Document, topology: &Topology, handoff: &Handoff, alert: &Alert) -> Value {
    let url = alert
        .runbook_url
        .clone()
        .unwrap_or_else(|| format!("{BASE}{}", runbooks::path(handoff)));
    json!({
        "exp_labels": labels(document, topology, handoff, alert),
        "exp_annotations": {
            "summary": summary(document, handoff, alert),
            "description": alert.meaning,
            "runbook_url": url,
        },
    })
}

/// Twenty-five minutes of what the handoff reports: a transfer a second, all good or all bad.
fn series(handoff: &str, alerts: &[&Alert], breaks: bool) -> Vec<Value> {
    let mut series = Vec::new();
    let mut add = |name: &str, bucket: Option<&str>, each_minute: u32| {
        let bucket = bucket.map_or_else(String::new, |le| format!(", le=\"{le}\""));
        series.push(json!({
            "series": format!("{name}{{handoff=\"{handoff}\"{bucket}}}"),
            "values": format!("0+{each_minute}x25"),
        }));
    };
    let bad = |each_minute: u32| if breaks { each_minute } else { 0 };
    add(TOTAL, None, 60);
    for signal in alerts.iter().filter_map(|alert| alert.signal) {
        match signal {
            Signal::Failing(_) => add(FAILED, None, bad(60)),
            Signal::Rejecting(_) => add(REJECTED, None, bad(120)),
            Signal::Looping => add(LOOP_KILLED, None, bad(1)),
            Signal::DeadLetters => add(DEAD_LETTERED, None, bad(1)),
            Signal::Slow(budget) => {
                let bucket = format!("{ACK_SECONDS}_bucket");
                // While it works everything lies in the first bucket, else in the first one above the budget.
                let slowest = BUCKETS.iter().find(|bound| **bound > budget);
                for bound in BUCKETS {
                    let is_in = !breaks || slowest.is_some_and(|slowest| bound >= *slowest);
                    add(
                        &bucket,
                        Some(&bound.to_string()),
                        if is_in { 60 } else { 0 },
                    );
                }
                add(&bucket, Some("+Inf"), 60);
            }
        }
    }
    series
}
