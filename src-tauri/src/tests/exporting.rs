//! Exports that are remembered, opened and ended.

use super::*;
use crate::chosen::Chosen;
use std::time::{Duration, Instant};
use tauri::Manager;

/// A desktop with a folder that was chosen in a dialog.
fn with_folder() -> (Desktop, std::path::PathBuf) {
    let desktop = Desktop::new();
    let folder = desktop.folder.path().join("repository, a \"b\" $(c)");
    std::fs::create_dir(&folder).unwrap();
    desktop.app.state::<Chosen>().add(&folder).unwrap();
    (desktop, folder)
}

fn choose(desktop: &Desktop, folder: &Path) -> Result<Value, Value> {
    let choice = json!({"folder": folder, "kinds": ["runbooks"], "whole": true});
    let arguments = json!({"topology": "sample-support", "choice": choice});
    desktop.ask("remember_export", arguments)
}

#[test]
fn what_was_chosen_is_there_again_for_its_topology_alone() {
    let (desktop, folder) = with_folder();
    choose(&desktop, &folder).unwrap();
    let of = |topology: Value| {
        let choice = desktop.ask("export_choice", json!({"topology": topology}));
        choice.unwrap()
    };
    let choice = of(json!("sample-support"));
    assert_eq!(
        choice,
        json!({"folder": folder, "kinds": ["runbooks"], "whole": true})
    );
    let nothing = json!({"folder": null, "kinds": null, "whole": false});
    assert_eq!(of(json!("other")), nothing);
    assert_eq!(of(Value::Null), nothing);
    // What has gone since has to be chosen again.
    std::fs::remove_dir(&folder).unwrap();
    assert_eq!(of(json!("sample-support"))["folder"], Value::Null);
}

#[test]
fn only_a_folder_of_a_dialog_is_remembered_and_only_one_that_is_exported_to_is_opened() {
    let (desktop, folder) = with_folder();
    let refused = choose(&desktop, desktop.folder.path()).unwrap_err();
    assert_eq!(refused["code"], "unsafe_path");
    let open = |path: &Path| desktop.ask("open_export_folder", json!({"folder": path}));
    assert_eq!(open(&folder).unwrap_err()["code"], "unsafe_path");
    choose(&desktop, &folder).unwrap();
    std::fs::create_dir(folder.join("sub")).unwrap();
    for other in ["sub", "..", "../repository", "."] {
        let refused = open(&folder.join(other)).unwrap_err();
        assert_eq!(refused["code"], "unsafe_path", "{other}");
    }
    std::fs::remove_dir_all(&folder).unwrap();
    std::fs::write(&folder, "#!/bin/sh").unwrap();
    assert_eq!(open(&folder).unwrap_err()["code"], "not_found");
}

#[test]
fn an_export_that_is_ended_says_so_and_leaves_a_folder_that_can_be_gone_on_with() {
    let (desktop, folder) = with_folder();
    let request =
        json!({"folder": folder, "kinds": ["all"], "topology": null, "edited": "keep", "run": "w"});
    let ended = std::thread::scope(|scope| {
        let run = scope.spawn(|| ask(&desktop.main, "export_write", request.clone()));
        let began = Instant::now();
        // A run cannot be ended before it has begun.
        while !run.is_finished() && began.elapsed() < Duration::from_mins(1) {
            desktop.ask("cancel_export", json!({"run": "w"})).unwrap();
        }
        run.join().unwrap()
    });
    assert_eq!(ended.unwrap_err()["code"], "cancelled");
    desktop.ask("export_write", request.clone()).unwrap();
    let planned = desktop.ask("export_plan", request).unwrap();
    assert_eq!(planned["current"], true);
}
