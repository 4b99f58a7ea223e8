//! What is followed along paths: fields of payloads from handoff to handoff, and the longest way that work can take.
//!
//! Everything here ends after a number of steps that is bounded by handoffs times fields: places are visited once each, paths are never listed.
//! A path that is told is a shortest one to its place.

use crate::context::TopologyContext;
use crate::exchange;
use crate::glimpse::Line;
use crate::travels::Payload;
use crate::ways::Graph;
use baton_graph::Way;
use baton_model::{Agent, AgentId, Handoff, HandoffId};
use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

/// Pointers in an outgoing payload under which an agent passes on a field that came in: those that it declares, else the same one.
pub(crate) fn goes_on(agent: &Agent, pointer: &str, out: &Payload<'_>) -> Vec<String> {
    let mut targets = Vec::new();
    for pass in &agent.passes_on {
        if let Some(rest) = below(pointer, &pass.from) {
            targets.push(format!("{}{rest}", pass.to));
        } else if below(&pass.from, pointer).is_some() {
            targets.push(pass.to.clone());
        }
    }
    targets.retain(|target| out.member(target).is_some());
    if targets.is_empty() && out.member(pointer).is_some() {
        targets.push(pointer.to_owned());
    }
    targets.sort();
    targets.dedup();
    targets
}

/// What is left of a pointer below another one; empty if they are equal.
pub(crate) fn below<'p>(pointer: &'p str, outer: &str) -> Option<&'p str> {
    let rest = pointer.strip_prefix(outer)?;
    (rest.is_empty() || rest.starts_with('/')).then_some(rest)
}

/// A field on its way over a handoff.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Field<'a> {
    pub handoff: &'a HandoffId,
    pub pointer: String,
}

/// Where fields come to, and by which way.
pub(crate) struct FieldWalk<'a> {
    /// Each field with the one that it was before; none where it begins.
    pub reached: BTreeMap<Field<'a>, Option<Field<'a>>>,
}

impl<'a> FieldWalk<'a> {
    /// Follows fields over every agent that gets them and into every payload that has them. `goes` says whether a field that arrives over a
    /// handoff goes further.
    pub fn forwards(
        context: &TopologyContext<'a>,
        begin: impl IntoIterator<Item = Field<'a>>,
        goes: impl Fn(&Field<'a>) -> bool,
    ) -> Self {
        let from = by_sender(context);
        let mut queue: VecDeque<Field<'a>> = begin.into_iter().collect();
        let mut reached: BTreeMap<_, _> = queue.iter().map(|field| (field.clone(), None)).collect();
        while let Some(field) = queue.pop_front() {
            let handoff = context.graph.handoff(field.handoff);
            let Some(handoff) = handoff.filter(|_| goes(&field)) else {
                continue;
            };
            for agent in exchange::takers(context, handoff) {
                for next in from.get(agent.id.as_str()).into_iter().flatten() {
                    let Some(payload) = context.travels.payload(next) else {
                        continue;
                    };
                    for pointer in goes_on(agent, &field.pointer, payload) {
                        let then = Field {
                            handoff: &next.id,
                            pointer,
                        };
                        reached.entry(then.clone()).or_insert_with(|| {
                            queue.push_back(then);
                            Some(field.clone())
                        });
                    }
                }
            }
        }
        Self { reached }
    }

    /// A shortest way on which a field comes to a handoff, that handoff the last.
    pub fn path(&self, field: &Field<'a>) -> Vec<&'a HandoffId> {
        let mut path = vec![field.handoff];
        let mut at = field;
        while let Some(Some(before)) = self.reached.get(at) {
            path.push(before.handoff);
            at = before;
        }
        path.reverse();
        path
    }
}

/// The handoffs that each agent sends.
pub(crate) fn by_sender<'a>(context: &TopologyContext<'a>) -> HashMap<&'a str, Vec<&'a Handoff>> {
    let mut from: HashMap<&str, Vec<&Handoff>> = HashMap::new();
    for handoff in context.graph.handoffs() {
        from.entry(handoff.from.as_str()).or_default().push(handoff);
    }
    from
}

/// The heaviest ways on which work comes from the starts to each agent.
pub(crate) struct Heaviest<'a> {
    graph: Graph<'a>,
    /// Beside the members.
    arrivals: Vec<Option<Arrival>>,
}

#[derive(Clone, Copy)]
struct Arrival {
    weight: u64,
    /// The agent before and the handoff from it.
    before: Option<(usize, usize)>,
}

impl<'a> Heaviest<'a> {
    /// Follows transfers from some agents, where `weight` says something, each agent at most once: groups of agents that lead to each other are crossed by the
    /// shortest way, everything else by the heaviest. What is told is therefore a way that there is, though in circles not always the
    /// heaviest one.
    pub fn new(
        graph: Graph<'a>,
        starts: &[&'a AgentId],
        weight: impl Fn(Line<'a>) -> Option<u64>,
    ) -> Self {
        let weights: Vec<Option<u64>> = graph.lines().map(weight).collect();
        let groups = Groups::new(graph, &weights);
        let mut arrivals = vec![None; graph.nodes().len()];
        for start in starts.iter().filter_map(|id| graph.agent_position(id)) {
            arrivals[start] = Some(Arrival {
                weight: 0,
                before: None,
            });
        }
        let mut heaviest = Self { graph, arrivals };
        for group in groups.in_order() {
            heaviest.cross(&groups.agents[group], &groups.of, &weights);
        }
        heaviest
    }

    /// Brings the heaviest arrivals at a group to all its members, and out of it.
    fn cross(&mut self, group: &[usize], group_of: &[usize], weights: &[Option<u64>]) {
        let arrived = group.iter().copied();
        let arrived = arrived.filter_map(|at| Some((at, self.arrivals[at]?.weight)));
        let Some((first, _)) = arrived.max_by_key(|(_, weight)| *weight) else {
            return;
        };
        let mut queue = VecDeque::from([first]);
        let mut seen = BTreeSet::from([first]);
        while let Some(at) = queue.pop_front() {
            let here = self.arrivals[at].map_or(0, |arrival| arrival.weight);
            for hop in self.graph.hops_from(at) {
                let (Some(to), Way::Transfer, Some(more)) = (hop.to, hop.way, weights[hop.handoff])
                else {
                    continue;
                };
                let arrival = Arrival {
                    weight: here.saturating_add(more),
                    before: Some((at, hop.handoff)),
                };
                let known = &mut self.arrivals[to];
                if group_of[to] == group_of[at] {
                    if seen.insert(to) {
                        *known = Some(arrival);
                        queue.push_back(to);
                    }
                } else if known.is_none_or(|known| known.weight < arrival.weight) {
                    *known = Some(arrival);
                }
            }
        }
    }

    /// How heavy the way to an agent is, told by its position; `None` where nothing comes.
    pub fn weight(&self, agent: usize) -> Option<u64> {
        Some(self.arrivals[agent]?.weight)
    }

    pub fn path(&self, agent: usize) -> Vec<&'a HandoffId> {
        let mut path = Vec::new();
        let mut at = agent;
        while let Some((before, handoff)) = self.arrivals[at].and_then(|arrival| arrival.before) {
            path.push(self.graph.line_at(handoff).id());
            at = before;
        }
        path.reverse();
        path
    }
}

/// Agents, by position, in groups that lead to each other.
struct Groups {
    agents: Vec<Vec<usize>>,
    /// The group of each agent.
    of: Vec<usize>,
    /// The groups to which each leads, itself left out; sorted.
    out: Vec<Vec<usize>>,
}

impl Groups {
    /// Follows transfers that have a weight.
    fn new(graph: Graph<'_>, weights: &[Option<u64>]) -> Self {
        let mut agents = graph.circle_positions(|line| weights[line.at].is_some());
        let mut of = vec![usize::MAX; graph.nodes().len()];
        for (group, members) in agents.iter().enumerate() {
            for at in members {
                of[*at] = group;
            }
        }
        for (at, group) in of.iter_mut().enumerate() {
            if *group == usize::MAX {
                *group = agents.len();
                agents.push(vec![at]);
            }
        }
        let ways_out = |(group, members): (usize, &Vec<usize>)| {
            let hops = members.iter().flat_map(|at| graph.hops_from(*at));
            let ways =
                hops.filter(|hop| hop.way == Way::Transfer && weights[hop.handoff].is_some());
            let next = ways.filter_map(|hop| Some(of[hop.to?]));
            let mut out: Vec<usize> = next.filter(|to| *to != group).collect();
            out.sort_unstable();
            out.dedup();
            out
        };
        let out = agents.iter().enumerate().map(ways_out).collect();
        Self { agents, of, out }
    }

    /// What leads on comes before what it leads to.
    fn in_order(&self) -> Vec<usize> {
        let mut open = vec![0_usize; self.out.len()];
        self.out.iter().flatten().for_each(|to| open[*to] += 1);
        let mut order: Vec<usize> = (0..open.len()).filter(|at| open[*at] == 0).collect();
        let mut next = 0;
        while let Some(at) = order.get(next).copied() {
            next += 1;
            for to in &self.out[at] {
                open[*to] -= 1;
                if open[*to] == 0 {
                    order.push(*to);
                }
            }
        }
        order
    }
}
