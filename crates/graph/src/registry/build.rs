//! From a document to rows.
//!
//! What takes the time is memory: each handoff lies in half a dozen places, and each place is known from the one before. So handoffs are read
//! in blocks, one place of all of them after the other, and two threads share what there is to read.

use super::ids::{Hashed, Ids, Numbers};
use super::rows::{EVERYONE, Leads, NOBODY, Rows};
use super::slots::Slots;
use super::{RegistryGraph, named, only, settle};
use baton_model::{Agent, AgentId, Candidates, Document, Handoff, Held, Kind, Record, Target};
use std::sync::Arc;

/// Handoffs that are worth a thread of their own.
const SHARE: usize = 20_000;
/// Handoffs that are read step by step together.
const BLOCK: usize = 64;

impl RegistryGraph {
    /// Reads every agent and handoff of a document. A reference that leads nowhere, which only a damaged store holds, is left out.
    pub fn new(document: &Document) -> Self {
        let agents: Vec<&Held> = document.of_kind(Kind::Agent).collect();
        let (numbers, handoffs) = both(
            agents.len() > SHARE,
            || {
                let mut names = Ids::with_capacity(agents.len());
                for held in &agents {
                    names.push(held.record.id());
                }
                Numbers::new(names)
            },
            || document.of_kind(Kind::Handoff).collect::<Vec<&Held>>(),
        );
        let all = handoffs.len();
        let (front, back) = handoffs.split_at(all / 2);
        let half = agents.len().div_ceil(2) as u32;
        let read = |part, first, room| Share::read(document, part, first, room, &numbers, half);
        let (back, front) = both(
            all > SHARE,
            || read(back, front.len() as u32, back.len()),
            || read(front, 0, all),
        );
        let halves = [0..half, half..agents.len() as u32];
        let shares = [&front, &back];
        let rows = |at: usize| {
            let cells = shares.map(|share| share.cells[at].as_slice());
            Rows::build(halves[at].clone(), &cells)
        };
        let (last, mut rows) = both(all > SHARE, || rows(1), || rows(0));
        rows.append(&last);
        let Share {
            mut records,
            mut names,
            mut senders,
            mut only,
            queries,
            ..
        } = front;
        records.extend(back.records);
        names.append(&back.names);
        senders.extend(back.senders);
        only.extend(back.only);
        let agents = agents.iter().map(|held| Arc::clone(&held.record));
        Self {
            agents: Slots::sorted(agents.collect(), numbers.into_ids()),
            handoffs: Slots::sorted(records, names),
            senders,
            only,
            rows,
            queries: queries.into_iter().chain(back.queries).collect(),
        }
    }
}

/// Two results; of much work at once, the first on a thread of its own.
fn both<A: Send, B>(
    is_much: bool,
    first: impl FnOnce() -> A + Send,
    second: impl FnOnce() -> B,
) -> (A, B) {
    if !is_much {
        return (first(), second());
    }
    std::thread::scope(|scope| {
        let first = scope.spawn(first);
        let second = second();
        let first = first.join();
        let first = first.unwrap_or_else(|fault| std::panic::resume_unwind(fault));
        (first, second)
    })
}

/// What was read from some of the handoffs.
struct Share {
    records: Vec<Arc<Record>>,
    names: Ids,
    senders: Vec<u32>,
    /// The only place of each handoff, as [`only`] tells it.
    only: Vec<u32>,
    /// Those of the senders before the half, and the others.
    cells: [Vec<Leads>; 2],
    queries: Vec<u32>,
}

/// What is known of a handoff after its record was looked at.
struct Ends<'a> {
    handoff: &'a Handoff,
    id: &'a str,
    from: &'a str,
    /// The receiver, where nobody else may get the payload.
    receiver: Option<&'a str>,
}

impl Share {
    /// Reads handoffs that are numbered from `first` on, with room for so many.
    fn read(
        document: &Document,
        handoffs: &[&Held],
        first: u32,
        room: usize,
        numbers: &Numbers,
        half: u32,
    ) -> Self {
        let cells = || Vec::with_capacity(handoffs.len() / 2 + handoffs.len() / 16);
        let mut share = Self {
            records: Vec::with_capacity(room),
            names: Ids::with_capacity(room),
            senders: Vec::with_capacity(room),
            only: Vec::with_capacity(room),
            cells: [cells(), cells()],
            queries: Vec::new(),
        };
        let mut reader = Reader {
            document,
            numbers,
            declared: None,
            places: Vec::new(),
        };
        let mut looked = Vec::with_capacity(BLOCK);
        let mut ends = Vec::with_capacity(BLOCK);
        let mut hashed = Vec::with_capacity(BLOCK);
        for block in handoffs.chunks(BLOCK) {
            looked.clear();
            looked.extend(block.iter().filter_map(|held| match held.record.as_ref() {
                Record::Handoff(handoff) => Some(&**handoff),
                _ => None,
            }));
            // Counting up waits for its place, so that comes after all places were asked for.
            let records = block.iter().map(|held| Arc::clone(&held.record));
            share.records.extend(records);
            ends.clear();
            ends.extend(looked.iter().copied().map(Ends::of));
            hashed.clear();
            for ends in &ends {
                share.names.push(ends.id);
                let receiver = ends.receiver.map(Hashed::new);
                hashed.push((ends.handoff, Hashed::new(ends.from), receiver));
            }
            for (handoff, from, receiver) in &hashed {
                let number = first + share.senders.len() as u32;
                let sender = numbers.get(*from);
                share.senders.push(sender.unwrap_or(NOBODY));
                if matches!(handoff.to, Target::Query(_)) {
                    share.queries.push(number);
                }
                let Some(sender) = sender else {
                    share.only.push(NOBODY);
                    continue;
                };
                let lead = |place| Leads {
                    sender,
                    handoff: number,
                    place,
                };
                let cells = &mut share.cells[usize::from(sender >= half)];
                if let Some(receiver) = receiver {
                    let place = numbers.get(*receiver).unwrap_or(NOBODY);
                    share.only.push(place);
                    cells.push(lead(place));
                } else {
                    let places = reader.places(handoff);
                    share.only.push(only(places));
                    cells.extend(places.iter().copied().map(lead));
                }
            }
        }
        share
    }
}

impl<'a> Ends<'a> {
    fn of(handoff: &'a Handoff) -> Self {
        let receiver = match &handoff.to {
            Target::Agent(id) if handoff.fallbacks.is_empty() && handoff.gate.is_none() => {
                Some(id.as_str())
            }
            _ => None,
        };
        Self {
            handoff,
            id: handoff.id.as_str(),
            from: handoff.from.as_str(),
            receiver,
        }
    }
}

/// Works out where a handoff leads that may lead to several agents.
struct Reader<'a> {
    document: &'a Document,
    numbers: &'a Numbers,
    /// Made when it is first asked for.
    declared: Option<Candidates<'a>>,
    places: Vec<u32>,
}

impl Reader<'_> {
    fn places(&mut self, handoff: &Handoff) -> &[u32] {
        let number = |id: &AgentId| self.numbers.get(Hashed::new(id.as_str()));
        self.places.clear();
        self.places.extend(named(handoff).filter_map(number));
        match &handoff.to {
            Target::Query(query) if query.capabilities.is_empty() => self.places.push(EVERYONE),
            Target::Query(_) => {
                let declared = self
                    .declared
                    .get_or_insert_with(|| Candidates::new(self.document));
                let candidates = declared.of(handoff).into_iter().map(|agent| &agent.id);
                self.places.extend(candidates.filter_map(number));
            }
            Target::Agent(_) | Target::Outcome(_) => {}
        }
        settle(&mut self.places);
        &self.places
    }
}

/// Whether an agent declares all tags of a handoff's query; the sender never takes what it sends. The answer of
/// [`Candidates`] for one agent.
pub(super) fn qualifies(handoff: &Handoff, agent: &Agent) -> bool {
    match &handoff.to {
        Target::Query(query) => {
            agent.id != handoff.from
                && query
                    .capabilities
                    .iter()
                    .all(|tag| agent.capabilities.contains(tag))
        }
        Target::Agent(_) | Target::Outcome(_) => false,
    }
}
