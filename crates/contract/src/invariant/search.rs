//! A payload that keeps what one side asks and violates what the other side asks.
//!
//! Whether there is one cannot be decided for conditions in general, so this tries: known payloads, and changes of them at the members
//! that the conditions name, with the values that the conditions compare with. What is found is checked by running the conditions.

use super::Invariants;
use super::expression::Condition;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// What is looked for, and how long.
pub(crate) struct Probe<'a> {
    /// Payloads to begin with, the most readable ones first.
    pub(crate) seeds: &'a [Value],
    /// What the payload has to be.
    pub(crate) allowed: &'a dyn Fn(&Value) -> bool,
    /// Of what it has to violate at least one.
    pub(crate) violates: &'a Invariants,
    /// Most payloads that are tried.
    pub(crate) tries: u32,
}

/// Most places of a payload that are changed.
const MOST_PLACES: usize = 60;

/// Most values that are tried at a place.
const MOST_VALUES: usize = 24;

/// A payload that is allowed and violates, without members that it can do without.
pub(crate) fn violating(probe: &Probe<'_>) -> Option<Value> {
    let mut search = Search {
        probe,
        left: probe.tries,
    };
    let found = search.run()?;
    Some(search.smaller(found))
}

struct Search<'a> {
    probe: &'a Probe<'a>,
    left: u32,
}

impl Search<'_> {
    fn run(&mut self) -> Option<Value> {
        if let Some(found) = self.probe.seeds.iter().find(|seed| self.is_it(seed)) {
            return Some(found.clone());
        }
        let conditions = self.probe.violates.conditions();
        let named: BTreeSet<&str> = conditions
            .flat_map(Condition::paths)
            .map(String::as_str)
            .collect();
        let values = values(self.probe.violates);
        for seed in self.probe.seeds {
            for place in places(seed, &named) {
                for change in &values {
                    if let Some(changed) = with(seed, &place, change)
                        && self.tried(&changed)?
                    {
                        return Some(changed);
                    }
                }
            }
        }
        // Conditions often weigh two members against each other.
        for seed in self.probe.seeds {
            for (first, second) in pairs(&named) {
                for change in &values {
                    let Some(once) = with(seed, first, change) else {
                        continue;
                    };
                    for change in &values {
                        if let Some(twice) = with(&once, second, change)
                            && self.tried(&twice)?
                        {
                            return Some(twice);
                        }
                    }
                }
            }
        }
        None
    }

    fn is_it(&self, payload: &Value) -> bool {
        (self.probe.allowed)(payload) && !self.probe.violates.hold(payload)
    }

    /// Whether it is what was looked for; none when nothing more may be tried.
    fn tried(&mut self, payload: &Value) -> Option<bool> {
        self.left = self.left.checked_sub(1)?;
        Some(self.is_it(payload))
    }

    /// The same without what it can do without, largest parts first.
    fn smaller(&mut self, mut found: Value) -> Value {
        loop {
            let mut places = Vec::new();
            collect(&found, "", &mut places);
            let less = places
                .into_iter()
                .filter(|place| !place.is_empty())
                .find_map(|place| {
                    let less = with(&found, &place, &Change::Remove)?;
                    self.tried(&less).unwrap_or(false).then_some(less)
                });
            match less {
                Some(less) => found = less,
                None => return found,
            }
        }
    }
}

enum Change {
    Remove,
    Set(Value),
}

fn pairs<'a>(named: &'a BTreeSet<&str>) -> impl Iterator<Item = (&'a str, &'a str)> {
    let all = named.iter().enumerate();
    all.flat_map(move |(at, first)| {
        named
            .iter()
            .skip(at + 1)
            .map(move |second| (*first, *second))
    })
}

/// The values that conditions compare with, what is next to them, and what is often a limit.
fn values(conditions: &Invariants) -> Vec<Change> {
    let mut out: Vec<Value> = Vec::new();
    let mut add = |value: Value| {
        if out.len() < MOST_VALUES && !out.contains(&value) {
            out.push(value);
        }
    };
    for literal in conditions.conditions().flat_map(Condition::literals) {
        if let Some(number) = literal.as_i64() {
            for near in [number, number.saturating_sub(1), number.saturating_add(1)] {
                add(json!(near));
            }
        } else if let Some(number) = literal.as_f64() {
            for near in [number, number - 1.0, number + 1.0] {
                add(if near.fract() == 0.0 && near.abs() < 1e15 {
                    json!(near as i64)
                } else {
                    json!(near)
                });
            }
        } else {
            add(literal.clone());
        }
    }
    for usual in [
        json!(false),
        json!(true),
        json!(0),
        json!(1),
        json!(-1),
        json!(1000),
        json!(""),
        json!("x"),
        json!([]),
        json!({}),
        Value::Null,
    ] {
        add(usual);
    }
    std::iter::once(Change::Remove)
        .chain(out.into_iter().map(Change::Set))
        .collect()
}

/// Where a payload is changed: first the members that conditions name, then all others, outer ones first.
fn places(seed: &Value, named: &BTreeSet<&str>) -> Vec<String> {
    let mut out: Vec<String> = named.iter().map(|place| (*place).to_owned()).collect();
    let mut all = Vec::new();
    collect(seed, "", &mut all);
    out.extend(
        all.into_iter()
            .filter(|place| !named.contains(place.as_str())),
    );
    out.truncate(MOST_PLACES);
    out
}

fn collect(value: &Value, at: &str, out: &mut Vec<String>) {
    if out.len() > MOST_PLACES * 4 {
        return;
    }
    out.push(at.to_owned());
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                let name = name.replace('~', "~0").replace('/', "~1");
                collect(member, &format!("{at}/{name}"), out);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                collect(item, &format!("{at}/{index}"), out);
            }
        }
        _ => {}
    }
}

/// The payload with a change at a place; none where nothing would change or the place cannot be.
fn with(payload: &Value, place: &str, change: &Change) -> Option<Value> {
    let Some((parent, last)) = place.rsplit_once('/') else {
        return match change {
            Change::Set(value) if value != payload => Some(value.clone()),
            _ => None,
        };
    };
    let name = last.replace("~1", "/").replace("~0", "~");
    let mut changed = payload.clone();
    match (changed.pointer_mut(parent)?, change) {
        (Value::Object(members), Change::Remove) => {
            members.remove(&name)?;
        }
        (Value::Array(items), Change::Remove) => {
            let index: usize = name.parse().ok().filter(|index| *index < items.len())?;
            items.remove(index);
        }
        (Value::Object(members), Change::Set(value)) => {
            if members.insert(name, value.clone()).as_ref() == Some(value) {
                return None;
            }
        }
        (Value::Array(items), Change::Set(value)) => {
            let item = items.get_mut(name.parse::<usize>().ok()?)?;
            if item == value {
                return None;
            }
            *item = value.clone();
        }
        _ => return None,
    }
    Some(changed)
}
