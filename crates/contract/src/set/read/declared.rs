//! Whether a schema says enough about the members it governs to declare their names.

use super::{Place, Reader};
use crate::draft::Draft;
use crate::validate::SchemaProblem;
use serde_json::Value;

/// Keywords that say something about values, in some draft. All others are annotations, names, or act only together with one of these.
const SAYING: [&str; 40] = [
    "$dynamicRef",
    "$recursiveRef",
    "additionalItems",
    "additionalProperties",
    "allOf",
    "anyOf",
    "const",
    "contains",
    "contentEncoding",
    "contentMediaType",
    "dependencies",
    "dependentRequired",
    "dependentSchemas",
    "enum",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "format",
    "if",
    "items",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "not",
    "oneOf",
    "pattern",
    "patternProperties",
    "prefixItems",
    "properties",
    "propertyNames",
    "required",
    "type",
    "unevaluatedItems",
    "unevaluatedProperties",
    "uniqueItems",
];

/// Most references that are followed one after the other.
const MOST_STEPS: usize = 64;

impl<'d> Reader<'_, 'd> {
    /// Whether the schema is, after `$ref`, neither boolean nor annotations only.
    pub(super) fn is_typed(
        &mut self,
        value: &'d Value,
        at: Place<'d>,
    ) -> Result<bool, SchemaProblem> {
        let mut place = self.resources.enter(value, at, &self.pointer)?;
        for _ in 0..MOST_STEPS {
            let Value::Object(members) = place.value else {
                return Ok(false);
            };
            let reference = members.get("$ref");
            let is_alone = place.draft <= Draft::Draft7 && reference.is_some();
            if !is_alone && members.keys().any(|name| SAYING.contains(&name.as_str())) {
                return Ok(true);
            }
            let Some(reference) = reference else {
                return Ok(false);
            };
            match self.referred("$ref", reference, place)? {
                Some(found) => place = found.at,
                None => return Ok(false),
            }
        }
        Ok(true)
    }
}
