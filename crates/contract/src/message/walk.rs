//! Where subschemas stand in a schema of the older drafts. Everything else is data, and is left alone.

/// What stands behind a keyword.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    /// One schema.
    Schema,
    /// A list of schemas.
    List,
    /// Schemas by name.
    Named,
    /// One schema or a list of them: `items`.
    SchemaOrList,
    /// By name, schemas or lists of names: `dependencies`.
    Dependencies,
    /// No schema.
    Data,
}

/// What a keyword holds in drafts 4 to 2020-12.
pub(super) fn holds(keyword: &str) -> Holds {
    match keyword {
        "additionalItems"
        | "additionalProperties"
        | "contains"
        | "contentSchema"
        | "else"
        | "if"
        | "not"
        | "propertyNames"
        | "then"
        | "unevaluatedItems"
        | "unevaluatedProperties" => Holds::Schema,
        "allOf" | "anyOf" | "oneOf" | "prefixItems" => Holds::List,
        "$defs" | "definitions" | "dependentSchemas" | "patternProperties" | "properties" => {
            Holds::Named
        }
        "items" => Holds::SchemaOrList,
        "dependencies" => Holds::Dependencies,
        _ => Holds::Data,
    }
}
