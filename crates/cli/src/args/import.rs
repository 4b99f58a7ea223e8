//! The arguments of `baton import` and of the report about what stands there.

use clap::Args;
use std::path::PathBuf;

/// `baton import`.
#[derive(Debug, Args)]
pub struct Import {
    /// The format (detected when left out), then the files.
    #[arg(required = true, value_name = "[FORMAT] FILE")]
    pub input: Vec<String>,
    /// The topology to import into.
    #[arg(long, value_name = "ID")]
    pub topology: Option<String>,
    /// Show what would happen; write nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// Write what was found in the system to a Markdown file.
    #[arg(long, value_name = "FILE", conflicts_with = "dry_run")]
    pub report: Option<PathBuf>,
}

/// `baton report`.
#[derive(Debug, Args)]
pub struct Report {
    /// The topology; the only one when left out.
    #[arg(long, value_name = "ID")]
    pub topology: Option<String>,
    /// The Markdown file; standard output when left out.
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}
