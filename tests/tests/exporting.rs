//! Exports: a manifest that tells the truth, nothing over what a person wrote, nothing outside the folder.

use baton_tests::{Desk, has_fields, hashes, sha256};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;

const BATON: &str = env!("CARGO_BIN_EXE_baton-under-test");
const ALL: [&str; 4] = ["export", "all", "--out", "out"];
/// What becomes of files does not hang on what stands in them, so most tests make few.
const SOME: [&str; 6] = [
    "export",
    "contracts",
    "runbooks",
    "codeowners",
    "--out",
    "out",
];

fn with<'a>(words: &[&'a str], more: &[&'a str]) -> Vec<&'a str> {
    [words, more].concat()
}

fn change_of<'a>(report: &'a Value, path: &str) -> &'a str {
    let files = report["files"].as_array().unwrap();
    files.iter().find(|file| file["path"] == path).unwrap()["change"]
        .as_str()
        .unwrap()
}

fn exported() -> Desk {
    let desk = Desk::from_template(BATON, "sample-support");
    desk.json(&SOME).expect(0);
    desk
}

const RUNBOOK: &str = "runbooks/outage-to-visit.md";

#[test]
fn the_manifest_names_every_file_with_its_hash() {
    let desk = Desk::from_template(BATON, "sample-support");
    let dry = desk.json(&with(&ALL, &["--dry-run"])).expect(0).value();
    assert!(!desk.path("out").exists());
    let real = desk.json(&ALL).expect(0).value();
    assert_eq!(dry["files"], real["files"]);
    for file in real["files"].as_array().unwrap() {
        has_fields(file, &["path", "sha256", "change"]);
        assert_eq!(file["change"], "new");
    }
    let text = fs::read_to_string(desk.path("out/baton.manifest.json")).unwrap();
    let manifest: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(
        (&manifest["registry"], &manifest["revision"]),
        (&json!("registry"), &json!(1))
    );
    let mut on_disk = hashes(&desk.path("out"));
    on_disk.remove("baton.manifest.json").unwrap();
    let mut named = BTreeMap::new();
    for file in manifest["files"].as_array().unwrap() {
        has_fields(file, &["path", "kind", "sha256"]);
        named.insert(
            file["path"].as_str().unwrap().to_owned(),
            file["sha256"].as_str().unwrap().to_owned(),
        );
    }
    assert_eq!(named, on_disk);
    for part in [
        "contracts/support-ticket/1.0.0/payload.schema.json",
        RUNBOOK,
        "runbooks/index.md",
        "pictures/sample-support.svg",
        "pictures/sample-support.mmd",
    ] {
        assert!(on_disk.contains_key(part), "{part}");
    }
    assert!(
        !text.contains("2026-") || !text.contains("\"at\""),
        "no times"
    );
}

#[test]
fn the_same_registry_gives_the_same_bytes() {
    let desk = Desk::from_template(BATON, "sample-support");
    desk.json(&ALL).expect(0);
    let first = hashes(&desk.path("out"));
    desk.json(&["export", "all", "--out", "again"]).expect(0);
    assert_eq!(hashes(&desk.path("again")), first);
    let other = Desk::from_template(BATON, "sample-support");
    other.json(&ALL).expect(0);
    assert_eq!(hashes(&other.path("out")), first);
    let repeated = desk.json(&ALL).expect(0).value();
    assert!(
        repeated["files"]
            .as_array()
            .unwrap()
            .iter()
            .all(|file| file["change"] == "same")
    );
}

#[test]
fn check_fails_when_the_folder_is_stale_or_was_edited() {
    let desk = exported();
    let check = with(&SOME, &["--check"]);
    desk.json(&check).expect(0);
    let mut handoff = desk.show("handoff", "outage-to-visit");
    for name in ["kind", "record_kind", "revision"] {
        handoff.as_object_mut().unwrap().remove(name);
    }
    handoff["criticality"] = json!("low");
    desk.apply(
        &json!([{"op": "put", "kind": "handoff", "id": "outage-to-visit", "record": handoff}]),
    );
    let stale = desk.json(&check).expect(1).value();
    assert_eq!(change_of(&stale, RUNBOOK), "changed");
    desk.json(&SOME).expect(0);
    desk.json(&check).expect(0);
    let path = desk.path(&format!("out/{RUNBOOK}"));
    let written = fs::read(&path).unwrap();
    fs::write(&path, [&written[..], b"\nA note of mine.\n"].concat()).unwrap();
    let edited = desk.json(&check).expect(1).value();
    assert_eq!(change_of(&edited, RUNBOOK), "edited");
    fs::remove_file(&path).unwrap();
    assert_eq!(
        change_of(&desk.json(&check).expect(1).value(), RUNBOOK),
        "new"
    );
    fs::write(&path, &written).unwrap();
    desk.json(&check).expect(0);
    fs::remove_file(desk.path("out/baton.manifest.json")).unwrap();
    desk.json(&check).expect(1);
}

/// Somebody sees which files are old, which are somebody's own, and which are nobody's.
#[test]
fn check_tells_stale_edited_and_foreign_files_apart() {
    let desk = exported();
    let index = "runbooks/index.md";
    let mut handoff = desk.show("handoff", "outage-to-visit");
    for name in ["kind", "record_kind", "revision"] {
        handoff.as_object_mut().unwrap().remove(name);
    }
    handoff["criticality"] = json!("low");
    desk.apply(
        &json!([{"op": "put", "kind": "handoff", "id": "outage-to-visit", "record": handoff}]),
    );
    fs::write(desk.path(&format!("out/{index}")), "My own index.\n").unwrap();
    // The manifest knows nothing of one of the files.
    let at = desk.path("out/baton.manifest.json");
    let mut manifest: Value = serde_json::from_slice(&fs::read(&at).unwrap()).unwrap();
    let files = manifest["files"].as_array_mut().unwrap();
    let unknown = files.iter().position(|file| {
        let path = file["path"].as_str().unwrap();
        path.starts_with("runbooks/") && path != index && path != RUNBOOK
    });
    let foreign = files.remove(unknown.unwrap())["path"]
        .as_str()
        .unwrap()
        .to_owned();
    fs::write(desk.path(&format!("out/{foreign}")), "Somebody's.\n").unwrap();
    fs::write(&at, manifest.to_string()).unwrap();

    let check = with(&SOME, &["--check"]);
    let report = desk.json(&check).expect(1).value();
    assert_eq!(report["current"], false);
    assert_eq!(change_of(&report, RUNBOOK), "changed");
    assert_eq!(change_of(&report, index), "edited");
    assert_eq!(change_of(&report, &foreign), "foreign");
    let words = desk.run(&check).expect(1).stdout;
    for line in [
        format!("stale {RUNBOOK}"),
        format!("edited by hand {index}"),
        format!("not written by Baton {foreign}"),
    ] {
        assert!(words.lines().any(|told| told == line), "{line}\n{words}");
    }
    assert!(
        words.contains("1 edited by hand, 1 not written by Baton; run baton export again with --keep-edited or --overwrite-edited"),
        "{words}"
    );
}

#[test]
fn what_a_person_edited_is_written_over_only_when_told() {
    let desk = exported();
    let path = desk.path(&format!("out/{RUNBOOK}"));
    let original = fs::read(&path).unwrap();
    fs::write(&path, "mine").unwrap();
    desk.apply(&json!([{"op": "put", "kind": "team", "id": "desk-care", "record": {"name": "Renamed care"}}]));
    let before = hashes(&desk.path("out"));
    let (code, message, hints) = desk.json(&SOME).expect(2).error();
    assert_eq!(code, "edited_by_hand");
    assert!(
        message.contains(RUNBOOK) && hints[0].contains("--overwrite-edited"),
        "{message} {hints:?}"
    );
    assert_eq!(
        hashes(&desk.path("out")),
        before,
        "nothing was written at all"
    );
    let kept = desk
        .json(&with(&SOME, &["--keep-edited"]))
        .expect(0)
        .value();
    assert_eq!(
        (change_of(&kept, RUNBOOK), fs::read(&path).unwrap()),
        ("edited", b"mine".to_vec())
    );
    assert_ne!(hashes(&desk.path("out")), before, "the others were written");
    desk.json(&with(&SOME, &["--check"])).expect(1);
    desk.json(&with(&SOME, &["--overwrite-edited"])).expect(0);
    assert_eq!(fs::read(&path).unwrap().len() > 100, original.len() > 100);
    desk.json(&with(&SOME, &["--check"])).expect(0);
}

#[test]
fn files_that_baton_did_not_write_are_left_alone() {
    let desk = Desk::from_template(BATON, "sample-support");
    desk.write(&format!("out/{RUNBOOK}"), "a runbook from before Baton");
    desk.write("out/README.md", "not ours");
    assert_eq!(desk.json(&SOME).expect(2).error().0, "edited_by_hand");
    assert_eq!(hashes(&desk.path("out")).len(), 2, "nothing was written");
    desk.json(&with(&SOME, &["--overwrite-edited"])).expect(0);
    assert_eq!(
        fs::read_to_string(desk.path("out/README.md")).unwrap(),
        "not ours"
    );
}

#[test]
fn what_the_registry_has_no_more_goes_unless_it_was_edited() {
    let desk = exported();
    desk.json(&["delete", "handoff", "outage-to-visit", "--with-dependents"])
        .expect(0);
    let report = desk.json(&SOME).expect(0).value();
    assert_eq!(change_of(&report, RUNBOOK), "removed");
    assert!(!desk.path(&format!("out/{RUNBOOK}")).exists());
    desk.json(&["undo"]).expect(0);
    desk.json(&SOME).expect(0);
    desk.write(&format!("out/{RUNBOOK}"), "mine");
    desk.json(&["redo"]).expect(0);
    desk.json(&SOME).expect(2);
    assert_eq!(
        fs::read_to_string(desk.path(&format!("out/{RUNBOOK}"))).unwrap(),
        "mine"
    );
}

#[cfg(unix)]
#[test]
fn links_that_lead_outside_are_refused_before_anything_is_written() {
    use std::os::unix::fs::symlink;
    let desk = Desk::from_template(BATON, "sample-support");
    desk.write("elsewhere/payload", "untouched");
    fs::create_dir_all(desk.path("out")).unwrap();
    symlink(desk.path("elsewhere"), desk.path("out/runbooks")).unwrap();
    let before = hashes(&desk.path("elsewhere"));
    for more in [&[][..], &["--overwrite-edited"], &["--keep-edited"]] {
        let (code, message, _) = desk.json(&with(&SOME, more)).expect(2).error();
        assert!(
            ["unsafe_path", "edited_by_hand"].contains(&code.as_str()),
            "{code}: {message}"
        );
        assert_eq!(hashes(&desk.path("elsewhere")), before);
        assert!(!desk.path("out/contracts").exists(), "nothing was written");
    }
    fs::remove_file(desk.path("out/runbooks")).unwrap();
    symlink(
        desk.path("elsewhere/payload"),
        desk.path("out/baton.manifest.json"),
    )
    .unwrap();
    assert_eq!(desk.json(&SOME).expect(2).error().0, "unsafe_path");
    assert_eq!(hashes(&desk.path("elsewhere")), before);
}

#[test]
fn a_hostile_manifest_deletes_nothing() {
    let desk = Desk::from_template(BATON, "sample-support");
    let victim = desk.write("victim.txt", "keep me");
    let hash = sha256(b"keep me");
    for path in [
        "../victim.txt",
        victim.to_str().unwrap(),
        "runbooks/../../victim.txt",
        "..\\victim.txt",
    ] {
        let manifest = json!({"registry": "r", "revision": 1, "files": [{"path": path, "kind": "runbooks", "sha256": hash}]});
        desk.write("out/baton.manifest.json", manifest.to_string());
        for more in [&[][..], &["--overwrite-edited"], &["--check"]] {
            let (_, message, _) = desk.json(&with(&SOME, more)).expect(2).error();
            assert!(message.contains("manifest"), "{message}");
        }
        assert!(victim.exists());
    }
    desk.write("out/baton.manifest.json", "{ not json");
    desk.json(&SOME).expect(2).error();
}

#[test]
fn kinds_and_topologies_choose_what_is_exported() {
    let desk = Desk::from_template(BATON, "sample-support");
    desk.json(&["export", "runbooks", "--out", "out"]).expect(0);
    assert!(desk.path("out/runbooks").exists() && !desk.path("out/contracts").exists());
    desk.json(&[
        "export",
        "contracts",
        "--out",
        "out",
        "--topology",
        "sample-support",
    ])
    .expect(0);
    assert!(
        desk.path("out/runbooks/index.md").exists(),
        "other exports stay"
    );
    desk.json(&["export", "runbooks", "contracts", "--out", "out", "--check"])
        .expect(0);
    let (_, _, hints) = desk
        .json(&["export", "paintings", "--out", "out"])
        .expect(2)
        .error();
    assert!(hints[0].contains("runbooks"));
    desk.json(&["export", "all", "--out", "out", "--topology", "nowhere"])
        .expect(2)
        .error();
}

#[test]
fn pull_and_push_make_an_equal_registry() {
    let desk = Desk::from_template(BATON, "customer-support");
    desk.json(&["pull", "text"]).expect(0);
    let other = Desk::new(BATON);
    let text = desk.path("text");
    let text = text.to_str().unwrap();
    let dry = other.json(&["push", text, "--dry-run"]).expect(0).value();
    assert!(!other.registry().exists());
    let pushed = other.json(&["push", text]).expect(0).value();
    assert_eq!(
        (&dry["diff"], &pushed["revision"]),
        (&pushed["diff"], &json!(1))
    );
    for kind in baton_model::Kind::ALL {
        let list = |desk: &Desk| desk.json(&["list", kind.name()]).expect(0).stdout;
        assert_eq!(list(&desk), list(&other), "{kind}");
    }
    assert_eq!(
        other.json(&["push", text, "--prune"]).expect(0).value()["diff"],
        json!([])
    );
    other.json(&["pull", "text"]).expect(0);
    assert_eq!(hashes(&other.path("text")), hashes(&desk.path("text")));
    let again = desk.json(&["pull", "text"]).expect(0).value();
    assert_eq!(again["written"], json!([]));
    other.json(&["doctor"]).expect(0);
}

#[test]
fn pull_keeps_what_a_person_edited_and_push_takes_it() {
    let desk = Desk::from_template(BATON, "sample-support");
    desk.json(&["pull", "text"]).expect(0);
    let file = hashes(&desk.path("text"))
        .into_keys()
        .find(|path| path.ends_with("desk-care.json") && path.contains("team"))
        .unwrap();
    let path = desk.path("text").join(&file);
    let edited = fs::read_to_string(&path)
        .unwrap()
        .replace("Subscriber Care", "Customer Care");
    fs::write(&path, &edited).unwrap();
    assert_eq!(
        desk.json(&["pull", "text"]).expect(2).error().0,
        "edited_by_hand"
    );
    assert_eq!(fs::read_to_string(&path).unwrap(), edited);
    let pushed = desk.json(&["push", "text"]).expect(0).value();
    assert_eq!(pushed["diff"].as_array().unwrap().len(), 1);
    assert_eq!(desk.show("team", "desk-care")["name"], "Customer Care");
    desk.json(&["undo"]).expect(0);
    assert_eq!(desk.show("team", "desk-care")["name"], "Subscriber Care");
}
