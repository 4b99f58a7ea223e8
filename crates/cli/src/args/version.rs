//! The words of `baton contract draft`, `publish` and what follows, `baton payload` and `baton can-i-deploy`.

use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

/// What is checked.
#[derive(Debug, Args)]
pub struct ContractCheck {
    /// A file with a payload schema or a contract version, - for standard input, or a version of the registry.
    #[arg(value_name = "FILE|CONTRACT@VERSION")]
    pub target: String,
}

/// Which version is drafted, and from what.
#[derive(Debug, Args)]
pub struct ContractDraft {
    /// The contract.
    pub contract: String,
    /// The number; the lowest that the change allows when left out.
    #[arg(value_name = "VERSION")]
    pub number: Option<String>,
    /// The version that it starts from; the highest in use when left out.
    #[arg(long, value_name = "VERSION")]
    pub from: Option<String>,
    /// The payload schema; - is standard input.
    #[arg(long, value_name = "FILE")]
    pub schema: Option<PathBuf>,
    /// What changes, in words.
    #[arg(long, value_name = "TEXT")]
    pub note: Option<String>,
    /// Gives the draft VERSION this number instead; whatever refers to it goes along.
    #[arg(long, value_name = "VERSION", requires = "number", conflicts_with_all = ["from", "schema", "note"])]
    pub renumber: Option<String>,
    /// Show what would happen; write nothing.
    #[arg(long)]
    pub dry_run: bool,
}

/// Which version is published, and what was decided about it.
#[derive(Debug, Args)]
pub struct ContractPublish {
    /// The contract.
    pub contract: String,
    /// The version.
    #[arg(value_name = "VERSION")]
    pub number: String,
    /// The number that it gets before it is published; its own when left out.
    #[arg(long, value_name = "VERSION")]
    pub renumber: Option<String>,
    /// A possible rename that is meant, by its pointer.
    #[arg(long = "acknowledge-rename", value_name = "POINTER")]
    pub acknowledge_rename: Vec<String>,
    /// Publish without everybody's word, as a platform team; the reason is recorded.
    #[arg(long, value_name = "TEXT")]
    pub override_reason: Option<String>,
    /// The platform team that decides so; may be left out when there is only one.
    #[arg(long, value_name = "TEAM", requires = "override_reason")]
    pub team: Option<String>,
    /// Show what would happen; write nothing.
    #[arg(long)]
    pub dry_run: bool,
}

/// Which contracts keep their field numbers.
#[derive(Debug, Args)]
pub struct ContractNumber {
    /// The contracts; all of them where none is named.
    #[arg(value_name = "CONTRACT")]
    pub contracts: Vec<String>,
    /// Show what would happen; write nothing.
    #[arg(long)]
    pub dry_run: bool,
}

/// Which version ends, and when.
#[derive(Debug, Args)]
pub struct ContractDeprecate {
    /// The contract.
    pub contract: String,
    /// The version.
    #[arg(value_name = "VERSION")]
    pub number: String,
    /// The day on which it ends.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub sunset: String,
    /// The day from which that is announced; today when left out.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub notice: Option<String>,
    /// Show what would happen; write nothing.
    #[arg(long)]
    pub dry_run: bool,
}

/// Which version goes out of use.
#[derive(Debug, Args)]
pub struct ContractRetire {
    /// The contract.
    pub contract: String,
    /// The version.
    #[arg(value_name = "VERSION")]
    pub number: String,
    /// Show what would happen; write nothing.
    #[arg(long)]
    pub dry_run: bool,
}

/// What is judged as the next version.
#[derive(Debug, Args)]
pub struct ContractVerdict {
    /// The contract.
    pub contract: String,
    /// A version of it.
    #[arg(value_name = "VERSION", required_unless_present = "schema")]
    pub number: Option<String>,
    /// A payload schema instead; - is standard input.
    #[arg(long, value_name = "FILE", conflicts_with = "number")]
    pub schema: Option<PathBuf>,
}

/// What is done with payloads.
#[derive(Debug, Subcommand)]
pub enum Payload {
    /// Checks JSON lines against a contract version; accepted lines pass through untouched.
    #[command(
        after_help = "Example:\n  baton payload check refund@1.2.0 recorded.jsonl --dead-letter rejected.jsonl > accepted.jsonl"
    )]
    Check(PayloadCheck),
}

/// Which lines are checked, and against what.
#[derive(Debug, Args)]
pub struct PayloadCheck {
    /// The version.
    #[arg(value_name = "CONTRACT@VERSION")]
    pub id: String,
    /// The lines; standard input for - or when left out.
    pub file: Option<PathBuf>,
    /// Where rejected lines go, each with its reasons. The file is written anew.
    #[arg(long, value_name = "FILE")]
    pub dead_letter: Option<PathBuf>,
    /// What a line holds.
    #[arg(long, value_enum, default_value_t = FormWord::Detect)]
    pub form: FormWord,
}

/// What a line holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FormWord {
    /// A message where it has what every envelope has, else a payload.
    Detect,
    /// The payload alone.
    Payload,
    /// The payload in its envelope.
    Message,
}

/// Which agent version goes where.
#[derive(Debug, Args)]
pub struct CanIDeploy {
    /// The agent version.
    #[arg(value_name = "AGENT@VERSION")]
    pub id: String,
    /// The environment.
    #[arg(long, value_name = "ENVIRONMENT")]
    pub to: String,
}
