//! Solving or sampling a topology under a scenario.

use super::asked::{SimulationAsked, SimulationMethod, Situation};
use super::improve::drawn;
use super::result::{BadEnds, Compounding, HandoffUse, Latency, Sensitivity, Simulated};
use super::target::targets;
use crate::{AppError, ErrorCode, Registry};
use baton_model::{Kind, RecordKey};
use baton_simulation::{
    AgentFate, Exact, ExactOptions, Fates, Interrupted, Limits, Network, SampleOptions, Sampled,
    Seam, Subject, exact_while, sample, sample_agents, without_means,
};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

pub use baton_simulation::{EntryFate, Fate, PROFILES};

/// Tainted requests that are walked from each agent where the exact solver does not serve.
const TAINTED: u64 = 20_000;
/// States up to which a sampled run is solved too, for what only the solver says.
const BESIDE: usize = 100_000;

/// Simulates a topology. `go_on` is asked from time to time with the requests walked so far, and may end the run early: what was walked is its result then; of a topology that
/// is being solved there is none, and the run is refused as `cancelled`.
///
/// The registry is read once, at the beginning: edits do not wait for a run, and do not change it.
pub fn run(
    registry: &Registry,
    asked: &SimulationAsked,
    go_on: impl FnMut(u64) -> bool,
) -> Result<Simulated, AppError> {
    simulate(&Situation::of(registry, asked)?, asked, go_on)
}

/// The same for records that the caller holds.
pub(super) fn simulate(
    situation: &Situation,
    asked: &SimulationAsked,
    mut go_on: impl FnMut(u64) -> bool,
) -> Result<Simulated, AppError> {
    let requests = asked.requests()?;
    let network = situation.network()?;
    let mut result = match asked.method {
        SimulationMethod::Exact => {
            let solved = solved(&network, Limits::default(), || go_on(0))
                .map_err(|Interrupted| cancelled())?
                .ok_or_else(does_not_serve)?;
            of_exact(situation, &network, solved)
        }
        SimulationMethod::Sampled => {
            let options = SampleOptions {
                requests,
                seed: asked.seed(),
                precision: asked.precision,
                times: true,
            };
            let beside = solved(&network, Limits { states: BESIDE }, || go_on(0));
            let sampled = sample(&network, &options, go_on);
            let beside = match beside {
                Ok(Some(solved)) => Beside::solved(situation, solved),
                _ => Beside::walked(&network, &options),
            };
            of_sample(situation, &network, sampled, beside)
        }
    };
    result.targets = targets(&result, situation);
    Ok(result)
}

/// Time between two looks at whether somebody still waits for a solution.
const BETWEEN: Duration = Duration::from_millis(50);

/// Solves a network; none where a request can be in more states than that. `go_on` is asked while it is solved, on the thread of the caller.
pub(super) fn solved(
    network: &Network,
    limits: Limits,
    mut go_on: impl FnMut() -> bool,
) -> Result<Option<Exact>, Interrupted> {
    if !go_on() {
        return Err(Interrupted);
    }
    let is_wanted = AtomicBool::new(true);
    std::thread::scope(|scope| {
        let (tell, told) = mpsc::channel();
        let wanted = &is_wanted;
        scope.spawn(move || {
            let go_on = || wanted.load(Ordering::Relaxed);
            // The other end is there until this has been heard, or the program ends.
            let _ = tell.send(exact_while(network, &ExactOptions { limits }, &go_on));
        });
        loop {
            match told.recv_timeout(BETWEEN) {
                Ok(solved) => return solved,
                Err(RecvTimeoutError::Timeout) => {
                    if !go_on() {
                        is_wanted.store(false, Ordering::Relaxed);
                    }
                }
                // It panicked, which the end of the scope tells.
                Err(RecvTimeoutError::Disconnected) => return Err(Interrupted),
            }
        }
    })
}

pub(super) fn cancelled() -> AppError {
    AppError::new(
        ErrorCode::Cancelled,
        "the solution was ended before it was there",
        "run it again, or walk requests, which gives what was walked until it is ended",
    )
}

pub(super) fn does_not_serve() -> AppError {
    AppError::new(
        ErrorCode::InvalidInput,
        "the exact solver does not serve here: a request can be in more than 2000000 states, or an outcome would not be certain to 1e-9",
        "walk requests instead, or lower the loop limits",
    )
    .in_terminal("leave --exact out")
}

/// What is said beside what was walked from the entries.
struct Beside {
    agents: Vec<AgentFate>,
    sensitivities: Vec<Sensitivity>,
}

impl Beside {
    fn solved(situation: &Situation, solved: Exact) -> Self {
        Self {
            agents: solved.agents,
            sensitivities: sensitivities(situation, solved.sensitivities),
        }
    }

    fn walked(network: &Network, options: &SampleOptions) -> Self {
        Self {
            agents: sample_agents(network, TAINTED, options.seed),
            sensitivities: Vec::new(),
        }
    }
}

fn of_exact(situation: &Situation, network: &Network, solved: Exact) -> Simulated {
    Simulated {
        topology: situation.topology.to_string(),
        method: SimulationMethod::Exact,
        profile: situation.profile.clone(),
        scenario: situation.scenario.clone(),
        outcomes: solved.outcomes,
        intervals: None,
        bound: Some(solved.bound),
        requests: None,
        seed: None,
        ended: None,
        entries: Some(solved.entries),
        hops: solved.hops,
        hops_interval: None,
        cost_usd: solved.cost_usd,
        cost_interval: None,
        latency_ms: solved.latency_ms.map(|mean| Latency {
            mean,
            interval: None,
            p50: None,
            p95: None,
            p99: None,
            p50_interval: None,
            p95_interval: None,
            p99_interval: None,
        }),
        histogram: Vec::new(),
        handoff_success: solved.handoff_success,
        success_interval: None,
        context_fidelity: solved.context_fidelity,
        fidelity_interval: None,
        agents: solved.agents,
        handoffs: solved
            .handoffs
            .into_iter()
            .zip(network.seams())
            .map(|(one, seam)| used(seam, one.uses, one.ends_here))
            .collect(),
        compounding: compounding(solved.compounding.unwrap_or_default()),
        sensitivities: sensitivities(situation, solved.sensitivities),
        targets: Vec::new(),
        notes: solved.notes,
    }
}

fn of_sample(
    situation: &Situation,
    network: &Network,
    sampled: Sampled,
    beside: Beside,
) -> Simulated {
    // Where some requests never end, the cap decides about means, not the design.
    let ends = sampled.never_ends == 0.0;
    let mut notes: Vec<String> = Vec::new();
    if !ends {
        notes.push(without_means(sampled.never_ends));
    }
    notes.extend(sampled.notes);
    let times = sampled.latency_ms.filter(|_| ends);
    Simulated {
        topology: situation.topology.to_string(),
        method: SimulationMethod::Sampled,
        profile: situation.profile.clone(),
        scenario: situation.scenario.clone(),
        outcomes: sampled.outcomes,
        intervals: Some(sampled.intervals),
        bound: None,
        requests: Some(sampled.requests),
        seed: Some(sampled.seed),
        ended: Some(sampled.ended),
        entries: None,
        hops: ends.then_some(sampled.hops),
        hops_interval: ends.then_some(sampled.hops_interval),
        cost_usd: ends.then_some(sampled.cost_usd),
        cost_interval: ends.then_some(sampled.cost_interval),
        latency_ms: times.as_ref().map(|times| Latency {
            mean: times.mean,
            interval: Some(times.interval),
            p50: Some(times.p50),
            p95: Some(times.p95),
            p99: Some(times.p99),
            p50_interval: Some(times.p50_interval),
            p95_interval: Some(times.p95_interval),
            p99_interval: Some(times.p99_interval),
        }),
        histogram: times.map(|times| times.histogram).unwrap_or_default(),
        handoff_success: sampled.handoff_success.filter(|_| ends),
        success_interval: sampled.success_interval.filter(|_| ends),
        context_fidelity: ends.then_some(sampled.context_fidelity),
        fidelity_interval: sampled.fidelity_interval.filter(|_| ends),
        agents: beside.agents,
        handoffs: sampled
            .handoffs
            .into_iter()
            .zip(network.seams())
            .map(|(one, seam)| used(seam, ends.then_some(one.uses), one.ends_here))
            .collect(),
        compounding: if ends {
            compounding(sampled.compounding)
        } else {
            Vec::new()
        },
        sensitivities: beside.sensitivities,
        targets: Vec::new(),
        notes,
    }
}

fn used(seam: Seam, uses: Option<f64>, ends_here: Fates) -> HandoffUse {
    HandoffUse {
        id: seam.id,
        uses,
        ends_here: BadEnds(ends_here),
        success: seam.success,
        context_loss: seam.context_loss,
        human_rate: seam.human,
        latency_p95_ms: seam.latency_p95_ms,
    }
}

fn compounding(found: Vec<baton_simulation::Compounding>) -> Vec<Compounding> {
    let all = found.into_iter().filter_map(|one| {
        Some(Compounding {
            origin: key(&one.subject)?,
            cause: one.cause,
            per_request: one.per_request,
            transfers: one.transfers,
        })
    });
    all.collect()
}

fn sensitivities(
    situation: &Situation,
    found: Vec<baton_simulation::Sensitivity>,
) -> Vec<Sensitivity> {
    let all = found.into_iter().map(|one| {
        let parameter = one.parameter.name();
        let drawn = key(&one.subject).and_then(|key| drawn(&situation.document, &key, parameter));
        // Under a floor, what is drawn has no effect until it rises above it.
        let is_drawn = drawn.is_some_and(|drawn| (drawn - one.value).abs() < f64::EPSILON);
        Sensitivity {
            subject: key(&one.subject).unwrap_or_else(|| situation.key()),
            parameter: parameter.to_owned(),
            value: one.value,
            derivative: one.derivative,
            effect: one.effect,
            improved: is_drawn.then_some(one.improved),
        }
    });
    all.collect()
}

/// The record of a subject; none for the scenario.
fn key(subject: &Subject) -> Option<RecordKey> {
    match subject {
        Subject::Agent(id) => Some(RecordKey::new(Kind::Agent, &**id)),
        Subject::Handoff(id) => Some(RecordKey::new(Kind::Handoff, &**id)),
        Subject::Scenario => None,
    }
}
