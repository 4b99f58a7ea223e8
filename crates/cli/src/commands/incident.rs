//! `baton incident`.

use super::apply::reply_json;
use super::counted;
use crate::args::{Global, Incident};
use crate::exit::Outcome;
use crate::open;
use crate::output::{Output, Style, visible};
use baton_app::incident::list::{IncidentRow, incidents};
use baton_app::incident::record::{NewIncident, record_incident};
use baton_app::incident::resolve::resolve_incident;
use baton_app::registry::EditReply;
use baton_app::{AppError, Registry};
use baton_model::Kind;
use serde_json::json;
use std::fmt::Write;

pub async fn run(global: &Global, out: &Output, what: &Incident) -> Result<Outcome, AppError> {
    let registry = open::existing(global).await?;
    match what {
        Incident::Record {
            handoff,
            cause,
            at,
            versions,
            link,
            lesson,
        } => {
            let new = NewIncident {
                handoff: handoff.clone(),
                cause: cause.clone(),
                at: at.clone(),
                versions: versions.clone(),
                link: link.clone(),
                lesson: lesson.clone(),
            };
            let reply = record_incident(&registry, &new).await?;
            let mut changes = reply.diff.iter();
            let made = changes.find(|change| change.kind == Kind::Incident);
            let id = made.map(|change| change.id.clone()).unwrap_or_default();
            print(&registry, out, &id, &reply);
        }
        Incident::List { handoff, open } => {
            if let Some(handoff) = handoff {
                baton_app::record::list::show(&registry, Kind::Handoff, handoff)?;
            }
            let mut rows = incidents(&registry, handoff.as_deref());
            rows.retain(|row| !open || row.resolved_at.is_none());
            out.result(
                || json!({"incidents": rows}),
                |style| {
                    let mut text: String = rows.iter().map(|row| described(row, style)).collect();
                    let count = counted(rows.len(), "incident", "incidents");
                    let _ = writeln!(text, "{}", style.dim(&count));
                    text
                },
            );
        }
        Incident::Resolve { id, lesson } => {
            let reply = resolve_incident(&registry, id, true, lesson).await?;
            print(&registry, out, id, &reply);
        }
        Incident::Reopen { id } => {
            let reply = resolve_incident(&registry, id, false, "").await?;
            print(&registry, out, id, &reply);
        }
    }
    Ok(Outcome::Fine)
}

fn print(registry: &Registry, out: &Output, id: &str, reply: &EditReply) {
    let rows = incidents(registry, None);
    let row = rows.iter().find(|row| row.id.as_str() == id);
    out.result(
        || {
            let mut value = reply_json(reply);
            value["incident"] = json!(row);
            value
        },
        |style| row.map(|row| described(row, style)).unwrap_or_default(),
    );
}

fn described(row: &IncidentRow, style: Style) -> String {
    let state = match &row.resolved_at {
        Some(at) => style.good(&format!("resolved {}", day(at.as_str()))),
        None => style.warning("open"),
    };
    let mut text = format!(
        "{}  {}  {}  {state}\n    {}\n",
        style.strong(row.id.as_str()),
        visible(&row.handoff_name),
        style.dim(row.at.as_str()),
        visible(&row.cause).replace('\n', "\n    "),
    );
    if !row.lesson.is_empty() {
        let lesson = visible(&row.lesson).replace('\n', "\n    ");
        let _ = writeln!(text, "    learnt: {lesson}");
    }
    let beside = [
        row.versions.join(", "),
        row.link.clone().unwrap_or_default(),
    ];
    for each in beside.iter().filter(|each| !each.is_empty()) {
        let _ = writeln!(text, "    {}", style.dim(&visible(each)));
    }
    text
}

fn day(at: &str) -> &str {
    at.get(..10).unwrap_or(at)
}
