//! Everything that one runbook shows, as plain values for its template.

use super::{failure, night};
use crate::alerts;
use crate::people::{Reach, agent_name, contacts, owners, reach, responder_name, target_name};
use crate::scope::versions;
use crate::words;
use baton_model::{
    Agent, AgentId, ContractVersion, Document, EscalationPath, Gate, Handoff, HandoffMode, Kind,
    RecordKey, Team, Topology,
};
use serde::Serialize;

/// Everything that the runbook of a handoff says, in words.
#[derive(Clone, Debug, Serialize, specta::Type)]
#[serde(rename = "HandoffRunbook")]
pub struct View {
    id: String,
    topology: String,
    topology_id: String,
    from: Side,
    to: Side,
    calls: Vec<night::Call>,
    on_call: Vec<night::OnCall>,
    dead_letter: Option<String>,
    mode: &'static str,
    criticality: &'static str,
    owner_model: Option<&'static str>,
    owners: Vec<Who>,
    disagreement: Vec<String>,
    fallback_owner: Option<Who>,
    escalation: Option<Escalation>,
    alerts: Vec<AlertView>,
    left_out: Vec<(String, String)>,
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
    derived_checks: Vec<String>,
    replay: String,
    derived_replay: Vec<String>,
    changes: Vec<night::ChangeRow>,
    notes: String,
    incidents: Vec<IncidentView>,
}

#[derive(Clone, Debug, Serialize, specta::Type)]
#[serde(rename = "RunbookSide")]
pub(super) struct Side {
    pub name: String,
    kind: Option<&'static str>,
    team: Option<String>,
    links: Vec<(&'static str, String)>,
}

#[derive(Clone, Debug, Serialize, specta::Type)]
#[serde(rename = "RunbookWho")]
pub(crate) struct Who {
    pub name: String,
    pub reach: Vec<Reach>,
}

#[derive(Clone, Debug, Serialize, specta::Type)]
#[serde(rename = "RunbookEscalation")]
pub(super) struct Escalation {
    name: String,
    pub steps: Vec<Step>,
    repeat: Option<String>,
}

#[derive(Clone, Debug, Serialize, specta::Type)]
#[serde(rename = "RunbookStep")]
pub(super) struct Step {
    pub after_minutes: u32,
    pub who: Who,
    pub channel: String,
}

#[derive(Clone, Debug, Serialize, specta::Type)]
#[serde(rename = "RunbookAlert")]
struct AlertView {
    name: String,
    severity: &'static str,
    meaning: String,
    condition: String,
    url: Option<String>,
}

#[derive(Clone, Debug, Serialize, specta::Type)]
#[serde(rename = "RunbookVersion")]
struct VersionRow {
    version: String,
    is_pinned: bool,
    state: String,
    note: String,
}

#[derive(Clone, Debug, Serialize, specta::Type)]
#[serde(rename = "RunbookGate")]
struct GateView {
    reviewers: Vec<String>,
    summary: String,
    proposed_action: String,
    question: String,
    branches: Vec<(String, Option<String>)>,
    minutes: f64,
}

#[derive(Clone, Debug, Serialize, specta::Type)]
#[serde(rename = "RunbookTold")]
struct Told {
    language: String,
    text: String,
}

#[derive(Clone, Debug, Serialize, specta::Type)]
#[serde(rename = "RunbookIncident")]
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
pub(crate) fn contract_label(handoff: &Handoff) -> Option<String> {
    baton_layout::topology::line_label(handoff)
}

pub(crate) fn of(document: &Document, topology: &Topology, handoff: &Handoff) -> View {
    let pinned = handoff.version.as_ref();
    let history: Vec<&ContractVersion> = handoff
        .contract
        .as_ref()
        .map(|contract| versions(document, contract))
        .unwrap_or_default();
    let from = side(document, &handoff.from);
    let to = match handoff.to.agent() {
        Some(agent) => side(document, agent),
        None => Side {
            name: target_name(document, &handoff.to),
            kind: None,
            team: None,
            links: Vec::new(),
        },
    };
    let owners: Vec<Who> = owners(document, handoff).into_iter().map(team).collect();
    let fallback_owner = handoff.fallback_owner.as_ref().map(|who| Who {
        name: responder_name(document, who),
        reach: reach(document, who),
    });
    let escalation = escalation(document, handoff);
    let alerts = alerts::of(handoff);
    View {
        id: handoff.id.to_string(),
        topology: topology.name.clone(),
        topology_id: topology.id.to_string(),
        calls: night::calls(escalation.as_ref(), fallback_owner.as_ref(), &owners),
        on_call: night::on_call(document, handoff),
        dead_letter: handoff.policy.dead_letter.clone(),
        derived_checks: night::derived_checks(handoff, &from, &to),
        derived_replay: night::derived_replay(handoff),
        changes: night::changes(document, handoff),
        from,
        to,
        mode: match handoff.mode {
            HandoffMode::Transfer => "Transfer: control moves to the receiver",
            HandoffMode::Delegate => "Delegation: the receiver answers, the sender keeps control",
        },
        criticality: words::criticality(handoff.criticality),
        owner_model: handoff.owner_model.map(words::owner_model),
        owners,
        disagreement: disagreement(document, handoff),
        fallback_owner,
        escalation,
        left_out: alerts.left_out,
        alerts: alerts.alerts.into_iter().map(alert).collect(),
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

fn team(team: &Team) -> Who {
    Who {
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

fn alert(alert: alerts::Alert) -> AlertView {
    AlertView {
        name: alert.name,
        severity: alerts::severity(alert.severity),
        meaning: alert.meaning,
        condition: alert.expr,
        url: alert.runbook_url,
    }
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
