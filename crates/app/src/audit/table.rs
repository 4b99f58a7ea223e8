//! The audit as the window shows it: rows of handoffs, scores, and agents that stand out.

use super::run::{Question, ScoreCard, Sprawl, run};
use crate::{AppError, Registry};
use baton_analysis::audit::{Answers, AuditQuestion, HandoffAudit, QUESTIONS};
use baton_model::{Document, Incident};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Which handoffs are listed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct AuditFilter {
    /// Only those of a topology.
    pub topology: Option<String>,
    /// Only those of a team.
    pub team: Option<String>,
    /// Only those that answer a question with no.
    pub missing: Option<Question>,
}

/// Handoffs, the riskiest first.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct AuditTable {
    /// The revision that was audited.
    pub revision: u32,
    /// Those that the filter lets through.
    pub rows: Vec<AuditRow>,
    /// How many there are without the filter.
    pub total: u32,
    /// How many of the rows answer each question with no, in the order of the questions.
    pub missing: Vec<u32>,
    /// What every handoff is asked, in order.
    pub questions: Vec<AuditQuestion>,
}

/// One handoff.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct AuditRow {
    /// The handoff.
    pub id: String,
    /// Its topology.
    pub topology: String,
    /// 0 to 100.
    pub risk: f64,
    /// 0 to 1.
    pub consequence: f64,
    /// 0 to 1.
    pub likelihood: f64,
    /// The audit's questions.
    pub answers: Answers,
    /// The teams that it counts for.
    pub teams: Vec<String>,
    /// Incidents that are not resolved.
    pub open_incidents: u32,
}

/// How all that the registry holds answers the questions.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct AuditScores {
    /// By kind, then worst first.
    pub cards: Vec<ScoreCard>,
    /// Agents that stand out, by reason.
    pub sprawl: Vec<Sprawl>,
    /// How many agents were looked at: all that are not retired.
    pub agents: u32,
}

/// The handoffs that a filter lets through.
pub fn audit_table(registry: &Registry, filter: &AuditFilter) -> Result<AuditTable, AppError> {
    let audit = run(registry, None)?;
    let (revision, open) = registry.read(|document| (document.revision(), open(document)));
    let rows: Vec<AuditRow> = audit
        .handoffs
        .iter()
        .filter(|audited| lets_through(filter, audited))
        .map(|audited| row(audited, open.get(&audited.id).copied().unwrap_or(0)))
        .collect();
    let noes = |question| {
        let noes = rows.iter().filter(|row| !row.answers.to(question)).count();
        u32::try_from(noes).unwrap_or(u32::MAX)
    };
    Ok(AuditTable {
        revision,
        total: u32::try_from(audit.handoffs.len()).unwrap_or(u32::MAX),
        missing: QUESTIONS.map(noes).to_vec(),
        rows,
        questions: QUESTIONS.map(Question::in_words).to_vec(),
    })
}

/// Scores of the registry, its topologies, teams and agents, and the agents that stand out.
pub fn audit_scores(registry: &Registry) -> Result<AuditScores, AppError> {
    let audit = run(registry, None)?;
    let agents = registry.read(|document| {
        let retired = baton_model::Lifecycle::Retired;
        let in_use = document.agents().filter(|agent| agent.lifecycle != retired);
        in_use.count()
    });
    Ok(AuditScores {
        cards: audit.scores.clone(),
        sprawl: audit.sprawl.clone(),
        agents: u32::try_from(agents).unwrap_or(u32::MAX),
    })
}

fn lets_through(filter: &AuditFilter, audited: &HandoffAudit) -> bool {
    let of = |asked: &Option<String>, is: &dyn Fn(&String) -> bool| asked.as_ref().is_none_or(is);
    of(&filter.topology, &|id| *id == audited.topology)
        && of(&filter.team, &|id| audited.teams.contains(id))
        && filter
            .missing
            .is_none_or(|question| !audited.answers.to(question))
}

fn row(audited: &HandoffAudit, open_incidents: u32) -> AuditRow {
    AuditRow {
        id: audited.id.clone(),
        topology: audited.topology.clone(),
        risk: audited.risk,
        consequence: audited.consequence,
        likelihood: audited.likelihood,
        answers: audited.answers,
        teams: audited.teams.clone(),
        open_incidents,
    }
}

/// Open incidents by handoff.
fn open(document: &Document) -> BTreeMap<String, u32> {
    let mut open = BTreeMap::new();
    let is_open = |incident: &&Incident| incident.resolved_at.is_none();
    for incident in document.incidents().filter(is_open) {
        *open
            .entry(incident.handoff.as_str().to_owned())
            .or_default() += 1;
    }
    open
}
