//! Runs the catalogue once.

use crate::context::{Context, Drawn, Shared, TopologyContext};
use crate::finding::Finding;
use crate::order::in_order;
use crate::plan::Plan;
use crate::proofs::Proofs;
use crate::run::{Agents, Cell, Cells, Place, Run, Wanted};
use crate::settings::Settings;
use crate::silences::Silences;
use crate::spread::spread;
use baton_graph::TopologyGraph;
use baton_model::{Candidates, Date, Document, Kind, RuleSeverity, TopologyId};

/// How much of a registry is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope<'a> {
    /// All of it. What topologies share is looked at once.
    Registry,
    /// One topology and its agents, with the topology's settings for them too.
    Topology(&'a TopologyId),
}

/// Handoffs that are worth a second thread.
pub(crate) const MANY: usize = 1_000;

/// Runs every rule and returns what was found, by severity (the gravest first), code and subject.
///
/// Severities and options come from the registry's rule settings, then from the topology's; `overrides` outrank
/// both and name rules by code or name. Silenced findings are among the rest, with the reason. `today` decides whether a version is past
/// its sunset. [`Checked`](crate::Checked) keeps the findings of a registry through its edits.
pub fn check(
    doc: &Document,
    scope: Scope<'_>,
    today: &Date,
    overrides: &[(String, RuleSeverity)],
) -> Vec<Finding> {
    let proofs = Proofs::default();
    let shared = Shared::new(doc, today, &proofs);
    let silences = Silences::new(doc);
    let plans = Plans::new(doc, overrides);
    let topologies: Vec<&TopologyId> = match scope {
        Scope::Registry => doc.topologies().map(|topology| &topology.id).collect(),
        Scope::Topology(id) => vec![id],
    };
    let is_much = doc.count(Kind::Handoff) > MANY;
    let candidates = Candidates::new(doc);
    let drawn = spread(topologies.len(), is_much, |at| {
        Drawn::new(TopologyGraph::among(doc, topologies[at], &candidates))
    });
    let (looked_at, agents) = match scope {
        Scope::Registry => (None, doc.agents().collect()),
        Scope::Topology(id) => {
            let members = drawn.iter().flat_map(|drawn| drawn.graph.members());
            (Some(id), members.collect())
        }
    };
    let context = Context::new(&shared);
    let run = Run {
        context: &context,
        silences: &silences,
        looked_at,
        is_kept: false,
    };
    let contexts = drawn
        .iter()
        .map(|drawn| TopologyContext::new(&context, drawn));
    let contexts: Vec<TopologyContext<'_>> = contexts.collect();
    let uses = spread(contexts.len(), is_much, |at| run.uses(&contexts[at]).0);
    let places = topologies.iter().zip(contexts).zip(&uses);
    let places = places.map(|((id, context), uses)| {
        let plan = plans.of(id);
        Place {
            id,
            plan,
            wanted: Wanted::all(plan, &context, uses),
            context,
            uses,
            standing: Vec::new(),
        }
    });
    let places: Vec<Place<'_>> = places.collect();
    let plan = looked_at.map_or(&plans.shared, |id| plans.of(id));
    let (agents, cells) = run.check(&Agents { plan, agents }, &places);
    let cells = agents
        .into_iter()
        .chain(cells.into_iter().flat_map(Cells::all));
    in_order(cells.flat_map(|cell: Cell| cell.findings).collect())
}

/// The checks of each topology.
pub(crate) struct Plans {
    /// For topologies that set nothing themselves, and for what topologies share.
    pub shared: Plan,
    own: Vec<(TopologyId, Plan)>,
}

impl Plans {
    pub fn new(doc: &Document, overrides: &[(String, RuleSeverity)]) -> Self {
        let settings = Settings::new(doc, overrides);
        let mut setting: Vec<&TopologyId> = doc
            .rule_settings()
            .filter_map(|record| record.topology.as_ref())
            .collect();
        setting.sort_unstable();
        setting.dedup();
        let own = setting
            .into_iter()
            .map(|id| (id.clone(), Plan::new(&settings, Some(id))));
        Self {
            own: own.collect(),
            shared: Plan::new(&settings, None),
        }
    }

    pub fn of(&self, topology: &TopologyId) -> &Plan {
        let own = self.own.binary_search_by(|(id, _)| id.cmp(topology));
        own.map_or(&self.shared, |at| &self.own[at].1)
    }
}
