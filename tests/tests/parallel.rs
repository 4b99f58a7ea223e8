//! Several programs on one registry at the same time.

use baton_tests::Desk;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::process::Stdio;

const BATON: &str = env!("CARGO_BIN_EXE_baton-under-test");
const PROCESSES: usize = 8;
const EDITS: usize = 20;

fn put(id: &str, name: &str) -> Value {
    json!([{"op": "put", "kind": "team", "id": id, "record": {"name": name}}])
}

/// Eight writers at a time, twenty edits each: what was acknowledged is there, once.
#[test]
fn every_acknowledged_edit_is_there() {
    let desk = Desk::new(BATON);
    desk.json(&["init"]).expect(0);
    let acknowledged: Vec<u64> = std::thread::scope(|scope| {
        let writers: Vec<_> = (0..PROCESSES)
            .map(|writer| {
                let desk = &desk;
                scope.spawn(move || {
                    (0..EDITS)
                        .map(|n| {
                            desk.apply(&put(&format!("t-{writer}-{n}"), "T"))["revision"]
                                .as_u64()
                                .unwrap()
                        })
                        .collect::<Vec<_>>()
                })
            })
            .collect();
        writers
            .into_iter()
            .flat_map(|writer| writer.join().unwrap())
            .collect()
    });
    let total = PROCESSES * EDITS;
    assert_eq!(acknowledged.len(), total);
    let distinct: BTreeSet<u64> = acknowledged.iter().copied().collect();
    assert_eq!(distinct.len(), total, "each has a revision of its own");
    assert_eq!(desk.revision(), total as u64);
    let teams = desk.json(&["list", "team"]).expect(0).value();
    assert_eq!(teams["records"].as_array().unwrap().len(), total);
    desk.json(&["doctor"]).expect(0);
}

/// Many at once want to create the same record: one does, the others hear of a conflict.
#[test]
fn one_of_many_who_create_the_same_record_wins() {
    let desk = Desk::new(BATON);
    desk.json(&["init"]).expect(0);
    let children: Vec<_> = (0..6)
        .map(|n| {
            let edit = json!([{"op": "put", "kind": "team", "id": "same", "record": {"name": format!("N{n}")}, "base_revision": 0}]);
            let file = desk.write(&format!("{n}.json"), edit.to_string());
            desk.command().arg("apply").arg(file).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
        })
        .collect();
    let mut codes: Vec<i32> = children
        .into_iter()
        .map(|mut child| child.wait().unwrap().code().unwrap())
        .collect();
    codes.sort_unstable();
    assert_eq!(codes, [0, 3, 3, 3, 3, 3]);
    assert_eq!(desk.revision(), 1);
}
