//! Words of `baton gates`.

use clap::Args;

/// `baton gates`.
#[derive(Debug, Args)]
pub struct Gates {
    /// The topology; may be left out where there is only one.
    pub topology: Option<String>,
    /// Apply these proposals, all or none.
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    pub apply: Vec<String>,
    /// With --apply: show what would happen; write nothing.
    #[arg(long, requires = "apply")]
    pub dry_run: bool,
}
