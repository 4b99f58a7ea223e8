//! On from a hit, field by field: what a receiver passes on carries it to the next handoff.
//!
//! Each field is carried through each agent once for each contract on which it came in, so circles end.

use crate::ask::sensitive;
use crate::cause::{Cause, Effect, MoveOrder};
use crate::fields::{FieldSet, Touched, Turn};
use crate::found::{Hit, Trail};
use crate::inquiry::Inquiry;
use crate::judge::SchemaNumber;
use crate::part::{is_required, part};
use baton_contract::Verdict;
use baton_graph::{AgentNumber, HandoffNumber};
use baton_model::{ContractVersion, PassesOn, Writers};
use std::collections::{HashMap, VecDeque};
use std::rc::Rc;

/// Deepest field that is carried: recursive schemas have fields without end.
const DEEPEST: usize = 24;

/// What an agent passes on, by number; equal lists have equal numbers.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Habit(u32);

/// Fields at an agent that have to be carried on.
struct Arrival {
    agent: AgentNumber,
    schema: SchemaNumber,
    fields: FieldSet,
    trail: Trail,
    hops: u32,
}

/// What becomes of some fields when an agent with a habit sends another payload.
#[derive(Clone)]
struct Crossing {
    fields: FieldSet,
    cause: Rc<Cause>,
}

#[derive(Default)]
struct Carrier<'a> {
    queue: VecDeque<Arrival>,
    /// What came to each agent, by schema. An agent gets few.
    known: Vec<Vec<(SchemaNumber, FieldSet)>>,
    habits: HashMap<String, Habit>,
    habit_of: HashMap<AgentNumber, Habit>,
    schemas: HashMap<&'a str, SchemaNumber>,
    crossings: HashMap<(Habit, SchemaNumber, SchemaNumber, FieldSet), Option<Crossing>>,
}

/// Carries every hit downstream.
pub(crate) fn carry(inquiry: &mut Inquiry<'_>) {
    let mut carrier = Carrier {
        known: vec![Vec::new(); inquiry.view.graph.agent_numbers()],
        ..Carrier::default()
    };
    let direct: Vec<(HandoffNumber, FieldSet, Trail)> = inquiry
        .hits
        .list()
        .iter()
        .filter(|hit| hit.fields != FieldSet::NONE)
        .map(|hit| (hit.handoff, hit.fields, hit.trail))
        .collect();
    for (handoff, fields, trail) in direct {
        if let Some((_, schema)) = carrier.version(inquiry, handoff) {
            carrier.arrive(inquiry, handoff, schema, fields, trail, 0);
        }
    }
    let mut next = Vec::new();
    while let Some(arrival) = carrier.queue.pop_front() {
        next.clear();
        inquiry
            .view
            .graph
            .each_handoff_from(arrival.agent, |handoff| next.push(handoff));
        for handoff in &next {
            carrier.send(inquiry, &arrival, *handoff);
        }
    }
}

impl<'a> Carrier<'a> {
    /// The version that goes over a handoff, with the number of its schema.
    fn version(
        &mut self,
        inquiry: &mut Inquiry<'a>,
        handoff: HandoffNumber,
    ) -> Option<(&'a ContractVersion, SchemaNumber)> {
        let record = inquiry
            .view
            .sent(handoff)
            .into_iter()
            .rev()
            .find_map(|sent| sent.record)?;
        let judge = &mut inquiry.judge;
        let number = self
            .schemas
            .entry(record.id.as_str())
            .or_insert_with(|| judge.know(&record.payload_schema.0));
        Some((record, *number))
    }

    /// Fields come over a handoff to whoever takes it.
    fn arrive(
        &mut self,
        inquiry: &mut Inquiry<'a>,
        handoff: HandoffNumber,
        schema: SchemaNumber,
        fields: FieldSet,
        trail: Trail,
        hops: u32,
    ) {
        let fields = sensitive::unmasked(inquiry, handoff, fields);
        if fields == FieldSet::NONE {
            return;
        }
        let (known, queue, sets) = (&mut self.known, &mut self.queue, &mut inquiry.sets);
        inquiry.view.graph.each_taker(handoff, |agent| {
            let known = &mut known[agent.0 as usize];
            let place = known.iter().position(|(other, _)| *other == schema);
            let place = place.unwrap_or_else(|| {
                known.push((schema, FieldSet::NONE));
                known.len() - 1
            });
            let before = &mut known[place].1;
            let new = sets.without(fields, *before);
            if new != FieldSet::NONE {
                *before = sets.join(*before, new);
                queue.push_back(Arrival {
                    agent,
                    schema,
                    fields: new,
                    trail,
                    hops,
                });
            }
        });
    }

    /// What came to an agent goes on over one of its handoffs.
    fn send(&mut self, inquiry: &mut Inquiry<'a>, arrival: &Arrival, handoff: HandoffNumber) {
        let Some((version, out)) = self.version(inquiry, handoff) else {
            return;
        };
        let habit = self.habit(inquiry, arrival.agent);
        let key = (habit, arrival.schema, out, arrival.fields);
        let known = self.crossings.get(&key).cloned();
        let crossing = known.unwrap_or_else(|| {
            let agent = inquiry.view.graph.agent(arrival.agent);
            let passes_on = agent.map_or(&[][..], |agent| &agent.passes_on);
            let crossing = cross(inquiry, passes_on, arrival, out, version);
            self.crossings.insert(key, crossing.clone());
            crossing
        });
        let Some(Crossing { fields, cause }) = crossing else {
            return;
        };
        let cause = sensitive::carried(inquiry, handoff, fields).map_or(cause, Rc::new);
        let trail = inquiry.hits.step(handoff, Some(arrival.trail));
        let hops = arrival.hops + 1;
        inquiry.hits.add(
            &mut inquiry.sets,
            Hit {
                handoff,
                cause,
                fields,
                trail,
                hops,
            },
        );
        self.arrive(inquiry, handoff, out, fields, trail, hops);
    }

    fn habit(&mut self, inquiry: &Inquiry<'_>, agent: AgentNumber) -> Habit {
        if let Some(known) = self.habit_of.get(&agent) {
            return *known;
        }
        let passes_on = inquiry
            .view
            .graph
            .agent(agent)
            .map_or(&[][..], |agent| &agent.passes_on);
        let words: Vec<String> = passes_on
            .iter()
            .map(|pass| format!("{:?}{:?}", pass.from, pass.to))
            .collect();
        let next = Habit(self.habits.len() as u32);
        let habit = *self.habits.entry(words.concat()).or_insert(next);
        self.habit_of.insert(agent, habit);
        habit
    }
}

/// A field in the outgoing payload.
struct Passed {
    field: Touched,
    /// Whether the incoming payload always had it.
    promised: bool,
}

/// What becomes of the fields in another payload; `None` where none of them goes on.
fn cross(
    inquiry: &mut Inquiry<'_>,
    passes_on: &[PassesOn],
    arrival: &Arrival,
    out: SchemaNumber,
    version: &ContractVersion,
) -> Option<Crossing> {
    let writers = inquiry.view.writers(&version.contract);
    let mut passed = Vec::new();
    for field in inquiry.sets.get(arrival.fields).iter() {
        passed.extend(declared(inquiry, passes_on, field, arrival.schema, out));
        let is_declared = passes_on
            .iter()
            .any(|pass| below(&field.pointer, &pass.from).is_some());
        if !is_declared && fits_by_name(inquiry, field, arrival.schema, out, writers) {
            passed.push(Passed {
                promised: is_required(inquiry.judge.schema(arrival.schema), &field.pointer),
                field: Touched {
                    inferred: true,
                    ..field.clone()
                },
            });
        }
    }
    // What goes with the object around it is told there.
    let goes_with = |inner: &Passed, outer: &Passed| {
        let rest = below(&inner.field.pointer, &outer.field.pointer);
        inner.field.turn == Turn::Gone
            && outer.field.turn == Turn::Gone
            && rest.is_some_and(|rest| !rest.is_empty())
    };
    let outermost = passed
        .iter()
        .filter(|inner| !passed.iter().any(|outer| goes_with(inner, outer)));
    let causes = outermost.map(|passed| consequence(inquiry, passed, out, version, writers));
    let cause = causes.reduce(Cause::worse)?;
    let fields = passed.into_iter().map(|passed| passed.field).collect();
    Some(Crossing {
        fields: inquiry.sets.of(fields),
        cause: Rc::new(cause),
    })
}

/// Where a field goes as its agent has declared, with what becomes of it there.
fn declared(
    inquiry: &mut Inquiry<'_>,
    passes_on: &[PassesOn],
    field: &Touched,
    incoming: SchemaNumber,
    out: SchemaNumber,
) -> Vec<Passed> {
    let mut passed = Vec::new();
    for pass in passes_on {
        let (from, pointer, turn) = if let Some(rest) = below(&field.pointer, &pass.from) {
            let to = format!("{}{rest}", pass.to);
            (&*field.pointer, to, field.turn)
        } else if let Some(rest) = below(&pass.from, &field.pointer) {
            let turn = inner(inquiry, field.turn, rest);
            (pass.from.as_str(), pass.to.clone(), turn)
        } else {
            continue;
        };
        let is_there = part(inquiry.judge.schema(out), &pointer).is_some();
        if is_there && pointer.split('/').count() <= DEEPEST {
            passed.push(Passed {
                promised: is_required(inquiry.judge.schema(incoming), from),
                field: Touched {
                    pointer: pointer.into(),
                    turn,
                    inferred: field.inferred,
                },
            });
        }
    }
    passed
}

/// What becomes of a field inside one that is touched.
fn inner(inquiry: &mut Inquiry<'_>, turn: Turn, rest: &str) -> Turn {
    let mut inside = |schema| {
        let inside = part(inquiry.judge.schema(schema), rest)?;
        Some(inquiry.judge.know(&inside))
    };
    match turn {
        Turn::Gone | Turn::Sensitive => turn,
        Turn::Added(schema) => inside(schema).map_or(Turn::Gone, Turn::Added),
        Turn::Changed(schema) => inside(schema).map_or(Turn::Gone, Turn::Changed),
    }
}

/// Whether the outgoing payload has a field of the same name that takes whatever this one held.
fn fits_by_name(
    inquiry: &mut Inquiry<'_>,
    field: &Touched,
    incoming: SchemaNumber,
    out: SchemaNumber,
    writers: Writers,
) -> bool {
    let held = match field.turn {
        Turn::Added(schema) => Some(schema),
        Turn::Gone | Turn::Changed(_) | Turn::Sensitive => {
            part(inquiry.judge.schema(incoming), &field.pointer)
                .map(|part| inquiry.judge.know(&part))
        }
    };
    let there = part(inquiry.judge.schema(out), &field.pointer);
    let (Some(held), Some(there)) = (held, there) else {
        return false;
    };
    let there = inquiry.judge.know(&there);
    inquiry.judge.within(held, there, writers).verdict == Verdict::Safe
}

/// What a field that is passed on does to the payload that it becomes part of.
fn consequence(
    inquiry: &mut Inquiry<'_>,
    passed: &Passed,
    out: SchemaNumber,
    version: &ContractVersion,
    writers: Writers,
) -> Cause {
    let Passed { field, promised } = passed;
    let pointer = &field.pointer;
    let name = format!("{} {}", version.contract, version.version);
    match field.turn {
        Turn::Gone => {
            let gone = format!("{pointer} no longer comes from upstream");
            let is_needed = is_required(inquiry.judge.schema(out), pointer);
            match (is_needed, promised) {
                (true, true) => {
                    Cause::new(Effect::Breaks, format!("{gone}, and {name} requires it."))
                        .order(MoveOrder::ReceiversOnly)
                }
                (true, false) => Cause::new(
                    Effect::Undecided,
                    format!(
                        "{gone}, which never promised it, and {name} requires it; whether it has another source is not known."
                    ),
                )
                .order(MoveOrder::ReceiversOnly),
                (false, _) => Cause::new(
                    Effect::Unaffected,
                    format!("{gone}, and {name} lets it be missing."),
                ),
            }
        }
        Turn::Sensitive => Cause::new(
            Effect::Unaffected,
            format!("{pointer} is sensitive here too."),
        ),
        Turn::Added(schema) | Turn::Changed(schema) => {
            let Some(there) = part(inquiry.judge.schema(out), pointer) else {
                return Cause::new(
                    Effect::Unaffected,
                    format!("{name} does not carry {pointer}."),
                );
            };
            let there = inquiry.judge.know(&there);
            let answer = inquiry.judge.within(schema, there, writers);
            match answer.verdict {
                Verdict::Safe => Cause::new(
                    Effect::Unaffected,
                    format!("{pointer} changes upstream and still fits {name}."),
                ),
                Verdict::Breaking => Cause::new(
                    Effect::Breaks,
                    format!("{pointer} changes upstream; it may now hold what {name} rejects: {}", answer.reason),
                )
                .counterexample(answer.counterexample.clone())
                .order(MoveOrder::ReceiversOnly),
                Verdict::Undecided => Cause::new(
                    Effect::Undecided,
                    format!("{pointer} changes upstream; whether it still fits {name} is not proven: {}", answer.reason),
                )
                .order(MoveOrder::ReceiversOnly),
            }
        }
    }
}

/// What is left of a pointer below another one; empty if they are equal.
pub(crate) fn below<'p>(pointer: &'p str, outer: &str) -> Option<&'p str> {
    let rest = pointer.strip_prefix(outer)?;
    (rest.is_empty() || rest.starts_with('/')).then_some(rest)
}
