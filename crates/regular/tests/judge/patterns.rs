//! A language holds exactly the words in which the validator finds a match.

use crate::judge::{Dice, Judge, words_around};
use baton_regular::Language;

/// Patterns that are read, grouped by what they are about.
const READ: &[&str] = &[
    // literals and anchors
    "",
    "^$",
    "a",
    "^a",
    "a$",
    "^a$",
    "^abc$",
    "^(get|put|post)$",
    "a|b",
    "^a|b$",
    "^(?:a|)$",
    "$^",
    "^x-",
    "é",
    "^漢$",
    "😀",
    // repetition
    "^a*$",
    "^a+b?$",
    "^a{3}$",
    "^a{2,}$",
    "^a{2,4}$",
    "^(ab){1,3}$",
    "a*?",
    "a+?b",
    "a{2,3}?",
    "a{0}",
    "^(a|b)*abb$",
    "^(a*)*$",
    "^(a|a)*$",
    "^([a-z]+)+$",
    "^(?:(?:a?){5}){5}$",
    // classes
    "[a-z]",
    "[^a-z]",
    "^[a-zA-Z-_.0-9]+$",
    "^[-a]$",
    "^[a-]$",
    "[a-z&&^b]",
    "^[a~~b]$",
    "^[[a]$",
    r"^[\w.\-]+$",
    r"[\d-]",
    r"^[\]\[]$",
    r"^[^\s\d]*$",
    r"^[\W_]$",
    r"^[\S]$",
    r"^[\D]$",
    "^[!-/]$",
    r"^[\x41-\x43]$",
    r"^[\u0041-\u{43}]$",
    r"^[^\n]*$",
    "^[a-z--b]$",
    "^[---]$",
    // shorthands
    r"^\d+$",
    r"^\D$",
    r"^\w+$",
    r"^\W$",
    r"^\s$",
    r"^\S*$",
    r"^\S+$",
    ".",
    "^.$",
    "^.*$",
    r"^[\s\S]*$",
    // escapes
    r"^\/\-\_\.\$$",
    r"^\:\@\ \,$",
    r"^\cA\cz$",
    r"^\x41\u0042\u{43}$",
    r"^\t\n\r\f\v$",
    r"^\*\+\?\(\)\[\]\{\}\|\^\\$",
    r"^a\-b$",
    "^]$",
    "^}$",
    "^a}$",
    // places
    r"\bfoo\b",
    r"\Bfoo",
    r"foo\B",
    r"^\b",
    r"\b$",
    r"^(\bfoo\b|\s)*$",
    r"a\b|\bb",
    "(^a|b$)",
    "(a$)b|c",
    "a(^|b)c",
    "x(?:$|y)",
    r"\b0[0-7]?\b|\b0[1-7][0-7]\b",
    // look-around
    "^(?!eo:)",
    "^(?!with$).*$",
    "^(?!python$)[a-zA-Z-_.0-9]+$",
    r"^([a-z\d]|[a-z\d]([a-z\d-](?!--))*[a-z\d])$",
    "^(?=.*a)(?=.*b).*$",
    "(?=a)b|c",
    "foo(?!bar)",
    "foo(?=bar)",
    "(?<=a)b",
    "(?<!a)b",
    "^(?:(?!ab)[abc])*$",
    "(?<=^a|b)c",
    r"(?<!\w)x",
    r"(?<=\bfoo)d",
    "^(?=a(?!b))[a-c]*$",
    r"^(?!.*\.\.)[a-z.]+$",
    r"^(?!^lucene\.|mongodb\.).*",
    "^((?!a$)a|b)+$",
    "^(?!(?!a)b)[abc]*$",
    "(?!a|$)b?",
    "a(?!.*a)",
    "(?<!a.*)b",
    "(?<=(?:a|bb))c",
    r"^(?!\d)\w+\s$",
    "^(?=.{2,4}$)a*b*$",
    "^(?!.*(local|meta)).*$",
    "((?=a))*b",
    "(?=a*)b",
    "^(?:a(?=b)|b(?=a|$))*$",
    "(?=.*x)y",
    "(?<!^)a",
    "(?!)a|b",
    "(?=)a",
    // groups and flags
    "^(?<name>a)(?:b)$",
    "^(?P<name>a)$",
    "(?i)abc",
    "(?i)^[k-s]$",
    "^(?i:ab)c$",
    "(?i)straße",
    "(?s)^a.b$",
    "(?s:.)",
    "(?m)^a$",
    "(?im)^a.$",
    r"(?i)^\w$",
    r"(?i)[^k]",
    // properties
    r"^\p{L}+$",
    r"^\P{L}$",
    r"^\p{Lu}\p{Ll}*$",
    r"^[\p{L}\p{N}_-]+$",
    r"^\p{Script=Greek}$",
    r"\p{Emoji}",
    r"^\pL$",
    r"^[^\p{Alphabetic}]$",
    // as people write them
    r"^(?:[a-z0-9]+(?:-[a-z0-9]+)*)$",
    r"^v?(\d+)\.(\d+)\.(\d+)(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?$",
    r"^[^@\s]+@[^@\s]+\.[a-z]{2,}$",
    r"^(https?|ftp):\/\/[^\s/$.?#].[^\s]*$",
    r"^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$",
    r"^\$\{\{.*\}\}$",
    r"^(?:\S+?\s)+?x$",
    r"^[A-Z]{2}[0-9]{2}[A-Z0-9]{1,30}$",
    r"https?:\/\/(www\.)?[-a-zA-Z0-9@:%._\+~#=]{1,256}\.[a-zA-Z0-9()]{1,6}\b([-a-zA-Z0-9()@:%_\+.~#?&//=]*)",
];

/// Patterns that the validator reads and this crate does not, and patterns that neither reads.
const REFUSED: &[&str] = &[
    r"(a)\1",
    r"(?<n>a)\k<n>",
    "[]",
    "^[]]$|x",
    "[^]",
    "[a",
    "(a",
    "a)",
    "*a",
    "a**",
    "a{3,2}",
    "^*",
    r"\b+",
    r"\a",
    r"\é",
    "[b-a]",
    r"[\w-.]",
    "(?<1a>x)",
    "(?>a)b",
    "a++",
    "(?x) a",
    "(*FAIL)",
    "(?<=(?=a)b)c",
    r"\p{Klingon}",
    r"\<a",
    r"\0",
    r"\uD83D\uDE00",
    "a(?i)b",
    r"\b{start}a",
];

/// What is wrong with the language of a pattern, going by the judge.
fn check(pattern: &str, rounds: usize) -> Result<(), String> {
    let language = Language::pattern(pattern).map_err(|why| why.to_string())?;
    let judge = Judge::pattern(pattern).ok_or("refused by the judge")?;
    let mut dice = Dice::new(pattern.len() as u64 + 1);
    let mut both = [false, false];
    for word in words_around(&language, pattern, &mut dice, rounds) {
        let expected = judge.accepts(&word);
        if language.contains(&word) != expected {
            return Err(format!("{word:?} should be {expected}"));
        }
        both[usize::from(expected)] = true;
    }
    if both == [!language.is_all(), !language.is_empty()] {
        Ok(())
    } else {
        Err("only accepted or only rejected words were tried".to_owned())
    }
}

#[test]
fn every_pattern_holds_the_words_that_the_validator_accepts() {
    let wrong: Vec<String> = READ
        .iter()
        .filter_map(|pattern| Some(format!("{pattern}: {}", check(pattern, 150).err()?)))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn what_is_not_regular_or_not_of_the_dialect_is_refused() {
    for pattern in REFUSED {
        let answer = Language::pattern(pattern);
        assert!(answer.is_err(), "{pattern} was read as {answer:?}");
    }
}

/// A random pattern over few characters, with everything that makes automata hard.
fn random(dice: &mut Dice, depth: usize, looks: bool) -> String {
    const ATOMS: &[&str] = &[
        "a", "b", "-", ".", "[ab]", "[^a]", r"\w", r"\W", "ab", "a-", "^", "$", r"\b", r"\B",
    ];
    let below = |dice: &mut Dice| random(dice, depth - 1, looks);
    if depth == 0 {
        let atoms = if looks { ATOMS.len() } else { ATOMS.len() - 4 };
        return ATOMS[dice.roll(atoms)].to_owned();
    }
    match dice.roll(if looks { 12 } else { 8 }) {
        0..=2 => format!("{}{}", below(dice), below(dice)),
        3 => format!("(?:{}|{})", below(dice), below(dice)),
        4 => format!("(?:{})*", below(dice)),
        5 => format!("({})?", below(dice)),
        6 => format!("(?:{}){{1,2}}", below(dice)),
        7 => format!("(?:{})+", below(dice)),
        8 => format!("(?={})", below(dice)),
        9 => format!("(?!{})", below(dice)),
        10 => format!("(?<={})", random(dice, depth - 1, false)),
        _ => format!("(?<!{})", random(dice, depth - 1, false)),
    }
}

#[test]
fn random_patterns_agree_on_all_short_words() {
    let mut words = vec![String::new()];
    for length in 0..5 {
        let shorter: Vec<String> = words
            .iter()
            .filter(|word| word.len() == length)
            .cloned()
            .collect();
        for word in shorter {
            words.extend(["a", "b", "-"].map(|next| format!("{word}{next}")));
        }
    }
    let mut dice = Dice::new(7);
    let mut compared = 0;
    for round in 0..1_500 {
        let pattern = random(&mut dice, 1 + round % 4, round % 3 > 0);
        let (Ok(language), Some(judge)) = (Language::pattern(&pattern), Judge::pattern(&pattern))
        else {
            continue;
        };
        compared += 1;
        for word in &words {
            assert_eq!(
                language.contains(word),
                judge.accepts(word),
                "{pattern} on {word:?}"
            );
        }
    }
    assert!(compared > 1_000, "only {compared} patterns were compared");
}
