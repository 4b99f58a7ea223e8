//! The command line on a shared registry, and registries copied to a server and back.
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

/// What a command says, without where it was asked, the format of the tables there, and the file of users' rules that stands beside a file.
fn told(desk: &Desk, address: &str, words: &[&str]) -> Value {
    let mut value = on(desk, address, words).value();
    if let Some(object) = value.as_object_mut() {
        object.remove("registry");
        object.remove("custom");
        object.remove("schema_version");
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
fn roles_are_granted_shown_kept_and_revoked() {
    let Some(cluster) = Cluster::start() else {
        return;
    };
    let desk = Desk::from_template(BATON, "sample-support");
    let owner = cluster.address("baton");
    let path = desk.registry().display().to_string();
    desk.json(&["registry", "copy", &path, &owner]).expect(0);
    let said = |reply: &Reply| {
        let error = reply.value()["error"].clone();
        (
            error["code"].as_str().unwrap().to_owned(),
            error.to_string(),
        )
    };
    // A login that the server does not know yet.
    let grant = ["registry", "grant", "bo", "editor", "--team", "care"];
    let (code, text) = said(&on(&desk, &owner, &grant));
    assert_eq!(code, "not_found");
    assert!(text.contains("no login bo"), "{text}");
    cluster.sql("CREATE ROLE bo LOGIN; CREATE ROLE dee LOGIN");
    let teams = told(&desk, &owner, &["list", "teams"]);
    let teams: Vec<&str> = teams["records"]
        .as_array()
        .unwrap()
        .iter()
        .map(|team| team["id"].as_str().unwrap())
        .collect();
    let (own, other) = (teams[0], teams[1]);
    let (code, text) = said(&on(
        &desk,
        &owner,
        &["registry", "grant", "bo", "editor", "--team", "nobodys"],
    ));
    assert_eq!(code, "not_found");
    assert!(text.contains("no team nobodys"), "{text}");
    let wrong = on(&desk, &owner, &["registry", "grant", "bo", "king"]);
    assert_eq!(wrong.code, 2);
    assert!(said(&wrong).1.contains("king"));
    on(
        &desk,
        &owner,
        &["registry", "grant", "bo", "editor", "--team", own],
    )
    .expect(0);
    on(&desk, &owner, &["registry", "grant", "dee", "reader"]).expect(0);
    let roles = told(&desk, &owner, &["registry", "roles"]);
    assert_eq!(
        roles["roles"],
        json!([
            {"login": "bo", "role": "editor", "team": own, "known": true},
            {"login": "dee", "role": "reader", "team": null, "known": true},
        ])
    );
    // What they can do with it.
    let [bo, dee] = ["bo@", "dee@"].map(|login| cluster.address("baton").replace("baton@", login));
    let rename = |team: &str| {
        let edit =
            json!([{"op": "put", "kind": "team", "id": team, "record": {"name": "New name"}}]);
        let file = desk.write(&format!("{team}.json"), edit.to_string());
        file.to_str().unwrap().to_owned()
    };
    on(&desk, &bo, &["apply", &rename(own)]).expect(0);
    let refused = on(&desk, &bo, &["apply", &rename(other)]);
    assert_eq!(refused.code, 4);
    let (code, text) = said(&refused);
    assert_eq!(code, "permission");
    let remedy = format!("baton registry grant bo editor --team {other}");
    assert!(
        text.contains(&remedy) && text.contains(&format!("team {other}")),
        "{text}"
    );
    on(&desk, &dee, &["list", "teams"]).expect(0);
    let (code, text) = said(&on(&desk, &dee, &["apply", &rename(other)]));
    assert_eq!(code, "read_only");
    assert!(text.contains("dee may read it"), "{text}");
    let (code, text) = said(&on(&desk, &dee, &["registry", "revoke", "bo"]));
    assert_eq!(code, "permission");
    assert!(text.contains("dee is no admin"), "{text}");
    on(&desk, &owner, &["registry", "revoke", "bo"]).expect(0);
    let (code, text) = said(&on(&desk, &bo, &["list", "teams"]));
    assert_eq!(code, "permission");
    assert!(text.contains("bo has no role"), "{text}");
    // A file has no roles.
    let (code, text) = said(&desk.json(&["registry", "roles"]));
    assert_eq!(code, "invalid_input");
    assert!(text.contains("roles are of shared registries"), "{text}");
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
