//! Results of simulations for people.

use crate::output::{Style, visible};
use baton_app::simulation::asked::SimulationMethod;
use baton_app::simulation::compare::{FigureDifference, SimulationComparison};
use baton_app::simulation::require::Judged;
use baton_app::simulation::result::{Interval, RunEnd, Simulated};
use baton_app::simulation::run::Fate;
use baton_app::simulation::target::TargetSource;
use std::fmt::Write;

/// Characters of a full bar.
const BAR: f64 = 32.0;
/// Rows that people are shown of one list.
const MOST: usize = 8;
/// The least share that two digits of per cent show.
const SEEN: f64 = 0.000_05;

/// One result.
pub fn described(result: &Simulated, style: Style) -> String {
    let mut text = String::new();
    line(&mut text, format_args!("{}", heading(result, style)));
    if result.ended == Some(RunEnd::Cancelled) {
        let word = style.warning("ended early");
        line(
            &mut text,
            format_args!("{word}  the figures are those of the requests walked until then"),
        );
    }
    outcomes(&mut text, result, style);
    figures(&mut text, result, style);
    targets(&mut text, result, style);
    lost(&mut text, result, style);
    tainted(&mut text, result, style);
    levers(&mut text, result, style);
    for note in &result.notes {
        let word = style.warning("note");
        line(&mut text, format_args!("{word}  {}", visible(note)));
    }
    text
}

fn heading(result: &Simulated, style: Style) -> String {
    let under = match &result.scenario {
        Some(scenario) => format!("scenario {scenario}, profile {}", result.profile),
        None => format!("profile {}", result.profile),
    };
    let how = match (result.method, result.requests, result.seed) {
        (SimulationMethod::Sampled, Some(requests), Some(seed)) => {
            format!("{} requests walked, seed {seed}", grouped(requests))
        }
        _ => format!(
            "solved exactly, off by at most {:.0e}",
            result.bound.unwrap_or(0.0)
        ),
    };
    let precise = if result.ended == Some(RunEnd::Precise) {
        ", precise enough"
    } else {
        ""
    };
    let dim = style.dim(&visible(&format!("{under}; {how}{precise}")));
    format!("{}  {dim}", style.strong(&visible(&result.topology)))
}

fn outcomes(text: &mut String, result: &Simulated, style: Style) {
    for fate in Fate::ALL {
        let share = result.outcomes[fate];
        if share == 0.0 {
            continue;
        }
        let bar = bar(share);
        let bar = if fate.is_bad() {
            style.error(&bar)
        } else {
            style.good(&bar)
        };
        let sure = result
            .intervals
            .map(|intervals| between(intervals.of(fate)));
        line(
            text,
            format_args!(
                "  {:<13}{:>7.2} %{:<18}  {bar}",
                fate.name(),
                share * 100.0,
                sure.unwrap_or_default()
            ),
        );
    }
}

fn figures(text: &mut String, result: &Simulated, style: Style) {
    let mut parts = Vec::new();
    let mut add = |words: Option<String>| parts.extend(words);
    let percent = |share: f64, sure: Option<Interval>| {
        let sure = sure.map_or_else(String::new, between);
        format!("{:.2} %{sure}", share * 100.0)
    };
    add(result.hops.map(|hops| format!("{hops:.2} hops")));
    add(result.cost_usd.map(|cost| format!("{cost:.4} USD")));
    add(result.handoff_success.map(|share| {
        format!(
            "handoffs succeed {}",
            percent(share, result.success_interval)
        )
    }));
    add(result
        .context_fidelity
        .map(|share| format!("context kept {}", percent(share, result.fidelity_interval))));
    if let Some(latency) = result.latency_ms {
        let more = [
            ("p50", latency.p50),
            ("p95", latency.p95),
            ("p99", latency.p99),
        ];
        let more = more.into_iter().filter_map(|(name, time)| {
            let time = time?;
            Some(format!(", {name} {}", duration(time)))
        });
        let more: String = more.collect();
        add(Some(format!("time {}{more}", duration(latency.mean))));
    }
    if !parts.is_empty() {
        line(text, format_args!("  {}", style.dim(&parts.join(" · "))));
    }
}

fn targets(text: &mut String, result: &Simulated, style: Style) {
    let missed = result.targets.iter().filter(|one| !one.holds).count();
    let of = result.targets.len();
    line(
        text,
        format_args!(
            "{}  {}",
            style.strong("targets"),
            style.dim(&format!("{} of {of} reached", of - missed))
        ),
    );
    // Those of single handoffs are told where they are missed, a few of them.
    let (single, whole): (Vec<_>, Vec<_>) = result
        .targets
        .iter()
        .filter(|one| one.source != TargetSource::Handoff || !one.holds)
        .partition(|one| one.source == TargetSource::Handoff);
    let hidden = single.len().saturating_sub(MOST);
    for one in whole.into_iter().chain(single.into_iter().take(MOST)) {
        let word = if one.holds {
            style.good("reached")
        } else {
            style.error("missed ")
        };
        let found = one
            .found
            .map_or_else(|| "not known".to_owned(), |found| unit(&one.figure, found));
        let bound = if one.is_at_least {
            "at least"
        } else {
            "at most"
        };
        let place = one.subject.as_ref().map_or_else(String::new, |subject| {
            format!("  {}", style.dim(&visible(&subject.id)))
        });
        let wanted_by = match one.source {
            TargetSource::Topology => style.dim(", as the topology wants"),
            TargetSource::Default | TargetSource::Handoff => String::new(),
        };
        line(
            text,
            format_args!(
                "  {word}  {:<16}{found:>10}  {bound} {}{wanted_by}{place}",
                one.figure,
                unit(&one.figure, one.wanted)
            ),
        );
    }
    more(text, hidden, style);
}

fn lost(text: &mut String, result: &Simulated, style: Style) {
    let mut handoffs: Vec<_> = result
        .handoffs
        .iter()
        .map(|handoff| (handoff.ends_here.sum(), handoff))
        .filter(|(share, _)| *share >= SEEN)
        .collect();
    handoffs.sort_by(|(a, x), (b, y)| b.total_cmp(a).then_with(|| x.id.cmp(&y.id)));
    // What ends badly without a handoff is lost at the entry.
    let at_entry = |fate: Fate| {
        let blamed: f64 = result
            .handoffs
            .iter()
            .map(|one| one.ends_here.of(fate))
            .sum();
        result.outcomes[fate] - blamed
    };
    let bad = || Fate::ALL.into_iter().filter(|fate| fate.is_bad());
    let before: f64 = bad().map(at_entry).sum();
    if handoffs.is_empty() && before < SEEN {
        return;
    }
    line(
        text,
        format_args!("{}", style.strong("where requests are lost")),
    );
    let hidden = handoffs.len().saturating_sub(MOST);
    for (share, handoff) in handoffs.into_iter().take(MOST) {
        let fates = fates(|fate| handoff.ends_here.of(fate));
        line(
            text,
            format_args!(
                "  {:>6.2} %  {}  {}",
                share * 100.0,
                visible(&handoff.id),
                style.dim(&fates)
            ),
        );
    }
    if before >= SEEN {
        let (share, fates) = (before * 100.0, style.dim(&fates(at_entry)));
        line(
            text,
            format_args!("  {share:>6.2} %  before any handoff  {fates}"),
        );
    }
    more(text, hidden, style);
}

/// Bad outcomes and their shares, those that can be seen.
fn fates(share: impl Fn(Fate) -> f64) -> String {
    let fates = Fate::ALL.into_iter().map(|fate| (fate, share(fate)));
    let fates = fates.filter(|(fate, share)| fate.is_bad() && *share >= SEEN);
    let fates = fates.map(|(fate, share)| format!("{} {:.2}", fate.name(), share * 100.0));
    fates.collect::<Vec<_>>().join(", ")
}

fn tainted(text: &mut String, result: &Simulated, style: Style) {
    let mut agents: Vec<_> = result.agents.iter().collect();
    agents.sort_by(|a, b| {
        let deeper = b.digs_deeper.total_cmp(&a.digs_deeper);
        deeper.then_with(|| a.id.cmp(&b.id))
    });
    if agents.is_empty() {
        return;
    }
    line(
        text,
        format_args!(
            "{}",
            style.strong("a mistaken request recovers, or digs deeper, at")
        ),
    );
    let hidden = agents.len().saturating_sub(MOST);
    for agent in agents.into_iter().take(MOST) {
        line(
            text,
            format_args!(
                "  {} {}  {}",
                style.good(&format!("{:>6.2} %", agent.recovers * 100.0)),
                style.error(&format!("{:>6.2} %", agent.digs_deeper * 100.0)),
                visible(&agent.id)
            ),
        );
    }
    more(text, hidden, style);
    if let Some(worst) = result.compounding.first() {
        let words = format!(
            "most mistaken handoffs begin at {}: {:.2} times a request, carried over {:.2} handoffs each",
            visible(&worst.origin.id),
            worst.per_request,
            worst.transfers
        );
        line(text, format_args!("  {}", style.dim(&words)));
    }
}

fn levers(text: &mut String, result: &Simulated, style: Style) {
    if result.sensitivities.is_empty() {
        return;
    }
    line(
        text,
        format_args!(
            "{}",
            style.strong("what a tenth better would change of the bad ends")
        ),
    );
    for one in result.sensitivities.iter().take(MOST) {
        let step = match one.improved {
            Some(improved) => format!("{:.4} -> {improved:.4}", one.value),
            None => format!("{:.4}, set by the profile", one.value),
        };
        line(
            text,
            format_args!(
                "  {}  {} of {}  {}",
                style.good(&format!("{:>+7.3} %", one.effect * 100.0)),
                visible(&one.parameter),
                visible(&one.subject.id),
                style.dim(&step)
            ),
        );
    }
    more(text, result.sensitivities.len().saturating_sub(MOST), style);
}

/// Two results side by side.
pub fn compared(both: &SimulationComparison, is_change: bool, style: Style) -> String {
    let mut text = String::new();
    let (a, b) = (&both.a, &both.b);
    line(&mut text, format_args!("{}", heading(a, style)));
    let second = heading(b, style);
    let word = if is_change { "changed:" } else { "against:" };
    line(&mut text, format_args!("{} {second}", style.dim(word)));
    if [a, b]
        .iter()
        .any(|one| one.ended == Some(RunEnd::Cancelled))
    {
        let word = style.warning("ended early");
        line(&mut text, format_args!("{word}"));
    }
    for row in &both.differences {
        difference(&mut text, row, style);
    }
    for note in a.notes.iter().chain(&b.notes) {
        let word = style.warning("note");
        line(&mut text, format_args!("{word}  {}", visible(note)));
    }
    text
}

pub fn difference(text: &mut String, row: &FigureDifference, style: Style) {
    let shown = |value: Option<f64>| {
        value.map_or_else(|| "not known".to_owned(), |value| unit(&row.figure, value))
    };
    let change = row.difference.map_or_else(String::new, |difference| {
        let sure = row.interval.map_or_else(String::new, |interval| {
            // Solutions are off by less than anybody can read.
            if interval.reach() < 1e-9 {
                return String::new();
            }
            let [low, high] = [interval.low, interval.high].map(|end| signed(&row.figure, end));
            format!(" ({low} to {high})")
        });
        format!("{}{sure}", signed(&row.figure, difference))
    });
    let change = match row.is_better {
        Some(true) => style.good(&format!("{change}  better")),
        Some(false) => style.error(&format!("{change}  worse")),
        None => style.dim(&change),
    };
    line(
        text,
        format_args!(
            "  {:<17}{:>11} -> {:>11}  {change}",
            row.figure,
            shown(row.a),
            shown(row.b)
        ),
    );
}

/// Requirements and whether they hold.
pub fn verdicts(judged: &[Judged], style: Style) -> String {
    let mut text = String::new();
    for one in judged {
        let found = match one.found {
            None => "not known".to_owned(),
            Some(found) if one.requirement == "targets" => format!("{found:.0} missed"),
            Some(found) => format!("{found:.6}"),
        };
        let word = if one.holds {
            style.good("holds")
        } else {
            style.error("does not hold")
        };
        line(
            &mut text,
            format_args!("{word} {} (found: {found})", visible(&one.requirement)),
        );
    }
    text
}

fn more(text: &mut String, hidden: usize, style: Style) {
    if hidden > 0 {
        let words = style.dim(&format!("and {hidden} more, with --format json"));
        line(text, format_args!("  {words}"));
    }
}

/// A share as a bar, to an eighth of a character.
fn bar(share: f64) -> String {
    bar_of(share, BAR)
}

/// The same, so many characters long where it is full.
pub fn bar_of(share: f64, full: f64) -> String {
    const PARTS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    let eighths = ((share * full * 8.0).round() as usize).clamp(1, full as usize * 8);
    format!("{}{}", "█".repeat(eighths / 8), PARTS[eighths % 8])
}

/// An interval of a share, which need not lie evenly around it.
pub fn between(interval: Interval) -> String {
    format!(
        " ({:.2} to {:.2})",
        interval.low * 100.0,
        interval.high * 100.0
    )
}

/// A difference in its unit.
fn signed(figure: &str, value: f64) -> String {
    let sign = if value >= 0.0 { "+" } else { "-" };
    format!("{sign}{}", unit(figure, value.abs()))
}

/// A figure in its unit.
fn unit(figure: &str, value: f64) -> String {
    match figure {
        "hops" | "amplification" => format!("{value:.2}"),
        "cost_usd" => format!("{value:.4} USD"),
        "throughput_per_second" => format!("{value:.3} /s"),
        figure if figure.starts_with("latency") || figure.starts_with("waiting") => duration(value),
        _ => format!("{:.2} %", value * 100.0),
    }
}

/// Milliseconds as people say them.
fn duration(ms: f64) -> String {
    if ms < 1000.0 {
        format!("{ms:.0} ms")
    } else if ms < 120_000.0 {
        format!("{:.1} s", ms / 1000.0)
    } else {
        format!("{:.1} min", ms / 60_000.0)
    }
}

/// A number with its thousands apart.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Writing to a String cannot fail.
pub fn line(text: &mut String, words: std::fmt::Arguments<'_>) {
    let _ = writeln!(text, "{words}");
}
