//! Strings: languages, lengths, and formats that only the validator can judge.
//!
//! Languages are intersected and subtracted exactly. A format that is no regular language lies between two that are: the inner one gives
//! words, the outer one proofs, and between them single words are judged one by one.

mod formats;

use super::{Answer, Children, Gap, metered};
use baton_regular::{Language, TooLarge};
use formats::{Format, READABLE};
use serde_json::Value;

/// So many words of a language are judged one by one before the question stays open.
const MOST_JUDGED: usize = 64;

/// A word of up to so many code points is preferred to the empty string, which reads as if emptiness were the point.
const SHORT: usize = 8;

/// What is asked of a string.
#[derive(Clone, Debug, Default)]
pub(crate) struct StringProblem {
    /// It is a word of each.
    pub(crate) words: Vec<Language>,
    /// It is a word of none.
    pub(crate) not_words: Vec<Language>,
    /// It is of each format; none of them is a regular language.
    pub(crate) formats: Vec<Box<str>>,
    /// It is of none of these formats.
    pub(crate) not_formats: Vec<Box<str>>,
    /// Least number of code points.
    pub(crate) min: u64,
    /// Largest number of code points.
    pub(crate) max: Option<u64>,
    /// It is none of these.
    pub(crate) not: Vec<Box<str>>,
}

/// The shortest and most readable string that meets the problem.
pub(crate) fn solve(problem: &StringProblem, children: &mut dyn Children) -> Answer {
    attempt(problem, children).unwrap_or_else(Answer::Unknown)
}

fn attempt(problem: &StringProblem, children: &mut dyn Children) -> Result<Answer, Gap> {
    children.step()?;
    let refused = |format| problem.not_formats.contains(format);
    if problem.max.is_some_and(|max| max < problem.min) || problem.formats.iter().any(refused) {
        return Ok(Answer::Empty);
    }
    if let Some(word) = first_guess(problem, children)? {
        return Ok(found(word));
    }
    let base = Base::of(problem, children)?;
    let outer = base.within_formats(problem, children)?;
    let word = metered(children, |meter| {
        outer.word_of_length_within(problem.min, problem.max, meter)
    })?;
    match word {
        Ok(None) => return Ok(Answer::Empty),
        Ok(Some(_)) => {}
        Err(TooLarge) => return Err(Gap::new("no string of that length is written out")),
    }
    if base.exact && problem.formats.is_empty() && problem.not_formats.is_empty() {
        return readable(&outer, problem, children)?
            .map(found)
            .ok_or_else(|| Gap::new("no string of that length is written out"));
    }
    if let Some(word) = base.surely(problem, children)? {
        return Ok(found(word));
    }
    one_by_one(problem, &outer, base.exact, children)
}

fn found(word: String) -> Answer {
    Answer::Found(Value::String(word))
}

/// A word that every solution of the problem is at least as long as, or a known word of a format, if it happens to meet everything.
fn first_guess(
    problem: &StringProblem,
    children: &mut dyn Children,
) -> Result<Option<String>, Gap> {
    let known = problem
        .formats
        .iter()
        .filter_map(|name| Format::named(name));
    for example in known.map(|format| format.example) {
        children.step()?;
        if judge(problem, example) == Some(true) {
            return Ok(Some(example.to_owned()));
        }
    }
    if !problem.formats.is_empty() {
        return Ok(None);
    }
    let all = [Language::all()];
    let languages = if problem.words.is_empty() {
        &all[..]
    } else {
        &problem.words[..]
    };
    for language in languages {
        children.step()?;
        if let Some(word) = readable(language, problem, children)?
            && judge(problem, &word) == Some(true)
        {
            return Ok(Some(word));
        }
    }
    Ok(None)
}

/// Whether a word meets the problem; `None` for formats that nobody knows.
fn judge(problem: &StringProblem, word: &str) -> Option<bool> {
    let length = word.chars().count() as u64;
    if length < problem.min
        || problem.max.is_some_and(|max| max < length)
        || problem.words.iter().any(|words| !words.contains(word))
        || problem.not_words.iter().any(|words| words.contains(word))
        || problem.not.iter().any(|not| **not == *word)
    {
        return Some(false);
    }
    let of = |name: &str| Format::named(name).map(|format| format.judges(word));
    let demanded = problem.formats.iter().map(|name| of(name));
    let refused = problem
        .not_formats
        .iter()
        .map(|name| of(name).map(|is| !is));
    let mut open = false;
    for verdict in demanded.chain(refused) {
        match verdict {
            Some(true) => {}
            Some(false) => return Some(false),
            None => open = true,
        }
    }
    (!open).then_some(true)
}

/// The word of a language that reads best within the lengths of the problem.
fn readable(
    language: &Language,
    problem: &StringProblem,
    children: &mut dyn Children,
) -> Result<Option<String>, Gap> {
    let mut of_at_least = |min| -> Result<Option<String>, Gap> {
        let word = metered(children, |meter| {
            language.word_of_length_within(min, problem.max, meter)
        })?;
        Ok(word.ok().flatten())
    };
    if problem.max == Some(0) {
        return of_at_least(problem.min);
    }
    let Some(word) = of_at_least(problem.min.max(1))? else {
        return of_at_least(problem.min);
    };
    let length = word.chars().count();
    if length > SHORT && problem.min == 0 && language.contains("") {
        return Ok(Some(String::new()));
    }
    if word.chars().all(char::is_alphabetic) {
        return Ok(Some(word));
    }
    let fits = |known: &&str| {
        let characters = known.chars().count() as u64;
        known.len() <= length + 2 * SHORT
            && problem.min <= characters
            && problem.max.is_none_or(|max| characters <= max)
            && language.contains(known)
    };
    let known = READABLE.iter().find(|known| fits(known));
    Ok(Some(known.map_or(word, |known| (*known).to_owned())))
}

/// What the languages of a problem leave.
struct Base {
    language: Language,
    /// Whether that is exactly so, or the result was too large to write down and some words are in it that should not be.
    exact: bool,
}

impl Base {
    fn of(problem: &StringProblem, children: &mut dyn Children) -> Result<Base, Gap> {
        let mut base = Base {
            language: Language::all(),
            exact: true,
        };
        // Lists first: what is intersected with a list is a list.
        let (lists, rest): (Vec<_>, Vec<_>) = problem
            .words
            .iter()
            .partition(|language| language.listed().is_some());
        for language in lists.into_iter().chain(rest) {
            children.step()?;
            base.narrow(metered(children, |meter| {
                base.language.and_within(language, meter)
            })?);
        }
        for language in &problem.not_words {
            children.step()?;
            base.narrow(metered(children, |meter| {
                base.language.minus_within(language, meter)
            })?);
        }
        if !problem.not.is_empty() {
            let not = Language::words(problem.not.iter().cloned());
            base.narrow(metered(children, |meter| {
                base.language.minus_within(&not, meter)
            })?);
        }
        Ok(base)
    }

    fn narrow(&mut self, narrower: Result<Language, TooLarge>) {
        match narrower {
            Ok(language) => self.language = language,
            Err(TooLarge) => self.exact = false,
        }
    }

    /// A language around all words that meet the problem.
    fn within_formats(
        &self,
        problem: &StringProblem,
        children: &mut dyn Children,
    ) -> Result<Language, Gap> {
        let mut outer = self.language.clone();
        for format in problem
            .formats
            .iter()
            .filter_map(|name| Format::named(name))
        {
            children.step()?;
            let narrower = metered(children, |meter| outer.and_within(&format.around, meter))?;
            outer = narrower.unwrap_or(outer);
        }
        for format in problem
            .not_formats
            .iter()
            .filter_map(|name| Format::named(name))
        {
            children.step()?;
            let narrower = metered(children, |meter| outer.minus_within(&format.inside, meter))?;
            outer = narrower.unwrap_or(outer);
        }
        Ok(outer)
    }

    /// A word that is of the demanded formats and of none of the refused ones whatever the validator's rules in between are.
    fn surely(
        &self,
        problem: &StringProblem,
        children: &mut dyn Children,
    ) -> Result<Option<String>, Gap> {
        let mut inner = self.language.clone();
        let demanded = problem.formats.iter().map(|name| (name, true));
        let refused = problem.not_formats.iter().map(|name| (name, false));
        for (name, wanted) in demanded.chain(refused) {
            children.step()?;
            let Some(format) = Format::named(name) else {
                return Ok(None);
            };
            let narrower = metered(children, |meter| {
                if wanted {
                    inner.and_within(&format.inside, meter)
                } else {
                    inner.minus_within(&format.around, meter)
                }
            })?;
            let Ok(narrower) = narrower else {
                return Ok(None);
            };
            inner = narrower;
        }
        let word = readable(&inner, problem, children)?;
        Ok(word.filter(|word| judge(problem, word) == Some(true)))
    }
}

/// Looks at single words of a language that holds all words that meet the problem.
fn one_by_one(
    problem: &StringProblem,
    outer: &Language,
    exact: bool,
    children: &mut dyn Children,
) -> Result<Answer, Gap> {
    let words = metered(children, |meter| {
        outer.some_words_within(MOST_JUDGED, problem.min, problem.max, meter)
    })?;
    let all = words.is_ok() && outer.count(MOST_JUDGED).is_some();
    let mut open = !all;
    for word in words.unwrap_or_default() {
        children.step()?;
        match judge(problem, &word) {
            Some(true) => return Ok(found(word)),
            Some(false) => {}
            None => open = true,
        }
    }
    if !open {
        return Ok(Answer::Empty);
    }
    Err(if exact {
        let formats: Vec<&str> = problem
            .formats
            .iter()
            .chain(&problem.not_formats)
            .map(|name| &**name)
            .collect();
        Gap::new(format!(
            "whether a string is of the format {} can only be told for given strings",
            formats.join(", ")
        ))
    } else {
        Gap::new("the patterns together take more states than allowed")
    })
}

#[cfg(test)]
mod tests;
