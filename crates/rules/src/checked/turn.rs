//! One topology's way from one revision to the next.

use super::touched::Touched;
use super::{Difference, Kept, Kepts};
use crate::context::TopologyContext;
use crate::facts::Mark;
use crate::finding::Finding;
use crate::parts::Part;
use crate::plan::Plan;
use crate::rule::Use;
use crate::run::{Cells, Run, Wanted};
use baton_graph::{Mixed, TopologyRecords};
use baton_model::{Document, RecordsDiff};
use std::collections::BTreeMap;
use std::hash::Hasher;
use std::sync::Arc;

/// A topology as it is now, with what is still known of it.
pub(super) struct Turn {
    pub records: TopologyRecords,
    /// `None` where nothing is known yet.
    touched: Option<Touched>,
    members: Vec<Option<Kept>>,
    handoffs: Vec<Option<Kept>>,
    versions: BTreeMap<String, (u64, Kept)>,
    uses: Box<[Mark]>,
    wholes: Vec<Option<Kept>>,
    /// Findings of members and handoffs that are gone.
    gone: Vec<Arc<Finding>>,
}

/// Which contract versions go over the topology's handoffs.
pub(super) struct Uses<'a> {
    pub uses: Vec<Use<'a>>,
    /// What decides it; `None` where it is as it was and nobody needs it.
    marks: Option<Box<[Mark]>>,
}

/// What a turn has found, and what it has left as it was.
pub(super) struct Turned {
    wanted: Wanted,
    cells: Cells,
    /// Every version that goes over handoffs, with what tells one set of handoffs from another.
    versions: Option<Vec<(String, u64)>>,
    uses: Option<Box<[Mark]>>,
}

impl Turn {
    /// A topology of which nothing is known.
    pub fn first(records: TopologyRecords, plan: &Plan) -> Self {
        let none = |number: usize| (0..number).map(|_| None).collect();
        let members = none(records.agent_ids().len());
        let handoffs = none(records.handoff_ids().len());
        Self {
            touched: None,
            members,
            handoffs,
            versions: BTreeMap::new(),
            uses: Box::default(),
            wholes: none(plan.wholes()),
            gone: Vec::new(),
            records,
        }
    }

    /// What a diff touches in a topology, and its records after it where it changed some; `None` where everything stays as it is.
    pub fn due(
        document: &Document,
        diff: &RecordsDiff,
        touched: &Touched,
        kepts: &Kepts,
    ) -> Option<(Option<TopologyRecords>, Touched)> {
        let after = kepts.records.after(document, diff);
        let Some(records) = &after else {
            return kepts.is_hit(touched).then(|| (None, touched.clone()));
        };
        let mut touched = touched.clone();
        let is_rewired = !records.is_wired_like(&kepts.records);
        touched.add_topology(&kepts.records.graph(), &records.graph(), diff, is_rewired);
        Some((after, touched))
    }

    /// Goes on from what is known.
    pub fn next(kepts: Kepts, after: Option<TopologyRecords>, touched: Touched) -> Self {
        let mut gone = Vec::new();
        let (mut members, mut handoffs): (Vec<_>, Vec<_>) = (
            kepts.members.into_iter().map(Some).collect(),
            kepts.handoffs.into_iter().map(Some).collect(),
        );
        if let Some(after) = &after
            && !after.is_wired_like(&kepts.records)
        {
            let before = &kepts.records;
            members = aligned(before.agent_ids(), after.agent_ids(), members, &mut gone);
            handoffs = aligned(
                before.handoff_ids(),
                after.handoff_ids(),
                handoffs,
                &mut gone,
            );
        }
        Self {
            records: after.unwrap_or(kepts.records),
            touched: Some(touched),
            members,
            handoffs,
            versions: kepts.versions,
            uses: kepts.uses,
            wholes: kepts.wholes.into_iter().map(Some).collect(),
            gone,
        }
    }

    pub fn uses<'a>(&self, run: &Run<'a>, context: &TopologyContext<'a>) -> Uses<'a> {
        let mut versions = self.versions.values().map(|(_, kept)| kept);
        if !self.is_hit(&self.uses) && !versions.any(|kept| self.is_due(kept)) {
            return Uses {
                uses: Vec::new(),
                marks: None,
            };
        }
        let (uses, marks) = run.uses(context);
        Uses {
            uses,
            marks: Some(marks),
        }
    }

    /// What has to be checked.
    pub fn wanted(&self, uses: &Uses<'_>) -> Wanted {
        let of = |cells: &[Option<Kept>]| {
            let due = |kept: &Option<Kept>| kept.as_ref().is_none_or(|kept| self.is_due(kept));
            let numbered = cells.iter().enumerate();
            let due = numbered.filter(|(_, kept)| due(kept));
            due.map(|(at, _)| at).collect()
        };
        let is_due = |one: &Use<'_>| {
            let known = self.versions.get(one.version.id.as_str());
            known.is_none_or(|(handoffs, kept)| *handoffs != digest(one) || self.is_due(kept))
        };
        let versions = uses.uses.iter().enumerate();
        let versions = versions.filter(|(_, one)| is_due(one));
        Wanted {
            members: of(&self.members),
            handoffs: of(&self.handoffs),
            versions: versions.map(|(at, _)| at).collect(),
            wholes: of(&self.wholes),
        }
    }

    /// Of each check of the whole that has to run, the parts that stay as they are.
    pub fn standing(&self, wanted: &Wanted) -> Vec<Vec<Arc<Part>>> {
        let wholes = wanted.wholes.iter().map(|at| &self.wholes[*at]);
        let parts = wholes.map(|kept| kept.iter().flat_map(|kept| &kept.parts));
        let standing = parts.map(|parts| {
            parts
                .filter(|part| !self.is_hit(&part.marks))
                .cloned()
                .collect()
        });
        standing.collect()
    }

    fn is_due(&self, kept: &Kept) -> bool {
        self.touched
            .as_ref()
            .is_none_or(|touched| kept.is_hit(touched))
    }

    fn is_hit(&self, seen: &[Mark]) -> bool {
        self.touched
            .as_ref()
            .is_none_or(|touched| touched.hits(seen))
    }

    /// The topology's cells with what was found.
    pub fn taken_in(self, turned: Turned, difference: &mut Difference) -> Kepts {
        difference.gone.extend(self.gone);
        let Turned { wanted, cells, .. } = turned;
        let mut put = |mut known: Vec<Option<Kept>>, wanted: Vec<usize>, cells| -> Vec<Kept> {
            for (at, cell) in wanted.into_iter().zip(cells) {
                let before = known[at].take().unwrap_or_default();
                known[at] = Some(difference.replace(&before, cell));
            }
            known.into_iter().map(Option::unwrap_or_default).collect()
        };
        let members = put(self.members, wanted.members, cells.members);
        let handoffs = put(self.handoffs, wanted.handoffs, cells.handoffs);
        let wholes = put(self.wholes, wanted.wholes, cells.wholes);
        let mut versions = self.versions;
        if let Some(all) = turned.versions {
            let mut known = std::mem::take(&mut versions);
            let mut found = wanted.versions.into_iter().zip(cells.versions).peekable();
            for (at, (id, handoffs)) in all.into_iter().enumerate() {
                let before = known.remove(&id).map(|(_, kept)| kept).unwrap_or_default();
                let kept = match found.next_if(|(wanted, _)| *wanted == at) {
                    Some((_, cell)) => difference.replace(&before, cell),
                    None => before,
                };
                versions.insert(id, (handoffs, kept));
            }
            let gone = known.into_values();
            let gone = gone.flat_map(|(_, kept)| kept.into_findings());
            difference.gone.extend(gone);
        }
        Kepts {
            records: self.records,
            members,
            handoffs,
            versions,
            uses: turned.uses.unwrap_or(self.uses),
            wholes,
        }
    }
}

impl Turned {
    pub fn new(wanted: Wanted, cells: Cells, uses: &Uses<'_>) -> Self {
        let versions = uses.marks.is_some().then(|| {
            let versions = uses.uses.iter();
            let versions = versions.map(|one| (one.version.id.to_string(), digest(one)));
            versions.collect()
        });
        Self {
            wanted,
            cells,
            versions,
            uses: uses.marks.clone(),
        }
    }
}

impl Kepts {
    fn is_hit(&self, touched: &Touched) -> bool {
        let versions = self.versions.values().map(|(_, kept)| kept);
        let cells = self.members.iter().chain(&self.handoffs);
        let mut cells = cells.chain(versions).chain(&self.wholes);
        touched.hits(&self.uses) || cells.any(|kept| kept.is_hit(touched))
    }
}

/// Tells the handoffs over which a version goes from any others.
fn digest(one: &Use<'_>) -> u64 {
    let mut hasher = Mixed::default();
    for handoff in &one.handoffs {
        hasher.write(handoff.id.as_str().as_bytes());
    }
    hasher.finish()
}

/// The cells of some ids beside others; both sorted.
fn aligned<'i>(
    before: impl Iterator<Item = &'i str>,
    after: impl Iterator<Item = &'i str>,
    cells: Vec<Option<Kept>>,
    gone: &mut Vec<Arc<Finding>>,
) -> Vec<Option<Kept>> {
    let mut known = before.zip(cells).peekable();
    let mut drop = |cell: Option<Kept>| {
        gone.extend(cell.into_iter().flat_map(Kept::into_findings));
    };
    let mut cells = Vec::new();
    for id in after {
        while let Some((_, cell)) = known.next_if(|(known, _)| *known < id) {
            drop(cell);
        }
        let cell = known.next_if(|(known, _)| *known == id);
        cells.push(cell.and_then(|(_, cell)| cell));
    }
    known.for_each(|(_, cell)| drop(cell));
    cells
}
