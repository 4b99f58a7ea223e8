//! Peer to peer: agents that hand over to each other in every direction.

use super::super::{Drawing, Recognised};
use super::{ids, is_way_on, recognised};
use baton_model::{AgentId, Handoff, Pattern};
use std::collections::BTreeSet;

/// Two agents that go back and forth are no mesh.
const FEWEST: usize = 3;

pub(super) fn found(drawing: &Drawing<'_>) -> Vec<Recognised> {
    let circles = drawing.graph.circles(|handoff| {
        is_way_on(drawing, handoff) && drawing.handoffs.iter().any(|one| one.id == handoff.id)
    });
    let mut found = Vec::new();
    for circle in circles {
        let members: BTreeSet<&AgentId> = circle.iter().copied().collect();
        if members.len() < FEWEST {
            continue;
        }
        let handoffs: Vec<&Handoff> = drawing
            .handoffs
            .iter()
            .copied()
            .filter(|handoff| {
                is_way_on(drawing, handoff)
                    && members.contains(&handoff.from)
                    && handoff.to.agent().is_some_and(|to| members.contains(to))
            })
            .collect();
        let pairs: BTreeSet<(&AgentId, &AgentId)> = handoffs
            .iter()
            .filter_map(|handoff| Some((&handoff.from, handoff.to.agent()?)))
            .collect();
        // At least half of all ordered pairs hand over directly: less is a circle with short cuts.
        if 2 * pairs.len() < members.len() * (members.len() - 1) {
            continue;
        }
        let because = format!(
            "{} agents hand over to each other directly, by {} of {} possible ways",
            members.len(),
            pairs.len(),
            members.len() * (members.len() - 1)
        );
        found.push(recognised(
            Pattern::PeerToPeer,
            ids(members.iter().filter_map(|id| drawing.agent(id))),
            handoffs,
            because,
        ));
    }
    found
}
