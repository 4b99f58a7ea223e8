//! `baton rotation`.

use super::apply::{ReplyJson, described};
use crate::args::{Global, Rotation};
use crate::exit::Outcome;
use crate::open;
use crate::output::{Output, Style, visible};
use baton_app::on_call::calendar::{CalendarRow, calendar};
use baton_app::on_call::shifts::{ShiftChange, plan_rotation};
use baton_app::{AppError, ErrorCode};
use baton_model::{PersonId, ShiftPlan};
use serde_json::json;
use std::fmt::Write;

pub async fn run(global: &Global, out: &Output, what: &Rotation) -> Result<Outcome, AppError> {
    let registry = open::existing(global).await?;
    let (rotation, change, dry_run) = match what {
        Rotation::Show {
            rotation,
            days,
            when,
        } => {
            let found = calendar(&registry, rotation.as_deref(), &when.at, &when.zone, *days)?;
            out.result(
                || json!(found),
                |style| {
                    if found.rotations.is_empty() {
                        return "There is no rotation yet.\n".to_owned();
                    }
                    found
                        .rotations
                        .iter()
                        .map(|row| shown(row, style))
                        .collect()
                },
            );
            return Ok(Outcome::Fine);
        }
        Rotation::Plan {
            rotation,
            people,
            from,
            zone,
            days,
            turns,
            dry_run,
        } => {
            let plan = ShiftPlan {
                people: people
                    .iter()
                    .map(|id| person(id))
                    .collect::<Result<_, _>>()?,
                zone: zone.clone(),
                from: from.replacen(' ', "T", 1),
                days: *days,
                turns: *turns,
            };
            (rotation, ShiftChange::Turns { plan }, *dry_run)
        }
        Rotation::Cover {
            rotation,
            person: who,
            from,
            to,
            zone,
            dry_run,
        } => {
            let change = ShiftChange::Cover {
                person: who.as_deref().map(person).transpose()?,
                from: from.replacen(' ', "T", 1),
                to: to.replacen(' ', "T", 1),
                zone: zone.clone(),
            };
            (rotation, change, *dry_run)
        }
    };
    let reply = plan_rotation(&registry, rotation, &change, dry_run).await?;
    let verb = if dry_run { "would plan" } else { "planned" };
    out.result(
        || ReplyJson::of(&reply),
        |style| described(&reply, verb, style),
    );
    Ok(Outcome::Fine)
}

fn person(id: &str) -> Result<PersonId, AppError> {
    PersonId::new(id.trim()).map_err(|error| {
        AppError::new(
            ErrorCode::InvalidInput,
            error.to_string(),
            "name people by their ids",
        )
    })
}

fn shown(row: &CalendarRow, style: Style) -> String {
    let mut text = format!(
        "{}  {}\n",
        style.strong(&visible(&row.name)),
        style.dim(&visible(&row.team_name))
    );
    if let Some(link) = &row.link {
        let _ = writeln!(text, "  kept at {}", visible(link));
    }
    if row.spans.is_empty() && row.link.is_none() {
        let _ = writeln!(text, "  {}", style.warning("no shifts are planned"));
    }
    for span in &row.spans {
        let people: Vec<String> = span.people.iter().map(|one| visible(&one.name)).collect();
        let who = match people.as_slice() {
            [] => style.warning("nobody"),
            names => names.join(" and "),
        };
        let _ = writeln!(text, "  {}  {who}", span.words);
    }
    text
}
