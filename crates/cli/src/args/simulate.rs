//! The arguments of `baton simulate`.

use clap::Args;
use std::path::PathBuf;

/// `baton simulate`.
#[derive(Debug, Args)]
pub struct Simulate {
    /// The topology; the only one when left out.
    #[arg(value_name = "TOPOLOGY")]
    pub topology: Option<String>,
    /// Solve it exactly instead of walking requests.
    #[arg(long)]
    pub exact: bool,
    /// Requests to walk at most.
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
    /// Stop walking once every outcome is known to this share to either side, for example `0.001`.
    #[arg(long, value_name = "SHARE", conflicts_with = "exact")]
    pub precision: Option<f64>,
    /// A fault profile: calm, production, request-10001, or one of your own.
    #[arg(long, value_name = "NAME", conflicts_with = "scenario")]
    pub profile: Option<String>,
    /// A scenario of the topology.
    #[arg(long, value_name = "ID")]
    pub scenario: Option<String>,
    /// Set another topology beside it; with `--load`, both under the same load.
    #[arg(long, value_name = "TOPOLOGY", conflicts_with = "scenario")]
    pub against: Option<String>,
    /// Set the topology beside itself with these edits made (a file as for `baton apply`; `-` is standard input); nothing is stored.
    /// With `--against`, the edits are made to the other topology.
    #[arg(long, value_name = "FILE")]
    pub with_change: Option<PathBuf>,
    /// Tell what could be built into its handoffs so that fewer requests end badly, each tried by solving it anew.
    #[arg(long, conflicts_with_all = ["against", "with_change", "precision", "require"])]
    pub improve: bool,
    /// List the fault profiles and scenarios that there are.
    #[arg(long, conflicts_with_all = ["exact", "improve", "against", "with_change", "precision", "require", "profile", "scenario"])]
    pub profiles: bool,
    /// Exit with 1 unless a figure holds, for example `handoff_success>=0.98`, `hops<=4`, or `latency_p95_ms@HANDOFF<=100` for one handoff, or
    /// `targets` for all targets that are listed. Where two are set side by side, the second is judged. With `--load` also what load makes of it, for example `waiting_ms.p95<=2000`, `utilisation@AGENT<=0.85` or
    /// `lost@HANDOFF<=0.01`.
    #[arg(long, value_name = "FIGURE<=NUMBER|targets")]
    pub require: Vec<String>,
    /// Load.
    #[command(flatten)]
    pub load: super::Load,
}
