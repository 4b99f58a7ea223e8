//! A disk that is full or may not be written: a plain message, everything acknowledged intact, and work goes on when there is room.

use crate::BATON;
use crate::calls::is_told;
use crate::dice::{Dice, all};
use crate::preload::Fault;
use crate::scene::{DEEDS, Scene, Seen};
use baton_tests::{Desk, Reply};
use serde_json::json;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

/// From a chosen call on nothing more can be written; every command, at several calls.
#[test]
fn a_disk_that_fills_up_at_any_call_is_survived() {
    let mut dice = Dice::of(0x6675_6c6c);
    let rounds = if all() { 60 } else { 3 };
    for scene in DEEDS.map(Scene::of) {
        let mut refused = 0;
        for _ in 0..rounds {
            let call = 1 + dice.below(scene.calls);
            let reply = scene.run(Fault::Full(call));
            is_told(&reply, &format!("full from call {call} on"));
            refused += usize::from(reply.code == 4);
            scene.holds(&reply);
        }
        assert!(refused > 0, "the disk was never full");
    }
}

/// A small file system of its own, gone when this is dropped.
struct SmallDisk {
    folder: tempfile::TempDir,
}

impl SmallDisk {
    /// None where this user may not mount anything.
    fn mounted(size: &str) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let options = format!("size={size},mode=755");
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &options, "baton-test"])
            .arg(folder.path())
            .output();
        if mounted.is_ok_and(|output| output.status.success()) {
            return Some(Self { folder });
        }
        eprintln!(
            "SKIPPED: this user may not mount a small disk; the preloaded library stands for it"
        );
        None
    }

    fn remount(&self, how: &str) {
        let status = Command::new("mount")
            .args(["-o", &format!("remount,{how}")])
            .arg(self.folder.path())
            .status();
        assert!(status.unwrap().success());
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount")
            .arg("-l")
            .arg(self.folder.path())
            .status();
    }
}

/// `baton apply` of one more team, to a registry that is not the desk's own.
fn apply(desk: &Desk, registry: &Path, team: &str) -> Reply {
    let record = json!({"name": "N".repeat(4000)});
    let edit = json!([{"op": "put", "kind": "note", "id": team, "record": {"topology": "sample-support", "text": record["name"]}}]);
    let file = desk.write("edit.json", edit.to_string());
    let at = registry.to_str().unwrap();
    desk.json(&["--registry", at, "apply", file.to_str().unwrap()])
}

#[test]
fn a_small_disk_that_is_full_keeps_what_was_acknowledged() {
    let Some(small) = SmallDisk::mounted("3m") else {
        return;
    };
    let desk = Desk::new(BATON);
    let at = small.path("r.baton");
    let registry = at.to_str().unwrap();
    desk.json(&[
        "--registry",
        registry,
        "init",
        "--template",
        "sample-support",
    ])
    .expect(0);
    let filler = small.path("filler");
    let _ = std::fs::write(&filler, vec![1_u8; 4 << 20]);
    // What is left fits in single pages now.
    let mut acknowledged = 1;
    let refused = loop {
        let reply = apply(&desk, &at, &format!("n{acknowledged}"));
        if reply.code != 0 {
            break reply;
        }
        acknowledged += 1;
        assert!(acknowledged < 1000, "the disk is never full");
    };
    let (code, message, hints) = refused.expect(4).error();
    assert_eq!(code, "disk_full", "{message}");
    assert!(
        message.contains("full") && hints[0].contains("intact"),
        "{message} {hints:?}"
    );
    let exported = small.path("out");
    let words = ["--registry", registry, "export", "contracts", "--out"];
    let reply = desk.json(&[&words[..], &[exported.to_str().unwrap()]].concat());
    assert_eq!(reply.expect(4).error().0, "disk_full");

    std::fs::remove_file(&filler).unwrap();
    assert_eq!(Seen::of(&at).head, acknowledged);
    apply(&desk, &at, "again").expect(0);
    assert_eq!(Seen::of(&at).head, acknowledged + 1);
    desk.json(&[&words[..], &[exported.to_str().unwrap()]].concat())
        .expect(0);
}

#[test]
fn a_disk_that_became_read_only_is_read_and_never_written() {
    let Some(small) = SmallDisk::mounted("8m") else {
        return;
    };
    let desk = Desk::new(BATON);
    let at = small.path("r.baton");
    let registry = at.to_str().unwrap();
    desk.json(&[
        "--registry",
        registry,
        "init",
        "--template",
        "sample-support",
    ])
    .expect(0);
    apply(&desk, &at, "before").expect(0);
    let before = std::fs::read(&at).unwrap();
    small.remount("ro");
    is_read_only(&desk, &at);
    assert_eq!(std::fs::read(&at).unwrap(), before);
    small.remount("rw");
    apply(&desk, &at, "after").expect(0);
    assert_eq!(Seen::of(&at).head, 3);
}

/// Everything can be read, and what writes is refused with a reason.
fn is_read_only(desk: &Desk, at: &Path) {
    let registry = at.to_str().unwrap();
    let listed = desk
        .json(&["--registry", registry, "list", "note"])
        .expect(0)
        .value();
    assert!(!listed["records"].as_array().unwrap().is_empty());
    let doctor = desk.json(&["--registry", registry, "doctor"]).expect(0);
    assert!(doctor.value()["read_only"].is_string(), "{doctor:?}");
    let (code, message, _) = apply(desk, at, "refused").expect(4).error();
    assert_eq!(code, "read_only");
    assert!(message.contains("cannot be written"), "{message}");
}

/// The one who may do everything is not stopped by permissions, so somebody else runs the program.
#[test]
fn a_file_that_may_not_be_written_is_read_by_somebody_else() {
    let desk = Desk::from_template(BATON, "sample-support");
    let folder = desk.path("");
    let mode = |path: &Path, mode: u32| {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    };
    let program = desk.path("program");
    std::fs::copy(BATON, &program).unwrap();
    let edit = json!([{"op": "put", "kind": "team", "id": "night", "record": {"name": "Night"}}]);
    let edit = desk.write("edit.json", edit.to_string());
    mode(&program, 0o755);
    mode(&folder, 0o755);
    mode(&desk.registry(), 0o444);
    let is_root = std::fs::metadata(&folder).unwrap().uid() == 0;
    let run = |words: &[&str]| {
        let as_ever = desk.command();
        let registry = as_ever
            .get_envs()
            .find(|(name, _)| *name == "BATON_REGISTRY");
        let registry = registry.unwrap().1.unwrap().to_owned();
        let mut command = Command::new(&program);
        command
            .current_dir(&folder)
            .env("BATON_REGISTRY", registry)
            .env("BATON_USER", "somebody")
            .args(words)
            .args(["--format", "json"]);
        if is_root {
            command.uid(65_534).gid(65_534);
        } else {
            mode(&folder, 0o555);
        }
        let output = command.output().unwrap();
        mode(&folder, 0o755);
        Reply::of(words, &output)
    };
    let before = std::fs::read(desk.registry()).unwrap();
    run(&["list", "agent"]).expect(0);
    let (code, message, _) = run(&["apply", edit.to_str().unwrap()]).expect(4).error();
    assert_eq!(code, "read_only", "{message}");
    let (code, ..) = run(&["export", "contracts", "--out", "out"])
        .expect(4)
        .error();
    assert_eq!(code, "permission");
    assert_eq!(std::fs::read(desk.registry()).unwrap(), before);
    mode(&desk.registry(), 0o644);
    desk.json(&["apply", edit.to_str().unwrap()]).expect(0);
    assert_eq!(Seen::of(&desk.registry()).head, 2);
}
