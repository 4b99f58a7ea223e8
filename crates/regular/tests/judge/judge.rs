//! The judge, and words to ask it about.

use baton_regular::Language;
use jsonschema::{PatternOptions, Validator};
use serde_json::{Value, json};

/// The validator, asked about one keyword.
pub struct Judge(Validator);

impl Judge {
    /// `None` if the validator refuses the pattern.
    pub fn pattern(pattern: &str) -> Option<Self> {
        Self::of(&json!({ "pattern": pattern }))
    }

    /// The format, with digits only where digits belong: the validator itself also takes `* + , - . /` for them in dates and times.
    pub fn format(name: &str) -> Option<Self> {
        const DATE: &str = "[0-9]{4}-[0-9]{2}-[0-9]{2}";
        const TIME: &str = r"[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?([Zz]|[-+][0-9]{2}:[0-9]{2})";
        let written = match name {
            "date" => format!("^{DATE}$"),
            "time" => format!("^{TIME}$"),
            "date-time" => format!("^{DATE}[Tt]{TIME}$"),
            _ => return Self::of(&json!({ "format": name })),
        };
        Self::of(&json!({ "format": name, "pattern": written }))
    }

    fn of(schema: &Value) -> Option<Self> {
        jsonschema::options()
            .with_draft(jsonschema::Draft::Draft202012)
            .should_validate_formats(true)
            .with_pattern_options(PatternOptions::fancy_regex().backtrack_limit(10_000_000))
            .build(schema)
            .ok()
            .map(Self)
    }

    pub fn accepts(&self, word: &str) -> bool {
        self.0.is_valid(&Value::from(word))
    }
}

/// Numbers that are the same on every machine (xorshift).
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// A number below `sides`.
    pub fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 33) as usize % sides
    }

    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.roll(from.len())]
    }
}

/// Characters that patterns like to treat differently.
const ODD: &str =
    "aZ09_-. /:T+%#@[]~{}\\\"\n\r\t\u{b}\u{85}\u{a0}\u{2028}\u{feff}éſKÅß٣५漢😀\u{200d}\u{301}‿";

/// Words in and beside the language, and others that differ from them by a few characters.
pub fn words_around(language: &Language, text: &str, dice: &mut Dice, count: usize) -> Vec<String> {
    let mut words = vec![String::new()];
    for side in [language.clone(), language.complement()] {
        words.extend(side.shortest());
        for min in [0, 2, 5, 12] {
            words.extend(side.some_words(6, min, Some(40)).unwrap_or_default());
            words.extend(side.word_of_length(min, Some(60)).ok().flatten());
        }
    }
    let alphabet: Vec<char> = text.chars().chain(ODD.chars()).collect();
    let seeds = words.len();
    while words.len() < seeds + count {
        let mut word: Vec<char> = words[dice.roll(words.len())].chars().collect();
        for _ in 0..=dice.roll(3) {
            let at = dice.roll(word.len() + 1);
            match dice.roll(4) {
                0 => word.insert(at, *dice.pick(&alphabet)),
                1 if at < word.len() => word[at] = *dice.pick(&alphabet),
                2 if at < word.len() => {
                    word.remove(at);
                }
                _ if !word.is_empty() => {
                    let from = dice.roll(word.len());
                    let part = word[from..word.len().min(from + 4)].to_vec();
                    word.splice(at..at, part);
                }
                _ => word.push(*dice.pick(&alphabet)),
            }
        }
        word.truncate(80);
        words.push(word.into_iter().collect());
    }
    words
}
