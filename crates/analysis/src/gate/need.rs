//! What a person should decide about: actions that cannot be taken back, borders of trust, and what much hangs on.

use super::walk::{Follow, Gated, Walk};
use baton_graph::{TopologyGraph, Way};
use baton_model::{
    Agent, AgentId, AgentKind, ContractVersion, Criticality, Document, Handoff, HandoffId, Kind,
    RecordKey,
};
use serde::Serialize;
use std::collections::BTreeSet;

/// Why a person should decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum GateNeed {
    /// What cannot be taken back comes next.
    Irreversible,
    /// It leaves an area of trust with something that should stay, or with much hanging on it.
    Border,
    /// Something that nobody checked reaches what money, law or health hang on.
    Taint,
}

impl GateNeed {
    /// All of them, the gravest first.
    pub const ALL: [Self; 3] = [Self::Irreversible, Self::Border, Self::Taint];

    /// What has to be kept away.
    pub(super) fn follows(self) -> Follow {
        match self {
            Self::Irreversible | Self::Border => Follow::Undecided,
            Self::Taint => Follow::Tainted,
        }
    }
}

/// A place at which a person should have decided.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Consequence<'a> {
    pub need: GateNeed,
    pub at: At<'a>,
    /// What happens there, as the end of a sentence.
    pub what: String,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum At<'a> {
    Agent(&'a Agent),
    Handoff(&'a Handoff),
}

impl<'a> Consequence<'a> {
    /// The shortest way on which it happens with nobody having decided; `None` where it does not.
    pub fn exposed(&self, walks: &Walks<'_, 'a>) -> Option<Vec<&'a HandoffId>> {
        let walk = match self.need.follows() {
            Follow::Undecided => &walks.undecided,
            Follow::Tainted => &walks.tainted,
        };
        match self.at {
            At::Agent(agent) => walk.path(&agent.id),
            At::Handoff(handoff) => walk.path_over(handoff, walks.gated),
        }
    }

    pub fn subject(&self) -> RecordKey {
        match self.at {
            At::Agent(agent) => RecordKey::new(Kind::Agent, agent.id.as_str()),
            At::Handoff(handoff) => RecordKey::new(Kind::Handoff, handoff.id.as_str()),
        }
    }

    pub fn agent(&self) -> Option<&'a AgentId> {
        match self.at {
            At::Agent(agent) => Some(&agent.id),
            At::Handoff(_) => None,
        }
    }

    pub fn handoff(&self) -> Option<&'a HandoffId> {
        match self.at {
            At::Agent(_) => None,
            At::Handoff(handoff) => Some(&handoff.id),
        }
    }
}

/// Both walks, with the gates that they met.
pub(super) struct Walks<'g, 'a> {
    pub gated: &'g Gated<'a>,
    undecided: Walk<'g, 'a>,
    tainted: Walk<'g, 'a>,
}

impl<'g, 'a> Walks<'g, 'a> {
    pub fn new(graph: &'g TopologyGraph<'a>, gated: &'g Gated<'a>) -> Self {
        Self {
            gated,
            undecided: Follow::Undecided.explore(graph, gated),
            tainted: Follow::Tainted.explore(graph, gated),
        }
    }

    /// Whether a request can leave over a handoff with nobody having decided.
    pub fn leaves_undecided(&self, handoff: &'a Handoff) -> bool {
        self.undecided.path_over(handoff, self.gated).is_some()
    }
}

/// Everything in a topology that a person should decide about, the gravest first, then by id.
pub(super) fn consequences<'a>(
    document: &'a Document,
    graph: &TopologyGraph<'a>,
) -> Vec<Consequence<'a>> {
    let acting = graph.members().filter_map(|agent| {
        let actions = irreversible_actions(agent);
        (agent.kind != AgentKind::Human && !actions.is_empty()).then(|| Consequence {
            need: GateNeed::Irreversible,
            at: At::Agent(agent),
            what: format!(
                "{} can do what cannot be taken back: {}",
                agent.name,
                actions.join(", ")
            ),
        })
    });
    let handoffs = graph.handoffs().iter().copied();
    let borders = handoffs.clone().filter_map(|handoff| {
        let domain = crossed(graph, handoff)?;
        let bare = bare_fields(document, handoff);
        let what = if !bare.is_empty() {
            format!(
                "{} goes unmasked into the trust domain {domain}",
                bare.join(", ")
            )
        } else if handoff.criticality >= Criticality::High {
            format!("much hangs on what goes into the trust domain {domain}")
        } else {
            return None;
        };
        Some(Consequence {
            need: GateNeed::Border,
            at: At::Handoff(handoff),
            what,
        })
    });
    let critical = handoffs.filter_map(|handoff| {
        let receivers = graph.receivers(handoff);
        let works = receivers.iter().any(|agent| agent.kind != AgentKind::Human);
        (handoff.criticality == Criticality::Critical && works).then(|| Consequence {
            need: GateNeed::Taint,
            at: At::Handoff(handoff),
            what: "money, law or health hang on it".to_owned(),
        })
    });
    acting.chain(borders).chain(critical).collect()
}

/// An agent's tools and authorities whose effect stays.
pub(super) fn irreversible_actions(agent: &Agent) -> Vec<&str> {
    let tools = agent.tools.iter().filter(|tool| tool.irreversible);
    let allowed = agent.role.authority.iter();
    let allowed = allowed.filter(|authority| authority.irreversible);
    tools
        .map(|tool| tool.name.as_str())
        .chain(allowed.map(|authority| authority.action.as_str()))
        .collect()
}

/// The other trust domain that somebody stands in who may get it, as far as both are known.
fn crossed<'a>(graph: &TopologyGraph<'a>, handoff: &Handoff) -> Option<&'a str> {
    let domain = graph.member(&handoff.from)?.trust_domain.as_ref()?;
    let fallbacks = handoff.fallbacks.iter().filter_map(|id| graph.member(id));
    graph
        .receivers(handoff)
        .into_iter()
        .chain(fallbacks)
        .filter_map(|agent| agent.trust_domain.as_ref())
        .find(|other| *other != domain)
        .map(baton_model::TrustDomainId::as_str)
}

/// Sensitive fields of the pinned version that the handoff does not mask.
fn bare_fields<'a>(document: &'a Document, handoff: &Handoff) -> Vec<&'a str> {
    let Some((contract, version)) = handoff.contract.as_ref().zip(handoff.version.as_ref()) else {
        return Vec::new();
    };
    let version: Option<&ContractVersion> = document.find(format!("{contract}@{version}"));
    let masked = |pointer: &str| {
        handoff.masking.iter().any(|mask| {
            let rest = pointer.strip_prefix(mask.pointer.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    };
    let sensitive = version.into_iter().flat_map(|version| &version.sensitive);
    sensitive
        .map(|field| field.pointer.as_str())
        .filter(|pointer| !masked(pointer))
        .collect()
}

/// Whether anything that a person should decide about comes after a handoff.
pub(super) fn leads_to_any(
    graph: &TopologyGraph<'_>,
    handoff: &Handoff,
    consequences: &[Consequence<'_>],
) -> bool {
    let is_at = |agent: &AgentId| consequences.iter().any(|one| one.agent() == Some(agent));
    let is_over = |id: &HandoffId| consequences.iter().any(|one| one.handoff() == Some(id));
    let mut open: Vec<&Agent> = graph.receivers(handoff);
    let mut seen: BTreeSet<&AgentId> = open.iter().map(|agent| &agent.id).collect();
    if is_over(&handoff.id) {
        return true;
    }
    while let Some(agent) = open.pop() {
        if is_at(&agent.id) {
            return true;
        }
        for step in graph.steps_from(&agent.id) {
            if step.way == Way::Branch {
                continue;
            }
            if is_over(&step.handoff.id) {
                return true;
            }
            if let baton_graph::Place::Agent(next) = step.to
                && seen.insert(&next.id)
            {
                open.push(next);
            }
        }
    }
    false
}
