//! Processes killed at any moment: files are old or new, never half; the registry is sound; the next run succeeds.
#![allow(clippy::unwrap_used, clippy::expect_used)]
#![cfg(unix)]

use baton_tests::{Desk, hashes};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const BATON: &str = env!("CARGO_BIN_EXE_baton-under-test");
const KILLS: u32 = 30;

/// Times that are spread over a run and differ from run to run of the loop, the same in every test run.
fn moment(round: u32, whole: Duration) -> Duration {
    let golden = 0.618_034 * f64::from(round + 1);
    whole.mul_f64(golden.fract() * 1.1)
}

/// Starts a command and kills it with SIGKILL after a while; tells whether it was still running.
fn killed(mut command: Command, after: Duration) -> bool {
    let mut child = command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let end = Instant::now() + after;
    while Instant::now() < end {
        if child.try_wait().unwrap().is_some() {
            return false;
        }
        std::thread::sleep(Duration::from_micros(500));
    }
    let _ = child.kill();
    child.wait().unwrap().code().is_none()
}

/// How long a command takes here and now.
fn duration_of(mut command: Command) -> Duration {
    let start = Instant::now();
    assert!(command.stdout(Stdio::null()).status().unwrap().success());
    start.elapsed()
}

fn planned(desk: &Desk, registry: &str) -> BTreeMap<String, String> {
    let report = desk
        .json(&[
            "--registry",
            registry,
            "export",
            "all",
            "--out",
            "nowhere",
            "--dry-run",
        ])
        .expect(0)
        .value();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    report["files"]
        .as_array()
        .unwrap()
        .iter()
        .map(|file| (text(&file["path"]), text(&file["sha256"])))
        .collect()
}

fn export(desk: &Desk, registry: &str) -> Command {
    let mut command = desk.command();
    command.args(["--registry", registry, "export", "all", "--out", "out"]);
    command
}

/// Two states of one registry are exported into one folder in turn, and killed in the middle. Between
/// them nearly every file changes and some come and go.
#[test]
fn a_killed_export_leaves_files_old_or_new() {
    let desk = Desk::from_template(BATON, "sample-support");
    std::fs::create_dir_all(desk.path("one")).unwrap();
    std::fs::create_dir_all(desk.path("two")).unwrap();
    desk.run(&["backup", "one/r.baton"]).expect(0);
    desk.json(&["delete", "handoff", "outage-to-visit", "--with-dependents"])
        .expect(0);
    desk.apply(&json!([{"op": "put", "kind": "team", "id": "desk-care", "record": {"name": "Another name"}}]));
    desk.run(&["backup", "two/r.baton"]).expect(0);
    let registries = ["one/r.baton", "two/r.baton"];
    let states = registries.map(|registry| planned(&desk, registry));
    assert_ne!(states[0], states[1]);
    let whole = duration_of(export(&desk, registries[0]));
    let mut interrupted = 0;
    let mut mixed = 0;
    for round in 0..KILLS {
        let next = registries[(round % 2) as usize ^ 1];
        interrupted += u32::from(killed(export(&desk, next), moment(round, whole)));
        let found = visible(&desk);
        for (path, hash) in &found {
            let old_or_new = states.iter().any(|state| state.get(path) == Some(hash));
            assert!(
                old_or_new,
                "round {round}: {path} is neither the old nor the new file"
            );
        }
        mixed += u32::from(states.iter().all(|state| *state != found));
        // Now and then somebody exports the other state after all: nothing may be taken for edited by hand.
        if round % 5 == 4 {
            let last = (round / 5 % 2) as usize;
            desk.json(&[
                "--registry",
                registries[last],
                "export",
                "all",
                "--out",
                "out",
            ])
            .expect(0);
            assert_eq!(visible(&desk), states[last], "round {round}");
            desk.json(&[
                "--registry",
                registries[last],
                "export",
                "all",
                "--out",
                "out",
                "--check",
            ])
            .expect(0);
        }
    }
    assert!(
        interrupted >= KILLS / 3,
        "only {interrupted} of {KILLS} runs were interrupted"
    );
    println!(
        "{interrupted} of {KILLS} exports were interrupted, {mixed} left files of both states"
    );
    desk.json(&["--registry", registries[0], "export", "all", "--out", "out"])
        .expect(0);
    assert_eq!(visible(&desk), states[0]);
    let hidden: BTreeSet<String> = hashes(&desk.path("out"))
        .into_keys()
        .filter(|path| is_hidden(path))
        .collect();
    assert_eq!(hidden, BTreeSet::new(), "what interruptions left is swept");
    for registry in registries {
        desk.json(&["--registry", registry, "doctor"]).expect(0);
    }
}

fn is_hidden(path: &str) -> bool {
    path.rsplit('/').next().unwrap().starts_with('.')
}

/// The exported files: all but the manifest and hidden files.
fn visible(desk: &Desk) -> BTreeMap<String, String> {
    hashes(&desk.path("out"))
        .into_iter()
        .filter(|(path, _)| path != "baton.manifest.json" && !is_hidden(path))
        .collect()
}

/// Imports into a registry, killed in the middle: each is there wholly or not at all.
#[test]
fn a_killed_import_happens_wholly_or_not_at_all() {
    let desk = Desk::from_template(BATON, "sample-support");
    let import = |name: &str| {
        let mut command = desk.command();
        command.args([
            "import",
            "langgraph",
            &format!("{name}.json"),
            "--topology",
            name,
        ]);
        command
    };
    let graph = |name: &str| {
        let nodes: Vec<Value> = (0..20)
            .map(|n| json!({"id": format!("{name}-{n}")}))
            .collect();
        let edges: Vec<Value> = (0..19)
            .map(
                |n| json!({"source": format!("{name}-{n}"), "target": format!("{name}-{}", n + 1)}),
            )
            .collect();
        desk.write(
            &format!("{name}.json"),
            json!({"nodes": nodes, "edges": edges}).to_string(),
        );
    };
    graph("first");
    let whole = duration_of(import("first"));
    let count = |name: &str| {
        let listed = desk
            .json(&["list", "handoff", "--filter", &format!("topology={name}")])
            .expect(0)
            .value();
        listed["records"].as_array().unwrap().len()
    };
    assert_eq!(count("first"), 19);
    let mut revision = desk.revision();
    let mut interrupted = 0;
    for round in 0..KILLS {
        let name = format!("graph{round}");
        graph(&name);
        interrupted += u32::from(killed(import(&name), moment(round, whole)));
        if round % 3 == 2 {
            let now = desk.revision();
            assert!(
                (revision..=revision + 3).contains(&now),
                "{revision} -> {now}"
            );
            revision = now;
            assert!([0, 19].contains(&count(&name)), "round {round}");
        }
    }
    assert!(
        interrupted >= KILLS / 3,
        "only {interrupted} of {KILLS} runs were interrupted"
    );
    desk.json(&["doctor"]).expect(0);
    let listed = desk.json(&["list", "handoff"]).expect(0).value();
    let mut by_topology: BTreeMap<&str, usize> = BTreeMap::new();
    for handoff in listed["records"].as_array().unwrap() {
        *by_topology
            .entry(handoff["topology"].as_str().unwrap())
            .or_default() += 1;
    }
    for (topology, handoffs) in by_topology
        .iter()
        .filter(|(topology, _)| **topology != "sample-support")
    {
        assert_eq!(*handoffs, 19, "{topology}");
    }
    for round in 0..KILLS {
        let name = format!("graph{round}");
        if !by_topology.contains_key(name.as_str()) {
            assert!(
                import(&name)
                    .stdout(Stdio::null())
                    .status()
                    .unwrap()
                    .success()
            );
            break;
        }
    }
    desk.json(&["export", "all", "--out", "out"]).expect(0);
}

/// The very first command on a new file, killed: afterwards it can be run again.
#[test]
fn a_killed_init_can_be_run_again() {
    let desk = Desk::new(BATON);
    let init = || {
        let mut command = desk.command();
        command.args(["init", "--template", "sample-support"]);
        command
    };
    let whole = duration_of(init());
    for round in 0..12 {
        for suffix in ["", "-wal", "-shm", "-journal"] {
            let _ = std::fs::remove_file(desk.path(&format!("registry.baton{suffix}")));
        }
        killed(init(), moment(round, whole));
        let again = desk.json(&["init", "--template", "sample-support"]);
        assert!(
            again.code == 0 || again.error().0 == "already_exists",
            "round {round}: {again:?}"
        );
        desk.json(&["doctor"]).expect(0);
        assert_eq!(desk.revision(), 1);
    }
}
