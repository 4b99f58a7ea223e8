//! One request, from its entry to its end.

use super::chance::{Thrown, drawn};
use super::step::{Mark, Next, Step, Steps};
use super::table::{Place, Tables, alias, throw};
use super::tally::Tally;
use crate::fate::Fate;
use crate::network::{Network, Taint};
use crate::stuck::Traps;
use rand::Rng;

/// Walks requests through a network.
pub(super) struct Walker<'n> {
    network: &'n Network,
    steps: Steps<'n>,
    tables: Tables,
    traps: Traps,
    /// An alias table over the entries.
    entries: Vec<Place>,
}

/// A request on its way; kept between requests so that nothing is allocated anew.
pub(super) struct Request {
    taint: Taint,
    /// Where it became tainted, as [`Tally::taints`] counts it.
    origin: u32,
    /// By handoff; only limited ones count.
    uses: Vec<u32>,
    used: Vec<u32>,
    arrivals: u32,
    /// Arrivals with lost context.
    lost: u32,
    transfers: u32,
    /// Transfers that succeed.
    successes: u32,
    cost: f64,
    time: f64,
    /// The last handoff that was used; where nothing leads to an end, the one that led there.
    last: Option<u32>,
    /// The agent at which it came to where nothing leads to an end.
    trapped: Option<u32>,
    /// What is counted of a step that is walked die by die.
    marks: Vec<Mark>,
}

impl<'n> Walker<'n> {
    pub fn new(network: &'n Network, times: bool) -> Self {
        let steps = Steps::new(network, times);
        let weights: Vec<f64> = network.entries.iter().map(|(_, weight)| *weight).collect();
        Self {
            network,
            tables: Tables::new(&steps),
            traps: Traps::new(network),
            steps,
            entries: alias(&weights),
        }
    }

    pub fn traps(&self) -> &Traps {
        &self.traps
    }

    pub fn request(&self) -> Request {
        Request {
            taint: Taint::Clean,
            origin: 0,
            uses: vec![0; self.network.handoffs.len()],
            used: Vec::new(),
            arrivals: 0,
            lost: 0,
            transfers: 0,
            successes: 0,
            cost: 0.0,
            time: 0.0,
            last: None,
            trapped: None,
            marks: Vec::new(),
        }
    }

    /// Walks one request from an entry to its end.
    pub fn walk(&self, request: &mut Request, dice: &mut impl Rng, tally: &mut Tally) {
        request.begin(Taint::Clean, 0);
        let (at, _) = self.network.entries[throw(&self.entries, dice)];
        let next = if self.network.agents[at as usize].is_human {
            Next::End(Fate::Human)
        } else {
            Next::Visit(at)
        };
        self.go_on(request, dice, tally, next);
    }

    /// Walks one request that is tainted at an agent to its end.
    pub fn walk_tainted(
        &self,
        request: &mut Request,
        dice: &mut impl Rng,
        tally: &mut Tally,
        agent: u32,
    ) {
        request.begin(Taint::Tainted, agent);
        self.go_on(request, dice, tally, Next::Visit(agent));
    }

    fn go_on(&self, request: &mut Request, dice: &mut impl Rng, tally: &mut Tally, first: Next) {
        let mut next = first;
        if let Next::Visit(agent) = first {
            request.trapped = self.traps.has(agent).then_some(agent);
        }
        let fate = loop {
            next = match next {
                Next::End(fate) => break fate,
                Next::Visit(agent) => {
                    let next = self.visit(request, dice, tally, agent);
                    tally.stuck[agent as usize] += u64::from(next == Next::End(Fate::Stuck));
                    next
                }
                Next::HandOver(handoff) => self.hand_over(request, dice, tally, handoff),
            };
        };
        let hops = u64::from(request.arrivals);
        tally.requests += 1;
        tally.hops += hops;
        tally.hop_squares += hops * hops;
        tally.kept.count(hops - u64::from(request.lost), hops);
        let successes = u64::from(request.successes);
        tally
            .successes
            .count(successes, u64::from(request.transfers));
        tally.fates[fate as usize] += 1;
        tally.cost += request.cost;
        tally.cost_squares += request.cost * request.cost;
        if let Some(last) = request.last.filter(|_| fate.is_bad()) {
            tally.ends_here[last as usize][fate as usize] += 1;
        }
        if self.steps.times {
            tally.time(request.time);
        }
    }

    /// Steps 1 to 4.
    fn visit(
        &self,
        request: &mut Request,
        dice: &mut impl Rng,
        tally: &mut Tally,
        agent: u32,
    ) -> Next {
        if self.steps.times {
            request.time += drawn(self.network.agents[agent as usize].latency, dice);
        }
        if let Some((step, marks)) = self.tables.visits.pick(agent, request.taint, dice) {
            return self.take(request, step, marks, dice, tally);
        }
        let mut marks = std::mem::take(&mut request.marks);
        let mut chance = Thrown(dice, &self.tables.branches);
        let step = self
            .steps
            .visit(agent, request.taint, &mut chance, &mut marks);
        self.take_thrown(request, &step, marks, dice, tally)
    }

    /// Steps 5 to 9.
    fn hand_over(
        &self,
        request: &mut Request,
        dice: &mut impl Rng,
        tally: &mut Tally,
        number: u32,
    ) -> Next {
        let handoff = &self.network.handoffs[number as usize];
        if let Some(limit) = handoff.limit {
            let uses = &mut request.uses[number as usize];
            if *uses >= limit {
                if !handoff.human_takes_over {
                    return Next::End(Fate::Killed);
                }
                request.arrivals += 1;
                return Next::End(Fate::Human);
            }
            *uses += 1;
            request.used.push(number);
        }
        if request.trapped.is_none() {
            request.last = Some(number);
        }
        tally.uses[number as usize] += 1;
        request.transfers += 1;
        if request.taint == Taint::Tainted {
            tally.taints[request.origin as usize].transfers += 1;
        }
        let next =
            if let Some((step, marks)) = self.tables.handoffs.pick(number, request.taint, dice) {
                self.take(request, step, marks, dice, tally)
            } else {
                let mut marks = std::mem::take(&mut request.marks);
                let mut chance = Thrown(dice, &self.tables.branches);
                let step = self
                    .steps
                    .hand_over(number, request.taint, &mut chance, &mut marks);
                self.take_thrown(request, &step, marks, dice, tally)
            };
        let Next::Visit(agent) = next else {
            return next;
        };
        if request.trapped.is_none() && self.traps.has(agent) {
            request.trapped = Some(agent);
        }
        if request.arrivals < self.network.hop_cap {
            return next;
        }
        match request.trapped {
            Some(agent) => tally.trapped[agent as usize] += 1,
            None => tally.capped += 1,
        }
        Next::End(Fate::Stuck)
    }

    /// Takes over what a step did that was walked die by die.
    fn take_thrown(
        &self,
        request: &mut Request,
        step: &Step,
        mut marks: Vec<Mark>,
        dice: &mut impl Rng,
        tally: &mut Tally,
    ) -> Next {
        let next = self.take(request, step, &marks, dice, tally);
        marks.clear();
        request.marks = marks;
        next
    }

    /// Takes over what a step did.
    fn take(
        &self,
        request: &mut Request,
        step: &Step,
        marks: &[Mark],
        dice: &mut impl Rng,
        tally: &mut Tally,
    ) -> Next {
        request.taint = step.taint;
        request.cost += step.cost;
        request.time += step.time;
        for mark in marks {
            match *mark {
                Mark::Called(handoff) => tally.uses[handoff as usize] += 1,
                Mark::Tainted(place) => {
                    request.origin = place;
                    tally.taints[place as usize].times += 1;
                }
                Mark::Worked(agent) => {
                    request.time += drawn(self.network.agents[agent as usize].latency, dice);
                }
            }
        }
        request.arrivals += u32::from(step.arrived);
        request.lost += u32::from(step.lost);
        request.successes += u32::from(step.succeeded);
        step.next
    }
}

impl Request {
    fn begin(&mut self, taint: Taint, origin: u32) {
        for handoff in self.used.drain(..) {
            self.uses[handoff as usize] = 0;
        }
        self.taint = taint;
        self.origin = origin;
        self.arrivals = 0;
        self.lost = 0;
        self.transfers = 0;
        self.successes = 0;
        self.cost = 0.0;
        self.time = 0.0;
        self.last = None;
        self.trapped = None;
    }
}
