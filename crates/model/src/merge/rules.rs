//! What the fields of records mean to a merge: which lists are sets, whose items have names, what is one value.
//!
//! The tables go by the names of fields; a test holds them against the schemas of all records, so that a list or a union that is
//! added to the model has to be added here.

use crate::kind::Kind;
use serde_json::Value;

/// How a list is joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ListRule {
    /// Order means nothing and nothing stands twice: additions and removals of both sides count.
    Set,
    /// Items are known by these members and joined one by one; their order means nothing.
    Named(&'static [&'static str]),
    /// Order means something: joined like the lines of a text.
    Ordered,
}

/// Lists that are sets of whole items.
pub(super) const SETS: &[&str] = &[
    "attributes",
    "because",
    "capabilities",
    "channels",
    "contacts",
    "guesses",
    "languages",
    "memory",
    "memory_reads",
    "memory_writes",
    "owners",
    "passes_on",
    "reached",
    "required_capabilities",
    "required_systems",
    "reviewers",
    "snapshot",
    "synonyms",
    "systems",
    "task_states",
    "teams",
    "topics",
    "transitions",
    "versions",
];

/// Lists whose items are known by some of their members.
pub(super) const NAMED: &[(&str, &[&str])] = &[
    ("accepted", &["name"]),
    ("accepts", &["contract"]),
    ("alerts", &["name"]),
    ("asked", &["team"]),
    ("authority", &["action"]),
    ("branches", &["answer"]),
    ("continuity", &["language"]),
    ("emits", &["contract"]),
    ("entry", &["agent"]),
    // One number for two fields is a conflict.
    ("field_numbers", &["message", "number"]),
    ("invariants", &["name"]),
    ("keys", &["name"]),
    ("masking", &["pointer"]),
    ("rejected", &["name"]),
    ("sensitive", &["pointer"]),
    ("tools", &["name"]),
];

/// Lists whose order counts: who is asked first, what happens next, who said what last.
pub(super) const ORDERED: &[&str] = &[
    "all",
    "any",
    "approvals",
    "checks",
    "comments",
    "fallbacks",
    "schedule",
    "steps",
];

/// Unions and references of kind and id: half of one and half of another would be a third that nobody wrote.
pub(super) const WHOLE: &[&str] = &[
    "decides",
    "fallback_owner",
    "goes_to",
    "join",
    "notify",
    "on",
    "subject",
    "to",
];

/// Parts of a record that always exist and are left out of files while all their fields have their defaults.
pub(super) const PARTS: &[&str] = &[
    "behaviour",
    "examples",
    "health",
    "links",
    "nature",
    "observability",
    "policy",
    "role",
    "runbook",
    "scope",
    "targets",
    "trigger",
];

/// Fields that hold any JSON, and what it is.
const JSON_SCHEMAS: &[&str] = &["output_schema", "payload_schema", "schema"];
const DATA: &[&str] = &[
    "impact", "metadata", "options", "payload", "said", "value", "verdict",
];
/// Keywords below which a schema holds data.
const DATA_KEYWORDS: &[&str] = &["const", "default", "enum", "examples"];
/// Lists of a JSON Schema that are sets.
const SCHEMA_SETS: &[&str] = &["required", "enum", "type"];

/// Fields that mean something only together: the kind, the pointer of the object that they stand in, and their names.
const TOGETHER: &[(Kind, &str, &[&str])] = &[
    (Kind::Handoff, "", &["contract", "version"]),
    (Kind::Handoff, "/trigger", &["on", "value"]),
    (Kind::Placement, "", &["x", "y"]),
    (Kind::Placement, "", &["width", "height"]),
];

/// What kind of value stands at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Context {
    /// A field of the record model, by its name; empty for the record.
    Typed(String),
    /// Part of a JSON Schema: the keyword or member, and whether it is a keyword's value.
    Schema { name: String, is_map: bool },
    /// Any JSON: what a user calls his data.
    Data,
}

impl Context {
    pub(super) fn root() -> Self {
        Context::Typed(String::new())
    }

    pub(super) fn member(&self, name: &str) -> Self {
        match self {
            Context::Typed(_) if JSON_SCHEMAS.contains(&name) => Context::Schema {
                name: String::new(),
                is_map: false,
            },
            Context::Typed(_) if DATA.contains(&name) => Context::Data,
            Context::Typed(_) => Context::Typed(name.to_owned()),
            Context::Schema { is_map: false, .. }
                if DATA_KEYWORDS.contains(&name) && name != "enum" =>
            {
                Context::Data
            }
            Context::Schema { is_map, .. } => Context::Schema {
                // A member of a map of schemas may be called like a keyword.
                name: if *is_map {
                    String::new()
                } else {
                    name.to_owned()
                },
                is_map: !is_map
                    && matches!(
                        name,
                        "properties"
                            | "patternProperties"
                            | "$defs"
                            | "definitions"
                            | "dependentSchemas"
                    ),
            },
            Context::Data => Context::Data,
        }
    }

    /// Whether a record type says what stands here.
    pub(super) fn is_typed(&self) -> bool {
        matches!(self, Context::Typed(_))
    }

    pub(super) fn list_rule(&self) -> ListRule {
        match self {
            Context::Typed(name) => typed_rule(name).unwrap_or(ListRule::Ordered),
            Context::Schema { name, .. } if SCHEMA_SETS.contains(&name.as_str()) => ListRule::Set,
            Context::Schema { .. } | Context::Data => ListRule::Ordered,
        }
    }
}

/// The rule of a list of the record model; none for a name that has none.
pub(super) fn typed_rule(name: &str) -> Option<ListRule> {
    if SETS.contains(&name) {
        return Some(ListRule::Set);
    }
    if ORDERED.contains(&name) {
        return Some(ListRule::Ordered);
    }
    let named = NAMED.iter().find(|(list, _)| *list == name)?;
    Some(ListRule::Named(named.1))
}

/// Whether an absent object means one whose fields are all at their defaults.
pub(super) fn is_part(context: &Context) -> bool {
    matches!(context, Context::Typed(name) if PARTS.contains(&name.as_str()))
}

/// Whether an object is one value. Queries by capability are joined by their fields, as long as all are queries.
pub(super) fn is_whole(context: &Context, sides: [Option<&Value>; 3]) -> bool {
    let Context::Typed(name) = context else {
        return false;
    };
    let is_query =
        |side: Option<&Value>| side.is_some_and(|value| value.get("capabilities").is_some());
    WHOLE.contains(&name.as_str()) && !sides.into_iter().all(is_query)
}

/// The fields with which a field means something, itself among them.
pub(super) fn together(kind: Kind, parent: &str, name: &str) -> &'static [&'static str] {
    let group = TOGETHER
        .iter()
        .find(|(of, at, names)| *of == kind && *at == parent && names.contains(&name));
    group.map_or(&[], |group| group.2)
}
