//! The words of reviews, baselines, remarks and notices.

use clap::{Args, Subcommand};
use std::path::PathBuf;

/// What is done about a review.
#[derive(Debug, Subcommand)]
pub enum Review {
    /// Proposes a change and asks the owning teams of both sides for their word.
    #[command(
        after_help = "Example:\n  baton review ask refund@1.3.0 --message 'Refunds carry the order number'"
    )]
    Ask {
        /// CONTRACT@VERSION that is not published yet, or a topology; KIND:ID where both have that name.
        subject: String,
        /// Why the change is wanted.
        #[arg(long, short, value_name = "TEXT")]
        message: String,
        /// For a topology: what it is compared with; its newest baseline when left out.
        #[arg(long, value_name = "ID")]
        baseline: Option<String>,
    },
    /// Agrees for a team.
    #[command(after_help = "Example:\n  baton review approve refund@1.3.0 --team payments")]
    Approve(Answer),
    /// Refuses for a team; the reason is needed.
    #[command(
        after_help = "Example:\n  baton review object refund@1.3.0 --team payments --comment 'The amount loses its currency'"
    )]
    Object(Answer),
    /// Agrees for a team once something changes; what that is has to be said.
    #[command(
        after_help = "Example:\n  baton review request-changes refund@1.3.0 --team payments --comment 'Make the note optional'"
    )]
    RequestChanges(Answer),
    /// Takes a review back.
    #[command(after_help = "Example:\n  baton review withdraw refund@1.3.0")]
    Withdraw {
        /// The review, or what it is about.
        review: String,
    },
    /// Goes on without everybody's word. Only a platform team may; it is recorded.
    #[command(
        after_help = "Example:\n  baton review override refund@1.3.0 --team platform --reason 'Outage, agreed by phone'"
    )]
    Override {
        /// The review, or what it is about.
        review: String,
        /// The platform team that decides.
        #[arg(long, value_name = "ID")]
        team: String,
        /// Why.
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
    /// Lists the reviews that are open.
    #[command(after_help = "Example:\n  baton review list refund@1.3.0 --all")]
    List {
        /// Only those of a contract version or a topology.
        subject: Option<String>,
        /// Also those that were published or withdrawn.
        #[arg(long)]
        all: bool,
    },
    /// Shows a review: who is asked, who said what, the verdict.
    #[command(after_help = "Example:\n  baton review show refund@1.3.0")]
    Show {
        /// The review, or what it is about.
        review: String,
    },
}

/// A team's word on a review.
#[derive(Debug, Args)]
pub struct Answer {
    /// The review, or what it is about.
    pub review: String,
    /// The team that speaks; it must be asked.
    #[arg(long, value_name = "ID")]
    pub team: String,
    /// Why.
    #[arg(
        long,
        value_name = "TEXT",
        default_value = "",
        hide_default_value = true
    )]
    pub comment: String,
}

/// Which remark is written, settled or listed; or what a pull request is compared with.
#[derive(Debug, Args)]
pub struct ReviewComment {
    /// The record, as KIND:ID; all records when left out.
    pub record: Option<String>,
    /// What is to be said; without it the remarks are listed.
    #[arg(requires = "record")]
    pub text: Option<String>,
    /// JSON pointer in the record that the remark is about.
    #[arg(long, requires = "text", value_name = "POINTER")]
    pub pointer: Option<String>,
    /// Settles a remark.
    #[arg(long, value_name = "ID", conflicts_with_all = ["record", "reopen"])]
    pub resolve: Option<String>,
    /// Opens a settled remark again.
    #[arg(long, value_name = "ID", conflicts_with = "record")]
    pub reopen: Option<String>,
    /// List settled remarks, too.
    #[arg(long, conflicts_with_all = ["text", "resolve", "reopen"])]
    pub all: bool,
    /// Write the comment for a pull request instead, in Markdown: what the registry changes against this one, a file or a folder that
    /// `baton pull` wrote; verdicts with what shows them, and who is hit.
    #[arg(long, value_name = "DIR|FILE", conflicts_with_all = ["record", "resolve", "reopen", "all"])]
    pub base: Option<PathBuf>,
}

/// What is done about baselines.
#[derive(Debug, Subcommand)]
pub enum Baseline {
    /// Names a topology's state, to compare with later. The same name again moves it.
    #[command(after_help = "Example:\n  baton baseline set support 'Winter plan'")]
    Set {
        /// The topology.
        topology: String,
        /// The display name.
        name: String,
        /// Why it is kept.
        #[arg(
            long,
            value_name = "TEXT",
            default_value = "",
            hide_default_value = true
        )]
        note: String,
        /// An earlier revision; the present one when left out.
        #[arg(long, value_name = "REVISION")]
        at: Option<u32>,
    },
    /// Lists baselines, the newest first.
    #[command(after_help = "Example:\n  baton baseline list support")]
    List {
        /// Only those of one topology.
        topology: Option<String>,
    },
    /// Shows what became of a topology since a baseline.
    #[command(after_help = "Example:\n  baton baseline changes support --baseline winter-plan")]
    Changes {
        /// The topology.
        topology: String,
        /// What it is compared with; its newest baseline when left out.
        #[arg(long, value_name = "ID")]
        baseline: Option<String>,
    },
}

/// Which notices are listed, and whether they are sent.
#[derive(Debug, Args)]
pub struct Notices {
    /// Send what is due over the channels of its teams that this machine allows.
    #[arg(long)]
    pub send: bool,
    /// List what was sent or put away, too.
    #[arg(long)]
    pub all: bool,
    /// Days before a sunset on which its teams are reminded.
    #[arg(long, value_name = "DAYS", default_value_t = baton_app::notice::sunset::DAYS_BEFORE)]
    pub sunset_days: u32,
    /// With --send: a server that may be called: HOST or HOST:PORT, http://HOST:PORT without encryption.
    #[arg(long, requires = "send", value_name = "HOST")]
    pub allow_host: Vec<String>,
    /// With --send: a program that may be run, exactly as a team's contact names it: a JSON array, or a program without arguments.
    #[arg(long, requires = "send", value_name = "PROGRAM")]
    pub allow_command: Vec<String>,
    /// With --send: a folder that mail files may be written into.
    #[arg(long, requires = "send", value_name = "DIR")]
    pub allow_folder: Vec<PathBuf>,
    /// With --send: the folder of outgoing mail, for contacts with a mail address.
    #[arg(long, requires = "send", value_name = "DIR")]
    pub mail_folder: Option<PathBuf>,
    /// With --send: the file that says what this machine allows; notices.json in the settings folder when left out.
    #[arg(long, requires = "send", value_name = "FILE")]
    pub allow_file: Option<PathBuf>,
    /// With --send: longest time for one server or program, in seconds.
    #[arg(long, requires = "send", value_name = "SECONDS", default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=600))]
    pub timeout: u32,
    /// With --send: also what waits for its next try, and what was given up.
    #[arg(long, requires = "send")]
    pub retry: bool,
}
