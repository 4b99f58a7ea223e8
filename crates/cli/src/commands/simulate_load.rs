//! `baton simulate --load`.

use super::simulate::{outcome, with_judged};
use super::simulate_text::verdicts;
use crate::args::{Global, Rate, Simulate};
use crate::exit::Outcome;
use crate::open;
use crate::output::{Output, Style, visible};
use baton_app::simulation::load::{
    AgentLoad, HandoffLoad, LoadRequest, Loaded, SimulatedLoad, Spread, load,
};
use baton_app::simulation::require_load::LoadRequirement;
use baton_app::simulation::run::Fate;
use baton_app::{AppError, ErrorCode};
use serde_json::json;
use std::fmt::{Arguments, Write};

/// Characters of a full bar of outcomes, and of one of an agent.
const BAR: usize = 40;
const SMALL_BAR: usize = 20;
/// Handoffs that people are shown.
const MOST: usize = 8;

pub async fn run(global: &Global, out: &Output, asked: &Simulate) -> Result<Outcome, AppError> {
    let required = asked
        .require
        .iter()
        .map(|text| LoadRequirement::parse(text))
        .collect::<Result<Vec<_>, _>>()?;
    let registry = open::existing(global).await?;
    let request = LoadRequest {
        topology: asked.topology.clone(),
        profile: asked.profile.clone(),
        scenario: asked.scenario.clone(),
        rate_per_second: match asked.load.rate {
            Some(Rate::PerSecond(rate)) => Some(rate),
            Some(Rate::OfScenario) | None => None,
        },
        requests: Some(small("requests", asked.requests)?),
        seconds: asked.load.time,
        warm_up_seconds: asked.load.warm_up,
        replications: asked.load.replications,
        seed: Some(small("the seed", asked.seed)?),
        from: asked.load.from.clone(),
        ..LoadRequest::default()
    };
    let result = load(&registry, &request, |_| true)?;
    let judged = required
        .iter()
        .map(|one| one.judge(&result))
        .collect::<Result<Vec<_>, _>>()?;
    out.result(
        || with_judged(json!(result), &judged),
        |style| described(&result, style) + &verdicts(&judged, style),
    );
    Ok(outcome(&judged))
}

fn small(what: &str, number: u64) -> Result<u32, AppError> {
    u32::try_from(number).map_err(|_| {
        AppError::new(
            ErrorCode::InvalidInput,
            format!("{number} is too much for {what} under load"),
            format!("take at most {}", u32::MAX),
        )
    })
}

fn described(result: &SimulatedLoad, style: Style) -> String {
    let found = &result.found;
    let mut text = String::new();
    let how = format!(
        "{} a second, {} times {} after {} of warm-up, seed {}: {} requests",
        short(found.rate_per_second),
        found.replications,
        time(found.seconds * 1000.0),
        time(found.warm_up_seconds * 1000.0),
        found.seed,
        found.requests
    );
    let name = style.strong(&visible(&result.topology));
    line(&mut text, format_args!("{name} {}", style.dim(&how)));
    outcomes(&mut text, found, style);
    figures(&mut text, found);
    agents(&mut text, found, style);
    handoffs(&mut text, found, style);
    for note in &found.notes {
        line(
            &mut text,
            format_args!("{} {}", style.warning("note"), visible(note)),
        );
    }
    text
}

fn outcomes(text: &mut String, found: &Loaded, style: Style) {
    let fates = Fate::ALL
        .into_iter()
        .filter(|fate| found.outcomes[*fate] > 0.0);
    for fate in fates {
        let share = found.outcomes[fate];
        let bar = bar(share, BAR);
        let bar = if fate.is_bad() {
            style.error(&bar)
        } else {
            style.good(&bar)
        };
        let reach = found.intervals.of(fate).reach() * 100.0;
        line(
            text,
            format_args!(
                "{:<13}{:>7.2} % +-{reach:.2} {bar}",
                fate.name(),
                share * 100.0
            ),
        );
        for cause in found.by_load.iter().filter(|cause| cause.outcome == fate) {
            let of_it = format!("{:>7.2} % {}", cause.share * 100.0, cause.cause.name());
            line(text, format_args!("  by load    {}", style.dim(&of_it)));
        }
    }
    if found.inside > 0.0 {
        line(
            text,
            format_args!("{:<13}{:>7.2} %", "still inside", found.inside * 100.0),
        );
    }
}

fn figures(text: &mut String, found: &Loaded) {
    let mut parts = vec![format!(
        "{} end in a second",
        short(found.throughput_per_second.mean)
    )];
    let mut add = |name: &str, times: Option<Spread>| {
        if let Some(times) = times {
            parts.push(format!(
                "{name} {} (95 % within {}, 99 % within {})",
                time(times.mean),
                time(times.p95),
                time(times.p99)
            ));
        }
    };
    add("time", found.latency_ms);
    add("of it waiting", found.waiting_ms);
    if let Some(attempts) = found.amplification {
        parts.push(format!("{attempts:.2} attempts for each use of a handoff"));
    }
    line(text, format_args!("{}", parts.join(", ")));
}

/// Agents of limited capacity, the busiest first.
fn agents(text: &mut String, found: &Loaded, style: Style) {
    let mut limited: Vec<&AgentLoad> = found
        .agents
        .iter()
        .filter(|agent| agent.slots.is_some())
        .collect();
    let used = |agent: &AgentLoad| agent.utilisation.map_or(0.0, |used| used.mean);
    limited.sort_by(|a, b| used(b).total_cmp(&used(a)).then_with(|| a.id.cmp(&b.id)));
    let Some(longest) = limited
        .iter()
        .map(|agent| waits(agent))
        .max_by(f64::total_cmp)
    else {
        return;
    };
    let width = limited
        .iter()
        .map(|agent| visible(&agent.id).chars().count())
        .max();
    let width = width.unwrap_or(0);
    line(
        text,
        format_args!("{}", style.strong("slots in use, and waiting for one")),
    );
    for agent in limited {
        let share = used(agent);
        let bars = (
            bar(share, SMALL_BAR),
            bar(waits(agent) / longest.max(1e-9), SMALL_BAR),
        );
        let busy = if agent.demand.is_some_and(|demand| demand >= 1.0) {
            style.error(&format!("{:<SMALL_BAR$}", bars.0))
        } else {
            style.good(&format!("{:<SMALL_BAR$}", bars.0))
        };
        let mut rest = vec![
            format!("{} slots", short(agent.slots.unwrap_or(0.0))),
            format!(
                "{} wait, {} at most",
                short(agent.queue.mean),
                agent.most_waiting
            ),
        ];
        for (share, what) in [
            (agent.queue_full, "turned away"),
            (agent.rate_limited, "over the rate limit"),
            (agent.timed_out, "gave up"),
        ] {
            if share > 0.0 {
                rest.push(format!("{:.1} % {what}", share * 100.0));
            }
        }
        if agent.wasted_per_second > 0.0 {
            rest.push(format!(
                "{} visits a second for nobody",
                short(agent.wasted_per_second)
            ));
        }
        line(
            text,
            format_args!(
                "{:<width$} {:>6.1} % {busy} {:>8} {:<SMALL_BAR$} {}",
                visible(&agent.id),
                share * 100.0,
                time(waits(agent)),
                bars.1,
                style.dim(&rest.join(", "))
            ),
        );
    }
}

/// Mean waiting in milliseconds.
fn waits(agent: &AgentLoad) -> f64 {
    agent.waiting_ms.map_or(0.0, |waiting| waiting.mean)
}

/// Handoffs on which load is felt, those that lose most first.
fn handoffs(text: &mut String, found: &Loaded, style: Style) {
    // Below a hundredth of a per cent the column would read zero.
    let struck = |handoff: &&HandoffLoad| handoff.lost > 5e-5 || handoff.openings_per_hour > 0.0;
    let mut handoffs: Vec<&HandoffLoad> = found.handoffs.iter().filter(struck).collect();
    handoffs.sort_by(|a, b| b.lost.total_cmp(&a.lost).then_with(|| a.id.cmp(&b.id)));
    if !handoffs.is_empty() {
        line(
            text,
            format_args!("{}", style.strong("where load loses requests")),
        );
    }
    for handoff in handoffs.into_iter().take(MOST) {
        let mut parts = Vec::new();
        if let Some(attempts) = handoff.amplification {
            parts.push(format!("{attempts:.2} attempts a use"));
        }
        for (share, what) in [
            (handoff.queue_full, "turned away"),
            (handoff.rate_limited, "over the rate limit"),
            (handoff.timed_out, "timed out"),
            (handoff.breaker_open, "stopped by the breaker"),
        ] {
            if share > 0.0 {
                parts.push(format!("{:.1} % {what}", share * 100.0));
            }
        }
        if handoff.openings_per_hour > 0.0 {
            parts.push(format!(
                "opens {} times an hour",
                short(handoff.openings_per_hour)
            ));
        }
        line(
            text,
            format_args!(
                "{:>7.2} % {}  {}",
                handoff.lost * 100.0,
                visible(&handoff.id),
                style.dim(&parts.join(", "))
            ),
        );
    }
}

fn bar(share: f64, full: usize) -> String {
    "#".repeat(((share * full as f64).round() as usize).min(full))
}

/// Milliseconds in the unit that suits them.
fn time(milliseconds: f64) -> String {
    match milliseconds / 1000.0 {
        seconds if seconds < 1.0 => format!("{milliseconds:.0} ms"),
        seconds if seconds < 120.0 => format!("{seconds:.1} s"),
        seconds if seconds < 7200.0 => format!("{:.1} min", seconds / 60.0),
        seconds => format!("{:.1} h", seconds / 3600.0),
    }
}

/// A number with no more digits than it takes.
fn short(number: f64) -> String {
    // A mean of sixties may be a rounding error away from sixty.
    let number = (number * 1e6).round() / 1e6;
    let digits = match number.abs() {
        number if number >= 100.0 || number.fract() == 0.0 => 0,
        number if number >= 1.0 => 1,
        number if number >= 0.01 => 2,
        _ => 4,
    };
    format!("{number:.digits$}")
}

/// Writing to a String cannot fail.
fn line(text: &mut String, words: Arguments<'_>) {
    let _ = writeln!(text, "{words}");
}
