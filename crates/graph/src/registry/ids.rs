//! Ids by number, close together and apart from the records, so that looking at many of them is quick.

use super::rows::NOBODY;

/// Ids in the order of their numbers.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ids {
    text: String,
    /// Where in `text` each id ends.
    ends: Vec<u32>,
}

impl Ids {
    pub(crate) fn with_capacity(ids: usize) -> Self {
        Self {
            text: String::with_capacity(ids * 16),
            ends: Vec::with_capacity(ids),
        }
    }

    #[inline]
    pub(crate) fn push(&mut self, id: &str) {
        self.text.push_str(id);
        self.ends.push(self.text.len() as u32);
    }

    /// All ids of another list, behind those that are there.
    pub(crate) fn append(&mut self, other: &Self) {
        let offset = self.text.len() as u32;
        self.text.push_str(&other.text);
        self.ends.extend(other.ends.iter().map(|end| end + offset));
    }

    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    #[inline]
    pub(crate) fn get(&self, number: u32) -> &str {
        let number = number as usize;
        let start = if number == 0 {
            0
        } else {
            self.ends[number - 1]
        };
        &self.text[start as usize..self.ends[number] as usize]
    }
}

/// A text with its hash, which is worked out once however many tables are asked.
#[derive(Clone, Copy)]
pub(crate) struct Hashed<'t> {
    text: &'t str,
    hash: u64,
}

impl<'t> Hashed<'t> {
    #[inline]
    pub(crate) fn new(text: &'t str) -> Self {
        let hash = hash(text.as_bytes());
        Self { text, hash }
    }

    /// What tells most texts apart that share a place.
    fn mark(self) -> u32 {
        (self.hash >> 32) as u32
    }
}

/// Mixes eight bytes at a time; the last eight count twice where they are not a multiple.
#[inline]
fn hash(bytes: &[u8]) -> u64 {
    const ODD: u64 = 0x9E37_79B9_7F4A_7C15;
    let mix = |hash: u64, word: u64| {
        let product = u128::from(hash ^ word) * u128::from(ODD);
        product as u64 ^ (product >> 64) as u64
    };
    let (words, rest) = bytes.as_chunks::<8>();
    let mut hash = mix(ODD, bytes.len() as u64);
    for word in words {
        hash = mix(hash, u64::from_le_bytes(*word));
    }
    let last = match bytes.last_chunk::<8>() {
        Some(word) => u64::from_le_bytes(*word),
        None => rest
            .iter()
            .fold(0, |word, byte| word << 8 | u64::from(*byte)),
    };
    mix(hash, last)
}

/// Hashes texts as [`Hashed`] does, for the maps and sets of the standard library.
#[derive(Default)]
pub struct Mixed(u64);

impl std::hash::Hasher for Mixed {
    fn write(&mut self, bytes: &[u8]) {
        self.0 = self.0.rotate_left(5) ^ hash(bytes);
    }

    /// What ends a text is left out: only whole texts are told apart.
    fn write_u8(&mut self, _: u8) {}

    fn finish(&self) -> u64 {
        self.0
    }
}

/// Hashes ids quickly, the same in every run. Who chooses ids can make a map slow, and nothing worse.
pub type Mixing = std::hash::BuildHasherDefault<Mixed>;

/// The way back, made to be asked millions of times.
pub(crate) struct Numbers {
    ids: Ids,
    /// A power of two, and more than half of it free. A crowded table is slow and nothing worse.
    places: Vec<Place>,
}

/// A number with the mark of its id; [`NOBODY`] where there is none.
#[derive(Clone, Copy)]
struct Place {
    mark: u32,
    number: u32,
}

impl Numbers {
    /// Each id has to be there once.
    pub(crate) fn new(ids: Ids) -> Self {
        let free = Place {
            mark: 0,
            number: NOBODY,
        };
        let mut places = vec![free; (ids.len() * 2 + 1).next_power_of_two()];
        let last = places.len() - 1;
        for number in 0..ids.len() as u32 {
            let id = Hashed::new(ids.get(number));
            let mut at = id.hash as usize & last;
            while places[at].number != NOBODY {
                at = (at + 1) & last;
            }
            let mark = id.mark();
            places[at] = Place { mark, number };
        }
        Self { ids, places }
    }

    #[inline]
    pub(crate) fn get(&self, id: Hashed<'_>) -> Option<u32> {
        let last = self.places.len() - 1;
        let mut at = id.hash as usize & last;
        loop {
            let place = self.places[at];
            if place.number == NOBODY {
                return None;
            }
            if place.mark == id.mark() && self.ids.get(place.number) == id.text {
                return Some(place.number);
            }
            at = (at + 1) & last;
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.ids.len()
    }

    /// The ids that it was made of.
    pub(crate) fn into_ids(self) -> Ids {
        self.ids
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_id_finds_its_number_and_others_none() {
        let names: Vec<String> = (0..5_000)
            .map(|at| format!("{}{at}", ["", "agent-", "a-much-longer-name-"][at % 3]))
            .collect();
        let mut ids = Ids::default();
        for name in &names {
            ids.push(name);
        }
        let numbers = Numbers::new(ids);
        for (name, number) in names.iter().zip(0..) {
            assert_eq!(numbers.get(Hashed::new(name)), Some(number));
            assert_eq!(numbers.get(Hashed::new(&format!("{name}x"))), None);
        }
        assert_eq!(Numbers::new(Ids::default()).get(Hashed::new("a")), None);
    }
}
