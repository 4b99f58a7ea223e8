//! `unevaluatedProperties` and `unevaluatedItems`: what the schemas that apply at the same value leave over.
//!
//! Each of those schemas covers some names or items, always or only where the value is in some set (the accepting branches of `anyOf` and
//! `oneOf`, `if`, the members that trigger). The names are cut into regions that the same conditions cover; a region is left over where
//! none of its conditions holds. So `unevaluated*` becomes one clause for each region, exactly.

use super::objects::too_large;
use super::{DEEPEST, Members, Parts, Place, Reader, pointer};
use crate::draft::Draft;
use crate::set::settle::Slot;
use crate::set::{Atom, NodeId, Schemas, Types};
use crate::validate::SchemaProblem;
use baton_regular::Language;
use serde_json::Value;

/// Most conditions and regions that are told apart.
const MOST_REGIONS: usize = 64;

/// Most conditions under which `contains` covers items.
const MOST_MATCHERS: usize = 4;

/// Why the keyword was not read as sets.
enum Stop {
    Problem(SchemaProblem),
    Unread(Box<str>),
}

impl From<SchemaProblem> for Stop {
    fn from(problem: SchemaProblem) -> Self {
        Stop::Problem(problem)
    }
}

/// What the schemas at a value cover, and where: a set of values, and the names or items that are covered for the values in it.
#[derive(Default)]
struct Covered {
    names: Vec<(NodeId, Language)>,
    /// So many first items; all of them without a number.
    first_items: Vec<(NodeId, Option<u64>)>,
    /// The items in a set.
    matching: Vec<(NodeId, NodeId)>,
    /// The schemas around the one that is looked at.
    entered: Vec<*const Value>,
}

impl<'d> Reader<'_, 'd> {
    pub(super) fn unevaluated_properties(
        &mut self,
        value: &'d Value,
        at: Place<'d>,
        parts: &mut Parts,
    ) -> Result<(), SchemaProblem> {
        let keyword = "unevaluatedProperties";
        if *value == Value::Bool(true) {
            return Ok(());
        }
        let each = self.child(value, at, &[keyword])?;
        let is_typed = self.is_typed(value, at)?;
        match self.left_over_names(at) {
            Ok(regions) => {
                for (names, conditions) in regions {
                    if is_typed && conditions.is_empty() {
                        parts.declare(names.clone());
                        if self.declares(each.schema) {
                            parts.declares.members.push((names.clone(), each.schema));
                        }
                    } else if is_typed {
                        parts.declares.unclear = Some(beside(keyword));
                    }
                    let rest = self.schemas.atom(Atom::Members {
                        names,
                        each: each.body,
                    });
                    let mut clause = conditions;
                    clause.push(rest);
                    parts.sets.push(self.schemas.any(&clause));
                }
                Ok(())
            }
            Err(stop) => self.unread(keyword, stop, at, parts),
        }
    }

    pub(super) fn unevaluated_items(
        &mut self,
        value: &'d Value,
        at: Place<'d>,
        parts: &mut Parts,
    ) -> Result<(), SchemaProblem> {
        let keyword = "unevaluatedItems";
        if *value == Value::Bool(true) {
            return Ok(());
        }
        let each = self.child(value, at, &[keyword])?;
        let is_typed = self.is_typed(value, at)?;
        match self.left_over_items(at, each, is_typed, parts) {
            Ok(()) => Ok(()),
            Err(stop) => self.unread(keyword, stop, at, parts),
        }
    }

    fn unread(
        &mut self,
        keyword: &str,
        stop: Stop,
        at: Place<'d>,
        parts: &mut Parts,
    ) -> Result<(), SchemaProblem> {
        match stop {
            Stop::Problem(problem) => Err(problem),
            Stop::Unread(reason) => {
                let around = at.value.as_object().cloned().unwrap_or_default();
                let set = self.opaque(keyword, &reason, around, at.draft);
                parts.sets.push(set);
                parts.declares.unclear = Some(reason);
                Ok(())
            }
        }
    }

    /// The names that may be left over, in regions, each with the sets in which it is not.
    fn left_over_names(&mut self, at: Place<'d>) -> Result<Vec<(Language, Vec<NodeId>)>, Stop> {
        let mut covered = Covered::default();
        self.cover(at, Schemas::ALWAYS, &mut covered)?;
        let limit = |error| Stop::Unread(too_large(error));
        let mut always = Language::none();
        let mut sometimes: Vec<(NodeId, Language)> = Vec::new();
        for (when, names) in covered.names {
            let known = if when == Schemas::ALWAYS {
                &mut always
            } else if let Some(index) = sometimes.iter().position(|(other, _)| *other == when) {
                &mut sometimes[index].1
            } else {
                sometimes.push((when, names));
                continue;
            };
            *known = known
                .or_within(&names, &self.schemas.meter)
                .map_err(limit)?;
        }
        let mut regions = vec![(always.complement(), Vec::new())];
        for (when, names) in sometimes {
            let mut finer = Vec::with_capacity(regions.len() + 1);
            for (region, conditions) in regions {
                let meter = &self.schemas.meter;
                let inside = region.and_within(&names, meter).map_err(limit)?;
                let outside = region.minus_within(&names, meter).map_err(limit)?;
                if !inside.is_empty() {
                    let mut conditions = conditions.clone();
                    conditions.push(when);
                    finer.push((inside, conditions));
                }
                finer.push((outside, conditions));
            }
            finer.retain(|(region, _)| !region.is_empty());
            if finer.len() > MOST_REGIONS {
                return Err(Stop::Unread(
                    "too many branches cover different members".into(),
                ));
            }
            regions = finer;
        }
        regions.retain(|(region, _)| !region.is_empty());
        Ok(regions)
    }

    /// Adds a clause for each run of items that the same conditions cover.
    fn left_over_items(
        &mut self,
        at: Place<'d>,
        each: Slot,
        is_typed: bool,
        parts: &mut Parts,
    ) -> Result<(), Stop> {
        let mut covered = Covered::default();
        self.cover(at, Schemas::ALWAYS, &mut covered)?;
        let mut from = 0;
        for (when, first) in &covered.first_items {
            if *when == Schemas::ALWAYS {
                match first {
                    Some(count) => from = from.max(*count),
                    None => return Ok(()),
                }
            }
        }
        let (always, sometimes): (Vec<_>, Vec<_>) = covered
            .matching
            .into_iter()
            .partition(|(when, _)| *when == Schemas::ALWAYS);
        covered
            .first_items
            .retain(|(when, first)| *when != Schemas::ALWAYS && first.is_none_or(|n| n > from));
        if sometimes.len() > MOST_MATCHERS || covered.first_items.len() > MOST_REGIONS {
            return Err(Stop::Unread(
                "too many branches cover different items".into(),
            ));
        }
        if is_typed {
            if always.is_empty() && sometimes.is_empty() && covered.first_items.is_empty() {
                if self.declares(each.schema) {
                    parts.declares.items.push((from, None, each.schema));
                }
            } else {
                parts.declares.unclear = Some(beside("unevaluatedItems"));
            }
        }
        let mut ends: Vec<u64> = covered.first_items.iter().filter_map(|run| run.1).collect();
        ends.sort_unstable();
        ends.dedup();
        let starts = std::iter::once(from).chain(ends.iter().copied());
        let ends = ends.iter().copied().map(Some).chain([None]);
        let runs: Vec<(u64, Option<u64>)> = starts.zip(ends).collect();
        for (from, to) in runs {
            let covering: Vec<NodeId> = covered
                .first_items
                .iter()
                .filter(|(_, first)| match (first, to) {
                    (None, _) => true,
                    (Some(count), Some(to)) => *count >= to,
                    (Some(_), None) => false,
                })
                .map(|(when, _)| *when)
                .collect();
            for chosen in 0_u32..1 << sometimes.len() {
                let mut clause = covering.clone();
                let mut accepted = vec![each.body];
                accepted.extend(always.iter().map(|(_, matching)| *matching));
                for (index, (when, matching)) in sometimes.iter().enumerate() {
                    if chosen >> index & 1 == 1 {
                        accepted.push(*matching);
                    } else {
                        clause.push(*when);
                    }
                }
                let each = self.schemas.any(&accepted);
                clause.push(self.schemas.atom(Atom::Items { from, to, each }));
                parts.sets.push(self.schemas.any(&clause));
            }
        }
        Ok(())
    }

    /// Collects what a schema covers for the values in `when`, which it accepts.
    fn cover(&mut self, at: Place<'d>, when: NodeId, covered: &mut Covered) -> Result<(), Stop> {
        let Value::Object(members) = at.value else {
            return Ok(());
        };
        let address = std::ptr::from_ref(at.value);
        if covered.entered.contains(&address) {
            return Ok(());
        }
        if at.draft < Draft::Draft201909 {
            return Err(Stop::Unread(
                "a schema of an older draft applies beside it".into(),
            ));
        }
        let conditions = covered.names.len() + covered.first_items.len() + covered.matching.len();
        if covered.entered.len() > DEEPEST || conditions > 4 * MOST_REGIONS {
            return Err(Stop::Unread("too many schemas apply beside it".into()));
        }
        let is_root = covered.entered.is_empty();
        covered.entered.push(address);
        self.cover_names(members, when, is_root, covered)?;
        self.cover_items(members, at, when, is_root, covered)?;
        self.cover_in_place(members, at, when, covered)?;
        covered.entered.pop();
        Ok(())
    }

    fn cover_names(
        &mut self,
        members: &'d Members,
        when: NodeId,
        is_root: bool,
        covered: &mut Covered,
    ) -> Result<(), Stop> {
        if members.contains_key("additionalProperties")
            || (!is_root && members.contains_key("unevaluatedProperties"))
        {
            covered.names.push((when, Language::all()));
            return Ok(());
        }
        if let Some(Value::Object(properties)) = members.get("properties")
            && !properties.is_empty()
        {
            let names = Language::words(properties.keys().map(String::as_str));
            covered.names.push((when, names));
        }
        if let Some(Value::Object(patterns)) = members.get("patternProperties") {
            for pattern in patterns.keys() {
                let names = self.schemas.pattern(pattern).map_err(Stop::Unread)?;
                covered.names.push((when, names));
            }
        }
        Ok(())
    }

    fn cover_items(
        &mut self,
        members: &'d Members,
        at: Place<'d>,
        when: NodeId,
        is_root: bool,
        covered: &mut Covered,
    ) -> Result<(), Stop> {
        if !is_root && members.contains_key("unevaluatedItems") {
            covered.first_items.push((when, None));
            return Ok(());
        }
        let is_newest = at.draft == Draft::Draft202012;
        match members.get("items") {
            Some(Value::Array(items)) if !is_newest && !members.contains_key("additionalItems") => {
                covered.first_items.push((when, Some(items.len() as u64)));
            }
            Some(_) => covered.first_items.push((when, None)),
            None => {}
        }
        if is_newest && let Some(Value::Array(items)) = members.get("prefixItems") {
            covered.first_items.push((when, Some(items.len() as u64)));
        }
        if let Some(contains) = members.get("contains") {
            let matching = self.child(contains, at, &["contains"])?.body;
            covered.matching.push((when, matching));
        }
        Ok(())
    }

    /// What applies at the same value.
    fn cover_in_place(
        &mut self,
        members: &'d Members,
        at: Place<'d>,
        when: NodeId,
        covered: &mut Covered,
    ) -> Result<(), Stop> {
        for keyword in ["$ref", "$dynamicRef", "$recursiveRef"] {
            if let Some(reference) = members.get(keyword)
                && let Some(found) = self.referred(keyword, reference, at)?
            {
                let around = std::mem::replace(&mut self.pointer, found.pointer);
                let result = self.cover(found.at, when, covered);
                self.pointer = around;
                result?;
            }
        }
        for keyword in ["allOf", "anyOf", "oneOf"] {
            if let Some(Value::Array(branches)) = members.get(keyword) {
                for (index, branch) in branches.iter().enumerate() {
                    let steps = [keyword, &index.to_string()];
                    let applies = if keyword == "allOf" {
                        when
                    } else {
                        let accepted = self.child(branch, at, &steps)?.body;
                        self.schemas.all(&[when, accepted])
                    };
                    self.cover_child(branch, at, &steps, applies, covered)?;
                }
            }
        }
        if let Some(test) = members.get("if") {
            let accepted = self.child(test, at, &["if"])?.body;
            let rejected = self.schemas.not(accepted);
            let yes = self.schemas.all(&[when, accepted]);
            let no = self.schemas.all(&[when, rejected]);
            self.cover_child(test, at, &["if"], yes, covered)?;
            for (keyword, applies) in [("then", yes), ("else", no)] {
                if let Some(branch) = members.get(keyword) {
                    self.cover_child(branch, at, &[keyword], applies, covered)?;
                }
            }
        }
        if let Some(Value::Object(dependent)) = members.get("dependentSchemas") {
            for (name, schema) in dependent {
                // The atom alone says nothing about arrays, which no dependency applies to.
                let object = self.schemas.atom(Atom::Type(Types::OBJECT));
                let has = self.schemas.atom(Atom::Has(name.as_str().into()));
                let applies = self.schemas.all(&[when, object, has]);
                self.cover_child(schema, at, &["dependentSchemas", name], applies, covered)?;
            }
        }
        Ok(())
    }

    fn cover_child(
        &mut self,
        value: &'d Value,
        around: Place<'d>,
        steps: &[&str],
        when: NodeId,
        covered: &mut Covered,
    ) -> Result<(), Stop> {
        if when == Schemas::NEVER {
            return Ok(());
        }
        let length = self.pointer.len();
        for step in steps {
            pointer::push(&mut self.pointer, step);
        }
        let place = self.resources.enter(value, around, &self.pointer)?;
        let result = self.cover(place, when, covered);
        self.pointer.truncate(length);
        result
    }
}

/// Why it is unclear what a schema that governs what is left over declares.
fn beside(keyword: &str) -> Box<str> {
    format!("'{keyword}' is a schema beside branches that cover different parts").into()
}
