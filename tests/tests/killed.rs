//! Processes killed at any moment: files are old or new, never half; the registry is sound; the next run succeeds.
#![cfg(unix)]

use baton_tests::{Desk, hashes};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const BATON: &str = env!("CARGO_BIN_EXE_baton-under-test");
/// Runs that have to be interrupted, and rounds after which the machine is too fast for that.
const KILLS: u32 = 30;
const ROUNDS: u32 = 60;
/// Kinds of many files that are quickly made, so that most runs are killed while they write.
const KINDS: [&str; 10] = [
    "contracts",
    "types-rust",
    "types-python",
    "types-typescript",
    "guard-rust",
    "guard-python",
    "openapi",
    "runbooks",
    "alerts",
    "agent-cards",
];

/// Kills commands with SIGKILL at moments that are spread over how long they take here and now.
struct Killer {
    whole: Duration,
    rounds: u32,
    interrupted: u32,
}

impl Killer {
    /// Runs the command once without killing it, to see how long it takes.
    fn new(command: Command) -> Self {
        Self {
            whole: duration_of(command),
            rounds: 0,
            interrupted: 0,
        }
    }

    fn is_done(&self) -> bool {
        self.interrupted >= KILLS || self.rounds >= ROUNDS
    }

    /// Starts a command and kills it after a while, unless it was faster.
    fn kill(&mut self, mut command: Command) {
        self.rounds += 1;
        let after = self
            .whole
            .mul_f64((0.618_034 * f64::from(self.rounds)).fract());
        let start = Instant::now();
        let mut child = command
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        while start.elapsed() < after {
            if child.try_wait().unwrap().is_some() {
                self.whole = self.whole.min(start.elapsed());
                return;
            }
            std::thread::sleep(Duration::from_micros(500));
        }
        let _ = child.kill();
        self.interrupted += u32::from(child.wait().unwrap().code().is_none());
    }

    fn was_busy(&self) {
        let Self {
            rounds,
            interrupted,
            ..
        } = self;
        assert!(
            *interrupted >= KILLS,
            "only {interrupted} of {rounds} runs were interrupted"
        );
    }
}

/// How long a command takes here and now.
fn duration_of(mut command: Command) -> Duration {
    let start = Instant::now();
    assert!(command.stdout(Stdio::null()).status().unwrap().success());
    start.elapsed()
}

/// `baton export` of the kinds from a registry into a folder.
fn exporting<'a>(registry: &'a str, out: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let mut words = vec!["--registry", registry, "export", "--out", out];
    words.extend(KINDS);
    words.extend(more);
    words
}

fn planned(desk: &Desk, registry: &str) -> BTreeMap<String, String> {
    let report = desk
        .json(&exporting(registry, "nowhere", &["--dry-run"]))
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
    command.args(exporting(registry, "out", &[]));
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
    let mut killer = Killer::new(export(&desk, registries[0]));
    while !killer.is_done() {
        let round = killer.rounds;
        killer.kill(export(&desk, registries[(round % 2) as usize ^ 1]));
        let found = visible(&desk);
        for (path, hash) in &found {
            let old_or_new = states.iter().any(|state| state.get(path) == Some(hash));
            assert!(
                old_or_new,
                "round {round}: {path} is neither the old nor the new file"
            );
        }
        // Now and then somebody exports the other state after all: nothing may be taken for edited by hand.
        if round % 5 == 4 {
            let last = (round / 5 % 2) as usize;
            desk.json(&exporting(registries[last], "out", &[]))
                .expect(0);
            assert_eq!(visible(&desk), states[last], "round {round}");
            desk.json(&exporting(registries[last], "out", &["--check"]))
                .expect(0);
        }
    }
    killer.was_busy();
    desk.json(&exporting(registries[0], "out", &[])).expect(0);
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

/// Two states of one registry are pulled into one folder in turn; after each kill the other one is pulled.
#[test]
fn a_killed_pull_leaves_nothing_that_looks_edited() {
    let desk = Desk::from_template(BATON, "sample-support");
    desk.run(&["backup", "one.baton"]).expect(0);
    desk.json(&["delete", "agent", "triage-desk", "--with-dependents"])
        .expect(0);
    desk.json(&["check", "--fix"]);
    desk.run(&["backup", "two.baton"]).expect(0);
    let pull = |registry: &str| {
        let mut command = desk.command();
        command.args(["--registry", registry, "pull", "out"]);
        command
    };
    let registries = ["one.baton", "two.baton"];
    let mut killer = Killer::new(pull(registries[0]));
    for round in 0..16 {
        killer.kill(pull(registries[(round + 1) % 2]));
        if round % 2 == 1 {
            let last = registries[(round / 2) % 2];
            desk.json(&["--registry", last, "pull", "out"]).expect(0);
            let dry = ["--registry", last, "push", "out", "--prune", "--dry-run"];
            assert_eq!(desk.json(&dry).expect(0).value()["diff"], json!([]));
        }
    }
    assert!(killer.interrupted > 0);
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
    let mut killer = Killer::new(import("first"));
    let count = |name: &str| {
        let listed = desk
            .json(&["list", "handoff", "--filter", &format!("topology={name}")])
            .expect(0)
            .value();
        listed["records"].as_array().unwrap().len()
    };
    assert_eq!(count("first"), 19);
    let mut revision = desk.revision();
    while !killer.is_done() {
        let round = killer.rounds;
        let name = format!("graph{round}");
        graph(&name);
        killer.kill(import(&name));
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
    killer.was_busy();
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
    for round in 0..killer.rounds {
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
    let mut killer = Killer::new(init());
    for round in 0..12 {
        for suffix in ["", "-wal", "-shm", "-journal"] {
            let _ = std::fs::remove_file(desk.path(&format!("registry.baton{suffix}")));
        }
        killer.kill(init());
        let again = desk.json(&["init", "--template", "sample-support"]);
        assert!(
            again.code == 0 || again.error().0 == "already_exists",
            "round {round}: {again:?}"
        );
        desk.json(&["doctor"]).expect(0);
        assert_eq!(desk.revision(), 1);
    }
}
