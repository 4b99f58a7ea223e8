//! Agents that the registry would be clearer without, or that nobody answers for.

use baton_model::{
    Agent, AgentKind, Channel, Date, Document, HealthState, Kind, Lifecycle, RecordKey, Team,
};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Health that was last checked longer ago says nothing about today.
const STALE_DAYS: i32 = 30;

/// Why an agent stands out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum SprawlReason {
    /// No team owns it.
    Unowned,
    /// No topology has it.
    Unused,
    /// Another one of its kind declares the same capabilities, languages and channels.
    Duplicate,
    /// It serves requests, and its health was not checked for 30 days.
    StaleHealth,
}

/// An agent that stands out, and why.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, specta::Type)]
pub struct Sprawl {
    /// Why.
    pub reason: SprawlReason,
    /// The agent.
    pub agent: String,
    /// For a duplicate, the agents that it is like.
    pub like: Vec<String>,
}

/// By reason, then by agent. Retired agents are left out; `only` are the agents asked about, all if `None`.
pub(super) fn sprawl(
    document: &Document,
    today: &Date,
    only: Option<&BTreeSet<String>>,
) -> Vec<Sprawl> {
    let in_use: Vec<&Agent> = document
        .agents()
        .filter(|agent| agent.lifecycle != Lifecycle::Retired)
        .collect();
    let alike = alike(&in_use);
    let mut found = Vec::new();
    for agent in in_use {
        let id = agent.id.as_str();
        if only.is_some_and(|only| !only.contains(id)) {
            continue;
        }
        let mut add = |reason, like| {
            found.push(Sprawl {
                reason,
                agent: id.to_owned(),
                like,
            });
        };
        let team = agent.team.as_ref();
        if team.is_none_or(|team| document.find::<Team>(team).is_none()) {
            add(SprawlReason::Unowned, Vec::new());
        }
        if !is_used(document, agent) {
            add(SprawlReason::Unused, Vec::new());
        }
        let like: Vec<String> = alike
            .get(&role(agent))
            .into_iter()
            .flatten()
            .filter(|other| **other != id)
            .map(|other| (*other).to_owned())
            .collect();
        if !like.is_empty() {
            add(SprawlReason::Duplicate, like);
        }
        if is_stale(agent, today) {
            add(SprawlReason::StaleHealth, Vec::new());
        }
    }
    found.sort();
    found
}

/// What an agent is for, as far as that can be compared.
type Role<'a> = (
    AgentKind,
    BTreeSet<&'a str>,
    BTreeSet<&'a str>,
    BTreeSet<Channel>,
);

fn role(agent: &Agent) -> Role<'_> {
    (
        agent.kind,
        set_of(&agent.capabilities),
        set_of(&agent.languages),
        agent.channels.iter().copied().collect(),
    )
}

fn set_of(words: &[String]) -> BTreeSet<&str> {
    words.iter().map(String::as_str).collect()
}

/// Agents by role. People of different teams share skills, and who declares nothing cannot be compared.
fn alike<'a>(agents: &[&'a Agent]) -> BTreeMap<Role<'a>, Vec<&'a str>> {
    let mut alike: BTreeMap<Role<'_>, Vec<&str>> = BTreeMap::new();
    for agent in agents {
        if agent.kind != AgentKind::Human && !agent.capabilities.is_empty() {
            alike
                .entry(role(agent))
                .or_default()
                .push(agent.id.as_str());
        }
    }
    alike
}

/// Whether anything but its versions and what is said about it refers to it.
fn is_used(document: &Document, agent: &Agent) -> bool {
    let key = RecordKey::new(Kind::Agent, agent.id.as_str());
    document.referrers(&key).any(|key| {
        matches!(
            key.kind,
            Kind::Handoff | Kind::Entry | Kind::Placement | Kind::Scenario
        )
    })
}

fn is_stale(agent: &Agent, today: &Date) -> bool {
    let serves = agent.lifecycle == Lifecycle::Production && agent.kind != AgentKind::Human;
    let Some(checked) = &agent.health.checked_at else {
        return serves && agent.health.state != HealthState::Unknown;
    };
    let day = Date::new(checked.as_str().get(..10).unwrap_or_default());
    serves && day.is_ok_and(|day| day.days_until(today) > STALE_DAYS)
}
