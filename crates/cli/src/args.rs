//! The words of the command line.

mod audit;
mod backup;
mod check;
mod compat;
mod export;
mod gates;
mod impact;
mod import;
mod load;
mod own;
mod part;
mod patterns;
mod record;
mod registry;
mod review;
mod simulate;
mod text;
mod verify;
mod version;

pub use audit::{Audit, Incident, Span};
pub use backup::{Backup, Doctor, Man};
pub use check::Check;
pub use compat::{Compat, ContractSample, FormatsWord, ModeWord, WritersWord};
pub use export::Export;
pub use gates::Gates;
pub use impact::{
    AgentQuestion, ContractQuestion, Impact, ImpactSubject, OwnerQuestion, VersionQuestion,
};
pub use import::{Import, Report};
pub use load::{Each, Load, Rate, joined};
pub use own::{CapabilityCommand, OnCall, Rotation, Runbook, TransferOwnership, Who};
pub use part::{PartCommand, PartInsert, Templates};
pub use patterns::{PatternWord, Patterns};
pub use record::{List, Paste, Show};
pub use registry::RegistryCommand;
pub use review::{Answer, Baseline, Notices, Review, ReviewComment};
pub use simulate::Simulate;
pub use text::{Diff, MergeDriver};
pub use verify::Verify;
pub use version::{
    CanIDeploy, ContractCheck, ContractDeprecate, ContractDraft, ContractNumber, ContractPublish,
    ContractRetire, ContractVerdict, FormWord, Payload, PayloadCheck,
};

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Designs, owns and proves the handoffs between agents.
#[derive(Debug, Parser)]
#[command(
    name = "baton",
    version,
    max_term_width = 100,
    propagate_version = true
)]
pub struct Cli {
    #[command(flatten)]
    pub global: Global,
    #[command(subcommand)]
    pub command: Command,
}

/// Options of every command.
#[derive(Clone, Debug, Args)]
pub struct Global {
    /// The registry: a file, or `postgres://USER@HOST/DATABASE?schema=NAME`. The desktop's own when left out.
    #[arg(
        long,
        global = true,
        env = "BATON_REGISTRY",
        hide_env_values = true,
        value_name = "FILE|URL"
    )]
    pub registry: Option<String>,
    /// How results are written.
    #[arg(long, global = true, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// Who acts; `BATON_USER`, else the system's user, when left out.
    #[arg(long = "as", global = true, value_name = "NAME")]
    pub author: Option<String>,
    /// No colours. `NO_COLOR` does the same.
    #[arg(long, global = true)]
    pub no_color: bool,
    /// Results only.
    #[arg(long, short, global = true)]
    pub quiet: bool,
    /// Answer every question with yes.
    #[arg(long, short, global = true)]
    pub yes: bool,
}

/// How results are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Text,
    /// For programs.
    Json,
    /// Findings for code scanners; `check` alone.
    Sarif,
    /// Findings as annotations of GitHub Actions; `check` alone.
    Github,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Makes a new registry.
    #[command(
        after_help = "Example:\n  baton init --template customer-support --registry support.baton"
    )]
    Init {
        /// Start from a template; `baton templates` lists them.
        #[arg(long, value_name = "ID")]
        template: Option<String>,
    },
    /// Lists the templates, shows what one is for, or adds one to the registry.
    #[command(
        after_help = "Example:\n  baton templates --format json\n  baton templates order-fulfilment\n  baton templates order-fulfilment --add --dry-run"
    )]
    Templates(Templates),
    /// Lists the parts that can be inserted into a drawing.
    #[command(after_help = "Example:\n  baton parts")]
    Parts,
    /// Puts proven pieces into drawings.
    #[command(
        subcommand,
        after_help = "Example:\n  baton part insert escalation-ladder --at triage --dry-run"
    )]
    Part(PartCommand),
    /// Reads what teams have.
    #[command(
        after_help = "Example:\n  baton import langgraph support.graph.json --topology support --dry-run\n  baton import openai-agents desk.agents.json --report desk.md"
    )]
    Import(Import),
    /// Computes how requests fare in a topology.
    #[command(
        after_help = "Example:\n  baton simulate support --profile request-10001 --require 'wrong<=0.01' --require 'hops<=4'\n  baton simulate support --load 300/min --for 8h"
    )]
    Simulate(Simulate),
    /// Explores how a handoff transfers, whatever is lost, repeated or crashes; shows the shortest run that goes wrong.
    #[command(
        after_help = "Example:\n  baton verify triage-to-billing\n  baton verify support --fix --dry-run"
    )]
    Verify(Verify),
    /// Writes what stands in a topology: drawing, findings, riskiest handoffs, patterns.
    #[command(after_help = "Example:\n  baton report --topology support --out support.md")]
    Report(Report),
    /// Lists records of a kind.
    #[command(
        after_help = "Example:\n  baton list agent --filter 'owner:payments tag:refund no:trust_domain finding:error'"
    )]
    List(List),
    /// Shows one record.
    #[command(after_help = "Example:\n  baton show handoff triage-to-billing --related")]
    Show(Show),
    /// Searches all records.
    #[command(after_help = "Example:\n  baton search refund")]
    Search {
        /// Words that all have to occur.
        #[arg(required = true)]
        text: Vec<String>,
        /// At most so many.
        #[arg(long, default_value_t = 50)]
        limit: usize,
    },
    /// Applies edits from files, all or nothing.
    #[command(
        after_help = "Example:\n  echo '{\"op\":\"put\",\"kind\":\"team\",\"id\":\"claims\",\"record\":{\"name\":\"Claims\"}}' | baton apply -"
    )]
    Apply {
        /// JSON files, an array or one edit a line; - is standard input.
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// Show what would happen; write nothing.
        #[arg(long)]
        dry_run: bool,
    },
    /// Deletes a record.
    #[command(after_help = "Example:\n  baton delete agent triage --with-dependents --dry-run")]
    Delete {
        /// The kind of record.
        kind: String,
        /// Its id.
        id: String,
        /// Delete what needs it too.
        #[arg(long)]
        with_dependents: bool,
        /// Show what would happen; write nothing.
        #[arg(long)]
        dry_run: bool,
    },
    /// Takes back your last group of edits.
    #[command(after_help = "Example:\n  baton undo")]
    Undo,
    /// Takes back your last undo.
    #[command(after_help = "Example:\n  baton redo")]
    Redo,
    /// Shows who did what, newest first.
    #[command(after_help = "Example:\n  baton log --limit 20")]
    Log {
        /// At most so many.
        #[arg(long, default_value_t = 30)]
        limit: u32,
        /// Only what came before a revision.
        #[arg(long, value_name = "REVISION")]
        before: Option<u32>,
    },
    /// Makes all records what they were at a revision, as one edit that can be undone.
    #[command(after_help = "Example:\n  baton rewind 42 --dry-run")]
    Rewind {
        /// The revision; `baton log` lists them.
        revision: u32,
        /// Show what would happen; write nothing.
        #[arg(long)]
        dry_run: bool,
    },
    /// Runs the rules.
    #[command(
        after_help = "Example:\n  baton check --topology support --deny warnings --rule CON001=off"
    )]
    Check(Check),
    /// Tells which handoffs deserve attention first: the questions that each has to answer, and its risk.
    #[command(
        after_help = "Example:\n  baton audit --topology support\n  baton audit --over 30d --points 12"
    )]
    Audit(Audit),
    /// Records what went wrong at handoffs.
    #[command(
        subcommand,
        after_help = "Example:\n  baton incident record triage-to-billing 'The amount came as text'"
    )]
    Incident(Incident),
    /// Tells where a person has to decide, where one gate does for several, and which gates nothing needs.
    #[command(
        after_help = "Example:\n  baton gates support\n  baton gates support --apply add:triage-refunds --dry-run"
    )]
    Gates(Gates),
    /// Recognises patterns of coordination, says which would fit the work, and turns a supervisor into a chain or back.
    #[command(
        after_help = "Example:\n  baton patterns --topology support\n  baton patterns --restructure triage --into chain --dry-run"
    )]
    Patterns(Patterns),
    /// Lists the rules, those of the registry's own file too, or explains one.
    #[command(after_help = "Example:\n  baton rules CON001")]
    Rules {
        /// Code or name.
        code: Option<String>,
        /// Custom rules of another file than the one beside the registry.
        #[arg(long = "rules", value_name = "FILE")]
        rules_file: Option<PathBuf>,
    },
    /// Lays out a topology.
    #[command(after_help = "Example:\n  baton layout support --format json")]
    Layout {
        /// The topology; may be left out when there is only one.
        topology: Option<String>,
    },
    /// Draws a topology into a file.
    #[command(after_help = "Example:\n  baton draw support --out support.svg")]
    Draw {
        /// The topology; may be left out when there is only one.
        topology: Option<String>,
        /// The picture: .svg, .png, .mmd or .dot.
        #[arg(long, short, value_name = "FILE")]
        out: PathBuf,
        /// Only these, as KIND:ID, with what stands in groups among them and the handoffs between them.
        #[arg(long, value_name = "KIND:ID", num_args = 1..)]
        only: Vec<String>,
        /// As it was at a revision.
        #[arg(long, value_name = "REVISION")]
        at: Option<u32>,
    },
    /// Copies a part of a drawing; the text is for `baton paste` or for the window.
    #[command(after_help = "Example:\n  baton copy support agent:triage agent:billing > clip.json")]
    Copy {
        /// The topology.
        topology: String,
        /// What is copied, as KIND:ID: agents, handoffs, entries, outcomes, notes, groups.
        #[arg(required = true, value_name = "KIND:ID")]
        records: Vec<String>,
    },
    /// Pastes what was copied into a topology, in this registry or another one.
    #[command(after_help = "Example:\n  baton paste orders clip.json --at 0,0")]
    Paste(Paste),
    /// Tells whether one schema may take the place of another, with a payload that shows it when it may not.
    #[command(
        after_help = "Example:\n  baton compat refund-1.json refund-2.json --mode backward --writers strict"
    )]
    Compat(Compat),
    /// Reads contracts, and leads their versions from draft to retirement.
    #[command(
        subcommand,
        after_help = "Example:\n  baton contract fields refund@1.2.0"
    )]
    Contract(Contract),
    /// Checks payloads.
    #[command(
        subcommand,
        after_help = "Example:\n  baton payload check refund@1.2.0 recorded.jsonl"
    )]
    Payload(Payload),
    /// Tells whether a version of an agent may run in an environment, by everything that runs there.
    #[command(after_help = "Example:\n  baton can-i-deploy triage@2.6.0 --to production")]
    CanIDeploy(CanIDeploy),
    /// Shows which version of every agent runs in which environment.
    #[command(after_help = "Example:\n  baton deployments")]
    Deployments,
    /// Tells who answers for a handoff or an agent: owner, whom to page now and next, runbook, fallback, last changes.
    #[command(
        after_help = "Example:\n  baton who triage-to-billing --at 'sunday 02:00' --zone Europe/Zurich"
    )]
    Who(Who),
    /// Shows the runbook of a handoff.
    #[command(after_help = "Example:\n  baton runbook triage-to-billing")]
    Runbook(Runbook),
    /// Tells who would be called on the escalation paths at a time.
    #[command(
        after_help = "Example:\n  baton on-call payments-escalation --at 'sunday 02:00' --zone Europe/Zurich"
    )]
    OnCall(OnCall),
    /// Shows and plans who is on call when.
    #[command(
        subcommand,
        after_help = "Example:\n  baton rotation show --zone Europe/Zurich"
    )]
    Rotation(Rotation),
    /// Gives what a team answers for to another team, as one edit.
    #[command(after_help = "Example:\n  baton transfer payments product-support --dry-run")]
    Transfer(TransferOwnership),
    /// Lists and renames capability tags.
    #[command(subcommand, after_help = "Example:\n  baton capability list")]
    Capability(CapabilityCommand),
    /// Tells who is hit by a change before anybody makes it.
    #[command(
        after_help = "Example:\n  baton impact contract refund --to refund-draft.json --environment production"
    )]
    Impact(Impact),
    /// Asks the owners of both sides for their word on a change.
    #[command(
        subcommand,
        after_help = "Example:\n  baton review ask refund@1.3.0 --message 'Refunds carry the order number'"
    )]
    Review(Review),
    /// Writes, settles and lists remarks on records; or writes the comment for a pull request.
    #[command(
        after_help = "Example:\n  baton review-comment contract_version:refund@1.3.0 'Why a string?' --pointer /payload_schema/properties/amount\n  baton review-comment --base ../main/registry > comment.md"
    )]
    ReviewComment(ReviewComment),
    /// Names states of topologies, and compares with them.
    #[command(
        subcommand,
        after_help = "Example:\n  baton baseline set support 'Winter plan'"
    )]
    Baseline(Baseline),
    /// Lists what teams are to be told, and sends it.
    #[command(
        after_help = "Example:\n  baton notices --send --allow-host hooks.example.com --mail-folder /var/spool/baton"
    )]
    Notices(Notices),
    /// Exports into a folder.
    #[command(after_help = "Example:\n  baton export contracts runbooks --out handoffs/ --check")]
    Export(Export),
    /// Moves registries between files and servers.
    #[command(
        subcommand,
        after_help = "Example:\n  baton registry copy support.baton 'postgres://ana@db.example.com/baton'"
    )]
    Registry(RegistryCommand),
    /// Writes the registry as a folder of text files.
    #[command(after_help = "Example:\n  baton pull registry/")]
    Pull {
        /// The folder.
        folder: PathBuf,
    },
    /// Makes the registry equal to a folder of text files.
    #[command(after_help = "Example:\n  baton push registry/ --dry-run")]
    Push {
        /// The folder that `baton pull` wrote.
        folder: PathBuf,
        /// Show what would happen; write nothing.
        #[arg(long)]
        dry_run: bool,
        /// Delete records that the folder does not have.
        #[arg(long)]
        prune: bool,
    },
    /// Tells what differs between two registries or folders of text files, by record and field.
    #[command(after_help = "Example:\n  baton diff registry/ support.baton --exit-code")]
    Diff(Diff),
    /// Joins two versions of a file for git, field by field; --install sets it up.
    #[command(
        after_help = "Example:\n  baton merge-driver --install registry/\n\nGit runs: baton merge-driver %O %A %B %P"
    )]
    MergeDriver(MergeDriver),
    /// Checks the registry's health; or saves what can be read of a damaged one.
    #[command(after_help = Doctor::EXAMPLES)]
    Doctor(Doctor),
    /// Copies the registry into a new file; checks a copy; or keeps one for every day, as the desktop does.
    #[command(after_help = Backup::EXAMPLES)]
    Backup(Backup),
    /// Puts a copy in the registry's place. What stood there is kept beside it.
    #[command(after_help = "Example:\n  baton restore monday.baton --yes")]
    Restore {
        /// The copy.
        file: PathBuf,
    },
    /// Writes the manual page of a command, or of all of them.
    #[command(after_help = "Example:\n  baton man export | man -l -")]
    Man(Man),
    /// Writes completions for a shell.
    #[command(after_help = "Example:\n  baton completions bash > /etc/bash_completion.d/baton")]
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
}

/// What is asked about a contract.
#[derive(Debug, Subcommand)]
pub enum Contract {
    /// Lists the fields of a version's payload.
    #[command(after_help = "Example:\n  baton contract fields refund@1.2.0")]
    Fields {
        /// The version.
        #[arg(value_name = "CONTRACT@VERSION")]
        id: String,
    },
    /// Lists a contract's versions with whether a range takes them.
    #[command(after_help = "Example:\n  baton contract matching refund '^1.2'")]
    Matching {
        /// The contract.
        contract: String,
        /// The range: comparators joined by commas, alternatives by ||.
        range: String,
    },
    /// Makes accepted payloads, and rejected ones with the one thing that is wrong with each.
    #[command(after_help = "Example:\n  baton contract sample refund@1.2.0 --format json")]
    Sample(ContractSample),
    /// Lists a contract's versions, the highest first, with their dates and what changed.
    #[command(after_help = "Example:\n  baton contract versions refund")]
    Versions {
        /// The contract.
        contract: String,
    },
    /// Checks that a version, or a payload schema, says what can be kept.
    #[command(after_help = "Example:\n  baton contract check refund-1.3.json")]
    Check(ContractCheck),
    /// Writes a draft of the next version.
    #[command(
        after_help = "Example:\n  baton contract draft refund --schema refund.json --note 'A refund may have a reason.'"
    )]
    Draft(ContractDraft),
    /// Judges a version or a schema by the contract's mode, as publishing it would.
    #[command(after_help = "Example:\n  baton contract verdict refund --schema refund.json")]
    Verdict(ContractVerdict),
    /// Publishes a draft, or a version in review. It never changes again.
    #[command(after_help = "Example:\n  baton contract publish refund 1.3.0")]
    Publish(ContractPublish),
    /// Keeps the Protobuf field numbers of versions that came in as published; publishing keeps them by itself.
    #[command(after_help = "Example:\n  baton contract number refund")]
    Number(ContractNumber),
    /// Announces that a version ends.
    #[command(after_help = "Example:\n  baton contract deprecate refund 1.2.0 --sunset 2027-06-30")]
    Deprecate(ContractDeprecate),
    /// Takes a deprecated version out of use, after its sunset; with --yes also before, and though it is still used.
    #[command(after_help = "Example:\n  baton contract retire refund 1.0.0")]
    Retire(ContractRetire),
}
