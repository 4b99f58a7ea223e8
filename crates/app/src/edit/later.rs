//! What others decided after an edit: taking the edit back must not take theirs back with it.

use crate::{AppError, Registry};
use baton_model::{Document, RecordChange, RecordKey, decided_later};
use baton_store::{Action, Headline, LogEntry, LogQuery};
use std::collections::{BTreeMap, BTreeSet};

/// Commits that are read at once.
const PAGE: u32 = 64;
/// Records whose history is asked for one by one; of more, the log is read through.
const FEW: usize = 16;

/// A commit that changed a record.
struct Later {
    revision: u32,
    author: String,
    action: Action,
    change: RecordChange,
}

/// Fails where somebody else has set what would be put back, at a record that was touched after the author's `own` revisions began. What others have taken
/// back themselves does not count, nor do they who took back by hand what the author did later.
pub(super) async fn leave_to_others(
    registry: &Registry,
    changes: &[RecordChange],
    own: &[u32],
) -> Result<(), AppError> {
    let Some((since, is_last)) = registry.read(|document| is_last(document, own)) else {
        return Ok(());
    };
    if is_last {
        return Ok(());
    }
    let touched: Vec<&RecordChange> =
        registry.read(|document| touched_since(document, changes, since).collect());
    let keys: BTreeSet<RecordKey> = touched.iter().map(|change| key(change)).collect();
    let mut later = if keys.len() > FEW {
        of_all(registry, &keys, since).await?
    } else {
        of_each(registry, &keys, since).await?
    };
    let author = registry.host().author();
    for change in touched {
        let standing = standing(later.remove(&key(change)).unwrap_or_default(), &author);
        let conflict = registry.read(|document| {
            let mut all = standing.values();
            all.find_map(|later| decided_later(document, change, later))
        });
        if let Some(conflict) = conflict {
            return Err(conflict.into());
        }
    }
    Ok(())
}

/// The first of an author's own revisions, and whether they are the last ones, with nobody between them.
fn is_last(document: &Document, own: &[u32]) -> Option<(u32, bool)> {
    let (first, last) = (*own.iter().min()?, *own.iter().max()?);
    let is_whole = (last - first) as usize + 1 == own.len();
    Some((first, is_whole && document.revision() == last))
}

fn key(change: &RecordChange) -> RecordKey {
    RecordKey::new(change.kind, change.id.as_str())
}

/// The changes of records that somebody may have touched after a revision. A record that is gone does not say when it went.
pub(super) fn touched_since<'a>(
    document: &Document,
    changes: &'a [RecordChange],
    since: u32,
) -> impl Iterator<Item = &'a RecordChange> {
    changes.iter().filter(move |change| {
        document
            .get(&key(change))
            .is_none_or(|entry| entry.revision > since)
    })
}

/// What others did to a record and nobody has taken back, by revision; of commits that changed it, oldest first.
fn standing(later: Vec<Later>, author: &str) -> BTreeMap<u32, RecordChange> {
    let mut own: Vec<RecordChange> = Vec::new();
    let mut standing: BTreeMap<u32, RecordChange> = BTreeMap::new();
    for Later {
        revision,
        author: by,
        action,
        change,
    } in later
    {
        if by == author {
            own.push(change);
            continue;
        }
        if let Action::Undo(taken_back) = &action {
            standing.retain(|revision, _| !taken_back.contains(revision));
            continue;
        }
        let takes_back =
            |own: &RecordChange| own.before == change.after && own.after == change.before;
        if !own.iter().any(takes_back) {
            standing.insert(revision, change);
        }
    }
    standing
}

/// What became of a few records after a revision: the history of each.
async fn of_each(
    registry: &Registry,
    keys: &BTreeSet<RecordKey>,
    since: u32,
) -> Result<BTreeMap<RecordKey, Vec<Later>>, AppError> {
    let mut all = BTreeMap::new();
    for key in keys {
        let mut later = Vec::new();
        for headline in headlines(registry, key, since).await? {
            let entry = registry.entry(headline.revision).await?;
            later.extend(taken(entry, |change| self::key(change) == *key).map(|(_, later)| later));
        }
        all.insert(key.clone(), later);
    }
    Ok(all)
}

/// What became of many records after a revision: the whole log since.
async fn of_all(
    registry: &Registry,
    keys: &BTreeSet<RecordKey>,
    mut since: u32,
) -> Result<BTreeMap<RecordKey, Vec<Later>>, AppError> {
    let mut all: BTreeMap<RecordKey, Vec<Later>> = BTreeMap::new();
    loop {
        let page = registry.store().changes_since(since, PAGE).await?;
        let Some(last) = page.last() else {
            return Ok(all);
        };
        since = last.revision;
        for entry in page {
            for (key, later) in taken(entry, |change| keys.contains(&key(change))) {
                all.entry(key).or_default().push(later);
            }
        }
    }
}

/// The changes of a commit that count.
fn taken(
    entry: LogEntry,
    counts: impl Fn(&RecordChange) -> bool,
) -> impl Iterator<Item = (RecordKey, Later)> {
    let LogEntry {
        revision,
        author,
        action,
        changes,
        ..
    } = entry;
    let changes: Vec<RecordChange> = changes.into_iter().filter(counts).collect();
    changes.into_iter().map(move |change| {
        let later = Later {
            revision,
            author: author.clone(),
            action: action.clone(),
            change,
        };
        (key(&later.change), later)
    })
}

/// The commits after a revision that changed a record, oldest first.
async fn headlines(
    registry: &Registry,
    key: &RecordKey,
    since: u32,
) -> Result<Vec<Headline>, AppError> {
    let mut before = None;
    let mut later = Vec::new();
    loop {
        let query = LogQuery {
            record: Some(key.clone()),
            before_revision: before,
            ..LogQuery::newest(PAGE)
        };
        let page = registry.store().headlines(&query).await?;
        before = page.last().map(|entry| entry.revision);
        let is_last = page.len() < PAGE as usize || before.is_some_and(|last| last <= since);
        later.extend(page.into_iter().take_while(|entry| entry.revision > since));
        if is_last {
            later.reverse();
            return Ok(later);
        }
    }
}
