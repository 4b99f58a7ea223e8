//! Escalation: work goes up to people, in one step or several.

use super::super::{Drawing, Recognised};
use super::{ids, recognised};
use baton_model::{Agent, AgentKind, Handoff, HandoffMode, Pattern};

pub(super) fn found(drawing: &Drawing<'_>) -> Vec<Recognised> {
    let is_human = |agent: &Agent| agent.kind == AgentKind::Human;
    let goes_up = |handoff: &&Handoff| {
        handoff.mode == HandoffMode::Transfer
            && (handoff.pattern == Some(Pattern::Escalation)
                || handoff
                    .to
                    .agent()
                    .and_then(|id| drawing.agent(id))
                    .is_some_and(is_human))
    };
    let mut found = Vec::new();
    // One ladder for each person at whom it ends: a person that hands up further is a rung.
    for top in drawing.agents.iter().filter(|agent| is_human(agent)) {
        let is_top = !drawing.sent_by(&top.id).any(|handoff| goes_up(&handoff));
        if !is_top {
            continue;
        }
        let mut rungs: Vec<&Agent> = vec![top];
        let mut handoffs: Vec<&Handoff> = Vec::new();
        let mut at = 0;
        while let Some(rung) = rungs.get(at).copied() {
            at += 1;
            for handoff in drawing
                .handoffs
                .iter()
                .copied()
                .filter(|handoff| goes_up(handoff))
            {
                if handoff.to.agent() != Some(&rung.id) {
                    continue;
                }
                handoffs.push(handoff);
                if let Some(sender) = drawing.agent(&handoff.from)
                    && rungs.iter().all(|known| known.id != sender.id)
                {
                    rungs.push(sender);
                }
            }
        }
        if handoffs.is_empty() {
            continue;
        }
        let because = format!(
            "{} of {} agents {} up to {}",
            rungs.len() - 1,
            drawing.agents.len(),
            if rungs.len() == 2 { "hands" } else { "hand" },
            top.name
        );
        rungs.reverse();
        handoffs.reverse();
        found.push(recognised(
            Pattern::Escalation,
            ids(rungs),
            handoffs,
            because,
        ));
    }
    found
}
