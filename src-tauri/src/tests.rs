//! The commands as the page sees them, without a window: real configuration, real permissions, a registry in a folder of its own.

mod drawn;
mod exporting;
mod importing;
mod program;
mod recorded;
#[cfg(unix)]
mod shared;
mod simulation;

use crate::{assemble, context, desk::Desk};
use serde_json::{Value, json};
use std::path::Path;
use tauri::ipc::{CallbackFn, InvokeBody};
use tauri::test::{INVOKE_KEY, MockRuntime, get_ipc_response, mock_builder};
use tauri::webview::{InvokeRequest, WebviewWindowBuilder};
use tauri::{App, WebviewUrl, WebviewWindow};

struct Desktop {
    app: App<MockRuntime>,
    main: WebviewWindow<MockRuntime>,
    folder: tempfile::TempDir,
}

impl Desktop {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let desk = Desk::new(Some(folder.path().join("registry.baton").into())).forgetful();
        let app = assemble(mock_builder(), context(), desk).unwrap();
        let main = page(&app, "main");
        Self { app, main, folder }
    }

    /// What a command answers: `Ok` when its promise would be fulfilled.
    fn ask(&self, command: &str, arguments: Value) -> Result<Value, Value> {
        ask(&self.main, command, arguments)
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }
}

fn page(app: &App<MockRuntime>, label: &str) -> WebviewWindow<MockRuntime> {
    WebviewWindowBuilder::new(app, label, WebviewUrl::default())
        .build()
        .unwrap()
}

fn ask(page: &WebviewWindow<MockRuntime>, command: &str, arguments: Value) -> Result<Value, Value> {
    get_ipc_response(page, request(command, arguments)).map(|body| body.deserialize().unwrap())
}

fn request(command: &str, arguments: Value) -> InvokeRequest {
    InvokeRequest {
        cmd: command.to_owned(),
        callback: CallbackFn(0),
        error: CallbackFn(1),
        url: "tauri://localhost".parse().unwrap(),
        body: InvokeBody::Json(arguments),
        headers: tauri::http::HeaderMap::new(),
        invoke_key: INVOKE_KEY.to_owned(),
    }
}

fn new_team(id: &str, name: &str) -> Value {
    json!([{"op": "put", "kind": "team", "id": id, "record": {"id": id, "name": name}, "base_revision": 0, "operation_id": format!("make-{id}")}])
}

#[test]
fn an_edit_goes_there_and_back_and_is_undone() {
    let desktop = Desktop::new();
    let before = desktop.ask("snapshot", json!({})).unwrap();
    assert!(
        before["records"].as_array().unwrap().len() > 100,
        "the first start brings the sample"
    );
    let edits = new_team("night-watch", "Night watch");

    let rehearsed = desktop
        .ask(
            "apply_edits",
            json!({"edits": edits, "dryRun": true, "mark": null}),
        )
        .unwrap();
    assert_eq!(rehearsed["revision"], before["revision"]);
    let done = desktop
        .ask(
            "apply_edits",
            json!({"edits": edits, "dryRun": false, "mark": null}),
        )
        .unwrap();
    assert_eq!(done["diff"], rehearsed["diff"]);
    assert_eq!(done["diff"][0]["after"]["name"], "Night watch");
    assert_eq!(done["can_undo"], true);

    let undone = desktop.ask("undo", json!({})).unwrap();
    assert_eq!(undone["diff"][0]["after"], Value::Null);
    let after = desktop.ask("snapshot", json!({})).unwrap();
    assert_eq!(after["records"], before["records"]);
}

#[test]
fn a_conflict_brings_both_values() {
    let desktop = Desktop::new();
    desktop
        .ask(
            "apply_edits",
            json!({"edits": new_team("a", "One"), "dryRun": false, "mark": null}),
        )
        .unwrap();
    let mut again = new_team("a", "Two");
    again[0]["operation_id"] = json!("other");
    let refused = desktop
        .ask(
            "apply_edits",
            json!({"edits": again, "dryRun": false, "mark": null}),
        )
        .unwrap_err();
    assert_eq!(refused["code"], "conflict");
    assert_eq!(refused["conflict"]["theirs"]["name"], "One");
    assert_eq!(refused["conflict"]["yours"]["name"], "Two");
}

#[test]
fn only_listed_commands_of_the_one_window_are_answered() {
    let desktop = Desktop::new();
    for command in [
        "not_a_command",
        "plugin:fs|read_text_file",
        "plugin:fs|write_text_file",
        "plugin:dialog|message",
        "plugin:webview|create_webview_window",
    ] {
        assert!(
            desktop
                .ask(command, json!({"path": "/etc/hostname"}))
                .is_err(),
            "{command}"
        );
    }
    let other = page(&desktop.app, "other");
    assert!(
        ask(&other, "snapshot", json!({})).is_err(),
        "another window may call nothing"
    );
    assert!(desktop.ask("snapshot", json!({})).is_ok());
}

#[test]
fn wrong_arguments_are_refused_and_change_nothing() {
    let desktop = Desktop::new();
    let before = desktop.ask("snapshot", json!({})).unwrap();
    let huge = "x".repeat(1 << 20);
    for arguments in [
        json!({}),
        json!(null),
        json!({"edits": 7, "dryRun": false}),
        json!({"edits": [{"op": "put"}], "dryRun": false, "mark": null}),
        json!({"edits": [{"op": "destroy", "kind": "agent", "id": "x"}], "dryRun": false, "mark": null}),
        json!({"edits": new_team("../../etc", "Path"), "dryRun": false, "mark": null}),
        json!({"edits": new_team(&huge, "Long"), "dryRun": false, "mark": null}),
    ] {
        let shown = arguments.to_string().chars().take(80).collect::<String>();
        assert!(desktop.ask("apply_edits", arguments).is_err(), "{shown}");
    }
    assert!(
        desktop
            .ask("drawing", json!({"topology": {"id": 1}}))
            .is_err()
    );
    assert_eq!(
        desktop.ask("snapshot", json!({})).unwrap()["revision"],
        before["revision"]
    );
}

#[test]
fn nothing_is_read_or_written_that_no_dialog_returned() {
    let desktop = Desktop::new();
    let export = json!({"folder": desktop.path("out"), "kinds": ["all"], "topology": null, "edited": "refuse", "run": "one"});
    assert_eq!(
        desktop.ask("export_write", export).unwrap_err()["code"],
        "unsafe_path"
    );
    let read = json!({"path": "/etc/hostname", "options": null});
    assert!(desktop.ask("plugin:fs|read_file", read).is_err());
    let open = json!({"path": desktop.path("other.baton")});
    assert_eq!(
        desktop.ask("open_registry", open).unwrap_err()["code"],
        "unsafe_path"
    );
    let create = json!({"path": desktop.path("new.baton"), "template": null});
    assert_eq!(
        desktop.ask("create_registry", create).unwrap_err()["code"],
        "unsafe_path"
    );
    let names: Vec<_> = std::fs::read_dir(desktop.folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert!(
        !Path::new(&desktop.path("out")).exists() && !names.iter().any(|name| name == "new.baton"),
        "{names:?}"
    );
}

#[test]
fn a_chosen_folder_can_be_exported_to() {
    use tauri::Manager;

    let desktop = Desktop::new();
    let folder = desktop.folder.path().join("repository");
    std::fs::create_dir(&folder).unwrap();
    desktop
        .app
        .state::<crate::chosen::Chosen>()
        .add(&folder)
        .unwrap();
    let request = json!({"folder": folder, "kinds": ["all"], "topology": null, "edited": "refuse", "run": "one"});
    let planned = desktop.ask("export_plan", request.clone()).unwrap();
    assert!(!folder.join("baton.manifest.json").exists());
    assert_eq!(planned["current"], false);
    desktop.ask("export_write", request.clone()).unwrap();
    assert!(folder.join("baton.manifest.json").exists());
    assert_eq!(
        desktop.ask("export_plan", request).unwrap()["current"],
        true
    );

    let outside = json!({"folder": folder.join("new/../../outside"), "kinds": ["all"], "topology": null, "edited": "refuse", "run": "one"});
    assert_eq!(
        desktop.ask("export_write", outside).unwrap_err()["code"],
        "unsafe_path"
    );
}

#[test]
fn a_file_that_is_no_registry_is_refused_and_can_be_replaced_by_another() {
    use tauri::Manager;

    let folder = tempfile::tempdir().unwrap();
    let broken = folder.path().join("broken.baton");
    std::fs::write(&broken, "this is no registry").unwrap();
    let app = assemble(
        mock_builder(),
        context(),
        Desk::new(Some(broken.clone().into())).forgetful(),
    )
    .unwrap();
    let main = page(&app, "main");
    assert_eq!(
        ask(&main, "registry_info", json!({})).unwrap_err()["code"],
        "invalid_file"
    );
    assert_eq!(
        std::fs::read_to_string(&broken).unwrap(),
        "this is no registry"
    );

    let fresh = folder.path().join("fresh.baton");
    app.state::<crate::chosen::Chosen>().add(&fresh).unwrap();
    let made = ask(
        &main,
        "create_registry",
        json!({"path": fresh, "template": "order-fulfilment"}),
    )
    .unwrap();
    assert_eq!(made["registry"], fresh.display().to_string());
    assert_eq!(made["revision"], 1);
}

#[test]
fn what_another_program_commits_is_news() {
    let desktop = Desktop::new();
    desktop.ask("snapshot", json!({})).unwrap();
    let registry = desktop.folder.path().join("registry.baton");
    tauri::async_runtime::block_on(async {
        let desk = Desk::new(Some(registry.clone().into())).forgetful();
        desk.open_first().await;
        let here = desk.open().await.unwrap();
        assert!(crate::follow::news(&here).await.unwrap().is_none());

        let there = Desk::new(Some(registry.into())).forgetful();
        there.open_first().await;
        let edits = serde_json::from_value(new_team("night-watch", "Night watch")).unwrap();
        let request = baton_app::registry::EditRequest::edit(edits);
        there
            .open()
            .await
            .unwrap()
            .registry
            .edit(request)
            .await
            .unwrap();

        // A redo takes the other's edit in before it finds nothing to redo; the window hears of the edit all the same.
        baton_app::edit::redo::redo(&here.registry)
            .await
            .unwrap_err();
        let news = crate::follow::news(&here).await.unwrap().unwrap();
        assert_eq!(news.reply.diff[0].id, "night-watch");
        assert!(crate::follow::news(&here).await.unwrap().is_none());
    });
}

#[test]
fn a_reply_tells_only_the_findings_that_changed() {
    let desktop = Desktop::new();
    let before = desktop.ask("snapshot", json!({})).unwrap();
    let edits = json!([{"op": "put", "kind": "agent", "id": "nobody", "record": {"id": "nobody", "name": "Nobody's"},
        "base_revision": 0, "operation_id": "one"}]);
    let edit = |dry_run: bool| {
        let arguments = json!({"edits": edits, "dryRun": dry_run, "mark": null});
        desktop.ask("apply_edits", arguments).unwrap()
    };
    let (dry, done) = (edit(true), edit(false));
    assert_eq!(dry["findings"], done["findings"]);
    let changed = done["findings"]["changed"].as_array().unwrap();
    assert!(
        changed
            .iter()
            .all(|finding| finding["subject"]["id"] == "nobody")
    );
    assert!(!changed.is_empty() && changed.len() < before["findings"].as_array().unwrap().len());
    let undone = desktop.ask("undo", json!({})).unwrap();
    let keys: Vec<&Value> = changed.iter().map(|finding| &finding["key"]).collect();
    let gone: Vec<&Value> = undone["findings"]["gone"]
        .as_array()
        .unwrap()
        .iter()
        .collect();
    assert_eq!(gone, keys);
}

#[test]
fn the_registry_is_searched_listed_and_gone_back_in() {
    let desktop = Desktop::new();
    let start = desktop.ask("snapshot", json!({})).unwrap();
    let made =
        json!({"edits": new_team("night-watch", "Night watch"), "dryRun": false, "mark": null});
    desktop.ask("apply_edits", made).unwrap();

    let hits = desktop
        .ask("search", json!({"text": "night w", "limit": 5}))
        .unwrap();
    assert_eq!(hits[0]["id"], "night-watch");
    let table = json!({"kind": "team", "query": "night", "sort": "agents", "descending": true});
    let table = desktop.ask("table", table).unwrap();
    assert_eq!(table["rows"][0]["name"], "Night watch");
    let wrong = json!({"kind": "team", "query": "owner:", "sort": null, "descending": false});
    assert_eq!(
        desktop.ask("table", wrong).unwrap_err()["code"],
        "invalid_input"
    );
    let page = desktop
        .ask("record_page", json!({"kind": "team", "id": "night-watch"}))
        .unwrap();
    assert_eq!(page["history"][0]["revision"], 2);

    let past = desktop.ask("snapshot_at", json!({"revision": 1})).unwrap();
    assert_eq!(past["records"], start["records"]);
    assert_eq!(past["can_undo"], false);
    let back = json!({"revision": 1, "dryRun": false});
    let back = desktop.ask("rewind", back).unwrap();
    assert_eq!(
        (&back["revision"], &back["diff"][0]["after"]),
        (&json!(3), &Value::Null)
    );
    assert_eq!(
        desktop.ask("undo", json!({})).unwrap()["diff"][0]["id"],
        "night-watch"
    );
}

#[test]
fn a_part_of_a_drawing_is_copied_and_pasted() {
    let desktop = Desktop::new();
    let snapshot = desktop.ask("snapshot", json!({})).unwrap();
    let topology = snapshot["records"]
        .as_array()
        .unwrap()
        .iter()
        .find(|record| record["kind"] == "topology")
        .unwrap()["id"]
        .clone();
    let keys = json!([{"kind": "agent", "id": "triage-desk"}]);
    let clip = desktop
        .ask("copy_records", json!({"topology": topology, "keys": keys}))
        .unwrap();
    let paste = |clip: &Value| {
        let at = json!({"x": 10, "y": 20.5});
        let arguments = json!({"topology": topology, "clip": clip, "at": at, "asCopies": false});
        desktop.ask("paste_records", arguments)
    };
    let pasted = paste(&clip).unwrap();
    assert_eq!(
        pasted["pasted"],
        json!([{"kind": "agent", "id": "triage-desk-copy"}])
    );
    assert_eq!(
        (&pasted["reply"]["revision"], &pasted["reply"]["notes"]),
        (&json!(2), &json!([]))
    );
    let place = pasted["reply"]["diff"].as_array().unwrap().iter();
    let place = place
        .map(|change| &change["after"])
        .find(|after| after["subject"] != Value::Null);
    assert_eq!(
        (&place.unwrap()["x"], &place.unwrap()["y"]),
        (&json!(10.0), &json!(20.5))
    );
    assert_eq!(paste(&json!("[1]")).unwrap_err()["code"], "invalid_input");
}

#[test]
fn a_contract_is_read_and_an_export_compared() {
    use tauri::Manager;

    let desktop = Desktop::new();
    let snapshot = desktop.ask("snapshot", json!({})).unwrap();
    let records = snapshot["records"].as_array().unwrap();
    let version = records
        .iter()
        .find(|record| record["kind"] == "contract_version")
        .unwrap();
    let (contract, number) = version["id"].as_str().unwrap().split_once('@').unwrap();
    let fields = desktop
        .ask(
            "contract_fields",
            json!({"contract": contract, "version": number}),
        )
        .unwrap();
    assert!(!fields.as_array().unwrap().is_empty());
    let matching = desktop
        .ask(
            "matching_versions",
            json!({"contract": contract, "range": format!("={number}")}),
        )
        .unwrap();
    assert!(
        matching
            .as_array()
            .unwrap()
            .iter()
            .any(|m| m["version"] == number && m["matches"] == true)
    );

    let folder = desktop.folder.path().join("repository");
    std::fs::create_dir(&folder).unwrap();
    let compare = |path: &str| {
        let request =
            json!({"folder": folder, "kinds": ["runbooks"], "topology": null, "path": path});
        desktop.ask("export_file_diff", request)
    };
    assert_eq!(
        compare("runbooks/index.md").unwrap_err()["code"],
        "unsafe_path"
    );
    let chosen = desktop.app.state::<crate::chosen::Chosen>();
    chosen.add(&folder).unwrap();
    let diff = compare("runbooks/index.md").unwrap();
    assert_eq!(
        (&diff["text"], &diff["lines"][0]["change"]),
        (&json!(true), &json!("added"))
    );
    assert_eq!(
        compare("../../etc/passwd").unwrap_err()["code"],
        "not_found"
    );
}
