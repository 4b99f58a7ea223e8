//! Words about exports.

use clap::Args;
use std::path::PathBuf;

/// What is exported, where to, and how.
#[derive(Debug, Args)]
#[allow(clippy::struct_excessive_bools)] // each is a switch of the command line
pub struct Export {
    /// What to export: all, or some of contracts, types-typescript, types-python, types-rust, openapi, asyncapi, protobuf, cloudevents,
    /// guard-typescript, guard-python, guard-rust, tests-vitest, tests-pytest, tests-cargo, agent-cards, agent-spec, mcp,
    /// skeleton-langgraph, skeleton-openai-agents, state-machine, runbooks, alerts, dashboards, tracing, escalation, codeowners, catalog,
    /// site, pictures, compliance, ci.
    #[arg(required = true, value_name = "KIND")]
    pub kinds: Vec<String>,
    /// The folder.
    #[arg(long, short, value_name = "DIR")]
    pub out: PathBuf,
    /// Only what one topology needs.
    #[arg(long, value_name = "ID")]
    pub topology: Option<String>,
    /// Show what would happen; write nothing.
    #[arg(long, conflicts_with = "check")]
    pub dry_run: bool,
    /// With --dry-run: what would change, line by line.
    #[arg(long, requires = "dry_run")]
    pub diff: bool,
    /// Exit with 1 if the folder is stale or was edited by hand; write nothing.
    #[arg(long)]
    pub check: bool,
    /// Leave files as they are that were edited by hand.
    #[arg(long, conflicts_with = "overwrite_edited")]
    pub keep_edited: bool,
    /// Write over files that were edited by hand.
    #[arg(long)]
    pub overwrite_edited: bool,
    /// Sign agent cards with a P-256 key: a PEM file, or an entry of the system's keychain.
    #[arg(long, value_name = "FILE|keychain:NAME")]
    pub sign_key: Option<String>,
}
