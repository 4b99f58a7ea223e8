//! Which components are agents, and of which kind.

use super::entity::Entity;
use crate::guess::{self, words};
use crate::text::visible;
use baton_model::AgentKind;
use std::collections::BTreeSet;

/// Types of components that are agents, and what they are.
const TYPES: [(&str, AgentKind); 14] = [
    ("ai-agent", AgentKind::Ai),
    ("agent", AgentKind::Ai),
    ("assistant", AgentKind::Ai),
    ("chatbot", AgentKind::Ai),
    ("bot", AgentKind::Ai),
    ("supervisor-agent", AgentKind::Supervisor),
    ("supervisor", AgentKind::Supervisor),
    ("human", AgentKind::Human),
    ("tool", AgentKind::Tool),
    ("mcp-server", AgentKind::Tool),
    ("external-agent", AgentKind::External),
    ("outside-agent", AgentKind::External),
    ("queue", AgentKind::Queue),
    ("ai-tool", AgentKind::Tool),
];

/// What a component is, if its type or a label says that it is an agent.
pub(super) fn agent_kind(entity: &Entity<'_>) -> Option<(AgentKind, String)> {
    let labels = ["labels", "annotations"].into_iter().flat_map(|name| {
        entity.value["metadata"][name]
            .as_object()
            .into_iter()
            .flatten()
    });
    for (name, value) in labels {
        let value = value.as_str().unwrap_or_default().to_ascii_lowercase();
        if name.ends_with("/agent-kind") || name == "agent-kind" {
            let kind = match value.as_str() {
                "supervisor" => AgentKind::Supervisor,
                "human" => AgentKind::Human,
                "tool" => AgentKind::Tool,
                "external" => AgentKind::External,
                "queue" => AgentKind::Queue,
                _ => AgentKind::Ai,
            };
            return Some((
                kind,
                format!("the label {} says {value:?}", visible(name, 60)),
            ));
        }
    }
    let own = entity.spec("type")?.to_ascii_lowercase();
    if let Some((_, kind)) = TYPES.iter().find(|(known, _)| *known == own) {
        return Some((*kind, format!("its type is {own:?}")));
    }
    let said: BTreeSet<String> = words(&own).collect();
    let is_agent = ["agent", "agents", "bot", "assistant", "llm", "mcp"]
        .iter()
        .any(|word| said.contains(*word));
    is_agent.then(|| {
        let kind = guess::named(&said).map_or(AgentKind::Ai, |guess| guess.kind);
        (kind, format!("its type is {:?}", visible(&own, 60)))
    })
}
