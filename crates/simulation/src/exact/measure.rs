//! What people ask of a run, read from the expected visits.

use super::ExactOptions;
use super::chain::Chain;
use super::compounding::{Compounding, compounding};
use super::sensitivity::{Sensitivity, sensitivities};
use super::space::{Edge, Space};
use crate::fate::{Fate, Fates};
use crate::network::Network;
use rayon::iter::{IntoParallelIterator, ParallelIterator};
use serde::Serialize;

/// Everything that the exact solver says.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct Exact {
    /// The mix of all entries.
    pub outcomes: Fates,
    /// The most by which any outcome can be off.
    pub bound: f64,
    /// From each entry, by agent.
    pub entries: Vec<EntryFate>,
    /// Expected arrivals after a transfer; none where some requests never end.
    pub hops: Option<f64>,
    /// Expected cost of a request in US dollars; none where some requests never end.
    pub cost_usd: Option<f64>,
    /// Expected time of a request in milliseconds; none where some requests never end, or branches run at once.
    pub latency_ms: Option<f64>,
    /// Share of the uses of handoffs that reach the receiver itself with a well-formed payload and context kept; none without uses.
    pub handoff_success: Option<f64>,
    /// Share of the arrivals with context kept; 1 without arrivals, none where some requests never end.
    pub context_fidelity: Option<f64>,
    /// By agent, people left out.
    pub agents: Vec<AgentFate>,
    /// By handoff.
    pub handoffs: Vec<HandoffFate>,
    /// On which parameters the bad outcomes hang, the most effective first; those that change nothing are left out.
    pub sensitivities: Vec<Sensitivity>,
    /// Where requests become tainted and how far that carries, what matters most first; none where some requests never end.
    pub compounding: Option<Vec<Compounding>>,
    /// What the numbers do not say, in sentences.
    pub notes: Vec<String>,
    /// States of the chain.
    pub states: u32,
}

/// How requests of one entry end.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct EntryFate {
    /// The agent at which they start.
    pub agent: String,
    /// Share of all requests.
    pub share: f64,
    /// How they end.
    pub outcomes: Fates,
}

/// What becomes of a tainted request at an agent.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct AgentFate {
    /// The agent.
    pub id: String,
    /// Probability that it still ends resolved or with a person.
    pub recovers: f64,
    /// Probability that the user is let down.
    pub digs_deeper: f64,
    /// Expected visits of a request of the mix; none where some requests never end.
    pub visits: Option<f64>,
}

/// What a handoff does for a request of the mix.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct HandoffFate {
    /// The handoff.
    pub id: String,
    /// Expected uses; none where some requests never end.
    pub uses: Option<f64>,
    /// Probability of each bad end whose last handoff was this one.
    pub ends_here: Fates,
}

/// No outcome may be off by more.
const CERTAIN: f64 = 1e-9;
/// So many entries are solved one by one; of more, all at once for each outcome.
const FEW_ENTRIES: usize = 3;

/// Solves the chain of a network; `None` where it has more states than the options allow, or an outcome could be off by more than 1e-9.
pub fn exact(network: &Network, options: &ExactOptions) -> Option<Exact> {
    let space = Space::new(network, options.limits)?;
    let chain = Chain::new(&space.rows);
    let run = Run {
        network,
        space: &space,
        chain: &chain,
    };
    let exact = run.all();
    (exact.bound <= CERTAIN).then_some(exact)
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

impl Run<'_> {
    fn all(&self) -> Exact {
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
        let mix = self.mix(&starts, with_people);
        let ends = mix.trapped == 0.0;
        // How far taints carry is a chain of its own, solved beside the others.
        let (mut exact, compounding) = rayon::join(
            || self.without_compounding(&mix),
            || ends.then(|| compounding(self.network, self.space, &mix.visits)),
        );
        exact.compounding = compounding.flatten();
        if ends {
            self.rates(&mix, &mut exact);
        } else {
            exact.notes.push(format!(
                "{:.3} % of the requests never end, so hops, time and cost have no mean; give every circle a way out or a limit",
                mix.trapped * 100.0
            ));
        }
        self.tell_stuck(&mix, &mut exact.notes);
        exact
    }

    fn without_compounding(&self, mix: &Mix) -> Exact {
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
            handoffs: self.handoffs(mix),
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
        let entries = self.space.entries.iter().map(|(_, state, _)| {
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

    /// Expected arrivals, cost and time, and what they are shares of.
    fn rates(&self, mix: &Mix, exact: &mut Exact) {
        let (mut hops, mut lost, mut cost, mut uses, mut success) = (0.0, 0.0, 0.0, 0.0, 0.0);
        let mut latency = Some(0.0);
        self.each_visit(mix, |state, visits| {
            let effect = &self.space.effects[state.agent as usize][state.taint as usize];
            cost += visits * effect.cost_usd;
            latency = latency
                .zip(effect.latency_ms)
                .map(|(so_far, here)| so_far + visits * here);
            for choice in &self.space.turns[state.agent as usize][state.taint as usize].choices {
                let handoff = &self.network.handoffs[choice.handoff as usize];
                let weight = visits * choice.probability;
                if self.space.is_stopped(self.network, state, choice.handoff) {
                    hops += weight * handoff.stopped().hops;
                    continue;
                }
                let passage = &self.space.passages[choice.handoff as usize][choice.taint as usize];
                uses += weight;
                hops += weight * passage.hops;
                lost += weight * passage.lost;
                success += weight * passage.success;
                latency = latency.map(|so_far| so_far + weight * passage.latency_ms);
            }
        });
        exact.hops = Some(hops);
        exact.cost_usd = Some(cost);
        exact.latency_ms = latency;
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

    fn handoffs(&self, mix: &Mix) -> Vec<HandoffFate> {
        let mut uses = vec![0.0; self.network.handoffs.len()];
        let mut ends_here = vec![Fates::default(); self.network.handoffs.len()];
        let at_visit: Vec<Fates> = (0..self.space.states.len())
            .map(|state| self.ends_at_visit(state))
            .collect();
        for (at, visits) in mix
            .visits
            .iter()
            .enumerate()
            .filter(|(_, visits)| **visits > 0.0)
        {
            let state = self.space.states[at];
            for (handoff, more) in
                &self.space.effects[state.agent as usize][state.taint as usize].uses
            {
                uses[*handoff as usize] += visits * more;
            }
            for choice in &self.space.turns[state.agent as usize][state.taint as usize].choices {
                if !self.space.is_stopped(self.network, state, choice.handoff) {
                    let weight = visits * choice.probability;
                    let passage =
                        &self.space.passages[choice.handoff as usize][choice.taint as usize];
                    uses[choice.handoff as usize] += weight;
                    ends_here[choice.handoff as usize].add(weight, &passage.ends);
                }
            }
            for Edge {
                to,
                probability,
                by,
            } in self.space.edges_of(at)
            {
                let weight = visits * probability;
                if self.chain.is_trap(to as usize) {
                    ends_here[by as usize].stuck += weight;
                } else {
                    ends_here[by as usize].add(weight, &at_visit[to as usize]);
                }
            }
        }
        let all = self.network.handoffs.iter().zip(uses.iter().zip(ends_here));
        all.map(|(handoff, (uses, mut ends))| {
            for fate in Fate::ALL.into_iter().filter(|fate| !fate.is_bad()) {
                ends[fate] = 0.0;
            }
            HandoffFate {
                id: handoff.id.clone(),
                uses: (mix.trapped == 0.0).then_some(*uses),
                ends_here: ends,
            }
        })
        .collect()
    }

    /// Requests that end at a visit without using another handoff; what a limit stops has used none.
    fn ends_at_visit(&self, at: usize) -> Fates {
        let state = self.space.states[at];
        let turn = &self.space.turns[state.agent as usize][state.taint as usize];
        let mut ends = turn.ends;
        for choice in &turn.choices {
            if self.space.is_stopped(self.network, state, choice.handoff) {
                let handoff = &self.network.handoffs[choice.handoff as usize];
                ends.add(choice.probability, &handoff.stopped().ends);
            }
        }
        ends
    }

    fn tell_stuck(&self, mix: &Mix, notes: &mut Vec<String>) {
        let mut stuck = vec![0.0; self.network.agents.len()];
        for (at, visits) in mix.visits.iter().enumerate() {
            let state = self.space.states[at];
            let turn = &self.space.turns[state.agent as usize][state.taint as usize];
            stuck[state.agent as usize] += visits * turn.ends.stuck;
        }
        for (agent, share) in self
            .network
            .agents
            .iter()
            .zip(stuck)
            .filter(|(_, share)| *share > 0.0)
        {
            let why = if agent.transfers.is_empty() {
                "has no handoff to go on with"
            } else {
                "has handoffs whose shares are all zero"
            };
            notes.push(format!(
                "{:.3} % of the requests are stuck at {}: it {why}",
                share * 100.0,
                agent.id
            ));
        }
    }
}
