//! Agents, topologies and teams that are hit, each once, with the worst that happens to them.

use crate::cause::Effect;
use crate::found::{BLOCK, Found, Hit};
use crate::quick::QuickMap;
use crate::report::{AgentHit, EffectCounts, FirstStep, TeamHit, TopologyHit, ids};
use baton_graph::{AgentNumber, Reached};
use baton_model::{EscalationPath, HandoffId, Team, TeamId, Topology};
use std::hash::Hash;

/// The first hit of something, which is its worst, and how many there are.
struct First<'f> {
    hit: &'f Hit,
    handoffs: u32,
}

/// The firsts in the order in which they come up: worst first.
struct Firsts<'f, K> {
    places: QuickMap<K, usize>,
    list: Vec<(K, First<'f>)>,
}

impl<'f, K: Copy + Eq + Hash> Firsts<'f, K> {
    fn new() -> Self {
        Self {
            places: QuickMap::default(),
            list: Vec::new(),
        }
    }

    fn add(&mut self, key: K, hit: &'f Hit) {
        let next = self.list.len();
        let place = *self.places.entry(key).or_insert(next);
        if place == next {
            self.list.push((key, First { hit, handoffs: 0 }));
        }
        self.list[place].1.handoffs += 1;
    }
}

/// Agents, topologies and teams that are hit, worst first.
pub(crate) struct Everybody {
    /// Senders and takers of what is hit.
    pub(crate) agents: Vec<AgentHit>,
    /// Its topologies.
    pub(crate) topologies: Vec<TopologyHit>,
    /// Its owners.
    pub(crate) teams: Vec<TeamHit>,
}

impl Found<'_> {
    /// How many handoffs are hit how badly.
    pub fn counts(&self) -> EffectCounts {
        let mut counts = EffectCounts::default();
        for hit in &self.hits {
            *counts.of(hit.cause.effect) += 1;
        }
        counts
    }

    /// The hits that are any.
    pub(crate) fn real(&self) -> &[Hit] {
        let any = |hit: &Hit| hit.cause.effect != Effect::Unaffected;
        &self.hits[..self.hits.partition_point(any)]
    }

    fn way(&self, first: &First<'_>) -> Vec<HandoffId> {
        ids(self.path(first.hit))
    }

    /// Everybody who is hit, each once.
    pub(crate) fn everybody(&self) -> Everybody {
        let graph = self.view.graph;
        let mut agents = vec![(0, 0); graph.agent_numbers()];
        let mut topologies: Firsts<'_, &str> = Firsts::new();
        let mut teams: Firsts<'_, &TeamId> = Firsts::new();
        let mut at = 0;
        for block in self.real().chunks(BLOCK) {
            for (hit, seam) in block.iter().zip(self.seams(block)) {
                let mut count = |AgentNumber(agent): AgentNumber| {
                    let (first, handoffs) = &mut agents[agent as usize];
                    if *handoffs == 0 {
                        *first = at;
                    }
                    *handoffs += 1;
                };
                let sender = graph.sender(hit.handoff);
                sender.into_iter().for_each(&mut count);
                graph.each_taker(hit.handoff, |agent| {
                    if sender != Some(agent) {
                        count(agent);
                    }
                });
                at += 1;
                topologies.add(seam.topology.as_str(), hit);
                for team in self.view.owners_of(hit.handoff, seam.handoff) {
                    teams.add(team, hit);
                }
            }
        }
        let topology = |(id, first): &(&str, First<'_>)| {
            let topology = self.view.document.find::<Topology>(id);
            TopologyHit {
                topology: self.handoff(first.hit.handoff).topology.clone(),
                name: topology.map_or_else(|| (*id).to_owned(), |topology| topology.name.clone()),
                effect: first.hit.cause.effect,
                handoffs: first.handoffs,
                path: self.way(first),
            }
        };
        let team = |(id, first): &(&TeamId, First<'_>)| {
            let team = self.view.document.find::<Team>(id);
            TeamHit {
                team: (*id).clone(),
                name: team.map_or_else(|| id.to_string(), |team| team.name.clone()),
                effect: first.hit.cause.effect,
                handoffs: first.handoffs,
                path: self.way(first),
                first_step: self.first_step(first.hit),
            }
        };
        Everybody {
            agents: self.told_agents(&agents),
            topologies: topologies.list.iter().map(topology).collect(),
            teams: teams.list.iter().map(team).collect(),
        }
    }

    /// Agents by number, each with the place of its first hit and how many it has: worst first, and of one hit its sender first.
    fn told_agents(&self, firsts: &[(usize, u32)]) -> Vec<AgentHit> {
        let graph = self.view.graph;
        let mut order: Vec<(usize, bool, AgentNumber, u32)> = Vec::new();
        for ((first, handoffs), number) in firsts.iter().zip(0..) {
            if *handoffs > 0 {
                let agent = AgentNumber(number);
                let takes = graph.sender(self.hits[*first].handoff) != Some(agent);
                order.push((*first, takes, agent, *handoffs));
            }
        }
        order.sort_unstable();
        let told = |(first, _, number, handoffs): (usize, bool, AgentNumber, u32)| {
            let agent = graph.agent(number)?;
            let hit = &self.hits[first];
            Some(AgentHit {
                agent: agent.id.clone(),
                name: agent.name.clone(),
                team: agent.team.clone(),
                effect: hit.cause.effect,
                handoffs,
                path: ids(self.path(hit)),
            })
        };
        order.into_iter().filter_map(told).collect()
    }

    /// Whom the escalation path of a handoff calls first.
    fn first_step(&self, hit: &Hit) -> Option<FirstStep> {
        let path = self.handoff(hit.handoff).escalation_path.as_ref()?;
        let path = self.view.document.find::<EscalationPath>(path)?;
        let step = path.steps.iter().min_by_key(|step| step.after_minutes)?;
        Some(FirstStep {
            escalation_path: path.id.clone(),
            after_minutes: step.after_minutes,
            notify: step.notify.clone(),
            channel: step.channel.clone(),
        })
    }

    /// How many agents work can come to from those that take what breaks, along whatever handoffs; fields are not looked at.
    pub(crate) fn reached_agents(&self) -> u32 {
        let graph = self.view.graph;
        let mut starts = Vec::new();
        for hit in self
            .hits
            .iter()
            .take_while(|hit| hit.cause.effect == Effect::Breaks)
        {
            graph.each_taker(hit.handoff, |taker| starts.push(taker));
        }
        let mut reached = Reached::default();
        graph.reach(starts, None, &mut reached);
        reached.len() as u32
    }
}
