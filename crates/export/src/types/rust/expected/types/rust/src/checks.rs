// Written by Baton; what is changed here is lost with the next export.
//! What the types of payloads have in common.

use serde_json::{Map, Value};
use std::collections::BTreeSet;
use std::fmt;

/// A place in a payload, as a JSON pointer, and what is wrong there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where it is.
    pub pointer: String,
    /// What is wrong.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pointer = if self.pointer.is_empty() { "/" } else { &self.pointer };
        write!(f, "{pointer}: {}", self.message)
    }
}

impl std::error::Error for Problem {}

/// A place that is being checked.
pub struct Place<'a> {
    value: &'a mut Value,
    pointer: String,
    problems: &'a mut Vec<Problem>,
}

/// Says what is wrong at a place. Numbers without a fraction are written as whole numbers on the way.
pub type Check = fn(Place<'_>);

/// The value, once a check has found nothing wrong with it.
///
/// # Errors
/// The first problem.
pub fn checked<T: serde::de::DeserializeOwned>(check: Check, mut value: Value) -> Result<T, Problem> {
    let mut problems = Vec::new();
    check(Place { value: &mut value, pointer: String::new(), problems: &mut problems });
    match problems.into_iter().next() {
        Some(problem) => Err(problem),
        None => serde_json::from_value(value)
            .map_err(|error| Problem { pointer: String::new(), message: error.to_string() }),
    }
}

/// Bounds of a number.
#[derive(Default)]
pub struct Range {
    /// The least.
    pub least: Option<f64>,
    /// It is more than this.
    pub above: Option<f64>,
    /// The greatest.
    pub most: Option<f64>,
    /// It is less than this.
    pub below: Option<f64>,
    /// It is a multiple of this.
    pub multiple_of: Option<&'static str>,
}

/// Bounds of a string.
#[derive(Default)]
pub struct TextRule {
    /// Fewest Unicode code points.
    pub shortest: Option<usize>,
    /// Most Unicode code points.
    pub longest: Option<usize>,
    /// It matches.
    pub pattern: Option<&'static regex::Regex>,
}

impl Place<'_> {
    fn wrong(&mut self, message: impl Into<String>) {
        self.problems.push(Problem { pointer: self.pointer.clone(), message: message.into() });
    }

    fn inner<'b>(problems: &'b mut Vec<Problem>, pointer: &str, name: &str, value: &'b mut Value) -> Place<'b> {
        let name = name.replace('~', "~0").replace('/', "~1");
        Place { value, pointer: format!("{pointer}/{name}"), problems }
    }

    /// Nothing may stand here.
    pub fn nothing(mut self) {
        self.wrong("nothing may stand here");
    }

    /// It is `null`.
    pub fn null(mut self) {
        if !self.value.is_null() {
            self.wrong("is not null");
        }
    }

    /// It is `true` or `false`.
    pub fn bool(mut self) {
        if !self.value.is_boolean() {
            self.wrong("is neither true nor false");
        }
    }

    /// It is a number within bounds.
    pub fn number(mut self, range: &Range) {
        match self.value.as_f64() {
            Some(_) => self.within(range),
            None => self.wrong("is no number"),
        }
    }

    /// It is a number without a fraction within bounds, of at most 64 bits.
    pub fn whole(mut self, range: &Range) {
        let whole = match &*self.value {
            Value::Number(number) => number.as_i64().or_else(|| {
                let found = number.as_f64()?;
                let fits = found.fract() == 0.0 && found.abs() < 9_007_199_254_740_992.0;
                #[allow(clippy::cast_possible_truncation)]
                fits.then_some(found as i64)
            }),
            _ => None,
        };
        match whole {
            Some(whole) => {
                *self.value = whole.into();
                self.within(range);
            }
            None => self.wrong("is no whole number of 64 bits"),
        }
    }

    fn within(&mut self, range: &Range) {
        let Some(found) = self.value.as_f64() else { return };
        if let Some(least) = range.least.filter(|least| found < *least) {
            self.wrong(format!("is less than {least}"));
        }
        if let Some(above) = range.above.filter(|above| found <= *above) {
            self.wrong(format!("is not more than {above}"));
        }
        if let Some(most) = range.most.filter(|most| found > *most) {
            self.wrong(format!("is more than {most}"));
        }
        if let Some(below) = range.below.filter(|below| found >= *below) {
            self.wrong(format!("is not less than {below}"));
        }
        let written = self.value.to_string();
        if let Some(of) = range.multiple_of.filter(|of| !is_multiple(&written, of)) {
            self.wrong(format!("is no multiple of {of}"));
        }
    }

    /// It is a string within bounds.
    pub fn text(mut self, rule: &TextRule) {
        let Some(text) = self.value.as_str().map(str::to_owned) else {
            self.wrong("is no text");
            return;
        };
        let length = text.chars().count();
        if let Some(shortest) = rule.shortest.filter(|shortest| length < *shortest) {
            self.wrong(format!("is shorter than {shortest} characters"));
        }
        if let Some(longest) = rule.longest.filter(|longest| length > *longest) {
            self.wrong(format!("is longer than {longest} characters"));
        }
        if let Some(pattern) = rule.pattern.filter(|pattern| !pattern.is_match(&text)) {
            self.wrong(format!("does not match {pattern}"));
        }
    }

    /// It is one of these strings.
    pub fn words(mut self, words: &[&str]) {
        if !self.value.as_str().is_some_and(|word| words.contains(&word)) {
            self.wrong(format!("is none of {words:?}"));
        }
    }

    /// It is one of these values, each written as JSON.
    pub fn literals(mut self, values: &[&str]) {
        let is_same = |one: &&str| match serde_json::from_str::<Value>(one) {
            Ok(Value::Number(number)) => self.value.as_f64().is_some() && self.value.as_f64() == number.as_f64(),
            Ok(other) => other == *self.value,
            Err(_) => false,
        };
        if !values.iter().any(is_same) {
            self.wrong(format!("is none of {}", values.join(", ")));
        }
    }

    fn counted(&mut self, found: usize, fewest: Option<usize>, most: Option<usize>) {
        if let Some(fewest) = fewest.filter(|fewest| found < *fewest) {
            self.wrong(format!("has fewer than {fewest}"));
        }
        if let Some(most) = most.filter(|most| found > *most) {
            self.wrong(format!("has more than {most}"));
        }
    }

    /// It is a list of so many items.
    pub fn list(mut self, fewest: Option<usize>, most: Option<usize>, is_unique: bool, items: Check) {
        let Some(list) = self.value.as_array() else {
            self.wrong("is no list");
            return;
        };
        let distinct = list.iter().map(canonical).collect::<BTreeSet<_>>().len();
        let found = list.len();
        self.counted(found, fewest, most);
        if is_unique && distinct < found {
            self.wrong("has equal items");
        }
        for (index, item) in self.value.as_array_mut().into_iter().flatten().enumerate() {
            items(Self::inner(self.problems, &self.pointer, &index.to_string(), item));
        }
    }

    /// It is an object of so many members.
    pub fn map(mut self, fewest: Option<usize>, most: Option<usize>, values: Check) {
        let Some(found) = self.value.as_object().map(Map::len) else {
            self.wrong("is no object");
            return;
        };
        self.counted(found, fewest, most);
        for (name, value) in self.value.as_object_mut().into_iter().flatten() {
            values(Self::inner(self.problems, &self.pointer, name, value));
        }
    }

    /// It is an object with declared members, each with whether it is required and its check; `rest` checks all others.
    pub fn record(mut self, members: &[(&str, bool, Check)], rest: Option<Check>) {
        let Some(object) = self.value.as_object_mut() else {
            self.wrong("is no object");
            return;
        };
        for (name, value) in object.iter_mut() {
            let declared = members.iter().find(|(declared, _, _)| declared == name);
            if let Some(check) = declared.map(|(_, _, check)| *check).or(rest) {
                check(Self::inner(self.problems, &self.pointer, name, value));
            }
        }
        for (name, _, _) in members.iter().filter(|(name, is_required, _)| *is_required && !object.contains_key(*name)) {
            let mut missing = Value::Null;
            Self::inner(self.problems, &self.pointer, name, &mut missing).wrong("is missing");
        }
    }

    /// It is `null`, or passes the check.
    pub fn nullable(self, inner: Check) {
        if !self.value.is_null() {
            inner(self);
        }
    }

    /// It passes one of the checks.
    pub fn one_of(self, checks: &[Check]) {
        let mut nearest: Option<Vec<Problem>> = None;
        for check in checks {
            let mut value = self.value.clone();
            let mut problems = Vec::new();
            check(Place { value: &mut value, pointer: self.pointer.clone(), problems: &mut problems });
            if problems.is_empty() {
                *self.value = value;
                return;
            }
            if nearest.as_ref().is_none_or(|nearest| problems.len() < nearest.len()) {
                nearest = Some(problems);
            }
        }
        self.problems.extend(nearest.into_iter().flatten());
    }

    /// It passes the check of the branch whose word its member has.
    pub fn by_member(mut self, member: &str, branches: &[(&str, Check)]) {
        let word = self.value.get(member).and_then(Value::as_str);
        let branch = branches.iter().find(|(one, _)| Some(*one) == word);
        match branch {
            Some((_, check)) => check(self),
            None => {
                let words: Vec<&str> = branches.iter().map(|(word, _)| *word).collect();
                self.wrong(format!("{member} is none of {words:?}"));
            }
        }
    }
}

/// Equal values have equal texts.
fn canonical(value: &Value) -> String {
    match value {
        Value::Number(number) => match number.as_f64() {
            Some(found) if number.as_i64().is_none() => format!("{}", found + 0.0),
            _ => number.to_string(),
        },
        Value::Array(items) => format!("{:?}", items.iter().map(canonical).collect::<Vec<_>>()),
        Value::Object(members) => {
            let mut sorted: Vec<_> = members.iter().map(|(name, value)| (name, canonical(value))).collect();
            sorted.sort();
            format!("{sorted:?}")
        }
        other => other.to_string(),
    }
}

/// As decimal numbers are written, so that 0.3 is a multiple of 0.1. Numbers of more than 38 digits are none.
fn is_multiple(value: &str, of: &str) -> bool {
    let (Some((a, a_scale)), Some((b, b_scale))) = (decimal(value), decimal(of)) else { return false };
    let scale = a_scale.max(b_scale);
    let grown = |digits: i128, by: u32| 10_i128.checked_pow(by).and_then(|factor| digits.checked_mul(factor));
    match (grown(a, scale - a_scale), grown(b, scale - b_scale)) {
        (Some(a), Some(b)) => b != 0 && a % b == 0,
        _ => false,
    }
}

/// Digits, and how many of them stand behind the point.
fn decimal(text: &str) -> Option<(i128, u32)> {
    let (digits, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (before, after) = digits.split_once('.').unwrap_or((digits, ""));
    let all: i128 = format!("{before}{after}").parse().ok()?;
    let scale = i64::try_from(after.len()).ok()? - exponent.parse::<i64>().ok()?;
    match u32::try_from(scale) {
        Ok(scale) => Some((all, scale)),
        Err(_) => {
            let factor = 10_i128.checked_pow(u32::try_from(-scale).ok()?)?;
            Some((all.checked_mul(factor)?, 0))
        }
    }
}

/// What is there, `null` too; for members that may be missing.
///
/// # Errors
/// Those of the value itself.
pub fn there<'de, T: serde::Deserialize<'de>, D: serde::Deserializer<'de>>(from: D) -> Result<Option<T>, D::Error> {
    T::deserialize(from).map(Some)
}
