//! Schemas of older drafts, said in draft 2020-12 with exactly the same meaning.
//!
//! What has no exact counterpart is not converted: draft 4 does not take `1.0` for an integer, and schemas with several resources or with
//! references into renamed places would need more than renaming.

use super::walk::{Holds, holds};
use crate::draft::Draft;
use crate::validate::known;
use serde_json::{Map, Value, json};

/// The schema in draft 2020-12, without `$schema`; `None` where that would change its meaning.
pub(super) fn to_2020_12(schema: &Value, draft: Draft) -> Option<Value> {
    Conversion { draft }.schema(schema, true)
}

struct Conversion {
    draft: Draft,
}

impl Conversion {
    fn is_before_2019(&self) -> bool {
        self.draft < Draft::Draft201909
    }

    fn knows_format(&self, name: &str) -> bool {
        jsonschema::options().is_known_format(known(self.draft), name)
    }

    fn schema(&self, schema: &Value, is_root: bool) -> Option<Value> {
        let Value::Object(fields) = schema else {
            return Some(schema.clone());
        };
        // Up to draft 7 a reference stands alone: what is written beside it does not count.
        if self.is_before_2019()
            && let Some(target) = fields.get("$ref")
        {
            let mut alone = Map::new();
            alone.insert("$ref".to_owned(), reference(target)?);
            for name in ["definitions", "$defs"] {
                if let Some(kept) = fields.get(name) {
                    self.keyword(name, kept, fields, &mut alone)?;
                }
            }
            return Some(Value::Object(alone));
        }
        let mut out = Map::new();
        for (name, value) in fields {
            if is_root && matches!(name.as_str(), "$schema" | "$id" | "id") {
                continue;
            }
            self.keyword(name, value, fields, &mut out)?;
        }
        Some(Value::Object(out))
    }

    // An arm a reason, also where several drop the keyword.
    #[allow(clippy::match_same_arms)]
    fn keyword(
        &self,
        name: &str,
        value: &Value,
        beside: &Map<String, Value>,
        out: &mut Map<String, Value>,
    ) -> Option<()> {
        let mut put = |name: &str, value: Value| out.insert(name.to_owned(), value);
        match name {
            // A second resource or a plain-name fragment inside.
            "$id" | "$anchor" | "$recursiveAnchor" | "$schema" => return None,
            "id" if self.draft == Draft::Draft4 => return None,
            // With one resource and no recursive anchor, a recursive reference is an ordinary one.
            "$ref" | "$recursiveRef" => {
                put("$ref", reference(value)?);
            }
            "type" if self.draft == Draft::Draft4 && names_integer(value) => return None,
            "exclusiveMinimum" | "exclusiveMaximum" if value.is_boolean() => {}
            "minimum" | "maximum" if self.draft == Draft::Draft4 => {
                let exclusive = if name == "minimum" {
                    "exclusiveMinimum"
                } else {
                    "exclusiveMaximum"
                };
                let is_exclusive = beside.get(exclusive) == Some(&json!(true));
                put(if is_exclusive { exclusive } else { name }, value.clone());
            }
            "items" if value.is_array() => {
                put("prefixItems", self.list(value)?);
                if let Some(rest) = beside.get("additionalItems") {
                    put("items", self.schema(rest, false)?);
                }
            }
            // Said with `items`, or without meaning when `items` is one schema.
            "additionalItems" => {}
            "dependencies" => self.dependencies(value, out)?,
            // Words of later drafts mean nothing in earlier ones.
            "if" | "then" | "else" if self.draft < Draft::Draft7 => {}
            "const" | "contains" | "propertyNames" if self.draft == Draft::Draft4 => {}
            "dependentRequired"
            | "dependentSchemas"
            | "unevaluatedItems"
            | "unevaluatedProperties"
            | "minContains"
            | "maxContains"
            | "contentSchema"
                if self.is_before_2019() => {}
            "prefixItems" | "$dynamicRef" | "$dynamicAnchor" => {}
            // A format that the draft does not know says nothing there, and would be asserted in 2020-12.
            "format" if value.as_str().is_some_and(|name| !self.knows_format(name)) => {}
            // Asserted up to draft 7, told only afterwards.
            "contentEncoding" | "contentMediaType" if self.is_before_2019() => return None,
            // In 2019-09 an item that `contains` matched still counts as unevaluated.
            "unevaluatedItems" if beside.contains_key("contains") => return None,
            _ => {
                put(name, self.other(name, value)?);
            }
        }
        Some(())
    }

    fn other(&self, name: &str, value: &Value) -> Option<Value> {
        match holds(name) {
            Holds::Schema | Holds::SchemaOrList => self.schema(value, false),
            Holds::List => self.list(value),
            Holds::Named => self.named(value),
            Holds::Dependencies | Holds::Data => Some(value.clone()),
        }
    }

    fn list(&self, value: &Value) -> Option<Value> {
        let Value::Array(items) = value else {
            return Some(value.clone());
        };
        items
            .iter()
            .map(|item| self.schema(item, false))
            .collect::<Option<Vec<_>>>()
            .map(Value::Array)
    }

    fn named(&self, value: &Value) -> Option<Value> {
        let Value::Object(members) = value else {
            return Some(value.clone());
        };
        members
            .iter()
            .map(|(name, member)| Some((name.clone(), self.schema(member, false)?)))
            .collect::<Option<Map<_, _>>>()
            .map(Value::Object)
    }

    fn dependencies(&self, value: &Value, out: &mut Map<String, Value>) -> Option<()> {
        let mut required = Map::new();
        let mut schemas = Map::new();
        for (name, dependency) in value.as_object()? {
            if dependency.is_array() {
                required.insert(name.clone(), dependency.clone());
            } else if let Some(one) = dependency.as_str() {
                required.insert(name.clone(), json!([one]));
            } else {
                schemas.insert(name.clone(), self.schema(dependency, false)?);
            }
        }
        for (name, members) in [
            ("dependentRequired", required),
            ("dependentSchemas", schemas),
        ] {
            if members.is_empty() {
                continue;
            }
            // Of 2019-09, where both spellings may stand side by side.
            if out.contains_key(name) {
                return None;
            }
            out.insert(name.to_owned(), Value::Object(members));
        }
        Some(())
    }
}

fn names_integer(types: &Value) -> bool {
    types == "integer"
        || types
            .as_array()
            .is_some_and(|types| types.iter().any(|one| one == "integer"))
}

/// A reference whose path leads through places that keep their names and are schemas all the way, or to the whole schema.
fn reference(target: &Value) -> Option<Value> {
    let text = target.as_str()?;
    if text == "#" {
        return Some(target.clone());
    }
    let mut steps = text.strip_prefix("#/")?.split('/');
    while let Some(step) = steps.next() {
        let keeps_its_name = !matches!(step, "items" | "additionalItems" | "dependencies");
        match holds(step) {
            Holds::Schema if keeps_its_name => {}
            Holds::List | Holds::Named if keeps_its_name => {
                steps.next()?;
            }
            _ => return None,
        }
    }
    Some(target.clone())
}
