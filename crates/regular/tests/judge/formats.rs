//! The language of a format holds exactly the strings that the validator accepts.

use crate::judge::{Dice, Judge, words_around};
use baton_regular::Language;

/// Formats, and strings near the edge of each.
const FORMATS: &[(&str, &[&str])] = &[
    (
        "date",
        &[
            "2024-02-29",
            "2023-02-29",
            "1900-02-29",
            "2000-02-29",
            "0000-02-29",
            "2024-04-31",
            "2024-12-31",
            "2024-13-01",
            "2024-00-10",
            "2024-1-01",
            "2024-01-00",
            "٢024-01-01",
            "2024-01-01 ",
            "2024-01-0-",
            "202*-01-01",
            "2024-0/-01",
        ],
    ),
    (
        "time",
        &[
            "23:59:60Z",
            "22:59:60Z",
            "23:59:60+00:00",
            "00:59:60+01:00",
            "22:59:60-01:00",
            "23:29:60-00:30",
            "00:00:60+00:01",
            "23:58:60-23:59",
            "12:00:00",
            "12:00:00z",
            "12:00:00.5Z",
            "12:00:00.Z",
            "24:00:00Z",
            "12:60:00Z",
            "12:00:61Z",
            "12:00:00+24:00",
            "12:00:00+23:60",
            "12:00:00+0100",
            "23:59:60.123+00:00",
            "01:59:60+02:00",
            "18:29:60-05:30",
            "12:0.:00Z",
            "12:00:5*Z",
            "12:00:00+0,:00",
        ],
    ),
    (
        "date-time",
        &[
            "2024-02-29T12:00:00Z",
            "2023-02-29T12:00:00Z",
            "2024-01-01t23:59:60.1z",
            "2024-01-01 12:00:00Z",
            "2024-01-01T12:00:00T",
            "TT",
        ],
    ),
    (
        "duration",
        &[
            "P",
            "PT",
            "P1Y",
            "P1Y2M3DT4H5M6S",
            "P1YT1S",
            "P1Y1D",
            "PT1H1S",
            "P1W",
            "P1W1D",
            "P1YT",
            "P1M1Y",
            "P1.5D",
            "PT0S",
            "P1DT1M1M",
            "P1D1D",
        ],
    ),
    (
        "ipv4",
        &[
            "1.2.3.4",
            "255.255.255.255",
            "256.1.1.1",
            "01.2.3.4",
            "1.2.3",
            "1.2.3.4.5",
            "0.0.0.0",
            "1.2.3.00",
        ],
    ),
    (
        "ipv6",
        &[
            "::",
            "::1",
            "1::",
            "1:2:3:4:5:6:7:8",
            "1:2:3:4:5:6:7::",
            "::2:3:4:5:6:7:8",
            "1:2:3:4:5:6:7::8",
            "1::2::3",
            "::1.2.3.4",
            "1:2:3:4:5:6:1.2.3.4",
            "1:2:3:4:5:6:7:1.2.3.4",
            "1.2.3.4::",
            "::ffff:1.2.3.256",
            "12345::",
            "fe80::1%eth0",
            "1:",
            ":1",
            ":::",
            "1:2:3:4:5::1.2.3.4",
            "1:2:3:4:5:6::1.2.3.4",
        ],
    ),
    (
        "uuid",
        &[
            "2eb8aa08-aa98-11ea-b4aa-73b441d16380",
            "2EB8AA08-AA98-11EA-B4AA-73B441D16380",
            "2eb8aa08aa9811eab4aa73b441d16380",
            "2eb8aa08-aa98-11ea-b4aa-73b441d1638g",
        ],
    ),
    (
        "json-pointer",
        &[
            "", "/", "/a", "a", "/~0~1", "/~", "/~2", "//", "/a\n", "/é~01", "#",
        ],
    ),
    (
        "relative-json-pointer",
        &[
            "0", "00", "01", "0#", "0##", "1/a", "12/~0", "12/~", "-1", "1#a", "+1", "0a",
        ],
    ),
    (
        "uri-template",
        &[
            "",
            "{a}",
            "{",
            "}",
            "{}",
            "{+a,b*}",
            "{a:1}",
            "{a:0}",
            "{a:12345}",
            "{a.b}",
            "{a..b}",
            "{.a}",
            "%41",
            "%4",
            "a b",
            "'",
            "{a%41}",
            "{%4}",
            "é",
            "{é}",
            "{a*:1}",
            "{a:1*}",
        ],
    ),
    (
        "uri",
        &[
            "http://a",
            "a:",
            "a:b",
            "a://",
            "a:///",
            "//a",
            "a",
            "1a:b",
            "a://b@c:1/d?e#f",
            "a://b@c@d",
            "a://b:c",
            "a://b:1:2",
            "a://[::1]",
            "a://[::1]:80/x",
            "a://[v1.a:b]",
            "a://[v.a]",
            "a://u@[::1]",
            "a://x[::1]",
            "a://[::1]x",
            "a://[1.2.3.4]",
            "a:%41",
            "a:%4",
            "a:b#c#d",
            "a:b?c?d",
            "a:[",
            "a://b]",
            "a:é",
            "a://[::ffff:1.2.3.4]",
            "a://[fe80::1%25en1]",
            "a://[]",
            "a:/[",
            "a:?[",
            "a://@",
            "a://:",
            "a://:a@b",
            "a+b.c-1:x",
            "a://[::1]:",
            "a://[::1]:a",
            "a:////",
        ],
    ),
    (
        "uri-reference",
        &[
            "",
            "a",
            "a:b",
            "1:b",
            "./1:b",
            "//a",
            "/a",
            "///",
            "?a",
            "#a",
            "#a#",
            "a/b:c",
            "%41:b",
            "@",
            ":",
            "a b",
            "//[::1]/",
            "é",
            "?\u{E000}",
        ],
    ),
    (
        "iri",
        &[
            "http://ƒøø.ßår/?∂=π#x",
            "a:é",
            "é:a",
            "a:?\u{E000}",
            "a:\u{E000}",
            "a:#\u{E000}",
            "a://é@é:1/é",
            "a:\u{80}",
            "a:\u{FFFF}",
            "a:\u{10FFFD}",
            "a://[é]",
        ],
    ),
    (
        "iri-reference",
        &[
            "é",
            "é:b",
            "é/b:c",
            "//é",
            "?\u{10FFFD}",
            "#é",
            "\u{FFFE}",
            "a\\b",
        ],
    ),
];

#[test]
fn every_format_holds_the_strings_that_the_validator_accepts() {
    let mut wrong = Vec::new();
    for (name, edges) in FORMATS {
        let language = Language::format(name).unwrap_or_else(|| panic!("{name} is unknown"));
        let judge = Judge::format(name).unwrap();
        let mut dice = Dice::new(name.len() as u64);
        let mut words: Vec<String> = edges.iter().map(|word| (*word).to_owned()).collect();
        for text in edges.iter().chain([name]) {
            words.extend(words_around(&language, text, &mut dice, 40));
        }
        words.extend(mutated(edges, &mut dice, 3_000));
        for word in words {
            if language.contains(&word) != judge.accepts(&word) {
                wrong.push(format!(
                    "{name}: {word:?} should be {}",
                    judge.accepts(&word)
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Strings that differ from these by a few characters which these have too.
fn mutated(seeds: &[&str], dice: &mut Dice, count: usize) -> Vec<String> {
    let characters: Vec<char> = seeds.concat().chars().collect();
    (0..count)
        .map(|_| {
            let mut word: Vec<char> = dice.pick(seeds).chars().collect();
            for _ in 0..=dice.roll(3) {
                let at = dice.roll(word.len() + 1);
                let character = *dice.pick(&characters);
                match word.get_mut(at) {
                    Some(slot) if dice.roll(3) > 0 => *slot = character,
                    Some(_) if dice.roll(2) > 0 => {
                        word.remove(at);
                    }
                    _ => word.insert(at, character),
                }
            }
            word.into_iter().collect()
        })
        .collect()
}

#[test]
fn leap_seconds_are_the_last_of_a_day_in_universal_time() {
    let language = Language::format("time").unwrap();
    let judge = Judge::format("time").unwrap();
    let mut dice = Dice::new(3);
    for _ in 0..20_000 {
        let [hour, minute, ahead, more] = [24, 60, 24, 60].map(|sides| dice.roll(sides));
        let sign = dice.pick(&["+", "-"]);
        // One in two is made to fit.
        let (hour, minute) = if dice.roll(2) == 0 {
            (hour, minute)
        } else {
            let offset = ahead * 60 + more;
            let local = if *sign == "+" {
                1439 + offset
            } else {
                1439 + 1440 - offset
            } % 1440;
            (local / 60, local % 60)
        };
        let word = format!("{hour:02}:{minute:02}:60{sign}{ahead:02}:{more:02}");
        assert_eq!(language.contains(&word), judge.accepts(&word), "{word}");
    }
}

#[test]
fn a_format_that_is_no_regular_language_or_not_known_has_none() {
    for name in [
        "email",
        "idn-email",
        "hostname",
        "idn-hostname",
        "regex",
        "color",
        "",
    ] {
        assert_eq!(Language::format(name), None, "{name}");
    }
}
