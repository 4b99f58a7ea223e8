//! `baton simulate --load`.

use super::simulate::{edits, outcome, walking, with_judged};
use super::simulate_load_text::{compared, described};
use super::simulate_text::verdicts;
use crate::args::{Global, Rate, Simulate};
use crate::exit::Outcome;
use crate::open;
use crate::output::Output;
use baton_app::simulation::compare_load::compare_load;
use baton_app::simulation::load::{LoadRequest, SimulatedLoad, expected, load};
use baton_app::simulation::require::Judged;
use baton_app::simulation::require_load::LoadRequirement;
use baton_app::{AppError, ErrorCode};
use serde_json::json;

pub async fn run(
    global: &Global,
    out: &Output,
    asked: &Simulate,
    rate: Rate,
) -> Result<Outcome, AppError> {
    refuse(asked)?;
    let required = asked
        .require
        .iter()
        .map(|text| LoadRequirement::parse(text))
        .collect::<Result<Vec<_>, _>>()?;
    let registry = open::existing(global).await?;
    let first = question(asked, rate)?;
    let judge = |result: &SimulatedLoad| -> Result<Vec<Judged>, AppError> {
        required.iter().map(|one| one.judge(result)).collect()
    };
    let requests = expected(&registry, &first);
    if asked.against.is_none() && asked.with_change.is_none() {
        let result = walking(out, "requests came", |go_on| {
            load(&registry, &first, |came| go_on(came, requests.max(came)))
        })?;
        let judged = judge(&result)?;
        out.result(
            || with_judged(json!(result), &judged),
            |style| described(&result, rate, style) + &verdicts(&judged, style),
        );
        return Ok(outcome(&judged));
    }
    let change = match &asked.with_change {
        Some(file) => edits(&registry, file)?,
        None => Vec::new(),
    };
    let topology = asked.against.clone().or_else(|| first.topology.clone());
    let second = LoadRequest {
        topology,
        ..first.clone()
    };
    let requests = requests + expected(&registry, &second);
    let result = walking(out, "requests came", |go_on| {
        let go_on = |came: u64| go_on(came, requests.max(came));
        compare_load(&registry, &first, &second, &change, go_on)
    })?;
    let judged = judge(&result.b)?;
    out.result(
        || with_judged(json!(result), &judged),
        |style| {
            compared(&result, rate, asked.with_change.is_some(), style) + &verdicts(&judged, style)
        },
    );
    Ok(outcome(&judged))
}

/// Refuses what asks for something else than a run under load.
fn refuse(asked: &Simulate) -> Result<(), AppError> {
    let all = [
        (
            asked.improve,
            "--improve",
            "search without --load, then try what it proposes: --load RATE --with-change FILE",
        ),
        (
            asked.precision.is_some(),
            "--precision",
            "leave it out; --requests, --for and --replications say how much is run under load",
        ),
        (asked.profiles, "--profiles", "list them without --load"),
    ];
    match all.into_iter().find(|(is_asked, ..)| *is_asked) {
        None => Ok(()),
        Some((_, option, hint)) => Err(AppError::new(
            ErrorCode::InvalidInput,
            format!("{option} does not go together with --load"),
            hint,
        )),
    }
}

fn question(asked: &Simulate, rate: Rate) -> Result<LoadRequest, AppError> {
    Ok(LoadRequest {
        topology: asked.topology.clone(),
        profile: asked.profile.clone(),
        scenario: asked.scenario.clone(),
        rate_per_second: rate.per_second(),
        requests: Some(small("requests", asked.requests)?),
        seconds: asked.load.time,
        warm_up_seconds: asked.load.warm_up,
        replications: asked.load.replications,
        seed: Some(small("the seed", asked.seed)?),
        from: asked.load.from.clone(),
        ..LoadRequest::default()
    })
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
