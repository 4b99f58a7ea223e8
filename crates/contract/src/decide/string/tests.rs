use super::*;
use crate::decide::answer::toy::Steps;
use proptest::prelude::*;

fn pattern(text: &str) -> Language {
    Language::pattern(text).unwrap()
}

fn names(names: &[&str]) -> Vec<Box<str>> {
    names.iter().map(|name| Box::from(*name)).collect()
}

/// Words apart by spaces: `/pattern/`, `!/pattern/`, `{min,max}` or `{min,}`, `:format`, `!:format`, `!word`.
fn problem(text: &str) -> StringProblem {
    let mut problem = StringProblem::default();
    for word in text.split_whitespace() {
        let (refused, rest) = match word.strip_prefix('!') {
            Some(rest) => (true, rest),
            None => (false, word),
        };
        if let Some(body) = rest
            .strip_prefix('/')
            .and_then(|rest| rest.strip_suffix('/'))
        {
            if refused {
                &mut problem.not_words
            } else {
                &mut problem.words
            }
            .push(pattern(body));
        } else if let Some(name) = rest.strip_prefix(':') {
            if refused {
                &mut problem.not_formats
            } else {
                &mut problem.formats
            }
            .push(name.into());
        } else if refused {
            problem.not.push(rest.into());
        } else {
            let (min, max) = rest.trim_matches(['{', '}']).split_once(',').unwrap();
            problem.min = min.parse().unwrap();
            problem.max = (!max.is_empty()).then(|| max.parse().unwrap());
        }
    }
    problem
}

fn answer(problem: &StringProblem) -> String {
    match solve(problem, &mut Steps(10_000)) {
        Answer::Found(Value::String(word)) => word,
        Answer::Found(other) => panic!("{other} is no string"),
        Answer::Empty => "(empty)".to_owned(),
        Answer::Unknown(_) => "(unknown)".to_owned(),
    }
}

#[test]
fn readable_words() {
    for (text, expected) in [
        ("", "a"),
        ("!a", "b"),
        ("{0,0}", ""),
        ("{0,0} /./", "(empty)"),
        ("{3,2}", "(empty)"),
        ("{3,}", "aaa"),
        ("/^[0-9]*$/", "0"),
        ("/^(abcdefghijk)?$/", ""),
        ("/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/", "2024-01-31"),
        ("/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/ !2024-01-31", "0000-00-00"),
        ("/^a+$/ !/^aa?$/", "aaa"),
        ("/^a+$/ !/^aa?$/ {0,2}", "(empty)"),
        ("/^(a|b)$/ !a !b", "(empty)"),
        ("/a/ /b/", "ab"),
        ("/^[a-z]+$/ !/[a-m]/ {2,}", "nn"),
    ] {
        assert_eq!(answer(&problem(text)), expected, "{text}");
    }
}

#[test]
fn formats_that_are_no_regular_language() {
    for (text, expected) in [
        (":email", "a@example.com"),
        (":email :idn-email", "a@example.com"),
        (":email !:email", "(empty)"),
        (":email /^[a-z]+$/", "(empty)"),
        (":email /@corp\\.example$/", "a@corp.example"),
        (":email {0,2}", "(empty)"),
        (
            ":email {90,}",
            &format!("{}@{}.aa", "a".repeat(64), "a".repeat(22)),
        ),
        ("!:email", "a"),
        ("!:email /@/", "@"),
        ("!:email /^[a-z]{3}@example\\.com$/", "(empty)"),
        ("!:regex", ")"),
        ("!:regex /^\\(/", "("),
        (":hostname /_/", "(empty)"),
        (":hostname !:idn-hostname /^[a-z]+$/", "(empty)"),
        (":iri !/^https/", "a:"),
        ("!:unheard", "(unknown)"),
        (":unheard", "(unknown)"),
        (":unheard /^$/ {1,}", "(empty)"),
    ] {
        assert_eq!(answer(&problem(text)), expected, "{text}");
    }
}

#[test]
fn given_words_are_judged_one_by_one() {
    let mut problem = StringProblem {
        words: vec![Language::words(["(a", "a|", "[z-a]", "(a)"])],
        formats: names(&["regex"]),
        ..StringProblem::default()
    };
    assert_eq!(answer(&problem), "a|");
    problem.not = names(&["a|", "(a)"]);
    assert_eq!(answer(&problem), "(empty)");
    problem.formats = names(&["hostname"]);
    problem.words = vec![Language::words(["ab--c", "a b"])];
    assert_eq!(answer(&problem), "(empty)");
    problem.formats = names(&["hostname-rfc1034"]);
    assert_eq!(answer(&problem), "ab--c");
}

#[test]
fn long_strings_are_not_unrolled() {
    let mut problem = problem("{50000,}");
    assert_eq!(answer(&problem).len(), 50_000);
    problem.min = 1 << 40;
    assert_eq!(answer(&problem), "(unknown)");
    problem.words = vec![pattern("^a{1,5}$")];
    assert_eq!(answer(&problem), "(empty)");
}

const PATTERNS: [&str; 9] = [
    "a",
    "^a",
    "b$",
    "^(ab)*$",
    "^a*b?$",
    "aa",
    "^.{2}$",
    "^(a|bb)+$",
    "^$",
];

/// All words over `a` and `b` of up to four letters.
fn universe() -> Vec<String> {
    let mut words = vec![String::new()];
    for at in 0..15 {
        let word: String = words[at].clone();
        words.extend(["a", "b"].map(|letter| format!("{word}{letter}")));
    }
    words
}

prop_compose! {
    fn problems()(
        words in prop::collection::vec(prop::sample::select(&PATTERNS[..]), 0..4),
        not_words in prop::collection::vec(prop::sample::select(&PATTERNS[..]), 0..3),
        min in 0..4_u64, length in 0..4_u64,
        not in prop::collection::vec(prop::sample::select(universe()), 0..6),
    ) -> StringProblem {
        StringProblem {
            words: words.into_iter().chain(["^[ab]{0,4}$"]).map(pattern).collect(),
            not_words: not_words.into_iter().map(pattern).collect(),
            min,
            max: Some(min + length),
            not: not.into_iter().map(String::into_boxed_str).collect(),
            ..StringProblem::default()
        }
    }
}

proptest! {
    #[test]
    fn agrees_with_looking_at_every_word(problem in problems()) {
        let shortest = universe()
            .into_iter()
            .find(|word| judge(&problem, word) == Some(true));
        match (solve(&problem, &mut Steps(10_000)), shortest) {
            (Answer::Found(Value::String(word)), Some(shortest)) => {
                prop_assert_eq!(judge(&problem, &word), Some(true), "{}", word);
                // One word of one letter is preferred to none.
                prop_assert!(word.len() == shortest.len() || shortest.is_empty());
            }
            (Answer::Empty, None) => {}
            (answer, shortest) => prop_assert!(false, "{answer:?}, {shortest:?}"),
        }
    }
}
