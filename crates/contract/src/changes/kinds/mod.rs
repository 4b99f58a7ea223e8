//! The kinds of change, one file each.

use super::kind::Kind;

/// Names the file of each kind once: the module and the entry of the list come from the same word.
macro_rules! kinds {
    ($($name:ident),* $(,)?) => {
        $(mod $name;)*

        /// All of them but the one about references, in the order in which they are told of one place.
        pub(super) const KINDS: &[&Kind] = &[$(&$name::KIND),*];

        /// The name of each by its file.
        #[cfg(test)]
        pub(super) const FILES: &[&str] = &[$(stringify!($name)),*];
    };
}

kinds! {
    alternative_added,
    alternative_removed,
    alternatives_changed,
    annotation_changed,
    closed,
    conditional_changed,
    const_changed,
    contains_changed,
    default_changed,
    dependency_added,
    dependency_removed,
    description_changed,
    draft_changed,
    enum_added,
    enum_removed,
    enum_value_added,
    enum_value_removed,
    exclusion_changed,
    field_added,
    field_count_narrowed,
    field_count_widened,
    field_forbidden,
    field_names_changed,
    field_optional,
    field_removed,
    field_required,
    format_changed,
    item_count_narrowed,
    item_count_widened,
    items_freed,
    items_limited,
    length_narrowed,
    length_widened,
    multiple_of_changed,
    not_nullable,
    nullable,
    opened,
    other_fields_allowed,
    other_fields_limited,
    pattern_changed,
    pattern_field_added,
    pattern_field_removed,
    possible_rename,
    range_narrowed,
    range_widened,
    requirement_added,
    requirement_removed,
    tuple_changed,
    tuple_closed,
    tuple_opened,
    type_changed,
    type_narrowed,
    type_widened,
    unique_items_changed,
}

mod reference_changed;

/// The one that looks at references before they are followed.
pub(super) const REFERENCE: Kind = reference_changed::KIND;

/// Those that have something to say where a schema became one of several parts.
pub(super) const WORDS: &[&Kind] = &[
    &annotation_changed::KIND,
    &default_changed::KIND,
    &description_changed::KIND,
    &draft_changed::KIND,
    &alternative_added::KIND,
    &alternative_removed::KIND,
    &alternatives_changed::KIND,
    &requirement_added::KIND,
    &requirement_removed::KIND,
];

/// Keywords that some kind of change looks at, or that say nothing by themselves.
const KNOWN: &[&str] = &[
    "$anchor",
    "$comment",
    "$defs",
    "$dynamicAnchor",
    "$dynamicRef",
    "$id",
    "$recursiveAnchor",
    "$recursiveRef",
    "$ref",
    "$schema",
    "$vocabulary",
    "additionalItems",
    "additionalProperties",
    "allOf",
    "anyOf",
    "const",
    "contains",
    "default",
    "definitions",
    "dependencies",
    "dependentRequired",
    "dependentSchemas",
    "description",
    "else",
    "enum",
    "examples",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "format",
    "id",
    "if",
    "items",
    "maxContains",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minContains",
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
    "then",
    "title",
    "type",
    "unevaluatedItems",
    "unevaluatedProperties",
    "uniqueItems",
];

/// Whether a keyword is looked at by its own kind.
pub(super) fn is_known(keyword: &str) -> bool {
    KNOWN.contains(&keyword)
}
