//! The consequences of the definitions, row by row: what a change of a schema means for both writers, in both directions.

use baton_contract::{CompareOptions, Mode, Verdict, compare};
use baton_model::Writers;
use serde_json::{Value, json};

/// An object that declares two fields and requires the first; `more` is merged into `properties`, `required` is the list.
fn object(closed: bool, required: &[&str], more: &Value) -> Value {
    let mut properties = json!({"id": {"type": "string"}, "note": {"type": "string"}});
    for (name, schema) in more.as_object().unwrap() {
        properties[name] = schema.clone();
    }
    let mut schema = json!({"type": "object", "properties": properties, "required": required});
    if closed {
        schema["additionalProperties"] = json!(false);
    }
    schema
}

/// One row: what changes, the old and the new schema, and the four verdicts: backward and forward as written, backward and forward strict. `s` is
/// safe, `b` is breaking.
struct Row(&'static str, Value, Value, &'static str);

fn rows() -> Vec<Row> {
    let amount = || json!({"amount": {"type": "integer"}});
    let none = || json!({});
    let of = |closed: bool, required: &[&str], more: Value| object(closed, required, &more);
    let word = |values: Value| of(false, &["id"], json!({"kind": {"enum": values}}));
    vec![
        Row(
            "optional typed field added, open",
            of(false, &["id"], none()),
            of(false, &["id"], amount()),
            "bs ss",
        ),
        Row(
            "optional typed field added, closed",
            of(true, &["id"], none()),
            of(true, &["id"], amount()),
            "sb sb",
        ),
        Row(
            "required field added, open",
            of(false, &["id"], none()),
            of(false, &["id", "amount"], amount()),
            "bs bs",
        ),
        Row(
            "required field added, closed",
            of(true, &["id"], none()),
            of(true, &["id", "amount"], amount()),
            "bb bb",
        ),
        Row(
            "required made optional, open",
            of(false, &["id", "amount"], amount()),
            of(false, &["id"], amount()),
            "sb sb",
        ),
        Row(
            "required made optional, closed",
            of(true, &["id", "amount"], amount()),
            of(true, &["id"], amount()),
            "sb sb",
        ),
        Row(
            "optional field removed, open",
            of(false, &["id"], amount()),
            of(false, &["id"], none()),
            "sb ss",
        ),
        Row(
            "optional field removed, closed",
            of(true, &["id"], amount()),
            of(true, &["id"], none()),
            "bs bs",
        ),
        Row(
            "open to closed",
            of(false, &["id"], none()),
            of(true, &["id"], none()),
            "bs ss",
        ),
        Row(
            "closed to open",
            of(true, &["id"], none()),
            of(false, &["id"], none()),
            "sb ss",
        ),
        Row(
            "enum value added",
            word(json!(["a", "b"])),
            word(json!(["a", "b", "c"])),
            "sb sb",
        ),
        Row(
            "nothing but words",
            of(
                false,
                &["id"],
                json!({"a": {"type": "integer", "title": "A"}}),
            ),
            of(
                false,
                &["id"],
                json!({"a": {"type": "integer", "description": "An A."}}),
            ),
            "ss ss",
        ),
    ]
}

fn letter(verdict: Verdict) -> char {
    match verdict {
        Verdict::Safe => 's',
        Verdict::Breaking => 'b',
        Verdict::Undecided => 'u',
    }
}

#[test]
fn every_change_means_what_the_definitions_say() {
    let mut wrong = Vec::new();
    for Row(name, old, new, expected) in rows() {
        let mut found = String::new();
        for writers in [Writers::AsWritten, Writers::Strict] {
            let options = CompareOptions::for_contract(Mode::Full, writers);
            let comparison = compare(&old, &new, &options).unwrap();
            if !found.is_empty() {
                found.push(' ');
            }
            found.push(letter(comparison.backward.verdict));
            found.push(letter(comparison.forward.verdict));
        }
        if found != expected {
            wrong.push(format!("{name}: expected {expected}, found {found}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_rows_hold_deep_inside_and_through_references_too() {
    for Row(name, old, new, expected) in rows() {
        let wrapped = |inner: &Value| {
            json!({
                "type": "object",
                "required": ["lines"],
                "properties": {"lines": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/line"}}},
                "additionalProperties": false,
                "$defs": {"line": inner},
            })
        };
        let options = CompareOptions::for_contract(Mode::Full, Writers::Strict);
        let comparison = compare(&wrapped(&old), &wrapped(&new), &options).unwrap();
        let found: String = [comparison.backward, comparison.forward]
            .iter()
            .map(|direction| letter(direction.verdict))
            .collect();
        assert_eq!(Some(found.as_str()), expected.split(' ').nth(1), "{name}");
    }
}

#[test]
fn full_as_written_holds_for_equal_sets_alone() {
    for Row(name, old, new, expected) in rows() {
        let options = CompareOptions::default();
        let holds = compare(&old, &new, &options).unwrap().holds;
        assert_eq!(holds, expected.starts_with("ss"), "{name}");
    }
}

#[test]
fn a_format_is_within_the_pattern_of_how_it_is_written() {
    let date = "[0-9]{4}-[0-9]{2}-[0-9]{2}";
    let time = r"[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?([Zz]|[-+][0-9]{2}:[0-9]{2})";
    for (format, pattern) in [
        ("date", format!("^{date}$")),
        ("time", format!("^{time}$")),
        ("date-time", format!("^{date}[Tt]{time}$")),
    ] {
        let old = json!({"type": "string", "format": format});
        let new = json!({"type": "string", "pattern": pattern});
        let compared = compare(&old, &new, &CompareOptions::default()).unwrap();
        assert_eq!(compared.backward.verdict, Verdict::Safe, "{format}");
        assert_eq!(compared.forward.verdict, Verdict::Breaking, "{format}");
    }
}
