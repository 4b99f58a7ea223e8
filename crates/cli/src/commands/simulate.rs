//! `baton simulate`.

use super::simulate_lists_text::{helpful, listed};
use super::simulate_text::{compared, described, verdicts};
use crate::args::{Global, Simulate};
use crate::exit::Outcome;
use crate::interrupt::Interrupt;
use crate::open;
use crate::output::{Output, Progress};
use baton_app::simulation::asked::{SimulationAsked, SimulationMethod};
use baton_app::simulation::choices::choices;
use baton_app::simulation::compare::compare;
use baton_app::simulation::improve::improvements;
use baton_app::simulation::require::{Judged, Requirement};
use baton_app::simulation::result::Simulated;
use baton_app::simulation::run::run as simulate;
use baton_app::{AppError, Registry, read_input};
use baton_model::{EditCommand, parse_edits};
use serde_json::{Value, json};
use std::path::Path;

pub async fn run(global: &Global, out: &Output, asked: &Simulate) -> Result<Outcome, AppError> {
    if let Some(rate) = asked.load.rate {
        return super::simulate_load::run(global, out, asked, rate).await;
    }
    let required = asked
        .require
        .iter()
        .map(|text| Requirement::parse(text))
        .collect::<Result<Vec<_>, _>>()?;
    let registry = open::existing(global).await?;
    if asked.profiles {
        let found = choices(&registry, asked.topology.as_deref())?;
        out.result(|| json!(found), |style| listed(&found, style));
        return Ok(Outcome::Fine);
    }
    let first = question(asked);
    if asked.improve {
        let found = walking(out, "candidates tried", |go_on| {
            improvements(&registry, &first, go_on)
        })?;
        out.result(
            || json!({ "improvements": found }),
            |style| helpful(&found, style),
        );
        return Ok(Outcome::Fine);
    }
    let Some(second) = other(&registry, asked, &first)? else {
        let requests = walks(&first);
        let result = walking(out, "requests walked", |go_on| {
            simulate(&registry, &first, |walked| go_on(walked, requests))
        })?;
        let judged = judge(&required, &result)?;
        out.result(
            || with_judged(json!(result), &judged),
            |style| described(&result, style) + &verdicts(&judged, style),
        );
        return Ok(outcome(&judged));
    };
    let both = walks(&first) + walks(&second);
    let result = walking(out, "requests walked", |go_on| {
        compare(&registry, &first, &second, |walked| go_on(walked, both))
    })?;
    let judged = judge(&required, &result.b)?;
    out.result(
        || with_judged(json!(result), &judged),
        |style| compared(&result, asked.with_change.is_some(), style) + &verdicts(&judged, style),
    );
    Ok(outcome(&judged))
}

fn question(asked: &Simulate) -> SimulationAsked {
    SimulationAsked {
        topology: asked.topology.clone(),
        method: if asked.exact {
            SimulationMethod::Exact
        } else {
            SimulationMethod::Sampled
        },
        requests: Some(asked.requests),
        seed: Some(asked.seed),
        precision: asked.precision,
        profile: asked.profile.clone(),
        scenario: asked.scenario.clone(),
        change: Vec::new(),
    }
}

/// What is set beside the first, if anything.
fn other(
    registry: &Registry,
    asked: &Simulate,
    first: &SimulationAsked,
) -> Result<Option<SimulationAsked>, AppError> {
    if asked.against.is_none() && asked.with_change.is_none() {
        return Ok(None);
    }
    let topology = asked.against.clone().or_else(|| first.topology.clone());
    let change = match &asked.with_change {
        Some(file) => edits(registry, file)?,
        None => Vec::new(),
    };
    Ok(Some(SimulationAsked {
        topology,
        change,
        ..first.clone()
    }))
}

pub fn edits(registry: &Registry, file: &Path) -> Result<Vec<EditCommand>, AppError> {
    let text = read_input(file)?;
    let parsed = registry.read(|document| parse_edits(&text, document));
    parsed.map_err(|error| {
        let mut error = AppError::from(error);
        error.message = format!("{}: {}", file.display(), error.message);
        error
    })
}

fn walks(asked: &SimulationAsked) -> u64 {
    match asked.method {
        SimulationMethod::Exact => 0,
        SimulationMethod::Sampled => asked.requests.unwrap_or(0),
    }
}

/// Runs something that takes its time: how far it is stands on standard error, and an interrupt ends it early. A second one ends the program.
pub fn walking<T>(
    out: &Output,
    steps: &'static str,
    work: impl FnOnce(&mut dyn FnMut(u64, u64) -> bool) -> Result<T, AppError>,
) -> Result<T, AppError> {
    let interrupt = Interrupt::listen();
    let mut progress: Progress = out.progress();
    tokio::task::block_in_place(|| {
        work(&mut |done, all| {
            if all > 0 {
                progress.tell(done, all, steps);
            }
            interrupt.goes_on()
        })
    })
}

fn judge(required: &[Requirement], result: &Simulated) -> Result<Vec<Judged>, AppError> {
    required.iter().map(|one| one.judge(result)).collect()
}

/// A result, with its verdicts where there are any.
pub fn with_judged(mut value: Value, judged: &[Judged]) -> Value {
    if !judged.is_empty() {
        value["requirements"] = json!(judged);
    }
    value
}

/// Whether all requirements hold.
pub fn outcome(judged: &[Judged]) -> Outcome {
    if judged.iter().all(|judged| judged.holds) {
        Outcome::Fine
    } else {
        Outcome::Findings
    }
}
