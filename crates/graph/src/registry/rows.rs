//! Compressed rows: for every agent the handoffs that leave it, and where each leads, without gaps in two arrays of numbers.
//!
//! A row that changes is written behind the last one and its old place left as waste, so that an edit costs no more than its own row. When
//! half of the arrays is waste they are written anew.

use std::ops::Range;

/// A place that is no agent: the handoff ends the request.
pub(super) const NOBODY: u32 = u32::MAX;
/// A place that is every agent but the sender: a capability query that asks for nothing in particular.
pub(super) const EVERYONE: u32 = u32::MAX - 1;

/// A row in the arrays.
#[derive(Clone, Copy, Debug, Default)]
struct Span {
    start: u32,
    len: u32,
}

impl Span {
    fn range(self) -> Range<usize> {
        self.start as usize..(self.start + self.len) as usize
    }
}

/// Rows of cells: a handoff, and one place to which it leads. The cells of a row stand in order of handoff, then place; a handoff without
/// any agent at its other end has one cell to [`NOBODY`].
#[derive(Clone, Debug, Default)]
pub(super) struct Rows {
    spans: Vec<Span>,
    places: Vec<u32>,
    handoffs: Vec<u32>,
    waste: usize,
}

/// One handoff's places, as they are given.
pub(super) struct Leads {
    pub(super) sender: u32,
    pub(super) handoff: u32,
    pub(super) place: u32,
}

impl Rows {
    /// Rows of some senders. The cells come in order of handoff, then place.
    pub(super) fn build(senders: Range<u32>, cells: &[&[Leads]]) -> Self {
        let cells = || cells.iter().copied().flatten();
        let row = |cell: &Leads| (cell.sender - senders.start) as usize;
        let mut spans = vec![Span::default(); senders.len()];
        for cell in cells() {
            spans[row(cell)].len += 1;
        }
        let mut next = Vec::with_capacity(senders.len());
        let mut start = 0;
        for span in &mut spans {
            span.start = start;
            next.push(start);
            start += span.len;
        }
        let mut places = vec![0; start as usize];
        let mut handoffs = vec![0; start as usize];
        for cell in cells() {
            let at = &mut next[row(cell)];
            places[*at as usize] = cell.place;
            handoffs[*at as usize] = cell.handoff;
            *at += 1;
        }
        Self {
            spans,
            places,
            handoffs,
            waste: 0,
        }
    }

    /// The rows of the senders that come next, which nothing has changed yet.
    pub(super) fn append(&mut self, other: &Self) {
        let offset = self.places.len() as u32;
        self.spans.extend(other.spans.iter().map(|span| Span {
            start: span.start + offset,
            ..*span
        }));
        self.places.extend_from_slice(&other.places);
        self.handoffs.extend_from_slice(&other.handoffs);
    }

    /// How many senders there is room for.
    pub(super) fn senders(&self) -> usize {
        self.spans.len()
    }

    /// Makes room for one more sender.
    pub(super) fn add_sender(&mut self) {
        self.spans.push(Span::default());
    }

    /// Where an agent's handoffs lead.
    #[inline]
    pub(super) fn places(&self, sender: u32) -> &[u32] {
        &self.places[self.spans[sender as usize].range()]
    }

    /// The handoffs of an agent's cells, beside [`Rows::places`].
    #[inline]
    pub(super) fn handoffs(&self, sender: u32) -> &[u32] {
        &self.handoffs[self.spans[sender as usize].range()]
    }

    /// Where one handoff leads.
    #[inline]
    pub(super) fn places_of(&self, sender: u32, handoff: u32) -> &[u32] {
        let handoffs = self.handoffs(sender);
        let from = handoffs.partition_point(|other| *other < handoff);
        let to = handoffs.partition_point(|other| *other <= handoff);
        &self.places(sender)[from..to]
    }

    /// Writes where a handoff leads, instead of what was there. Without places it is taken out.
    pub(super) fn put(&mut self, sender: u32, handoff: u32, places: &[u32]) {
        let (old_places, old_handoffs) = (self.places(sender), self.handoffs(sender));
        let from = old_handoffs.partition_point(|other| *other < handoff);
        let to = old_handoffs.partition_point(|other| *other <= handoff);
        if &old_places[from..to] == places {
            return;
        }
        let new_places = [&old_places[..from], places, &old_places[to..]].concat();
        let own = vec![handoff; places.len()];
        let new_handoffs = [&old_handoffs[..from], &own, &old_handoffs[to..]].concat();
        self.write(sender, &new_places, &new_handoffs);
    }

    fn write(&mut self, sender: u32, places: &[u32], handoffs: &[u32]) {
        let old = self.spans[sender as usize];
        let len = places.len() as u32;
        let start = if len <= old.len {
            self.waste += (old.len - len) as usize;
            old.start
        } else {
            self.waste += old.len as usize;
            let start = self.places.len();
            self.places.resize(start + places.len(), 0);
            self.handoffs.resize(start + places.len(), 0);
            start as u32
        };
        let span = Span { start, len };
        self.places[span.range()].copy_from_slice(places);
        self.handoffs[span.range()].copy_from_slice(handoffs);
        self.spans[sender as usize] = span;
        if self.waste * 2 > self.places.len() {
            self.close_gaps();
        }
    }

    fn close_gaps(&mut self) {
        let used = self.places.len() - self.waste;
        let mut places = Vec::with_capacity(used);
        let mut handoffs = Vec::with_capacity(used);
        for span in &mut self.spans {
            let start = places.len() as u32;
            places.extend_from_slice(&self.places[span.range()]);
            handoffs.extend_from_slice(&self.handoffs[span.range()]);
            span.start = start;
        }
        (self.places, self.handoffs, self.waste) = (places, handoffs, 0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_row_moves_and_the_others_stay() {
        let leads = |sender, handoff, place| Leads {
            sender,
            handoff,
            place,
        };
        let cells = [leads(1, 0, 2), leads(0, 1, 1), leads(0, 2, 2)];
        let mut rows = Rows::build(0..2, &[&cells]);
        rows.append(&Rows::build(2..3, &[]));
        assert_eq!(
            (rows.places(0), rows.handoffs(0)),
            ([1, 2].as_slice(), [1, 2].as_slice())
        );
        rows.put(0, 1, &[1, 2]);
        assert_eq!(rows.places(0), [1, 2, 2]);
        assert_eq!(rows.places_of(0, 1), [1, 2]);
        assert_eq!(rows.places(1), [2]);
        rows.put(0, 1, &[]);
        rows.put(2, 3, &[NOBODY]);
        assert_eq!(
            (rows.places(0), rows.places(2)),
            ([2].as_slice(), [NOBODY].as_slice())
        );
    }

    #[test]
    fn waste_is_given_back() {
        let mut rows = Rows::build(0..2, &[]);
        for size in 1..200 {
            rows.put(0, 7, &vec![1; size]);
            rows.put(1, 8, &[0]);
        }
        assert_eq!(
            (rows.places(0).len(), rows.places(1)),
            (199, [0].as_slice())
        );
        assert!(rows.places.len() <= 400, "{}", rows.places.len());
    }
}
