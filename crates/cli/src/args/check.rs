//! The arguments of `baton check`.

use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// What else fails a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Deny {
    /// Findings of severity warning.
    Warnings,
}

/// `baton check`.
#[derive(Debug, Args)]
pub struct Check {
    /// Only one topology.
    #[arg(long, value_name = "ID")]
    pub topology: Option<String>,
    /// Exit with 1 on warnings too.
    #[arg(long, value_enum)]
    pub deny: Option<Deny>,
    /// Severity of a rule for this run: CODE=off, advice, warning or error.
    #[arg(long = "rule", value_name = "CODE=SEVERITY")]
    pub rules: Vec<String>,
    /// Custom rules of another file than the one beside the registry.
    #[arg(long = "rules", value_name = "FILE")]
    pub rules_file: Option<PathBuf>,
    /// Apply the fixes that need no decision.
    #[arg(long, group = "changes")]
    pub fix: bool,
    /// Apply one fix of a finding, also one that is yours to decide: its key, and the number of the fix where it has several. Keys and fixes
    /// are in the JSON of a check.
    #[arg(long, value_name = "KEY[:NUMBER]", group = "changes")]
    pub apply: Vec<String>,
    /// With --fix or --apply: show what would happen; write nothing.
    #[arg(long, requires = "changes")]
    pub dry_run: bool,
}

impl Check {
    /// Whether something may be changed.
    pub fn fixes(&self) -> bool {
        self.fix || !self.apply.is_empty()
    }
}
