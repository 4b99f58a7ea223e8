//! Telling in time that a version ends.

use super::draft::Draft;
use crate::record::words::called;
use crate::registry::Plan;
use crate::{AppError, Registry};
use baton_model::{ContractState, Date, Document, EditCommand, Kind, NoticeTopic, RecordKey};
use baton_store::Action;

/// Days before a sunset on which its teams are reminded, unless told otherwise.
pub const DAYS_BEFORE: u32 = 30;

/// Writes a notice for every version that ends within `days`, once a version, date and team.
pub async fn remind(registry: &Registry, days: u32) -> Result<(), AppError> {
    registry.follow().await?;
    let today = registry.host().today();
    let plan = |document: &Document| {
        Ok(Plan {
            edits: near(document, &today, days)?,
            action: Action::Edit,
            summary: "Remind of versions that end soon".to_owned(),
            mark: None,
            notes: Vec::new(),
        })
    };
    registry.commit(None, false, plan).await.map(|_| ())
}

fn near(document: &Document, today: &Date, days: u32) -> Result<Vec<EditCommand>, AppError> {
    let mut edits = Vec::new();
    for version in document.contract_versions() {
        let Some(date) = &version.sunset_date else {
            continue;
        };
        let left = today.days_until(date);
        let soon = u32::try_from(left).is_ok_and(|left| left <= days);
        if version.state != ContractState::Deprecated || !soon {
            continue;
        }
        let about = RecordKey::new(Kind::ContractVersion, version.id.as_str());
        let name = called(document, &about);
        let when = match left {
            0 => "today".to_owned(),
            1 => "tomorrow".to_owned(),
            days => format!("in {days} days"),
        };
        let draft = Draft {
            topic: NoticeTopic::SunsetNear,
            cause: format!("{}.sunset-{date}", version.id),
            text: format!(
                "Sunset near: {name}\n\n{name}, which you send, take or own, ends {when}, on {date}."
            ),
            about,
        };
        edits.extend(draft.to(document, crate::review::users_of(document, version))?);
    }
    Ok(edits)
}
