//! Commands that write, each with what has to hold however they end.

use crate::BATON;
use crate::preload::{Fault, preload, told};
use baton_store::{LogQuery, RegistryStore};
use baton_store_sqlite::{OpenOptions, SqliteStore};
use baton_tests::{Desk, Reply, sha256};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};

/// What a command does, and to what.
#[derive(Clone, Copy, Debug)]
pub enum Deed {
    /// The first command on a new file: it is made and brought to the present format.
    Init,
    /// One edit, with an operation id of its own.
    Edit,
    /// A graph of another tool becomes records.
    Import,
    /// Files are written over those of an earlier state.
    Export,
    /// The text form is written over that of an earlier state.
    Pull,
    /// A copy in a new file.
    Backup,
    /// A copy with its history.
    Copy,
    /// An earlier copy takes the registry's place.
    Restore,
}

/// All of them.
pub const DEEDS: [Deed; 8] = [
    Deed::Init,
    Deed::Edit,
    Deed::Import,
    Deed::Export,
    Deed::Pull,
    Deed::Backup,
    Deed::Copy,
    Deed::Restore,
];

const HANDOFFS: usize = 12;

/// A folder in which a command is about to run, as often as one likes.
pub struct Scene {
    deed: Deed,
    desk: Desk,
    words: Vec<&'static str>,
    start: BTreeMap<PathBuf, Vec<u8>>,
    /// The files that the command leaves when nothing goes wrong, by hash; of those that it writes.
    after: BTreeMap<PathBuf, String>,
    /// How many calls the command makes of its files when nothing goes wrong.
    pub calls: usize,
    /// How often it asks for memory.
    pub requests: usize,
}

impl Scene {
    pub fn of(deed: Deed) -> Self {
        let (desk, words) = prepared(deed);
        let start = files(&desk.path(""));
        let mut scene = Self {
            deed,
            desk,
            words,
            start,
            after: BTreeMap::new(),
            calls: 0,
            requests: 0,
        };
        scene.run(Fault::None).expect(0);
        let told = told();
        (scene.calls, scene.requests) = (told.calls, told.requests);
        assert!(scene.calls > 20, "{deed:?} makes {} calls", scene.calls);
        scene.after = scene.written();
        scene
    }

    /// Puts everything back to the start and runs the command.
    pub fn run(&self, fault: Fault) -> Reply {
        let folder = self.desk.path("");
        for path in files(&folder).keys() {
            let _ = std::fs::remove_file(path);
        }
        for (path, bytes) in &self.start {
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        }
        let mut command = self.desk.command();
        preload(&mut command, &folder, fault);
        command.args(&self.words).args(["--format", "json"]);
        let output = command.output().unwrap();
        let signal = output.status.signal();
        // Rust ends a program that is refused memory.
        let aborts = matches!(fault, Fault::NoMemory(_));
        assert!(
            matches!(signal, None | Some(9)) || aborts && signal == Some(6),
            "{:?} at {fault:?} ended by signal {signal:?}: {}",
            self.deed,
            String::from_utf8_lossy(&output.stderr)
        );
        Reply::of(&self.words, &output)
    }

    /// What has to hold after a run: nothing that was acknowledged is gone, nothing is half, and the command can be run again.
    pub fn holds(&self, reply: &Reply) {
        let done = reply.code == 0;
        let at = self.desk.registry();
        match self.deed {
            Deed::Init => {
                if at.exists() {
                    let seen = Seen::of(&at);
                    assert!(seen.head == 1 || !done && seen.head == 0);
                }
                self.succeeds_or("already_exists");
                assert_eq!(Seen::again(&at).head, 1);
            }
            Deed::Edit => {
                let seen = Seen::of(&at);
                assert!(seen.head == 2 || !done && seen.head == 1);
                let stored = usize::from(seen.head == 2);
                assert_eq!(seen.count("by-hand"), stored, "{:?}", seen.operations);
                self.again().expect(0);
                let seen = Seen::again(&at);
                assert_eq!((seen.head, seen.count("by-hand")), (2, 1));
            }
            Deed::Import => {
                let seen = Seen::of(&at);
                let stored = if seen.head == 1 { 0 } else { HANDOFFS };
                assert_eq!(seen.imported, stored, "half an import");
                assert!(seen.head == 2 || !done && seen.head == 1);
                self.again().expect(0);
                let seen = Seen::again(&at);
                assert_eq!((seen.head, seen.imported), (2, HANDOFFS));
            }
            Deed::Export | Deed::Pull => {
                self.old_or_new(done);
                self.again().expect(0);
                assert_eq!(self.written(), self.after);
            }
            Deed::Backup | Deed::Copy => {
                let copy = self.desk.path("copy.baton");
                assert!(copy.exists() || !done);
                let here = Seen::again(&at);
                if copy.exists() {
                    let there = Seen::of(&copy);
                    let begun = matches!(self.deed, Deed::Copy) && !done;
                    assert!(there.head == here.head || begun && there.head < here.head);
                }
                self.succeeds_or("already_exists");
                assert_eq!(Seen::again(&copy).operations, here.operations);
            }
            Deed::Restore => {
                let head = Seen::of(&at).head;
                assert!(head == 1 || !done && head == 2, "found revision {head}");
                self.again().expect(0);
                assert_eq!(Seen::again(&at).head, 1);
            }
        }
    }

    /// The same command once more, with nothing going wrong.
    fn again(&self) -> Reply {
        self.desk.json(&self.words)
    }

    fn succeeds_or(&self, code: &str) {
        let reply = self.again();
        assert!(
            reply.code == 0 || reply.error().0 == code,
            "{:?}: {reply:?}",
            self.deed
        );
    }

    fn old_or_new(&self, done: bool) {
        for (path, hash) in self.written() {
            let is_new = self.after.get(&path) == Some(&hash);
            let is_old = self
                .start
                .get(&path)
                .is_some_and(|bytes| sha256(bytes) == hash);
            assert!(
                is_new || is_old && !done,
                "{} is neither the old nor the new file",
                path.display()
            );
        }
    }

    /// What the command writes for others to read: no manifest, nothing hidden.
    fn written(&self) -> BTreeMap<PathBuf, String> {
        files(&self.desk.path("out"))
            .into_iter()
            .filter(|(path, _)| {
                let name = path.file_name().unwrap().to_string_lossy();
                !name.starts_with('.') && name != "baton.manifest.json"
            })
            .map(|(path, bytes)| (path, sha256(&bytes)))
            .collect()
    }
}

fn prepared(deed: Deed) -> (Desk, Vec<&'static str>) {
    if matches!(deed, Deed::Init) {
        let words = vec!["init", "--template", "sample-support"];
        return (Desk::new(BATON), words);
    }
    let desk = Desk::from_template(BATON, "sample-support");
    let team = |id: &str| {
        json!([
            {"op": "put", "kind": "team", "id": id, "record": {"name": "Night"}, "operation_id": "by-hand"},
            {"op": "put", "kind": "team", "id": "desk-care", "record": {"name": "Another name"}, "operation_id": "by-hand"},
        ])
    };
    let words = match deed {
        Deed::Init => vec![],
        Deed::Edit => {
            desk.write("edits.json", team("night").to_string());
            vec!["apply", "edits.json"]
        }
        Deed::Import => {
            desk.write("graph.json", graph().to_string());
            vec!["import", "langgraph", "graph.json", "--topology", "graph"]
        }
        Deed::Export => {
            let words = vec!["export", "contracts", "runbooks", "alerts", "--out", "out"];
            desk.json(&words).expect(0);
            desk.apply(&team("night"));
            words
        }
        Deed::Pull => {
            desk.json(&["pull", "out"]).expect(0);
            desk.apply(&team("night"));
            vec!["pull", "out"]
        }
        Deed::Backup => vec!["backup", "copy.baton"],
        Deed::Copy => {
            desk.apply(&team("night"));
            vec!["registry", "copy", "registry.baton", "copy.baton"]
        }
        Deed::Restore => {
            desk.run(&["backup", "old.baton"]).expect(0);
            desk.apply(&team("night"));
            vec!["restore", "old.baton", "--yes"]
        }
    };
    (desk, words)
}

fn graph() -> Value {
    let nodes: Vec<Value> = (0..=HANDOFFS)
        .map(|n| json!({"id": format!("step-{n}")}))
        .collect();
    let edges: Vec<Value> = (0..HANDOFFS)
        .map(|n| json!({"source": format!("step-{n}"), "target": format!("step-{}", n + 1)}))
        .collect();
    json!({"nodes": nodes, "edges": edges})
}

/// Every file below a folder.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.insert(path.clone(), std::fs::read(&path).unwrap());
        }
    }
    found
}

/// A registry as the next program finds it, every checksum and hash tested.
pub struct Seen {
    pub head: u32,
    pub operations: Vec<String>,
    /// Handoffs of the graph that is imported.
    pub imported: usize,
}

impl Seen {
    pub fn of(path: &Path) -> Self {
        Self::looked_at(path, true)
    }

    /// The same without the tests, of what was tested before.
    pub fn again(path: &Path) -> Self {
        Self::looked_at(path, false)
    }

    fn looked_at(path: &Path, thoroughly: bool) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build();
        runtime.unwrap().block_on(async {
            let store = SqliteStore::open(path, OpenOptions::default())
                .await
                .unwrap();
            if thoroughly {
                assert_eq!(store.verify().await.unwrap(), [], "{}", path.display());
            }
            let loaded = store.load().await.unwrap();
            let commits = store.headlines(&LogQuery::newest(1000)).await.unwrap();
            store.close().await;
            let of_graph =
                |record: &Value| record["topology"] == "graph" && record.get("from").is_some();
            Self {
                head: loaded.revision,
                operations: commits
                    .into_iter()
                    .map(|commit| commit.operation_id)
                    .collect(),
                imported: loaded
                    .records
                    .iter()
                    .filter(|held| of_graph(&held.record.to_json()))
                    .count(),
            }
        })
    }

    pub fn count(&self, operation: &str) -> usize {
        let same = self.operations.iter().filter(|id| *id == operation);
        same.count()
    }
}
