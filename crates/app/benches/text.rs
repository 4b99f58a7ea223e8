//! The text form of 10,000 records: `cargo bench -p baton-app --bench text`.
//!
//! Medians of several turns. What asks the disk to be sure (a first pull) waits for the disk; its own work stands beside it.
#![allow(clippy::unwrap_used, clippy::print_stdout, missing_docs)]

mod large;

use baton_app::registry::EditRequest;
use baton_app::text::diff::{differences, records_of_folder};
use baton_app::text::pull::pull;
use baton_app::text::push::push;
use baton_app::{Registry, SystemHost};
use baton_import::text_form::{merge_file, to_files};
use baton_store_sqlite::SqliteStore;
use large::{agent, parse, registry};
use std::time::{Duration, Instant};

const AGENTS: usize = 4_000;
const HANDOFFS: usize = 6_000;
const TURNS: usize = 7;

fn tell(what: &str, mut times: Vec<Duration>) {
    times.sort();
    println!(
        "{what}: {:.0} ms",
        times[times.len() / 2].as_secs_f64() * 1e3
    );
}

fn timed<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let start = Instant::now();
    let made = work();
    (start.elapsed(), made)
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
    println!("{} records", opened.read(baton_model::Document::len));

    let turns = |work: &mut dyn FnMut() -> Duration| (0..TURNS).map(|_| work()).collect::<Vec<_>>();
    tell(
        "first pull, files made durable",
        turns(&mut || {
            let folder = tempfile::tempdir().unwrap();
            timed(|| pull(&opened, folder.path()).unwrap()).0
        }),
    );
    let folder = tempfile::tempdir().unwrap();
    pull(&opened, folder.path()).unwrap();
    tell(
        "pull of no change",
        turns(&mut || timed(|| pull(&opened, folder.path()).unwrap()).0),
    );
    let mut pushes = Vec::new();
    for _ in 0..TURNS {
        let start = Instant::now();
        let reply = push(&opened, folder.path(), true, false).await.unwrap();
        pushes.push(start.elapsed());
        assert!(reply.diff.is_empty());
    }
    tell("push of no change", pushes);
    let before = records_of_folder(folder.path()).unwrap();
    tell(
        "diff of two folders",
        turns(&mut || {
            let (time, told) =
                timed(|| differences(&before, &records_of_folder(folder.path()).unwrap()));
            assert!(told.is_empty());
            time * 2
        }),
    );

    let base = opened.read(to_files).unwrap();
    let mut branches = Vec::new();
    for word in ["ours", "theirs"] {
        let renamed: Vec<_> = (0..AGENTS)
            .map(|number| {
                let mut edit = agent(number, &format!("Agent {number}"));
                if word == "ours" {
                    edit["record"]["name"] = format!("Agent {number} of {word}").into();
                } else {
                    edit["record"]["capabilities"] = serde_json::json!(["orders", "refunds", word]);
                }
                edit
            })
            .collect();
        let mut document = opened.read(Clone::clone);
        let diff = baton_model::apply(&document, &parse(&renamed)).unwrap();
        document.commit(&diff, document.revision() + 1);
        branches.push(to_files(&document).unwrap());
    }
    tell(
        "merge of all files, all agents changed on both sides",
        turns(&mut || {
            timed(|| {
                for (path, text) in &base {
                    let side = |branch: usize| branches[branch].get(path).map(String::as_str);
                    let merged = merge_file(path, Some(text), side(0), side(1));
                    assert!(merged.conflicts.is_empty());
                }
            })
            .0
        }),
    );
}
