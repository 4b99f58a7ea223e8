//! Lower and upper limits: how much, how long, how many.

use super::kind::{Told, breaks};
use super::pair::Pair;
use super::side::Side;
use serde_json::Value;
use std::cmp::Ordering;

/// A limit as it is written.
#[derive(Clone, Debug)]
struct Bound {
    keyword: &'static str,
    value: f64,
    /// Whether the value itself is excluded.
    is_open: bool,
    /// The value as it is written.
    text: String,
}

/// Which limits, and how a sentence tells them.
pub(super) struct Limits {
    /// Keyword of the lower limit, of the upper one, and those that exclude the limit itself.
    keywords: [&'static str; 2],
    open_keywords: Option<[&'static str; 2]>,
    /// What has at least or at most so many, with the number in the place of `#`.
    at_least: &'static str,
    at_most: &'static str,
    above: &'static str,
    below: &'static str,
}

/// Of numbers.
pub(super) const RANGE: Limits = Limits {
    keywords: ["minimum", "maximum"],
    open_keywords: Some(["exclusiveMinimum", "exclusiveMaximum"]),
    at_least: "has to be at least #",
    at_most: "has to be at most #",
    above: "has to be above #",
    below: "has to be below #",
};

/// Of strings.
pub(super) const LENGTH: Limits = counts(
    ["minLength", "maxLength"],
    "needs at least # characters",
    "may have at most # characters",
);

/// Of arrays.
pub(super) const ITEM_COUNT: Limits = counts(
    ["minItems", "maxItems"],
    "needs at least # items",
    "may have at most # items",
);

/// Of objects.
pub(super) const FIELD_COUNT: Limits = counts(
    ["minProperties", "maxProperties"],
    "needs at least # fields",
    "may have at most # fields",
);

const fn counts(
    keywords: [&'static str; 2],
    at_least: &'static str,
    at_most: &'static str,
) -> Limits {
    Limits {
        keywords,
        open_keywords: None,
        at_least,
        at_most,
        above: at_least,
        below: at_most,
    }
}

impl Limits {
    /// Limits that leave less room than before.
    pub(super) fn narrowed(&self, pair: &Pair<'_>) -> Vec<Told> {
        self.changed(pair, Ordering::Greater)
    }

    /// Limits that leave more room than before.
    pub(super) fn widened(&self, pair: &Pair<'_>) -> Vec<Told> {
        self.changed(pair, Ordering::Less)
    }

    fn changed(&self, pair: &Pair<'_>, wanted: Ordering) -> Vec<Told> {
        let mut told = Vec::new();
        for is_upper in [false, true] {
            let (old, new) = (
                self.bound(&pair.old, is_upper),
                self.bound(&pair.new, is_upper),
            );
            if tightness(new.as_ref(), old.as_ref(), is_upper) != wanted {
                continue;
            }
            let Some(keyword) = new.as_ref().or(old.as_ref()).map(|bound| bound.keyword) else {
                continue;
            };
            let words = |bound: Option<&Bound>| bound.map(|bound| self.words(bound, is_upper));
            let message = match (words(old.as_ref()), words(new.as_ref())) {
                (Some(old), Some(new)) => {
                    format!("{} {new} now; before, it {old}.", pair.subject.text())
                }
                (None, Some(new)) => format!("{} {new} now.", pair.subject.text()),
                (Some(old), None) => {
                    format!(
                        "{} has a limit less; before, it {old}.",
                        pair.subject.text()
                    )
                }
                (None, None) => continue,
            };
            let is_narrower = wanted == Ordering::Greater;
            told.push(pair.told(keyword, breaks(is_narrower, !is_narrower), message));
        }
        told
    }

    fn words(&self, bound: &Bound, is_upper: bool) -> String {
        let words = match (is_upper, bound.is_open) {
            (false, false) => self.at_least,
            (true, false) => self.at_most,
            (false, true) => self.above,
            (true, true) => self.below,
        };
        words.replace('#', &bound.text)
    }

    /// The tighter one of the limits that a schema has on one side.
    fn bound(&self, side: &Side<'_>, is_upper: bool) -> Option<Bound> {
        let index = usize::from(is_upper);
        let open_keyword = self.open_keywords.map(|keywords| keywords[index]);
        let open_value = open_keyword.and_then(|keyword| side.get(keyword));
        let number = |keyword: &'static str, value: Option<&Value>, is_open: bool| {
            let value = value?;
            Some(Bound {
                keyword,
                value: value.as_f64()?,
                is_open,
                text: value.to_string(),
            })
        };
        let keyword = self.keywords[index];
        // Draft 4 says with a boolean whether the limit itself is excluded.
        let plain = number(
            keyword,
            side.get(keyword),
            open_value == Some(&Value::Bool(true)),
        );
        let open = open_keyword.and_then(|keyword| number(keyword, open_value, true));
        if tightness(plain.as_ref(), open.as_ref(), is_upper) == Ordering::Less {
            open
        } else {
            plain
        }
        // At least nothing is no limit.
        .filter(|bound| is_upper || self.open_keywords.is_some() || bound.value > 0.0)
    }
}

/// Which of two limits leaves less room.
fn tightness(left: Option<&Bound>, right: Option<&Bound>, is_upper: bool) -> Ordering {
    match (left, right) {
        (None, None) => Ordering::Equal,
        (Some(_), None) => Ordering::Greater,
        (None, Some(_)) => Ordering::Less,
        (Some(left), Some(right)) => {
            let order = left.value.total_cmp(&right.value);
            let order = if is_upper { order.reverse() } else { order };
            order.then(left.is_open.cmp(&right.is_open))
        }
    }
}
