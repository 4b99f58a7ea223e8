//! What an acknowledged edit costs, from the command to the reply: applied, durable, checked by every rule.
//!
//! A bare durable commit of the same database runs in turns with it, on the same disk. The registry holds 1,000 agents and
//! 1,500 handoffs with owners, fallbacks and contracts, so that the rules have something to look at.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    missing_docs
)]

mod large;

use baton_app::registry::EditRequest;
use baton_app::{Registry, SystemHost};
use baton_model::{Kind, Record, apply};
use baton_store_sqlite::{OpenOptions, SqliteStore};
use large::{agent, parse, registry};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{Connection, SqliteConnection};
use std::time::{Duration, Instant};

const AGENTS: usize = 1_000;
const HANDOFFS: usize = 1_500;
const EDITS: usize = 1_000;

fn percentile(times: &mut [Duration], of_100: usize) -> f64 {
    times.sort();
    times[(times.len() * of_100 / 100).min(times.len() - 1)].as_secs_f64() * 1e3
}

#[tokio::main]
async fn main() {
    let folder = tempfile::tempdir().unwrap();
    let options = SqliteConnectOptions::new()
        .filename(folder.path().join("bare.db"))
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full);
    let mut bare = SqliteConnection::connect_with(&options).await.unwrap();
    sqlx::raw_sql("CREATE TABLE t (id INTEGER PRIMARY KEY, text TEXT) STRICT")
        .execute(&mut bare)
        .await
        .unwrap();

    let options = OpenOptions {
        create: true,
        read_only: false,
    };
    let store = SqliteStore::open(folder.path().join("edits.baton"), options)
        .await
        .unwrap();
    let host = SystemHost::new(Some("bench".to_owned()));
    let opened = Registry::open(Box::new(store), Box::new(host))
        .await
        .unwrap();
    opened
        .edit(EditRequest::edit(parse(&registry(AGENTS, HANDOFFS))))
        .await
        .unwrap();

    let (mut bare_times, mut edit_times) = (Vec::new(), Vec::new());
    for n in 0..EDITS {
        let start = Instant::now();
        sqlx::query("INSERT INTO t (text) VALUES ($1)")
            .bind("x")
            .execute(&mut bare)
            .await
            .unwrap();
        bare_times.push(start.elapsed());
        let edit = parse(&[agent(n * 7 % AGENTS, &format!("Renamed {n}"))]);
        let start = Instant::now();
        opened.edit(EditRequest::edit(edit)).await.unwrap();
        edit_times.push(start.elapsed());
    }
    println!("findings in the registry: {}", opened.findings().len());
    for of_100 in [50, 99] {
        let (bare, edit) = (
            percentile(&mut bare_times, of_100),
            percentile(&mut edit_times, of_100),
        );
        println!(
            "p{of_100}: bare durable commit {bare:.3} ms, acknowledged edit at {AGENTS} agents {edit:.3} ms, {:.3} ms above, ratio {:.2}",
            edit - bare,
            edit / bare
        );
    }
    parts(&opened);
}

/// Where the time goes that is not the commit.
fn parts(registry: &Registry) {
    let edit = parse(&[agent(1, "Once more")]);
    let today = baton_model::Date::new("2026-01-01").unwrap();
    registry.read(|document| {
        let start = Instant::now();
        for _ in 0..100 {
            apply(document, &edit).unwrap();
        }
        println!("apply: {:.3} ms", start.elapsed().as_secs_f64() * 10.0);
        let start = Instant::now();
        for _ in 0..20 {
            baton_rules::check(document, baton_rules::Scope::Registry, &today, &[]);
        }
        println!("all rules: {:.3} ms", start.elapsed().as_secs_f64() * 50.0);
        let agents = document
            .of_kind(Kind::Agent)
            .filter(|held| matches!(*held.record, Record::Agent(_)))
            .count();
        assert_eq!(agents, AGENTS);
    });
}
