//! The run itself: events in their order, requests that come and go.

use super::breaker::Breaker;
use super::dice::Dice;
use super::events::{EventList, What};
use super::replication::Replication;
use super::station::{Areas, Station, Turn};
use super::token::{NONE, Token};
use super::{LoadCause, Queues, SERIES, Service, ServiceTimes};
use crate::fate::Fate;

/// Requests and branches inside at once, at most.
const MOST_INSIDE: usize = 2_000_000;
/// Events for each request that is planned, and events in any case: a run that needs more is broken off.
const MOST_EVENTS: (f64, f64) = (200.0, 1e6);
/// Arrivals between two looks at whether the run goes on.
const BETWEEN: u32 = 4096;
/// The tick at which measuring begins; the others are numbered from 0 on.
const MEASURING: u32 = SERIES as u32;

/// What one replication is to do; times in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Plan {
    /// Mean time between two requests.
    pub gap: f64,
    pub warm_up: f64,
    /// When measuring ends.
    pub until: f64,
    /// When a run is broken off, whoever is still inside.
    pub last: f64,
    pub seed: u64,
    pub service: ServiceTimes,
}

pub(super) struct Engine<'q> {
    pub(super) queues: &'q Queues,
    pub(super) service: ServiceTimes,
    pub(super) now: f64,
    pub(super) dice: Dice,
    pub(super) events: EventList,
    pub(super) tokens: Vec<Token>,
    free: Vec<u32>,
    /// By token and limited handoff.
    uses: Vec<u32>,
    pub(super) stations: Vec<Station>,
    pub(super) breakers: Vec<Option<Breaker>>,
    pub(super) result: Replication,
    /// Whether time is being measured.
    pub(super) is_measuring: bool,
    is_over: bool,
    /// Requests that count and are still inside.
    outstanding: u64,
    /// By agent: areas when measuring began, and at the last tick.
    before: Vec<(Areas, Areas)>,
}

impl<'q> Engine<'q> {
    pub fn new(queues: &'q Queues, plan: &Plan, replication: u32) -> Self {
        let stations: Vec<Station> = queues.places.iter().map(Station::new).collect();
        Self {
            service: plan.service,
            now: 0.0,
            dice: Dice::new(plan.seed, 2 * replication),
            events: EventList::default(),
            tokens: Vec::new(),
            free: Vec::new(),
            uses: Vec::new(),
            breakers: queues
                .ways
                .iter()
                .map(|way| way.breaker.map(Breaker::new))
                .collect(),
            result: Replication::new(queues),
            is_measuring: false,
            is_over: false,
            outstanding: 0,
            before: vec![Default::default(); stations.len()],
            stations,
            queues,
        }
    }

    /// Runs until every request that counts has ended. `arrivals` gives the time of one arrival after the other; they keep coming until then, so
    /// that the last ones meet the load that all met.
    pub fn run(mut self, plan: &Plan, mut arrivals: impl FnMut() -> f64) -> Self {
        let most = MOST_EVENTS.1 + MOST_EVENTS.0 * plan.until / plan.gap;
        for agent in 0..self.stations.len() {
            self.next_shift(agent);
        }
        self.events.add(plan.warm_up, What::Tick, MEASURING);
        for tick in 0..SERIES as u32 {
            let at = plan.until * f64::from(tick + 1) / SERIES as f64;
            self.events.add(at, What::Tick, tick);
        }
        let mut arrival = arrivals();
        let mut events = 0_u64;
        while !self.is_over || self.outstanding > 0 {
            if arrival < self.events.due() {
                self.now = arrival;
                arrival = arrivals();
                self.arrive();
            } else if let Some(event) = self.events.next() {
                self.now = event.at;
                match event.what {
                    What::Served => self.served(event.of),
                    What::Attempt => self.attempt(event.of),
                    What::Delivered => self.delivered(event.of),
                    What::Reviewed => self.arrive_at_end(event.of),
                    What::TimedOut => self.timed_out(event.of, event.number),
                    What::Released => self.release(event.of),
                    What::Shift => self.shift(event.of),
                    What::Tick => self.tick(event.of),
                }
            } else {
                // Nothing will ever happen again.
                break;
            }
            events += 1;
            if events as f64 > most || self.tokens.len() > MOST_INSIDE || self.now > plan.last {
                self.result.is_broken_off = true;
                break;
            }
        }
        self.result.inside = self.outstanding;
        for (result, station) in self.result.stations.iter_mut().zip(&mut self.stations) {
            result.counts = std::mem::take(&mut station.counts);
        }
        self
    }

    /// Runs with a Poisson stream. It has dice of its own: two designs that are compared get the same arrivals. `tell` hears from time to time
    /// of the requests that have come to be measured since; none where it said no.
    pub fn replicate(
        queues: &'q Queues,
        plan: &Plan,
        replication: u32,
        mut tell: impl FnMut(u64) -> bool,
    ) -> Option<Replication> {
        let mut dice = Dice::new(plan.seed, 2 * replication + 1);
        let (mut at, mut came, mut measured, mut goes_on) = (0.0, 0_u32, 0_u64, true);
        let arrivals = || {
            at += dice.exponential(plan.gap);
            measured += u64::from(at >= plan.warm_up && at < plan.until);
            came += 1;
            if came >= BETWEEN {
                goes_on &= tell(std::mem::take(&mut measured));
                came = 0;
            }
            if goes_on { at } else { f64::INFINITY }
        };
        let result = Engine::new(queues, plan, replication)
            .run(plan, arrivals)
            .result;
        (goes_on && tell(measured)).then_some(result)
    }

    fn arrive(&mut self) {
        let entries = &self.queues.network.entries;
        let mut at = entries.last().map_or(0, |(agent, _)| *agent);
        if entries.len() > 1 {
            let mut left = self.dice.uniform();
            for (agent, weight) in entries {
                left -= weight;
                if left < 0.0 {
                    at = *agent;
                    break;
                }
            }
        }
        let counts = self.is_measuring;
        let number = self
            .free
            .last()
            .copied()
            .unwrap_or(self.tokens.len() as u32);
        let token = self.place(Token::request(number, at, self.now, counts));
        self.result.arrived += u64::from(counts);
        self.outstanding += u64::from(counts);
        if let Err(cause) = self.offer(token, at) {
            self.tokens[token as usize].cause = Some(cause);
            self.end(token, Fate::Dropped);
        }
    }

    /// Gives a token a number. Its ticket goes on from whoever had the number before.
    pub(super) fn place(&mut self, mut token: Token) -> u32 {
        let limits = self.queues.limits;
        if let Some(number) = self.free.pop() {
            token.ticket = self.tokens[number as usize].ticket.wrapping_add(1);
            self.tokens[number as usize] = token;
            if limits > 0 {
                let own = number as usize * limits;
                self.uses[own..own + limits].fill(0);
            }
            return number;
        }
        self.tokens.push(token);
        self.uses.resize(self.tokens.len() * limits, 0);
        self.tokens.len() as u32 - 1
    }

    /// Takes a number back; whatever still names it is out of date.
    pub(super) fn take_back(&mut self, number: u32) {
        let token = &mut self.tokens[number as usize];
        token.ticket = token.ticket.wrapping_add(1);
        token.timeout = NONE;
        self.free.push(number);
    }

    /// How often a request has used a limited handoff.
    pub(super) fn uses(&mut self, token: u32, limited: u32) -> &mut u32 {
        &mut self.uses[token as usize * self.queues.limits + limited as usize]
    }

    /// A request has ended. A drop counts for what load did to its last transfer, if it did anything.
    pub(super) fn end(&mut self, number: u32, fate: Fate) {
        let token = &self.tokens[number as usize];
        let result = &mut self.result;
        result.ended += u64::from(self.is_measuring);
        if token.counts {
            self.outstanding -= 1;
            result.fates[fate as usize] += 1;
            result.latency.add(self.now - token.born);
            result.waited.add(token.waited);
            result.cost += token.cost;
            if let (Fate::Dropped, Some(cause)) = (fate, token.cause) {
                result.by_load[cause as usize] += 1;
                if token.handoff != NONE {
                    result.ways[token.handoff as usize].lost += 1;
                }
            }
        }
        self.take_back(number);
    }

    /// Lets a token in at an agent: it is taken up, waits, or is turned away.
    pub(super) fn offer(&mut self, number: u32, agent: u32) -> Result<(), LoadCause> {
        let token = &mut self.tokens[number as usize];
        token.agent = agent;
        token.since = self.now;
        let counts = token.counts;
        let station = &mut self.stations[agent as usize];
        station.counts.offered += u64::from(counts);
        let refused = if !station.permits(self.now) {
            Err(LoadCause::RateLimited)
        } else if station.seize(self.now) {
            self.take_up(number);
            return Ok(());
        } else {
            let way = self.queues.way_of(token);
            let leaves_a_copy = way.is_some_and(|way| way.leaves_a_copy);
            station
                .queue(self.now, number, token, leaves_a_copy)
                .map(|()| {
                    // A ticket that waits for a person has been accepted.
                    let is_human = self.queues.network.agents[agent as usize].is_human;
                    let timeout = way.and_then(|way| way.timeout).filter(|_| !is_human);
                    if let Some(timeout) = timeout {
                        token.timeout = self.events.add(self.now + timeout, What::TimedOut, number);
                    }
                })
        };
        if let Err(cause) = refused {
            self.stations[agent as usize].counts.refused[cause as usize] += u64::from(counts);
        }
        refused
    }

    fn timed_out(&mut self, number: u32, event: u32) {
        let token = &mut self.tokens[number as usize];
        if token.timeout != event {
            return;
        }
        token.timeout = NONE;
        token.ticket = token.ticket.wrapping_add(1);
        let (agent, counts) = (token.agent, u64::from(token.counts));
        let leaves_a_copy = self
            .queues
            .way_of(token)
            .is_some_and(|way| way.leaves_a_copy);
        self.wait_ended(number);
        let station = &mut self.stations[agent as usize];
        station.give_up(self.now, leaves_a_copy);
        station.counts.refused[LoadCause::TimedOut as usize] += counts;
        self.failed(number, Some(LoadCause::TimedOut));
    }

    /// Adds the time since a token began to wait to that of its request.
    pub(super) fn wait_ended(&mut self, number: u32) -> f64 {
        let token = &self.tokens[number as usize];
        let (root, waited) = (token.root as usize, self.now - token.since);
        self.tokens[root].waited += waited;
        waited
    }

    /// A slot of an agent is free again.
    pub(super) fn release(&mut self, agent: u32) {
        self.stations[agent as usize].release(self.now);
        self.serve(agent);
    }

    /// Whoever waits takes the slots that are free.
    fn serve(&mut self, agent: u32) {
        while let Some(turn) = self.stations[agent as usize].next(self.now, &self.tokens) {
            match turn {
                Turn::Token(token) => self.take_up(token),
                Turn::Copy => {
                    // Nobody waits for what comes of it, but the time is gone.
                    let time = self.visit_time(agent);
                    self.events.add(self.now + time, What::Released, agent);
                    self.stations[agent as usize].counts.copies += u64::from(self.is_measuring);
                }
            }
        }
    }

    /// Milliseconds of one visit that begins at an agent.
    pub(super) fn visit_time(&mut self, agent: u32) -> f64 {
        self.time_of(agent, self.queues.places[agent as usize].service)
    }

    /// Milliseconds of the answer to a call that begins at an agent.
    pub(super) fn answer_time(&mut self, agent: u32) -> f64 {
        self.time_of(agent, self.queues.places[agent as usize].answer)
    }

    fn time_of(&mut self, agent: u32, service: Service) -> f64 {
        self.stations[agent as usize].counts.begun += u64::from(self.is_measuring);
        self.dice.time(service.time, service.mean, self.service)
    }

    fn shift(&mut self, agent: u32) {
        let place = &self.queues.places[agent as usize];
        self.stations[agent as usize].staff(place, self.now);
        self.next_shift(agent as usize);
        self.serve(agent);
    }

    fn next_shift(&mut self, agent: usize) {
        let staffing = self.queues.places[agent].staffing.as_ref();
        if let Some(at) = staffing.and_then(|staffing| staffing.next_change(self.now)) {
            self.events.add(at, What::Shift, agent as u32);
        }
    }

    fn tick(&mut self, tick: u32) {
        if tick == MEASURING {
            self.is_measuring = true;
            for (station, before) in self.stations.iter_mut().zip(&mut self.before) {
                before.0 = station.areas(self.now);
            }
            return;
        }
        self.is_over = tick + 1 == MEASURING;
        let stations = self.stations.iter_mut().zip(&mut self.before);
        for ((station, before), result) in stations.zip(&mut self.result.stations) {
            let areas = station.areas(self.now);
            result.series[tick as usize] = areas.since(before.1);
            before.1 = areas;
            if self.is_over {
                result.areas = areas.since(before.0);
            }
        }
        if self.is_over {
            self.is_measuring = false;
        }
    }
}
