//! The findings of a registry, kept through its edits: a check runs again when something that it has seen has changed, and only then.

mod touched;
mod turn;

use crate::concern::concerns;
use crate::context::{Context, Drawn, Shared, TopologyContext};
use crate::engine::{MANY, Plans};
use crate::facts::Mark;
use crate::finding::Finding;
use crate::order::{in_order, with_and_without};
use crate::parts::{Part, Told};
use crate::proofs::Proofs;
use crate::run::{Agents, Cell, Place, Run};
use crate::silences::Silences;
use crate::spread::spread;
use baton_graph::{Mixing, TopologyRecords};
use baton_model::{Agent, Candidates, Change, Date, Document, Kind, RecordsDiff, TopologyId};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;
use touched::Touched;
use turn::{Turn, Turned};

/// Every finding of a registry at one revision, with what it takes to tell those of the next.
///
/// The findings are always those that [`check`](crate::check) finds in the whole registry with the settings that it holds. A copy is cheap enough to try an edit on.
#[derive(Clone)]
pub struct Checked {
    today: Date,
    plans: Arc<Plans>,
    proofs: Arc<Proofs>,
    /// By id of the agent.
    agents: BTreeMap<String, Kept>,
    topologies: BTreeMap<TopologyId, Kepts>,
    findings: Arc<Vec<Arc<Finding>>>,
}

/// A cell whose findings are shared with the list of all.
#[derive(Clone, Default)]
struct Kept {
    findings: Vec<Arc<Finding>>,
    /// What a check of the whole has told apart.
    parts: Box<[Arc<Part>]>,
    marks: Box<[Mark]>,
}

/// The cells of a topology.
#[derive(Clone)]
struct Kepts {
    records: TopologyRecords,
    /// Beside its members.
    members: Vec<Kept>,
    /// Beside its handoffs.
    handoffs: Vec<Kept>,
    /// By id of the contract version, with the handoffs over which it went.
    versions: BTreeMap<String, (u64, Kept)>,
    /// What decides which version goes over which handoff.
    uses: Box<[Mark]>,
    /// Beside the plan's checks of the whole.
    wholes: Vec<Kept>,
}

/// Findings that come and go.
#[derive(Default)]
struct Difference {
    come: Vec<Arc<Finding>>,
    gone: Vec<Arc<Finding>>,
}

impl Checked {
    /// Checks the whole registry, with the settings that it holds.
    pub fn new(document: &Document, today: &Date) -> Self {
        Self::with_proofs(document, today, Arc::default())
    }

    fn with_proofs(document: &Document, today: &Date, proofs: Arc<Proofs>) -> Self {
        let mut checked = Self {
            today: today.clone(),
            plans: Arc::new(Plans::new(document, &[])),
            proofs,
            agents: BTreeMap::new(),
            topologies: BTreeMap::new(),
            findings: Arc::default(),
        };
        let ids: Vec<&TopologyId> = document.topologies().map(|it| &it.id).collect();
        let is_much = document.count(Kind::Handoff) > MANY;
        let candidates = Candidates::new(document);
        let turns = spread(ids.len(), is_much, |at| {
            let records = TopologyRecords::among(document, ids[at], &candidates);
            Turn::first(records, checked.plans.of(ids[at]))
        });
        let difference = checked.turn(document, document.agents().collect(), turns);
        checked.findings = Arc::new(in_order(difference.come));
        checked
    }

    /// Every finding, silenced ones too: by severity (the gravest first), code and subject. What an edit did not touch stays the same in memory.
    pub fn findings(&self) -> &Arc<Vec<Arc<Finding>>> {
        &self.findings
    }

    /// Goes on to a document that has just taken in a diff; several diffs are given as one, one after the other. Settings, silences and another day
    /// concern everything, and everything is checked then.
    pub fn update(&mut self, document: &Document, diff: &RecordsDiff, today: &Date) {
        let is_for_all =
            |change: &Change| matches!(change.key.kind, Kind::RuleSetting | Kind::Silence);
        if *today != self.today || diff.changes.iter().any(is_for_all) {
            *self = Self::with_proofs(document, today, Arc::clone(&self.proofs));
            return;
        }
        if !concerns(diff) {
            return;
        }
        let touched = Touched::of(diff);
        let mut difference = self.forget(document, diff);
        let agents = self.agents_to_check(document, diff, &touched);
        let turns = self.turns(document, diff, &touched);
        let Difference { come, gone } = self.turn(document, agents, turns);
        difference.come.extend(come);
        difference.gone.extend(gone);
        if difference.come.is_empty() && difference.gone.is_empty() {
            return;
        }
        // Nobody else may hold the list; then it is moved and not copied.
        let known = Arc::unwrap_or_clone(std::mem::take(&mut self.findings));
        let findings = with_and_without(known, difference.come, &difference.gone);
        self.findings = Arc::new(findings);
    }

    /// Drops the cells of agents and topologies that are gone.
    fn forget(&mut self, document: &Document, diff: &RecordsDiff) -> Difference {
        let mut difference = Difference::default();
        for change in &diff.changes {
            let key = &change.key;
            if document.contains(key.kind, &key.id) {
                continue;
            }
            if key.kind == Kind::Agent {
                let gone = self.agents.remove(&key.id);
                difference
                    .gone
                    .extend(gone.into_iter().flat_map(Kept::into_findings));
            }
            if key.kind == Kind::Topology {
                let gone = TopologyId::new(&key.id).ok();
                let gone = gone.and_then(|id| self.topologies.remove(&id));
                difference
                    .gone
                    .extend(gone.into_iter().flat_map(Kepts::into_findings));
            }
        }
        difference
    }

    fn agents_to_check<'a>(
        &self,
        document: &'a Document,
        diff: &RecordsDiff,
        touched: &Touched,
    ) -> Vec<&'a Agent> {
        let hit = self.agents.iter().filter(|(_, kept)| kept.is_hit(touched));
        let mut ids: Vec<&str> = hit.map(|(id, _)| id.as_str()).collect();
        let changed = diff.changes.iter().filter(|it| it.key.kind == Kind::Agent);
        ids.extend(changed.map(|change| change.key.id.as_str()));
        ids.sort_unstable();
        ids.dedup();
        ids.into_iter().filter_map(|id| document.find(id)).collect()
    }

    /// What is to be done in topologies; those in which nothing is touched are left out.
    fn turns(&mut self, document: &Document, diff: &RecordsDiff, touched: &Touched) -> Vec<Turn> {
        let mut turns = Vec::new();
        let due = self.topologies.iter().filter_map(|(id, kepts)| {
            let (after, touched) = Turn::due(document, diff, touched, kepts)?;
            Some((id.clone(), after, touched))
        });
        let due: Vec<_> = due.collect();
        for (id, after, touched) in due {
            let kepts = self.topologies.remove(&id);
            turns.extend(kepts.map(|kepts| Turn::next(kepts, after, touched)));
        }
        let added = diff
            .changes
            .iter()
            .filter(|it| it.key.kind == Kind::Topology);
        for change in added {
            let topology = document.find::<baton_model::Topology>(&change.key.id);
            let id = topology.map(|topology| &topology.id);
            if let Some(id) = id.filter(|id| !self.topologies.contains_key(*id))
                && turns.iter().all(|turn: &Turn| turn.records.id() != id)
            {
                let records = TopologyRecords::new(document, id);
                turns.push(Turn::first(records, self.plans.of(id)));
            }
        }
        turns
    }

    /// Runs what is to be done, and keeps it.
    fn turn(&mut self, document: &Document, agents: Vec<&Agent>, turns: Vec<Turn>) -> Difference {
        let mut difference = Difference::default();
        if agents.is_empty() && turns.is_empty() {
            return difference;
        }
        let ids: Vec<String> = agents.iter().map(|agent| agent.id.to_string()).collect();
        let (cells, turned) = self.run(document, agents, &turns);
        for (id, cell) in ids.into_iter().zip(cells) {
            let kept = self.agents.remove(&id);
            let kept = difference.replace(&kept.unwrap_or_default(), cell);
            self.agents.insert(id, kept);
        }
        for (turn, turned) in turns.into_iter().zip(turned) {
            let id = turn.records.id().clone();
            let kepts = turn.taken_in(turned, &mut difference);
            self.topologies.insert(id, kepts);
        }
        difference
    }

    fn run(
        &self,
        document: &Document,
        agents: Vec<&Agent>,
        turns: &[Turn],
    ) -> (Vec<Cell>, Vec<Turned>) {
        let shared = Shared::new(document, &self.today, &self.proofs);
        let silences = Silences::new(document);
        let drawn: Vec<Drawn<'_>> =
            spread(turns.len(), document.count(Kind::Handoff) > MANY, |at| {
                Drawn::new(turns[at].records.graph())
            });
        let context = Context::new(&shared);
        let run = Run {
            context: &context,
            silences: &silences,
            looked_at: None,
            is_kept: true,
        };
        let contexts: Vec<_> = drawn
            .iter()
            .map(|drawn| TopologyContext::new(&context, drawn))
            .collect();
        let uses: Vec<_> = turns
            .iter()
            .zip(&contexts)
            .map(|(turn, context)| turn.uses(&run, context))
            .collect();
        let places = turns.iter().zip(contexts).zip(&uses);
        let places: Vec<Place<'_>> = places
            .map(|((turn, context), uses)| {
                let wanted = turn.wanted(uses);
                Place {
                    id: turn.records.id(),
                    plan: self.plans.of(turn.records.id()),
                    context,
                    uses: &uses.uses,
                    standing: turn.standing(&wanted),
                    wanted,
                }
            })
            .collect();
        let plan = &self.plans.shared;
        let (agents, cells) = run.check(&Agents { plan, agents }, &places);
        let turned = places.into_iter().zip(cells).zip(&uses);
        let turned = turned.map(|((place, cells), uses)| Turned::new(place.wanted, cells, uses));
        (agents, turned.collect())
    }
}

impl Difference {
    /// Takes the findings of a cell's next run; what is found again stays the same in memory.
    fn replace(&mut self, before: &Kept, cell: Cell) -> Kept {
        if before.is_silent() && cell.findings.is_empty() && cell.parts.is_empty() {
            return Kept {
                marks: cell.marks,
                ..Kept::default()
            };
        }
        let standing = cell.parts.iter().filter_map(|told| match told {
            Told::Same(part) => Some(Arc::as_ptr(part)),
            Told::Anew(_) => None,
        });
        let standing: HashSet<*const Part> = standing.collect();
        let fallen = before.parts.iter();
        let fallen = fallen.filter(|part| !standing.contains(&Arc::as_ptr(part)));
        let fallen = fallen.flat_map(|part| &part.findings);
        let known = before.findings.iter().chain(fallen);
        let by_key: HashMap<&str, &Arc<Finding>, Mixing> = known
            .clone()
            .map(|finding| (finding.key.as_str(), finding))
            .collect();
        let mut stay: HashSet<&str, Mixing> = HashSet::default();
        let come = &mut self.come;
        let mut keep = |finding: Finding| {
            if let Some(same) = by_key.get(finding.key.as_str())
                && ***same == finding
                && stay.insert(&same.key)
            {
                return Arc::clone(same);
            }
            let finding = Arc::new(finding);
            come.push(Arc::clone(&finding));
            finding
        };
        let findings = cell.findings.into_iter().map(&mut keep).collect();
        let parts = cell.parts.into_iter().map(|told| match told {
            Told::Same(part) => part,
            Told::Anew(part) => part.kept(&mut keep),
        });
        let parts = parts.collect();
        let is_kept = |finding: &&Arc<Finding>| {
            let key = finding.key.as_str();
            stay.contains(key) && by_key.get(key).is_some_and(|it| Arc::ptr_eq(it, finding))
        };
        let gone = known.filter(|finding| !is_kept(finding));
        self.gone.extend(gone.cloned());
        Kept {
            findings,
            parts,
            marks: cell.marks,
        }
    }
}

impl Kept {
    fn is_silent(&self) -> bool {
        self.findings.is_empty() && self.parts.is_empty()
    }

    fn is_hit(&self, touched: &Touched) -> bool {
        let mut parts = self.parts.iter();
        touched.hits(&self.marks) || parts.any(|part| touched.hits(&part.marks))
    }

    fn into_findings(self) -> impl Iterator<Item = Arc<Finding>> {
        let of_parts = self.parts.into_iter();
        let of_parts = of_parts.flat_map(|part| part.findings.clone());
        self.findings.into_iter().chain(of_parts)
    }
}

impl Kepts {
    fn into_findings(self) -> impl Iterator<Item = Arc<Finding>> {
        let versions = self.versions.into_values().map(|(_, kept)| kept);
        let cells = self.members.into_iter().chain(self.handoffs);
        let cells = cells.chain(versions).chain(self.wholes);
        cells.flat_map(Kept::into_findings)
    }
}

#[cfg(test)]
mod tests;
