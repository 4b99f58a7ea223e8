//! Words about copies of a registry and the program's own pages.

use clap::{ArgGroup, Args};
use std::path::PathBuf;

/// What is done with copies.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("what").required(true).args(["file", "daily", "list"]))]
pub struct Backup {
    /// The copy; it must not exist yet, unless it is to be verified.
    pub file: Option<PathBuf>,
    /// Check that FILE is a whole copy instead of making one, and tell what restoring it would change; exit 1 when it is damaged.
    #[arg(long, requires = "file")]
    pub verify: bool,
    /// Copy the registry into its folder of copies, unless one of today or of this revision is there.
    #[arg(long)]
    pub daily: bool,
    /// List the copies that are kept of the registry, the newest first.
    #[arg(long)]
    pub list: bool,
    /// The folder of copies; the desktop's own when left out.
    #[arg(long, value_name = "DIR", conflicts_with = "file")]
    pub folder: Option<PathBuf>,
}

impl Backup {
    pub const EXAMPLES: &str = "Examples:\n  baton backup monday.baton\n  baton backup --verify monday.baton\n  baton backup --daily\n  baton backup --list";
}

/// What is asked about a registry's health.
#[derive(Debug, Args)]
pub struct Doctor {
    /// Write what can still be read of a damaged registry into a new registry, and tell what is gone; exit 1 when something is. The damaged one is not touched.
    #[arg(long, value_name = "FILE")]
    pub salvage: Option<PathBuf>,
}

impl Doctor {
    pub const EXAMPLES: &str = "Examples:\n  baton doctor --registry support.baton\n  baton doctor --registry support.baton --salvage saved.baton";
}

/// What is written as a manual.
#[derive(Debug, Args)]
pub struct Man {
    /// The command, for example `contract publish`; `baton` itself when left out.
    pub command: Vec<String>,
    /// Write a page for every command into a folder instead.
    #[arg(long, value_name = "DIR", conflicts_with = "command")]
    pub out: Option<PathBuf>,
}
