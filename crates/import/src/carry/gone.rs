//! What an earlier import made and the file does not hold any more: kept, told, and proposed for retirement.

use super::before::Before;
use super::{Carrier, Fate, Place};
use crate::Proposal;
use crate::notes::Notes;
use crate::sketch::Sketch;
use baton_model::{EditCommand, Level, Lifecycle, Record, RecordKey};
use std::collections::BTreeSet;

pub(super) fn propose(
    carrier: &mut Carrier<'_>,
    before: &Before<'_>,
    place: &Place,
    fates: &[Fate],
    sketch: &Sketch,
    notes: &mut Notes,
) {
    let kept: BTreeSet<&RecordKey> = fates
        .iter()
        .filter_map(|fate| match fate {
            Fate::Known(key) => Some(key),
            _ => None,
        })
        .collect();
    let mut gone: Vec<&RecordKey> = before
        .of_drawing()
        .filter(|key| !kept.contains(*key) && before.is_here(key, place))
        .collect();
    gone.sort();
    notes.switch(&sketch.file);
    for key in gone {
        let Some(entry) = carrier.existing.get(key) else {
            continue;
        };
        let (message, edit) = match entry.record.as_ref() {
            Record::Agent(agent) if agent.lifecycle != Lifecycle::Retired => {
                let named = agent
                    .origin
                    .as_ref()
                    .map_or("", |origin| origin.key.as_str());
                let mut retired = agent.clone();
                retired.lifecycle = Lifecycle::Retired;
                (
                    format!(
                        "{} ({named:?}) is no longer in the file; if it is gone for good, retire it",
                        agent.name
                    ),
                    EditCommand::put(Record::Agent(retired)),
                )
            }
            Record::Handoff(handoff) => (
                format!(
                    "{} is no longer in the file; if it is gone for good, delete it. It was kept",
                    handoff.id
                ),
                EditCommand::delete(key),
            ),
            _ => continue,
        };
        let level = if matches!(entry.record.as_ref(), Record::Agent(_)) {
            Level::Warning
        } else {
            Level::Info
        };
        notes.push(level, "", message.clone(), Some(key.clone()));
        carrier.proposals.push(Proposal {
            message,
            edit: edit.on(entry.revision),
        });
    }
}
