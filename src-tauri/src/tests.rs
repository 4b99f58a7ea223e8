//! The commands as the page sees them, without a window: real configuration, real permissions, a registry in a folder of its own.

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
        let desk = Desk::new(folder.path().join("registry.baton")).forgetful();
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
    let request = InvokeRequest {
        cmd: command.to_owned(),
        callback: CallbackFn(0),
        error: CallbackFn(1),
        url: "tauri://localhost".parse().unwrap(),
        body: InvokeBody::Json(arguments),
        headers: tauri::http::HeaderMap::new(),
        invoke_key: INVOKE_KEY.to_owned(),
    };
    get_ipc_response(page, request).map(|body| body.deserialize().unwrap())
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
    let export = json!({"folder": desktop.path("out"), "kinds": ["all"], "topology": null, "edited": "refuse"});
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
    let request = json!({"folder": folder, "kinds": ["all"], "topology": null, "edited": "refuse"});
    let planned = desktop.ask("export_plan", request.clone()).unwrap();
    assert!(!folder.join("baton.manifest.json").exists());
    assert_eq!(planned["current"], false);
    desktop.ask("export_write", request.clone()).unwrap();
    assert!(folder.join("baton.manifest.json").exists());
    assert_eq!(
        desktop.ask("export_plan", request).unwrap()["current"],
        true
    );

    let outside = json!({"folder": folder.join("new/../../outside"), "kinds": ["all"], "topology": null, "edited": "refuse"});
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
        Desk::new(broken.clone()).forgetful(),
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
        let desk = Desk::new(registry.clone()).forgetful();
        desk.open_first().await;
        let here = desk.open().await.unwrap();
        assert!(crate::follow::news(&here).await.unwrap().is_none());

        let there = Desk::new(registry).forgetful();
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
