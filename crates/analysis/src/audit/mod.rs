//! Which handoffs deserve attention first: the audit's questions, and risk as consequence times likelihood, explained term by term.
//!
//! Risk is `100 * consequence * likelihood`. Both are between 0 and 1 and are put together from independent terms by noisy-or,
//! `1 - (1 - t1)(1 - t2)...`: a term never lowers the risk, several weak ones do not outgrow one, and the sum stays below 1. (J. Pearl,
//! Probabilistic Reasoning in Intelligent Systems, 1988, 4.3.2.) Likelihoods that are known from the parameters of the simulation or
//! from traces are taken as they are; the other weights are judgements, and stand beside their terms in `consequence.rs` and `likelihood.rs`.

mod answers;
mod consequence;
mod likelihood;
mod question;
mod score;
mod sprawl;

#[cfg(test)]
mod tests;

pub use answers::Answers;
pub use question::{AuditQuestion, QUESTIONS, Question};
pub use score::{ScoreCard, ScoredKind};
pub use sprawl::{Sprawl, SprawlReason};

use baton_graph::TopologyGraph;
use baton_model::{Date, Document, Handoff, Incident, Kind, RecordKey, Team, TeamId, TopologyId};
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
    /// What identifies it among all problems.
    pub key: &'a str,
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
    /// The risk that would be left without it, 0 to 100.
    pub without: f64,
    /// What would take it away or make it lighter, as an instruction; none where nothing would.
    pub lower: Option<String>,
    /// The key of the problem that it stands for.
    pub problem: Option<String>,
}

impl RiskTerm {
    /// A term that nothing lowers; what is left without it is known only once all terms are.
    fn new(side: RiskSide, weight: f64, reason: impl Into<String>) -> Self {
        Self {
            side,
            weight,
            reason: reason.into(),
            without: 0.0,
            lower: None,
            problem: None,
        }
    }

    fn lowered_by(self, what: impl Into<String>) -> Self {
        Self {
            lower: Some(what.into()),
            ..self
        }
    }
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
    problems: BTreeMap<&'a str, Vec<Known<'a>>>,
    incidents: BTreeMap<&'a str, Past>,
    /// How often each was seen in traces, and how often it succeeded.
    seen: BTreeMap<&'a str, (u64, u64)>,
}

/// A problem of a handoff.
#[derive(Clone, Copy)]
struct Known<'a> {
    code: &'a str,
    key: &'a str,
    gravity: Gravity,
}

/// How many incidents a handoff had.
#[derive(Clone, Copy, Default)]
struct Past {
    open: u32,
    resolved: u32,
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
                of_handoff.push(Known {
                    code: problem.code,
                    key: problem.key,
                    gravity: problem.gravity,
                });
            }
        }
        for incident in document.incidents() {
            let past = facts.incidents.entry(incident.handoff.as_str());
            past.or_default().add(incident);
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

impl Past {
    fn add(&mut self, incident: &Incident) {
        let count = if incident.resolved_at.is_some() {
            &mut self.resolved
        } else {
            &mut self.open
        };
        *count += 1;
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
    let of = |side, but: Option<usize>| {
        let of_side = terms.iter().enumerate();
        together(of_side.filter_map(|(i, term)| {
            (term.side == side && but.is_none_or(|but| but != i)).then_some(term.weight)
        }))
    };
    let risk = |but| {
        let sides = [RiskSide::Consequence, RiskSide::Likelihood];
        rounded(100.0 * sides.map(|side| of(side, but)).iter().product::<f64>())
    };
    let without: Vec<f64> = (0..terms.len()).map(|i| risk(Some(i))).collect();
    let (consequence, likelihood) = (
        of(RiskSide::Consequence, None),
        of(RiskSide::Likelihood, None),
    );
    let risk = risk(None);
    for (term, without) in terms.iter_mut().zip(without) {
        term.without = without;
        term.weight = rounded(term.weight);
    }
    HandoffAudit {
        id: handoff.id.as_str().to_owned(),
        topology: handoff.topology.as_str().to_owned(),
        risk,
        consequence: rounded(consequence),
        likelihood: rounded(likelihood),
        answers,
        score: rounded(answers.share()),
        terms,
        teams: teams(place, handoff),
    }
}

/// Noisy-or: the probability that at least one of some independent causes is at work.
fn together(weights: impl Iterator<Item = f64>) -> f64 {
    1.0 - weights.fold(1.0, |none, weight| none * (1.0 - weight.clamp(0.0, 1.0)))
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
