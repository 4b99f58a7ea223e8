//! The words of `baton impact`.

use clap::{ArgGroup, Args, Subcommand};
use std::path::PathBuf;

/// What would change.
#[derive(Debug, Args)]
pub struct Impact {
    #[command(subcommand)]
    pub subject: ImpactSubject,
    /// Look versions up in this environment; in that of each topology when left out.
    #[arg(long, global = true, value_name = "ENV")]
    pub environment: Option<String>,
}

/// What the change is about.
#[derive(Debug, Subcommand)]
pub enum ImpactSubject {
    /// A contract gets another schema or version, or is retired.
    #[command(
        after_help = "Example:\n  baton impact contract refund --to refund-draft.json --payloads last-week.jsonl"
    )]
    Contract(ContractQuestion),
    /// A version of a contract is retired or deprecated.
    #[command(
        after_help = "Example:\n  baton impact version refund@1.0.0 --deprecate --sunset 2027-06-30"
    )]
    Version(VersionQuestion),
    /// An agent is retired or moves to another of its versions.
    #[command(after_help = "Example:\n  baton impact agent refund-agent --retire")]
    Agent(AgentQuestion),
    /// A capability tag is declared no longer.
    #[command(after_help = "Example:\n  baton impact capability refunds --agent refund-agent")]
    Capability {
        /// The tag.
        tag: String,
        /// Who declares it no longer; everybody when left out.
        #[arg(long, value_name = "ID")]
        agent: Option<String>,
        /// The only question about a tag; may be left out.
        #[arg(long)]
        remove: bool,
    },
    /// An agent accepts another range of a contract's versions.
    #[command(after_help = "Example:\n  baton impact range refund-agent refund-request '^2'")]
    Range {
        /// The agent.
        agent: String,
        /// The contract.
        contract: String,
        /// The range: comparators joined by commas, alternatives by ||.
        range: String,
    },
    /// A handoff loses its owners, or whoever answers for handoffs is gone.
    #[command(after_help = "Example:\n  baton impact owner --rotation payments-oncall")]
    Owner(OwnerQuestion),
    /// A team is removed.
    #[command(after_help = "Example:\n  baton impact team payments")]
    Team {
        /// The team.
        id: String,
        /// The only question about a team; may be left out.
        #[arg(long)]
        remove: bool,
    },
    /// A payload field becomes sensitive.
    #[command(after_help = "Example:\n  baton impact sensitive refund-request /customer/email")]
    Sensitive {
        /// The contract.
        contract: String,
        /// JSON pointer in the payload.
        pointer: String,
    },
}

/// What happens to a contract.
#[derive(Debug, Args)]
#[group(skip)]
#[command(group(ArgGroup::new("contract-change").required(true).args(["to", "to_version", "retire"])))]
pub struct ContractQuestion {
    /// The contract.
    pub id: String,
    /// It gets this payload schema: a file; - is standard input.
    #[arg(long, value_name = "FILE")]
    pub to: Option<PathBuf>,
    /// Everybody moves to this version of it.
    #[arg(long, value_name = "VERSION")]
    pub to_version: Option<String>,
    /// It is taken out of use.
    #[arg(long)]
    pub retire: bool,
    /// Also run the schema over recorded payloads: JSON values, one a line, bare or in their envelopes.
    #[arg(long, value_name = "FILE", requires = "to")]
    pub payloads: Option<PathBuf>,
}

/// What happens to a version of a contract.
#[derive(Debug, Args)]
#[group(skip)]
#[command(group(ArgGroup::new("version-change").required(true).args(["retire", "deprecate"])))]
pub struct VersionQuestion {
    /// The version.
    #[arg(value_name = "CONTRACT@VERSION")]
    pub id: String,
    /// It is taken out of use.
    #[arg(long)]
    pub retire: bool,
    /// It gets a day on which it ends.
    #[arg(long)]
    pub deprecate: bool,
    /// That day; the one that it has already when left out.
    #[arg(long, value_name = "DATE", requires = "deprecate")]
    pub sunset: Option<String>,
}

/// What happens to an agent.
#[derive(Debug, Args)]
#[group(skip)]
#[command(group(ArgGroup::new("agent-change").required(true).args(["retire", "to_version"])))]
pub struct AgentQuestion {
    /// The agent.
    pub id: String,
    /// It is taken out of use.
    #[arg(long)]
    pub retire: bool,
    /// This version takes the place of the one in use.
    #[arg(long, value_name = "VERSION")]
    pub to_version: Option<String>,
}

/// Whoever answers for handoffs and goes.
#[derive(Debug, Args)]
#[group(skip)]
#[command(group(ArgGroup::new("owner-change").required(true).args(["handoff", "team", "person", "rotation", "escalation_path"])))]
pub struct OwnerQuestion {
    /// This handoff loses its owners.
    pub handoff: Option<String>,
    /// A team goes, with its rotations and escalation paths.
    #[arg(long, value_name = "ID")]
    pub team: Option<String>,
    /// A person goes.
    #[arg(long, value_name = "ID")]
    pub person: Option<String>,
    /// A rotation goes.
    #[arg(long, value_name = "ID")]
    pub rotation: Option<String>,
    /// An escalation path goes.
    #[arg(long, value_name = "ID")]
    pub escalation_path: Option<String>,
}
