//! Words of `baton templates`, `baton parts` and `baton part`.

use clap::{Args, Subcommand};

/// `baton templates`.
#[derive(Debug, Args)]
pub struct Templates {
    /// A template, to read what it is and when to use it.
    #[arg(value_name = "TEMPLATE")]
    pub id: Option<String>,
    /// Add it to the registry as one more topology.
    #[arg(long, requires = "id")]
    pub add: bool,
    /// With --add: show what would happen; write nothing.
    #[arg(long, requires = "add")]
    pub dry_run: bool,
}

/// `baton part`.
#[derive(Debug, Subcommand)]
pub enum PartCommand {
    /// Inserts a part at an agent of a drawing.
    #[command(
        after_help = "Example:\n  baton part insert escalation-ladder --topology support --at triage --dry-run\n  baton part insert router --at triage --set specialists=4 --set team=payments"
    )]
    Insert(PartInsert),
}

/// `baton part insert`.
#[derive(Debug, Args)]
pub struct PartInsert {
    /// The part; `baton parts` lists them.
    #[arg(value_name = "PART")]
    pub part: String,
    /// The topology; may be left out where there is only one.
    #[arg(long, value_name = "ID")]
    pub topology: Option<String>,
    /// The agent that it begins at; without one its first end stays open.
    #[arg(long, value_name = "AGENT")]
    pub at: Option<String>,
    /// `team=ID`, `contract=ID@VERSION`, or a count of the part; may be repeated.
    #[arg(long = "set", value_name = "KEY=VALUE")]
    pub settings: Vec<String>,
    /// Show what would happen; write nothing.
    #[arg(long)]
    pub dry_run: bool,
}
