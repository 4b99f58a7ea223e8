//! Ids by number, close together and apart from the records, so that looking at many of them is quick.

use super::rows::NOBODY;

/// Ids in the order of their numbers.
#[derive(Clone, Debug, Default)]
pub(super) struct Ids {
    text: String,
    /// Where in `text` each id ends.
    ends: Vec<u32>,
}

impl Ids {
    pub(super) fn with_capacity(ids: usize) -> Self {
        Self {
            text: String::with_capacity(ids * 16),
            ends: Vec::with_capacity(ids),
        }
    }

    pub(super) fn push(&mut self, id: &str) {
        self.text.push_str(id);
        self.ends.push(self.text.len() as u32);
    }

    /// All ids of another list, behind those that are there.
    pub(super) fn append(&mut self, other: &Self) {
        let offset = self.text.len() as u32;
        self.text.push_str(&other.text);
        self.ends.extend(other.ends.iter().map(|end| end + offset));
    }

    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(super) fn get(&self, number: u32) -> &str {
        let number = number as usize;
        let start = if number == 0 {
            0
        } else {
            self.ends[number - 1]
        };
        &self.text[start as usize..self.ends[number] as usize]
    }
}

/// The way back, made to be asked millions of times: a number for each place, [`NOBODY`] where there is none.
pub(super) struct Numbers<'a> {
    ids: &'a Ids,
    /// A power of two, and more than half of it free.
    places: Vec<u32>,
}

impl<'a> Numbers<'a> {
    /// Each id has to be there once.
    pub(super) fn new(ids: &'a Ids) -> Self {
        let mut numbers = Self {
            ids,
            places: vec![NOBODY; (ids.len() * 2 + 1).next_power_of_two()],
        };
        for number in 0..ids.len() as u32 {
            let mut place = numbers.first_place(ids.get(number));
            while numbers.places[place] != NOBODY {
                place = numbers.next_place(place);
            }
            numbers.places[place] = number;
        }
        numbers
    }

    pub(super) fn get(&self, id: &str) -> Option<u32> {
        let mut place = self.first_place(id);
        while self.places[place] != NOBODY {
            let number = self.places[place];
            if self.ids.get(number) == id {
                return Some(number);
            }
            place = self.next_place(place);
        }
        None
    }

    fn next_place(&self, place: usize) -> usize {
        (place + 1) & (self.places.len() - 1)
    }

    /// Mixes eight bytes at a time. A crowded table is slow and nothing worse.
    fn first_place(&self, id: &str) -> usize {
        const ODD: u64 = 0x9E37_79B9_7F4A_7C15;
        let mut hash = id.len() as u64;
        for word in id.as_bytes().chunks(8) {
            let mut bytes = [0; 8];
            bytes[..word.len()].copy_from_slice(word);
            hash = (hash.rotate_left(23) ^ u64::from_le_bytes(bytes)).wrapping_mul(ODD);
        }
        (hash ^ (hash >> 32)) as usize & (self.places.len() - 1)
    }
}
