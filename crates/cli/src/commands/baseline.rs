//! `baton baseline`.

use super::apply::reply_json;
use super::{counted, cut};
use crate::args::{Baseline, Global};
use crate::exit::Outcome;
use crate::open;
use crate::output::{Output, Style, visible};
use baton_app::AppError;
use baton_app::review::baseline::{BaselineRow, NewBaseline, baselines, set_baseline};
use baton_app::review::changes::{NamedRecord, TopologyDiff, topology_changes};
use baton_model::Json;
use serde_json::json;
use std::fmt::Write;

pub async fn run(global: &Global, out: &Output, what: &Baseline) -> Result<Outcome, AppError> {
    let registry = open::existing(global).await?;
    match what {
        Baseline::Set {
            topology,
            name,
            note,
            at,
        } => {
            let new = NewBaseline {
                topology: topology.clone(),
                name: name.clone(),
                note: note.clone(),
                revision: *at,
            };
            let (row, reply) = set_baseline(&registry, &new).await?;
            out.result(
                || {
                    let mut value = reply_json(&reply);
                    value["baseline"] = json!(row);
                    value
                },
                |style| described(&row, style),
            );
        }
        Baseline::List { topology } => {
            let rows = baselines(&registry, topology.as_deref());
            out.result(
                || json!({"baselines": rows}),
                |style| {
                    let mut text: String = rows.iter().map(|row| described(row, style)).collect();
                    let count = counted(rows.len(), "baseline", "baselines");
                    let _ = writeln!(text, "{}", style.dim(&count));
                    text
                },
            );
        }
        Baseline::Changes { topology, baseline } => {
            let diff = topology_changes(&registry, topology, baseline.as_deref()).await?;
            out.result(|| json!(diff), |style| changes(&diff, style));
        }
    }
    Ok(Outcome::Fine)
}

fn described(row: &BaselineRow, style: Style) -> String {
    format!(
        "{}  {}  {}\n",
        style.strong(row.id.as_str()),
        visible(&row.name),
        style.dim(&format!(
            "{}, revision {}",
            visible(&row.topology_name),
            row.revision
        ))
    )
}

fn changes(diff: &TopologyDiff, style: Style) -> String {
    let mut text = String::new();
    let mut list = |sign: &str, records: &[NamedRecord]| {
        for record in records {
            let _ = writeln!(text, "{sign} {}  {}", record.key, visible(&record.name));
        }
    };
    list(&style.good("+"), &diff.added);
    list(&style.error("-"), &diff.removed);
    for record in &diff.changed {
        let _ = writeln!(
            text,
            "{} {}  {}",
            style.strong("~"),
            record.key,
            visible(&record.name)
        );
        for field in &record.fields {
            let show = |value: &Option<Json>| {
                value.as_ref().map_or_else(
                    || "nothing".to_owned(),
                    |json| cut(&visible(&json.0.to_string()), 80),
                )
            };
            let _ = writeln!(
                text,
                "    {}: {} -> {}",
                visible(&field.pointer),
                show(&field.before),
                show(&field.after)
            );
        }
    }
    let total = diff.added.len() + diff.removed.len() + diff.changed.len();
    let _ = writeln!(
        text,
        "{} since revision {}, {} moved",
        counted(total, "change", "changes"),
        diff.revision,
        diff.moved.len()
    );
    text
}
