//! What an acknowledged edit costs above a bare durable commit of the same database.
//!
//! Both are measured in turns in one run on one disk: a row written to a bare table in WAL mode
//! with synchronous FULL, and a rename of one of 1,000 agents through the store.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

use baton_model::{EditCommand, Kind, Record};
use baton_store::RegistryStore;
use baton_store::conformance::Author;
use baton_store_sqlite::{OpenOptions, SqliteStore};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{Connection, SqliteConnection};
use std::time::{Duration, Instant};

const AGENTS: usize = 1_000;
const EDITS: usize = 2_000;
const BULK: usize = 10_000;
const OPEN: OpenOptions = OpenOptions {
    create: true,
    read_only: false,
};

fn agent(id: usize, name: &str) -> EditCommand {
    let fields = serde_json::json!({
        "id": format!("agent-{id}"),
        "name": name,
        "role": {"scope": {"text": "Answers questions about orders"}},
        "capabilities": ["orders", "refunds"],
        "languages": ["en", "de"],
        "channels": ["chat"],
    });
    EditCommand::put(Record::from_json(Kind::Agent, fields).unwrap())
}

fn percentile(times: &mut [Duration], of_100: usize) -> f64 {
    times.sort();
    times[(times.len() * of_100 / 100).min(times.len() - 1)].as_secs_f64() * 1e3
}

async fn edits_against_bare_commits(folder: &std::path::Path) {
    let options = SqliteConnectOptions::new()
        .filename(folder.join("bare.db"))
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full);
    let mut bare = SqliteConnection::connect_with(&options).await.unwrap();
    sqlx::raw_sql("CREATE TABLE t (id INTEGER PRIMARY KEY, text TEXT) STRICT")
        .execute(&mut bare)
        .await
        .unwrap();

    let store = SqliteStore::open(folder.join("edits.baton"), OPEN)
        .await
        .unwrap();
    let mut author = Author::new("ana");
    let all: Vec<EditCommand> = (0..AGENTS)
        .map(|n| agent(n, &format!("Agent {n}")))
        .collect();
    author.commit(&store, &all).await.unwrap();

    let (mut bare_times, mut edit_times) = (Vec::new(), Vec::new());
    for n in 0..EDITS {
        let start = Instant::now();
        sqlx::query("INSERT INTO t (text) VALUES ($1)")
            .bind("x")
            .execute(&mut bare)
            .await
            .unwrap();
        bare_times.push(start.elapsed());
        let edit = agent(n * 7 % AGENTS, &format!("Renamed {n}"));
        let start = Instant::now();
        author.commit(&store, &[edit]).await.unwrap();
        edit_times.push(start.elapsed());
    }
    for of_100 in [50, 99] {
        let (bare, edit) = (
            percentile(&mut bare_times, of_100),
            percentile(&mut edit_times, of_100),
        );
        println!(
            "p{of_100}: bare durable commit {bare:.3} ms, edit of 1 of {AGENTS} agents {edit:.3} ms, \
             {:.3} ms above, ratio {:.2}",
            edit - bare,
            edit / bare
        );
    }
    let start = Instant::now();
    for _ in 0..1_000 {
        store.head().await.unwrap();
    }
    println!("head: {:.3} ms", start.elapsed().as_secs_f64());
}

async fn bulk(folder: &std::path::Path) {
    let store = SqliteStore::open(folder.join("bulk.baton"), OPEN)
        .await
        .unwrap();
    let mut author = Author::new("ana");
    for what in ["created", "changed"] {
        let all: Vec<EditCommand> = (0..BULK)
            .map(|n| agent(n, &format!("{what} {n}")))
            .collect();
        let start = Instant::now();
        author.commit(&store, &all).await.unwrap();
        println!(
            "{BULK} agents {what} in one commit: {:.0} ms",
            start.elapsed().as_secs_f64() * 1e3
        );
    }
    let start = Instant::now();
    store.load().await.unwrap();
    println!(
        "{BULK} agents loaded: {:.0} ms",
        start.elapsed().as_secs_f64() * 1e3
    );
    let start = Instant::now();
    assert!(store.verify().await.unwrap().is_empty());
    println!(
        "{BULK} agents verified: {:.0} ms",
        start.elapsed().as_secs_f64() * 1e3
    );
}

#[tokio::main]
async fn main() {
    let folder = tempfile::tempdir().unwrap();
    edits_against_bare_commits(folder.path()).await;
    bulk(folder.path()).await;
}
