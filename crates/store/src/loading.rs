//! Records that are taken apart beside the connection that brings them.

use crate::Problem;
use baton_model::Held;
use std::collections::VecDeque;
use std::num::NonZero;
use std::thread::available_parallelism;
use tokio::task::{JoinError, JoinHandle, spawn_blocking};

/// Rows that are taken apart together: enough that handing them over costs nothing beside it.
const CHUNK: usize = 2048;

/// What rows of the table `record` hold, read on as many threads as the machine runs while further rows arrive.
pub struct Loading<R> {
    read: fn(&R) -> Result<Held, Problem>,
    rows: Vec<R>,
    under_way: VecDeque<JoinHandle<Read>>,
    at_once: usize,
    done: Read,
}

#[derive(Default)]
struct Read {
    records: Vec<Held>,
    problems: Vec<Problem>,
}

impl<R: Send + 'static> Loading<R> {
    /// Nothing yet; `read` takes a row apart.
    pub fn new(read: fn(&R) -> Result<Held, Problem>) -> Self {
        Self {
            read,
            rows: Vec::with_capacity(CHUNK),
            under_way: VecDeque::new(),
            at_once: 2 * available_parallelism().map_or(1, NonZero::get),
            done: Read::default(),
        }
    }

    /// Takes a row. Waits where more rows have come than can be read.
    pub async fn push(&mut self, row: R) {
        self.rows.push(row);
        if self.rows.len() == CHUNK {
            self.hand_over();
            if self.under_way.len() > self.at_once {
                self.take_back().await;
            }
        }
    }

    /// The records in order of kind and id, and what could not be read in the order in which it came.
    pub async fn finish(mut self) -> (Vec<Held>, Vec<Problem>) {
        self.hand_over();
        while !self.under_way.is_empty() {
            self.take_back().await;
        }
        let Read {
            mut records,
            problems,
        } = self.done;
        // A server's order of texts depends on its locale. The pieces are in order: they are merged.
        records.sort_by(in_order);
        (records, problems)
    }

    fn hand_over(&mut self) {
        let rows = std::mem::replace(&mut self.rows, Vec::with_capacity(CHUNK));
        let read = self.read;
        self.under_way.push_back(spawn_blocking(move || {
            let mut all = Read::default();
            for row in &rows {
                match read(row) {
                    Ok(record) => all.records.push(record),
                    Err(problem) => all.problems.push(problem),
                }
            }
            all.records.sort_unstable_by(in_order);
            all
        }));
    }

    async fn take_back(&mut self) {
        let Some(first) = self.under_way.pop_front() else {
            return;
        };
        let mut read = match first.await.map_err(JoinError::try_into_panic) {
            Ok(read) => read,
            Err(Ok(panic)) => std::panic::resume_unwind(panic),
            // Cancelled: the runtime ends, and this with it.
            Err(Err(_)) => std::future::pending().await,
        };
        self.done.records.append(&mut read.records);
        self.done.problems.append(&mut read.problems);
    }
}

fn in_order(a: &Held, b: &Held) -> std::cmp::Ordering {
    (a.record.kind(), a.record.id()).cmp(&(b.record.kind(), b.record.id()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use baton_model::{Kind, Record};
    use std::sync::Arc;

    #[allow(clippy::trivially_copy_pass_by_ref, reason = "as rows are read")]
    fn team(n: &usize) -> Result<Held, Problem> {
        if n.is_multiple_of(1000) {
            return Err(Problem::row("record", n.to_string(), "is bad"));
        }
        let fields = serde_json::json!({"id": format!("t-{n}"), "name": "Team"});
        Ok(Held {
            revision: 1,
            record: Arc::new(Record::from_json(Kind::Team, fields).unwrap()),
        })
    }

    #[tokio::test]
    async fn every_row_is_read_once_and_in_order() {
        // More rows than fit into what is under way at once, none filling the last piece.
        let many = CHUNK * 100 + 7;
        let mut loading = Loading::new(team);
        for n in 1..=many {
            loading.push(many + 1 - n).await;
        }
        let (records, problems) = loading.finish().await;
        assert_eq!(records.len() + problems.len(), many);
        assert!(
            records
                .windows(2)
                .all(|pair| in_order(&pair[0], &pair[1]).is_lt())
        );
        assert_eq!(problems.len(), many / 1000);
        assert!(
            problems[0]
                .to_string()
                .contains(&(many / 1000 * 1000).to_string())
        );
    }

    #[tokio::test]
    #[should_panic(expected = "a row that panics")]
    async fn a_panic_is_not_swallowed() {
        let mut loading = Loading::new(|(): &()| panic!("a row that panics"));
        loading.push(()).await;
        loading.finish().await;
    }
}
