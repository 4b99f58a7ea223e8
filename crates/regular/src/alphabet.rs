//! Characters that a machine cannot tell apart, as one letter.

use crate::points::{POINTS, Point, Points, readable_ascii};
use std::collections::BTreeMap;

/// A letter: the index of a class of characters.
pub(crate) type Letter = u32;

/// All characters, divided into classes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Alphabet {
    /// Where each run of characters of one letter begins, in ascending order, the first at zero.
    starts: Box<[Point]>,
    /// The letter of each run.
    letters: Box<[Letter]>,
    /// How many letters there are.
    count: u32,
}

impl Alphabet {
    /// The coarsest division that keeps every set apart from its complement, and for each set the letters in it.
    pub(crate) fn dividing(sets: &[&Points]) -> (Self, Vec<Vec<bool>>) {
        let mut edges: Vec<(Point, usize)> = Vec::new();
        for (index, set) in sets.iter().enumerate() {
            for (first, last) in set.ranges() {
                edges.push((*first, index));
                edges.push((last + 1, index));
            }
        }
        edges.sort_unstable();
        let mut inside = vec![false; sets.len()];
        let mut known: BTreeMap<Vec<bool>, Letter> = BTreeMap::new();
        let mut runs: Vec<(Point, Letter)> = Vec::new();
        let mut edges = edges.into_iter().peekable();
        let mut start = 0;
        while start < POINTS {
            while let Some((_, index)) = edges.next_if(|(at, _)| *at <= start) {
                inside[index] = !inside[index];
            }
            let next = known.len() as Letter;
            let letter = *known.entry(inside.clone()).or_insert(next);
            runs.push((start, letter));
            start = edges.peek().map_or(POINTS, |(at, _)| *at);
        }
        let mut members = vec![vec![false; known.len()]; sets.len()];
        for (inside, letter) in &known {
            for (index, is_inside) in inside.iter().enumerate() {
                members[index][*letter as usize] = *is_inside;
            }
        }
        (Self::of_runs(runs), members)
    }

    /// The division in which each pair of letters is one, with the pair behind each letter.
    pub(crate) fn pairs(&self, other: &Self) -> (Self, Vec<(Letter, Letter)>) {
        let mut known: BTreeMap<(Letter, Letter), Letter> = BTreeMap::new();
        let mut pairs = Vec::new();
        let mut runs = Vec::with_capacity(self.starts.len() + other.starts.len());
        let (mut mine, mut theirs) = (0, 0);
        let mut start = 0;
        loop {
            let pair = (self.letters[mine], other.letters[theirs]);
            let letter = *known.entry(pair).or_insert_with(|| {
                pairs.push(pair);
                (pairs.len() - 1) as Letter
            });
            runs.push((start, letter));
            let my_next = self.starts.get(mine + 1).copied().unwrap_or(POINTS);
            let their_next = other.starts.get(theirs + 1).copied().unwrap_or(POINTS);
            start = my_next.min(their_next);
            if start == POINTS {
                break;
            }
            mine += usize::from(my_next == start);
            theirs += usize::from(their_next == start);
        }
        (Self::of_runs(runs), pairs)
    }

    /// The same characters with letters that are one now: `merged` gives each letter its new one. Letters are counted anew, in the order of
    /// their first character; the second part gives for each of them one of the old ones.
    pub(crate) fn merged(&self, merged: &[u32]) -> (Self, Vec<Letter>) {
        let mut known: BTreeMap<u32, Letter> = BTreeMap::new();
        let mut old = Vec::new();
        let runs = self
            .starts
            .iter()
            .zip(&self.letters)
            .map(|(start, letter)| {
                let fresh = *known.entry(merged[*letter as usize]).or_insert_with(|| {
                    old.push(*letter);
                    (old.len() - 1) as Letter
                });
                (*start, fresh)
            })
            .collect();
        (Self::of_runs(runs), old)
    }

    fn of_runs(mut runs: Vec<(Point, Letter)>) -> Self {
        runs.dedup_by_key(|(_, letter)| *letter);
        let count = runs.iter().map(|(_, letter)| letter + 1).max().unwrap_or(0);
        let (starts, letters): (Vec<Point>, Vec<Letter>) = runs.into_iter().unzip();
        Self {
            starts: starts.into(),
            letters: letters.into(),
            count,
        }
    }

    /// How many letters there are.
    pub(crate) fn len(&self) -> usize {
        self.count as usize
    }

    pub(crate) fn letter(&self, point: Point) -> Letter {
        let run = self.starts.partition_point(|start| *start <= point) - 1;
        self.letters[run]
    }

    /// Every run of characters of one letter: first, last, letter.
    pub(crate) fn runs(&self) -> impl Iterator<Item = (Point, Point, Letter)> {
        let ends = self.starts[1..].iter().copied().chain([POINTS]);
        self.starts
            .iter()
            .zip(ends)
            .zip(&self.letters)
            .map(|((first, end), letter)| (*first, end - 1, *letter))
    }

    /// How many characters each letter stands for.
    pub(crate) fn sizes(&self) -> Vec<usize> {
        let mut sizes = vec![0; self.len()];
        for (first, last, letter) in self.runs() {
            sizes[letter as usize] += (last - first + 1) as usize;
        }
        sizes
    }

    /// Every run of characters of one letter, the most readable ones first.
    pub(crate) fn readable_runs(&self) -> Vec<(Point, Point, Letter)> {
        const FIRST_BEHIND_CONTROLS: Point = 0xA0;
        let ascii = readable_ascii().map(|point| (point, point, self.letter(point)));
        let others = self
            .runs()
            .filter(|(_, last, _)| *last >= FIRST_BEHIND_CONTROLS)
            .map(|(first, last, letter)| (first.max(FIRST_BEHIND_CONTROLS), last, letter));
        let controls = (0..0x20)
            .chain(0x7F..FIRST_BEHIND_CONTROLS)
            .map(|point| (point, point, self.letter(point)));
        ascii.chain(others).chain(controls).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::points::point;

    fn set(first: char, last: char) -> Points {
        Points::range(first, last)
    }

    #[test]
    fn characters_that_no_set_tells_apart_are_one_letter() {
        let (alphabet, members) = Alphabet::dividing(&[&set('a', 'z'), &set('m', 'p')]);
        assert_eq!(alphabet.len(), 3);
        let letter = |c| alphabet.letter(point(c));
        assert_eq!(letter('a'), letter('z'));
        assert_eq!(letter('0'), letter('漢'));
        assert_ne!(letter('a'), letter('n'));
        assert!(members[0][letter('n') as usize] && members[1][letter('n') as usize]);
        assert!(members[0][letter('a') as usize] && !members[1][letter('a') as usize]);
        assert_eq!(alphabet.sizes().iter().sum::<usize>(), POINTS as usize);
        assert_eq!(alphabet.sizes()[letter('n') as usize], 4);
    }

    #[test]
    fn pairs_divide_as_both_do() {
        let (left, _) = Alphabet::dividing(&[&set('a', 'm')]);
        let (right, _) = Alphabet::dividing(&[&set('g', 'z')]);
        let (both, pairs) = left.pairs(&right);
        assert_eq!(both.len(), 4);
        for c in ['a', 'h', 'x', '0'] {
            let pair = pairs[both.letter(point(c)) as usize];
            assert_eq!(pair, (left.letter(point(c)), right.letter(point(c))));
        }
        let (one, old) = both.merged(&[0, 0, 0, 0]);
        assert_eq!((one.len(), old.len()), (1, 1));
    }

    #[test]
    fn readable_runs_are_all_characters_once() {
        let (alphabet, _) = Alphabet::dividing(&[&set('!', '9'), &set('\u{80}', '\u{10FFFF}')]);
        let runs = alphabet.readable_runs();
        let characters: u32 = runs.iter().map(|(first, last, _)| last - first + 1).sum();
        assert_eq!(characters, POINTS);
        assert_eq!(
            runs[0],
            (point('a'), point('a'), alphabet.letter(point('a')))
        );
        assert!(
            runs.iter()
                .all(|(first, last, letter)| alphabet.letter(*first) == *letter
                    && alphabet.letter(*last) == *letter)
        );
    }
}
