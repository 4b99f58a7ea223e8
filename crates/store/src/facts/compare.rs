//! Whether a table of facts holds what the records say.

use super::{Rows, Table, project};
use crate::Problem;
use baton_model::Record;
use serde_json::Value;
use std::collections::BTreeMap;

/// Compares a table with the records that it was written from. `found` are its rows as JSON arrays in the order of its columns;
/// `whole` says that no record is missing; `held` is a cell as the database can hold it.
pub fn compare(
    table: &Table,
    records: &[Record],
    whole: bool,
    found: &[String],
    held: impl Fn(&Value) -> Value,
) -> Vec<Problem> {
    let mut rows = Rows::default();
    for record in records.iter().filter(|record| record.kind() == table.kind) {
        project(record, &mut rows);
    }
    let mut expected: BTreeMap<String, Value> = rows
        .0
        .remove(table.name)
        .unwrap_or_default()
        .into_iter()
        .map(|row| (row_name(table, &row), row))
        .collect();
    let mut problems = Vec::new();
    for text in found {
        let row: Value = match serde_json::from_str(text) {
            Ok(row) => row,
            Err(error) => {
                problems.push(Problem::row(table.name, "", error.to_string()));
                continue;
            }
        };
        let name = row_name(table, &row);
        match expected.remove(&name) {
            None if whole => problems.push(Problem::row(table.name, name, "belongs to no record")),
            None => {}
            Some(wanted) => {
                for (index, column) in table.columns.iter().enumerate() {
                    let wanted = held(&wanted[index]);
                    if !same(&row[index], &wanted) {
                        let message = format!("holds {}, the record says {wanted}", row[index]);
                        problems
                            .push(Problem::row(table.name, name.as_str(), message).column(column));
                    }
                }
            }
        }
    }
    let missing = expected
        .into_keys()
        .map(|name| Problem::row(table.name, name, "is missing"));
    problems.extend(missing);
    problems
}

fn row_name(table: &Table, row: &Value) -> String {
    let owner = row[0].as_str().unwrap_or_default();
    if table.is_list {
        format!("{owner}, position {}", row[1])
    } else {
        owner.to_owned()
    }
}

/// Equal, where a number with a fraction may differ by what its text form in SQL drops.
fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) if a.is_f64() || b.is_f64() => {
            let (a, b) = (
                a.as_f64().unwrap_or_default(),
                b.as_f64().unwrap_or_default(),
            );
            (a - b).abs() <= 1e-12 * a.abs().max(b.abs())
        }
        _ => a == b,
    }
}
