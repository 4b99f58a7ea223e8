//! The arguments of `baton import` and of the report about what stands there.

use clap::Args;
use std::path::PathBuf;

/// `baton import`.
#[derive(Debug, Args)]
pub struct Import {
    /// The format (detected when left out), then files and folders.
    #[arg(
        required_unless_present = "print_script",
        value_name = "[FORMAT] FILE|FOLDER"
    )]
    pub input: Vec<String>,
    /// The topology to import into.
    #[arg(long, value_name = "ID")]
    pub topology: Option<String>,
    /// Show what would happen; write nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// Write nothing if something cannot be carried; what was only guessed is no error.
    #[arg(long)]
    pub strict: bool,
    /// Write what was found in the system to a Markdown file.
    #[arg(long, value_name = "FILE", conflicts_with = "dry_run")]
    pub report: Option<PathBuf>,
    /// Print a Python script that dumps a system in its own environment, where no file says what it is: langgraph, openai-agents,
    /// google-adk or agent-framework. Nothing is imported.
    #[arg(long, value_name = "FORMAT", conflicts_with_all = ["input", "topology", "dry_run", "strict", "report"])]
    pub print_script: Option<String>,
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
