//! Properties of characters, and letters that differ in case only.
//!
//! `unicode.txt` holds Unicode 16, the edition of the validator's engine: one property a line (kind, names, characters), the characters as
//! gaps and lengths of ranges in base 36 (`1t.p` is 26 characters, 65 behind the range before). The last line holds the groups of characters
//! that simple case folding makes one. The judge's own answers prove the table in `tests/judge/unicode.rs`.

use crate::points::{POINTS, Point, Points};
use std::sync::LazyLock;

const TABLE: &str = include_str!("unicode.txt");

/// General categories that stand for several.
const GROUPS: &[(&[&str], &[&str])] = &[
    (&["l", "letter"], &["lu", "ll", "lt", "lm", "lo"]),
    (&["lc", "casedletter"], &["lu", "ll", "lt"]),
    (&["m", "mark", "combiningmark"], &["mn", "mc", "me"]),
    (&["n", "number"], &["nd", "nl", "no"]),
    (
        &["p", "punctuation", "punct"],
        &["pc", "pd", "ps", "pe", "pi", "pf", "po"],
    ),
    (&["s", "symbol"], &["sm", "sc", "sk", "so"]),
    (&["z", "separator"], &["zs", "zl", "zp"]),
    (&["c", "other"], &["cc", "cf", "co", "cn"]),
];

/// The characters of `\p{…}`: a general category, a script, or one of the more common properties. `None` for all others.
pub(crate) fn property(text: &str) -> Option<Points> {
    if let Some((kind, value)) = text.split_once('=') {
        let kind = match plain(kind).as_str() {
            "gc" | "generalcategory" => "category",
            "sc" | "script" => "script",
            _ => return None,
        };
        return listed(&[kind], &plain(value));
    }
    match plain(text).as_str() {
        "any" => Some(Points::all()),
        "ascii" => Some(Points::range('\0', '\u{7f}')),
        "assigned" => Some(listed(&["category"], "cn")?.complement()),
        name => listed(&["category", "property", "script"], name),
    }
}

/// The letters, marks, digits and connectors that make up words (`\w` of Unicode).
pub(crate) fn word() -> Points {
    static WORD: LazyLock<Points> = LazyLock::new(|| kept("property", "perlword"));
    WORD.clone()
}

/// The decimal digits of all scripts.
pub(crate) fn digits() -> Points {
    static DIGITS: LazyLock<Points> = LazyLock::new(|| kept("category", "nd"));
    DIGITS.clone()
}

/// White space.
pub(crate) fn space() -> Points {
    static SPACE: LazyLock<Points> = LazyLock::new(|| kept("property", "whitespace"));
    SPACE.clone()
}

/// The set with all characters that differ from one of it in case only.
pub(crate) fn fold(set: &Points) -> Points {
    static ALIKE: LazyLock<Vec<Vec<Point>>> = LazyLock::new(alike);
    let added = ALIKE
        .iter()
        .filter(|group| group.iter().any(|point| set.contains(*point)))
        .flatten();
    let mut ranges = set.ranges().to_vec();
    ranges.extend(added.map(|point| (*point, *point)));
    Points::of(ranges)
}

fn kept(kind: &str, name: &str) -> Points {
    listed(&[kind], name).unwrap_or_default()
}

/// Names are compared without case, spaces, hyphens and underscores.
fn plain(name: &str) -> String {
    name.chars()
        .filter(|c| !matches!(c, ' ' | '_' | '-'))
        .flat_map(char::to_lowercase)
        .collect()
}

fn listed(kinds: &[&str], name: &str) -> Option<Points> {
    let group = GROUPS.iter().find(|(names, _)| names.contains(&name));
    if let Some((_, parts)) = group.filter(|_| kinds.contains(&"category")) {
        return parts.iter().try_fold(Points::default(), |set, part| {
            Some(set.union(&listed(&["category"], part)?))
        });
    }
    kinds.iter().find_map(|kind| {
        lines()
            .find(|(line, names, _)| line == kind && names.split(',').any(|other| other == name))
            .map(|(_, _, characters)| ranges(characters))
    })
}

/// Kind, names and characters of every line.
fn lines() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    TABLE.lines().filter_map(|line| {
        let (kind, rest) = line.split_once('\t')?;
        let (names, characters) = rest.split_once('\t')?;
        Some((kind, names, characters))
    })
}

fn ranges(characters: &str) -> Points {
    let mut next = 0;
    let ranges = characters.split(' ').filter_map(|range| {
        let (gap, length) = range.split_once('.').unwrap_or((range, "0"));
        let first = next + number(gap)?;
        let last = first + number(length)?;
        next = last + 1;
        (last < POINTS).then_some((first, last))
    });
    Points::of(ranges.collect())
}

/// Groups of characters that differ in case only.
fn alike() -> Vec<Vec<Point>> {
    let mut first = 0;
    let groups = lines().filter(|(kind, _, _)| *kind == "fold");
    groups
        .flat_map(|(_, _, groups)| groups.split(' '))
        .map(|group| {
            let mut points: Vec<Point> = Vec::new();
            for gap in group.split('.').filter_map(number) {
                let before = points.last().copied().unwrap_or(first);
                points.push(before + gap);
            }
            first = points.first().copied().unwrap_or(first);
            points
        })
        .collect()
}

fn number(text: &str) -> Option<u32> {
    u32::from_str_radix(text, 36).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::points::point;

    fn has(name: &str, character: char) -> bool {
        property(name).unwrap().contains(point(character))
    }

    #[test]
    fn properties_are_known_by_all_of_their_names() {
        for name in [
            "L",
            "Letter",
            "gc=L",
            "General_Category=Letter",
            "Alphabetic",
        ] {
            assert!(
                has(name, 'ß') && has(name, '漢') && !has(name, '1'),
                "{name}"
            );
        }
        for name in ["Greek", "Script=Greek", "sc=Grek"] {
            assert!(has(name, 'π') && !has(name, 'p'), "{name}");
        }
        assert!(has("Nd", '٣') && has("White_Space", '\u{85}') && has("Emoji", '😀'));
        assert!(has("Sc", '€') && has("any", '\0') && has("C", '\u{10FFFF}'));
        assert_eq!(property("Klingon"), None);
        assert_eq!(property("Age=6.0"), None);
    }

    #[test]
    fn every_line_is_complete() {
        let all = lines().filter(|(kind, _, _)| *kind == "category");
        let covered: u32 = all
            .flat_map(|(_, _, characters)| ranges(characters).ranges().to_vec())
            .map(|(first, last)| last - first + 1)
            .sum();
        assert_eq!(covered, POINTS, "the categories are a partition");
        assert_eq!(lines().count(), TABLE.lines().count());
        for (kind, name, characters) in lines() {
            let tokens = characters.split([' ', '.']);
            assert!(
                tokens.map(number).all(|number| number.is_some()),
                "{kind} {name}"
            );
        }
    }

    #[test]
    fn folding_adds_what_differs_in_case() {
        let folded = |c| fold(&Points::one(c));
        assert_eq!(
            folded('k'),
            Points::of(
                ['k', 'K', '\u{212A}']
                    .map(|c| (point(c), point(c)))
                    .to_vec()
            )
        );
        assert!(folded('Σ').contains(point('ς')));
        assert_eq!(folded('1'), Points::one('1'));
    }
}
