//! Who has to move, in which order, until when.

use crate::cause::{Effect, MoveOrder};
use crate::found::{Found, Hit};
use baton_graph::AgentNumber;
use baton_model::{AgentId, Date, Team, TeamId, Topology};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Most agents that a sentence names.
const MOST_NAMED: usize = 3;

/// Who of a handoff has to do something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Those who take the payload.
    Receivers,
    /// Those who send it.
    Senders,
    /// Both at once.
    Both,
    /// Those who own the topology.
    Owners,
}

/// One step of the plan: what one team has to do.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct Move {
    /// 1 for what comes first; moves of the same order do not wait for each other.
    pub order: u32,
    /// On which side of its handoffs the team moves.
    pub side: Side,
    /// The team; none for agents that nobody owns.
    pub team: Option<TeamId>,
    /// The agents that have to move, by id.
    pub agents: Vec<AgentId>,
    /// For how many handoffs.
    pub handoffs: u32,
    /// The day by which it has to be done.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[specta(optional)]
    pub until: Option<Date>,
    /// The same in a sentence.
    pub message: String,
}

/// Steps of one stage on one side by one team, put together from many handoffs.
#[derive(Default)]
struct Step<'a> {
    agents: BTreeSet<AgentNumber>,
    handoffs: u32,
    until: Option<&'a Date>,
}

/// The moves that the hits ask for. What is passed on downstream has to be taken before anybody sends it, so the receivers at the far end come
/// first.
pub(crate) fn plan(found: &Found<'_>) -> Vec<Move> {
    let mut steps: BTreeMap<(u8, Side, Option<&TeamId>), Step<'_>> = BTreeMap::new();
    for hit in found
        .hits
        .iter()
        .filter(|hit| hit.cause.effect != Effect::Unaffected)
    {
        for (stage, side) in stages(hit) {
            for (team, agents) in movers(found, hit, *side) {
                let step = steps.entry((*stage, *side, team)).or_default();
                step.agents.extend(agents);
                step.handoffs += 1;
                let until = hit.cause.until.as_ref();
                step.until = match (step.until, until) {
                    (Some(a), Some(b)) => Some(a.min(b)),
                    (a, b) => a.or(b),
                };
            }
        }
    }
    let mut order = 0;
    let mut last = None;
    let numbered = steps.into_iter().map(|((stage, side, team), step)| {
        if last != Some(stage) {
            order += 1;
            last = Some(stage);
        }
        told(found, order, side, team, step)
    });
    numbered.collect()
}

fn stages(hit: &Hit) -> &'static [(u8, Side)] {
    use Side::{Both, Owners, Receivers, Senders};
    match hit.cause.order {
        Some(MoveOrder::ReceiversOnly) if hit.hops > 0 => &[(0, Receivers)],
        Some(MoveOrder::ReceiversFirst) => &[(1, Receivers), (2, Senders)],
        Some(MoveOrder::SendersFirst) => &[(1, Senders), (2, Receivers)],
        Some(MoveOrder::AnyOrder) => &[(1, Receivers), (1, Senders)],
        Some(MoveOrder::Together) => &[(1, Both)],
        Some(MoveOrder::SendersOnly) => &[(1, Senders)],
        Some(MoveOrder::ReceiversOnly) => &[(1, Receivers)],
        Some(MoveOrder::Owners) => &[(1, Owners)],
        None => &[],
    }
}

/// The agents of a handoff on a side, by team.
fn movers<'a>(
    found: &Found<'a>,
    hit: &Hit,
    side: Side,
) -> BTreeMap<Option<&'a TeamId>, Vec<AgentNumber>> {
    let graph = found.view.graph;
    let mut agents = Vec::new();
    if matches!(side, Side::Senders | Side::Both) {
        agents.extend(graph.sender(hit.handoff));
    }
    if matches!(side, Side::Receivers | Side::Both) {
        match hit.cause.receiver {
            Some(receiver) => agents.push(receiver),
            None => graph.each_taker(hit.handoff, |taker| agents.push(taker)),
        }
    }
    let mut teams: BTreeMap<Option<&TeamId>, Vec<AgentNumber>> = BTreeMap::new();
    if side == Side::Owners {
        let topology = &found.handoff(hit.handoff).topology;
        let topology = found.view.document.find::<Topology>(topology);
        teams.insert(
            topology.and_then(|topology| topology.team.as_ref()),
            Vec::new(),
        );
    }
    for agent in agents {
        let team = graph.agent(agent).and_then(|agent| agent.team.as_ref());
        teams.entry(team).or_default().push(agent);
    }
    teams
}

fn told(found: &Found<'_>, order: u32, side: Side, team: Option<&TeamId>, step: Step<'_>) -> Move {
    let graph = found.view.graph;
    let mut numbers: Vec<AgentNumber> = step.agents.into_iter().collect();
    numbers.sort_unstable_by(|a, b| graph.agents_by_id(*a, *b));
    let agents = numbers.iter().filter_map(|agent| graph.agent(*agent));
    let who = team.map_or("An owner to be named", |id| {
        let team = found.view.document.find::<Team>(id);
        team.map_or(id.as_str(), |team| team.name.as_str())
    });
    let mut names: Vec<&str> = agents
        .clone()
        .take(MOST_NAMED)
        .map(|agent| agent.name.as_str())
        .collect();
    let more = format!("{} more", numbers.len().saturating_sub(MOST_NAMED));
    if numbers.len() > MOST_NAMED {
        names.push(&more);
    }
    let names = listed(&names);
    let what = match side {
        Side::Receivers => format!("changes what {names} can take"),
        Side::Senders => format!(
            "changes what {names} send{}",
            if numbers.len() == 1 { "s" } else { "" }
        ),
        Side::Both => format!("changes {names} together with the other side"),
        Side::Owners if step.handoffs == 1 => "names who owns one handoff".to_owned(),
        Side::Owners => format!("names who owns {} handoffs", step.handoffs),
    };
    let by = step
        .until
        .map_or_else(String::new, |day| format!(" by {day}"));
    Move {
        order,
        side,
        team: team.cloned(),
        agents: agents.map(|agent| agent.id.clone()).collect(),
        handoffs: step.handoffs,
        until: step.until.cloned(),
        message: format!("{who} {what}{by}."),
    }
}

/// `A`, `A and B`, `A, B and C`.
pub(crate) fn listed(names: &[&str]) -> String {
    match names {
        [] => "nobody".to_owned(),
        [only] => (*only).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
