//! Going back to an earlier state as a new edit, so that nothing of the history is lost.

use super::published::{note, published, told, with_what_they_need};
use crate::registry::{EditReply, Plan};
use crate::{AppError, Registry};
use baton_model::{Contract, Document, EditCommand, Kind, Record, RecordKey};
use baton_store::Action;
use std::collections::BTreeSet;

/// Makes the records what they were at a revision, as one edit that can be undone: what was deleted since comes back, what is new goes.
///
/// Contract versions that were published stay as they are, with what they refer to; the reply's notes name them. So do notices that were sent.
pub async fn rewind(
    registry: &Registry,
    revision: u32,
    dry_run: bool,
) -> Result<EditReply, AppError> {
    registry.follow().await?;
    let past = registry.document_at(revision).await?;
    let plan = |now: &Document| {
        let kept = kept(now, &past);
        Ok(Plan {
            edits: way_back(now, &past, &kept),
            action: Action::Rewind,
            summary: format!("Go back to revision {revision}"),
            mark: None,
            notes: note(&kept).into_iter().collect(),
        })
    };
    registry.commit(None, dry_run, plan).await
}

fn way_back(now: &Document, past: &Document, kept: &BTreeSet<RecordKey>) -> Vec<EditCommand> {
    let comes = past.all().filter(|held| {
        let key = held.record.key();
        let wanted = with_field_numbers(now, &held.record);
        let same = now.get(&key).is_some_and(|now| *now.record == wanted);
        !same && !kept.contains(&key)
    });
    let goes = now
        .all()
        .map(|held| held.record.key())
        .filter(|key| past.get(key).is_none() && !kept.contains(key));
    comes
        .map(|held| EditCommand::put(with_field_numbers(now, &held.record)))
        .chain(goes.map(|key| EditCommand::delete(&key)))
        .collect()
}

/// A record of the past; a contract keeps the field numbers that were given since.
fn with_field_numbers(now: &Document, past: &Record) -> Record {
    let mut record = past.clone();
    if let Record::Contract(contract) = &mut record
        && let Some(now) = now.find::<Contract>(&contract.id)
    {
        contract.field_numbers.clone_from(&now.field_numbers);
    }
    record
}

/// Notices that were sent, published versions that would change in more than state and dates, and what they refer to.
fn kept(now: &Document, past: &Document) -> BTreeSet<RecordKey> {
    let told = now
        .of_kind(Kind::Notice)
        .map(|held| held.record.key())
        .filter(|key| told(now, key));
    let stay = now
        .of_kind(Kind::ContractVersion)
        .map(|held| held.record.key())
        .filter(|key| {
            let Some(version) = published(now, key) else {
                return false;
            };
            published(past, key).is_none_or(|then| {
                let mut moved = version.clone();
                moved.state = then.state;
                moved.notice_date.clone_from(&then.notice_date);
                moved.sunset_date.clone_from(&then.sunset_date);
                moved != *then
            })
        })
        .chain(told)
        .collect();
    with_what_they_need(now, stay, |key| past.get(key).is_none())
}
