//! How requests fare in a topology.

use super::{Desk, Reply};
use baton_app::simulation::asked::{REQUESTS, SimulationAsked, SimulationMethod};
use baton_app::simulation::choices::{self, SimulationChoices};
use baton_app::simulation::compare::{self, SimulationComparison};
use baton_app::simulation::improve::{self, SimulationImprovement};
use baton_app::simulation::result::Simulated;
use baton_app::simulation::run;
use baton_app::{AppError, ErrorCode};
use baton_model::RecordKey;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tauri::State;
use tauri_specta::Event;

/// Time between two reports of a run.
const BETWEEN: Duration = Duration::from_millis(100);

/// How far a run is.
#[derive(Clone, Debug, Serialize, specta::Type, Event)]
pub struct SimulationProgress {
    /// The run, as it was named by whoever began it.
    pub run: String,
    /// Requests walked so far.
    #[specta(type = f64)]
    pub walked: u64,
    /// Requests to walk at most.
    #[specta(type = f64)]
    pub requests: u64,
}

/// The runs that are under way, and who hears of them.
pub struct Runs {
    /// By name, whether they go on.
    under_way: Mutex<BTreeMap<String, Arc<AtomicBool>>>,
    tell: Arc<dyn Fn(SimulationProgress) + Send + Sync>,
}

impl Runs {
    pub fn new(tell: impl Fn(SimulationProgress) + Send + Sync + 'static) -> Self {
        Self {
            under_way: Mutex::default(),
            tell: Arc::new(tell),
        }
    }

    /// Begins a run; an earlier one of the same name is ended.
    fn begin(&self, run: &str) -> Arc<AtomicBool> {
        let goes_on = Arc::new(AtomicBool::new(true));
        let mut runs = self
            .under_way
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(earlier) = runs.insert(run.to_owned(), Arc::clone(&goes_on)) {
            earlier.store(false, Ordering::Relaxed);
        }
        goes_on
    }

    fn cancel(&self, run: &str) {
        let runs = self
            .under_way
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(goes_on) = runs.get(run) {
            goes_on.store(false, Ordering::Relaxed);
        }
    }

    fn end(&self, run: &str, mark: &Arc<AtomicBool>) {
        let mut runs = self
            .under_way
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if runs.get(run).is_some_and(|known| Arc::ptr_eq(known, mark)) {
            runs.remove(run);
        }
    }
}

/// Simulates a topology. `run` names the run to whoever wants to hear how far it is, or to end it; a run that was ended answers with what was
/// walked until then.
#[tauri::command]
#[specta::specta]
pub async fn simulate(
    desk: Desk<'_>,
    runs: State<'_, Runs>,
    asked: SimulationAsked,
    run: String,
) -> Reply<Simulated> {
    let open = desk.open().await?;
    let requests = walks(&asked);
    walking(&runs, run, requests, move |go_on| {
        run::run(&open.registry, &asked, go_on)
    })
    .await
}

/// Simulates two topologies, or one with and without a change, and tells the differences. `run` is as for [`simulate`].
#[tauri::command]
#[specta::specta]
pub async fn compare_simulations(
    desk: Desk<'_>,
    runs: State<'_, Runs>,
    a: SimulationAsked,
    b: SimulationAsked,
    run: String,
) -> Reply<SimulationComparison> {
    let open = desk.open().await?;
    let requests = walks(&a).saturating_add(walks(&b));
    walking(&runs, run, requests, move |go_on| {
        compare::compare(&open.registry, &a, &b, go_on)
    })
    .await
}

/// Ends a run early; nothing happens where it has ended already.
#[tauri::command]
#[specta::specta]
pub async fn cancel_simulation(runs: State<'_, Runs>, run: String) -> Reply<()> {
    runs.cancel(&run);
    Ok(())
}

/// What would make fewer requests end badly, each tried by solving it anew, the most effective first.
#[tauri::command]
#[specta::specta]
pub async fn improvements(
    desk: Desk<'_>,
    asked: SimulationAsked,
) -> Reply<Vec<SimulationImprovement>> {
    let open = desk.open().await?;
    off_the_way(move || improve::improvements(&open.registry, &asked)).await
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

/// Runs something on a thread of its own, tells how far it is, and lets it be ended.
async fn walking<T: Send + 'static>(
    runs: &Runs,
    run: String,
    requests: u64,
    work: impl FnOnce(&mut dyn FnMut(u64) -> bool) -> Result<T, AppError> + Send + 'static,
) -> Reply<T> {
    let goes_on = runs.begin(&run);
    let mark = Arc::clone(&goes_on);
    let name = run.clone();
    let tell = Arc::clone(&runs.tell);
    let done = off_the_way(move || {
        let mut told = Instant::now();
        work(&mut |walked| {
            if told.elapsed() >= BETWEEN {
                told = Instant::now();
                let progress = SimulationProgress {
                    run: name.clone(),
                    walked,
                    requests,
                };
                tell(progress);
            }
            goes_on.load(Ordering::Relaxed)
        })
    })
    .await;
    runs.end(&run, &mark);
    done
}

/// Does what takes its time where nothing waits for it.
async fn off_the_way<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, AppError> + Send + 'static,
) -> Reply<T> {
    let done = tauri::async_runtime::spawn_blocking(work).await;
    let done = done.map_err(|error| {
        AppError::new(
            ErrorCode::Internal,
            format!("the simulation stopped: {error}"),
            "try again; no record was touched",
        )
    })?;
    Ok(done?)
}
