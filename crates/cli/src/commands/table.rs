//! `baton list --table` and `baton list --csv`.

use super::{counted, cut};
use crate::args::{Format, Global, List};
use crate::exit::Outcome;
use crate::open;
use crate::output::{Output, Style, exact, visible};
use baton_app::AppError;
use baton_app::record::csv;
use baton_app::record::list;
use baton_app::record::table::{RegistryTable, Sorting, table};
use serde_json::json;
use std::fmt::Write;

/// Widest column, in characters.
const WIDEST: usize = 40;

pub async fn run(global: &Global, out: &Output, arguments: &List) -> Result<Outcome, AppError> {
    let kind = list::kind(&arguments.kind)?;
    let sorting = Sorting {
        column: arguments.sort.clone(),
        descending: arguments.descending,
    };
    let registry = open::as_of(global, arguments.at).await?;
    let found = table(&registry, kind, &arguments.filter, &sorting)?;
    out.result(|| json!(found), |style| drawn(&found, style));
    Ok(Outcome::Fine)
}

pub async fn csv(global: &Global, out: &Output, arguments: &List) -> Result<Outcome, AppError> {
    let kind = list::kind(&arguments.kind)?;
    let sorting = Sorting {
        column: arguments.sort.clone(),
        descending: arguments.descending,
    };
    let registry = open::as_of(global, arguments.at).await?;
    let text = csv::csv(
        &registry,
        kind,
        &arguments.filter,
        &sorting,
        &arguments.columns,
    )?;
    if global.format == Format::Json {
        out.result(|| json!({"csv": text}), |_| String::new());
    } else {
        exact(&text);
    }
    Ok(Outcome::Fine)
}

fn drawn(table: &RegistryTable, style: Style) -> String {
    let cells: Vec<Vec<String>> = table
        .rows
        .iter()
        .map(|row| {
            row.cells
                .iter()
                .map(|cell| cut(&visible(cell), WIDEST))
                .collect()
        })
        .collect();
    let widths: Vec<usize> = table
        .columns
        .iter()
        .enumerate()
        .map(|(at, column)| {
            let widest = cells.iter().map(|row| row[at].chars().count()).max();
            widest.unwrap_or(0).max(column.title.chars().count())
        })
        .collect();
    let line = |texts: &mut dyn Iterator<Item = &str>| {
        let mut line = String::new();
        for ((text, column), width) in texts.zip(&table.columns).zip(&widths) {
            let room = " ".repeat(width - text.chars().count());
            let (before, after) = if column.numeric {
                (room.as_str(), "")
            } else {
                ("", room.as_str())
            };
            let _ = write!(line, "{before}{text}{after}  ");
        }
        line.trim_end().to_owned()
    };
    let mut text = format!(
        "{}\n",
        style.strong(&line(&mut table.columns.iter().map(|column| column.title)))
    );
    for row in &cells {
        let _ = writeln!(text, "{}", line(&mut row.iter().map(String::as_str)));
    }
    let count = counted(table.rows.len(), "record", "records");
    let _ = writeln!(
        text,
        "{}",
        style.dim(&format!("{count} of {}", table.total))
    );
    text
}
