//! The smallest automaton of a language.

use super::Automaton;
use crate::alphabet::Alphabet;
use crate::quick::Map;

/// A complete deterministic automaton as it was built: every state can be reached from state 0, but there may be more of them than needed.
pub(crate) struct Draft {
    pub(crate) alphabet: Alphabet,
    /// Where each letter leads, state by state.
    pub(crate) next: Vec<u32>,
    pub(crate) accepting: Vec<bool>,
}

impl Draft {
    /// The smallest automaton that accepts the same words, in its canonical order.
    pub(crate) fn minimal(self) -> Automaton {
        let blocks = Blocks::of(&self).refine(&self);
        let width = self.alphabet.len();
        let small: Vec<Vec<u32>> = blocks
            .members()
            .map(|block| {
                let first = block[0] as usize;
                self.next[first * width..][..width]
                    .iter()
                    .map(|next| blocks.block_of[*next as usize])
                    .collect()
            })
            .collect();
        let (alphabet, letters) = self.alphabet.merged(&equal_columns(&small, width));
        let mut numbers = Map::from_iter([(blocks.block_of[0], 0)]);
        let mut order = vec![blocks.block_of[0]];
        let mut next = Vec::with_capacity(small.len() * letters.len());
        let mut index = 0;
        while let Some(block) = order.get(index).copied() {
            index += 1;
            for letter in &letters {
                let target = small[block as usize][*letter as usize];
                let fresh = order.len() as u32;
                let number = *numbers.entry(target).or_insert_with(|| {
                    order.push(target);
                    fresh
                });
                next.push(number);
            }
        }
        let accepting = order
            .iter()
            .map(|block| self.accepting[blocks.first(*block) as usize])
            .collect();
        Automaton::canonical(alphabet, next.into(), accepting)
    }
}

/// Numbers the letters so that those which lead to the same state from everywhere have the same number.
fn equal_columns(rows: &[Vec<u32>], width: usize) -> Vec<u32> {
    let mut classes = vec![0; width];
    for row in rows {
        let mut known: Map<(u32, u32), u32> = Map::default();
        for (class, target) in classes.iter_mut().zip(row) {
            let fresh = known.len() as u32;
            *class = *known.entry((*class, *target)).or_insert(fresh);
        }
    }
    classes
}

/// States in blocks that are split until all states of a block behave alike (Hopcroft 1971, with the array of Valmari and Lehtinen 2008).
struct Blocks {
    /// States, those of a block side by side.
    states: Vec<u32>,
    /// Where each state stands in `states`.
    place_of: Vec<u32>,
    block_of: Vec<u32>,
    /// For each block where it begins and ends, and how many states at its beginning are marked.
    ranges: Vec<(u32, u32, u32)>,
}

impl Blocks {
    /// Accepting states apart from the others.
    fn of(draft: &Draft) -> Self {
        let count = draft.accepting.len() as u32;
        let mut blocks = Self {
            states: (0..count).collect(),
            place_of: (0..count).collect(),
            block_of: vec![0; count as usize],
            ranges: vec![(0, count, 0)],
        };
        for state in 0..count {
            if draft.accepting[state as usize] {
                blocks.mark(state);
            }
        }
        blocks.split(0);
        blocks
    }

    fn refine(mut self, draft: &Draft) -> Self {
        let width = draft.alphabet.len();
        let sources = Sources::of(&draft.next, width, draft.accepting.len());
        let mut waiting: Vec<(u32, u32)> = (0..self.ranges.len() as u32)
            .flat_map(|block| (0..width as u32).map(move |letter| (block, letter)))
            .collect();
        let mut is_waiting = vec![true; waiting.len()];
        while let Some((splitter, letter)) = waiting.pop() {
            is_waiting[splitter as usize * width + letter as usize] = false;
            let (first, end, _) = self.ranges[splitter as usize];
            let targets = self.states[first as usize..end as usize].to_vec();
            let mut touched = Vec::new();
            for target in targets {
                for source in sources.of_state(target, letter) {
                    let block = self.block_of[*source as usize];
                    if self.ranges[block as usize].2 == self.ranges[block as usize].0 {
                        touched.push(block);
                    }
                    self.mark(*source);
                }
            }
            for block in touched {
                let Some(fresh) = self.split(block) else {
                    continue;
                };
                is_waiting.resize(self.ranges.len() * width, false);
                for letter in 0..width as u32 {
                    // Both halves of what waits have to wait; else the smaller one is enough.
                    let old = block as usize * width + letter as usize;
                    let add = if is_waiting[old] || self.size(fresh) <= self.size(block) {
                        fresh
                    } else {
                        block
                    };
                    let slot = add as usize * width + letter as usize;
                    if !is_waiting[slot] {
                        is_waiting[slot] = true;
                        waiting.push((add, letter));
                    }
                }
            }
        }
        self
    }

    /// Moves a state to the marked ones at the beginning of its block.
    fn mark(&mut self, state: u32) {
        let range = &mut self.ranges[self.block_of[state as usize] as usize];
        let place = self.place_of[state as usize];
        let marked = range.2.max(range.0);
        if place < marked {
            return;
        }
        range.2 = marked + 1;
        let other = self.states[marked as usize];
        self.states.swap(place as usize, marked as usize);
        self.place_of[state as usize] = marked;
        self.place_of[other as usize] = place;
    }

    /// Makes the marked states of a block a block of their own, unless that are all or none; takes the marks away.
    fn split(&mut self, block: u32) -> Option<u32> {
        let (first, end, marked) = self.ranges[block as usize];
        self.ranges[block as usize].2 = first;
        if marked <= first || marked == end {
            return None;
        }
        let fresh = self.ranges.len() as u32;
        self.ranges[block as usize] = (marked, end, marked);
        self.ranges.push((first, marked, first));
        for state in &self.states[first as usize..marked as usize] {
            self.block_of[*state as usize] = fresh;
        }
        Some(fresh)
    }

    fn size(&self, block: u32) -> u32 {
        let (first, end, _) = self.ranges[block as usize];
        end - first
    }

    fn first(&self, block: u32) -> u32 {
        self.states[self.ranges[block as usize].0 as usize]
    }

    fn members(&self) -> impl Iterator<Item = &[u32]> {
        self.ranges
            .iter()
            .map(|(first, end, _)| &self.states[*first as usize..*end as usize])
    }
}

/// Which states lead to a state by a letter.
pub(super) struct Sources {
    width: usize,
    starts: Vec<u32>,
    states: Vec<u32>,
}

impl Sources {
    pub(super) fn of(next: &[u32], width: usize, states: usize) -> Self {
        let slots = states * width;
        let slot = |edge: usize| next[edge] as usize * width + edge % width;
        let mut starts = vec![0; slots + 1];
        for edge in 0..slots {
            starts[slot(edge) + 1] += 1;
        }
        for index in 0..slots {
            starts[index + 1] += starts[index];
        }
        let mut places = starts.clone();
        let mut states = vec![0; slots];
        for edge in 0..slots {
            let place = &mut places[slot(edge)];
            states[*place as usize] = (edge / width) as u32;
            *place += 1;
        }
        Self {
            width,
            starts,
            states,
        }
    }

    fn of_state(&self, target: u32, letter: u32) -> &[u32] {
        let slot = target as usize * self.width + letter as usize;
        &self.states[self.starts[slot] as usize..self.starts[slot + 1] as usize]
    }

    pub(super) fn of_any_letter(&self, target: u32) -> &[u32] {
        let first = self.starts[target as usize * self.width];
        let end = self.starts[(target as usize + 1) * self.width];
        &self.states[first as usize..end as usize]
    }
}
