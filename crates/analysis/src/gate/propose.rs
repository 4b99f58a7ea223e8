//! Proposals, made from what is needed and what stands.

use super::need::{self, Consequence, GateNeed, Walks};
use super::walk::{self, Gated};
use super::{
    GateAct, GateAdvice, GateProposal, GateReason, ReviewCost, USUAL_MINUTES, Unguarded, cut,
    draft, spare, traffic,
};
use baton_graph::TopologyGraph;
use baton_model::{AgentId, Document, Handoff, HandoffId, Kind, RecordKey, TopologyId};
use std::collections::{BTreeMap, BTreeSet};

/// Where gates belong in a topology, and which are superfluous.
///
/// For each need, the gravest first, the gates are found that take the least review time per request, with those chosen before as given; the
/// fewest where that hardly differs, nearest to what they guard, and those for borders of trust on the border. With all proposals for new gates applied, nothing is left undecided except what
/// `unguarded` tells.
pub fn propose(document: &Document, topology: &TopologyId) -> GateAdvice {
    let graph = TopologyGraph::new(document, topology);
    let scene = Scene {
        document,
        graph: &graph,
        consequences: need::consequences(document, &graph),
        uses: traffic::uses(&graph),
    };
    let standing: Gated<'_> = graph
        .handoffs()
        .iter()
        .filter(|handoff| handoff.gate.is_some())
        .map(|handoff| &handoff.id)
        .collect();
    let (mut chosen, open) = scene.choose(&standing);
    let mut all: Gated<'_> = standing.union(&chosen).copied().collect();
    // What was chosen for one need may do for what others were chosen for before: what costs most goes first.
    let mut dearest: Vec<&HandoffId> = chosen.iter().copied().collect();
    dearest.sort_by(|a, b| scene.used(b).total_cmp(&scene.used(a)).then(a.cmp(b)));
    for id in dearest {
        if scene.exposed_without(id, &all).is_empty() {
            chosen.remove(id);
            all.remove(id);
        }
    }
    let mut proposals: Vec<GateProposal> = chosen
        .iter()
        .filter_map(|id| scene.addition(id, &all, &standing))
        .collect();
    proposals.extend(spare::removals(&scene, &standing, &all));
    proposals.sort_by(|a, b| (!a.required, a.act, &a.id).cmp(&(!b.required, b.act, &b.id)));
    let unguarded: Vec<Unguarded> = open.iter().map(|id| scene.unguarded(id)).collect();
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    GateAdvice {
        topology: topology.as_str().to_owned(),
        standing: count(standing.len()),
        consequences: count(scene.consequences.len()),
        summary: summary(
            standing.len(),
            scene.consequences.len(),
            &proposals,
            open.len(),
        ),
        proposals,
        unguarded,
    }
}

/// What all proposals are made from.
pub(super) struct Scene<'s, 'a> {
    pub document: &'a Document,
    pub graph: &'s TopologyGraph<'a>,
    pub consequences: Vec<Consequence<'a>>,
    /// How often one request passes each handoff; empty where nobody has said.
    pub uses: BTreeMap<&'a HandoffId, f64>,
}

impl<'a> Scene<'_, 'a> {
    /// Handoffs for new gates, and agents that none can guard.
    fn choose(&self, standing: &Gated<'a>) -> (Gated<'a>, BTreeSet<&'a AgentId>) {
        let mut chosen = Gated::new();
        let mut open = BTreeSet::new();
        for need in GateNeed::ALL {
            let of_need = || self.consequences.iter().filter(|one| one.need == need);
            let gated: Gated<'_> = standing.union(&chosen).copied().collect();
            let question = cut::Question {
                graph: self.graph,
                follow: need.follows(),
                gated: &gated,
                agents: &of_need().filter_map(Consequence::agent).collect(),
                handoffs: &of_need().filter_map(Consequence::handoff).collect(),
                uses: &self.uses,
                close: need == GateNeed::Border,
            };
            let cut = question.cut();
            chosen.extend(cut.gates);
            open.extend(cut.open);
        }
        (chosen, open)
    }

    /// What would be undecided without a gate, each with the way to it.
    fn exposed_without(
        &self,
        id: &HandoffId,
        all: &Gated<'a>,
    ) -> Vec<(&Consequence<'a>, Vec<&'a HandoffId>)> {
        let mut without = all.clone();
        without.remove(id);
        let (with, without) = (
            Walks::new(self.graph, all),
            Walks::new(self.graph, &without),
        );
        let exposed = self.consequences.iter().filter_map(|one| {
            let path = one.exposed(&without)?;
            one.exposed(&with).is_none().then_some((one, path))
        });
        exposed.collect()
    }

    fn addition(
        &self,
        id: &'a HandoffId,
        all: &Gated<'a>,
        standing: &Gated<'a>,
    ) -> Option<GateProposal> {
        let handoff = self.graph.handoff(id)?;
        let exposed = self.exposed_without(id, all);
        let first = exposed.first()?;
        let reasons = exposed.iter().map(|(one, path)| GateReason {
            need: Some(one.need),
            subject: one.subject(),
            message: self.why(one),
            path: path.iter().map(|id| id.as_str().to_owned()).collect(),
        });
        let drafted = draft::gate(self.document, self.graph, handoff, first.0);
        Some(GateProposal {
            id: format!("add:{id}"),
            act: GateAct::Add,
            title: format!("Put a gate on {}", self.name(handoff)),
            handoff: id.as_str().to_owned(),
            required: exposed
                .iter()
                .any(|(one, _)| one.need == GateNeed::Irreversible),
            reasons: reasons.collect(),
            cost: self.cost(handoff),
            instead_of: self.instead_of(id, &exposed, standing),
            edits: vec![draft::edit(self.document, handoff, Some(drafted.gate))],
            notes: drafted.notes,
        })
    }

    fn why(&self, one: &Consequence<'_>) -> String {
        let what = &one.what;
        match one.need {
            GateNeed::Irreversible => {
                format!("{what}; no person decides after the last unchecked input.")
            }
            GateNeed::Border => match one.at {
                need::At::Handoff(handoff) => format!(
                    "On {}, {what}; no person decides about it.",
                    self.name(handoff)
                ),
                need::At::Agent(_) => format!("{what}."),
            },
            GateNeed::Taint => match one.at {
                need::At::Handoff(handoff) => format!(
                    "Something that nobody checked can pass {}: {what}.",
                    self.name(handoff)
                ),
                need::At::Agent(_) => format!("{what}."),
            },
        }
    }

    /// The last handoffs on the ways to what a gate guards, if there is more than one: each would need a gate of its own.
    fn instead_of(
        &self,
        id: &HandoffId,
        exposed: &[(&Consequence<'a>, Vec<&'a HandoffId>)],
        standing: &Gated<'a>,
    ) -> Vec<String> {
        let walks = Walks::new(self.graph, standing);
        let mut last: BTreeSet<&str> = BTreeSet::new();
        for (one, _) in exposed {
            match one.at {
                need::At::Handoff(handoff) => {
                    last.insert(handoff.id.as_str());
                }
                need::At::Agent(agent) => {
                    for (_, step) in self.graph.steps_into(&agent.id) {
                        let is_way =
                            !walk::goes_round(step.way) && walks.leaves_undecided(step.handoff);
                        if is_way {
                            last.insert(step.handoff.id.as_str());
                        }
                    }
                }
            }
        }
        if last.len() < 2 {
            return Vec::new();
        }
        last.remove(id.as_str());
        last.into_iter().map(str::to_owned).collect()
    }

    pub fn cost(&self, handoff: &Handoff) -> ReviewCost {
        let minutes = handoff.gate.as_ref().and_then(|gate| gate.minutes);
        let known = !self.uses.is_empty();
        ReviewCost {
            minutes: minutes.unwrap_or(USUAL_MINUTES),
            share: known.then(|| self.used(&handoff.id).min(1.0)),
        }
    }

    /// How often one request passes a handoff, as far as anybody has said.
    pub fn used(&self, handoff: &HandoffId) -> f64 {
        self.uses.get(handoff).copied().unwrap_or(0.0)
    }

    fn unguarded(&self, id: &AgentId) -> Unguarded {
        let name = self.agent(id);
        let message = if self.graph.starts().contains(&id) {
            format!(
                "Requests come in at {name} itself, so no gate stands before what it does; let another agent take them in."
            )
        } else {
            format!(
                "{name} is a fallback, and fallbacks go round the gate of their handoff; let a person be the fallback, or validate on the way."
            )
        };
        Unguarded {
            agent: id.as_str().to_owned(),
            message,
        }
    }

    pub fn agent(&self, id: &AgentId) -> String {
        let agent = self.graph.member(id);
        agent.map_or_else(|| id.as_str().to_owned(), |agent| agent.name.clone())
    }

    /// For example `the handoff from Triage to Refunds`.
    pub fn name(&self, handoff: &Handoff) -> String {
        let to = draft::leads_to(self.document, &handoff.to);
        format!("the handoff from {} to {to}", self.agent(&handoff.from))
    }
}

pub(super) fn key(handoff: &HandoffId) -> RecordKey {
    RecordKey::new(Kind::Handoff, handoff.as_str())
}

fn summary(standing: usize, needs: usize, proposals: &[GateProposal], open: usize) -> String {
    let number = |act| proposals.iter().filter(|one| one.act == act).count();
    let (add, remove) = (number(GateAct::Add), number(GateAct::Remove));
    let stand = |count: usize| {
        if count == 1 {
            "1 gate stands".to_owned()
        } else {
            format!("{count} gates stand")
        }
    };
    if needs == 0 {
        return match standing {
            0 => "Nothing here asks for a gate: no agent does what cannot be taken back, and no handoff is critical or leaves an area of trust with much hanging on it.".to_owned(),
            _ => format!("{}, and nobody has said what hangs on what: mark irreversible tools and the criticality of handoffs.", stand(standing)),
        };
    }
    let mut parts = Vec::new();
    if add > 0 {
        parts.push(format!(
            "{} missing",
            if add == 1 {
                "1 gate is".to_owned()
            } else {
                format!("{add} gates are")
            }
        ));
    }
    if remove > 0 {
        parts.push(format!(
            "{remove} of {} not needed",
            if standing == 1 {
                "1 is".to_owned()
            } else {
                format!("{standing} {}", if remove == 1 { "is" } else { "are" })
            }
        ));
    }
    if open > 0 {
        parts.push(format!(
            "{open} {} no gate can guard",
            if open == 1 { "agent" } else { "agents" }
        ));
    }
    if parts.is_empty() {
        return match standing {
            0 => "No gate is needed: whatever a person should decide about is never reached."
                .to_owned(),
            1 => "The gate that stands is enough, and it is needed.".to_owned(),
            _ => format!("The {standing} gates that stand are enough, and each of them is needed."),
        };
    }
    format!("{}.", parts.join(", "))
}
