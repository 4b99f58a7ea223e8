//! A writer that is killed at any moment loses nothing that it has acknowledged.

use baton_model::{EditCommand, Kind, Record};
use baton_store::conformance::Author;
use baton_store::{CommitOutcome, RegistryStore};
use baton_store_sqlite::{OpenOptions, SqliteStore};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

const FILE: &str = "BATON_TEST_KILLED_FILE";
const OPEN: OpenOptions = OpenOptions {
    create: true,
    read_only: false,
};
/// Kills on each of several files; a file of its own is made anew by a writer that may be killed meanwhile.
const KILLS: usize = 55;
const FILES: usize = 4;

/// The process that is killed: commits for ever and says each revision once it is acknowledged.
/// Without a file to write to it has nothing to do.
#[tokio::test]
async fn child_writer() {
    let Ok(path) = std::env::var(FILE) else {
        return;
    };
    let store = SqliteStore::open(&path, OPEN).await.unwrap();
    let mut author = Author::new(&format!("writer-{}", std::process::id()));
    author.read(&store).await.unwrap();
    loop {
        let revision = author.document.revision() + 1;
        // Every seventh commit is a large one, so that kills also hit long transactions.
        let edits: Vec<EditCommand> = (0..if revision.is_multiple_of(7) { 200 } else { 1 })
            .map(|n| {
                let fields = serde_json::json!({
                    "id": format!("team-{n}"),
                    "name": format!("Team at {revision}"),
                    "contacts": [{"channel": "slack", "address": format!("#{revision}")}],
                });
                EditCommand::put(Record::from_json(Kind::Team, fields).unwrap())
            })
            .collect();
        let mut commit = author.prepare(&edits).unwrap();
        commit.operation_id = format!("op-{revision}");
        match store.commit(&commit).await.unwrap() {
            CommitOutcome::Committed(committed) => author.took(&commit.diff, committed.revision),
            other => panic!("{other:?}"),
        }
        let mut out = std::io::stdout().lock();
        writeln!(out, "acknowledged {revision}").unwrap();
        out.flush().unwrap();
    }
}

/// Starts a writer, kills it, and gives back the revisions that it acknowledged. With `after_first`
/// the clock starts with the first acknowledgement, otherwise with the process.
fn killed_writer(path: &Path, after_first: bool, delay: Duration) -> Vec<u32> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["killed::child_writer", "--exact", "--nocapture"])
        .env(FILE, path)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap())
        .lines()
        .map_while(Result::ok);
    let revision = |line: String| line.rsplit_once("acknowledged ")?.1.parse::<u32>().ok();
    let mut acknowledged = Vec::new();
    if after_first {
        acknowledged.extend(lines.by_ref().find_map(revision));
    }
    std::thread::sleep(delay);
    child.kill().unwrap();
    child.wait().unwrap();
    acknowledged.extend(lines.filter_map(revision));
    acknowledged
}

#[tokio::test]
async fn every_acknowledged_commit_survives_220_kills() {
    // A fixed seed: the delays are the same in every run, what they hit is not.
    let mut seed = 0x9e37_79b9_7f4a_7c15_u64;
    let mut random = |below: u64| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        seed % below
    };
    let mut total = 0;
    for _ in 0..FILES {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("r.baton");
        let mut acknowledged: Vec<u32> = Vec::new();
        for kill in 1..=KILLS {
            let after_first = kill % 3 != 0;
            let delay = Duration::from_micros(random(30_000));
            acknowledged.extend(killed_writer(&path, after_first, delay));
            if acknowledged.is_empty() {
                continue;
            }
            let store = SqliteStore::open(&path, OPEN).await.unwrap();
            let head = store.head().await.unwrap();
            let last = *acknowledged.last().unwrap();
            assert!(head >= last, "acknowledged {last}, found {head}");
            assert!(
                acknowledged.is_sorted_by(|a, b| a < b),
                "a revision was given twice"
            );
            if kill % 11 == 0 {
                assert_eq!(store.verify().await.unwrap(), []);
            }
            store.close().await;
        }
        let store = SqliteStore::open(&path, OPEN).await.unwrap();
        let log = store.changes_since(0, u32::MAX).await.unwrap();
        for revision in &acknowledged {
            assert_eq!(
                log[*revision as usize - 1].operation_id,
                format!("op-{revision}")
            );
        }
        total += acknowledged.len();
    }
    assert!(
        total > FILES * KILLS,
        "only {total} commits were acknowledged"
    );
    eprintln!(
        "{} kills, {total} acknowledged commits, none lost",
        FILES * KILLS
    );
}
