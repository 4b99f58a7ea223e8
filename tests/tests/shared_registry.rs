//! The command line on a shared registry, and registries copied to a server and back.
#![allow(clippy::unwrap_used, clippy::expect_used)]
#![cfg(unix)]

#[path = "../../crates/store-postgres/tests/cluster/mod.rs"]
mod cluster;

use baton_tests::{Desk, Reply};
use cluster::Cluster;
use serde_json::{Value, json};

const BATON: &str = env!("CARGO_BIN_EXE_baton-under-test");

/// Runs the program on the registry at an address.
fn on(desk: &Desk, address: &str, words: &[&str]) -> Reply {
    let mut command = desk.command();
    command.env("BATON_REGISTRY", address);
    Reply::of(
        words,
        &command
            .args(words)
            .args(["--format", "json"])
            .output()
            .unwrap(),
    )
}

/// What a command says, without where it was asked, and without the file of users' rules that stands beside a file.
fn told(desk: &Desk, address: &str, words: &[&str]) -> Value {
    let mut value = on(desk, address, words).value();
    if let Some(object) = value.as_object_mut() {
        object.remove("registry");
        object.remove("custom");
    }
    value
}

#[test]
fn a_shared_registry_answers_as_a_file_does() {
    let Some(cluster) = Cluster::start() else {
        return;
    };
    let file = Desk::from_template(BATON, "sample-support");
    let at = cluster.address("support");
    let path = file.registry().display().to_string();
    let copied = file
        .json(&["registry", "copy", &path, &at])
        .expect(0)
        .value();
    assert_eq!(copied["revision"], 1);
    assert_eq!(copied["to"], at.as_str());
    for words in [
        &["list", "agents"][..],
        &["show", "agent", "triage-desk"],
        &["check"],
        &["audit"],
        &["log"],
        &["simulate", "sample-support"],
        &["doctor"],
    ] {
        let here = told(&file, &path, words);
        assert_eq!(told(&file, &at, words), here, "{words:?}");
        assert!(here.is_object(), "{words:?}: {here}");
    }
    // Edits go there, with undo; and back into a file with their history.
    let team = json!([{"op": "put", "kind": "team", "id": "night", "record": {"name": "Night"}}]);
    let edits = file.write("edits.json", team.to_string());
    on(&file, &at, &["apply", edits.to_str().unwrap()]).expect(0);
    assert_eq!(
        told(&file, &at, &["show", "team", "night"])["name"],
        "Night"
    );
    on(&file, &at, &["undo"]).expect(0);
    let log = told(&file, &at, &["log"]);
    assert_eq!(log["entries"].as_array().unwrap().len(), 3);
    let back = file.path("back.baton").display().to_string();
    file.json(&["registry", "copy", &at, &back]).expect(0);
    assert_eq!(told(&file, &back, &["log"]), log);
    // A copy goes on where the other ended, and never over a history of its own.
    file.json(&["registry", "copy", &at, &path]).expect(0);
    assert_eq!(file.revision(), 3);
    let other = Desk::from_template(BATON, "sample-support");
    let other = other.registry().display().to_string();
    let refused = file.json(&["registry", "copy", &other, &at]);
    assert_ne!(refused.code, 0);
    assert_eq!(told(&file, &at, &["log"]), log);
}

#[test]
fn a_password_is_told_to_nobody() {
    let Some(cluster) = Cluster::start() else {
        return;
    };
    let desk = Desk::new(BATON);
    let at = cluster
        .address("secret")
        .replace("baton@", "baton:hunter2@");
    let refused = desk.json(&["--registry", &at, "init"]);
    assert_ne!(refused.code, 0);
    let said = [&refused.stdout, &refused.stderr];
    assert!(
        !said.iter().any(|text| text.contains("hunter2")),
        "{refused:?}"
    );
    let made = on(&desk, &at, &["init"]).expect(0);
    assert!(!made.stdout.contains("hunter2"));
    assert!(
        !on(&desk, &at, &["log"])
            .expect(0)
            .stdout
            .contains("hunter2")
    );
}

#[test]
fn a_server_that_is_not_there_is_named() {
    let desk = Desk::new(BATON);
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = free.local_addr().unwrap().port();
    drop(free);
    let reply = on(
        &desk,
        &format!("postgres://ana@127.0.0.1:{port}/desk"),
        &["log"],
    );
    assert_ne!(reply.code, 0);
    let error = reply.value();
    assert_eq!(error["error"]["code"], "unreachable", "{error}");
    assert!(
        error["error"]["message"]
            .as_str()
            .unwrap()
            .contains(&port.to_string())
    );
}
