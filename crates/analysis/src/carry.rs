//! On from a hit, field by field: what a receiver passes on carries it to the next handoff.
//!
//! Each field is carried through each agent once for each payload in which it came in, and once more if it was only inferred at first, so circles
//! end.

use crate::ask::sensitive;
use crate::cross::{Carried, Crossing, cross};
use crate::fields::{FieldSet, Written};
use crate::found::{Hit, Trail};
use crate::inquiry::Inquiry;
use crate::quick::{Numbered, QuickMap};
use baton_graph::{AgentNumber, HandoffNumber};
use baton_model::{ContractId, Handoff, Version};
use std::rc::Rc;

/// Arrivals whose handoffs are looked up together, so that memory is asked for many of them at once.
const AHEAD: usize = 16;
/// Nobody has looked yet.
const UNKNOWN: u32 = u32::MAX;

/// Fields at an agent that have to be carried on.
#[derive(Clone, Copy)]
struct Arrival {
    agent: AgentNumber,
    /// The payload in which they came.
    payload: Written,
    fields: FieldSet,
    trail: Trail,
    hops: u32,
}

/// What decides which versions go over a handoff.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Load<'a> {
    contract: Option<&'a str>,
    pinned: Option<&'a Version>,
    /// The version of the sender that is in use.
    sender: Option<&'a str>,
}

/// A habit, the payload and the fields that came in, and the versions that go out.
type Crossed = (u32, Written, FieldSet, u32);

struct Carrier<'a> {
    queue: Vec<Arrival>,
    /// What came to each agent in the first payload that came.
    known: Vec<Option<(Written, FieldSet)>>,
    /// What came in others.
    known_beside: QuickMap<(AgentNumber, Written), FieldSet>,
    /// What agents pass on, as pairs of pointers.
    habits: Numbered<Vec<(&'a str, &'a str)>>,
    /// The habit of each agent.
    habit_of: Vec<u32>,
    loads: QuickMap<Load<'a>, u32>,
    /// The versions that go over a handoff, by the number of its load.
    cargo: Vec<Rc<[Carried<'a>]>>,
    /// The load of each handoff.
    load_of: Vec<u32>,
    crossings: QuickMap<Crossed, Option<Rc<Crossing>>>,
}

/// Carries every hit downstream.
pub(crate) fn carry(inquiry: &mut Inquiry<'_>) {
    let graph = inquiry.view.graph;
    let direct: Vec<(HandoffNumber, FieldSet, Trail)> = inquiry
        .hits
        .list()
        .iter()
        .filter(|hit| hit.fields != FieldSet::NONE)
        .map(|hit| (hit.handoff, hit.fields, hit.trail))
        .collect();
    if direct.is_empty() {
        return;
    }
    let mut carrier = Carrier {
        queue: Vec::new(),
        known: vec![None; graph.agent_numbers()],
        known_beside: QuickMap::default(),
        habits: Numbered::default(),
        habit_of: vec![UNKNOWN; graph.agent_numbers()],
        loads: QuickMap::default(),
        cargo: Vec::new(),
        load_of: vec![UNKNOWN; graph.handoff_numbers()],
        crossings: QuickMap::default(),
    };
    let handoffs: Vec<HandoffNumber> = direct.iter().map(|(handoff, ..)| *handoff).collect();
    carrier.look_up_loads(inquiry, &handoffs);
    for (handoff, fields, trail) in direct {
        let cargo = Rc::clone(carrier.cargo_of(handoff));
        for carried in cargo.iter() {
            carrier.arrive(inquiry, handoff, carried.payload, fields, trail, 0);
        }
    }
    let (mut at, mut looked_up, mut next) = (0, 0, Vec::new());
    while let Some(arrival) = carrier.queue.get(at).copied() {
        if at == looked_up {
            looked_up = carrier.look_ahead(inquiry, at);
        }
        at += 1;
        next.clear();
        graph.each_handoff_from(arrival.agent, |handoff| next.push(handoff));
        for handoff in &next {
            carrier.send(inquiry, &arrival, *handoff);
        }
    }
}

impl<'a> Carrier<'a> {
    /// Looks up what the next agents in the queue do and send; says how far.
    fn look_ahead(&mut self, inquiry: &mut Inquiry<'a>, from: usize) -> usize {
        let graph = inquiry.view.graph;
        let to = self.queue.len().min(from + AHEAD);
        let agents: Vec<AgentNumber> = self.queue[from..to].iter().map(|next| next.agent).collect();
        let records: Vec<_> = agents.iter().map(|agent| graph.agent(*agent)).collect();
        for (agent, record) in agents.iter().zip(records) {
            let passes_on = record.map_or(&[][..], |agent| &agent.passes_on);
            let pairs = passes_on.iter().map(|pass| (&*pass.from, &*pass.to));
            self.habit_of[agent.0 as usize] = self.habits.number(&pairs.collect());
        }
        let mut handoffs = Vec::new();
        for agent in agents {
            graph.each_handoff_from(agent, |handoff| handoffs.push(handoff));
        }
        handoffs.retain(|handoff| self.load_of[handoff.0 as usize] == UNKNOWN);
        self.look_up_loads(inquiry, &handoffs);
        to
    }

    fn look_up_loads(&mut self, inquiry: &mut Inquiry<'a>, handoffs: &[HandoffNumber]) {
        let graph = inquiry.view.graph;
        let found = |number: &HandoffNumber| Some((*number, graph.handoff(*number)?));
        let records: Vec<(HandoffNumber, &Handoff)> = handoffs.iter().filter_map(found).collect();
        let said = |(_, handoff): &(HandoffNumber, &'a Handoff)| {
            let contract = handoff.contract.as_ref().map(ContractId::as_str);
            (contract, handoff.version.as_ref())
        };
        let said: Vec<(Option<&str>, Option<&Version>)> = records.iter().map(said).collect();
        for ((number, handoff), (contract, pinned)) in records.into_iter().zip(said) {
            let sender = graph.sender(number);
            let sender = sender.and_then(|sender| inquiry.view.in_use(sender, handoff));
            let load = Load {
                contract,
                pinned,
                sender: sender.map(|version| version.id.as_str()),
            };
            let next = self.cargo.len() as u32;
            let load = *self.loads.entry(load).or_insert(next);
            if load == next {
                self.cargo.push(versions(inquiry, number).into());
            }
            self.load_of[number.0 as usize] = load;
        }
    }

    fn cargo_of(&self, handoff: HandoffNumber) -> &Rc<[Carried<'a>]> {
        &self.cargo[self.load_of[handoff.0 as usize] as usize]
    }

    /// Fields come over a handoff to whoever takes it.
    fn arrive(
        &mut self,
        inquiry: &mut Inquiry<'a>,
        handoff: HandoffNumber,
        payload: Written,
        fields: FieldSet,
        trail: Trail,
        hops: u32,
    ) {
        let fields = sensitive::unmasked(inquiry, handoff, fields);
        if fields == FieldSet::NONE {
            return;
        }
        let (queue, sets) = (&mut self.queue, &mut inquiry.sets);
        let (known, known_beside) = (&mut self.known, &mut self.known_beside);
        inquiry.view.graph.each_taker(handoff, |agent| {
            let first = known[agent.0 as usize].get_or_insert((payload, FieldSet::NONE));
            let before = if first.0 == payload {
                &mut first.1
            } else {
                let key = (agent, payload);
                known_beside.entry(key).or_insert(FieldSet::NONE)
            };
            let new = sets.without(fields, *before);
            if new != FieldSet::NONE {
                *before = sets.join(*before, new);
                queue.push(Arrival {
                    agent,
                    payload,
                    fields: new,
                    trail,
                    hops,
                });
            }
        });
    }

    /// What came to an agent goes on over one of its handoffs.
    fn send(&mut self, inquiry: &mut Inquiry<'a>, arrival: &Arrival, handoff: HandoffNumber) {
        let habit = self.habit_of[arrival.agent.0 as usize];
        let load = self.load_of[handoff.0 as usize];
        let key = (habit, arrival.payload, arrival.fields, load);
        let crossing = if let Some(known) = self.crossings.get(&key) {
            known.clone()
        } else {
            let agent = inquiry.view.graph.agent(arrival.agent);
            let passes_on = agent.map_or(&[][..], |agent| &agent.passes_on);
            let cargo = &self.cargo[load as usize];
            let crossing =
                cross(inquiry, passes_on, arrival.fields, arrival.payload, cargo).map(Rc::new);
            self.crossings.insert(key, crossing.clone());
            crossing
        };
        let Some(crossing) = crossing else {
            return;
        };
        let fields = crossing.fields;
        let own = sensitive::carried(inquiry, handoff, fields).map(Rc::new);
        let trail = inquiry.hits.step(handoff, Some(arrival.trail));
        let hops = arrival.hops + 1;
        let hit = Hit {
            handoff,
            cause: own.unwrap_or_else(|| Rc::clone(&crossing.cause)),
            fields,
            trail,
            hops,
        };
        inquiry.hits.add(&mut inquiry.sets, hit);
        for (payload, fields) in &crossing.onward {
            self.arrive(inquiry, handoff, *payload, *fields, trail, hops);
        }
    }
}

/// The versions that go over a handoff, as far as the registry has them.
fn versions<'a>(inquiry: &mut Inquiry<'a>, handoff: HandoffNumber) -> Vec<Carried<'a>> {
    let sent = inquiry.view.sent(handoff).into_iter();
    let records = sent.filter_map(|sent| sent.record);
    let carried = records.map(|version| Carried {
        version,
        payload: Written {
            schema: inquiry.judge.know(&version.payload_schema.0),
            writers: inquiry.view.writers(&version.contract),
        },
    });
    carried.collect()
}
