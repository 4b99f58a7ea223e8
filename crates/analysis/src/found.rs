//! What a question found: the worst for every handoff, and how it got there.

use crate::cause::{Cause, Effect, MoveOrder};
use crate::fields::{FieldSet, FieldSets, Touched};
use crate::view::View;
use baton_graph::HandoffNumber;
use baton_model::{Date, Handoff, HandoffId, Json, TeamId, TopologyId};
use serde::Serialize;
use std::rc::Rc;

/// Hits whose records are read together.
pub(crate) const BLOCK: usize = 64;

/// No handoff, no step.
const NONE: u32 = u32::MAX;

/// A step of the way on which a hit travelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Trail(u32);

/// What happens to one handoff.
#[derive(Clone, Debug)]
pub(crate) struct Hit {
    pub(crate) handoff: HandoffNumber,
    pub(crate) cause: Rc<Cause>,
    pub(crate) fields: FieldSet,
    pub(crate) trail: Trail,
    /// 0 for what the change touches itself.
    pub(crate) hops: u32,
}

/// Hits as they are collected: one a handoff.
pub(crate) struct Hits {
    /// For each handoff where its hit stands in `list`.
    places: Vec<u32>,
    list: Vec<Hit>,
    /// Each step with the one before it.
    trails: Vec<(HandoffNumber, u32)>,
}

impl Hits {
    pub(crate) fn new(handoffs: usize) -> Self {
        Self {
            places: vec![NONE; handoffs],
            list: Vec::new(),
            trails: Vec::new(),
        }
    }

    /// A step to a handoff; after another one, or from the change itself.
    pub(crate) fn step(&mut self, handoff: HandoffNumber, after: Option<Trail>) -> Trail {
        let trail = Trail(self.trails.len() as u32);
        self.trails
            .push((handoff, after.map_or(NONE, |Trail(at)| at)));
        trail
    }

    /// Adds what happens to a handoff. The worse counts, and of two that are as bad the one that was found first, which has the shorter way;
    /// fields come together.
    pub(crate) fn add(&mut self, sets: &mut FieldSets, hit: Hit) {
        let place = &mut self.places[hit.handoff.0 as usize];
        if *place == NONE {
            *place = self.list.len() as u32;
            self.list.push(hit);
            return;
        }
        let known = &mut self.list[*place as usize];
        let fields = sets.join(known.fields, hit.fields);
        if hit.cause.effect < known.cause.effect {
            *known = hit;
        }
        known.fields = fields;
    }

    pub(crate) fn list(&self) -> &[Hit] {
        &self.list
    }
}

/// The answer to a question, ready to be told hit by hit.
pub struct Found<'a> {
    pub(crate) view: View<'a>,
    /// For each set of fields how it is told.
    pointers: Vec<Pointers>,
    /// Worst first, then nearest, then by id.
    pub(crate) hits: Vec<Hit>,
    trails: Vec<(HandoffNumber, u32)>,
    judged: usize,
}

/// A set of fields as it is told.
struct Pointers {
    fields: Vec<Box<str>>,
    inferred: Vec<Box<str>>,
}

impl Pointers {
    fn of(touched: &[Touched]) -> Self {
        let told = |fields: &mut dyn Iterator<Item = &Touched>| {
            let mut pointers: Vec<Box<str>> =
                fields.map(|field| field.pointer[..].into()).collect();
            pointers.dedup();
            pointers
        };
        Self {
            fields: told(&mut touched.iter()),
            inferred: told(&mut touched.iter().filter(|field| field.inferred)),
        }
    }
}

/// One hit, as it is told. Borrows what it can, so that a million of them can be told in turn.
#[derive(Clone, Debug, Serialize)]
pub struct HitView<'f> {
    /// The handoff.
    pub handoff: &'f HandoffId,
    /// Its topology.
    pub topology: &'f TopologyId,
    /// What happens to it.
    pub effect: Effect,
    /// Why, in a sentence or two.
    pub reason: &'f str,
    /// A payload that one side may write and the other rejects; a value of the field where a field was passed on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub counterexample: Option<&'f Json>,
    /// Who can move first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order: Option<MoveOrder>,
    /// The shortest way from the change to this handoff, itself last.
    pub path: Vec<&'f str>,
    /// The fields that are touched, as JSON pointers in its payload.
    pub fields: &'f [Box<str>],
    /// Those of them that are passed on as far as names and types tell; nobody has declared it.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub inferred: &'f [Box<str>],
    /// The owning teams.
    pub teams: Vec<&'f TeamId>,
    /// The day on which what it carries ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<&'f Date>,
    /// Days from today to that day; negative once it is over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days_left: Option<i32>,
}

impl<'a> Found<'a> {
    pub(crate) fn new(view: View<'a>, sets: &FieldSets, hits: Hits, judged: usize) -> Self {
        let Hits {
            mut list, trails, ..
        } = hits;
        let rank = |hit: &Hit| (hit.cause.effect, hit.hops);
        list.sort_unstable_by(|a, b| {
            let by_rank = rank(a).cmp(&rank(b));
            by_rank.then_with(|| view.graph.by_id(a.handoff, b.handoff))
        });
        Self {
            view,
            pointers: sets.all().map(Pointers::of).collect(),
            hits: list,
            trails,
            judged,
        }
    }

    /// How many handoffs were looked at.
    pub fn len(&self) -> usize {
        self.hits.len()
    }

    /// Whether the change touches no handoff at all.
    pub fn is_empty(&self) -> bool {
        self.hits.is_empty()
    }

    /// How many pairs of schemas or versions were compared; each once, however many handoffs asked.
    pub fn judged(&self) -> usize {
        self.judged
    }

    /// The worst that happens.
    pub fn worst(&self) -> Effect {
        self.hits
            .first()
            .map_or(Effect::Unaffected, |hit| hit.cause.effect)
    }

    /// Every hit, the worst first, then the nearest, then by id.
    pub fn hits(&self) -> impl ExactSizeIterator<Item = HitView<'_>> {
        Views {
            found: self,
            left: &self.hits,
            block: Vec::new().into_iter(),
        }
    }

    /// The records of some hits. Memory is asked for one place of all of them, then for the next.
    pub(crate) fn seams(&self, hits: &[Hit]) -> Vec<Seam<'a>> {
        let records: Vec<&Handoff> = hits.iter().map(|hit| self.handoff(hit.handoff)).collect();
        let topologies = records.iter().map(|handoff| handoff.topology.as_str());
        let topologies: Vec<&str> = topologies.collect();
        let mut seams: Vec<Seam<'a>> = Vec::with_capacity(hits.len());
        for (handoff, topology) in records.into_iter().zip(topologies) {
            let before = seams.last().map(|before| before.topology);
            let topology = before.filter(|before| before.as_str() == topology);
            seams.push(Seam {
                handoff,
                topology: topology.unwrap_or(&handoff.topology),
            });
        }
        seams
    }

    /// How some hits are told.
    fn told<'f>(&'f self, hits: &'f [Hit]) -> Vec<HitView<'f>> {
        let ways = hits.iter().zip(self.paths(hits));
        let seams = self.seams(hits);
        let views = ways.zip(&seams);
        views
            .map(|((hit, path), seam)| self.view_of(hit, path, seam))
            .collect()
    }

    fn view_of<'f>(&'f self, hit: &'f Hit, path: Vec<&'a str>, seam: &Seam<'a>) -> HitView<'f> {
        let Pointers { fields, inferred } = &self.pointers[hit.fields.index()];
        let until = hit.cause.until.as_ref();
        HitView {
            handoff: &seam.handoff.id,
            topology: seam.topology,
            effect: hit.cause.effect,
            reason: &hit.cause.reason,
            counterexample: hit.cause.counterexample.as_ref(),
            order: hit.cause.order,
            path,
            fields,
            inferred,
            teams: self.view.owners_of(hit.handoff, seam.handoff),
            until,
            days_left: until.map(|day| self.view.today.days_until(day)),
        }
    }

    /// The handoffs on the way to a hit, in order.
    pub(crate) fn path(&self, hit: &Hit) -> Vec<&'a str> {
        let mut paths = self.paths(std::slice::from_ref(hit));
        paths.pop().unwrap_or_default()
    }

    /// The same for some hits, all of which go one step back before any goes another one.
    fn paths(&self, hits: &[Hit]) -> Vec<Vec<&'a str>> {
        let mut at: Vec<u32> = hits.iter().map(|hit| hit.trail.0).collect();
        let room = |hit: &Hit| Vec::with_capacity(hit.hops as usize + 1);
        let mut ways: Vec<Vec<HandoffNumber>> = hits.iter().map(room).collect();
        let mut is_done = false;
        while !is_done {
            is_done = true;
            for (at, way) in at.iter_mut().zip(&mut ways) {
                if *at != NONE {
                    let (handoff, before) = self.trails[*at as usize];
                    way.push(handoff);
                    *at = before;
                    is_done = false;
                }
            }
        }
        let name = |handoff: &HandoffNumber| self.view.graph.handoff_id(*handoff);
        ways.iter()
            .map(|way| way.iter().rev().map(name).collect())
            .collect()
    }

    /// The record of a handoff that was hit.
    #[allow(clippy::expect_used)] // hits are made from the graph's own handoffs, which cannot change meanwhile
    pub(crate) fn handoff(&self, number: HandoffNumber) -> &'a Handoff {
        self.view
            .graph
            .handoff(number)
            .expect("a hit handoff is in the graph")
    }
}

/// A handoff that is hit, with its topology: the same place in memory for neighbours in one topology.
pub(crate) struct Seam<'a> {
    pub(crate) handoff: &'a Handoff,
    pub(crate) topology: &'a TopologyId,
}

/// Hits as they are told, made in blocks.
struct Views<'f, 'a> {
    found: &'f Found<'a>,
    left: &'f [Hit],
    block: std::vec::IntoIter<HitView<'f>>,
}

impl<'f> Iterator for Views<'f, '_> {
    type Item = HitView<'f>;

    fn next(&mut self) -> Option<HitView<'f>> {
        if self.block.len() == 0 {
            let (block, left) = self.left.split_at(BLOCK.min(self.left.len()));
            (self.block, self.left) = (self.found.told(block).into_iter(), left);
        }
        self.block.next()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.block.len() + self.left.len();
        (left, Some(left))
    }
}

impl ExactSizeIterator for Views<'_, '_> {}
