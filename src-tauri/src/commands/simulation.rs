//! How requests fare in a topology.

use super::{Desk, Reply};
use crate::runs::Runs;
use baton_app::simulation::asked::{REQUESTS, SimulationAsked, SimulationMethod};
use baton_app::simulation::choices::{self, SimulationChoices};
use baton_app::simulation::compare::{self, SimulationComparison};
use baton_app::simulation::compare_load::{self, LoadComparison};
use baton_app::simulation::improve::{self, SimulationImprovement};
use baton_app::simulation::load::{self, LoadRequest, SimulatedLoad};
use baton_app::simulation::result::Simulated;
use baton_app::simulation::run;
use baton_model::RecordKey;
use serde::Serialize;
use tauri::State;
use tauri_specta::Event;

/// How far a run is.
#[derive(Clone, Debug, Serialize, specta::Type, Event)]
pub struct SimulationProgress {
    /// The run, as it was named by whoever began it.
    pub run: String,
    /// Requests walked so far, or changes tried.
    #[specta(type = f64)]
    pub walked: u64,
    /// Requests to walk at most, or all changes; 0 while a topology is solved.
    #[specta(type = f64)]
    pub requests: u64,
}

/// Simulates a topology. `run` names the run to whoever wants to hear how far it is, or to end it; a run that was ended answers with what was
/// walked until then, or is refused as `cancelled` where nothing is walked.
#[tauri::command]
#[specta::specta]
pub async fn simulate(
    desk: Desk<'_>,
    runs: State<'_, Runs<SimulationProgress>>,
    asked: SimulationAsked,
    run: String,
) -> Reply<Simulated> {
    let open = desk.open().await?;
    let requests = walks(&asked);
    runs.run(run, of(requests), move |go_on| {
        run::run(&open.registry, &asked, go_on)
    })
    .await
}

/// Simulates two topologies, or one with and without a change, and tells the differences. `run` is as for [`simulate`].
#[tauri::command]
#[specta::specta]
pub async fn compare_simulations(
    desk: Desk<'_>,
    runs: State<'_, Runs<SimulationProgress>>,
    a: SimulationAsked,
    b: SimulationAsked,
    run: String,
) -> Reply<SimulationComparison> {
    let open = desk.open().await?;
    let requests = walks(&a).saturating_add(walks(&b));
    runs.run(run, of(requests), move |go_on| {
        compare::compare(&open.registry, &a, &b, go_on)
    })
    .await
}

/// Puts a topology under load. `run` is as for [`simulate`]; a run that was ended answers with the replications that were complete.
#[tauri::command]
#[specta::specta]
pub async fn simulate_load(
    desk: Desk<'_>,
    runs: State<'_, Runs<SimulationProgress>>,
    asked: LoadRequest,
    run: String,
) -> Reply<SimulatedLoad> {
    let open = desk.open().await?;
    let requests = load::expected(&open.registry, &asked);
    runs.run(run, of(requests), move |go_on| {
        load::load(&open.registry, &asked, go_on)
    })
    .await
}

/// Puts two topologies under load with the same arrivals, and tells the differences. `run` is as for [`simulate_load`].
#[tauri::command]
#[specta::specta]
pub async fn compare_loads(
    desk: Desk<'_>,
    runs: State<'_, Runs<SimulationProgress>>,
    a: LoadRequest,
    b: LoadRequest,
    run: String,
) -> Reply<LoadComparison> {
    let open = desk.open().await?;
    let registry = &open.registry;
    let requests = load::expected(registry, &a).saturating_add(load::expected(registry, &b));
    runs.run(run, of(requests), move |go_on| {
        compare_load::compare_load(&open.registry, &a, &b, &[], go_on)
    })
    .await
}

/// Ends a run early; nothing happens where it has ended already.
#[tauri::command]
#[specta::specta]
pub async fn cancel_simulation(
    runs: State<'_, Runs<SimulationProgress>>,
    run: String,
) -> Reply<()> {
    runs.cancel(&run);
    Ok(())
}

/// What would make fewer requests end badly, each tried by solving it anew, the most effective first. `run` is as for [`simulate`]; its progress counts changes that were
/// tried, and once it is ended the answer is what was found until then.
#[tauri::command]
#[specta::specta]
pub async fn improvements(
    desk: Desk<'_>,
    runs: State<'_, Runs<SimulationProgress>>,
    asked: SimulationAsked,
    run: String,
) -> Reply<Vec<SimulationImprovement>> {
    let open = desk.open().await?;
    let tried = |run: &str, (tried, changes)| step(run, tried, changes);
    runs.run(run, tried, move |go_on| {
        improve::improvements(&open.registry, &asked, |tried, changes| {
            go_on((tried, changes))
        })
    })
    .await
}

/// The edit that gives a parameter of an agent or a handoff another value.
#[tauri::command]
#[specta::specta]
pub async fn improvement(
    desk: Desk<'_>,
    topology: String,
    subject: RecordKey,
    parameter: String,
    value: f64,
) -> Reply<SimulationImprovement> {
    let open = desk.open().await?;
    let registry = &open.registry;
    Ok(improve::improvement(
        registry,
        Some(&topology),
        &subject,
        &parameter,
        value,
    )?)
}

/// Fault profiles, scenarios and entries that a run of a topology can be asked to assume.
#[tauri::command]
#[specta::specta]
pub async fn simulation_choices(desk: Desk<'_>, topology: String) -> Reply<SimulationChoices> {
    let open = desk.open().await?;
    Ok(choices::choices(&open.registry, Some(&topology))?)
}

fn walks(asked: &SimulationAsked) -> u64 {
    match asked.method {
        SimulationMethod::Exact => 0,
        SimulationMethod::Sampled => asked.requests.unwrap_or(REQUESTS),
    }
}

/// How far a run is that walks so many requests.
fn of(requests: u64) -> impl Fn(&str, u64) -> SimulationProgress + Send + 'static {
    move |run, walked| step(run, walked, requests)
}

fn step(run: &str, walked: u64, requests: u64) -> SimulationProgress {
    SimulationProgress {
        run: run.to_owned(),
        walked,
        requests,
    }
}
