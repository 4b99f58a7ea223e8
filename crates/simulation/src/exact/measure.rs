//! What people ask of a run, read from the expected visits.

use super::chain::Chain;
use super::compounding::Carried;
use super::go_on::GoOn;
use super::result::{AgentFate, EntryFate, Exact, HandoffFate};
use super::sensitivity::sensitivities;
use super::space::Space;
use super::{ExactOptions, Limits};
use crate::fate::{Fate, Fates};
use crate::network::{Network, Taint};
use crate::stuck::{Stuck, Traps, without_means};
use rayon::prelude::*;

/// No outcome may be off by more.
const CERTAIN: f64 = 1e-9;
/// So many entries are solved one by one; of more, all at once for each outcome.
const FEW_ENTRIES: usize = 3;

/// A solution that was ended before it was there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the solution was ended before it was there")]
pub struct Interrupted;

/// Solves the chain of a network; `None` where it has more states than the options allow, or an outcome could be off by more than 1e-9.
pub fn exact(network: &Network, options: &ExactOptions) -> Option<Exact> {
    exact_while(network, options, &|| true).ok().flatten()
}

/// The same as long as `go_on` says so. It is asked often, by several threads.
///
/// # Errors
/// [`Interrupted`] once it has said no.
pub fn exact_while(
    network: &Network,
    options: &ExactOptions,
    go_on: &(dyn Fn() -> bool + Sync),
) -> Result<Option<Exact>, Interrupted> {
    let go_on = GoOn::new(go_on);
    let solved = solve(network, options.limits, &go_on);
    if go_on.is_over() {
        return Err(Interrupted);
    }
    Ok(solved.filter(|exact| exact.bound <= CERTAIN))
}

fn solve(network: &Network, limits: Limits, go_on: &GoOn<'_>) -> Option<Exact> {
    let space = Space::new(network, limits, go_on)?;
    // How far taints carry is a chain of its own, solved beside the others.
    let ((chain, mix), carried) = rayon::join(
        || {
            let chain = Chain::new(&space.rows, Some(space.pairs()), go_on);
            let mix = Run {
                network,
                space: &space,
                chain: &chain,
            }
            .all_entries();
            (chain, mix)
        },
        || Carried::new(network, &space, go_on),
    );
    if go_on.is_over() {
        return None;
    }
    let run = Run {
        network,
        space: &space,
        chain: &chain,
    };
    Some(run.all(&mix, carried.as_ref()))
}

struct Run<'a> {
    network: &'a Network,
    space: &'a Space,
    chain: &'a Chain<'a>,
}

/// What a mix of starts leads to.
struct Mix {
    visits: Vec<f64>,
    outcomes: Fates,
    error: f64,
    /// Probability of going round for ever.
    trapped: f64,
}

/// What the visits of a mix come to, handoff by handoff.
struct Flows {
    /// By handoff and taint: uses.
    used: Vec<[f64; 2]>,
    /// By handoff: uses as a delegation.
    called: Vec<f64>,
    /// Arrivals at people because of a limit.
    diverted: f64,
    cost_usd: f64,
    /// None where it is not known exactly.
    latency_ms: Option<f64>,
}

/// Probabilities of bad ends at a visit itself: wrong, dropped, killed, stuck.
const AT_VISIT: [Fate; 4] = [Fate::Wrong, Fate::Dropped, Fate::Killed, Fate::Stuck];

impl Run<'_> {
    fn all_entries(&self) -> Mix {
        let mut starts = vec![0.0; self.space.states.len()];
        let mut with_people = 0.0;
        for (_, state, weight) in &self.space.entries {
            starts[*state as usize] += weight;
        }
        for (agent, weight) in &self.network.entries {
            if self.network.agents[*agent as usize].is_human {
                with_people += weight;
            }
        }
        self.mix(&starts, with_people)
    }

    fn all(&self, mix: &Mix, carried: Option<&Carried<'_>>) -> Exact {
        let ends = mix.trapped == 0.0;
        let (mut exact, (flows, handoffs, compounding)) = rayon::join(
            || self.outcomes_and_slopes(mix),
            || {
                let carried = carried.filter(|_| ends);
                let compounding = carried.map(|carried| carried.origins(&mix.visits));
                let flows = self.flows(mix);
                let handoffs = self.handoffs(mix, &flows);
                (flows, handoffs, compounding)
            },
        );
        exact.handoffs = handoffs;
        exact.compounding = compounding;
        if ends {
            self.rates(&flows, &mut exact);
        } else {
            exact.notes.push(without_means(mix.trapped));
        }
        self.tell_stuck(mix, &mut exact.notes);
        exact
    }

    /// The outcomes, and what hangs on those from each state on.
    fn outcomes_and_slopes(&self, mix: &Mix) -> Exact {
        let (entries, error) = self.entries(mix);
        let recovers = self.recovers(mix);
        let bad: Vec<f64> = recovers.iter().map(|good| 1.0 - good).collect();
        Exact {
            outcomes: mix.outcomes,
            bound: mix.error.max(error),
            entries,
            hops: None,
            cost_usd: None,
            latency_ms: None,
            handoff_success: None,
            context_fidelity: None,
            agents: self.agents(mix, &recovers),
            handoffs: Vec::new(),
            sensitivities: sensitivities(self.network, self.space, &mix.visits, &bad),
            compounding: None,
            notes: Vec::new(),
            states: self.space.states.len() as u32,
        }
    }

    fn mix(&self, starts: &[f64], with_people: f64) -> Mix {
        let found = self.chain.visits(starts);
        let visits = found.values;
        let mut outcomes = Fates::default();
        outcomes.human += with_people;
        let mut trapped = 0.0;
        for (state, start) in starts.iter().enumerate() {
            if self.chain.is_trap(state) {
                trapped += start;
            }
        }
        for (state, visits) in visits
            .iter()
            .enumerate()
            .filter(|(_, visits)| **visits > 0.0)
        {
            outcomes.add(*visits, &self.space.ends[state]);
            for edge in self.space.edges_of(state) {
                if self.chain.is_trap(edge.to as usize) {
                    trapped += visits * edge.probability;
                }
            }
        }
        outcomes.stuck += trapped;
        Mix {
            visits,
            outcomes,
            error: found.error,
            trapped,
        }
    }

    /// How requests of each entry end, and by how much that is off at most.
    fn entries(&self, mix: &Mix) -> (Vec<EntryFate>, f64) {
        let (found, error) = if self.network.entries.len() == 1 {
            (vec![mix.outcomes], mix.error)
        } else if self.space.entries.len() <= FEW_ENTRIES {
            self.entries_one_by_one()
        } else {
            self.entries_at_once(mix)
                .unwrap_or_else(|| self.entries_one_by_one())
        };
        let with_people = Fates {
            human: 1.0,
            ..Fates::default()
        };
        let mut found = self.space.entries.iter().zip(found).peekable();
        let all = self.network.entries.iter().map(|(agent, share)| {
            let own = found.next_if(|((at, _, _), _)| at == agent);
            EntryFate {
                agent: self.network.agents[*agent as usize].id.clone(),
                share: *share,
                outcomes: own.map_or(with_people, |(_, outcomes)| outcomes),
            }
        });
        (all.collect(), error)
    }

    fn entries_one_by_one(&self) -> (Vec<Fates>, f64) {
        let mut error = 0.0_f64;
        let waited_for = self.space.entries.iter();
        let waited_for = waited_for.take_while(|_| !self.chain.is_over());
        let entries = waited_for.map(|(_, state, _)| {
            let mut starts = vec![0.0; self.space.states.len()];
            starts[*state as usize] = 1.0;
            let mix = self.mix(&starts, 0.0);
            error = error.max(mix.error);
            mix.outcomes
        });
        (entries.collect(), error)
    }

    /// One solution for each outcome that there is, from all states; none where it cannot be told how far they are off.
    fn entries_at_once(&self, mix: &Mix) -> Option<(Vec<Fates>, f64)> {
        let entries: Vec<u32> = self.space.entries.iter().map(|(_, at, _)| *at).collect();
        let moves = self.chain.moves()?;
        let ends: Vec<Fate> = Fate::ALL
            .into_iter()
            .filter(|fate| mix.outcomes[*fate] > 0.0)
            .collect();
        let solved: Vec<(Fate, Vec<f64>, f64)> = ends
            .into_par_iter()
            .map(|fate| {
                let gives: Vec<f64> = (0..self.space.states.len())
                    .map(|state| self.ends(state)[fate])
                    .collect();
                let (values, error) = self.chain.certain_values(&gives, &moves, &entries);
                (fate, values, error)
            })
            .collect();
        let error = solved
            .iter()
            .map(|(_, _, error)| *error)
            .fold(0.0, f64::max);
        let outcomes = entries.iter().map(|state| {
            let mut outcomes = Fates::default();
            for (fate, values, _) in &solved {
                outcomes[*fate] = values[*state as usize];
            }
            if self.chain.is_trap(*state as usize) {
                outcomes.stuck = 1.0;
            }
            outcomes
        });
        Some((outcomes.collect(), error))
    }

    /// How requests end in a state or on the way from it, those among them that go where there is no end.
    fn ends(&self, state: usize) -> Fates {
        let mut ends = self.space.ends[state];
        for edge in self.space.edges_of(state) {
            if self.chain.is_trap(edge.to as usize) {
                ends.stuck += edge.probability;
            }
        }
        ends
    }

    fn flows(&self, mix: &Mix) -> Flows {
        let mut flows = Flows {
            used: vec![[0.0; 2]; self.network.handoffs.len()],
            called: vec![0.0; self.network.handoffs.len()],
            diverted: 0.0,
            cost_usd: 0.0,
            latency_ms: Some(0.0),
        };
        self.each_visit(mix, |state, visits| {
            let effect = &self.space.effects[state.agent as usize][state.taint as usize];
            flows.cost_usd += visits * effect.cost_usd;
            let latency = flows.latency_ms.zip(effect.latency_ms);
            flows.latency_ms = latency.map(|(so_far, here)| so_far + visits * here);
            for (handoff, more) in &effect.uses {
                flows.called[*handoff as usize] += visits * more;
            }
            for choice in self.space.turns.choices(state) {
                let weight = visits * choice.probability;
                if self.space.is_stopped(self.network, state, choice.handoff) {
                    let handoff = &self.network.handoffs[choice.handoff as usize];
                    flows.diverted += weight * handoff.stopped().hops;
                } else {
                    flows.used[choice.handoff as usize][choice.taint as usize] += weight;
                }
            }
        });
        flows
    }

    /// Expected arrivals, cost and time, and what they are shares of.
    fn rates(&self, flows: &Flows, exact: &mut Exact) {
        let (mut hops, mut lost, mut uses, mut success) = (flows.diverted, 0.0, 0.0, 0.0);
        let mut on_the_way = 0.0;
        for (handoff, used) in (0..).zip(&flows.used) {
            for (taint, weight) in Taint::BOTH.into_iter().zip(used) {
                let passage = self.space.passages.of(handoff, taint);
                uses += weight;
                hops += weight * passage.hops;
                lost += weight * passage.lost;
                success += weight * passage.success;
                on_the_way += weight * passage.latency_ms;
            }
        }
        let latency = flows.latency_ms.map(|visits| visits + on_the_way);
        let mut known = |figure: &str, mean: f64| {
            if !mean.is_finite() {
                exact.notes.push(format!(
                    "the mean {figure} of a request is too large for a number, so it is left out"
                ));
            }
            Some(mean).filter(|mean| mean.is_finite())
        };
        exact.hops = known("number of hops", hops);
        exact.cost_usd = known("cost", flows.cost_usd);
        exact.latency_ms = latency.and_then(|latency| known("time", latency));
        exact.handoff_success = (uses > 0.0).then(|| success / uses);
        exact.context_fidelity = Some(if hops > 0.0 { 1.0 - lost / hops } else { 1.0 });
        if latency.is_none() {
            exact.notes.push(
                "branches run at once, so the mean time is not known exactly; sampling gives it"
                    .to_owned(),
            );
        }
    }

    fn each_visit(&self, mix: &Mix, mut visit: impl FnMut(super::space::State, f64)) {
        for (state, visits) in self.space.states.iter().zip(&mix.visits) {
            if *visits > 0.0 {
                visit(*state, *visits);
            }
        }
    }

    /// By state: probability that a request in it ends resolved or with a person.
    fn recovers(&self, mix: &Mix) -> Vec<f64> {
        let good = self.space.ends.iter();
        let good: Vec<f64> = good
            .map(|ends| ends.resolved + ends.human + ends.human_repeat)
            .collect();
        let moves = mix.visits.iter().enumerate();
        let moves = moves.map(|(state, visits)| visits * self.chain.leaves(state));
        let mut recovers = self.chain.values(&good, moves.sum());
        for recovers in &mut recovers {
            *recovers = recovers.clamp(0.0, 1.0);
        }
        recovers
    }

    fn agents(&self, mix: &Mix, recovers: &[f64]) -> Vec<AgentFate> {
        let mut visits = vec![0.0; self.network.agents.len()];
        self.each_visit(mix, |state, more| visits[state.agent as usize] += more);
        let people_left_out = self.space.tainted.iter().enumerate();
        people_left_out
            .filter_map(|(agent, state)| {
                let recovers = recovers[(*state)? as usize];
                Some(AgentFate {
                    id: self.network.agents[agent].id.clone(),
                    recovers,
                    digs_deeper: 1.0 - recovers,
                    visits: (mix.trapped == 0.0).then_some(visits[agent]),
                })
            })
            .collect()
    }

    fn handoffs(&self, mix: &Mix, flows: &Flows) -> Vec<HandoffFate> {
        // By handoff: bad ends at the visit that follows.
        let mut after = vec![[0.0; AT_VISIT.len()]; self.network.handoffs.len()];
        let states = 0..self.space.states.len();
        let at_visit: Vec<_> = states.map(|state| self.bad_at_visit(state)).collect();
        let visits = mix.visits.iter().enumerate();
        for (at, visits) in visits.filter(|(_, visits)| **visits > 0.0) {
            for edge in self.space.edges_of(at) {
                let weight = visits * edge.probability;
                let after = &mut after[edge.by as usize];
                for (sum, bad) in after.iter_mut().zip(&at_visit[edge.to as usize]) {
                    *sum += weight * bad;
                }
            }
        }
        let handoffs = self.network.handoffs.par_iter().enumerate();
        let fates = handoffs.map(|(number, handoff)| {
            let by_taint = flows.used[number];
            let mut ends = Fates::default();
            for (taint, weight) in Taint::BOTH.into_iter().zip(by_taint) {
                ends.add(weight, &self.space.passages.of(number as u32, taint).ends);
            }
            for fate in Fate::ALL.into_iter().filter(|fate| !fate.is_bad()) {
                ends[fate] = 0.0;
            }
            for (fate, more) in AT_VISIT.into_iter().zip(after[number]) {
                ends[fate] += more;
            }
            let uses = flows.called[number] + by_taint[0] + by_taint[1];
            HandoffFate {
                id: handoff.id.clone(),
                uses: (mix.trapped == 0.0).then_some(uses),
                ends_here: ends,
            }
        });
        fates.collect()
    }

    /// Bad ends at a visit without another use of a handoff; what a limit stops has used none, and who goes round for ever is stuck from the first visit on.
    fn bad_at_visit(&self, at: usize) -> [f64; AT_VISIT.len()] {
        if self.chain.is_trap(at) {
            return AT_VISIT.map(|fate| f64::from(u8::from(fate == Fate::Stuck)));
        }
        let state = self.space.states[at];
        let mut ends = *self.space.turns.ends(state);
        if self.space.has_limits() {
            for choice in self.space.turns.choices(state) {
                if self.space.is_stopped(self.network, state, choice.handoff) {
                    let handoff = &self.network.handoffs[choice.handoff as usize];
                    ends.add(choice.probability, &handoff.stopped().ends);
                }
            }
        }
        AT_VISIT.map(|fate| ends[fate])
    }

    fn tell_stuck(&self, mix: &Mix, notes: &mut Vec<String>) {
        let mut stuck = Stuck::none(self.network);
        for (at, visits) in mix.visits.iter().enumerate() {
            let state = self.space.states[at];
            stuck.at[state.agent as usize] += visits * self.space.turns.ends(state).stuck;
        }
        if mix.trapped > 0.0 {
            let mut comes = |at: u32, share: f64| {
                if self.chain.is_trap(at as usize) {
                    stuck.trapped[self.space.states[at as usize].agent as usize] += share;
                }
            };
            for (_, state, weight) in &self.space.entries {
                comes(*state, *weight);
            }
            for (at, visits) in mix.visits.iter().enumerate() {
                for edge in self.space.edges_of(at) {
                    comes(edge.to, visits * edge.probability);
                }
            }
        }
        if stuck.is_any() {
            notes.extend(stuck.tell(self.network, &Traps::new(self.network)));
        }
    }
}
