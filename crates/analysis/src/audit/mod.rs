//! Which handoffs deserve attention first: the audit's questions, and risk as consequence times likelihood, explained term by term.
//!
//! Risk is `100 * consequence * likelihood`. Both are between 0 and 1 and are put together from independent terms by noisy-or,
//! `1 - (1 - t1)(1 - t2)...`: a term never lowers the risk, several weak ones do not outgrow one, and the sum stays below 1. (J. Pearl,
//! Probabilistic Reasoning in Intelligent Systems, 1988, 4.3.2.) Likelihoods that are known from the parameters of the simulation or
//! from traces are taken as they are; the other weights are judgements, and stand beside their terms in `risk.rs`.

mod answers;
mod consequence;
mod likelihood;
mod score;
mod sprawl;

#[cfg(test)]
mod tests;

pub use answers::Answers;
pub use score::{ScoreCard, ScoredKind};
pub use sprawl::{Sprawl, SprawlReason};

use baton_graph::TopologyGraph;
use baton_model::{Date, Document, Handoff, Kind, RecordKey, Team, TeamId, TopologyId};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// How grave a known problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gravity {
    /// Must be mended.
    Error,
    /// Should be mended.
    Warning,
}

/// A problem that somebody found: which records it is about, and how grave it is.
#[derive(Clone, Debug)]
pub struct Problem<'a> {
    /// What identifies it to people, for example the code of a rule.
    pub code: &'a str,
    /// What it is about, and what takes part in it.
    pub about: Vec<&'a RecordKey>,
    /// How grave it is.
    pub gravity: Gravity,
}

/// Everything that the audit says, riskiest first.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct Audit {
    /// Each handoff of the topologies asked about, by falling risk, then by id.
    pub handoffs: Vec<HandoffAudit>,
    /// Scores of agents, teams, topologies and the registry, worst first within a kind.
    pub scores: Vec<ScoreCard>,
    /// Agents that the registry would be clearer without, or that nobody answers for.
    pub sprawl: Vec<Sprawl>,
}

/// What the audit says about one handoff.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct HandoffAudit {
    /// The handoff.
    pub id: String,
    /// Its topology.
    pub topology: String,
    /// 0 to 100.
    pub risk: f64,
    /// How much hangs on it, 0 to 1.
    pub consequence: f64,
    /// How likely it is to fail, 0 to 1.
    pub likelihood: f64,
    /// The audit's questions.
    pub answers: Answers,
    /// Share of the questions that are answered with yes, 0 to 1.
    pub score: f64,
    /// What risk is made of, the heaviest first within each side.
    pub terms: Vec<RiskTerm>,
    /// Owning teams, those of both ends where it has none; by id.
    pub teams: Vec<String>,
}

/// One reason why a handoff is risky.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct RiskTerm {
    /// Which factor it belongs to.
    pub side: RiskSide,
    /// 0 to 1.
    pub weight: f64,
    /// Why, as a part of a sentence.
    pub reason: String,
}

/// The factors of risk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum RiskSide {
    /// What happens when it fails.
    Consequence,
    /// How likely it fails.
    Likelihood,
}

/// Audits one topology, or all. `problems` are what the rules found; silenced ones are left out by whoever asks.
///
/// Linear in the topologies looked at, their problems, incidents and reviews.
pub fn audit(
    document: &Document,
    topology: Option<&TopologyId>,
    today: &Date,
    problems: &[Problem<'_>],
) -> Audit {
    let facts = Facts::new(document, problems);
    let mut handoffs = Vec::new();
    let mut members = BTreeSet::new();
    for found in document.topologies() {
        if topology.is_some_and(|asked| *asked != found.id) {
            continue;
        }
        let graph = TopologyGraph::new(document, &found.id);
        members.extend(graph.members().map(|agent| agent.id.as_str().to_owned()));
        let place = Place::new(document, &graph, today);
        handoffs.extend(
            graph
                .handoffs()
                .iter()
                .map(|handoff| of_handoff(&place, &facts, handoff)),
        );
    }
    handoffs.sort_by(|a, b| b.risk.total_cmp(&a.risk).then_with(|| a.id.cmp(&b.id)));
    let scores = score::scores(document, &handoffs);
    let sprawl = sprawl::sprawl(document, today, topology.is_some().then_some(&members));
    Audit {
        handoffs,
        scores,
        sprawl,
    }
}

/// A topology, and what its handoffs have in common.
struct Place<'a> {
    document: &'a Document,
    graph: &'a TopologyGraph<'a>,
    today: &'a Date,
    /// Agents from which something irreversible can still happen.
    before_irreversible: BTreeSet<&'a str>,
    /// Handoffs of circles that nothing stops.
    circling: BTreeSet<&'a str>,
    /// Hops from the nearest start.
    hops: BTreeMap<&'a str, u32>,
}

impl<'a> Place<'a> {
    fn new(document: &'a Document, graph: &'a TopologyGraph<'a>, today: &'a Date) -> Self {
        Self {
            document,
            graph,
            today,
            before_irreversible: consequence::before_irreversible(graph),
            circling: likelihood::circling(graph),
            hops: graph
                .hops()
                .into_iter()
                .map(|(agent, hops)| (agent.as_str(), hops))
                .collect(),
        }
    }
}

/// What the registry knows about handoffs, by their ids.
struct Facts<'a> {
    problems: BTreeMap<&'a str, Vec<(&'a str, Gravity)>>,
    incidents: BTreeMap<&'a str, u32>,
    /// How often each was seen in traces, and how often it succeeded.
    seen: BTreeMap<&'a str, (u64, u64)>,
}

impl<'a> Facts<'a> {
    fn new(document: &'a Document, problems: &[Problem<'a>]) -> Self {
        let mut facts = Self {
            problems: BTreeMap::new(),
            incidents: BTreeMap::new(),
            seen: BTreeMap::new(),
        };
        for problem in problems {
            let handoffs = problem.about.iter().filter(|key| key.kind == Kind::Handoff);
            for key in handoffs.collect::<BTreeSet<_>>() {
                let of_handoff = facts.problems.entry(key.id.as_str()).or_default();
                of_handoff.push((problem.code, problem.gravity));
            }
        }
        for incident in document.incidents() {
            *facts
                .incidents
                .entry(incident.handoff.as_str())
                .or_default() += 1;
        }
        for observed in document.observed_handoffs() {
            if let Some(handoff) = &observed.handoff {
                let (seen, success) = facts.seen.entry(handoff.as_str()).or_default();
                *seen += u64::from(observed.seen);
                *success += u64::from(observed.success.min(observed.seen));
            }
        }
        facts
    }
}

fn of_handoff(place: &Place<'_>, facts: &Facts<'_>, handoff: &Handoff) -> HandoffAudit {
    let answers = Answers::of(place, handoff);
    let mut terms = consequence::terms(place, handoff);
    terms.extend(likelihood::terms(place, facts, handoff));
    terms.sort_by(|a, b| {
        a.side
            .cmp(&b.side)
            .then_with(|| b.weight.total_cmp(&a.weight))
    });
    let of = |side| together(terms.iter().filter(|term| term.side == side));
    let (consequence, likelihood) = (of(RiskSide::Consequence), of(RiskSide::Likelihood));
    HandoffAudit {
        id: handoff.id.as_str().to_owned(),
        topology: handoff.topology.as_str().to_owned(),
        risk: rounded(100.0 * consequence * likelihood),
        consequence: rounded(consequence),
        likelihood: rounded(likelihood),
        answers,
        score: rounded(answers.share()),
        terms,
        teams: teams(place, handoff),
    }
}

/// Noisy-or: the probability that at least one of some independent causes is at work.
fn together<'t>(terms: impl Iterator<Item = &'t RiskTerm>) -> f64 {
    1.0 - terms.fold(1.0, |none, term| none * (1.0 - term.weight.clamp(0.0, 1.0)))
}

/// To a thousandth, so that sums are the same on every machine and can be read.
fn rounded(number: f64) -> f64 {
    (number * 1000.0).round() / 1000.0
}

fn teams(place: &Place<'_>, handoff: &Handoff) -> Vec<String> {
    let known = |id: &&TeamId| place.document.find::<Team>(id).is_some();
    let mut teams: Vec<&TeamId> = handoff.owners.iter().filter(known).collect();
    if teams.is_empty() {
        let receivers = place.graph.receivers(handoff);
        let ends = place
            .graph
            .member(&handoff.from)
            .into_iter()
            .chain(receivers);
        teams = ends
            .filter_map(|agent| agent.team.as_ref())
            .filter(known)
            .collect();
    }
    teams.sort_unstable();
    teams.dedup();
    teams.iter().map(|team| team.as_str().to_owned()).collect()
}
