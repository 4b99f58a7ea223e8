//! What cannot be taken back.

use baton_model::{Agent, AgentKind};

/// Whether an agent, other than a person, may do what cannot be taken back.
pub(crate) fn acts_irreversibly(agent: &Agent) -> bool {
    agent.kind != AgentKind::Human && !irreversible_actions(agent).is_empty()
}

/// Its tools and authorities whose effect stays.
pub(crate) fn irreversible_actions(agent: &Agent) -> Vec<&str> {
    let tools = agent
        .tools
        .iter()
        .filter(|tool| tool.irreversible)
        .map(|tool| tool.name.as_str());
    let actions = agent
        .role
        .authority
        .iter()
        .filter(|authority| authority.irreversible);
    tools
        .chain(actions.map(|authority| authority.action.as_str()))
        .collect()
}
