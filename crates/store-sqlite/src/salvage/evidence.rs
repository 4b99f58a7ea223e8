//! What can be read of a damaged registry, and what follows from it.

use super::GoneRecord;
use super::pages::Pages;
use super::tree::{Cell, Row, Tree};
use baton_model::{Json, Kind, RecordKey};
use baton_store::rows::{self, Cells};
use baton_store::{LogEntry, Problem, chain};
use std::collections::{BTreeMap, BTreeSet};

const RECORD: [&str; 5] = ["kind", "id", "revision", "json", "checksum"];
const CHANGE_LOG: [&str; 13] = [
    "revision",
    "author",
    "author_seq",
    "at",
    "operation_id",
    "action",
    "action_of",
    "summary",
    "mark",
    "command",
    "changes",
    "previous_hash",
    "hash",
];
const CHAIN_HEAD: [&str; 4] = ["author", "count", "hash", "seal"];

/// A record at the revision of its last change.
pub(super) type Found = (u32, Json);

/// What was read.
#[derive(Default)]
pub(super) struct Evidence {
    /// Records on pages that the table leads to: as they stand.
    live: BTreeMap<RecordKey, Found>,
    /// Records on pages that nothing leads to, the newest of each: they may have been changed or deleted since.
    stray: BTreeMap<RecordKey, Found>,
    /// Whether all of the table was readable.
    records_whole: bool,
    /// The numbers of the rows that were readable.
    rows: BTreeSet<i64>,
    /// The keys that the table's index holds, with the numbers of the rows. It has no checksums, so that nothing but names is taken
    /// from it.
    index: BTreeMap<RecordKey, i64>,
    /// Rows whose key can be read and whose content cannot.
    unreadable: BTreeMap<RecordKey, i64>,
    log: BTreeMap<u32, LogEntry>,
    /// How many commits there were, by the heads of the chains.
    counted: u32,
    damage: Vec<Problem>,
}

/// What the new registry is made of.
pub(super) struct Judged {
    /// The commits from the first on, without a gap.
    pub(super) commits: Vec<LogEntry>,
    /// How many there were.
    pub(super) commits_before: u32,
    /// The records as the commits leave them.
    pub(super) led_to: BTreeMap<RecordKey, Json>,
    /// The records as they are to be.
    pub(super) records: BTreeMap<RecordKey, Json>,
    pub(super) from_log: Vec<RecordKey>,
    pub(super) perhaps_older: Vec<RecordKey>,
    pub(super) gone: Vec<GoneRecord>,
    pub(super) damage: Vec<Problem>,
    /// Whether every commit was read, so that nothing can be missing.
    pub(super) is_complete: bool,
}

/// Records that were not found where they should stand.
#[derive(Default)]
struct Recovered {
    records: BTreeMap<RecordKey, Json>,
    from_log: Vec<RecordKey>,
    perhaps_older: Vec<RecordKey>,
}

impl Evidence {
    pub(super) fn is_empty(&self) -> bool {
        self.live.is_empty() && self.stray.is_empty() && self.log.is_empty()
    }

    pub(super) fn gather(pages: &mut Pages) -> Self {
        let mut evidence = Self::default();
        let schema = Tree::from_root(pages, 1);
        let root = |name: &str| {
            schema
                .rows
                .iter()
                .find_map(|row| match row.cells.as_slice() {
                    [_, Cell::Text(own), _, Cell::Number(root), ..] if own == name => {
                        u32::try_from(*root).ok()
                    }
                    _ => None,
                })
        };
        let mut seen = schema.pages.clone();
        let mut tree = |pages: &mut Pages, name: &str| {
            let found = root(name).map(|root| Tree::from_root(pages, root));
            if let Some(tree) = &found {
                seen.extend(&tree.pages);
            }
            found
        };
        let records = tree(pages, "record");
        let index = tree(pages, "sqlite_autoindex_record_1");
        let log = tree(pages, "change_log");
        let heads = tree(pages, "chain_head");
        evidence.take_records(records.as_ref());
        evidence.take_index(index.as_ref());
        evidence.take_log(log.as_ref());
        evidence.take_heads(heads.as_ref());
        let free = pages.free();
        for page in (1..=pages.count).filter(|page| !seen.contains(page) && !free.contains(page)) {
            for row in Tree::of_lost_page(pages, page).rows {
                evidence.take_stray(&row);
            }
        }
        evidence
    }

    fn take_records(&mut self, tree: Option<&Tree>) {
        let Some(tree) = tree else {
            self.missing("record");
            return;
        };
        self.records_whole = tree.is_whole();
        self.note_holes("record", tree);
        for row in &tree.rows {
            match record_of(row) {
                Ok((key, found)) => {
                    self.rows.insert(row.number);
                    self.live.insert(key, found);
                }
                Err(problem) => {
                    self.records_whole = false;
                    if let Some(key) = key_of(row) {
                        self.unreadable.insert(key, row.number);
                    }
                    self.damage.push(problem);
                }
            }
        }
    }

    fn take_index(&mut self, tree: Option<&Tree>) {
        // The index is made anew in the new registry, so that damage to it alone costs nothing and is not told.
        let Some(tree) = tree else { return };
        for row in &tree.rows {
            if let (Some(key), Some(Cell::Number(number))) = (key_of(row), row.cells.get(2)) {
                // A row that is there has another name than an overwritten entry says.
                if !self.rows.contains(number) {
                    self.index.insert(key, *number);
                    self.records_whole = false;
                }
            }
        }
    }

    fn take_log(&mut self, tree: Option<&Tree>) {
        let Some(tree) = tree else {
            self.missing("change_log");
            return;
        };
        self.note_holes("change_log", tree);
        for row in &tree.rows {
            match entry_of(row) {
                Ok(entry) => drop(self.log.insert(entry.revision, entry)),
                Err(problem) => self.damage.push(problem),
            }
        }
    }

    fn take_heads(&mut self, tree: Option<&Tree>) {
        for row in tree.into_iter().flat_map(|tree| &tree.rows) {
            let cells = Named(&CHAIN_HEAD, row);
            if let Ok(head) = rows::chain_head(&cells)
                && head.is_sealed()
            {
                self.counted += head.count;
            }
        }
    }

    fn take_stray(&mut self, row: &Row) {
        if let Ok(entry) = entry_of(row) {
            self.log.entry(entry.revision).or_insert(entry);
        }
        if let Ok((key, found)) = record_of(row) {
            let newest = self.stray.get(&key).is_none_or(|other| other.0 < found.0);
            if newest {
                self.stray.insert(key, found);
            }
        }
    }

    fn missing(&mut self, table: &str) {
        let message =
            "the table's first page is not known: what is found of it may be older than it was";
        self.damage.push(Problem::row(table, "", message));
    }

    fn note_holes(&mut self, table: &str, tree: &Tree) {
        for hole in &tree.holes {
            let rows = match (hole.after, hole.until) {
                (None, None) => String::new(),
                (Some(after), None) => format!("after {after}"),
                (None, Some(until)) => format!("up to {until}"),
                (Some(after), Some(until)) => format!("{} to {until}", after + 1),
            };
            let message = format!("page {} cannot be read", hole.page);
            self.damage.push(Problem::row(table, rows, message));
        }
        for number in &tree.broken {
            let row = if *number == 0 {
                String::new()
            } else {
                format!("rowid {number}")
            };
            self.damage
                .push(Problem::row(table, row, "a row cannot be read"));
        }
    }

    /// Decides what each record is, by what is newest and can be believed.
    pub(super) fn judged(mut self) -> Judged {
        let (commits, led_to) = self.unbroken();
        let commits_before = self.commits_before();
        let missing: Vec<u32> = (1..=commits_before)
            .filter(|revision| !self.log.contains_key(revision))
            .collect();
        self.damage.extend(missing_commits(&missing));
        let is_complete = missing.is_empty() && self.counted == commits_before;
        // Where the heads of the chains cannot be read, nobody knows whether the last commit that was found is the last one.
        let last_missing = if self.counted == commits_before {
            missing.last().copied().unwrap_or(0)
        } else {
            u32::MAX
        };
        let recovered = if is_complete || !self.records_whole {
            self.recovered(last_missing)
        } else {
            Recovered::default()
        };
        let Recovered {
            mut records,
            from_log,
            perhaps_older,
        } = recovered;
        let gone = if is_complete {
            Vec::new()
        } else {
            self.gone(&records)
        };
        records.extend(self.live.into_iter().map(|(key, (_, json))| (key, json)));
        self.damage.sort();
        self.damage.dedup();
        let is_complete = is_complete && commits.len() == commits_before as usize;
        Judged {
            commits,
            commits_before,
            led_to,
            records,
            from_log,
            perhaps_older,
            gone,
            damage: self.damage,
            is_complete,
        }
    }

    /// How many commits there were, by everything that counts them.
    fn commits_before(&self) -> u32 {
        let found = self.live.values().chain(self.stray.values());
        let newest = found.map(|found| found.0).max();
        let logged = self.log.keys().max().copied();
        newest.max(logged).unwrap_or(0).max(self.counted)
    }

    /// Records that the table does not show any more, by the log and by pages that nothing leads to, whichever is newer.
    fn recovered(&self, last_missing: u32) -> Recovered {
        let mut recovered = Recovered::default();
        let said = self.last_mentions();
        let keys: BTreeSet<&RecordKey> = said.keys().chain(self.stray.keys()).collect();
        for key in keys {
            if self.live.contains_key(key) {
                continue;
            }
            let stray = self.stray.get(key);
            let stray_revision = stray.map_or(0, |stray| stray.0);
            let newest = match (said.get(key), stray) {
                (Some((revision, json)), _) if *revision >= stray_revision => {
                    (*revision, json.as_ref())
                }
                (_, Some((revision, json))) => (*revision, Some(json)),
                (_, None) => continue,
            };
            // The last that is known of it may be that it was deleted.
            let (revision, Some(json)) = newest else {
                continue;
            };
            recovered.records.insert(key.clone(), json.clone());
            if revision > stray_revision {
                recovered.from_log.push(key.clone());
            }
            if last_missing > revision {
                recovered.perhaps_older.push(key.clone());
            }
        }
        recovered
    }

    /// Records that are known to have stood in the table and were found nowhere.
    fn gone(&self, recovered: &BTreeMap<RecordKey, Json>) -> Vec<GoneRecord> {
        let known: BTreeMap<&RecordKey, i64> = self
            .index
            .iter()
            .chain(&self.unreadable)
            .map(|(key, row)| (key, *row))
            .collect();
        known
            .into_iter()
            .filter(|(key, _)| !self.live.contains_key(key) && !recovered.contains_key(key))
            .map(|(key, row)| GoneRecord {
                key: key.clone(),
                row,
            })
            .collect()
    }

    /// The last that the log says about each record: the revision, and what it was then if it was not deleted.
    fn last_mentions(&self) -> BTreeMap<RecordKey, (u32, Option<Json>)> {
        let mut last = BTreeMap::new();
        for entry in self.log.values() {
            for change in &entry.changes {
                let key = RecordKey::new(change.kind, change.id.clone());
                last.insert(key, (entry.revision, change.after.clone()));
            }
        }
        last
    }

    /// The commits from the first on that follow from each other, and the records that they lead to.
    fn unbroken(&self) -> (Vec<LogEntry>, BTreeMap<RecordKey, Json>) {
        let (mut commits, mut records) = (Vec::<LogEntry>::new(), BTreeMap::new());
        let mut ends: BTreeMap<&str, (u32, &str)> = BTreeMap::new();
        for (expected, entry) in (1_u32..).zip(self.log.values()) {
            let (count, hash) = ends.get(entry.author.as_str()).copied().unwrap_or_default();
            let stood = entry.changes.iter().all(|change| {
                let key = RecordKey::new(change.kind, change.id.clone());
                records.get(&key) == change.before.as_ref()
            });
            if entry.revision != expected
                || entry.author_seq != count + 1
                || entry.previous_hash != hash
                || !stood
            {
                break;
            }
            ends.insert(&entry.author, (entry.author_seq, &entry.hash));
            for change in &entry.changes {
                let key = RecordKey::new(change.kind, change.id.clone());
                match &change.after {
                    Some(json) => records.insert(key, json.clone()),
                    None => records.remove(&key),
                };
            }
            commits.push(entry.clone());
        }
        (commits, records)
    }
}

/// Commits that were not found, neighbours joined.
fn missing_commits(missing: &[u32]) -> Vec<Problem> {
    missing
        .chunk_by(|one, next| one + 1 == *next)
        .map(|run| {
            let (first, last) = (run[0], run[run.len() - 1]);
            let rows = if first == last {
                first.to_string()
            } else {
                format!("{first} to {last}")
            };
            Problem::row("change_log", rows, "cannot be read")
        })
        .collect()
}

/// A row under the names of its columns.
struct Named<'a>(&'static [&'static str], &'a Row);

impl Named<'_> {
    fn cell(&self, column: &str) -> Option<&Cell> {
        let place = self.0.iter().position(|name| *name == column)?;
        self.1.cells.get(place)
    }
}

impl Cells for Named<'_> {
    fn text(&self, column: &str) -> Result<String, String> {
        match self.cell(column) {
            Some(Cell::Text(text)) => Ok(text.clone()),
            _ => Err("is no text".to_owned()),
        }
    }

    fn maybe_text(&self, column: &str) -> Result<Option<String>, String> {
        match self.cell(column) {
            Some(Cell::Null) => Ok(None),
            _ => self.text(column).map(Some),
        }
    }

    fn number(&self, column: &str) -> Result<i64, String> {
        match self.cell(column) {
            Some(Cell::Number(number)) => Ok(*number),
            // A primary key that is a whole number stands as the number of the row.
            Some(Cell::Null) => Ok(self.1.number),
            _ => Err("is no number".to_owned()),
        }
    }
}

fn record_of(row: &Row) -> Result<(RecordKey, Found), Problem> {
    let name = format!("rowid {}", row.number);
    if row.cells.len() != RECORD.len() {
        return Err(Problem::row("record", name, "the row has other columns"));
    }
    let (stored, _) = rows::record(&Named(&RECORD, row), &name)?;
    let key = RecordKey::new(stored.kind, stored.id);
    Ok((key, (stored.revision, stored.record)))
}

fn entry_of(row: &Row) -> Result<LogEntry, Problem> {
    let name = row.number.to_string();
    if row.cells.len() != CHANGE_LOG.len() {
        return Err(Problem::row(
            "change_log",
            name,
            "the row has other columns",
        ));
    }
    let entry = rows::log_entry(&Named(&CHANGE_LOG, row))?;
    if entry.hash != chain::hash(&entry) {
        let message = "does not fit the row: it was changed after it was written";
        return Err(Problem::row("change_log", name, message).column("hash"));
    }
    Ok(entry)
}

/// Kind and id of a row of the table `record` or of its index.
fn key_of(row: &Row) -> Option<RecordKey> {
    match row.cells.as_slice() {
        [Cell::Text(kind), Cell::Text(id), ..] => {
            Kind::parse(kind).map(|kind| RecordKey::new(kind, id.clone()))
        }
        _ => None,
    }
}
