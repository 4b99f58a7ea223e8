//! From replications to what is said about them.

use super::engine::Plan;
use super::histogram::Histogram;
use super::paired::figures;
use super::replication::Replication;
use super::report::{
    AgentLoad, CauseShare, Estimate, HandoffLoad, LoadCause, LoadMoment, Loaded, Spread, TeamLoad,
};
use super::staffing::Staffing;
use super::station::Areas;
use super::statistics::{ratio, share};
use super::{LoadOptions, Queues, SERIES};
use crate::fate::{Fate, Fates};
use crate::sample::{Interval, Outcomes};
use std::collections::BTreeMap;

impl Loaded {
    pub(super) fn new(
        queues: &Queues,
        options: &LoadOptions,
        plan: &Plan,
        done: &[Replication],
    ) -> Self {
        let sum = |count: &dyn Fn(&Replication) -> u64| done.iter().map(count).sum::<u64>();
        let measured = plan.until - plan.warm_up;
        let requests = sum(&|one| one.arrived);
        let of = |fate: Fate| share(done, |one| one.fates[fate as usize]);
        let mut outcomes = Fates::default();
        for fate in Fate::ALL {
            outcomes[fate] = of(fate).0;
        }
        let interval = |fate: Fate| of(fate).1;
        let arrivals = sum(&|one| one.arrivals);
        let transfers = sum(&|one| one.transfers);
        let ways = || done.iter().flat_map(|one| &one.ways);
        let uses: u64 = ways().map(|way| way.uses).sum();
        let attempts: u64 = ways().map(|way| way.attempts).sum();
        let throughput = Estimate::of(done.iter().map(|one| one.ended as f64 / measured * 1000.0));
        let by_load = LoadCause::ALL.map(|cause| {
            let (share, interval) = share(done, |one| one.by_load[cause as usize]);
            CauseShare {
                cause,
                outcome: Fate::Dropped,
                share,
                interval,
            }
        });
        let agents = agents(queues, plan, done);
        let inside = ratio(sum(&|one| one.inside), requests);
        let mut loaded = Self {
            rate_per_second: options.rate_per_second,
            seed: options.seed,
            service: options.service,
            replications: done.len() as u32,
            seconds: measured / 1000.0,
            warm_up_seconds: plan.warm_up / 1000.0,
            requests,
            outcomes,
            intervals: Outcomes {
                resolved: interval(Fate::Resolved),
                wrong: interval(Fate::Wrong),
                human: interval(Fate::Human),
                human_repeat: interval(Fate::HumanRepeat),
                abandoned: interval(Fate::Abandoned),
                dropped: interval(Fate::Dropped),
                killed: interval(Fate::Killed),
                stuck: interval(Fate::Stuck),
            },
            inside,
            by_load: by_load.into_iter().filter(|one| one.share > 0.0).collect(),
            throughput_per_second: throughput.unwrap_or_else(nothing),
            latency_ms: Spread::of(done.iter().map(|one| &one.latency)),
            waiting_ms: Spread::of(done.iter().map(|one| &one.waited)),
            hops: ratio(arrivals, requests),
            cost_usd: done.iter().map(|one| one.cost).sum::<f64>() / requests.max(1) as f64,
            handoff_success: (transfers > 0).then(|| ratio(sum(&|one| one.successes), transfers)),
            context_fidelity: 1.0 - ratio(sum(&|one| one.lost), arrivals),
            amplification: (uses > 0).then(|| ratio(attempts, uses)),
            teams: teams(queues, plan, done),
            handoffs: handoffs(queues, measured, requests, done),
            series_step_seconds: plan.until / 1000.0 / SERIES as f64,
            notes: Vec::new(),
            each: done.iter().map(|one| figures(one, measured)).collect(),
            agents,
        };
        loaded.notes = notes(queues, options, plan, &loaded, done);
        loaded
    }
}

fn nothing() -> Estimate {
    Estimate {
        mean: 0.0,
        interval: Interval {
            low: 0.0,
            high: 0.0,
        },
    }
}

/// What was measured at some agents, as if they were one.
struct Together {
    busy: Estimate,
    queue: Estimate,
    utilisation: Option<Estimate>,
    waiting: Option<Spread>,
    series: Vec<LoadMoment>,
}

impl Together {
    fn new(agents: &[usize], plan: &Plan, done: &[Replication]) -> Self {
        let measured = plan.until - plan.warm_up;
        let total = |one: &Replication, of: fn(&Areas) -> f64| -> f64 {
            agents
                .iter()
                .map(|agent| of(&one.stations[*agent].areas))
                .sum()
        };
        let mean = |of: fn(&Areas) -> f64| {
            Estimate::of(done.iter().map(|one| total(one, of) / measured)).unwrap_or_else(nothing)
        };
        let (busy, slots) = (|areas: &Areas| areas.busy, |areas: &Areas| areas.slots);
        let staffed = done.iter().filter(|one| total(one, slots) > 0.0);
        let waits: Vec<Histogram> = done
            .iter()
            .map(|one| {
                let mut all = Histogram::default();
                for agent in agents {
                    all.merge(&one.stations[*agent].counts.waits);
                }
                all
            })
            .collect();
        let step = plan.until / SERIES as f64 * done.len().max(1) as f64;
        let moment = |at: usize| {
            let mut moment = LoadMoment {
                queue: 0.0,
                busy: 0.0,
                slots: 0.0,
            };
            for one in done {
                for agent in agents {
                    let areas = &one.stations[*agent].series[at];
                    moment.queue += areas.waiting / step;
                    moment.busy += areas.busy / step;
                    moment.slots += areas.slots / step;
                }
            }
            moment
        };
        Self {
            busy: mean(busy),
            queue: mean(|areas| areas.waiting),
            utilisation: Estimate::of(staffed.map(|one| total(one, busy) / total(one, slots))),
            waiting: Spread::of(waits.iter()),
            series: (0..SERIES).map(moment).collect(),
        }
    }
}

fn agents(queues: &Queues, plan: &Plan, done: &[Replication]) -> Vec<AgentLoad> {
    let measured = (plan.until - plan.warm_up) * done.len().max(1) as f64;
    let numbered = queues.network.agents.iter().zip(&queues.places).enumerate();
    numbered
        .map(|(at, (agent, place))| {
            let together = Together::new(&[at], plan, done);
            let stations = || done.iter().map(move |one| &one.stations[at]);
            let is_limited = place.slots.is_some();
            let offered: u64 = stations().map(|one| one.counts.offered).sum();
            let begun: u64 = stations().map(|one| one.counts.begun).sum();
            let busy: f64 = stations().map(|one| one.areas.busy).sum();
            let slots: f64 = stations().map(|one| one.areas.slots).sum();
            let refused = |cause: LoadCause| {
                let refused = stations().map(|one| one.counts.refused[cause as usize]);
                ratio(refused.sum(), offered)
            };
            let copies: u64 = stations().map(|one| one.counts.copies).sum();
            let is_known = is_limited && begun > 0 && slots > 0.0;
            AgentLoad {
                id: agent.id.to_string(),
                slots: is_limited.then_some(slots / measured),
                busy: together.busy,
                utilisation: together.utilisation.filter(|_| is_limited),
                // So many come, each holds a slot so long.
                demand: is_known.then(|| offered as f64 * (busy / begun as f64) / slots),
                arrivals_per_second: offered as f64 / measured * 1000.0,
                waiting_ms: together.waiting,
                queue: together.queue,
                most_waiting: stations()
                    .map(|one| one.counts.most_waiting)
                    .max()
                    .unwrap_or(0),
                queue_full: refused(LoadCause::QueueFull),
                rate_limited: refused(LoadCause::RateLimited),
                timed_out: refused(LoadCause::TimedOut),
                wasted_per_second: copies as f64 / measured * 1000.0,
                series: if is_limited {
                    together.series
                } else {
                    Vec::new()
                },
            }
        })
        .collect()
}

fn teams(queues: &Queues, plan: &Plan, done: &[Replication]) -> Vec<TeamLoad> {
    let mut members: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, place) in queues.places.iter().enumerate() {
        if let (Some(team), Some(_)) = (&place.team, place.slots) {
            members.entry(team).or_default().push(at);
        }
    }
    members
        .into_iter()
        .map(|(team, agents)| {
            let together = Together::new(&agents, plan, done);
            let names = agents
                .iter()
                .map(|agent| queues.network.agents[*agent].id.to_string());
            TeamLoad {
                id: team.to_owned(),
                agents: names.collect(),
                utilisation: together.utilisation,
                waiting_ms: together.waiting,
                queue: together.queue,
                series: together.series,
            }
        })
        .collect()
}

fn handoffs(
    queues: &Queues,
    measured: f64,
    requests: u64,
    done: &[Replication],
) -> Vec<HandoffLoad> {
    let hours = measured * done.len() as f64 / 3_600_000.0;
    let numbered = queues.network.handoffs.iter().enumerate();
    numbered
        .map(|(at, handoff)| {
            let ways = || done.iter().map(move |one| one.ways[at]);
            let uses = ways().map(|way| way.uses).sum();
            let attempts: u64 = ways().map(|way| way.attempts).sum();
            let refused =
                |cause: LoadCause| -> u64 { ways().map(|way| way.refused[cause as usize]).sum() };
            let asked = attempts + refused(LoadCause::BreakerOpen);
            HandoffLoad {
                id: handoff.id.to_string(),
                uses: ratio(uses, requests),
                amplification: (uses > 0).then(|| ratio(attempts, uses)),
                queue_full: ratio(refused(LoadCause::QueueFull), asked),
                rate_limited: ratio(refused(LoadCause::RateLimited), asked),
                timed_out: ratio(refused(LoadCause::TimedOut), asked),
                breaker_open: ratio(refused(LoadCause::BreakerOpen), asked),
                openings_per_hour: ways().map(|way| way.openings).sum::<u64>() as f64 / hours,
                lost: ratio(ways().map(|way| way.lost).sum(), requests),
            }
        })
        .collect()
}

/// What is said where the time that is measured, or the one before it, is a part of the cycle in which shifts come again.
fn part_of_a_cycle(queues: &Queues, plan: &Plan) -> Option<String> {
    let staffed = queues
        .places
        .iter()
        .filter_map(|place| place.staffing.as_ref());
    let cycle = staffed.filter_map(Staffing::cycle).max_by(f64::total_cmp)?;
    let cycles = (plan.until - plan.warm_up) / cycle;
    let is_whole = (cycles - cycles.round()).abs() < 1e-6 && cycles > 0.5;
    if is_whole && plan.warm_up >= cycle {
        return None;
    }
    let hours = |milliseconds: f64| (milliseconds / 36_000.0).round() / 100.0;
    Some(format!(
        "shifts come again after {} hours, and {} hours are measured after {} hours of warm-up: the figures hang on where in the schedule the run begins; measure whole cycles after one at least",
        hours(cycle),
        hours(plan.until - plan.warm_up),
        hours(plan.warm_up)
    ))
}

fn notes(
    queues: &Queues,
    options: &LoadOptions,
    plan: &Plan,
    loaded: &Loaded,
    done: &[Replication],
) -> Vec<String> {
    let mut notes = Vec::new();
    if done.len() < options.replications as usize {
        notes.push(format!(
            "ended early, after {} of {} replications; the figures are those of these alone",
            done.len(),
            options.replications
        ));
    }
    notes.extend(queues.notes.iter().cloned());
    notes.extend(part_of_a_cycle(queues, plan));
    let limited = loaded.agents.iter().zip(&queues.places);
    for (agent, place) in limited.filter(|(_, place)| place.slots.is_some()) {
        let id = &agent.id;
        if agent.slots == Some(0.0) && agent.arrivals_per_second > 0.0 {
            notes.push(format!(
                "{id}: nobody is on shift while time is measured; run longer, or let the run begin at another time"
            ));
        }
        let Some(demand) = agent.demand.filter(|demand| *demand >= 1.0) else {
            continue;
        };
        let comes = format!(
            "{id} cannot keep up: {:.2} requests a second come, retries included, to {} slots, {:.0} % of what they can do",
            agent.arrivals_per_second,
            (agent.slots.unwrap_or(0.0) * 10.0).round() / 10.0,
            demand * 100.0
        );
        notes.push(if place.queue_limit < u32::MAX {
            format!("{comes}; the rest is turned away or gives up")
        } else if agent.timed_out > 0.0 {
            format!("{comes}; the rest gives up waiting, or waits for longer the longer the run is")
        } else {
            format!("{comes}; its queue grows for as long as the run lasts, so its waiting times say how long the run was and nothing else")
        });
    }
    if loaded.agents.iter().all(|agent| agent.slots.is_none()) {
        notes.push("no agent has a capacity, so nobody ever waits; give agents one".to_owned());
    }
    let broken = done.iter().filter(|one| one.is_broken_off).count();
    if broken > 0 {
        notes.push(format!(
            "{broken} of {} replications were broken off: they were not empty four times their length after measuring had ended, or had more events or more requests inside than a run may have; {:.2} % of the requests were still inside",
            done.len(),
            loaded.inside * 100.0
        ));
    }
    notes
}
