//! Who calls tools.

use crate::context::TopologyContext;
use baton_model::{Agent, AgentKind};

/// Whether an agent is of a kind that calls tools: people notice failures, tools and queues call nothing.
pub(crate) fn may_call(agent: &Agent) -> bool {
    matches!(
        agent.kind,
        AgentKind::Ai | AgentKind::Supervisor | AgentKind::External
    )
}

/// Whether an agent calls tools itself.
pub(crate) fn calls_tools(agent: &Agent) -> bool {
    may_call(agent) && (!agent.tools.is_empty() || agent.behaviour.tool_calls > 0)
}

/// The first tool of the topology that an agent delegates to.
pub(crate) fn called_tool<'a>(context: &TopologyContext<'a>, agent: &Agent) -> Option<&'a Agent> {
    let calls = context.graph.delegations_out(&agent.id);
    let mut called = calls
        .into_iter()
        .filter_map(|id| context.graph.handoff(id))
        .flat_map(|handoff| context.graph.receivers(handoff).into_owned());
    called.find(|called| called.kind == AgentKind::Tool)
}
