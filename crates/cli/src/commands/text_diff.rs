//! `baton diff`.

use super::{counted, cut};
use crate::args::Diff;
use crate::exit::Outcome;
use crate::open;
use crate::output::{Output, Style, visible};
use baton_app::AppError;
use baton_app::text::diff::{
    Difference, FieldDifference, RecordDifference, Records, differences, records_of_folder,
    records_of_store,
};
use baton_model::{Json, Kind};
use serde_json::json;
use std::fmt::Write;
use std::path::Path;

/// Most records that are told in words; for programs all are.
const MOST: usize = 200;

pub async fn run(out: &Output, asked: &Diff) -> Result<Outcome, AppError> {
    let (before, after) = (
        records_of(&asked.before).await?,
        records_of(&asked.after).await?,
    );
    let records = differences(&before, &after);
    let count = |change| {
        records
            .iter()
            .filter(|record| record.change == change)
            .count()
    };
    let (added, removed, changed) = (
        count(Difference::Added),
        count(Difference::Removed),
        count(Difference::Changed),
    );
    out.result(
        || json!({"changes": records, "counts": {"added": added, "removed": removed, "changed": changed}}),
        |style| {
            if records.is_empty() {
                return style.good("no difference");
            }
            let counts = format!("{added} added, {removed} removed, {changed} changed");
            format!("{}{counts}", described(&records, style))
        },
    );
    Ok(if asked.exit_code && !records.is_empty() {
        Outcome::Findings
    } else {
        Outcome::Fine
    })
}

async fn records_of(side: &Path) -> Result<Records, AppError> {
    if side.is_dir() {
        return records_of_folder(side);
    }
    let store = open::store_at(side).await?;
    records_of_store(&*store).await
}

fn described(changes: &[RecordDifference], style: Style) -> String {
    let mut text = String::new();
    // Where boxes stand is told last, and by number: it means nothing.
    let (places, records): (Vec<_>, Vec<_>) = changes
        .iter()
        .partition(|record| record.kind == Kind::Placement);
    for record in records.iter().take(MOST) {
        let (sign, word) = match record.change {
            Difference::Added => (style.good("+"), "added"),
            Difference::Removed => (style.error("-"), "removed"),
            Difference::Changed => (style.strong("~"), "changed"),
        };
        let id = style.strong(&visible(&record.id));
        let _ = writeln!(text, "{sign} {} {id} {}", record.kind, style.dim(word));
        for field in &record.fields {
            let _ = writeln!(text, "    {}: {}", visible(&field.pointer), values(field));
        }
    }
    if records.len() > MOST {
        let _ = writeln!(text, "  and {} more", records.len() - MOST);
    }
    if !places.is_empty() {
        let boxes = counted(places.len(), "box stands", "boxes stand");
        let _ = writeln!(text, "{} {boxes} elsewhere", style.dim("~"));
    }
    text
}

fn values(field: &FieldDifference) -> String {
    let show = |value: &Json| cut(&visible(&value.0.to_string()), 80);
    let is_list = |value: &Option<Json>| value.as_ref().is_some_and(|json| json.0.is_array());
    if is_list(&field.before) && is_list(&field.after) {
        let added = field.added.iter().map(|item| format!("+{}", show(item)));
        let removed = field.removed.iter().map(|item| format!("-{}", show(item)));
        let items: Vec<String> = added.chain(removed).collect();
        return if items.is_empty() {
            "another order".to_owned()
        } else {
            items.join(" ")
        };
    }
    let side = |value: &Option<Json>| value.as_ref().map_or_else(|| "nothing".to_owned(), show);
    format!("{} -> {}", side(&field.before), side(&field.after))
}
