//! One question on its way to an answer.

use crate::ask;
use crate::carry::carry;
use crate::cause::Cause;
use crate::fields::{FieldSet, FieldSets};
use crate::found::{Found, Hit, Hits};
use crate::judge::Judge;
use crate::question::{ImpactQuestion, Unanswerable};
use crate::view::View;
use baton_contract::Effort;
use baton_graph::{HandoffNumber, RegistryGraph};
use baton_model::{Date, Document, EnvironmentId};
use std::rc::Rc;

/// About what is asked, and when.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    /// The registry.
    pub document: &'a Document,
    /// Its handoffs; of the same state as the document.
    pub graph: &'a RegistryGraph,
    /// The day from which days to a sunset are counted.
    pub today: &'a Date,
    /// The environment in which versions are looked up; that of each handoff's topology when left out.
    pub environment: Option<&'a EnvironmentId>,
    /// How hard to try with each pair of schemas.
    pub effort: Effort,
    /// Milliseconds since some instant, for a limit of the effort.
    pub clock: Option<&'a dyn Fn() -> u64>,
}

/// Finds who is hit by a change.
pub fn impact<'a>(asked: &Asked<'a>, question: &ImpactQuestion) -> Result<Found<'a>, Unanswerable> {
    let view = View::new(asked.document, asked.graph, asked.today, asked.environment);
    let mut inquiry = Inquiry {
        hits: Hits::new(asked.graph.handoff_numbers()),
        judge: Judge::new(asked.effort, asked.clock),
        sets: FieldSets::default(),
        view,
    };
    ask::ask(&mut inquiry, question)?;
    carry(&mut inquiry);
    let Inquiry {
        view,
        sets,
        hits,
        judge,
    } = inquiry;
    Ok(Found::new(view, &sets, hits, judge.judged()))
}

/// What a question needs while it is answered.
pub(crate) struct Inquiry<'a> {
    pub(crate) view: View<'a>,
    pub(crate) judge: Judge<'a>,
    pub(crate) sets: FieldSets,
    pub(crate) hits: Hits,
}

impl Inquiry<'_> {
    /// Adds what the change itself does to a handoff, and the fields that it touches there.
    pub(crate) fn touch(&mut self, handoff: HandoffNumber, cause: Rc<Cause>, fields: FieldSet) {
        let trail = self.hits.step(handoff, None);
        let hit = Hit {
            handoff,
            cause,
            fields,
            trail,
            hops: 0,
        };
        self.hits.add(&mut self.sets, hit);
    }
}
