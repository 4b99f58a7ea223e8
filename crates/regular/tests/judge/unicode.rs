//! The table of characters is that of the validator's engine.

use crate::judge::Judge;
use baton_regular::Language;

/// Every character on which `[…]` could go wrong: all of them, in two strings by what the language says.
fn check(class: &str) {
    let one = Language::pattern(&format!("^{class}$")).unwrap();
    let (inside, outside): (Vec<char>, Vec<char>) =
        ('\0'..=char::MAX).partition(|character| one.contains(character.encode_utf8(&mut [0; 4])));
    let inside: String = inside.into_iter().collect();
    let outside: String = outside.into_iter().collect();
    let not = Judge::pattern(&format!("[^{class}]")).unwrap();
    assert!(!not.accepts(&inside), "{class} has too many characters");
    let is = Judge::pattern(class).unwrap();
    assert!(!is.accepts(&outside), "{class} lacks characters");
}

#[test]
fn shorthands_and_properties_are_those_of_the_engine() {
    for class in [
        r"\d",
        r"\w",
        r"\s",
        r"\p{L}",
        r"\p{Lu}",
        r"\p{N}",
        r"\p{M}",
        r"\p{P}",
        r"\p{S}",
        r"\p{Z}",
        r"\p{C}",
        r"\p{Cn}",
        r"\p{LC}",
        r"\p{Alphabetic}",
        r"\p{Uppercase}",
        r"\p{Emoji}",
        r"\p{Script=Greek}",
        r"\p{Han}",
    ] {
        check(class);
    }
}
