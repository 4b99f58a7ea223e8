//! Words about the text form.

use clap::Args;
use std::path::PathBuf;

/// What is compared.
#[derive(Debug, Args)]
pub struct Diff {
    /// A registry, or a folder that `baton pull` wrote.
    #[arg(value_name = "A")]
    pub before: PathBuf,
    /// Another one.
    #[arg(value_name = "B")]
    pub after: PathBuf,
    /// Exit with 1 if anything differs.
    #[arg(long)]
    pub exit_code: bool,
}

/// What git hands over, or what is set up.
#[derive(Debug, Args)]
pub struct MergeDriver {
    /// What both sides started from; git's %O.
    #[arg(required_unless_present = "install")]
    pub base: Option<PathBuf>,
    /// Our version, and where the result goes; git's %A.
    #[arg(required_unless_present = "install")]
    pub ours: Option<PathBuf>,
    /// Their version; git's %B.
    #[arg(required_unless_present = "install")]
    pub theirs: Option<PathBuf>,
    /// The file's path in the repository; git's %P.
    pub path: Option<String>,
    /// Set git up for a folder that `baton pull` wrote: `.gitattributes` and `.gitignore` in it, the driver in the repository's
    /// configuration. Everybody who merges does this once in his clone.
    #[arg(
        long,
        value_name = "DIR",
        num_args = 0..=1,
        default_missing_value = ".",
        conflicts_with_all = ["base", "ours", "theirs", "path"]
    )]
    pub install: Option<PathBuf>,
}
