//! What others decided after an edit: taking the edit back must not take theirs back with it.

use crate::{AppError, Registry};
use baton_model::{Document, RecordChange, RecordKey, decided_later};
use baton_store::{Action, Headline, LogQuery};
use std::collections::BTreeMap;

/// Commits of a record that are read at once.
const PAGE: u32 = 64;

/// Fails where somebody else has set what would be put back, at a record that was touched after the revision `since`. What others have taken
/// back themselves does not count, nor do they who took back by hand what the author did later.
pub(super) async fn leave_to_others(
    registry: &Registry,
    changes: &[RecordChange],
    since: u32,
) -> Result<(), AppError> {
    let touched: Vec<&RecordChange> =
        registry.read(|document| touched_since(document, changes, since).collect());
    for change in touched {
        let key = RecordKey::new(change.kind, change.id.as_str());
        let standing = standing(registry, &key, since).await?;
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

/// The changes of records that somebody may have touched after a revision. A record that is gone does not say when it went.
pub(super) fn touched_since<'a>(
    document: &Document,
    changes: &'a [RecordChange],
    since: u32,
) -> impl Iterator<Item = &'a RecordChange> {
    changes.iter().filter(move |change| {
        let key = RecordKey::new(change.kind, change.id.as_str());
        document
            .get(&key)
            .is_none_or(|entry| entry.revision > since)
    })
}

/// What others did to a record after a revision and nobody has taken back, by revision.
async fn standing(
    registry: &Registry,
    key: &RecordKey,
    since: u32,
) -> Result<BTreeMap<u32, RecordChange>, AppError> {
    let author = registry.host().author();
    let mut own: Vec<RecordChange> = Vec::new();
    let mut standing: BTreeMap<u32, RecordChange> = BTreeMap::new();
    for headline in later(registry, key, since).await? {
        let is_own = headline.author == author;
        if let (Action::Undo(taken_back), false) = (&headline.action, is_own) {
            standing.retain(|revision, _| !taken_back.contains(revision));
            continue;
        }
        let entry = registry.entry(headline.revision).await?;
        let mut changes = entry.changes.into_iter();
        let Some(change) = changes.find(|change| change.kind == key.kind && change.id == *key.id)
        else {
            continue;
        };
        if is_own {
            own.push(change);
            continue;
        }
        let takes_back =
            |own: &RecordChange| own.before == change.after && own.after == change.before;
        if !own.iter().any(takes_back) {
            standing.insert(headline.revision, change);
        }
    }
    Ok(standing)
}

/// The commits after a revision that changed a record, oldest first.
async fn later(
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
