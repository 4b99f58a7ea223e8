//! What is going to happen, earliest first.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// What happens. What it happens to is a token, but for `Released` and `Shift`, where it is an agent, and `Tick`, where it is nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// A visit has done its own work.
    Served,
    /// The next attempt at a transfer begins.
    Attempt,
    /// An attempt has crossed the way.
    Delivered,
    /// The reviewer of a gate has decided.
    Reviewed,
    /// Waiting at a receiver has taken too long.
    TimedOut,
    /// A slot is free again.
    Released,
    /// People come or go.
    Shift,
    /// The next step of the series.
    Tick,
}

const ALL: [What; 8] = [
    What::Served,
    What::Attempt,
    What::Delivered,
    What::Reviewed,
    What::TimedOut,
    What::Released,
    What::Shift,
    What::Tick,
];

/// An event that is due.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Event {
    /// Milliseconds since the run began.
    pub at: f64,
    pub what: What,
    pub of: u32,
    /// What [`EventList::add`] gave for it.
    pub number: u32,
}

/// Tokens and agents that an event can name.
pub(super) const MOST: u32 = 1 << 28;

/// A heap of plain numbers: time, then the order of adding, then what and of whom, so that one comparison decides.
#[derive(Debug, Default)]
pub(super) struct EventList {
    heap: BinaryHeap<Reverse<u128>>,
    added: u32,
}

impl EventList {
    /// Adds an event at a time that is not negative; gives its number.
    pub fn add(&mut self, at: f64, what: What, of: u32) -> u32 {
        debug_assert!(at >= 0.0 && of < MOST);
        let number = self.added;
        self.added = self.added.wrapping_add(1);
        // Floats that are not negative are ordered as their bits are.
        let key = u128::from(at.to_bits()) << 64
            | u128::from(number) << 32
            | u128::from((what as u32) << 28 | of);
        self.heap.push(Reverse(key));
        number
    }

    /// When the next one is due.
    pub fn due(&self) -> f64 {
        self.heap.peek().map_or(f64::INFINITY, |Reverse(key)| {
            f64::from_bits((key >> 64) as u64)
        })
    }

    pub fn next(&mut self) -> Option<Event> {
        let Reverse(key) = self.heap.pop()?;
        let low = key as u32;
        Some(Event {
            at: f64::from_bits((key >> 64) as u64),
            what: ALL[(low >> 28) as usize % ALL.len()],
            of: low & (MOST - 1),
            number: (key >> 32) as u32,
        })
    }
}

#[cfg(test)]
#[allow(clippy::float_cmp, reason = "times come out as they went in")]
mod tests {
    use super::*;

    #[test]
    fn events_come_by_time_and_then_as_they_were_added() {
        let mut events = EventList::default();
        for (at, what, of) in [
            (5.0, What::Tick, 1),
            (0.0, What::Served, MOST - 1),
            (5.0, What::Served, 2),
            (0.25, What::Shift, 3),
        ] {
            events.add(at, what, of);
        }
        assert_eq!(events.due(), 0.0);
        let order: Vec<_> = std::iter::from_fn(|| events.next())
            .map(|event| (event.at, event.what, event.of, event.number))
            .collect();
        assert_eq!(
            order,
            [
                (0.0, What::Served, MOST - 1, 1),
                (0.25, What::Shift, 3, 3),
                (5.0, What::Tick, 1, 0),
                (5.0, What::Served, 2, 2)
            ]
        );
        assert_eq!(events.due(), f64::INFINITY);
    }
}
