//! Every kind is shown by its own pairs of schemas; here stands what concerns all of them.

use super::Known;
use super::kind::{BACKWARD, BOTH, FORWARD, Kind};
use super::kinds::{FILES, KINDS, REFERENCE};
use crate::compat::{Change, CompareOptions, Formats, Verdict, Way, compare};
use crate::draft::Draft;
use baton_model::Writers;
use serde_json::{Value, json};
use std::collections::BTreeSet;

fn all() -> impl Iterator<Item = &'static Kind> {
    const LAST: &Kind = &REFERENCE;
    KINDS.iter().copied().chain([LAST])
}

/// The changes where neither direction is known to be safe.
fn changes(old: &Value, new: &Value, writers: Writers) -> Vec<Change> {
    let draft = |schema| Draft::of(schema).unwrap_or(Draft::Draft202012);
    let known = Known {
        writers,
        formats: Formats::Assert,
        drafts: [draft(old), draft(new)],
        safe: [false; 2],
    };
    super::changes(old, new, known)
}

#[test]
fn every_kind_is_registered_under_the_name_of_its_file() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/changes/kinds");
    let files: BTreeSet<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter_map(|file| file.strip_suffix(".rs").map(str::to_owned))
        .filter(|name| name != "mod")
        .collect();
    let named: BTreeSet<String> = all().map(|kind| kind.name.to_owned()).collect();
    assert_eq!(files, named);
    assert!(KINDS.iter().map(|kind| kind.name).eq(FILES.iter().copied()));
}

#[test]
fn every_kind_tells_its_cases() {
    let mut wrong = Vec::new();
    for kind in all() {
        assert!(!kind.cases.is_empty(), "{} has no case", kind.name);
        for case in kind.cases {
            let old: Value = serde_json::from_str(case.old).unwrap();
            let new: Value = serde_json::from_str(case.new).unwrap();
            for writers in [Writers::AsWritten, Writers::Strict] {
                let mut found = changes(&old, &new, writers);
                found.retain(|change| change.kind == kind.name);
                let found: Vec<(&str, &str, &[Way])> = found
                    .iter()
                    .map(|change| (&*change.pointer, &*change.message, &*change.breaks))
                    .collect();
                let expected: Vec<(&str, &str, &[Way])> = case
                    .told
                    .iter()
                    .map(|(pointer, message, any, strict)| {
                        let breaks = if writers == Writers::Strict {
                            strict
                        } else {
                            any
                        };
                        (*pointer, *message, *breaks)
                    })
                    .collect();
                if found != expected {
                    wrong.push(format!(
                        "{} from {} to {} ({writers:?}):\n  {found:?}\n  should be\n  {expected:?}",
                        kind.name, case.old, case.new
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What all changes of a case break together is what the comparison proves.
#[test]
fn what_the_changes_break_is_what_the_comparison_says() {
    let mut wrong = Vec::new();
    for case in all().flat_map(|kind| kind.cases) {
        let old: Value = serde_json::from_str(case.old).unwrap();
        let new: Value = serde_json::from_str(case.new).unwrap();
        for writers in [Writers::AsWritten, Writers::Strict] {
            let options = CompareOptions {
                writers,
                ..CompareOptions::default()
            };
            let comparison = compare(&old, &new, &options).unwrap();
            let told = changes(&old, &new, writers);
            for (way, direction) in [
                (Way::Backward, comparison.backward),
                (Way::Forward, comparison.forward),
            ] {
                let is_told = told.iter().any(|change| change.breaks.contains(&way));
                if direction.verdict != Verdict::Undecided
                    && is_told != (direction.verdict == Verdict::Breaking)
                {
                    wrong.push(format!(
                        "{} to {} ({writers:?}), {way:?}: {:?} ({:?}), and the changes are {told:?}",
                        case.old, case.new, direction.verdict, direction.counterexample
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn kinds_of(old: &Value, new: &Value) -> Vec<(String, String)> {
    changes(old, new, Writers::AsWritten)
        .into_iter()
        .map(|change| (change.kind, change.pointer))
        .collect()
}

#[test]
fn equal_schemas_have_no_changes() {
    let schema = json!({ "type": "object", "properties": { "a": { "$ref": "#" } } });
    assert_eq!(changes(&schema, &schema, Writers::Strict), []);
}

#[test]
fn the_walk_follows_references_once_and_ends() {
    let tree = |kind: &str| {
        json!({
            "$ref": "#/$defs/tree",
            "$defs": { "tree": {
                "type": "object",
                "properties": { "value": { "type": kind }, "left": { "$ref": "#/$defs/tree" }, "right": { "$ref": "#/$defs/tree" } }
            } }
        })
    };
    assert_eq!(
        kinds_of(&tree("string"), &tree("integer")),
        [(
            "type_changed".to_owned(),
            "/$defs/tree/properties/value/type".to_owned()
        )]
    );
}

#[test]
fn a_definition_that_was_written_out_is_compared_with_what_it_was() {
    let referring = json!({ "properties": { "a": { "$ref": "#/$defs/A" } }, "$defs": { "A": { "type": "string" } } });
    let inline = json!({ "properties": { "a": { "type": "string", "maxLength": 5 } } });
    assert_eq!(
        kinds_of(&referring, &inline),
        [(
            "length_narrowed".to_owned(),
            "/properties/a/maxLength".to_owned()
        )]
    );
}

#[test]
fn alternatives_find_each_other_by_what_tells_them_apart() {
    let kind = |name: &str, limit: u32| json!({ "type": "object", "properties": { "kind": { "const": name }, "n": { "maximum": limit } }, "required": ["kind"] });
    let old = json!({ "oneOf": [kind("a", 1), kind("b", 2)] });
    let new = json!({ "oneOf": [kind("b", 3), kind("c", 9), kind("a", 1)] });
    assert_eq!(
        kinds_of(&old, &new),
        [
            ("alternative_added".to_owned(), "/oneOf/1".to_owned()),
            (
                "range_widened".to_owned(),
                "/oneOf/0/properties/n/maximum".to_owned()
            ),
        ]
    );
}

#[test]
fn under_a_not_the_directions_turn_round() {
    let not = |limit: u32| json!({ "not": { "minimum": limit } });
    let found = changes(&not(1), &not(2), Writers::AsWritten);
    assert_eq!(found.len(), 1);
    assert_eq!(
        (found[0].kind.as_str(), found[0].breaks.as_slice()),
        ("range_narrowed", &[Way::Forward][..])
    );
}

#[test]
fn a_long_list_ends_with_how_many_more_there_are() {
    let fields = |kind: &str| -> Value {
        let fields = (0..700).map(|index| (format!("f{index:03}"), json!({ "type": kind })));
        json!({ "properties": Value::Object(fields.collect()) })
    };
    let found = changes(&fields("string"), &fields("array"), Writers::Strict);
    assert_eq!(found.len(), 501);
    assert_eq!(found[500].kind, "more_changes");
    assert_eq!(found[500].message, "200 more changes are not listed.");
}

#[test]
fn what_is_no_schema_and_what_leads_nowhere_does_no_harm() {
    let odd = [
        json!(null),
        json!({ "$ref": "#/nowhere" }),
        json!({ "$ref": "#" }),
        json!({ "$ref": "https://example.com/x" }),
        json!({ "properties": 1, "required": "a", "items": [], "allOf": {}, "anyOf": [], "enum": 5, "type": 7, "minimum": "x" }),
        json!({ "allOf": [{ "$ref": "#" }], "$ref": "#/allOf/0" }),
    ];
    for old in &odd {
        for new in &odd {
            changes(old, new, Writers::AsWritten);
        }
    }
}

#[test]
fn thousands_of_alternatives_are_compared_at_once() {
    let branches = |first: u32| -> Value {
        let branches = (first..first + 10_000).map(|index| json!({ "const": index }));
        json!({ "anyOf": branches.collect::<Vec<Value>>() })
    };
    let found = changes(&branches(0), &branches(1), Writers::Strict);
    let kinds: Vec<&str> = found.iter().map(|change| change.kind.as_str()).collect();
    assert_eq!(kinds, ["alternative_added", "alternative_removed"]);
}

/// Pairs in which other keywords make up for what some change breaks taken by itself: each change with what it contributes to.
#[test]
fn a_change_names_a_direction_only_if_it_contributes_to_it() {
    type Expected = &'static [(&'static str, &'static [Way])];
    let cases: [(Value, Value, Expected); 11] = [
        (
            json!({"properties": {"n": {"type": "integer"}, "s": {"type": "string"}}}),
            json!({"properties": {"n": {"type": "integer", "multipleOf": 0.5}, "s": {"type": "string", "maxLength": 3}}}),
            &[("multiple_of_changed", &[]), ("length_narrowed", BACKWARD)],
        ),
        (
            json!({"type": "integer"}),
            json!({"type": "number", "multipleOf": 0.5}),
            &[("multiple_of_changed", &[]), ("type_widened", FORWARD)],
        ),
        (
            json!({"type": "string", "format": "date"}),
            json!({"type": "string", "format": "date", "pattern": "^[0-9]{4}-", "maxLength": 5}),
            &[("length_narrowed", BACKWARD), ("pattern_changed", &[])],
        ),
        (
            json!({"type": "string", "format": "ipv4"}),
            json!({"type": "string", "pattern": "^[0-9.]+$"}),
            &[("format_changed", FORWARD), ("pattern_changed", &[])],
        ),
        (
            json!({"enum": ["a", "b"]}),
            json!({"enum": ["a"], "maxLength": 1}),
            &[("enum_value_removed", BACKWARD), ("length_narrowed", &[])],
        ),
        (
            json!({"type": "object", "properties": {"a": {"type": "null"}}, "required": ["a"]}),
            json!({"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"], "minProperties": 1}),
            &[("field_count_narrowed", &[]), ("type_changed", BOTH)],
        ),
        (
            json!({"type": "object", "properties": {}, "additionalProperties": {"type": "integer"}}),
            json!({"type": "object", "properties": {"a": {"type": "number"}}, "additionalProperties": {"type": "integer"}}),
            &[("field_added", FORWARD)],
        ),
        (
            json!({"anyOf": [{"type": "integer"}, {"type": "number"}], "maximum": 9}),
            json!({"anyOf": [{"type": "number"}], "maximum": 8}),
            &[("alternative_removed", &[]), ("range_narrowed", BACKWARD)],
        ),
        (
            json!({"not": {"type": "integer"}, "maxLength": 3}),
            json!({"not": {"type": "integer", "multipleOf": 0.5}, "maxLength": 2}),
            &[("length_narrowed", BACKWARD), ("multiple_of_changed", &[])],
        ),
        // What refers to the rest of the document is told as it is.
        (
            json!({"$defs": {"A": {"type": "string"}}, "anyOf": [{"$ref": "#/$defs/A"}, {"type": "null"}]}),
            json!({"$defs": {"A": {"type": "string"}}, "anyOf": [{"$ref": "#/$defs/A"}]}),
            &[("alternative_removed", BACKWARD)],
        ),
        (
            json!({"properties": {"a": {"type": "string", "minLength": 1}}}),
            json!({"properties": {"a": {"type": "string", "pattern": "[\\s\\S]"}}}),
            &[("length_widened", &[]), ("pattern_changed", &[])],
        ),
    ];
    for (old, new, expected) in cases {
        let comparison = compare(&old, &new, &CompareOptions::default()).unwrap();
        let told: Vec<(&str, &[Way])> = comparison
            .changes
            .iter()
            .map(|change| (&*change.kind, &*change.breaks))
            .collect();
        assert_eq!(told, expected, "{old} to {new}");
    }
}

#[test]
fn a_direction_that_is_safe_is_named_by_no_change() {
    let dated = json!({"type": "string", "format": "date"});
    let plain = json!({"type": "string"});
    for (formats, expected) in [(Formats::Assert, 1), (Formats::Ignore, 0)] {
        let options = CompareOptions {
            formats,
            ..CompareOptions::default()
        };
        let comparison = compare(&plain, &dated, &options).unwrap();
        let named: usize = comparison
            .changes
            .iter()
            .map(|change| change.breaks.len())
            .sum();
        assert_eq!(
            (comparison.changes.len(), named),
            (1, expected),
            "{formats:?}"
        );
    }
}
