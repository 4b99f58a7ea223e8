//! An order of moves after which everything fits, with nothing broken on the way.

use super::fit::Fits;
use super::matrix::Matrix;
use baton_model::{AgentId, AgentVersion};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Most states that are looked at.
const MOST_STATES: usize = 5_000;

/// Most newer versions of an agent that are tried, the lowest first.
const MOST_VERSIONS: usize = 8;

/// Most agents that may have to move.
const MOST_AGENTS: usize = 8;

/// A move: this agent to that version.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Step<'a> {
    pub(super) agent: &'a AgentId,
    pub(super) from: Option<&'a AgentVersion>,
    pub(super) to: &'a AgentVersion,
}

/// Which version of each agent runs; only those that may move are in it.
type Assignment<'a> = BTreeMap<&'a AgentId, Option<&'a AgentVersion>>;

/// What does not fit: seam and contract version, by number and text.
type Broken = BTreeSet<(usize, String)>;

/// Looks for the fewest moves to newer versions that bring `target` up: after the last one nothing is broken at the target, and after each
/// nothing is broken that was not broken before. `others` may move too. None where there is no such order within the limits.
pub(super) fn order<'a>(
    matrix: &Matrix<'a>,
    fits: &mut Fits<'_>,
    target: &'a AgentVersion,
    others: &BTreeSet<&'a AgentId>,
) -> Option<Vec<Step<'a>>> {
    let mut planner = Planner {
        matrix,
        fits,
        target,
        choices: others
            .iter()
            .filter(|agent| **agent != &target.agent)
            .take(MOST_AGENTS)
            .map(|agent| (*agent, newer(matrix, agent)))
            .filter(|(_, newer)| !newer.is_empty())
            .collect(),
    };
    planner.choices.insert(&target.agent, vec![target]);
    planner.run()
}

fn newer<'a>(matrix: &Matrix<'a>, agent: &AgentId) -> Vec<&'a AgentVersion> {
    let now = matrix.in_use(agent);
    let versions = matrix.versions(agent).into_iter();
    let above = versions.filter(|version| now.is_none_or(|now| version.version > now.version));
    above.take(MOST_VERSIONS).collect()
}

struct Planner<'a, 'm, 'f> {
    matrix: &'m Matrix<'a>,
    fits: &'m mut Fits<'f>,
    target: &'a AgentVersion,
    choices: BTreeMap<&'a AgentId, Vec<&'a AgentVersion>>,
}

impl<'a> Planner<'a, '_, '_> {
    fn run(&mut self) -> Option<Vec<Step<'a>>> {
        let start: Assignment<'a> = self
            .choices
            .keys()
            .map(|agent| {
                // The target starts as what is deployed, or not at all.
                let now = if **agent == self.target.agent {
                    self.matrix.deployed(agent)
                } else {
                    self.matrix.in_use(agent)
                };
                (*agent, now)
            })
            .collect();
        let broken_before = self.broken(&start);
        let mut open = VecDeque::from([(start.clone(), Vec::new())]);
        let mut seen = BTreeSet::from([key(&start)]);
        while let Some((state, steps)) = open.pop_front() {
            for (agent, version) in self.moves(&state) {
                let mut next = state.clone();
                let from = next.insert(agent, Some(version)).flatten();
                if seen.len() >= MOST_STATES || !seen.insert(key(&next)) {
                    continue;
                }
                let broken = self.broken(&next);
                if !broken.is_subset(&broken_before) {
                    continue;
                }
                let mut steps = steps.clone();
                steps.push(Step {
                    agent,
                    from,
                    to: version,
                });
                if self.is_there(&next, &broken) {
                    return Some(steps);
                }
                open.push_back((next, steps));
            }
        }
        None
    }

    fn moves(&self, state: &Assignment<'a>) -> Vec<(&'a AgentId, &'a AgentVersion)> {
        let mut moves = Vec::new();
        for (agent, versions) in &self.choices {
            let now = state.get(agent).copied().flatten();
            for version in versions {
                // The target may also go back to an older version; nobody else has to.
                let is_target = **agent == self.target.agent;
                let is_move = now.is_none_or(|now| {
                    now.version < version.version || (is_target && now.id != version.id)
                });
                if is_move {
                    moves.push((*agent, *version));
                }
            }
        }
        moves
    }

    fn is_there(&self, state: &Assignment<'a>, broken: &Broken) -> bool {
        let arrived = state.get(&self.target.agent).copied().flatten();
        let own: BTreeSet<usize> = self
            .matrix
            .of_agent(&self.target.agent)
            .map(|(number, _)| number)
            .collect();
        arrived.is_some_and(|version| version.id == self.target.id)
            && broken.iter().all(|(number, _)| !own.contains(number))
    }

    /// What does not fit at the seams of everybody who may move.
    fn broken(&mut self, state: &Assignment<'a>) -> Broken {
        let mut broken = Broken::new();
        let agents: Vec<&AgentId> = self.choices.keys().copied().collect();
        for agent in agents {
            let seams: Vec<_> = self.matrix.of_agent(agent).collect();
            for (number, seam) in seams {
                let matrix = self.matrix;
                let at = |agent: &AgentId| match state.get(agent) {
                    Some(version) => *version,
                    None => matrix.in_use(agent),
                };
                // What is not there breaks nothing.
                let is_absent = |agent: &AgentId| state.get(agent).is_some_and(Option::is_none);
                if is_absent(seam.sender) || is_absent(seam.receiver) {
                    continue;
                }
                let misfits = self.fits.misfits(&seam, at(seam.sender), at(seam.receiver));
                broken.extend(
                    misfits
                        .into_iter()
                        .map(|misfit| (number, misfit.emits.to_string())),
                );
            }
        }
        broken
    }
}

fn key(state: &Assignment<'_>) -> Vec<String> {
    let versions = state.values();
    versions
        .map(|version| version.map_or_else(String::new, |version| version.version.to_string()))
        .collect()
}
