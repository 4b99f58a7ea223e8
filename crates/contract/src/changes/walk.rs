//! The way through two schemas, place by place.

use super::contribution::Contributions;
use super::document::Document;
use super::fields::declared;
use super::items::{rest_keyword, tuple};
use super::kind::{Kind, Told};
use super::kinds::{KINDS, REFERENCE, WORDS};
use super::pair::Pair;
use super::parts::{Likeness, Parts, alternatives, requirements};
use super::side::Side;
use super::subject::Subject;
use crate::compat::{Change, Way};
use baton_model::Writers;
use serde_json::Value;
use std::collections::HashSet;

/// Most changes that are told.
const MOST_CHANGES: usize = 500;

/// Most places that are visited.
const MOST_PLACES: usize = 50_000;

/// Longest pointer of a place, in bytes.
const LONGEST_POINTER: usize = 8_000;

/// A place to visit.
struct Stop<'a> {
    old: Side<'a>,
    new: Side<'a>,
    subject: Subject,
    /// Whether it stands under a `not`, where what takes values away adds some.
    is_negated: bool,
}

/// Everything that changed, in the order of the schema. What a change breaks is told as its kind has it, less what `contributions` proves to be
/// made up for.
pub(super) fn changes(
    old: &Value,
    new: &Value,
    writers: Writers,
    mut contributions: Option<Contributions>,
) -> Vec<Change> {
    let (old, new) = (Document::new(old), Document::new(new));
    let mut likeness = Likeness::default();
    let mut found = Vec::new();
    let mut untold = 0;
    let mut visited = HashSet::new();
    let mut open = vec![Stop {
        old: Side::document(&old),
        new: Side::document(&new),
        subject: Subject::payload(),
        is_negated: false,
    }];
    while let Some(stop) = open.pop() {
        let is_negated = stop.is_negated;
        let mut tell = |kind: &Kind, pair: &Pair<'_>| {
            for told in (kind.find)(pair) {
                if found.len() < MOST_CHANGES {
                    let told = match &mut contributions {
                        Some(contributions) => contributions.proven(pair, kind, told),
                        None => told,
                    };
                    found.push(change(kind.name, told, is_negated));
                } else {
                    untold += 1;
                }
            }
        };
        let mut pair = Pair {
            old: stop.old,
            new: stop.new,
            subject: stop.subject,
            writers,
            alternatives: Parts::default(),
            requirements: Parts::default(),
        };
        tell(&REFERENCE, &pair);
        pair.old = pair.old.resolved();
        pair.new = pair.new.resolved();
        let schemas = [pair.old.schema, pair.new.schema].map(std::ptr::from_ref::<Value>);
        let is_deep = pair.old.at().len().max(pair.new.at().len()) > LONGEST_POINTER;
        if is_deep || visited.len() >= MOST_PLACES || !visited.insert((schemas, is_negated)) {
            continue;
        }
        pair.alternatives = alternatives(&pair.old, &pair.new, &mut likeness);
        pair.requirements = requirements(&pair.old, &pair.new, &mut likeness);
        let is_wrapped = pair.is_wrapped();
        // A schema that became one of several alternatives is compared with that one, not with the list.
        for kind in if is_wrapped { WORDS } else { KINDS } {
            tell(kind, &pair);
        }
        let mut next = below(&pair, is_wrapped, is_negated);
        for parts in [pair.alternatives, pair.requirements] {
            if parts.is_wrapped == is_wrapped {
                next.extend(kept(parts, &pair.subject, is_negated));
            }
        }
        next.reverse();
        open.append(&mut next);
    }
    if untold > 0 {
        found.push(Change {
            pointer: String::new(),
            kind: "more_changes".to_owned(),
            breaks: Vec::new(),
            message: format!("{untold} more changes are not listed."),
        });
    }
    found
}

fn change(kind: &str, told: Told, is_negated: bool) -> Change {
    let breaks = told.breaks.iter().map(|way| match (way, is_negated) {
        (Way::Backward, false) | (Way::Forward, true) => Way::Backward,
        (Way::Forward, false) | (Way::Backward, true) => Way::Forward,
    });
    let mut breaks: Vec<Way> = breaks.collect();
    breaks.sort_unstable();
    Change {
        pointer: told.pointer,
        kind: kind.to_owned(),
        breaks,
        message: told.message,
    }
}

fn kept<'a>(parts: Parts<'a>, subject: &Subject, is_negated: bool) -> Vec<Stop<'a>> {
    parts
        .kept
        .into_iter()
        .map(|(old, new)| Stop {
            old,
            new,
            subject: subject.clone(),
            is_negated,
        })
        .collect()
}

/// The schemas below that speak about the same part of a value.
fn below<'a>(pair: &Pair<'a>, is_wrapped: bool, is_negated: bool) -> Vec<Stop<'a>> {
    if is_wrapped {
        return Vec::new();
    }
    let mut stops = Vec::new();
    let mut add = |steps: (&[&str], &[&str]), subject: Subject, is_negated: bool| {
        let sides = pair.old.below(steps.0).zip(pair.new.below(steps.1));
        if let Some((old, new)) = sides
            && ![old.schema, new.schema].contains(&&Value::Bool(false))
        {
            stops.push(Stop {
                old,
                new,
                subject,
                is_negated,
            });
        }
    };
    let subject = &pair.subject;
    for (name, _) in declared(&pair.new) {
        let way = ["properties", name];
        add((&way, &way), subject.field(name), is_negated);
    }
    for (pattern, _) in pair.maps("patternProperties").1 {
        let way = ["patternProperties", pattern];
        add((&way, &way), subject.named_like(pattern), is_negated);
    }
    // Where one side is open, that is told as such.
    let both_speak = |old: &str, new: &str| {
        [pair.old.below(&[old]), pair.new.below(&[new])]
            .iter()
            .all(|side| side.as_ref().is_some_and(|side| !side.is_open()))
    };
    for keyword in ["additionalProperties", "unevaluatedProperties"] {
        if both_speak(keyword, keyword) {
            add((&[keyword], &[keyword]), subject.other_field(), is_negated);
        }
    }
    let lists = (tuple(&pair.old), tuple(&pair.new));
    if let (Some((old, old_positions)), Some((new, new_positions))) = lists {
        for index in 0..old_positions.len().min(new_positions.len()) {
            let step = index.to_string();
            add(
                (&[old, &step], &[new, &step]),
                subject.position(index),
                is_negated,
            );
        }
    }
    if let (Some(old), Some(new)) = (rest_keyword(&pair.old), rest_keyword(&pair.new))
        && both_speak(old, new)
    {
        add((&[old], &[new]), subject.item(), is_negated);
    }
    add((&["contains"], &["contains"]), subject.item(), is_negated);
    add(
        (&["propertyNames"], &["propertyNames"]),
        subject.name(),
        is_negated,
    );
    add((&["not"], &["not"]), subject.clone(), !is_negated);
    if pair.old.get("if").is_some() && pair.old.get("if") == pair.new.get("if") {
        add((&["then"], &["then"]), subject.clone(), is_negated);
        add((&["else"], &["else"]), subject.clone(), is_negated);
    }
    for keyword in ["dependentSchemas", "dependencies"] {
        for (name, schema) in pair.maps(keyword).1 {
            if schema.is_object() {
                let way = [keyword, name];
                add((&way, &way), subject.clone(), is_negated);
            }
        }
    }
    stops
}
