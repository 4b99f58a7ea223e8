//! Planning a rotation: turns, somebody who stands in, and times without anybody.

use crate::registry::{EditReply, Plan};
use crate::{AppError, ErrorCode, Registry};
use baton_model::{
    Document, EditCommand, Person, PersonId, Rotation, Shift, ShiftPlan, Timestamp, Zone,
    plan_shifts,
};
use baton_store::Action;
use serde::{Deserialize, Serialize};

/// What becomes of a rotation's shifts. Whatever stood at the same times gives way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum ShiftChange {
    /// People take turns.
    Turns {
        /// Who, from when on, for how long.
        plan: ShiftPlan,
    },
    /// Somebody stands in; nobody is on call where no person is named.
    Cover {
        /// Who.
        person: Option<PersonId>,
        /// From when on, on the wall clock.
        from: String,
        /// Until when, exclusive.
        to: String,
        /// The time zone of both.
        zone: String,
    },
}

/// Changes a rotation's shifts.
pub async fn plan_rotation(
    registry: &Registry,
    rotation: &str,
    change: &ShiftChange,
    dry_run: bool,
) -> Result<EditReply, AppError> {
    registry.follow().await?;
    let plan = |document: &Document| {
        let found = document.find::<Rotation>(rotation).ok_or_else(|| {
            AppError::new(
                ErrorCode::NotFound,
                format!("there is no rotation {rotation:?}"),
                "check its id",
            )
            .in_terminal("`baton list rotation` shows all")
        })?;
        let (schedule, summary) = changed(document, found, change)?;
        let rotation = Rotation {
            schedule,
            ..found.clone()
        };
        Ok(Plan {
            edits: vec![EditCommand::put(rotation)],
            action: Action::Edit,
            summary,
            mark: None,
            notes: Vec::new(),
        })
    };
    registry.commit(None, dry_run, plan).await
}

fn changed(
    document: &Document,
    rotation: &Rotation,
    change: &ShiftChange,
) -> Result<(Vec<Shift>, String), AppError> {
    match change {
        ShiftChange::Turns { plan } => {
            for person in &plan.people {
                known(document, person)?;
            }
            let shifts = plan_shifts(plan).map_err(|problem| {
                AppError::new(
                    ErrorCode::InvalidInput,
                    problem.to_string(),
                    "name people, a time zone such as Europe/Zurich, and when the first turn begins, such as 2026-11-23T09:00",
                )
            })?;
            let summary = format!("Plan {} turns of {}", shifts.len(), rotation.id);
            Ok((rotation.with_shifts(&shifts), summary))
        }
        ShiftChange::Cover {
            person,
            from,
            to,
            zone,
        } => {
            let (from, to) = (read(from, zone)?, read(to, zone)?);
            if from.milliseconds() >= to.milliseconds() {
                return Err(AppError::new(
                    ErrorCode::InvalidInput,
                    "it ends before it begins",
                    "let it end later",
                ));
            }
            match person {
                Some(person) => {
                    known(document, person)?;
                    let shift = Shift::new(person.clone(), from, to);
                    let summary = format!("Let {person} stand in on {}", rotation.id);
                    Ok((rotation.with_shifts(&[shift]), summary))
                }
                None => Ok((
                    rotation.without_span(&from, &to),
                    format!("Clear a time of {}", rotation.id),
                )),
            }
        }
    }
}

fn known(document: &Document, person: &PersonId) -> Result<(), AppError> {
    if document.find::<Person>(person).is_some() {
        return Ok(());
    }
    Err(AppError::new(
        ErrorCode::NotFound,
        format!("there is no person {:?}", person.as_str()),
        "check the id",
    )
    .in_terminal("`baton list person` shows all"))
}

fn read(local: &str, zone: &str) -> Result<Timestamp, AppError> {
    let wrong = |message: String, hint: &str| AppError::new(ErrorCode::InvalidInput, message, hint);
    let zone = Zone::named(zone).ok_or_else(|| {
        wrong(
            format!("{zone:?} is no time zone"),
            "write Europe/Zurich, for example",
        )
    })?;
    let (at, _) = zone.instant(local).ok_or_else(|| {
        wrong(
            format!("{local:?} is no date and time"),
            "write 2026-11-23T09:00",
        )
    })?;
    Ok(at)
}
