//! `dashboards/<topology>.json`: a Grafana dashboard of a topology, a row for each handoff over the metrics of the conventions, with the
//! thresholds of the alerts and links to the runbooks.
//!
//! The model is Grafana's schema version 39. Ids of panels follow from the handoff's id, so that adding a handoff changes no other panel's address.

use crate::alerts::{self, Signal, quantile};
use crate::escape::visible_line;
use crate::file_set::{ExportFile, FileSet, Source, sha256};
use crate::kind::ExportKind;
use crate::metrics::{DEAD_LETTERED, FAILED, FALLEN_BACK, LOOP_KILLED, REJECTED, RETRIED, TOTAL};
use crate::scope::Scope;
use crate::{json, people, runbooks};
use baton_model::{Document, Handoff, Kind, Target, Topology};
use serde_json::{Value, json};
use std::cmp::Reverse;
use std::collections::BTreeSet;

const SCHEMA_VERSION: u32 = 39;
/// Width of a dashboard in Grafana's units.
const WIDTH: u32 = 24;
const HEIGHT: u32 = 8;

pub(crate) fn run(scope: &Scope<'_>, files: &mut FileSet) {
    for topology in scope.topologies() {
        let mut handoffs: Vec<&Handoff> = scope
            .handoffs(&topology.id)
            .filter(|handoff| !matches!(handoff.to, Target::Outcome(_)))
            .collect();
        handoffs.sort_by_key(|handoff| (Reverse(handoff.criticality), &handoff.id));
        let dashboard = dashboard(scope.document, topology, &handoffs);
        files.add(ExportFile::new(
            format!("dashboards/{}.json", topology.id),
            ExportKind::Dashboards,
            json::bytes(&dashboard),
            Some(Source::new(Kind::Topology, topology.id.as_str())),
        ));
    }
}

fn dashboard(document: &Document, topology: &Topology, handoffs: &[&Handoff]) -> Value {
    let mut ids = Ids::default();
    let all = format!("{{topology=\"{}\"}}", topology.id);
    let mut panels = vec![
        stat(
            ids.of("all/success"),
            "Handoffs that succeed",
            &format!(
                "1 - sum(rate({FAILED}{all}[$__rate_interval])) / sum(rate({TOTAL}{all}[$__rate_interval]))"
            ),
            0,
            "percentunit",
        ),
        stat(
            ids.of("all/rate"),
            "Handoffs",
            &format!("sum(rate({TOTAL}{all}[$__rate_interval]))"),
            8,
            "ops",
        ),
        stat(
            ids.of("all/dead"),
            "Dead letters in this time",
            &format!("sum(increase({DEAD_LETTERED}{all}[$__range]))"),
            16,
            "none",
        ),
    ];
    let mut y = 5;
    for (index, handoff) in handoffs.iter().enumerate() {
        let (row, inside) = row(document, handoff, &mut ids, y, index);
        y += 1 + if inside.is_empty() { 0 } else { HEIGHT };
        panels.push(row);
        panels.extend(inside);
    }
    let owner = topology.team.as_ref().map(|team| format!("team:{team}"));
    let tags: Vec<String> = ["baton".to_owned(), format!("topology:{}", topology.id)]
        .into_iter()
        .chain(owner)
        .collect();
    json!({
        "uid": format!("baton-{}", &sha256(topology.id.as_str().as_bytes())[..24]),
        "title": inert(&topology.name),
        "description": inert(&topology.purpose),
        "tags": tags,
        "schemaVersion": SCHEMA_VERSION,
        "version": 1,
        "editable": true,
        "graphTooltip": 1,
        "refresh": "1m",
        "timezone": "browser",
        "time": {"from": "now-6h", "to": "now"},
        "annotations": {"list": []},
        "links": [],
        "templating": {"list": [
            {"name": "datasource", "label": "Data source", "type": "datasource", "query": "prometheus", "refresh": 1, "hide": 0, "includeAll": false, "multi": false},
            {"name": "runbooks", "label": "Runbooks at", "type": "textbox", "query": "", "current": {"text": "", "value": ""}, "hide": 0, "description": "The address of the folder that holds runbooks/, with / at its end."},
        ]},
        "panels": panels,
    })
}

/// The row of a handoff. After the first ones rows are closed: a closed row holds its panels and asks nothing of Prometheus.
#[allow(
    clippy::too_many_lines,
    reason = "one row of Grafana's model, top to bottom"
)]
fn row(
    document: &Document,
    handoff: &Handoff,
    ids: &mut Ids,
    y: u32,
    index: usize,
) -> (Value, Vec<Value>) {
    const OPEN: usize = 3;
    let id = handoff.id.as_str();
    let title = format!(
        "{} → {}",
        people::agent_name(document, &handoff.from),
        people::target_name(document, &handoff.to)
    );
    let own = format!("{{handoff=\"{id}\"}}");
    let told = alerts::of(handoff);
    let threshold = |wanted: fn(Signal) -> Option<f64>| {
        let mut signals = told.alerts.iter().filter_map(|alert| alert.signal);
        signals.find_map(wanted)
    };
    let rate = |series: &str| format!("sum(rate({series}{own}[$__rate_interval]))");
    let increase = |series: &str, legend: &str| {
        (
            format!("sum(increase({series}{own}[$__rate_interval]))"),
            legend.to_owned(),
        )
    };
    let links = links(handoff);
    let panel = |ids: &mut Ids,
                 name: &str,
                 title: &str,
                 unit: &str,
                 place: u32,
                 most: Option<f64>,
                 queries: &[(String, String)]| {
        let targets: Vec<Value> = queries
            .iter()
            .enumerate()
            .map(|(index, (expr, legend))| {
                json!({"refId": char::from(b'A' + u8::try_from(index).unwrap_or(0)).to_string(), "expr": expr, "legendFormat": legend, "datasource": source()})
            })
            .collect();
        let steps = match most {
            Some(most) => {
                json!([{"color": "green", "value": null}, {"color": "red", "value": most}])
            }
            None => json!([{"color": "green", "value": null}]),
        };
        let style = if most.is_some() { "line" } else { "off" };
        json!({
            "id": ids.of(&format!("{id}/{name}")),
            "type": "timeseries",
            "title": title,
            "datasource": source(),
            "gridPos": {"x": place * 8, "y": y + 1, "w": WIDTH / 3, "h": HEIGHT},
            "fieldConfig": {
                "defaults": {"unit": unit, "min": 0, "thresholds": {"mode": "absolute", "steps": steps}, "custom": {"thresholdsStyle": {"mode": style}}},
                "overrides": [],
            },
            "options": {"legend": {"displayMode": "list", "placement": "bottom", "showLegend": true}, "tooltip": {"mode": "multi", "sort": "none"}},
            "targets": targets,
            "links": links,
        })
    };
    let failing = threshold(|signal| match signal {
        Signal::Failing(most) => Some(most),
        _ => None,
    });
    let slow = threshold(|signal| match signal {
        Signal::Slow(most) => Some(most),
        _ => None,
    });
    let panels = vec![
        panel(
            ids,
            "failures",
            "Share that fails",
            "percentunit",
            0,
            failing,
            &[(
                format!("{} / {}", rate(FAILED), rate(TOTAL)),
                "failed".to_owned(),
            )],
        ),
        panel(
            ids,
            "latency",
            "Time to the acknowledgement",
            "s",
            1,
            slow,
            &[
                (quantile(0.5, id, "$__rate_interval"), "half".to_owned()),
                (quantile(0.95, id, "$__rate_interval"), "95 %".to_owned()),
            ],
        ),
        panel(
            ids,
            "trouble",
            "Rejected, retried, stopped",
            "none",
            2,
            None,
            &[
                increase(REJECTED, "rejected"),
                increase(RETRIED, "retried"),
                increase(FALLEN_BACK, "fallen back"),
                increase(LOOP_KILLED, "loops stopped"),
                increase(DEAD_LETTERED, "dead letters"),
            ],
        ),
    ];
    let is_open = index < OPEN;
    let (outside, inside) = if is_open {
        (panels, Vec::new())
    } else {
        (Vec::new(), panels)
    };
    let row = json!({
        "id": ids.of(&format!("{id}/row")),
        "type": "row",
        "title": inert(&format!("{title} ({})", crate::words::criticality(handoff.criticality))),
        "collapsed": !is_open,
        "gridPos": {"x": 0, "y": y, "w": WIDTH, "h": 1},
        "panels": inside,
    });
    (row, outside)
}

fn links(handoff: &Handoff) -> Value {
    let own = handoff
        .alerts
        .iter()
        .filter_map(|alert| alert.runbook_url.as_deref())
        .find(|url| people::is_page(url) && !url.contains('$'));
    let url = own.map_or_else(
        || format!("${{runbooks:raw}}{}", runbooks::path(handoff)),
        str::to_owned,
    );
    json!([{"title": "Runbook", "url": url, "targetBlank": true}])
}

fn source() -> Value {
    json!({"type": "prometheus", "uid": "${datasource}"})
}

fn stat(id: u32, title: &str, expr: &str, x: u32, unit: &str) -> Value {
    json!({
        "id": id,
        "type": "stat",
        "title": title,
        "datasource": source(),
        "gridPos": {"x": x, "y": 0, "w": WIDTH / 3, "h": 5},
        "fieldConfig": {"defaults": {"unit": unit, "thresholds": {"mode": "absolute", "steps": [{"color": "text", "value": null}]}}, "overrides": []},
        "options": {"reduceOptions": {"calcs": ["lastNotNull"], "fields": "", "values": false}, "colorMode": "value", "graphMode": "area"},
        "targets": [{"refId": "A", "expr": expr, "datasource": source()}],
    })
}

/// Text in which Grafana finds no variable.
fn inert(text: &str) -> String {
    visible_line(text).replace('$', "＄").replace("[[", "[ [")
}

/// Numbers of panels: the same for the same name, never twice.
#[derive(Default)]
struct Ids {
    taken: BTreeSet<u32>,
}

impl Ids {
    fn of(&mut self, name: &str) -> u32 {
        let digits = &sha256(name.as_bytes())[..7];
        let mut id = u32::from_str_radix(digits, 16).unwrap_or(0).max(1);
        while !self.taken.insert(id) {
            id += 1;
        }
        id
    }
}
