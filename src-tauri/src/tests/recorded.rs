//! The sample as the window gets it, recorded for the flows that run in a plain browser (`tests/browser`).

use super::*;
use baton_model::Kind;
use std::fs;
use tauri::Manager;

/// Fails when the committed recording is not what the commands answer.
#[test]
fn the_recorded_sample_is_up_to_date() {
    let fresh = format!("{:#}\n", recording());
    let committed =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/browser/recorded/sample-support.json");
    if std::env::var_os("BATON_WRITE_BINDINGS").is_some() {
        fs::write(&committed, &fresh).unwrap();
    }
    assert!(
        fs::read_to_string(&committed).unwrap_or_default() == fresh,
        "{} is out of date: BATON_WRITE_BINDINGS=1 cargo test -p baton-desktop --features tauri/custom-protocol recorded",
        committed.display()
    );
}

/// The agent of the sample at which the escalation ladder is recorded.
const LADDER_AT: &str = "triage-desk";

fn recording() -> Value {
    let desktop = Desktop::new();
    let ask = |command: &str, arguments: Value| desktop.ask(command, arguments).unwrap();
    let snapshot = ask("snapshot", json!({}));
    let ids = |kind: Kind| -> Vec<String> {
        let records = snapshot["records"].as_array().unwrap();
        records
            .iter()
            .filter(|record| record["kind"] == kind.name())
            .map(|record| record["id"].as_str().unwrap().to_owned())
            .collect()
    };
    let drawings: serde_json::Map<String, Value> = ids(Kind::Topology)
        .into_iter()
        .map(|id| {
            let drawing = drawing(&desktop, &id);
            (id, drawing)
        })
        .collect();
    let fields: serde_json::Map<String, Value> = ids(Kind::ContractVersion)
        .into_iter()
        .map(|id| {
            let (contract, version) = id.split_once('@').unwrap();
            let arguments = json!({"contract": contract, "version": version});
            (id.clone(), ask("contract_fields", arguments))
        })
        .collect();
    let templates = ask("templates", json!({}));
    let pictures: serde_json::Map<String, Value> = templates
        .as_array()
        .unwrap()
        .iter()
        .map(|template| {
            let id = template["id"].as_str().unwrap();
            (id.to_owned(), ask("template_picture", json!({"id": id})))
        })
        .collect();
    let each = |list: &Value, command: &str| -> serde_json::Map<String, Value> {
        let ids = list.as_array().unwrap().iter();
        ids.map(|one| {
            let id = one["id"].as_str().unwrap();
            (id.to_owned(), ask(command, json!({"id": id})))
        })
        .collect()
    };
    let parts = ask("parts", json!({}));
    let added: serde_json::Map<String, Value> = pictures
        .keys()
        .map(|id| {
            let answer = ask("add_template", json!({"id": id, "dryRun": true}));
            (id.clone(), answer["outline"].clone())
        })
        .collect();
    let place =
        json!({"topology": "sample-support", "agent": LADDER_AT, "at": null, "settings": {}});
    let ladder = ask(
        "insert_part",
        json!({"id": "escalation-ladder", "place": place, "dryRun": true}),
    );
    json!({
        "pages": each(&templates, "template_page"),
        "added": added,
        "partPictures": each(&parts, "part_picture"),
        "parts": parts,
        "ladder": {
            "agent": LADDER_AT,
            "diff": ladder["reply"]["diff"],
            "notes": ladder["reply"]["notes"],
            "boxes": ladder["boxes"],
        },
        "records": snapshot["records"],
        "findings": snapshot["findings"],
        "drawings": drawings,
        "fields": fields,
        "rules": ask("rules", json!({})),
        "audit": audit(&desktop, &ids(Kind::Handoff)),
        "ruleOptions": ask("rule_options", json!({})),
        "simulation": simulation(&desktop, &ids(Kind::Topology)),
        "templates": templates,
        "pictures": pictures,
        "history": history(&ask("history", json!({"limit": 50, "before": null}))),
        "exportKinds": ask("export_kinds", json!({})),
    })
}

/// The audit, without health that was not checked for long: every day there is more of that.
fn audit(desktop: &Desktop, handoffs: &[String]) -> Value {
    let ask = |command: &str, arguments: Value| desktop.ask(command, arguments).unwrap();
    let mut scores = ask("audit_scores", json!({}));
    let sprawl = scores["sprawl"].as_array_mut().unwrap();
    sprawl.retain(|found| found["reason"] != "stale_health");
    let explained: serde_json::Map<String, Value> = handoffs
        .iter()
        .map(|id| (id.clone(), ask("audit_handoff", json!({"handoff": id}))))
        .collect();
    let filter = json!({"topology": null, "team": null, "missing": null});
    json!({
        "table": ask("audit_table", json!({"filter": filter})),
        "scores": scores,
        "handoffs": explained,
    })
}

/// How the requests of each topology fare when everything goes wrong at once.
fn simulation(desktop: &Desktop, topologies: &[String]) -> Value {
    let ask = |command: &str, arguments: Value| desktop.ask(command, arguments).unwrap();
    let asked = |topology: &str, method: &str, profile: &str| {
        json!({
            "topology": topology, "method": method, "requests": 20_000, "seed": 1, "precision": null,
            "profile": profile, "scenario": null, "change": [],
        })
    };
    let each = topologies.iter().map(|id| {
        let of = |method: &str| {
            let arguments = json!({"asked": asked(id, method, "request-10001"), "run": method});
            ask("simulate", arguments)
        };
        let compared = json!({
            "a": asked(id, "sampled", "request-10001"), "b": asked(id, "sampled", "production"), "run": "both",
        });
        let recorded = json!({
            "choices": ask("simulation_choices", json!({"topology": id})),
            "exact": of("exact"),
            "sampled": of("sampled"),
            "compared": ask("compare_simulations", compared),
            "improvements": ask("improvements", json!({"asked": asked(id, "exact", "request-10001"), "run": "recorded"})),
        });
        (id.clone(), recorded)
    });
    Value::Object(each.collect())
}

/// The commits without what differs in every run: who, when, and the operation.
fn history(commits: &Value) -> Value {
    let mut commits = commits.clone();
    for commit in commits.as_array_mut().unwrap() {
        commit["author"] = json!("maria");
        commit["at"] = json!("2026-11-21T08:00:00Z");
        commit["operation_id"] = json!("start");
    }
    commits
}

fn drawing(desktop: &Desktop, topology: &str) -> Value {
    let desk = desktop.app.state::<Desk>();
    let open = tauri::async_runtime::block_on(desk.open()).unwrap();
    let topology = baton_model::TopologyId::new(topology).unwrap();
    let drawing = baton_app::topology::drawing::drawing(&open.registry, &topology);
    serde_json::to_value(&*drawing).unwrap()
}
