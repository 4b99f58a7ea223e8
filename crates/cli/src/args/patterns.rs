//! Words of `baton patterns`.

use clap::{Args, ValueEnum};

/// `baton patterns`.
#[derive(Debug, Args)]
pub struct Patterns {
    /// The topology; may be left out where there is only one.
    #[arg(long, value_name = "ID")]
    pub topology: Option<String>,
    /// Only the part of it that these agents form.
    #[arg(
        long,
        value_name = "AGENT",
        value_delimiter = ',',
        conflicts_with = "restructure"
    )]
    pub agents: Vec<String>,
    /// Turn what begins at this agent into the other pattern: the agent that delegates, or the first of a chain.
    #[arg(long, value_name = "AGENT", requires = "into")]
    pub restructure: Option<String>,
    /// What it becomes.
    #[arg(long, value_enum, requires = "restructure")]
    pub into: Option<PatternWord>,
    /// With --restructure: show what would happen; write nothing.
    #[arg(long, requires = "restructure")]
    pub dry_run: bool,
}

/// What can be turned into each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PatternWord {
    /// Control moves on from agent to agent.
    Chain,
    /// The first agent delegates to the others.
    Supervisor,
}
