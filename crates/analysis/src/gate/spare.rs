//! Gates without which nothing would be less covered.

use super::need::{self, Walks};
use super::propose::{Scene, key};
use super::walk::Gated;
use super::{GateAct, GateProposal, GateReason, draft};
use baton_graph::{Place, Way};
use baton_model::{Agent, AgentKind, Criticality, Handoff, HandoffId};
use std::collections::BTreeSet;

/// Gates to take away: one after the other, the least critical and most passed first, as long as every consequence stays as covered as
/// with `all` gates, and as it is with those that stand: whoever takes a gate away before the proposed ones are there loses nothing. Silent where nobody has said what hangs on what; a gate on a handoff on which much hangs is never superfluous.
pub(super) fn removals<'a>(
    scene: &Scene<'_, 'a>,
    standing: &Gated<'a>,
    all: &Gated<'a>,
) -> Vec<GateProposal> {
    if scene.consequences.is_empty() {
        return Vec::new();
    }
    let exposed = |gated: &Gated<'a>| -> BTreeSet<usize> {
        let walks = Walks::new(scene.graph, gated);
        let numbered = scene.consequences.iter().enumerate();
        numbered
            .filter(|(_, one)| one.exposed(&walks).is_some())
            .map(|(at, _)| at)
            .collect()
    };
    let mut candidates: Vec<&Handoff> = standing
        .iter()
        .filter_map(|id| scene.graph.handoff(id))
        .filter(|handoff| handoff.criticality < Criticality::High)
        .collect();
    let passed = |handoff: &Handoff| scene.used(&handoff.id);
    candidates.sort_by(|a, b| {
        let by_traffic = passed(b).total_cmp(&passed(a));
        (a.criticality.cmp(&b.criticality))
            .then(by_traffic)
            .then(a.id.cmp(&b.id))
    });
    let (mut kept, mut alone) = (all.clone(), standing.clone());
    let mut proposals = Vec::new();
    for handoff in candidates {
        let without = |gated: &Gated<'a>| {
            let mut without = gated.clone();
            without.remove(&handoff.id);
            let exposes_more = !exposed(&without).is_subset(&exposed(gated));
            (!exposes_more).then_some(without)
        };
        if let (Some(of_all), Some(of_standing)) = (without(&kept), without(&alone)) {
            (kept, alone) = (of_all, of_standing);
            proposals.push(removal(scene, handoff, &kept));
        }
    }
    proposals
}

fn removal(scene: &Scene<'_, '_>, handoff: &Handoff, kept: &Gated<'_>) -> GateProposal {
    GateProposal {
        id: format!("remove:{}", handoff.id),
        act: GateAct::Remove,
        title: format!("Take the gate away from {}", scene.name(handoff)),
        handoff: handoff.id.as_str().to_owned(),
        required: false,
        reasons: vec![reason(scene, handoff, kept)],
        cost: scene.cost(handoff),
        instead_of: Vec::new(),
        edits: vec![draft::edit(scene.document, handoff, None)],
        notes: notes(scene, handoff),
    }
}

fn reason(scene: &Scene<'_, '_>, handoff: &Handoff, kept: &Gated<'_>) -> GateReason {
    let receivers = scene.graph.receivers(handoff);
    let is_person = |agent: &&Agent| agent.kind == AgentKind::Human;
    if !receivers.is_empty() && receivers.iter().all(is_person) {
        return GateReason {
            need: None,
            subject: key(&handoff.id),
            message: format!(
                "{} is a person, who decides anyway: the review asks for the same twice.",
                scene.agent(&receivers[0].id)
            ),
            path: vec![handoff.id.as_str().to_owned()],
        };
    }
    if !leads_on(scene, handoff) {
        return GateReason {
            need: None,
            subject: key(&handoff.id),
            message: "Nothing that a person has to decide about comes after it: no irreversible action, no border of trust, nothing critical.".to_owned(),
            path: Vec::new(),
        };
    }
    if let Some(way) = next_gate(scene, handoff, kept) {
        let last = way.last().and_then(|id| scene.graph.handoff(id));
        let place = last.map_or_else(|| "another handoff".to_owned(), |last| scene.name(last));
        return GateReason {
            need: None,
            subject: last.map_or_else(|| key(&handoff.id), |last| key(&last.id)),
            message: format!(
                "What comes over it is decided again at the gate on {place}, nearer to what cannot be taken back."
            ),
            path: way.iter().map(|id| id.as_str().to_owned()).collect(),
        };
    }
    GateReason {
        need: None,
        subject: key(&handoff.id),
        message: "What comes over it is undecided again before it matters: a later handoff lets in what nobody checked.".to_owned(),
        path: Vec::new(),
    }
}

/// Whether something that a person has to decide about can come after a handoff, gates or not.
fn leads_on(scene: &Scene<'_, '_>, handoff: &Handoff) -> bool {
    need::leads_to_any(scene.graph, handoff, &scene.consequences)
}

/// The shortest way from a handoff to the next gate that stays and guards something, both included.
fn next_gate<'a>(
    scene: &Scene<'_, 'a>,
    handoff: &'a Handoff,
    kept: &Gated<'_>,
) -> Option<Vec<&'a HandoffId>> {
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut open: Vec<(&Agent, Vec<&HandoffId>)> = scene
        .graph
        .receivers(handoff)
        .into_iter()
        .map(|agent| (agent, vec![&handoff.id]))
        .collect();
    while !open.is_empty() {
        let mut next = Vec::new();
        for (agent, way) in open {
            for step in scene.graph.steps_from(&agent.id) {
                if super::walk::goes_round(step.way) || step.way == Way::Branch {
                    continue;
                }
                let mut on = way.clone();
                on.push(&step.handoff.id);
                if kept.contains(&step.handoff.id) && leads_on(scene, step.handoff) {
                    return Some(on);
                }
                if let Place::Agent(to) = step.to
                    && seen.insert(to.id.as_str())
                {
                    next.push((to, on));
                }
            }
        }
        open = next;
    }
    None
}

fn notes(scene: &Scene<'_, '_>, handoff: &Handoff) -> Vec<String> {
    let mut notes = Vec::new();
    let branches = handoff.gate.iter().flat_map(|gate| &gate.branches);
    for branch in branches {
        if let Some(to) = &branch.goes_to {
            notes.push(format!(
                "The answer \"{}\" leads to {}; that way goes with the gate.",
                branch.answer,
                draft::leads_to(scene.document, to)
            ));
        }
    }
    let nature = scene.graph.topology().map(|topology| &topology.nature);
    if nature.is_some_and(|nature| nature.regulated) {
        notes.push("The work is regulated: a review may be prescribed all the same.".to_owned());
    }
    notes
}
