//! Words about records: which are listed, shown, pasted.

use clap::Args;
use std::path::PathBuf;

/// Which records are listed, and how.
#[derive(Debug, Args)]
pub struct List {
    /// The kind of record, for example agent or handoff.
    pub kind: String,
    /// Terms that all have to hold: field:value, field=value, -term, text; owner:, tag:, topology:, uses:CONTRACT,
    /// finding:CODE or a severity, has:FIELD, no:FIELD.
    #[arg(
        long,
        value_name = "EXPR",
        default_value = "",
        hide_default_value = true
    )]
    pub filter: String,
    /// As a table with columns.
    #[arg(long, group = "shape")]
    pub table: bool,
    /// As comma-separated values for spreadsheets; no cell is a formula.
    #[arg(long, group = "shape")]
    pub csv: bool,
    /// With --csv: only these columns, in this order.
    #[arg(
        long,
        value_name = "COLUMN,...",
        value_delimiter = ',',
        requires = "csv"
    )]
    pub columns: Vec<String>,
    /// With --table or --csv: the column that is sorted by; the name when left out.
    #[arg(long, value_name = "COLUMN", requires = "shape")]
    pub sort: Option<String>,
    /// The largest first.
    #[arg(long, requires = "shape")]
    pub descending: bool,
    /// As it was at a revision.
    #[arg(long, value_name = "REVISION")]
    pub at: Option<u32>,
}

/// Which record is shown, and with what.
#[derive(Debug, Args)]
pub struct Show {
    /// The kind of record.
    pub kind: String,
    /// Its id.
    pub id: String,
    /// What it refers to, what refers to it, where it is drawn, and its own commits.
    #[arg(long, conflicts_with = "at")]
    pub related: bool,
    /// As it was at a revision.
    #[arg(long, value_name = "REVISION")]
    pub at: Option<u32>,
}

/// What is pasted where.
#[derive(Debug, Args)]
pub struct Paste {
    /// The topology.
    pub topology: String,
    /// The file that `baton copy` wrote, edits, or a text of another tool; - is standard input.
    pub file: PathBuf,
    /// The upper left corner of what is pasted; beside the original when left out.
    #[arg(long, value_name = "X,Y", allow_hyphen_values = true)]
    pub at: Option<String>,
    /// Make new agents even where the same ones could be drawn.
    #[arg(long)]
    pub copies: bool,
    /// Show what would happen; write nothing.
    #[arg(long)]
    pub dry_run: bool,
}
