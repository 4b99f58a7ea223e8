//! Minimal deterministic automata, the canonical form of a regular language.

mod minimal;
mod product;
mod words;

pub(crate) use minimal::Draft;
pub(crate) use words::Lengths;

use crate::MOST_STATES;
use crate::alphabet::{Alphabet, Letter};
use crate::finite::Words;
use crate::language::TooLarge;
use crate::meter::Meter;
use crate::points::{POINTS, Points, point};
use crate::quick::Mix;
use minimal::Sources;
use std::collections::VecDeque;
use std::fmt;
use std::hash::{Hash, Hasher};

/// A complete deterministic automaton with as few states and letters as the language allows, both counted in a fixed order: two automata are
/// equal exactly when they accept the same words. It starts in state 0.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Automaton {
    /// A hash over all of the rest.
    digest: u64,
    alphabet: Alphabet,
    /// Where each letter leads, state by state.
    next: Box<[u32]>,
    accepting: Box<[bool]>,
}

impl Hash for Automaton {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.digest.hash(state);
    }
}

impl Automaton {
    /// `next` and `accepting` in their canonical order.
    fn canonical(alphabet: Alphabet, next: Box<[u32]>, accepting: Box<[bool]>) -> Self {
        let mut digest = Mix::default();
        (&alphabet, &next, &accepting).hash(&mut digest);
        Self {
            digest: digest.finish(),
            alphabet,
            next,
            accepting,
        }
    }

    pub(crate) fn accepts(&self, word: &str) -> bool {
        let state = word.chars().fold(0, |state, character| {
            self.step(state, self.alphabet.letter(point(character)))
        });
        self.accepting[state as usize]
    }

    pub(crate) fn complement(&self) -> Self {
        Self::canonical(
            self.alphabet.clone(),
            self.next.clone(),
            self.accepting.iter().map(|accepting| !accepting).collect(),
        )
    }

    /// The automaton of a list: a tree of its words.
    pub(crate) fn of_words(words: &Words, meter: &Meter) -> Result<Self, TooLarge> {
        let mut characters: Vec<char> = words.iter().flat_map(str::chars).collect();
        characters.sort_unstable();
        characters.dedup();
        let sets: Vec<Points> = characters.into_iter().map(Points::one).collect();
        let (alphabet, _) = Alphabet::dividing(&sets.iter().collect::<Vec<_>>());
        let width = alphabet.len();
        // State 0 is the beginning, state 1 is where no word is left.
        let mut next: Vec<u32> = vec![1; 2 * width];
        let mut accepting = vec![false; 2];
        for word in words.iter() {
            let mut state = 0;
            for character in word.chars() {
                let edge = state * width + alphabet.letter(point(character)) as usize;
                if next[edge] == 1 {
                    if accepting.len() >= MOST_STATES {
                        return Err(TooLarge);
                    }
                    meter.take(width)?;
                    next[edge] = accepting.len() as u32;
                    accepting.push(false);
                    next.extend(std::iter::repeat_n(1, width));
                }
                state = next[edge] as usize;
            }
            accepting[state] = true;
        }
        Ok(Draft {
            alphabet,
            next,
            accepting,
        }
        .minimal())
    }

    fn len(&self) -> usize {
        self.accepting.len()
    }

    fn row(&self, state: u32) -> &[u32] {
        let width = self.alphabet.len();
        &self.next[state as usize * width..][..width]
    }

    fn step(&self, state: u32, letter: Letter) -> u32 {
        self.row(state)[letter as usize]
    }

    /// Whether every word is accepted from a state on, or none; `None` if it depends on the word.
    fn settled(&self, state: u32) -> Option<bool> {
        self.row(state)
            .iter()
            .all(|next| *next == state)
            .then(|| self.accepting[state as usize])
    }

    /// The state in which every further word is accepted, or none: there is at most one of each.
    fn sink(&self, accepting: bool) -> Option<u32> {
        (0..self.len() as u32).find(|state| self.settled(*state) == Some(accepting))
    }

    /// For each state the length of the shortest word that is accepted from there; `None` if there is none.
    fn distances(&self) -> Vec<Option<u32>> {
        let sources = Sources::of(&self.next, self.alphabet.len(), self.len());
        let mut distances = vec![None; self.len()];
        let mut open = VecDeque::new();
        for (state, accepting) in self.accepting.iter().enumerate() {
            if *accepting {
                distances[state] = Some(0);
                open.push_back(state as u32);
            }
        }
        while let Some(state) = open.pop_front() {
            let further = distances[state as usize].map(|distance| distance + 1);
            for source in sources.of_any_letter(state) {
                if distances[*source as usize].is_none() {
                    distances[*source as usize] = further;
                    open.push_back(*source);
                }
            }
        }
        distances
    }
}

impl fmt::Debug for Automaton {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} states and {} letters for {POINTS} characters, such as {:?}",
            self.len(),
            self.alphabet.len(),
            self.shortest()
        )
    }
}
