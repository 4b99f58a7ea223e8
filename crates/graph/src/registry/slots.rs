//! Numbers for records of one kind: those that were there first are numbered in order of id, later ones behind them.

use super::ids::Ids;
use baton_model::Record;
use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Records by number, none where one has gone. A number stays with its id, also when the record comes back.
#[derive(Clone, Debug, Default)]
pub(super) struct Slots {
    records: Vec<Option<Arc<Record>>>,
    /// Beside `records`.
    ids: Ids,
    /// So many from the front are in order of id.
    sorted: usize,
    /// Numbers of those behind.
    later: BTreeMap<String, u32>,
}

impl Slots {
    /// Numbers records that come in order of id.
    pub(super) fn sorted(records: Vec<Arc<Record>>, ids: Ids) -> Self {
        Self {
            sorted: records.len(),
            records: records.into_iter().map(Some).collect(),
            ids,
            later: BTreeMap::new(),
        }
    }

    /// How many numbers are given; those of records that are gone are among them.
    #[inline]
    pub(super) fn len(&self) -> usize {
        self.records.len()
    }

    /// The number of an id that is or was there.
    pub(super) fn slot(&self, id: &str) -> Option<u32> {
        let (mut from, mut to) = (0, self.sorted as u32);
        while from < to {
            let middle = from.midpoint(to);
            match self.ids.get(middle).cmp(id) {
                Ordering::Less => from = middle + 1,
                Ordering::Equal => return Some(middle),
                Ordering::Greater => to = middle,
            }
        }
        self.later.get(id).copied()
    }

    /// The id of a number that was given.
    #[inline]
    pub(super) fn id(&self, number: u32) -> &str {
        self.ids.get(number)
    }

    /// The number of a record that is there.
    pub(super) fn number(&self, id: &str) -> Option<u32> {
        self.slot(id)
            .filter(|number| self.records[*number as usize].is_some())
    }

    /// A record that is there.
    #[inline]
    pub(super) fn get(&self, number: u32) -> Option<&Record> {
        self.records.get(number as usize)?.as_deref()
    }

    /// Numbers of the records that are there.
    pub(super) fn numbers(&self) -> impl Iterator<Item = u32> + '_ {
        let all = self.records.iter().zip(0..);
        all.filter(|(record, _)| record.is_some())
            .map(|(_, number)| number)
    }

    /// Takes in a record.
    pub(super) fn put(&mut self, record: &Arc<Record>) -> u32 {
        let entry = Some(Arc::clone(record));
        if let Some(number) = self.slot(record.id()) {
            self.records[number as usize] = entry;
            return number;
        }
        let number = self.records.len() as u32;
        self.records.push(entry);
        self.ids.push(record.id());
        self.later.insert(record.id().to_owned(), number);
        number
    }

    /// Takes out a record; its number is kept for it.
    pub(super) fn remove(&mut self, id: &str) {
        if let Some(number) = self.slot(id) {
            self.records[number as usize] = None;
        }
    }

    /// In order of id.
    #[inline]
    pub(super) fn compare(&self, a: u32, b: u32) -> Ordering {
        if (a.max(b) as usize) < self.sorted {
            return a.cmp(&b);
        }
        self.id(a).cmp(self.id(b))
    }
}
