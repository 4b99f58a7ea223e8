//! Scores of what handoffs belong to.

use super::{HandoffAudit, Question, rounded};
use baton_model::{Document, Handoff, Kind};
use serde::Serialize;
use std::collections::BTreeMap;

/// What is scored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum ScoredKind {
    /// All handoffs that were looked at.
    Registry,
    /// The handoffs of a topology.
    Topology,
    /// The handoffs that a team owns.
    Team,
    /// The handoffs that an agent sends or receives.
    Agent,
}

/// How the handoffs of one thing answer the audit's questions.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct ScoreCard {
    /// What is scored.
    pub kind: ScoredKind,
    /// Its id; empty for the registry.
    pub id: String,
    /// How many handoffs it has.
    pub handoffs: u32,
    /// Mean share of questions that are answered with yes, 0 to 1.
    pub score: f64,
    /// Share of its handoffs that answer each question with yes, by question.
    pub answered: BTreeMap<String, f64>,
    /// The highest risk among them, 0 to 100.
    pub highest_risk: f64,
    /// Their mean risk, 0 to 100.
    pub mean_risk: f64,
}

#[derive(Default)]
struct Sum {
    handoffs: u32,
    score: f64,
    answered: BTreeMap<Question, u32>,
    highest: f64,
    risk: f64,
}

/// The cards, by kind, then worst first, then by id. The registry has one even if it has no handoffs.
pub(super) fn scores(document: &Document, audited: &[HandoffAudit]) -> Vec<ScoreCard> {
    let mut sums: BTreeMap<(ScoredKind, String), Sum> = BTreeMap::new();
    sums.insert((ScoredKind::Registry, String::new()), Sum::default());
    for audit in audited {
        let mut keys = vec![
            (ScoredKind::Registry, String::new()),
            (ScoredKind::Topology, audit.topology.clone()),
        ];
        keys.extend(audit.teams.iter().map(|id| (ScoredKind::Team, id.clone())));
        if let Some(handoff) = document.find::<Handoff>(&audit.id) {
            keys.push((ScoredKind::Agent, handoff.from.as_str().to_owned()));
            if let Some(to) = handoff.to.agent().filter(|to| **to != handoff.from) {
                keys.push((ScoredKind::Agent, to.as_str().to_owned()));
            }
        }
        for key in keys {
            sums.entry(key).or_default().add(audit);
        }
    }
    let mut cards: Vec<ScoreCard> = sums
        .into_iter()
        .map(|((kind, id), sum)| sum.card(kind, id))
        .collect();
    cards.sort_by(|a, b| {
        a.kind
            .cmp(&b.kind)
            .then_with(|| a.score.total_cmp(&b.score))
            .then_with(|| a.id.cmp(&b.id))
    });
    cards
}

impl ScoredKind {
    /// The kind of record; none for the registry.
    pub fn record(self) -> Option<Kind> {
        match self {
            Self::Registry => None,
            Self::Topology => Some(Kind::Topology),
            Self::Team => Some(Kind::Team),
            Self::Agent => Some(Kind::Agent),
        }
    }
}

impl Sum {
    fn add(&mut self, audit: &HandoffAudit) {
        self.handoffs += 1;
        self.score += audit.score;
        self.risk += audit.risk;
        self.highest = self.highest.max(audit.risk);
        for (question, answer) in audit.answers.each() {
            *self.answered.entry(question).or_default() += u32::from(answer);
        }
    }

    fn card(self, kind: ScoredKind, id: String) -> ScoreCard {
        let count = f64::from(self.handoffs.max(1));
        let answered = self.answered.into_iter();
        ScoreCard {
            kind,
            id,
            handoffs: self.handoffs,
            score: rounded(self.score / count),
            answered: answered
                .map(|(question, yes)| {
                    (question.name().to_owned(), rounded(f64::from(yes) / count))
                })
                .collect(),
            highest_risk: self.highest,
            mean_risk: rounded(self.risk / count),
        }
    }
}
