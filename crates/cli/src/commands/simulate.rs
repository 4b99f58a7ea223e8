//! `baton simulate`.

use crate::args::{Global, Simulate};
use crate::exit::Outcome;
use crate::open;
use crate::output::{Output, Style, visible};
use baton_app::AppError;
use baton_app::simulation::require::{Judged, Requirement};
use baton_app::simulation::run::{Fate, Method, SimulateRequest, Simulated, run as simulate};
use serde_json::json;
use std::fmt::Write;

/// Characters of a full bar.
const BAR: usize = 40;
/// Handoffs and agents that people are shown.
const MOST: usize = 8;

pub async fn run(global: &Global, out: &Output, asked: &Simulate) -> Result<Outcome, AppError> {
    if asked.load.rate.is_some() {
        return super::simulate_load::run(global, out, asked).await;
    }
    let required = asked
        .require
        .iter()
        .map(|text| Requirement::parse(text))
        .collect::<Result<Vec<_>, _>>()?;
    let registry = open::existing(global).await?;
    let request = SimulateRequest {
        topology: asked.topology.clone(),
        exact: asked.exact,
        requests: Some(asked.requests),
        seed: Some(asked.seed),
        profile: asked.profile.clone(),
        scenario: asked.scenario.clone(),
    };
    let result = simulate(&registry, &request, |_| true)?;
    let judged: Vec<Judged> = required.iter().map(|one| one.judge(&result)).collect();
    out.result(
        || {
            let mut value = json!(result);
            if !judged.is_empty() {
                value["requirements"] = json!(judged);
            }
            value
        },
        |style| described(&result, &judged, style),
    );
    let holds = judged.iter().all(|judged| judged.holds);
    Ok(if holds {
        Outcome::Fine
    } else {
        Outcome::Findings
    })
}

fn described(result: &Simulated, judged: &[Judged], style: Style) -> String {
    let mut text = String::new();
    let how = match (result.method, result.requests, result.seed) {
        (Method::Sampled, Some(requests), Some(seed)) => {
            format!("{requests} requests walked, seed {seed}")
        }
        _ => "solved exactly".to_owned(),
    };
    line(
        &mut text,
        format_args!(
            "{} {}",
            style.strong(&visible(&result.topology)),
            style.dim(&how)
        ),
    );
    for fate in Fate::ALL {
        let share = result.outcomes[fate];
        if share == 0.0 {
            continue;
        }
        let bar = "#".repeat(((share * BAR as f64).round() as usize).min(BAR));
        let bar = if fate.is_bad() {
            style.error(&bar)
        } else {
            style.good(&bar)
        };
        let sure = result.intervals.map_or_else(String::new, |intervals| {
            format!(" +-{:.2}", intervals.of(fate).reach() * 100.0)
        });
        line(
            &mut text,
            format_args!("{:<13}{:>7.2} %{sure} {bar}", fate.name(), share * 100.0),
        );
    }
    figures(&mut text, result);
    worst(&mut text, result, style);
    for note in &result.notes {
        line(
            &mut text,
            format_args!("{} {}", style.warning("note"), visible(note)),
        );
    }
    for one in judged {
        let found = one
            .found
            .map_or_else(|| "not known".to_owned(), |found| format!("{found:.6}"));
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

fn figures(text: &mut String, result: &Simulated) {
    let mut parts = Vec::new();
    let mut add = |name: &str, value: Option<f64>, digits: usize| {
        if let Some(value) = value {
            parts.push(format!("{name} {value:.digits$}"));
        }
    };
    add("hops", result.hops, 2);
    add("USD", result.cost_usd, 4);
    add("mean ms", result.latency_ms.map(|latency| latency.mean), 0);
    add(
        "p95 ms",
        result.latency_ms.and_then(|latency| latency.p95),
        0,
    );
    add(
        "p99 ms",
        result.latency_ms.and_then(|latency| latency.p99),
        0,
    );
    add(
        "handoff success %",
        result.handoff_success.map(|share| share * 100.0),
        2,
    );
    add(
        "context kept %",
        result.context_fidelity.map(|share| share * 100.0),
        2,
    );
    line(text, format_args!("{}", parts.join(", ")));
}

/// Where requests die, and where tainted ones are not saved.
fn worst(text: &mut String, result: &Simulated, style: Style) {
    let mut handoffs: Vec<_> = result
        .handoffs
        .iter()
        .map(|handoff| (handoff.ends_here.bad(), handoff))
        .filter(|(share, _)| *share > 0.0)
        .collect();
    handoffs.sort_by(|(a, x), (b, y)| b.total_cmp(a).then_with(|| x.id.cmp(&y.id)));
    if !handoffs.is_empty() {
        line(
            text,
            format_args!("{}", style.strong("where requests are lost")),
        );
    }
    for (share, handoff) in handoffs.into_iter().take(MOST) {
        let fates = Fate::ALL
            .into_iter()
            .filter(|fate| handoff.ends_here[*fate] > 0.0);
        let fates: Vec<String> = fates
            .map(|fate| format!("{} {:.2}", fate.name(), handoff.ends_here[fate] * 100.0))
            .collect();
        line(
            text,
            format_args!(
                "{:>7.2} % {}  {}",
                share * 100.0,
                visible(&handoff.id),
                style.dim(&fates.join(", "))
            ),
        );
    }
    let mut agents: Vec<_> = result.agents.iter().collect();
    agents.sort_by(|a, b| {
        b.digs_deeper
            .total_cmp(&a.digs_deeper)
            .then_with(|| a.id.cmp(&b.id))
    });
    if !agents.is_empty() {
        line(
            text,
            format_args!(
                "{}",
                style.strong("a tainted request recovers, or digs deeper, at")
            ),
        );
    }
    for agent in agents.into_iter().take(MOST) {
        line(
            text,
            format_args!(
                "{:>7.2} % {:>7.2} % {}",
                agent.recovers * 100.0,
                agent.digs_deeper * 100.0,
                visible(&agent.id)
            ),
        );
    }
}

/// Writing to a String cannot fail.
fn line(text: &mut String, words: std::fmt::Arguments<'_>) {
    let _ = writeln!(text, "{words}");
}
