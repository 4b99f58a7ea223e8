//! What a check of a stored registry finds.

use serde::Serialize;

/// One thing that is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Problem {
    /// The table, or `database` for the file as a whole.
    pub table: String,
    /// The row's key in words; empty when the table as a whole is meant.
    pub row: String,
    /// The column, where one can be named.
    pub column: Option<String>,
    /// What is wrong.
    pub message: String,
}

impl Problem {
    /// A problem of a row.
    pub fn row(table: &str, row: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            table: table.to_owned(),
            row: row.into(),
            column: None,
            message: message.into(),
        }
    }

    /// The same problem, in a column.
    #[must_use]
    pub fn column(mut self, column: &str) -> Self {
        self.column = Some(column.to_owned());
        self
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.table)?;
        if !self.row.is_empty() {
            write!(f, ", row {}", self.row)?;
        }
        if let Some(column) = &self.column {
            write!(f, ", column {column}")?;
        }
        write!(f, ": {}", self.message)
    }
}
