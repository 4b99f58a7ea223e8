//! How much is run, and running it.

use super::Loaded;
use super::Queues;
use super::engine::{Engine, Plan};
use super::replication::Replication;
use crate::error::SimulationError;
use crate::sample::{SampleOptions, sample};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::ops::{Range, RangeInclusive};
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Sender, channel};

/// Requests that a run may plan, all replications and their warm-up together.
const MOST_REQUESTS: f64 = 1e9;
/// Fewer replications say nothing about how sure a figure is.
const REPLICATIONS: RangeInclusive<u32> = 5..=10_000;
/// Replications that are begun at a time.
const ROUND: u32 = 8;
/// A run is broken off so many times its own length after measuring has ended, but not before so many times the slowest requests' time: what is
/// still inside then waits at an agent that cannot keep up.
const COOL_DOWN: f64 = 4.0;
const PATIENCE: f64 = 10.0;
/// Requests that are walked without load to find how long a warm-up has to be.
const SCOUTS: u64 = 1024;

/// How the times of visits are spread.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum ServiceTimes {
    /// Log-normal by median and 95th percentile, as drawn.
    #[default]
    LogNormal,
    /// Exponential with the same means, as textbook formulas have it.
    Exponential,
}

/// How much load, for how long.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LoadOptions {
    /// Requests that arrive in a second, on average.
    pub rate_per_second: f64,
    /// Requests to measure, all replications together; where `seconds` is left out.
    pub requests: u64,
    /// Time to measure in each replication.
    pub seconds: Option<f64>,
    /// Time before measuring begins; a tenth of the measured time, or longer where requests or visits take long, where left out.
    pub warm_up_seconds: Option<f64>,
    /// Independent repetitions, 5 to 10000.
    pub replications: u32,
    /// What the dice begin with.
    pub seed: u64,
    /// How the times of visits are spread.
    pub service: ServiceTimes,
}

impl Default for LoadOptions {
    fn default() -> Self {
        Self {
            rate_per_second: 1.0,
            requests: 200_000,
            seconds: None,
            warm_up_seconds: None,
            replications: 20,
            seed: 1,
            service: ServiceTimes::LogNormal,
        }
    }
}

/// Whether a run was ended, for all its threads.
#[derive(Default)]
struct Watch {
    is_over: AtomicBool,
}

impl Watch {
    fn goes_on(&self) -> bool {
        !self.is_over.load(Ordering::Relaxed)
    }

    fn end(&self) {
        self.is_over.store(true, Ordering::Relaxed);
    }
}

impl Queues {
    /// Puts the topology under load. `go_on` is asked before anything runs and from time to time with the requests so far; once it says no, the
    /// replications that are complete are the result, and too few of them are an error. The same options give the same result on any number of threads.
    pub fn run(
        &self,
        options: &LoadOptions,
        mut go_on: impl FnMut(u64) -> bool,
    ) -> Result<Loaded, SimulationError> {
        let plan = self.plan(options)?;
        let mut done: Vec<Replication> = Vec::new();
        let mut arrived = 0;
        let watch = Watch::default();
        while (done.len() as u32) < options.replications && watch.goes_on() && go_on(arrived) {
            let from = done.len() as u32;
            let round = from..(from + ROUND).min(options.replications);
            done.extend(self.round(&plan, round, &watch, |more| {
                arrived += more;
                if !go_on(arrived) {
                    watch.end();
                }
            }));
        }
        if (done.len() as u32) < *REPLICATIONS.start() {
            return Err(SimulationError::EndedTooEarly {
                done: done.len() as u32,
                least: *REPLICATIONS.start(),
            });
        }
        Ok(Loaded::new(self, options, &plan, &done))
    }

    /// The time before measuring begins, in seconds, that a run takes with these options.
    ///
    /// # Errors
    /// Where the options cannot be.
    pub fn warm_up_seconds(&self, options: &LoadOptions) -> Result<f64, SimulationError> {
        Ok(self.plan(options)?.warm_up / 1000.0)
    }

    /// Replications side by side, as far as they came to their end; `told` hears of the requests that have arrived since it heard last.
    fn round(
        &self,
        plan: &Plan,
        round: Range<u32>,
        watch: &Watch,
        mut told: impl FnMut(u64),
    ) -> Vec<Replication> {
        let (teller, hearer) = channel();
        std::thread::scope(|scope| {
            let replications = scope.spawn(move || {
                let each = |teller: &mut Sender<u64>, replication| {
                    // Nobody hears it any more only where the run has ended.
                    let tell = |arrived| teller.send(arrived).is_ok() && watch.goes_on();
                    Engine::replicate(self, plan, replication, tell)
                };
                round
                    .into_par_iter()
                    .map_with(teller, each)
                    .collect::<Vec<_>>()
            });
            for arrived in hearer {
                told(arrived);
            }
            match replications.join() {
                // They are complete in any order; a result is made of the first ones.
                Ok(results) => results.into_iter().map_while(|result| result).collect(),
                Err(fault) => resume_unwind(fault),
            }
        })
    }

    /// Times of a replication, checked.
    pub(super) fn plan(&self, options: &LoadOptions) -> Result<Plan, SimulationError> {
        let wrong = |field, value, expected| {
            Err(SimulationError::OutOfRange {
                subject: "the load".to_owned(),
                field,
                value,
                expected,
            })
        };
        let rate = options.rate_per_second;
        if !(1e-6..=1e7).contains(&rate) {
            return wrong("rate_per_second", rate, "between 0.000001 and 10000000");
        }
        if !REPLICATIONS.contains(&options.replications) {
            let replications = f64::from(options.replications);
            return wrong("replications", replications, "between 5 and 10000");
        }
        if options.requests == 0 {
            return wrong("requests", 0.0, "1 or more");
        }
        let replications = f64::from(options.replications);
        let seconds = options
            .seconds
            .unwrap_or_else(|| options.requests as f64 / (replications * rate));
        if !(seconds.is_finite() && seconds > 0.0) {
            return wrong("seconds", seconds, "a number above 0");
        }
        let slowest = self.slowest();
        let warm_up = match options.warm_up_seconds {
            Some(warm_up) if !(warm_up.is_finite() && warm_up >= 0.0) => {
                return wrong("warm_up_seconds", warm_up, "a number, 0 or more");
            }
            Some(warm_up) => warm_up * 1000.0,
            None => (seconds * 100.0).max(slowest),
        };
        let until = warm_up + seconds * 1000.0;
        let planned = replications * rate * until / 1000.0;
        if planned > MOST_REQUESTS {
            return wrong(
                "requests",
                planned,
                "at most 1000000000 with the warm-up of each replication; shorten the time or the warm-up",
            );
        }
        Ok(Plan {
            gap: 1000.0 / rate,
            warm_up,
            until,
            last: until + (COOL_DOWN * until).max(PATIENCE * slowest),
            seed: options.seed,
            service: options.service,
        })
    }

    /// Milliseconds after which an empty topology is about as busy as it will be: as long as the slowest requests take without load,
    /// and as a few visits at the slowest agent or tickets of the slowest person.
    fn slowest(&self) -> f64 {
        let scouts = SampleOptions {
            requests: SCOUTS,
            times: true,
            ..SampleOptions::default()
        };
        let walked = sample(&self.network, &scouts, |_| true).latency_ms;
        let visits = self.places.iter().map(|place| place.service.mean);
        let visit = visits.fold(0.0, f64::max);
        walked.map_or(0.0, |times| times.p99).max(3.0 * visit)
    }
}
