//! A table as a file for spreadsheets.

use super::table::{RegistryTable, Sorting, table};
use crate::{AppError, ErrorCode, Registry};
use baton_model::Kind;

/// Cells that begin so are formulas to spreadsheets; whoever wrote a name must not compute in somebody else's.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// The records of a kind that fulfil a query, as comma-separated values with a head (RFC 4180): `columns` in that order, all where it is empty.
pub fn csv(
    registry: &Registry,
    kind: Kind,
    query: &str,
    sorting: &Sorting,
    columns: &[String],
) -> Result<String, AppError> {
    let table = table(registry, kind, query, sorting)?;
    let chosen = chosen(&table, columns)?;
    let mut text = String::new();
    let titles: Vec<&str> = chosen.iter().map(|at| table.columns[*at].title).collect();
    line(&mut text, titles.into_iter());
    for row in &table.rows {
        line(&mut text, chosen.iter().map(|at| row.cells[*at].as_str()));
    }
    Ok(text)
}

fn chosen(table: &RegistryTable, columns: &[String]) -> Result<Vec<usize>, AppError> {
    if columns.is_empty() {
        return Ok((0..table.columns.len()).collect());
    }
    let place = |id: &String| {
        let at = table.columns.iter().position(|column| column.id == id);
        at.ok_or_else(|| {
            let known: Vec<&str> = table.columns.iter().map(|column| column.id).collect();
            AppError::new(
                ErrorCode::InvalidInput,
                format!("there is no column {id:?}"),
                format!("columns: {}", known.join(", ")),
            )
        })
    };
    columns.iter().map(place).collect()
}

fn line<'a>(text: &mut String, cells: impl Iterator<Item = &'a str>) {
    for (at, cell) in cells.enumerate() {
        if at > 0 {
            text.push(',');
        }
        text.push_str(&escaped(cell));
    }
    text.push_str("\r\n");
}

/// A cell that says what it says everywhere. A number stays one, even below zero.
fn escaped(cell: &str) -> String {
    let is_number = cell.parse::<f64>().is_ok_and(f64::is_finite);
    let guard = if cell.starts_with(FORMULA) && !is_number {
        "'"
    } else {
        ""
    };
    if guard.is_empty() && !cell.contains([',', '"', '\n', '\r']) {
        return cell.to_owned();
    }
    format!("\"{guard}{}\"", cell.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        for (cell, expected) in [
            ("Refund agent", "Refund agent"),
            ("", ""),
            ("a,b", "\"a,b\""),
            ("say \"hi\"", "\"say \"\"hi\"\"\""),
            ("two\nlines", "\"two\nlines\""),
            ("=1+1", "\"'=1+1\""),
            ("+49 30", "\"'+49 30\""),
            ("-cmd", "\"'-cmd\""),
            ("@SUM(A1)", "\"'@SUM(A1)\""),
            ("\tx", "\"'\tx\""),
            ("\rx", "\"'\rx\""),
            (
                "=HYPERLINK(\"http://x\",\"y\")",
                "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"",
            ),
            ("-12.5", "-12.5"),
            ("-inf", "\"'-inf\""),
            (" =1", " =1"),
        ] {
            assert_eq!(escaped(cell), expected, "{cell:?}");
        }
    }
}
