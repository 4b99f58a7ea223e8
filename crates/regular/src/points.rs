//! Sets of characters as ranges.
//!
//! Strings are sequences of Unicode scalar values, so the surrogates are no characters: a [`Point`] numbers the scalar values without a gap,
//! which spares every complement and every boundary the question.

/// A scalar value, counted without the surrogates.
pub(crate) type Point = u32;

/// How many there are.
pub(crate) const POINTS: Point = 0x11_0000 - SURROGATES;

const FIRST_SURROGATE: u32 = 0xD800;
const SURROGATES: u32 = 0x800;

/// The number of a character.
pub(crate) fn point(character: char) -> Point {
    let code = u32::from(character);
    if code < FIRST_SURROGATE {
        code
    } else {
        code - SURROGATES
    }
}

/// The character of a number below [`POINTS`].
pub(crate) fn character(point: Point) -> char {
    let code = if point < FIRST_SURROGATE {
        point
    } else {
        point + SURROGATES
    };
    char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)
}

/// The smaller, the better it reads: letters, digits, `-_. /`, other visible ASCII, other characters, control characters.
pub(crate) fn unreadability(point: Point) -> u32 {
    const MARKS: &str = "-_. /";
    let character = character(point);
    match character {
        'a'..='z' => u32::from(character) - u32::from('a'),
        'A'..='Z' => 100 + u32::from(character) - u32::from('A'),
        '0'..='9' => 200 + u32::from(character) - u32::from('0'),
        _ => match MARKS.find(character) {
            Some(index) => 300 + index as u32,
            None if character.is_ascii_graphic() => 400 + point,
            None if character.is_control() => POINTS + 1_000 + point,
            None => 1_000 + point,
        },
    }
}

/// The ASCII characters from the most readable one to the least readable one that is visible, and the space.
pub(crate) fn readable_ascii() -> impl Iterator<Item = Point> {
    let mut points: Vec<Point> = (0x20..0x7F).collect();
    points.sort_by_key(|point| unreadability(*point));
    points.into_iter()
}

/// A set of characters: ranges with both ends included, in ascending order, with gaps between them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Points(Vec<(Point, Point)>);

impl Points {
    pub(crate) fn all() -> Self {
        Self(vec![(0, POINTS - 1)])
    }

    pub(crate) fn one(character: char) -> Self {
        Self(vec![(point(character), point(character))])
    }

    /// The characters from `first` to `last`.
    pub(crate) fn range(first: char, last: char) -> Self {
        Self(vec![(point(first), point(last))])
    }

    /// The characters of these ranges of numbers, in any order and overlapping as they like.
    pub(crate) fn of(mut ranges: Vec<(Point, Point)>) -> Self {
        ranges.retain(|(first, last)| first <= last);
        ranges.sort_unstable();
        let mut merged: Vec<(Point, Point)> = Vec::with_capacity(ranges.len());
        for (first, last) in ranges {
            match merged.last_mut() {
                Some(before) if first <= before.1 + 1 => before.1 = before.1.max(last),
                _ => merged.push((first, last)),
            }
        }
        Self(merged)
    }

    pub(crate) fn ranges(&self) -> &[(Point, Point)] {
        &self.0
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn contains(&self, point: Point) -> bool {
        self.0
            .binary_search_by(|(first, last)| {
                if *last < point {
                    std::cmp::Ordering::Less
                } else if *first > point {
                    std::cmp::Ordering::Greater
                } else {
                    std::cmp::Ordering::Equal
                }
            })
            .is_ok()
    }

    pub(crate) fn union(&self, other: &Self) -> Self {
        Self::of([self.0.as_slice(), other.0.as_slice()].concat())
    }

    pub(crate) fn complement(&self) -> Self {
        let mut gaps = Vec::with_capacity(self.0.len() + 1);
        let mut next = 0;
        for (first, last) in &self.0 {
            if *first > next {
                gaps.push((next, first - 1));
            }
            next = last + 1;
        }
        if next < POINTS {
            gaps.push((next, POINTS - 1));
        }
        Self(gaps)
    }

    /// The only character in it, if it is exactly one.
    pub(crate) fn single(&self) -> Option<char> {
        match self.0.as_slice() {
            [(first, last)] if first == last => Some(character(*first)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_no_gap_and_come_back() {
        for code in ['\0', 'a', '\u{D7FF}', '\u{E000}', '\u{10FFFF}'] {
            assert_eq!(character(point(code)), code);
        }
        assert_eq!(point('\u{E000}'), point('\u{D7FF}') + 1);
        assert_eq!(point('\u{10FFFF}'), POINTS - 1);
    }

    #[test]
    fn ranges_merge_and_complement_twice_is_the_same() {
        let set = Points::of(vec![(10, 20), (5, 9), (30, 40), (35, 36)]);
        assert_eq!(set.ranges(), [(5, 20), (30, 40)]);
        assert_eq!(
            set.complement().ranges(),
            [(0, 4), (21, 29), (41, POINTS - 1)]
        );
        assert_eq!(set.complement().complement(), set);
        assert!(Points::all().complement().is_empty());
        assert!(set.contains(20) && !set.contains(21) && set.contains(30));
        assert_eq!(set.union(&set.complement()), Points::all());
    }

    #[test]
    fn letters_read_better_than_digits_and_these_better_than_marks() {
        let first: String = readable_ascii().map(character).collect();
        assert!(first.starts_with("abc") && first.contains("zABC") && first.contains("Z0123"));
        assert!(first.contains("9-_. /!"));
        assert!(unreadability(point('ä')) > unreadability(point('~')));
        assert!(unreadability(point('\n')) > unreadability(point('漢')));
    }
}
