//! Keywords about objects.

use super::opaque::only;
use super::{Members, Parts, Place, Reader, sorted};
use crate::draft::Draft;
use crate::set::settle::Slot;
use crate::set::{Atom, Schemas, Types};
use crate::validate::SchemaProblem;
use baton_regular::{Language, Meter, TooLarge};
use serde_json::{Map, Value};

/// Transitions that are followed to tell whether the patterns of one object overlap.
const MOST_TO_TELL_APART: u64 = 1_000_000;

impl<'d> Reader<'_, 'd> {
    pub(super) fn object_keyword(
        &mut self,
        keyword: &str,
        value: &'d Value,
        members: &'d Members,
        at: Place<'d>,
        parts: &mut Parts,
    ) -> Result<(), SchemaProblem> {
        match keyword {
            "properties" => self.properties(value, at, parts),
            "patternProperties" => self.pattern_properties(value, at, parts),
            "additionalProperties" => self.additional_properties(value, members, at, parts),
            "unevaluatedProperties" if at.draft >= Draft::Draft201909 => {
                self.unevaluated_properties(value, at, parts)
            }
            "propertyNames" if at.draft >= Draft::Draft6 => self.property_names(value, at, parts),
            "required" => {
                let names = self.names(keyword, value)?;
                for name in &names {
                    self.push(Atom::Has((*name).into()), parts);
                }
                parts.declare(Language::words(names));
                Ok(())
            }
            "minProperties" => {
                let least = self.size(keyword, value, at)?;
                self.push(Atom::MinMembers(least), parts);
                Ok(())
            }
            "maxProperties" => {
                let most = self.size(keyword, value, at)?;
                self.push(Atom::MaxMembers(most), parts);
                Ok(())
            }
            "dependentRequired" if at.draft < Draft::Draft201909 => Ok(()),
            "dependentRequired" | "dependencies" => self.dependencies(keyword, value, at, parts),
            _ => Ok(()),
        }
    }

    fn properties(
        &mut self,
        value: &'d Value,
        at: Place<'d>,
        parts: &mut Parts,
    ) -> Result<(), SchemaProblem> {
        let Value::Object(properties) = value else {
            return Err(self.malformed("properties", "schemas by name"));
        };
        let mut declared = Vec::with_capacity(properties.len());
        for (name, value) in sorted(properties) {
            let each = self.child(value, at, &["properties", name])?;
            let names = self.schemas.word(name);
            self.govern(names, each, parts);
            if *value != Value::Bool(false) {
                declared.push(name);
            }
        }
        parts.declare(Language::words(declared));
        Ok(())
    }

    fn pattern_properties(
        &mut self,
        value: &'d Value,
        at: Place<'d>,
        parts: &mut Parts,
    ) -> Result<(), SchemaProblem> {
        let Value::Object(patterns) = value else {
            return Err(self.malformed("patternProperties", "schemas by pattern"));
        };
        let mut languages: Vec<Language> = Vec::with_capacity(patterns.len());
        let meter = Meter::new(MOST_TO_TELL_APART);
        for (pattern, value) in sorted(patterns) {
            let each = self.child(value, at, &["patternProperties", pattern])?;
            match self.schemas.pattern(pattern) {
                Ok(names) => {
                    // The same member would be governed twice: what may be written then is not defined.
                    let are_apart = languages.iter().try_fold(true, |apart, other| {
                        Ok(apart && other.is_disjoint_within(&names, &meter)?)
                    });
                    let unclear = match are_apart {
                        Ok(true) => None,
                        Ok(false) => Some("patterns in 'patternProperties' overlap"),
                        Err(TooLarge) => Some(
                            "whether patterns in 'patternProperties' overlap takes too long to tell",
                        ),
                    };
                    if let Some(reason) = unclear {
                        parts.declares.unclear = Some(reason.into());
                    }
                    languages.push(names.clone());
                    parts.declare(names.clone());
                    self.govern(names, each, parts);
                }
                Err(reason) => {
                    let one = Map::from_iter([(pattern.to_owned(), value.clone())]);
                    let keywords =
                        Map::from_iter([("patternProperties".to_owned(), Value::Object(one))]);
                    let set = self.opaque("patternProperties", &reason, keywords, at.draft);
                    parts.sets.push(set);
                    parts.declares.unclear = Some(reason);
                }
            }
        }
        Ok(())
    }

    fn additional_properties(
        &mut self,
        value: &'d Value,
        members: &'d Members,
        at: Place<'d>,
        parts: &mut Parts,
    ) -> Result<(), SchemaProblem> {
        let each = self.child(value, at, &["additionalProperties"])?;
        if each.schema == Schemas::ALWAYS {
            return Ok(());
        }
        match self.remaining(members) {
            Ok(names) => {
                if self.is_typed(value, at)? {
                    parts.declare(names.clone());
                }
                self.govern(names, each, parts);
            }
            Err(reason) => {
                let mut keywords = only(members, &["patternProperties", "additionalProperties"]);
                for (of, open) in [("properties", true), ("patternProperties", true)] {
                    if let Some(Value::Object(named)) = members.get(of) {
                        let named = named.keys().map(|name| (name.clone(), open.into()));
                        keywords.insert(of.to_owned(), Value::Object(named.collect()));
                    }
                }
                let set = self.opaque("additionalProperties", &reason, keywords, at.draft);
                parts.sets.push(set);
                parts.declares.unclear = Some(reason);
            }
        }
        Ok(())
    }

    /// The names that neither `properties` nor `patternProperties` covers.
    fn remaining(&mut self, members: &Members) -> Result<Language, Box<str>> {
        let mut covered = match members.get("properties") {
            Some(Value::Object(properties)) => {
                Language::words(properties.keys().map(String::as_str))
            }
            _ => Language::none(),
        };
        if let Some(Value::Object(patterns)) = members.get("patternProperties") {
            for pattern in patterns.keys() {
                let names = self.schemas.pattern(pattern)?;
                covered = covered
                    .or_within(&names, &self.schemas.meter)
                    .map_err(too_large)?;
            }
        }
        Ok(covered.complement())
    }

    /// Members of these names are of this schema.
    pub(super) fn govern(&mut self, names: Language, each: Slot, parts: &mut Parts) {
        if self.declares(each.schema) {
            parts.declares.members.push((names.clone(), each.schema));
        }
        let atom = Atom::Members {
            names,
            each: each.body,
        };
        self.push(atom, parts);
    }

    fn property_names(
        &mut self,
        value: &'d Value,
        at: Place<'d>,
        parts: &mut Parts,
    ) -> Result<(), SchemaProblem> {
        let names = self.child(value, at, &["propertyNames"])?.body;
        match self.schemas.strings(names) {
            Ok(allowed) => {
                let atom = Atom::Members {
                    names: allowed.complement(),
                    each: Schemas::NEVER,
                };
                self.push(atom, parts);
            }
            Err(reason) => {
                let keywords = Map::from_iter([("propertyNames".to_owned(), value.clone())]);
                let set = self.opaque("propertyNames", reason, keywords, at.draft);
                parts.sets.push(set);
            }
        }
        Ok(())
    }

    /// `dependentRequired`, and `dependencies`, which may also hold schemas.
    fn dependencies(
        &mut self,
        keyword: &str,
        value: &'d Value,
        at: Place<'d>,
        parts: &mut Parts,
    ) -> Result<(), SchemaProblem> {
        let Value::Object(dependencies) = value else {
            return Err(self.malformed(keyword, "what members depend on, by name"));
        };
        for (name, value) in sorted(dependencies) {
            if value.is_array() || keyword == "dependentRequired" {
                let names = self.names(keyword, value)?;
                let has: Vec<_> = names
                    .iter()
                    .map(|name| self.schemas.atom(Atom::Has((*name).into())))
                    .collect();
                let all = self.schemas.all(&has);
                self.where_there(name, all, parts);
                let names = names.into_iter().map(Into::into).collect();
                parts.declares.names_if.push((name.into(), names));
            } else {
                self.dependent_schema(keyword, name, value, at, parts)?;
            }
        }
        Ok(())
    }

    /// A schema that applies where a member is there.
    pub(super) fn dependent_schema(
        &mut self,
        keyword: &str,
        name: &str,
        value: &'d Value,
        at: Place<'d>,
        parts: &mut Parts,
    ) -> Result<(), SchemaProblem> {
        let schema = self.child(value, at, &[keyword, name])?;
        self.where_there(name, schema.body, parts);
        if self.declares(schema.schema) {
            parts.declares.if_has.push((name.into(), schema.schema));
        }
        Ok(())
    }

    /// Objects with this member are in the set.
    fn where_there(&mut self, name: &str, set: crate::set::NodeId, parts: &mut Parts) {
        let has = self.schemas.atom(Atom::Has(name.into()));
        let without = self.schemas.not(has);
        let other = self.schemas.atom(Atom::Type(Types::OBJECT.complement()));
        parts.sets.push(self.schemas.any(&[other, without, set]));
    }

    fn names(&self, keyword: &str, value: &'d Value) -> Result<Vec<&'d str>, SchemaProblem> {
        value
            .as_array()
            .and_then(|names| names.iter().map(Value::as_str).collect())
            .ok_or_else(|| self.malformed(keyword, "a list of names"))
    }
}

/// Why a set of names could not be made.
pub(super) fn too_large(error: TooLarge) -> Box<str> {
    format!("the names need too much: {error}").into()
}
