//! What edits cause to be told, whoever makes them and in whichever way: owners that change, versions whose end is announced.

use super::draft::Draft;
use crate::AppError;
use crate::record::words::{called, line};
use baton_model::{
    Change, ContractState, ContractVersion, Document, EditCommand, Kind, NoticeTopic, Record,
    RecordKey, RecordsDiff, TeamId,
};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// Most records that one notice lists.
const MOST_LISTED: usize = 8;

/// The notices that a diff causes, as edits of the same group. `document` is as it was before, `by` made the diff.
pub(crate) fn caused(
    document: &Document,
    diff: &RecordsDiff,
    by: &str,
) -> Result<Vec<EditCommand>, AppError> {
    let handed = handed_over(diff);
    let announced: Vec<&ContractVersion> = diff.changes.iter().filter_map(announced).collect();
    if handed.is_empty() && announced.is_empty() {
        return Ok(Vec::new());
    }
    let there = |key: &RecordKey| {
        let change = diff.changes.iter().find(|change| change.key == *key);
        change.map_or_else(
            || document.get(key).is_some(),
            |change| change.after.is_some(),
        )
    };
    let mut edits = Vec::new();
    for (team, handed) in handed {
        let draft = handed.draft(document, &team, by);
        edits.extend(draft.to_those(document, there, [team])?);
    }
    for version in announced {
        let teams = crate::review::users_of(document, version);
        let draft = deprecation(document, version, by);
        edits.extend(draft.to_those(document, there, teams)?);
    }
    Ok(edits)
}

/// The notices to teams that a group of edits deletes, as edits of the same group: nobody is left to read them, so they hold up nothing.
pub(crate) fn left_behind(document: &Document, edits: &[EditCommand]) -> Vec<EditCommand> {
    let gone = |kind: Kind| -> BTreeSet<RecordKey> {
        let mut gone = BTreeSet::new();
        for edit in edits.iter().filter(|edit| edit.key().kind == kind) {
            match edit {
                EditCommand::Delete { .. } => gone.insert(edit.key()),
                EditCommand::Put { .. } => gone.remove(&edit.key()),
            };
        }
        gone
    };
    let teams = gone(Kind::Team);
    let notices: BTreeSet<&RecordKey> = teams
        .iter()
        .flat_map(|team| document.referrers(team))
        .filter(|key| key.kind == Kind::Notice)
        .collect();
    if notices.is_empty() {
        return Vec::new();
    }
    let known = gone(Kind::Notice);
    let left = notices.into_iter().filter(|key| !known.contains(*key));
    left.map(EditCommand::delete).collect()
}

/// What a team got and gave away in one group of edits.
#[derive(Default)]
struct Handed {
    got: Vec<RecordKey>,
    gave: Vec<RecordKey>,
}

impl Handed {
    fn draft(&self, document: &Document, team: &TeamId, by: &str) -> Draft {
        let mut text = match (self.got.len(), self.gave.len()) {
            (0, _) => "Owner changed: no longer yours".to_owned(),
            (_, 0) => "Owner changed: yours now".to_owned(),
            _ => "Owner changed".to_owned(),
        };
        let _ = write!(text, "\n\nChanged by {}.", line(by));
        for (what, keys) in [("Yours now", &self.got), ("No longer yours", &self.gave)] {
            if !keys.is_empty() {
                let _ = write!(text, "\n\n{what}:\n{}", listed(document, keys));
            }
        }
        let about = self.got.iter().chain(&self.gave).next();
        let own = || RecordKey::new(Kind::Team, team.as_str());
        Draft {
            topic: NoticeTopic::OwnerChanged,
            about: about.cloned().unwrap_or_else(own),
            cause: format!("owner-{}", document.revision() + 1),
            text,
        }
    }
}

/// Who got and who gave away what. A first owner is no change: nobody is surprised by what they just said.
fn handed_over(diff: &RecordsDiff) -> BTreeMap<TeamId, Handed> {
    let mut handed: BTreeMap<TeamId, Handed> = BTreeMap::new();
    for change in &diff.changes {
        let (Some(before), Some(after)) = (&change.before, &change.after) else {
            continue;
        };
        let (Some(old), Some(new)) = (owners(before), owners(after)) else {
            continue;
        };
        if old.is_empty() {
            continue;
        }
        for team in new.difference(&old) {
            let handed = handed.entry((*team).clone()).or_default();
            handed.got.push(change.key.clone());
        }
        for team in old.difference(&new) {
            let handed = handed.entry((*team).clone()).or_default();
            handed.gave.push(change.key.clone());
        }
    }
    handed
}

/// The teams that a record names as its owners; `None` for kinds that nobody owns.
fn owners(record: &Record) -> Option<BTreeSet<&TeamId>> {
    Some(match record {
        Record::Agent(r) => r.team.iter().collect(),
        Record::Contract(r) => r.team.iter().collect(),
        Record::Memory(r) => r.team.iter().collect(),
        Record::Topology(r) => r.team.iter().collect(),
        Record::Handoff(r) => r.owners.iter().collect(),
        _ => return None,
    })
}

/// The version whose end a change announces, or moves.
fn announced(change: &Change) -> Option<&ContractVersion> {
    let (Some(Record::ContractVersion(before)), Some(Record::ContractVersion(after))) =
        (change.before.as_deref(), change.after.as_deref())
    else {
        return None;
    };
    let is_new =
        before.state != ContractState::Deprecated || before.sunset_date != after.sunset_date;
    (after.state == ContractState::Deprecated && is_new).then_some(after.as_ref())
}

fn deprecation(document: &Document, version: &ContractVersion, by: &str) -> Draft {
    let key = RecordKey::new(Kind::ContractVersion, version.id.as_str());
    let name = called(document, &key);
    let end = version.sunset_date.as_ref().map_or_else(
        || "No date is set for its end.".to_owned(),
        |date| format!("It ends on {date}; until then both sides can move."),
    );
    Draft {
        topic: NoticeTopic::Deprecation,
        about: key,
        cause: format!("{}.deprecated-{}", version.id, document.revision() + 1),
        text: format!(
            "Deprecated: {name}\n\n{} announced the end of {name}, which you send, take or own. {end}",
            line(by)
        ),
    }
}

fn listed(document: &Document, keys: &[RecordKey]) -> String {
    let mut lines: Vec<String> = keys
        .iter()
        .take(MOST_LISTED)
        .map(|key| {
            format!(
                "- {} {}",
                key.kind.name().replace('_', " "),
                called(document, key)
            )
        })
        .collect();
    if keys.len() > MOST_LISTED {
        lines.push(format!("- and {} more", keys.len() - MOST_LISTED));
    }
    lines.join("\n")
}
