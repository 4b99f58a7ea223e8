//! Words of an automaton: short ones, readable ones, of a given length, and how many there are.

use super::Automaton;
use crate::alphabet::Letter;
use crate::finite::Words;
use crate::language::{MOST_CHARACTERS, TooLarge};
use crate::meter::Meter;
use crate::points::{Point, character};
use crate::quick::{Map, Mix};
use std::hash::{Hash, Hasher};

/// Most memory that the lengths of words may take, in blocks of 64 states.
const MOST_BLOCKS: usize = 4 << 20;

/// Most transitions that are followed to find out which lengths there are.
const MOST_FOLLOWED: usize = 50_000_000;

/// Most characters of all words that are listed at once.
const MOST_LISTED: u64 = 8 << 20;

/// Lengths of words in code points, both ends included.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lengths {
    pub(crate) min: u64,
    pub(crate) max: u64,
}

impl Lengths {
    pub(crate) fn new(min: u64, max: Option<u64>) -> Self {
        Self {
            min,
            max: max.unwrap_or(u64::MAX),
        }
    }

    pub(crate) fn is_empty(self) -> bool {
        self.min > self.max
    }
}

impl Automaton {
    pub(crate) fn shortest(&self) -> Option<String> {
        let distances = self.distances();
        let mut left = distances[0]?;
        let runs = self.alphabet.readable_runs();
        let mut word = String::new();
        let mut state = 0;
        while left > 0 {
            left -= 1;
            let (point, _, letter) = runs.iter().find(|(_, _, letter)| {
                distances[self.step(state, *letter) as usize] == Some(left)
            })?;
            word.push(character(*point));
            state = self.step(state, *letter);
        }
        Some(word)
    }

    pub(crate) fn word_of_length(
        &self,
        lengths: Lengths,
        meter: &Meter,
    ) -> Result<Option<String>, TooLarge> {
        let mut layers = Layers::new(self, meter);
        let Some(length) = layers.first(lengths)? else {
            return Ok(None);
        };
        if length > MOST_CHARACTERS {
            return Err(TooLarge);
        }
        meter.take(length as usize)?;
        let runs = self.alphabet.readable_runs();
        Ok(Enumeration::new(self, &layers, &runs, length).next())
    }

    pub(crate) fn some_words(
        &self,
        n: usize,
        lengths: Lengths,
        meter: &Meter,
    ) -> Result<Vec<String>, TooLarge> {
        let runs = self.alphabet.readable_runs();
        let mut layers = Layers::new(self, meter);
        let mut words = Vec::new();
        let mut lengths = lengths;
        let mut listed = 0;
        while let Some(length) = layers.first(lengths)? {
            for word in Enumeration::new(self, &layers, &runs, length).take(n - words.len()) {
                listed += length + 1;
                meter.take(length as usize + 1)?;
                if listed > MOST_LISTED {
                    return Err(TooLarge);
                }
                words.push(word);
            }
            if words.len() == n || length == lengths.max {
                break;
            }
            lengths.min = length + 1;
        }
        Ok(words)
    }

    /// How many words there are, if at most `limit`.
    pub(crate) fn count(&self, limit: usize) -> Option<usize> {
        let dead = self.sink(false);
        let sizes = self.alphabet.sizes();
        let mut counts: Vec<Option<usize>> = vec![None; self.len()];
        let mut is_open = vec![false; self.len()];
        let mut open = vec![0];
        while let Some(state) = open.last().copied() {
            let index = state as usize;
            if Some(state) == dead || counts[index].is_some() {
                counts[index].get_or_insert(0);
                open.pop();
                continue;
            }
            let unknown = self
                .row(state)
                .iter()
                .copied()
                .find(|next| Some(*next) != dead && counts[*next as usize].is_none());
            if !is_open[index] || unknown.is_some() {
                is_open[index] = true;
                match unknown {
                    // A way back to a state that is open is a repetition: the words have no end.
                    Some(next) if is_open[next as usize] => return None,
                    Some(next) => open.push(next),
                    None => {}
                }
                continue;
            }
            let count = self
                .row(state)
                .iter()
                .zip(&sizes)
                .map(|(next, size)| {
                    counts[*next as usize]
                        .unwrap_or_default()
                        .saturating_mul(*size)
                })
                .fold(usize::from(self.accepting[index]), usize::saturating_add);
            if count > limit {
                return None;
            }
            counts[index] = Some(count);
        }
        counts[0]
    }

    /// All words, if there are at most `limit`.
    pub(crate) fn listed(&self, limit: usize) -> Option<Words> {
        self.count(limit)?;
        let dead = self.sink(false);
        let runs: Vec<(Point, Point, Letter)> = self.alphabet.runs().collect();
        let mut words: Vec<Box<str>> = Vec::new();
        let mut open = vec![(0, String::new())];
        while let Some((mut state, mut word)) = open.pop() {
            loop {
                if self.accepting[state as usize] {
                    words.push(word.as_str().into());
                }
                let mut ways = runs
                    .iter()
                    .map(|(first, last, letter)| (*first..=*last, self.step(state, *letter)))
                    .filter(|(_, next)| Some(*next) != dead)
                    .flat_map(|(points, next)| points.map(move |point| (character(point), next)));
                let Some((first, next)) = ways.next() else {
                    break;
                };
                for (character, next) in ways {
                    open.push((next, format!("{word}{character}")));
                }
                word.push(first);
                state = next;
            }
        }
        Some(words.into_iter().collect())
    }
}

/// Which states accept a word of exactly so many characters, for every length.
///
/// Each layer follows from the one before, so the first that comes back closes a circle: lengths beyond are known without being counted out.
struct Layers<'m> {
    meter: &'m Meter,
    /// Different targets of each state.
    targets: Vec<Vec<u32>>,
    all: Vec<Box<[u64]>>,
    known: Map<u64, Vec<usize>>,
    /// The index that the layer behind the last one is equal to.
    back_to: Option<usize>,
    edges: usize,
    followed: usize,
}

impl<'m> Layers<'m> {
    fn new(automaton: &Automaton, meter: &'m Meter) -> Self {
        let states = 0..automaton.len() as u32;
        let targets: Vec<Vec<u32>> = states
            .map(|state| {
                let mut targets = automaton.row(state).to_vec();
                targets.sort_unstable();
                targets.dedup();
                targets
            })
            .collect();
        let mut layers = Self {
            meter,
            edges: targets.iter().map(Vec::len).sum(),
            targets,
            all: Vec::new(),
            known: Map::default(),
            back_to: None,
            followed: 0,
        };
        let first = layers.layer(|state| automaton.accepting[state]);
        layers.add(first);
        layers
    }

    /// The smallest length in the range that a word from the first state on has.
    fn first(&mut self, lengths: Lengths) -> Result<Option<u64>, TooLarge> {
        let mut length = lengths.min;
        while length <= lengths.max {
            self.extend_to(length)?;
            if self.accepts(0, length) {
                return Ok(Some(length));
            }
            if let Some(back_to) = self.back_to {
                // One whole round behind the beginning of the circle shows all that there is.
                let round = (self.all.len() - back_to) as u64;
                if length >= lengths.min.max(back_to as u64).saturating_add(round) {
                    return Ok(None);
                }
            }
            length += 1;
        }
        Ok(None)
    }

    /// Whether some word of exactly that length is accepted from the state on.
    fn accepts(&self, state: u32, length: u64) -> bool {
        let count = self.all.len() as u64;
        let index = match self.back_to {
            Some(back_to) if length >= count => {
                let back_to = back_to as u64;
                back_to + (length - back_to) % (count - back_to)
            }
            _ => length,
        };
        has(&self.all[index as usize], state)
    }

    fn extend_to(&mut self, length: u64) -> Result<(), TooLarge> {
        while self.back_to.is_none() && self.all.len() as u64 <= length {
            let Some(last) = self.all.last() else {
                return Ok(());
            };
            let layer = self.layer(|state| self.targets[state].iter().any(|next| has(last, *next)));
            self.followed += self.edges;
            self.meter.take(self.edges)?;
            if self.followed > MOST_FOLLOWED || self.all.len() * layer.len() > MOST_BLOCKS {
                return Err(TooLarge);
            }
            self.add(layer);
        }
        Ok(())
    }

    fn layer(&self, is_in: impl Fn(usize) -> bool) -> Box<[u64]> {
        let mut layer = vec![0; self.targets.len().div_ceil(64)];
        for state in (0..self.targets.len()).filter(|state| is_in(*state)) {
            layer[state / 64] |= 1 << (state % 64);
        }
        layer.into()
    }

    fn add(&mut self, layer: Box<[u64]>) {
        let mut hasher = Mix::default();
        layer.hash(&mut hasher);
        let alike = self.known.entry(hasher.finish()).or_default();
        if let Some(index) = alike.iter().find(|index| self.all[**index] == layer) {
            self.back_to = Some(*index);
        } else {
            alike.push(self.all.len());
            self.all.push(layer);
        }
    }
}

fn has(layer: &[u64], state: u32) -> bool {
    layer[state as usize / 64] >> (state % 64) & 1 == 1
}

/// The words of one length, the most readable ones first.
struct Enumeration<'a> {
    automaton: &'a Automaton,
    layers: &'a Layers<'a>,
    runs: &'a [(Point, Point, Letter)],
    length: u64,
    /// For each character of the word: the state before it, its run and the character itself.
    path: Vec<(u32, usize, Point)>,
    is_begun: bool,
}

impl<'a> Enumeration<'a> {
    fn new(
        automaton: &'a Automaton,
        layers: &'a Layers<'a>,
        runs: &'a [(Point, Point, Letter)],
        length: u64,
    ) -> Self {
        Self {
            automaton,
            layers,
            runs,
            length,
            path: Vec::new(),
            is_begun: false,
        }
    }

    /// Adds the best characters until the word is complete.
    fn complete(&mut self, mut state: u32) -> Option<()> {
        while (self.path.len() as u64) < self.length {
            let run = self.run_from(state, 0)?;
            let (first, _, letter) = self.runs[run];
            self.path.push((state, run, first));
            state = self.automaton.step(state, letter);
        }
        Some(())
    }

    /// The first run from `run` on that leads to where the rest of the word fits; `path` ends before its character.
    fn run_from(&self, state: u32, run: usize) -> Option<usize> {
        let rest = self.length - self.path.len() as u64 - 1;
        (run..self.runs.len()).find(|run| {
            let next = self.automaton.step(state, self.runs[*run].2);
            self.layers.accepts(next, rest)
        })
    }

    /// Replaces the last character that can be replaced by the next best one.
    fn advance(&mut self) -> Option<()> {
        while let Some((state, run, point)) = self.path.pop() {
            let (run, point) = if point < self.runs[run].1 {
                (run, point + 1)
            } else {
                let Some(run) = self.run_from(state, run + 1) else {
                    continue;
                };
                (run, self.runs[run].0)
            };
            self.path.push((state, run, point));
            return self.complete(self.automaton.step(state, self.runs[run].2));
        }
        None
    }
}

impl Iterator for Enumeration<'_> {
    type Item = String;

    fn next(&mut self) -> Option<String> {
        if self.is_begun {
            self.advance()?;
        } else {
            self.is_begun = true;
            self.complete(0)?;
        }
        let points = self.path.iter().map(|(_, _, point)| character(*point));
        Some(points.collect())
    }
}
