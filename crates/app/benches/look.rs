//! What a keystroke costs: searching everything, and filtering and sorting a table, over 5,000 agents and 7,500 handoffs.
//!
//! The first search makes the index; each edit keeps it in step, and is timed with and without it.
#![allow(clippy::unwrap_used, clippy::print_stdout, missing_docs)]

mod large;

use baton_app::record::page::record_page;
use baton_app::record::search::search;
use baton_app::record::table::{Sorting, table};
use baton_app::registry::EditRequest;
use baton_app::{Registry, SystemHost};
use baton_model::Kind;
use baton_store_sqlite::SqliteStore;
use large::{agent, parse, registry};
use std::time::Instant;

const AGENTS: usize = 5_000;
const HANDOFFS: usize = 7_500;
const TURNS: u32 = 20;

/// The median of several turns, in milliseconds.
fn median(mut turn: impl FnMut()) -> f64 {
    let mut times: Vec<f64> = (0..TURNS)
        .map(|_| {
            let start = Instant::now();
            turn();
            start.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

#[tokio::main]
async fn main() {
    let store = SqliteStore::in_memory().await.unwrap();
    let host = SystemHost::new(Some("bench".to_owned()));
    let opened = Registry::open(Box::new(store), Box::new(host))
        .await
        .unwrap();
    let edits = parse(&registry(AGENTS, HANDOFFS));
    opened.edit(EditRequest::edit(edits)).await.unwrap();

    let mut renamed = 0;
    let mut edit = async || {
        renamed += 1;
        let edits = parse(&[agent(7, &format!("Renamed {renamed}"))]);
        let start = Instant::now();
        opened.edit(EditRequest::edit(edits)).await.unwrap();
        start.elapsed().as_secs_f64() * 1e3
    };
    println!("an edit before the index is there: {:.2} ms", edit().await);
    let start = Instant::now();
    search(&opened, "agent", 50);
    println!(
        "the first search, which makes the index: {:.1} ms",
        start.elapsed().as_secs_f64() * 1e3
    );
    println!("an edit that keeps it in step: {:.2} ms", edit().await);

    for question in [
        "a",
        "agent 49",
        "agent-4999",
        "team 7",
        "questions about orders",
        "zebra",
        "orders zebra",
    ] {
        let hits = search(&opened, question, 50).len();
        let time = median(|| drop(search(&opened, question, 50)));
        println!("search {question:?}: {time:.2} ms, {hits} hits");
    }
    for (kind, query, sort) in [
        (Kind::Agent, "", "name"),
        (Kind::Agent, "owner:\"team 7\"", "handoffs_in"),
        (Kind::Agent, "orders tag:refund", "findings"),
        (Kind::Handoff, "", "from"),
        (Kind::Handoff, "no:gate finding:any", "contract"),
        (Kind::Handoff, "mode:transfer", "owners"),
        (Kind::Team, "", "handoffs"),
    ] {
        let sorting = Sorting {
            column: Some(sort.to_owned()),
            descending: true,
        };
        let rows = table(&opened, kind, query, &sorting).unwrap().rows.len();
        let time = median(|| drop(table(&opened, kind, query, &sorting)));
        println!("table {kind} {query:?} by {sort}: {time:.1} ms, {rows} rows");
    }
    let start = Instant::now();
    for _ in 0..TURNS {
        record_page(&opened, Kind::Agent, "agent-7").await.unwrap();
    }
    let time = start.elapsed().as_secs_f64() * 1e3 / f64::from(TURNS);
    println!("page of an agent: {time:.2} ms");
}
