//! Words of `baton audit` and `baton incident`.

use baton_app::audit::series::{MOST_POINTS, USUAL_POINTS};
use baton_model::{Date, Timestamp};
use clap::{Args, Subcommand};

/// `baton audit`.
#[derive(Debug, Args)]
pub struct Audit {
    /// Only one topology.
    #[arg(long, value_name = "ID")]
    pub topology: Option<String>,
    /// Scores over time, from a day on: the registry as it was, at points of its history.
    #[arg(long, value_name = "DATE", value_parser = day, group = "past")]
    pub since: Option<Date>,
    /// The same over the last days: 30d, 12w, or all.
    #[arg(long, value_name = "SPAN", value_parser = span, group = "past")]
    pub over: Option<Span>,
    /// With --since or --over: at most so many points.
    #[arg(long, value_name = "N", default_value_t = USUAL_POINTS, value_parser = clap::value_parser!(u32).range(2..=i64::from(MOST_POINTS)))]
    pub points: u32,
    /// With --since or --over: one topology, team, agent or handoff, as KIND:ID.
    #[arg(long, value_name = "KIND:ID", requires = "past")]
    pub of: Option<String>,
}

/// How far back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    /// To the first commit.
    All,
    /// So many days.
    Days(u32),
}

fn day(text: &str) -> Result<Date, String> {
    Date::new(text)
}

fn time(text: &str) -> Result<Timestamp, String> {
    Timestamp::new(text)
}

fn span(text: &str) -> Result<Span, String> {
    if text == "all" {
        return Ok(Span::All);
    }
    let days = [("d", 1), ("w", 7)].into_iter().find_map(|(unit, days)| {
        let count: u32 = text.strip_suffix(unit)?.parse().ok()?;
        count
            .checked_mul(days)
            .filter(|days| (1..=36_500).contains(days))
    });
    days.map(Span::Days)
        .ok_or_else(|| "write days or weeks, for example 30d or 12w, or all".to_owned())
}

/// What is done about incidents.
#[derive(Debug, Subcommand)]
pub enum Incident {
    /// Records what went wrong at a handoff: it is likelier to fail from then on, and its runbook tells of it.
    #[command(
        after_help = "Example:\n  baton incident record triage-to-billing 'The amount came as text' --at 2026-03-01T09:00:00Z --link https://incidents.example.com/17"
    )]
    Record {
        /// The handoff.
        handoff: String,
        /// What caused it, as far as it is known.
        cause: String,
        /// When it happened; now when left out.
        #[arg(long, value_name = "TIME", value_parser = time)]
        at: Option<Timestamp>,
        /// Contract or agent version at the time, as ID@VERSION; looked up in the registry's history when left out.
        #[arg(long = "version-then", value_name = "ID@VERSION")]
        versions: Vec<String>,
        /// Where its record stands.
        #[arg(long, value_name = "URL")]
        link: Option<String>,
        /// What was learnt.
        #[arg(
            long,
            value_name = "TEXT",
            default_value = "",
            hide_default_value = true
        )]
        lesson: String,
    },
    /// Lists incidents, the newest first.
    #[command(after_help = "Example:\n  baton incident list triage-to-billing --open")]
    List {
        /// Only those of one handoff.
        handoff: Option<String>,
        /// Only those that are not resolved.
        #[arg(long)]
        open: bool,
    },
    /// Notes that the cause of an incident was taken away.
    #[command(
        after_help = "Example:\n  baton incident resolve triage-to-billing-2026-03-01 --lesson 'Reject text where a number is due'"
    )]
    Resolve {
        /// The incident.
        id: String,
        /// What was learnt.
        #[arg(
            long,
            value_name = "TEXT",
            default_value = "",
            hide_default_value = true
        )]
        lesson: String,
    },
    /// Opens an incident again.
    #[command(after_help = "Example:\n  baton incident reopen triage-to-billing-2026-03-01")]
    Reopen {
        /// The incident.
        id: String,
    },
}
