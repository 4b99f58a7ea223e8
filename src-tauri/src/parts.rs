//! Answers that are too long for one message come in parts.
//!
//! `WebKitGTK` takes in what a program answers in pieces of 8 KB, each the longer the more came before it; `docs/benchmarks.md` tells what
//! that costs in a registry of 100,000 agents, whole and in parts.

use crate::refused::Refused;
use baton_app::registry::Snapshot;
use baton_app::{AppError, ErrorCode};
use baton_model::StoredRecord;
use baton_rules::Finding;
use serde::Serialize;
use std::collections::VecDeque;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::vec::IntoIter;

/// Records and findings in a part; a few MB.
const MOST: usize = 4000;
/// Answers of which a rest waits. A window that is closed never asks for its own.
const MOST_WAITING: usize = 8;

/// All records and findings, or the first of them.
#[derive(Debug, Serialize, specta::Type)]
pub struct SnapshotStart {
    #[serde(flatten)]
    snapshot: Snapshot,
    /// What the rest is asked for by; none where this is all.
    rest: Option<u32>,
}

/// Records and findings that follow those before.
#[derive(Debug, Serialize, specta::Type)]
pub struct SnapshotPart {
    records: Vec<StoredRecord>,
    findings: Vec<Finding>,
    /// Whether nothing follows it.
    last: bool,
}

/// The rests of answers, until they are asked for.
#[derive(Default)]
pub struct Parts {
    tickets: AtomicU32,
    waiting: Mutex<VecDeque<(u32, Rest)>>,
}

struct Rest {
    records: IntoIter<StoredRecord>,
    findings: IntoIter<Finding>,
}

impl Rest {
    fn next(&mut self, most: usize) -> SnapshotPart {
        let records: Vec<_> = self.records.by_ref().take(most).collect();
        let left = most - records.len();
        let findings = self.findings.by_ref().take(left).collect();
        SnapshotPart {
            records,
            findings,
            last: self.records.len() + self.findings.len() == 0,
        }
    }
}

impl Parts {
    /// The snapshot as far as one answer goes.
    pub fn start(&self, snapshot: Snapshot) -> SnapshotStart {
        self.start_with(snapshot, MOST)
    }

    fn start_with(&self, snapshot: Snapshot, most: usize) -> SnapshotStart {
        let mut rest = Rest {
            records: snapshot.records.into_iter(),
            findings: snapshot.findings.into_iter(),
        };
        let first = rest.next(most);
        let ticket = (!first.last).then(|| self.keep(rest));
        SnapshotStart {
            snapshot: Snapshot {
                records: first.records,
                findings: first.findings,
                ..snapshot
            },
            rest: ticket,
        }
    }

    /// The next part of an answer, once.
    pub fn next(&self, ticket: u32) -> Result<SnapshotPart, Refused> {
        self.next_with(ticket, MOST)
    }

    fn next_with(&self, ticket: u32, most: usize) -> Result<SnapshotPart, Refused> {
        let mut waiting = self.waiting();
        let Some(at) = waiting.iter().position(|(known, _)| *known == ticket) else {
            return Err(AppError::new(
                ErrorCode::NotFound,
                "the rest of the registry is not waiting any more",
                "load the page again",
            )
            .into());
        };
        let part = waiting[at].1.next(most);
        if part.last {
            waiting.remove(at);
        }
        Ok(part)
    }

    fn keep(&self, rest: Rest) -> u32 {
        let ticket = self.tickets.fetch_add(1, Ordering::Relaxed) + 1;
        let mut waiting = self.waiting();
        if waiting.len() == MOST_WAITING {
            waiting.pop_front();
        }
        waiting.push_back((ticket, rest));
        ticket
    }

    fn waiting(&self) -> MutexGuard<'_, VecDeque<(u32, Rest)>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::Desk;
    use serde_json::{Value, json};

    fn sample() -> Snapshot {
        let folder = tempfile::tempdir().unwrap();
        tauri::async_runtime::block_on(async {
            let desk = Desk::new(Some(folder.path().join("registry.baton").into())).forgetful();
            desk.open_first().await;
            desk.open().await.unwrap().snapshot()
        })
    }

    /// All that the page gets, put together as it does.
    fn joined(parts: &Parts, start: &SnapshotStart, most: usize) -> (Value, usize) {
        let mut whole = json!(start);
        let mut count = 1;
        let mut is_last = start.rest.is_none();
        while !is_last {
            let part = json!(parts.next_with(start.rest.unwrap(), most).unwrap());
            assert!(part["records"].as_array().unwrap().len() <= most);
            for list in ["records", "findings"] {
                let more = part[list].as_array().unwrap().clone();
                whole[list].as_array_mut().unwrap().extend(more);
            }
            is_last = part["last"] == true;
            count += 1;
        }
        whole.as_object_mut().unwrap().remove("rest");
        (whole, count)
    }

    #[test]
    fn parts_make_up_the_whole() {
        let snapshot = sample();
        let (whole, all) = (
            json!(snapshot),
            snapshot.records.len() + snapshot.findings.len(),
        );
        for most in [1, 7, snapshot.records.len(), all - 1, all, all + 1] {
            let parts = Parts::default();
            let start = parts.start_with(snapshot.clone(), most);
            let ticket = start.rest;
            assert_eq!(ticket.is_none(), most >= all);
            let (together, count) = joined(&parts, &start, most);
            assert_eq!(together, whole);
            assert_eq!(count, all.div_ceil(most));
            // What was taken is gone.
            assert!(ticket.is_none_or(|ticket| parts.next(ticket).is_err()));
        }
    }

    #[test]
    fn rests_that_nobody_asks_for_are_given_up() {
        let snapshot = sample();
        let parts = Parts::default();
        let start = || parts.start_with(snapshot.clone(), 1).rest.unwrap();
        let first = start();
        let second = start();
        for _ in 2..=MOST_WAITING {
            start();
        }
        assert!(parts.next(first).is_err());
        assert!(parts.next(second).is_ok());
    }
}
