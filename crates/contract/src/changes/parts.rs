//! Schemas that are put together from others: which part of the new one was which part of the old one.

use super::side::Side;
use serde_json::{Map, Value};
use std::collections::{BTreeSet, HashMap};

/// Most parts that are compared with each other; in longer lists only equal ones find each other.
const MOST_COMPARED: usize = 200;

/// Field names that are looked at to find out which parts are alike.
const MOST_NAMES: usize = 4_000_000;

/// Parts of two schemas.
#[derive(Debug, Default)]
pub(super) struct Parts<'a> {
    /// What was and still is there, changed or not.
    pub(super) kept: Vec<(Side<'a>, Side<'a>)>,
    /// What is there no more.
    pub(super) removed: Vec<Side<'a>>,
    /// What was not there.
    pub(super) added: Vec<Side<'a>>,
    /// Whether one of the schemas is itself taken for a part, since the other one is nothing but a list of parts.
    pub(super) is_wrapped: bool,
}

/// The keyword of the alternatives that a schema lists.
pub(super) fn alternatives_keyword(side: &Side<'_>) -> Option<&'static str> {
    ["anyOf", "oneOf"]
        .into_iter()
        .find(|keyword| side.get(keyword).is_some_and(Value::is_array))
}

/// Alternatives, of which one (or at least one) has to fit.
pub(super) fn alternatives<'a>(
    old: &Side<'a>,
    new: &Side<'a>,
    likeness: &mut Likeness,
) -> Parts<'a> {
    let lists = |side: &Side<'a>| alternatives_keyword(side).map(|keyword| list(side, keyword));
    let pure =
        |side: &Side<'a>| alternatives_keyword(side).is_some_and(|keyword| side.says_only(keyword));
    match (lists(old), lists(new)) {
        (Some(old), Some(new)) => matched(old, new, likeness),
        (None, Some(parts)) if pure(new) => wrapped(vec![old.clone()], parts, likeness),
        (Some(parts), None) if pure(old) => wrapped(parts, vec![new.clone()], likeness),
        _ => Parts::default(),
    }
}

/// Schemas that have to fit together: `allOf`, and a reference beside other keywords.
pub(super) fn requirements<'a>(
    old: &Side<'a>,
    new: &Side<'a>,
    likeness: &mut Likeness,
) -> Parts<'a> {
    let lists = |side: &Side<'a>| {
        let mut parts = list(side, "allOf");
        parts.extend(side.target());
        parts
    };
    let (was, is) = (lists(old), lists(new));
    if was.is_empty() && !is.is_empty() && new.says_only("allOf") {
        return wrapped(vec![old.clone()], is, likeness);
    }
    if is.is_empty() && !was.is_empty() && old.says_only("allOf") {
        return wrapped(was, vec![new.clone()], likeness);
    }
    matched(was, is, likeness)
}

fn list<'a>(side: &Side<'a>, keyword: &str) -> Vec<Side<'a>> {
    let count = side
        .get(keyword)
        .and_then(Value::as_array)
        .map_or(0, Vec::len);
    (0..count)
        .filter_map(|index| side.below(&[keyword, &index.to_string()]))
        .collect()
}

fn wrapped<'a>(old: Vec<Side<'a>>, new: Vec<Side<'a>>, likeness: &mut Likeness) -> Parts<'a> {
    let parts = matched(old, new, likeness);
    // Only if the schema is one of the parts; else it was replaced.
    Parts {
        is_wrapped: !parts.kept.is_empty(),
        ..parts
    }
}

/// Equal parts first, then the most alike ones.
fn matched<'a>(old: Vec<Side<'a>>, new: Vec<Side<'a>>, likeness: &mut Likeness) -> Parts<'a> {
    let mut by_text: HashMap<String, Vec<usize>> = HashMap::new();
    for (index, part) in new.iter().enumerate().rev() {
        by_text
            .entry(part.schema.to_string())
            .or_default()
            .push(index);
    }
    let mut parts = Parts::default();
    let mut taken = BTreeSet::new();
    for part in old {
        let equal = by_text.get_mut(&part.schema.to_string()).and_then(Vec::pop);
        if let Some(index) = equal {
            taken.insert(index);
            parts.kept.push((part, new[index].clone()));
        } else {
            parts.removed.push(part);
        }
    }
    parts.added = new;
    retain_others(&mut parts.added, &taken);
    if parts.removed.len().max(parts.added.len()) > MOST_COMPARED {
        return parts;
    }
    let Some(compared) = likeness.of(&parts) else {
        return parts;
    };
    let (mut lefts, mut rights) = (BTreeSet::new(), BTreeSet::new());
    let mut pairs = Vec::new();
    for (_, left, right) in compared {
        if !lefts.contains(&left) && !rights.contains(&right) {
            lefts.insert(left);
            rights.insert(right);
            pairs.push((left, right));
        }
    }
    pairs.sort_unstable();
    for (left, right) in pairs {
        parts
            .kept
            .push((parts.removed[left].clone(), parts.added[right].clone()));
    }
    retain_others(&mut parts.removed, &lefts);
    retain_others(&mut parts.added, &rights);
    parts
}

fn retain_others(parts: &mut Vec<Side<'_>>, taken: &BTreeSet<usize>) {
    let mut index = 0;
    parts.retain(|_| {
        index += 1;
        !taken.contains(&(index - 1))
    });
}

/// Compares parts with each other, as long as that does not take too long.
pub(super) struct Likeness {
    /// Field names that may still be looked at.
    left: usize,
}

impl Default for Likeness {
    fn default() -> Self {
        Self { left: MOST_NAMES }
    }
}

impl Likeness {
    /// How much what went and what came have in common, the most alike ones first, with their places; none if that takes too long.
    fn of(&mut self, parts: &Parts<'_>) -> Option<Vec<(u32, usize, usize)>> {
        let [removed, added] = [&parts.removed, &parts.added].map(|parts| {
            let resolved = parts.iter().map(|part| part.clone().resolved().schema);
            resolved.map(LookedInto::new).collect::<Vec<_>>()
        });
        let names = |parts: &[LookedInto<'_>]| -> usize {
            parts.iter().map(|part| 1 + part.names.len()).sum()
        };
        let looks = names(&removed) * added.len() + names(&added) * removed.len();
        self.left = self.left.checked_sub(looks)?;
        let mut compared = Vec::new();
        for (left, old) in removed.iter().enumerate() {
            for (right, new) in added.iter().enumerate() {
                let alike = old.alike(new);
                if alike > 0 {
                    compared.push((alike, left, right));
                }
            }
        }
        compared.sort_by_key(|(alike, left, right)| (std::cmp::Reverse(*alike), *left, *right));
        Some(compared)
    }
}

/// A schema, and what it is compared by.
struct LookedInto<'a> {
    schema: &'a Value,
    tag: Option<Vec<(&'a str, &'a Value)>>,
    /// Its fields, in order.
    names: Vec<&'a str>,
}

impl<'a> LookedInto<'a> {
    fn new(schema: &'a Value) -> Self {
        let fields = schema.get("properties").and_then(Value::as_object);
        let names = fields.into_iter().flat_map(Map::keys).map(String::as_str);
        let mut names: Vec<&str> = names.collect();
        names.sort_unstable();
        Self {
            schema,
            tag: tag(schema),
            names,
        }
    }

    /// How much two schemas have in common; 0 if they are different things.
    fn alike(&self, new: &Self) -> u32 {
        if self.schema == new.schema {
            return 1_000;
        }
        if let (Some(old), Some(new)) = (&self.tag, &new.tag) {
            return if old == new { 900 } else { 0 };
        }
        let both = |keyword: &str| (self.schema.get(keyword), new.schema.get(keyword));
        let (old_type, new_type) = both("type");
        if old_type != new_type {
            return 0;
        }
        let same = |keyword: &str| matches!(both(keyword), (Some(old), Some(new)) if old == new);
        let named = 300 * u32::from(same("title")) + 300 * u32::from(same("$ref"));
        named + self.shared(new) + u32::from(old_type.is_some())
    }

    /// Share of field names that both have, in hundredths.
    fn shared(&self, new: &Self) -> u32 {
        let is_there = |name: &&&str| new.names.binary_search(name).is_ok();
        let both = self.names.iter().filter(is_there).count();
        match self.names.len() + new.names.len() - both {
            0 => 0,
            all => (100 * both / all) as u32,
        }
    }
}

/// The fields with a single value by which alternatives are told apart, and the value of a schema that is one itself.
fn tag(schema: &Value) -> Option<Vec<(&str, &Value)>> {
    let single = |schema: &'_ Value| match (schema.get("const"), schema.get("enum")) {
        (Some(_), _) => true,
        (None, Some(Value::Array(values))) => values.len() == 1,
        _ => false,
    };
    if single(schema) {
        return Some(vec![("", schema)]);
    }
    let fields = schema.get("properties")?.as_object()?;
    let tags: Vec<(&str, &Value)> = fields
        .iter()
        .filter(|(_, field)| single(field))
        .map(|(name, field)| (name.as_str(), field))
        .collect();
    (!tags.is_empty()).then_some(tags)
}
