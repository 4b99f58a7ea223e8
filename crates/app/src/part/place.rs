//! What is there where a part is put.

use super::insert::InsertRequest;
use crate::{AppError, ErrorCode};
use baton_graph::TopologyGraph;
use baton_model::{
    Agent, AgentKind, Document, EscalationPath, Handoff, Kind, Responder, Team, TeamId, Topology,
    TopologyId,
};
use serde_json::{Map, Value, json};

/// The place, and whom to call there.
pub(super) struct Place<'d> {
    pub document: &'d Document,
    pub topology: &'d TopologyId,
    /// Where it is drawn, if that was said.
    pub at: Option<(f64, f64)>,
    /// The agent that the part begins at.
    pub agent: Option<&'d Agent>,
    /// The handoffs that the agent sends, else all of the topology.
    pub around: Vec<&'d Handoff>,
    /// Who owns what comes in; not in the registry yet where there is no team.
    pub team: Team,
    /// Whom to call; found or made by `people`.
    pub path: Option<EscalationPath>,
    pub responder: Responder,
    /// The languages of users there.
    pub languages: Vec<String>,
}

impl<'d> Place<'d> {
    /// Reads a place; the agent has to be drawn there.
    pub fn read(document: &'d Document, request: &'d InsertRequest) -> Result<Self, AppError> {
        let graph = TopologyGraph::new(document, &request.topology);
        let agent = request
            .agent
            .as_ref()
            .map(|id| {
                graph.member(id).ok_or_else(|| {
                    AppError::new(
                        ErrorCode::InvalidInput,
                        format!("{id} is not drawn in {}", request.topology),
                        "name an agent of the topology",
                    )
                })
            })
            .transpose()?;
        let all = graph.handoffs();
        let sent = |agent: &Agent| -> Vec<&'d Handoff> {
            let own = all
                .iter()
                .copied()
                .filter(|handoff| handoff.from == agent.id);
            own.collect()
        };
        let mut around = agent.map(sent).unwrap_or_default();
        if around.is_empty() {
            around = all.to_vec();
        }
        let team = team(document, request, agent)?;
        let mut languages = agent
            .map(|agent| agent.languages.clone())
            .unwrap_or_default();
        if languages.is_empty() {
            languages = languages_of(graph.members());
        }
        Ok(Self {
            document,
            topology: &request.topology,
            at: request.at,
            agent,
            around,
            responder: Responder::Team(team.id.clone()),
            team,
            path: None,
            languages,
        })
    }

    /// A record with what follows from the place, where the part does not say it.
    pub fn completed(&self, kind: Kind, id: &str, record: Value) -> Value {
        let mut defaults = Map::new();
        defaults.insert("id".to_owned(), json!(id));
        match kind {
            Kind::Agent => {
                defaults.insert("team".to_owned(), json!(self.team.id));
                defaults.insert("languages".to_owned(), json!(self.languages));
                if let Some(agent) = self.agent {
                    defaults.insert("channels".to_owned(), json!(agent.channels));
                    if record.get("kind") != Some(&json!("tool")) {
                        defaults.insert("systems".to_owned(), json!(agent.systems));
                    }
                    if let Some(domain) = &agent.trust_domain {
                        defaults.insert("trust_domain".to_owned(), json!(domain));
                    }
                }
            }
            Kind::Memory => {
                defaults.insert("team".to_owned(), json!(self.team.id));
                if let Some(domain) = self.agent.and_then(|agent| agent.trust_domain.as_ref()) {
                    defaults.insert("trust_domain".to_owned(), json!(domain));
                }
            }
            Kind::Outcome | Kind::Note => {
                defaults.insert("topology".to_owned(), json!(self.topology));
            }
            _ => {}
        }
        let mut completed = Value::Object(defaults);
        merge(&mut completed, record);
        if kind == Kind::Agent
            && let Some(name) = completed.get("name").and_then(Value::as_str)
        {
            completed["name"] = json!(self.free_name(name));
        }
        completed
    }

    /// A name that no agent has: with a number behind it where that is needed.
    fn free_name(&self, name: &str) -> String {
        let is_taken = |name: &str| self.document.agents().any(|agent| agent.name == name);
        let counted = (2..u32::MAX).map(|count| format!("{name} {count}"));
        std::iter::once(name.to_owned())
            .chain(counted)
            .find(|name| !is_taken(name))
            .unwrap_or_default()
    }

    /// Whether users talk to somebody there.
    pub fn users_talk(&self) -> bool {
        self.agent.is_none_or(|agent| agent.role.talks_to_user) || !self.languages.is_empty()
    }
}

/// Whether an agent of a part, or one that is there, is a person.
pub(super) fn is_person(kind: Option<&Value>) -> bool {
    kind.and_then(Value::as_str) == Some("human")
}

fn team(
    document: &Document,
    request: &InsertRequest,
    agent: Option<&Agent>,
) -> Result<Team, AppError> {
    if let Some(named) = request.settings.get("team") {
        return document.find::<Team>(named).cloned().ok_or_else(|| {
            AppError::new(
                ErrorCode::NotFound,
                format!("there is no team {named:?}"),
                "`baton list team` names them",
            )
        });
    }
    let topology = document.find::<Topology>(&request.topology);
    let of_place = agent
        .and_then(|agent| agent.team.as_ref())
        .or_else(|| topology.and_then(|topology| topology.team.as_ref()))
        .and_then(|id| document.find::<Team>(id));
    if let Some(team) = of_place.or_else(|| document.teams().next()) {
        return Ok(team.clone());
    }
    let name = topology.map_or("On call", |topology| topology.name.as_str());
    let id = TeamId::new("on-call")
        .map_err(|error| AppError::new(ErrorCode::Internal, error.to_string(), ""))?;
    Ok(Team {
        purpose: format!("Answers for {name}."),
        ..Team::new(id, "On call".to_owned())
    })
}

/// What most agents that talk to users speak.
fn languages_of<'a>(members: impl Iterator<Item = &'a Agent>) -> Vec<String> {
    let talking = members.filter(|agent| agent.role.talks_to_user && agent.kind != AgentKind::Tool);
    talking
        .max_by_key(|agent| agent.languages.len())
        .map(|agent| agent.languages.clone())
        .unwrap_or_default()
}

/// Puts what is said over what is assumed, field by field.
pub(super) fn merge(assumed: &mut Value, said: Value) {
    match (assumed, said) {
        (Value::Object(assumed), Value::Object(said)) => {
            for (name, value) in said {
                match assumed.get_mut(&name) {
                    Some(there) if there.is_object() && value.is_object() => merge(there, value),
                    _ => {
                        assumed.insert(name, value);
                    }
                }
            }
        }
        (assumed, said) => *assumed = said,
    }
}
