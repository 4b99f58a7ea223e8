//! Formats that calculate, as machines that read one character after the other.

use crate::alphabet::Alphabet;
use crate::automaton::{Automaton, Draft};
use crate::points::{Points, point};
use crate::quick::Map;
use std::hash::Hash;

/// What a digit counts.
pub(super) fn digit(character: char) -> Option<u16> {
    character.to_digit(10).map(|value| value as u16)
}

/// The automaton of a machine that fails on every character but these, and where `step` says `None`.
pub(super) fn explored<S: Copy + Eq + Hash>(
    characters: &str,
    start: S,
    step: impl Fn(S, char) -> Option<S>,
    accepts: impl Fn(S) -> bool,
) -> Automaton {
    let sets: Vec<Points> = characters.chars().map(Points::one).collect();
    let (alphabet, _) = Alphabet::dividing(&sets.iter().collect::<Vec<_>>());
    let mut faces = vec![None; alphabet.len()];
    for character in characters.chars() {
        faces[alphabet.letter(point(character)) as usize] = Some(character);
    }
    let mut numbers = Map::from_iter([(Some(start), 0)]);
    let mut order = vec![Some(start)];
    let mut next = Vec::new();
    let mut index = 0;
    while let Some(state) = order.get(index).copied() {
        index += 1;
        for face in &faces {
            let target = state.zip(*face).and_then(|(state, face)| step(state, face));
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
        .map(|state| state.is_some_and(&accepts))
        .collect();
    Draft {
        alphabet,
        next,
        accepting,
    }
    .minimal()
}
