//! Languages as a Boolean algebra, their words, and what is too large.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use baton_regular::{Language, MOST_CHARACTERS, TooLarge};
use proptest::prelude::*;

fn pattern(text: &str) -> Language {
    Language::pattern(text).unwrap()
}

/// All words over `ab-` with at most five characters, shorter ones first, then by readability.
fn short_words() -> Vec<String> {
    let mut words = vec![String::new()];
    let mut first = 0;
    for _ in 0..5 {
        let end = words.len();
        for index in first..end {
            for next in ["a", "b", "-"] {
                words.push(format!("{}{next}", words[index]));
            }
        }
        first = end;
    }
    words
}

/// Patterns over few characters, so that they often have something to do with each other.
fn over_ab() -> impl Strategy<Value = String> {
    let atom = prop_oneof![
        Just("a".to_owned()),
        Just("b".to_owned()),
        Just("-".to_owned()),
        Just("[ab]".to_owned()),
        Just("(?!a)".to_owned()),
        Just(String::new()),
    ];
    atom.prop_recursive(4, 16, 3, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(left, right)| format!("{left}{right}")),
            (inner.clone(), inner.clone()).prop_map(|(left, right)| format!("(?:{left}|{right})")),
            inner.clone().prop_map(|body| format!("(?:{body})*")),
            inner.prop_map(|body| format!("(?:{body}){{1,2}}")),
        ]
    })
}

/// A language, and a way to judge its short words without it.
fn language() -> impl Strategy<Value = Language> {
    prop_oneof![
        4 => over_ab().prop_map(|text| pattern(&format!("^(?:{text})$"))),
        1 => over_ab().prop_map(|text| pattern(&text)),
        1 => prop::collection::vec("[ab-]{0,3}", 0..4).prop_map(Language::words),
        1 => prop::collection::vec("[ab-]{0,3}", 0..4).prop_map(|words| Language::words(words).complement()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn operations_hold_the_words_that_they_should(left in language(), right in language()) {
        let (and, or, minus) = (left.and(&right).unwrap(), left.or(&right).unwrap(), left.minus(&right).unwrap());
        let not = left.complement();
        for word in short_words() {
            let (l, r) = (left.contains(&word), right.contains(&word));
            prop_assert_eq!(and.contains(&word), l && r);
            prop_assert_eq!(or.contains(&word), l || r);
            prop_assert_eq!(minus.contains(&word), l && !r);
            prop_assert_eq!(not.contains(&word), !l);
        }
    }

    #[test]
    fn equal_sets_are_equal_however_they_came_about(left in language(), right in language(), third in language()) {
        prop_assert_eq!(left.complement().complement(), left.clone());
        prop_assert_eq!(left.and(&right).unwrap(), right.and(&left).unwrap());
        prop_assert_eq!(
            left.and(&right).unwrap().complement(),
            left.complement().or(&right.complement()).unwrap()
        );
        prop_assert_eq!(
            left.and(&right.or(&third).unwrap()).unwrap(),
            left.and(&right).unwrap().or(&left.and(&third).unwrap()).unwrap()
        );
        prop_assert!(left.minus(&left).unwrap().is_empty());
        prop_assert!(left.or(&left.complement()).unwrap().is_all());
    }

    #[test]
    fn inclusion_is_an_empty_difference_and_agrees_with_samples(left in language(), right in language()) {
        let is_subset = left.is_subset(&right).unwrap();
        prop_assert_eq!(is_subset, left.minus(&right).unwrap().is_empty());
        prop_assert_eq!(left.is_disjoint(&right).unwrap(), left.and(&right).unwrap().is_empty());
        if is_subset {
            for word in left.some_words(20, 0, None).unwrap() {
                prop_assert!(right.contains(&word));
            }
        }
        prop_assert!(left.and(&right).unwrap().is_subset(&left).unwrap());
    }

    #[test]
    fn words_are_the_first_in_order(language in language()) {
        let members: Vec<String> = short_words().into_iter().filter(|word| language.contains(word)).collect();
        if let Some(shortest) = language.shortest() {
            prop_assert!(language.contains(&shortest));
            let first = members.iter().find(|word| word.len() <= shortest.len());
            // Other characters than `ab-` may read better than `-`, never than `a`.
            prop_assert!(first.is_none_or(|word| word.chars().count() == shortest.chars().count()));
        } else {
            prop_assert!(language.is_empty());
            prop_assert!(members.is_empty());
        }
        for length in 0..5 {
            let found = language.word_of_length(length, Some(length)).unwrap();
            prop_assert!(found.iter().all(|word| language.contains(word) && word.chars().count() as u64 == length));
            prop_assert!(found.is_some() || members.iter().all(|word| word.len() as u64 != length));
        }
        let words = language.some_words(30, 1, Some(4)).unwrap();
        let mut different = words.clone();
        different.sort();
        different.dedup();
        prop_assert_eq!(different.len(), words.len());
        prop_assert!(words.iter().all(|word| language.contains(word) && (1..=4).contains(&word.chars().count())));
        if words.len() < 30 {
            let missing = members.iter().find(|word| (1..=4).contains(&word.len()) && !words.contains(word));
            prop_assert_eq!(missing, None);
        }
    }
}

#[test]
fn a_language_of_few_words_is_a_list() {
    for (text, words) in [
        ("^(get|put)$", vec!["get", "put"]),
        ("^a{1,3}$", vec!["a", "aa", "aaa"]),
        ("^x[01]y?$", vec!["x0", "x0y", "x1", "x1y"]),
        ("(?!)", vec![]),
        ("^$", vec![""]),
    ] {
        let language = pattern(text);
        assert_eq!(language, Language::words(words.clone()), "{text}");
        assert_eq!(language.count(100), Some(words.len()), "{text}");
        assert_eq!(
            language.listed().unwrap().collect::<Vec<_>>(),
            words,
            "{text}"
        );
    }
    assert_eq!(pattern("^only$").single(), Some("only"));
    assert_eq!(pattern("^(a|b)$").single(), None);
    assert_eq!(pattern("^(?!a$)"), Language::word("a").complement());
    assert_eq!(pattern(""), Language::all());
}

#[test]
fn words_are_counted_up_to_a_limit() {
    for (text, limit, expected) in [
        ("^[a-z]{2}$", 1_000, Some(676)),
        ("^[a-z]{2}$", 675, None),
        ("^.$", usize::MAX, Some(0x11_0000 - 0x800 - 1)),
        ("^a*$", usize::MAX, None),
        ("^[ab]{100}$", 1 << 40, None),
    ] {
        assert_eq!(pattern(text).count(limit), expected, "{text} up to {limit}");
    }
}

#[test]
fn the_shortest_word_reads_well() {
    for (text, expected) in [
        ("^[a-z]+$", "a"),
        ("^[^a-z]$", "A"),
        ("^[^a-zA-Z]$", "0"),
        (r"^\W$", "-"),
        ("^.{3}$", "aaa"),
        (r"^\d{4}-\d{2}$", "0000-00"),
        ("^[^ -~]$", "\u{a0}"),
        ("a(?!.*b)", "a"),
    ] {
        assert_eq!(pattern(text).shortest().unwrap(), expected, "{text}");
    }
    assert_eq!(Language::all().shortest().unwrap(), "");
    assert_eq!(Language::none().shortest(), None);
    assert_eq!(
        Language::format("date").unwrap().shortest().unwrap(),
        "0000-01-01"
    );
    assert_eq!(
        Language::format("ipv4").unwrap().shortest().unwrap(),
        "0.0.0.0"
    );
    assert_eq!(
        pattern("^[ab]+$").some_words(4, 1, None).unwrap(),
        ["a", "b", "aa", "ab"]
    );
}

#[test]
fn lengths_are_reached_without_a_state_for_each() {
    for (text, min, max, expected) in [
        ("^[a-z]+$", 65_535, None, Some(65_535)),
        ("^(ab)*$", 65_535, None, Some(65_536)),
        ("^(ab)*$", 65_535, Some(65_535), None),
        ("^(aaa|aaaaa)*$", 1, Some(2), None),
        ("^(aaa|aaaaa)*$", 7, None, Some(8)),
        ("^a{0,9}$", 10, None, None),
        ("", 1_000_000, Some(1_000_000), Some(1_000_000)),
        ("^(ab)*$", 999_999_999_999, Some(999_999_999_999), None),
    ] {
        let language = pattern(text);
        let found = language.word_of_length(min, max).unwrap();
        assert_eq!(
            found.as_ref().map(|word| word.chars().count()),
            expected,
            "{text} from {min}"
        );
        assert!(found.is_none_or(|word| language.contains(&word)));
    }
    assert_eq!(
        pattern("^a*$").word_of_length(MOST_CHARACTERS + 1, None),
        Err(TooLarge)
    );
    assert_eq!(
        Language::all().word_of_length(MOST_CHARACTERS + 1, None),
        Err(TooLarge)
    );
    assert_eq!(Language::all().word_of_length(5, Some(4)), Ok(None));
}

#[test]
fn what_would_be_too_large_says_so_at_once() {
    for text in [
        "(x{1,1000}){1,1000}",
        "^(a|b)*a(a|b){40}$",
        "^.{65535}$",
        "((((a{1,999}){1,999}){1,999}){1,999}){1,999}",
        "^(?=.*a.{30}).*b.{30}$",
        "(?!(?!(a|b)*a(a|b){30}))b*",
    ] {
        let answer = Language::pattern(text);
        assert!(answer.is_err(), "{text}");
    }
    for text in [
        "(a+)+$",
        "^(a|a)*$",
        "^(([a-z])+.)+[A-Z]([a-z])+$",
        "^(a?){99}a{99}$",
        "^((a*)*)*$",
        "(.*)*(.*)*(.*)*x",
    ] {
        assert!(Language::pattern(text).is_ok(), "{text}");
    }
    let deep = format!("{}a{}", "(".repeat(100_000), ")".repeat(100_000));
    assert!(Language::pattern(&deep).is_err());
    let (left, right) = (pattern("^(a|b)*a(a|b){9}$"), pattern("^(b|c)*b(b|c){9}$"));
    assert!(left.is_subset(&right).is_ok_and(|is_subset| !is_subset));
}
