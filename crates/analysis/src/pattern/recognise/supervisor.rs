//! Supervisor: a controller that delegates and gets the answers back.

use super::super::{Drawing, Recognised};
use super::{ids, is_controller, recognised};
use baton_model::{AgentKind, Handoff, HandoffMode, Pattern};

pub(super) fn found(drawing: &Drawing<'_>) -> Vec<Recognised> {
    let mut found = Vec::new();
    for agent in &drawing.agents {
        let calls: Vec<&Handoff> = drawing
            .sent_by(&agent.id)
            .filter(|handoff| handoff.mode == HandoffMode::Delegate)
            .collect();
        let mut called: Vec<_> = calls
            .iter()
            .flat_map(|handoff| drawing.graph.receivers(handoff))
            .collect();
        called.sort_by(|a, b| a.id.cmp(&b.id));
        called.dedup_by(|a, b| a.id == b.id);
        // Whoever calls tools works with them; to supervise, there has to be somebody who works.
        let is_said = is_controller(agent)
            || calls
                .iter()
                .any(|call| call.pattern == Some(Pattern::Supervisor));
        let works = |agent: &&&baton_model::Agent| is_said || agent.kind != AgentKind::Tool;
        if called.iter().filter(works).count() < 2 {
            continue;
        }
        let because = format!(
            "{} delegates to {} agents and gets their answers back",
            agent.name,
            called.len()
        );
        found.push(recognised(
            Pattern::Supervisor,
            ids(std::iter::once(*agent).chain(called)),
            calls,
            because,
        ));
    }
    found
}
