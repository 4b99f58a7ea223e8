//! The program as a whole: copies, settings, places of windows, links, and several windows on one registry.

use super::{Desktop, ask, new_team, page};
use crate::desk::Desk;
use crate::follow::news;
use crate::link::Links;
use crate::remembered::KeptWindow;
use serde_json::{Value, json};
use std::sync::atomic::Ordering;
use tauri::Manager;

fn edit(desktop: &Desktop, id: &str, name: &str) -> Value {
    let arguments = json!({"edits": new_team(id, name), "dryRun": false, "mark": null});
    desktop.ask("apply_edits", arguments).unwrap()
}

#[test]
fn a_copy_is_made_looked_at_and_restored() {
    let desktop = Desktop::new();
    let start = desktop.ask("snapshot", json!({})).unwrap();
    let made = desktop.ask("back_up", json!({})).unwrap();
    assert_eq!(
        (&made["revision"], &made["reason"]),
        (&json!(1), &json!("copy"))
    );
    edit(&desktop, "night-watch", "Night watch");
    let listed = desktop.ask("backups", json!({})).unwrap();
    assert_eq!(listed["copies"], json!([made]));

    let look = desktop
        .ask("look_at_backup", json!({"path": made["path"]}))
        .unwrap();
    assert_eq!(look["problems"], json!([]));
    assert_eq!(
        (&look["removed"], &look["changed"], &look["returned"]),
        (&json!(1), &json!(0), &json!(0))
    );
    let before = desktop.ask("registry_info", json!({})).unwrap();
    let restored = desktop
        .ask("restore_backup", json!({"path": made["path"]}))
        .unwrap();
    let kept = restored["kept"].as_str().unwrap();
    assert!(kept.ends_with("registry.baton.replaced-1") && std::path::Path::new(kept).exists());
    let after = desktop.ask("snapshot", json!({})).unwrap();
    assert_eq!(after["records"], start["records"]);
    let info = desktop.ask("registry_info", json!({})).unwrap();
    assert_eq!(
        info["turn"].as_u64(),
        before["turn"].as_u64().map(|turn| turn + 1)
    );
    // The registry works on, and what was replaced is among the copies.
    edit(&desktop, "day-watch", "Day watch");
    let listed = desktop.ask("backups", json!({})).unwrap();
    let mut copies = listed["copies"].as_array().unwrap().iter();
    assert!(copies.any(|copy| copy["reason"] == "before_restore"));
}

#[test]
fn only_copies_of_the_open_registry_are_read_or_restored() {
    let desktop = Desktop::new();
    desktop.ask("snapshot", json!({})).unwrap();
    for path in ["/etc/passwd", &desktop.path("registry.baton"), "../x", ""] {
        for command in ["look_at_backup", "restore_backup"] {
            let refused = desktop.ask(command, json!({"path": path})).unwrap_err();
            assert_eq!(refused["code"], "unsafe_path", "{command} {path}");
        }
    }
}

#[test]
fn a_registry_that_cannot_be_opened_can_be_restored() {
    let desktop = Desktop::new();
    desktop.ask("snapshot", json!({})).unwrap();
    let made = desktop.ask("back_up", json!({})).unwrap();
    let copies = std::path::Path::new(made["path"].as_str().unwrap());

    let other = tempfile::tempdir().unwrap();
    let broken = other.path().join("registry.baton");
    std::fs::write(&broken, "this is no registry").unwrap();
    let desk = Desk::new(Some(broken.clone().into())).forgetful();
    let folder = desk.backups_of(&broken.clone().into());
    std::fs::create_dir_all(&folder).unwrap();
    let copy = folder.join(copies.file_name().unwrap());
    std::fs::copy(copies, &copy).unwrap();
    tauri::async_runtime::block_on(async {
        desk.open_first().await;
        assert!(desk.open().await.is_err());
        let kept = desk.restore(&copy).await.unwrap().unwrap();
        assert_eq!(std::fs::read(kept).unwrap(), b"this is no registry");
        assert!(desk.open().await.is_ok());
    });
}

#[test]
fn settings_are_changed_one_by_one_and_folders_are_chosen_first() {
    let desktop = Desktop::new();
    desktop.ask("snapshot", json!({})).unwrap();
    let settings = desktop.ask("settings", json!({})).unwrap();
    assert_eq!(settings["daily_backups"], true);
    let change = json!({"change": {"daily_backups": false, "registries": null}});
    let settings = desktop.ask("change_settings", change).unwrap();
    assert_eq!(settings["daily_backups"], false);

    let folder = desktop.folder.path();
    let change = json!({"change": {"daily_backups": null, "registries": folder}});
    let refused = desktop.ask("change_settings", change.clone()).unwrap_err();
    assert_eq!(refused["code"], "unsafe_path");
    let chosen = desktop.app.state::<crate::chosen::Chosen>();
    chosen.add(folder).unwrap();
    let settings = desktop.ask("change_settings", change).unwrap();
    assert_eq!(settings["registries"], json!(folder));
    assert_eq!(settings["daily_backups"], false);
    // New registries go there.
    let made = json!({"path": null, "template": null});
    let made = desktop.ask("create_registry", made).unwrap();
    assert_eq!(made["registry"], desktop.path("registry-2.baton"));
}

#[test]
fn a_window_keeps_its_own_place() {
    let desktop = Desktop::new();
    let desk = desktop.app.state::<Desk>();
    desk.remember(|remembered| {
        remembered.windows = ["main", "window-2"]
            .map(|label| KeptWindow {
                label: label.to_owned(),
                ..KeptWindow::default()
            })
            .to_vec();
    });
    let second = page(&desktop.app, "window-2");
    let keep = |place: Value| ask(&second, "keep_place", json!({"place": place})).unwrap();
    keep(json!({"view": "registry"}));
    keep(json!({"view": "x".repeat(20_000)}));
    let first = |page| ask(page, "first_look", json!({})).unwrap();
    assert_eq!(first(&second)["place"], json!({"view": "registry"}));
    let look = first(&desktop.main);
    assert_eq!(look["place"], Value::Null);
    // It is what the questions answer that are asked one by one.
    assert_eq!(
        look["info"],
        desktop.ask("registry_info", json!({})).unwrap()
    );
    assert_eq!(
        look["snapshot"],
        desktop.ask("snapshot", json!({})).unwrap()
    );
}

#[test]
fn a_link_waits_until_a_window_takes_it() {
    let desktop = Desktop::new();
    let key = json!({"kind": "agent", "id": "triage-desk"});
    let link = desktop.ask("record_link", json!({"key": key})).unwrap();
    let links = desktop.app.state::<Links>();
    links.put(link.as_str().unwrap());
    links.put("baton://registry/agent/%2e%2e%2f");
    let take = || desktop.ask("take_link", json!({})).unwrap();
    assert_eq!(take(), json!({"is": "record", "key": key}));
    let refused = take();
    assert_eq!(refused["is"], "refused");
    assert_eq!(refused["why"]["code"], "invalid_input");
    assert_eq!(take(), Value::Null);
}

#[test]
fn several_windows_hear_of_each_others_edits() {
    let desktop = Desktop::new();
    desktop.ask("snapshot", json!({})).unwrap();
    let registry = desktop.folder.path().join("several.baton");
    tauri::async_runtime::block_on(async {
        let desk = Desk::new(Some(registry.into())).forgetful();
        desk.open_first().await;
        let open = desk.open().await.unwrap();
        let edit = async |id: &str| {
            let edits = serde_json::from_value(new_team(id, "Watch")).unwrap();
            let request = baton_app::registry::EditRequest::edit(edits);
            let done = open.registry.edit(request).await;
            open.answer(done, false).await.unwrap().revision
        };
        // One window knows what it has asked for.
        edit("one").await;
        assert!(news(&open).await.unwrap().is_none());
        desk.audience.windows.store(2, Ordering::Release);
        let revision = edit("two").await;
        // The second window's own picture does not make the first one's news old.
        assert_eq!(open.snapshot().revision, revision);
        let told = news(&open).await.unwrap().unwrap();
        assert_eq!(
            (told.reply.revision, told.reply.diff[0].id.as_str()),
            (revision, "two")
        );
        assert!(news(&open).await.unwrap().is_none());
    });
}
