//! The arguments of `baton simulate`.

use clap::Args;

/// `baton simulate`.
#[derive(Debug, Args)]
pub struct Simulate {
    /// The topology; the only one when left out.
    #[arg(value_name = "TOPOLOGY")]
    pub topology: Option<String>,
    /// Solve it exactly instead of walking requests.
    #[arg(long)]
    pub exact: bool,
    /// Requests to walk.
    #[arg(
        long,
        value_name = "N",
        default_value_t = 200_000,
        conflicts_with = "exact"
    )]
    pub requests: u64,
    /// What the dice begin with: the same seed gives the same result.
    #[arg(long, value_name = "N", default_value_t = 1, conflicts_with = "exact")]
    pub seed: u64,
    /// A fault profile: calm, production or request-10001.
    #[arg(long, value_name = "NAME", conflicts_with = "scenario")]
    pub profile: Option<String>,
    /// A scenario of the topology.
    #[arg(long, value_name = "ID")]
    pub scenario: Option<String>,
    /// Exit with 1 unless a figure holds, for example `handoff_success>=0.98` or `hops<=4`.
    #[arg(long, value_name = "FIGURE<=NUMBER")]
    pub require: Vec<String>,
    /// Load.
    #[command(flatten)]
    pub load: super::Load,
}
