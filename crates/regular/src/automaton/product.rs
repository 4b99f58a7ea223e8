//! Two automata side by side.

use super::{Automaton, Draft};
use crate::MOST_STATES;
use crate::alphabet::Alphabet;
use crate::language::TooLarge;
use crate::meter::Meter;
use crate::points::Points;
use crate::quick::Map;

/// Most pairs of states that are visited in search of one.
const MOST_PAIRS: usize = 300_000;

/// How often a transition is followed, about, until the automaton is the smallest one.
const PASSES: usize = 5;

impl Automaton {
    /// The automaton that accepts a word where `keep` says so, given what the two say about it.
    pub(crate) fn product(
        &self,
        other: &Self,
        keep: impl Fn(bool, bool) -> bool,
        meter: &Meter,
    ) -> Result<Self, TooLarge> {
        let (alphabet, letters) = self.alphabet.pairs(&other.alphabet);
        let mut pairs = Pairs::new(self, other, &keep);
        pairs.visit((0, 0));
        let mut next = Vec::new();
        let mut accepting = Vec::new();
        while let Some(pair) = pairs.order.get(accepting.len()).copied() {
            accepting.push(pairs.accepts(pair));
            meter.take(PASSES * letters.len())?;
            for (mine, theirs) in &letters {
                let target = (self.step(pair.0, *mine), other.step(pair.1, *theirs));
                next.push(pairs.visit(target));
            }
            if pairs.order.len() > MOST_STATES {
                return Err(TooLarge);
            }
        }
        Ok(Draft {
            alphabet,
            next,
            accepting,
        }
        .minimal())
    }

    /// A word of this one, a character of `mark`, a word of the other one. No word of this one may have a character of `mark` in it.
    pub(crate) fn joined(&self, mark: &Points, other: &Self) -> Self {
        let (marks, members) = Alphabet::dividing(&[mark]);
        let (both, letters) = self.alphabet.pairs(&other.alphabet);
        let (alphabet, split) = both.pairs(&marks);
        let offset = self.accepting.len() as u32;
        let mut next = Vec::new();
        for (state, accepting) in self.accepting.iter().enumerate() {
            for (letter, marking) in &split {
                next.push(if *accepting && members[0][*marking as usize] {
                    offset
                } else {
                    self.step(state as u32, letters[*letter as usize].0)
                });
            }
        }
        for state in 0..other.accepting.len() as u32 {
            for (letter, _) in &split {
                next.push(offset + other.step(state, letters[*letter as usize].1));
            }
        }
        let mut accepting = vec![false; self.accepting.len()];
        accepting.extend_from_slice(&other.accepting);
        Draft {
            alphabet,
            next,
            accepting,
        }
        .minimal()
    }

    /// Whether there is a word for which `wanted` holds, given what the two say about it.
    pub(crate) fn reaches(
        &self,
        other: &Self,
        wanted: impl Fn(bool, bool) -> bool,
        meter: &Meter,
    ) -> Result<bool, TooLarge> {
        let (_, letters) = self.alphabet.pairs(&other.alphabet);
        let mut pairs = Pairs::new(self, other, &wanted);
        let mut open = vec![(0, 0)];
        pairs.visit((0, 0));
        // Depth first: where there is such a word, a long one is as good as a short one.
        while let Some(pair) = open.pop() {
            if pairs.accepts(pair) {
                return Ok(true);
            }
            if pairs.settled(pair).is_some() {
                continue;
            }
            meter.take(letters.len())?;
            for (mine, theirs) in &letters {
                let target = (self.step(pair.0, *mine), other.step(pair.1, *theirs));
                let before = pairs.order.len();
                pairs.visit(target);
                if pairs.order.len() > before {
                    open.push(target);
                }
            }
            if pairs.order.len() > MOST_PAIRS {
                return Err(TooLarge);
            }
        }
        Ok(false)
    }
}

/// The pairs of states that are reached, in the order in which they are.
struct Pairs<'a, K> {
    left: &'a Automaton,
    right: &'a Automaton,
    keep: &'a K,
    numbers: Map<(u32, u32), u32>,
    order: Vec<(u32, u32)>,
}

impl<'a, K: Fn(bool, bool) -> bool> Pairs<'a, K> {
    fn new(left: &'a Automaton, right: &'a Automaton, keep: &'a K) -> Self {
        Self {
            left,
            right,
            keep,
            numbers: Map::default(),
            order: Vec::new(),
        }
    }

    fn accepts(&self, (left, right): (u32, u32)) -> bool {
        (self.keep)(
            self.left.accepting[left as usize],
            self.right.accepting[right as usize],
        )
    }

    /// What holds for every word that goes on from here, if it is the same for all.
    fn settled(&self, (left, right): (u32, u32)) -> Option<bool> {
        let mine: &[bool] = match self.left.settled(left) {
            Some(value) => &[value],
            None => &[false, true],
        };
        let theirs: &[bool] = match self.right.settled(right) {
            Some(value) => &[value],
            None => &[false, true],
        };
        if mine.len() + theirs.len() == 4 {
            return None;
        }
        let mut values = mine
            .iter()
            .flat_map(|left| theirs.iter().map(|right| (self.keep)(*left, *right)));
        let first = values.next()?;
        values.all(|value| value == first).then_some(first)
    }

    /// The number of a pair. All pairs that are settled alike share one number.
    fn visit(&mut self, pair: (u32, u32)) -> u32 {
        let fresh = self.order.len() as u32;
        if let Some(number) = self.numbers.get(&pair) {
            return *number;
        }
        let number = match self.settled(pair) {
            None => fresh,
            Some(value) => {
                let settled = (u32::MAX, u32::from(value));
                *self.numbers.entry(settled).or_insert(fresh)
            }
        };
        if number == fresh {
            self.order.push(pair);
        }
        self.numbers.insert(pair, number);
        number
    }
}
