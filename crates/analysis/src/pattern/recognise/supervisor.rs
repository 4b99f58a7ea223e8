//! Supervisor: a controller that delegates and gets the answers back.

use super::super::{Drawing, Recognised};
use super::{ids, recognised};
use baton_model::{Handoff, HandoffMode, Pattern};

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
        if called.len() < 2 {
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
