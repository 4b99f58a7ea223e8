//! The checks of what a type cannot say, put together from those in `checks.rs` of the exported crate.

use super::{Writer, quoted};
use crate::types::names::snake;
use crate::types::number;
use crate::types::shape::{Body, Range, Rest, Shape, TextRule};
use std::fmt::Write as _;

impl Writer<'_> {
    pub(super) fn check_of(&mut self, index: usize) -> String {
        match &self.module.types[index].body {
            Body::Record(record) => {
                let mut text = "place.record(\n        &[".to_owned();
                for member in &record.members {
                    let check = self.check(&member.shape);
                    let _ = write!(
                        text,
                        "\n            ({}, {}, {check}),",
                        quoted(&member.name),
                        member.is_required
                    );
                }
                let rest = match &record.rest {
                    Rest::Open => "None".to_owned(),
                    Rest::Closed => "Some(|place| place.nothing())".to_owned(),
                    Rest::Of(shape) => format!("Some({})", self.check(shape)),
                };
                text + "\n        ],\n        " + &rest + ",\n    )"
            }
            Body::Words(words) => {
                let words: Vec<String> = words.iter().map(|word| quoted(word)).collect();
                format!("place.words(&[{}])", words.join(", "))
            }
            Body::Alias(shape) => {
                let check = self.check(shape);
                format!("let check: crate::checks::Check = {check};\n    check(place)")
            }
        }
    }

    /// A function of a place.
    fn check(&mut self, shape: &Shape) -> String {
        let call = match shape {
            Shape::Any => return "|_| ()".to_owned(),
            Shape::Named(id) => return function(&self.names[id.0]),
            Shape::Never => "nothing()".to_owned(),
            Shape::Null => "null()".to_owned(),
            Shape::Bool => "bool()".to_owned(),
            Shape::Whole(range) => format!("whole(&{})", bounds(range)),
            Shape::Number(range) => format!("number(&{})", bounds(range)),
            Shape::Text(rule) => format!("text(&{})", self.text_rule(rule)),
            Shape::Literals(values) => {
                let all: Vec<String> = values
                    .iter()
                    .map(|value| quoted(&value.to_string()))
                    .collect();
                format!("literals(&[{}])", all.join(", "))
            }
            Shape::List(list) => {
                format!(
                    "list({:?}, {:?}, {}, {})",
                    list.fewest,
                    list.most,
                    list.is_unique,
                    self.check(&list.items)
                )
            }
            Shape::Map(map) => format!(
                "map({:?}, {:?}, {})",
                map.fewest,
                map.most,
                self.check(&map.values)
            ),
            Shape::Nullable(inner) => format!("nullable({})", self.check(inner)),
            Shape::Union(union) => {
                let words: Option<Vec<String>> =
                    union.discriminator.as_deref().and_then(|member| {
                        union
                            .branches
                            .iter()
                            .map(|branch| self.module.word(branch, member))
                            .collect()
                    });
                let checks: Vec<String> = union
                    .branches
                    .iter()
                    .map(|branch| self.check(branch))
                    .collect();
                match (&union.discriminator, words) {
                    (Some(member), Some(words)) => {
                        let all: Vec<String> = words
                            .iter()
                            .zip(&checks)
                            .map(|(word, check)| format!("({}, {check})", quoted(word)))
                            .collect();
                        format!("by_member({}, &[{}])", quoted(member), all.join(", "))
                    }
                    _ => format!("one_of(&[{}])", checks.join(", ")),
                }
            }
        };
        format!("|place| place.{call}")
    }

    fn text_rule(&mut self, rule: &TextRule) -> String {
        let mut parts = Vec::new();
        parts.extend(
            rule.shortest
                .map(|shortest| format!("shortest: Some({shortest})")),
        );
        parts.extend(
            rule.longest
                .map(|longest| format!("longest: Some({longest})")),
        );
        if let Some(pattern) = &rule.pattern {
            let known = self.patterns.iter().position(|known| known == pattern);
            let index = known.unwrap_or_else(|| {
                self.patterns.push(pattern.clone());
                self.patterns.len() - 1
            });
            parts.push(format!("pattern: Some(&PATTERN_{index})"));
        }
        with_default("TextRule", parts, 3)
    }
}

fn with_default(name: &str, mut parts: Vec<String>, all: usize) -> String {
    if parts.is_empty() {
        return format!("{name}::default()");
    }
    if parts.len() < all {
        parts.push(format!("..{name}::default()"));
    }
    format!("{name} {{ {} }}", parts.join(", "))
}

/// The name of a type's check.
pub(super) fn function(name: &str) -> String {
    format!("check_{}", snake(name)) + if name.ends_with('_') { "_" } else { "" }
}

fn bounds(range: &Range) -> String {
    let mut parts = Vec::new();
    if let Some((least, is_left_out)) = range.least {
        parts.push(format!(
            "{}: Some({least:?})",
            if is_left_out { "above" } else { "least" }
        ));
    }
    if let Some((most, is_left_out)) = range.most {
        parts.push(format!(
            "{}: Some({most:?})",
            if is_left_out { "below" } else { "most" }
        ));
    }
    parts.extend(
        range
            .multiple_of
            .map(|of| format!("multiple_of: Some({})", quoted(&number(of)))),
    );
    with_default("Range", parts, 5)
}
