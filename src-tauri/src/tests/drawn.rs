//! Drawings arrive as bytes, refusals of drawings as errors.

use super::{Desk, Desktop, request};
use baton_model::TopologyId;
use serde_json::{Value, json};
use tauri::Manager;
use tauri::ipc::InvokeResponseBody;
use tauri::test::get_ipc_response;

fn bytes(desktop: &Desktop, command: &str, arguments: Value) -> Result<Vec<u8>, Value> {
    match get_ipc_response(&desktop.main, request(command, arguments))? {
        InvokeResponseBody::Raw(bytes) => Ok(bytes),
        InvokeResponseBody::Json(text) => panic!("{command} answers {text}"),
    }
}

#[test]
fn a_drawing_comes_as_bytes_now_and_as_it_was() {
    let desktop = Desktop::new();
    let snapshot = desktop.ask("snapshot", json!({})).unwrap();
    let records = snapshot["records"].as_array().unwrap();
    let topology = records.iter().find(|r| r["kind"] == "topology").unwrap()["id"].clone();
    let now = bytes(&desktop, "drawing", json!({"topology": topology})).unwrap();
    let id = TopologyId::new(topology.as_str().unwrap()).unwrap();
    let open = tauri::async_runtime::block_on(desktop.app.state::<Desk>().open()).unwrap();
    let expected = baton_app::topology::drawing::packed(&open.registry, &id);
    assert!(now.starts_with(b"BTN1") && now == expected);
    let at = |revision: Value| json!({"topology": topology, "revision": revision});
    let then = bytes(&desktop, "drawing_at", at(snapshot["revision"].clone())).unwrap();
    assert!(then == now);
    let refused = bytes(&desktop, "drawing_at", at(json!(9_999))).unwrap_err();
    assert_eq!(refused["code"], "not_found");
}

#[test]
fn a_picture_comes_as_bytes_and_is_saved_only_where_the_user_chose() {
    let desktop = Desktop::new();
    let snapshot = desktop.ask("snapshot", json!({})).unwrap();
    let records = snapshot["records"].as_array().unwrap();
    let id = |kind: &str| records.iter().find(|r| r["kind"] == kind).unwrap()["id"].clone();
    let asked = |more: Value| {
        let mut asked = json!({
            "topology": id("topology"),
            "only": [{"kind": "agent", "id": id("agent")}],
            "at": null,
        });
        let more = more.as_object().unwrap().clone();
        asked.as_object_mut().unwrap().extend(more);
        asked
    };
    let svg = bytes(&desktop, "picture", asked(json!({"extension": "svg"}))).unwrap();
    assert!(svg.starts_with(b"<svg"));
    let then = asked(json!({"extension": "svg", "at": snapshot["revision"]}));
    assert_eq!(bytes(&desktop, "picture", then).unwrap(), svg);
    let refused = desktop
        .ask("save_picture", asked(json!({"path": "/nowhere/a.svg"})))
        .unwrap_err();
    assert_eq!(refused["code"], "unsafe_path");
}
