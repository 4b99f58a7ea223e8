//! Words about who answers for what: `who`, `runbook`, `on-call`, `rotation`, `transfer`, `capability`.

use clap::{Args, Subcommand};

/// A time on a wall clock.
#[derive(Clone, Debug, Args)]
pub struct When {
    /// The time: 2026-11-29T02:00, 'sunday 02:00' or 2026-11-29T01:00:00Z; now when left out.
    #[arg(
        long,
        value_name = "TIME",
        default_value = "",
        hide_default_value = true
    )]
    pub at: String,
    /// The time zone whose wall clock counts, for example Europe/Zurich.
    #[arg(long, value_name = "ZONE", default_value = "UTC")]
    pub zone: String,
}

/// `baton who`.
#[derive(Debug, Args)]
pub struct Who {
    /// The handoff or the agent; KIND:ID where both have the id.
    #[arg(value_name = "HANDOFF|AGENT")]
    pub subject: String,
    #[command(flatten)]
    pub when: When,
}

/// `baton runbook`.
#[derive(Debug, Args)]
pub struct Runbook {
    /// The handoff.
    pub handoff: String,
    #[command(flatten)]
    pub when: When,
}

/// `baton on-call`.
#[derive(Debug, Args)]
pub struct OnCall {
    /// Only one escalation path.
    pub path: Option<String>,
    #[command(flatten)]
    pub when: When,
}

/// What is done about rotations.
#[derive(Debug, Subcommand)]
pub enum Rotation {
    /// Shows who is on call on which days, and where there is nobody.
    #[command(after_help = "Example:\n  baton rotation show payments-oncall --zone Europe/Zurich")]
    Show {
        /// Only one rotation.
        rotation: Option<String>,
        /// So many days.
        #[arg(long, value_name = "N", default_value_t = 28, value_parser = clap::value_parser!(u32).range(1..=366))]
        days: u32,
        #[command(flatten)]
        when: When,
    },
    /// Plans turns; whatever stood at the same times gives way.
    #[command(
        after_help = "Example:\n  baton rotation plan payments-oncall --people priya-raman,daniel-osei --from 2026-11-23T09:00 --zone Europe/Zurich --turns 12"
    )]
    Plan {
        /// The rotation.
        rotation: String,
        /// Who takes turns, in order.
        #[arg(
            long,
            value_name = "PERSON,...",
            value_delimiter = ',',
            required = true
        )]
        people: Vec<String>,
        /// When the first turn begins, and at what time of the day all change.
        #[arg(long, value_name = "TIME")]
        from: String,
        /// The time zone of that.
        #[arg(long, value_name = "ZONE", default_value = "UTC")]
        zone: String,
        /// Days of a turn.
        #[arg(long, value_name = "N", default_value_t = 7)]
        days: u32,
        /// How many turns.
        #[arg(long, value_name = "N", default_value_t = 12)]
        turns: u32,
        /// Show what would happen; write nothing.
        #[arg(long)]
        dry_run: bool,
    },
    /// Lets somebody stand in for a time, or nobody.
    #[command(
        after_help = "Example:\n  baton rotation cover payments-oncall --person priya-raman --from 2026-11-29T09:00 --to 2026-11-30T09:00 --zone Europe/Zurich"
    )]
    Cover {
        /// The rotation.
        rotation: String,
        /// Who stands in; nobody is on call when left out.
        #[arg(long, value_name = "PERSON")]
        person: Option<String>,
        /// From when on.
        #[arg(long, value_name = "TIME")]
        from: String,
        /// Until when.
        #[arg(long, value_name = "TIME")]
        to: String,
        /// The time zone of both.
        #[arg(long, value_name = "ZONE", default_value = "UTC")]
        zone: String,
        /// Show what would happen; write nothing.
        #[arg(long)]
        dry_run: bool,
    },
}

/// `baton transfer`.
#[derive(Debug, Args)]
pub struct TransferOwnership {
    /// The team that hands over.
    pub from: String,
    /// The team that takes over.
    pub to: String,
    /// Only some of what it answers for.
    #[arg(long, value_name = "KIND:ID")]
    pub only: Vec<String>,
    /// Show what would happen; write nothing.
    #[arg(long)]
    pub dry_run: bool,
}

/// What is done about capability tags.
#[derive(Debug, Subcommand)]
pub enum CapabilityCommand {
    /// Lists every tag with who declares it and who asks for it, the oddest first.
    #[command(after_help = "Example:\n  baton capability list")]
    List,
    /// Renames a tag everywhere, or merges several into one, as one edit.
    #[command(
        after_help = "Example:\n  baton capability rename refunds goodwill-decision --to refunding --dry-run"
    )]
    Rename {
        /// The tags.
        #[arg(required = true)]
        tags: Vec<String>,
        /// The word that takes their place.
        #[arg(long, value_name = "TAG")]
        to: String,
        /// Forget the old words; they are kept as synonyms otherwise.
        #[arg(long)]
        forget: bool,
        /// Show what would happen; write nothing.
        #[arg(long)]
        dry_run: bool,
    },
}
