//! Whether a change log is whole, and whether the records are what it leads to.

use crate::chain::{self, ChainHead};
use crate::{LogEntry, Problem};
use baton_model::{Json, RecordKey, StoredRecord};
use std::collections::BTreeMap;

/// Reads a log entry by entry, oldest first, and keeps what is wrong with it.
#[derive(Debug, Default)]
pub struct HistoryCheck {
    revision: u32,
    ends: BTreeMap<String, (u32, String)>,
    records: BTreeMap<RecordKey, (u32, Json)>,
    problems: Vec<Problem>,
}

const LOG: &str = "change_log";

impl HistoryCheck {
    /// Takes the next entry.
    pub fn entry(&mut self, entry: LogEntry) {
        let row = entry.revision.to_string();
        let mut wrong = |column: &str, message: String| {
            self.problems
                .push(Problem::row(LOG, row.as_str(), message).column(column));
        };
        if entry.revision != self.revision + 1 {
            wrong(
                "revision",
                format!("revision {} should stand here", self.revision + 1),
            );
        }
        if entry.operation_id.is_empty() {
            wrong("operation_id", "is empty".to_owned());
        }
        let (count, last) = self.ends.entry(entry.author.clone()).or_default();
        if entry.author_seq != *count + 1 {
            wrong(
                "author_seq",
                format!(
                    "commit {} of {} should stand here",
                    *count + 1,
                    entry.author
                ),
            );
        }
        if entry.previous_hash != *last {
            wrong(
                "previous_hash",
                format!("is not the hash of the commit of {} before", entry.author),
            );
        }
        if entry.hash != chain::hash(&entry) {
            wrong(
                "hash",
                "does not fit the row: it was changed after it was written".to_owned(),
            );
        }
        (*count, *last) = (entry.author_seq, entry.hash);
        self.revision = entry.revision;
        for change in entry.changes {
            let key = RecordKey::new(change.kind, change.id);
            let stands = self.records.get(&key).map(|(_, json)| json);
            if stands != change.before.as_ref() {
                self.problems.push(
                    Problem::row(
                        LOG,
                        entry.revision.to_string(),
                        format!("{key} did not stand as it says"),
                    )
                    .column("changes"),
                );
            }
            match change.after {
                Some(json) => self.records.insert(key, (entry.revision, json)),
                None => self.records.remove(&key),
            };
        }
    }

    /// Notes an entry that could not be read at all.
    pub fn unreadable(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    /// Compares the ends of the chains and the records with what the log leads to.
    pub fn finish(
        mut self,
        heads: impl IntoIterator<Item = ChainHead>,
        records: impl IntoIterator<Item = StoredRecord>,
    ) -> Vec<Problem> {
        for head in heads {
            let row = head.author.as_str();
            if !head.is_sealed() {
                self.problems
                    .push(Problem::row("chain_head", row, "the seal is broken").column("seal"));
            }
            let (count, hash) = self.ends.remove(&head.author).unwrap_or_default();
            if count != head.count || hash != head.hash {
                let message = format!(
                    "the log ends at commit {count}, the sealed head is commit {}",
                    head.count
                );
                self.problems
                    .push(Problem::row("chain_head", row, message).column("count"));
            }
        }
        for author in self.ends.keys() {
            self.problems
                .push(Problem::row("chain_head", author, "the head is missing"));
        }
        for StoredRecord {
            kind,
            id,
            revision,
            record,
        } in records
        {
            let key = RecordKey::new(kind, id);
            match self.records.remove(&key) {
                None => self.problems.push(Problem::row(
                    "record",
                    key.to_string(),
                    "is not in the change log",
                )),
                Some((logged, _)) if logged != revision => {
                    let message =
                        format!("is at revision {revision}, in the change log at {logged}");
                    self.problems
                        .push(Problem::row("record", key.to_string(), message).column("revision"));
                }
                Some((_, json)) if json != record => self.problems.push(
                    Problem::row("record", key.to_string(), "differs from the change log")
                        .column("json"),
                ),
                Some(_) => {}
            }
        }
        for (key, (revision, _)) in &self.records {
            let message = format!("is missing; the change log has it at revision {revision}");
            self.problems
                .push(Problem::row("record", key.to_string(), message));
        }
        self.problems
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chain::tests::entry;

    struct Stored {
        log: Vec<LogEntry>,
        heads: Vec<ChainHead>,
        records: Vec<StoredRecord>,
    }

    /// Two authors, three commits, three teams.
    fn stored() -> Stored {
        let one = entry(1, "ana", 1, "");
        let two = entry(2, "bo", 1, "");
        let three = entry(3, "ana", 2, &one.hash);
        let log = vec![one, two, three];
        let records = log
            .iter()
            .map(|e| StoredRecord {
                kind: e.changes[0].kind,
                id: e.changes[0].id.clone(),
                revision: e.revision,
                record: e.changes[0].after.clone().unwrap(),
            })
            .collect();
        let heads = vec![ChainHead::after(&log[2]), ChainHead::after(&log[1])];
        Stored {
            log,
            heads,
            records,
        }
    }

    fn check(spoil: impl FnOnce(&mut Stored)) -> Vec<String> {
        let mut stored = stored();
        spoil(&mut stored);
        let mut history = HistoryCheck::default();
        for entry in stored.log {
            history.entry(entry);
        }
        history
            .finish(stored.heads, stored.records)
            .iter()
            .map(Problem::to_string)
            .collect()
    }

    #[test]
    fn a_whole_history_has_no_problems() {
        assert_eq!(check(|_| {}), Vec::<String>::new());
    }

    #[test]
    fn a_changed_entry_is_named() {
        assert_eq!(
            check(|s| s.log[1].summary = "something else".to_owned()),
            [
                "change_log, row 2, column hash: does not fit the row: it was changed after it was written"
            ]
        );
    }

    #[test]
    fn a_changed_entry_with_a_new_hash_breaks_the_chain_after_it() {
        let problems = check(|s| {
            s.log[0].summary.clear();
            s.log[0].hash = chain::hash(&s.log[0]);
        });
        assert_eq!(
            problems,
            [
                "change_log, row 3, column previous_hash: is not the hash of the commit of ana before"
            ]
        );
    }

    #[test]
    fn a_missing_end_is_found_by_the_sealed_head() {
        let problems = check(|s| {
            s.log.pop();
            s.records.pop();
        });
        assert_eq!(
            problems,
            [
                "chain_head, row ana, column count: the log ends at commit 1, the sealed head is commit 2"
            ]
        );
    }

    #[test]
    fn a_missing_middle_and_a_missing_head_are_found() {
        assert!(check(|s| drop(s.log.remove(1))).len() >= 3);
        assert_eq!(
            check(|s| drop(s.heads.pop())),
            ["chain_head, row bo: the head is missing"]
        );
    }

    #[test]
    fn a_record_that_the_log_does_not_lead_to_is_named() {
        assert_eq!(
            check(|s| s.records[0].revision = 2),
            ["record, row team team-1, column revision: is at revision 2, in the change log at 1"]
        );
        assert_eq!(
            check(|s| drop(s.records.remove(0))),
            ["record, row team team-1: is missing; the change log has it at revision 1"]
        );
    }
}
