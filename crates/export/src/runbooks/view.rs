//! Everything that one runbook shows, as plain values for its template.

use super::failure;
use super::people::{Reach, agent_name, contacts, owners, reach, responder_name, target_name};
use crate::scope::versions;
use crate::words;
use baton_model::{
    Agent, AgentId, AlertSeverity, ContractVersion, Document, EscalationPath, Gate, Handoff,
    HandoffMode, Kind, RecordKey, Team, Topology,
};
use serde::Serialize;

#[derive(Serialize)]
pub(super) struct View {
    id: String,
    topology: String,
    from: Side,
    to: Side,
    mode: &'static str,
    criticality: &'static str,
    owner_model: Option<&'static str>,
    owners: Vec<TeamView>,
    disagreement: Vec<String>,
    fallback_owner: Option<Who>,
    escalation: Option<Escalation>,
    alerts: Vec<AlertView>,
    dashboard: Option<String>,
    span: bool,
    contract: Option<String>,
    versions: Vec<VersionRow>,
    trigger: String,
    condition: Option<String>,
    failure: Vec<String>,
    fallbacks: Vec<Side>,
    gate: Option<GateView>,
    told: Vec<Told>,
    snapshot: Vec<&'static str>,
    checks: Vec<String>,
    replay: String,
    notes: String,
    incidents: Vec<IncidentView>,
}

#[derive(Serialize)]
struct Side {
    name: String,
    kind: Option<&'static str>,
    team: Option<String>,
    links: Vec<(&'static str, String)>,
}

#[derive(Serialize)]
struct TeamView {
    name: String,
    reach: Vec<Reach>,
}

#[derive(Serialize)]
struct Who {
    name: String,
    reach: Vec<Reach>,
}

#[derive(Serialize)]
struct Escalation {
    name: String,
    steps: Vec<Step>,
    repeat: Option<String>,
}

#[derive(Serialize)]
struct Step {
    after_minutes: u32,
    who: Who,
    channel: String,
}

#[derive(Serialize)]
struct AlertView {
    name: String,
    severity: &'static str,
    condition: String,
    url: Option<String>,
}

#[derive(Serialize)]
struct VersionRow {
    version: String,
    is_pinned: bool,
    state: String,
    note: String,
}

#[derive(Serialize)]
struct GateView {
    reviewers: Vec<String>,
    summary: String,
    proposed_action: String,
    question: String,
    branches: Vec<(String, Option<String>)>,
    minutes: f64,
}

#[derive(Serialize)]
struct Told {
    language: String,
    text: String,
}

#[derive(Serialize)]
struct IncidentView {
    at: String,
    cause: String,
    lesson: String,
    link: Option<String>,
    /// The day on which its cause was taken away.
    resolved: Option<String>,
    versions: Vec<String>,
}

/// Contract and version as they stand on the line of a drawing.
pub(super) fn contract_label(handoff: &Handoff) -> Option<String> {
    baton_layout::topology::line_label(handoff)
}

pub(super) fn of(document: &Document, topology: &Topology, handoff: &Handoff) -> View {
    let pinned = handoff.version.as_ref();
    let history: Vec<&ContractVersion> = handoff
        .contract
        .as_ref()
        .map(|contract| versions(document, contract))
        .unwrap_or_default();
    View {
        id: handoff.id.to_string(),
        topology: topology.name.clone(),
        from: side(document, &handoff.from),
        to: match handoff.to.agent() {
            Some(agent) => side(document, agent),
            None => Side {
                name: target_name(document, &handoff.to),
                kind: None,
                team: None,
                links: Vec::new(),
            },
        },
        mode: match handoff.mode {
            HandoffMode::Transfer => "Transfer: control moves to the receiver",
            HandoffMode::Delegate => "Delegation: the receiver answers, the sender keeps control",
        },
        criticality: words::criticality(handoff.criticality),
        owner_model: handoff.owner_model.map(words::owner_model),
        owners: owners(document, handoff).into_iter().map(team).collect(),
        disagreement: disagreement(document, handoff),
        fallback_owner: handoff.fallback_owner.as_ref().map(|who| Who {
            name: responder_name(document, who),
            reach: reach(document, who),
        }),
        escalation: escalation(document, handoff),
        alerts: alerts(handoff),
        dashboard: handoff.observability.dashboard.clone(),
        span: handoff.observability.span,
        contract: contract_label(handoff),
        versions: history
            .iter()
            .rev()
            .map(|version| VersionRow {
                version: version.version.to_string(),
                is_pinned: Some(&version.version) == pinned,
                state: words::contract_state(version),
                note: version.change_note.clone(),
            })
            .collect(),
        trigger: words::trigger(&handoff.trigger),
        condition: handoff.trigger.condition.clone(),
        failure: failure::sentences(&handoff.policy),
        fallbacks: handoff
            .fallbacks
            .iter()
            .map(|agent| side(document, agent))
            .collect(),
        gate: handoff.gate.as_ref().map(|gate| gate_view(document, gate)),
        told: handoff
            .continuity
            .iter()
            .map(|told| Told {
                language: told.language.clone(),
                text: told.text.clone(),
            })
            .collect(),
        snapshot: handoff
            .snapshot
            .iter()
            .map(|field| words::snapshot(*field))
            .collect(),
        checks: handoff.runbook.checks.clone(),
        replay: handoff.runbook.replay.clone(),
        notes: handoff.runbook.notes.clone(),
        incidents: incidents(document, handoff),
    }
}

fn side(document: &Document, id: &AgentId) -> Side {
    let Some(agent) = document.find::<Agent>(id) else {
        return Side {
            name: agent_name(document, id),
            kind: None,
            team: None,
            links: Vec::new(),
        };
    };
    let team = agent
        .team
        .as_ref()
        .and_then(|team| document.find::<Team>(team));
    let links = [
        ("dashboard", &agent.links.dashboard),
        ("repository", &agent.links.repo),
    ];
    Side {
        name: agent.name.clone(),
        kind: Some(words::agent_kind(agent.kind)),
        team: team.map(|team| team.name.clone()),
        links: links
            .into_iter()
            .filter_map(|(what, link)| Some((what, link.clone()?)))
            .collect(),
    }
}

fn team(team: &Team) -> TeamView {
    TeamView {
        name: team.name.clone(),
        reach: contacts(&team.contacts),
    }
}

fn disagreement(document: &Document, handoff: &Handoff) -> Vec<String> {
    let Some(rule) = &handoff.disagreement else {
        return Vec::new();
    };
    let decides = rule
        .decides
        .as_ref()
        .map(|who| format!("{} has the last word", responder_name(document, who)));
    let path = rule
        .escalation_path
        .as_ref()
        .and_then(|path| document.find::<EscalationPath>(path));
    let walked = path.map(|path| format!("the escalation path \"{}\" is walked", path.name));
    let text = (!rule.rule.is_empty()).then(|| rule.rule.clone());
    [text, decides, walked].into_iter().flatten().collect()
}

fn escalation(document: &Document, handoff: &Handoff) -> Option<Escalation> {
    let path = document.find::<EscalationPath>(handoff.escalation_path.as_ref()?)?;
    let mut steps: Vec<Step> = path
        .steps
        .iter()
        .map(|step| Step {
            after_minutes: step.after_minutes,
            who: Who {
                name: responder_name(document, &step.notify),
                reach: reach(document, &step.notify),
            },
            channel: step.channel.clone(),
        })
        .collect();
    steps.sort_by_key(|step| step.after_minutes);
    Some(Escalation {
        name: path.name.clone(),
        steps,
        repeat: (path.repeat > 0).then(|| words::times(path.repeat)),
    })
}

fn alerts(handoff: &Handoff) -> Vec<AlertView> {
    handoff
        .alerts
        .iter()
        .map(|alert| AlertView {
            name: alert.name.clone(),
            severity: match alert.severity {
                AlertSeverity::Info => "info",
                AlertSeverity::Warning => "warning",
                AlertSeverity::Critical => "critical",
            },
            condition: alert.condition.clone(),
            url: alert.runbook_url.clone(),
        })
        .collect()
}

fn gate_view(document: &Document, gate: &Gate) -> GateView {
    GateView {
        reviewers: gate
            .reviewers
            .iter()
            .map(|who| responder_name(document, who))
            .collect(),
        summary: gate.summary.clone(),
        proposed_action: gate.proposed_action.clone(),
        question: gate.question.clone(),
        branches: gate
            .branches
            .iter()
            .map(|branch| {
                let to = branch
                    .goes_to
                    .as_ref()
                    .map(|target| target_name(document, target));
                (branch.answer.clone(), to)
            })
            .collect(),
        minutes: gate.minutes.unwrap_or(2.0),
    }
}

/// The last incidents, newest first.
fn incidents(document: &Document, handoff: &Handoff) -> Vec<IncidentView> {
    let key = RecordKey::new(Kind::Handoff, handoff.id.as_str());
    let mut found: Vec<_> = document
        .referrers(&key)
        .filter(|from| from.kind == Kind::Incident)
        .filter_map(|from| document.find::<baton_model::Incident>(&from.id))
        .collect();
    found.sort_by(|a, b| b.at.cmp(&a.at).then_with(|| a.id.cmp(&b.id)));
    found
        .into_iter()
        .take(10)
        .map(|incident| IncidentView {
            at: incident.at.to_string(),
            cause: incident.cause.clone(),
            lesson: incident.lesson.clone(),
            link: incident.link.clone(),
            resolved: incident
                .resolved_at
                .as_ref()
                .map(|at| at.as_str().chars().take(10).collect()),
            versions: incident.versions.clone(),
        })
        .collect()
}
