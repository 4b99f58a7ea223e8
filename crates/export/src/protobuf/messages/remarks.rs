//! What a schema asks of a value beside its type, in words.

use crate::types::number;
use crate::types::shape::{Body, Module, Range, Shape, TextRule};
use serde_json::Value;

/// Most words that are listed.
const MOST_WORDS: usize = 24;

/// What is left to the schema, one remark each.
pub(super) fn remarks(module: &Module, shape: &Shape) -> Vec<String> {
    let mut found = Vec::new();
    collect(module, shape, &mut found, 0);
    found
}

fn collect(module: &Module, shape: &Shape, found: &mut Vec<String>, depth: usize) {
    match shape {
        Shape::Null => found.push("always null".to_owned()),
        Shape::Whole(range) | Shape::Number(range) => in_range(range, found),
        Shape::Text(rule) => in_text(rule, found),
        Shape::Literals(values) => found.push(one_of(values)),
        Shape::List(rule) => {
            bounds("item", rule.fewest, rule.most, found);
            if rule.is_unique {
                found.push("no two items alike".to_owned());
            }
            let mut inside = Vec::new();
            collect(module, &rule.items, &mut inside, depth + 1);
            found.extend(inside.into_iter().map(|one| format!("each item: {one}")));
        }
        Shape::Map(rule) => {
            bounds("member", rule.fewest, rule.most, found);
            let mut inside = Vec::new();
            collect(module, &rule.values, &mut inside, depth + 1);
            found.extend(inside.into_iter().map(|one| format!("each value: {one}")));
        }
        Shape::Nullable(inner) => {
            collect(module, inner, found, depth + 1);
            found.push("null or missing".to_owned());
        }
        Shape::Named(id) if depth < 8 => match &module.get(*id).body {
            Body::Words(words) => {
                let words: Vec<Value> = words
                    .iter()
                    .map(|word| Value::from(word.as_str()))
                    .collect();
                found.push(one_of(&words));
            }
            Body::Alias(inner) => collect(module, inner, found, depth + 1),
            Body::Record(_) => {}
        },
        Shape::Union(_) => found.push("one of several shapes".to_owned()),
        Shape::Any | Shape::Never | Shape::Bool | Shape::Named(_) => {}
    }
}

fn one_of(values: &[Value]) -> String {
    let shown: Vec<String> = values
        .iter()
        .take(MOST_WORDS)
        .map(Value::to_string)
        .collect();
    let more = if values.len() > MOST_WORDS {
        format!(" and {} more", values.len() - MOST_WORDS)
    } else {
        String::new()
    };
    match values {
        [only] => format!("always {only}"),
        _ => format!("one of {}{more}", shown.join(", ")),
    }
}

fn in_range(range: &Range, found: &mut Vec<String>) {
    if let Some((least, is_left_out)) = range.least {
        let word = if is_left_out { "more than" } else { "at least" };
        found.push(format!("{word} {}", number(least)));
    }
    if let Some((most, is_left_out)) = range.most {
        let word = if is_left_out { "less than" } else { "at most" };
        found.push(format!("{word} {}", number(most)));
    }
    if let Some(step) = range.multiple_of {
        found.push(format!("a multiple of {}", number(step)));
    }
}

fn in_text(rule: &TextRule, found: &mut Vec<String>) {
    bounds("character", rule.shortest, rule.longest, found);
    if let Some(pattern) = &rule.pattern {
        found.push(format!("matches {pattern}"));
    }
}

fn bounds(of: &str, fewest: Option<u64>, most: Option<u64>, found: &mut Vec<String>) {
    let plural = |count: u64| if count == 1 { "" } else { "s" };
    if let Some(fewest) = fewest {
        found.push(format!("at least {fewest} {of}{}", plural(fewest)));
    }
    if let Some(most) = most {
        found.push(format!("at most {most} {of}{}", plural(most)));
    }
}
