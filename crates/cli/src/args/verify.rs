//! The arguments of `baton verify`.

use clap::Args;

/// `baton verify`.
#[derive(Debug, Args)]
pub struct Verify {
    /// The handoff, or the topology with all its handoffs; the only topology when left out. Where both have the id, `handoff:ID` or
    /// `topology:ID`.
    #[arg(value_name = "HANDOFF|TOPOLOGY")]
    pub subject: Option<String>,
    /// Change the records so that everything holds, as one group. Both sides have to be built so, too.
    #[arg(long)]
    pub fix: bool,
    /// With --fix: show what would happen; write nothing.
    #[arg(long, requires = "fix")]
    pub dry_run: bool,
}
