//! Results of runs under load for people.

use super::simulate_text::{bar_of, between, difference, grouped, line};
use crate::args::{Each, Rate};
use crate::output::{Style, visible};
use baton_app::simulation::compare_load::LoadComparison;
use baton_app::simulation::load::{AgentLoad, HandoffLoad, Loaded, SimulatedLoad, Spread};
use baton_app::simulation::run::Fate;

/// Characters of a full bar of outcomes, and of one of an agent.
const BAR: f64 = 32.0;
const SMALL_BAR: usize = 20;
/// Handoffs that people are shown.
const MOST: usize = 8;

/// One result.
pub fn described(result: &SimulatedLoad, rate: Rate, style: Style) -> String {
    let found = &result.found;
    let mut text = String::new();
    let each = unit_of(found, rate);
    line(&mut text, format_args!("{}", heading(result, each, style)));
    outcomes(&mut text, found, style);
    figures(&mut text, found, each, style);
    agents(&mut text, found, style);
    handoffs(&mut text, found, style);
    notes(&mut text, &found.notes, style);
    text
}

/// Two results side by side.
pub fn compared(both: &LoadComparison, rate: Rate, is_change: bool, style: Style) -> String {
    let mut text = String::new();
    let (a, b) = (&both.a, &both.b);
    let each = unit_of(&a.found, rate);
    let word = if is_change { "changed:" } else { "against:" };
    line(&mut text, format_args!("{}", heading(a, each, style)));
    let second = heading(b, each, style);
    line(&mut text, format_args!("{} {second}", style.dim(word)));
    for row in &both.differences {
        difference(&mut text, row, style);
    }
    let of_b = b.found.notes.iter();
    let told: Vec<String> = a.found.notes.iter().chain(of_b).cloned().collect();
    let first = |at: usize| !told[..at].contains(&told[at]);
    let once: Vec<String> = (0..told.len())
        .filter(|at| first(*at))
        .map(|at| told[at].clone())
        .collect();
    notes(&mut text, &once, style);
    text
}

/// The unit in which the rate was given, or that fits it.
fn unit_of(found: &Loaded, rate: Rate) -> Each {
    match rate {
        Rate::Each(_, each) => each,
        Rate::OfScenario => Each::fitting(found.rate_per_second),
    }
}

fn heading(result: &SimulatedLoad, each: Each, style: Style) -> String {
    let found = &result.found;
    let how = format!(
        "{} {}, {} times {} after {} of warm-up, seed {}: {} requests",
        short(found.rate_per_second * each.seconds()),
        each.word(),
        found.replications,
        time(found.seconds * 1000.0),
        time(found.warm_up_seconds * 1000.0),
        found.seed,
        grouped(found.requests)
    );
    format!(
        "{}  {}",
        style.strong(&visible(&result.topology)),
        style.dim(&how)
    )
}

fn notes(text: &mut String, notes: &[String], style: Style) {
    for note in notes {
        let word = style.warning("note");
        line(text, format_args!("{word}  {}", visible(note)));
    }
}

fn outcomes(text: &mut String, found: &Loaded, style: Style) {
    let fates = Fate::ALL
        .into_iter()
        .filter(|fate| found.outcomes[*fate] > 0.0);
    for fate in fates {
        let share = found.outcomes[fate];
        let bar = bar_of(share, BAR);
        let bar = if fate.is_bad() {
            style.error(&bar)
        } else {
            style.good(&bar)
        };
        let sure = between(found.intervals.of(fate));
        line(
            text,
            format_args!(
                "  {:<13}{:>7.2} %{sure:<18}  {bar}",
                fate.name(),
                share * 100.0
            ),
        );
        for cause in found.by_load.iter().filter(|cause| cause.outcome == fate) {
            let of_it = format!("{:>7.2} % {}", cause.share * 100.0, cause.cause.name());
            line(text, format_args!("    by load    {}", style.dim(&of_it)));
        }
    }
    if found.inside > 0.0 {
        line(
            text,
            format_args!("  {:<13}{:>7.2} %", "still inside", found.inside * 100.0),
        );
    }
}

fn figures(text: &mut String, found: &Loaded, each: Each, style: Style) {
    let mut parts = vec![format!(
        "{} end in {}",
        short(found.throughput_per_second.mean * each.seconds()),
        each.word()
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
    line(text, format_args!("  {}", style.dim(&parts.join(" · "))));
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
        let bars = (thin(share), thin(waits(agent) / longest.max(1e-9)));
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

/// A bar of an agent; nothing where there is nothing.
fn thin(share: f64) -> String {
    if share > 0.0 {
        bar_of(share, SMALL_BAR as f64)
    } else {
        String::new()
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
