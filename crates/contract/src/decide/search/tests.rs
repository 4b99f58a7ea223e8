//! Questions with known answers: is every value of one schema a value of the other?

use super::*;
use crate::compat::Formats;
use crate::draft::Draft;
use serde_json::json;

/// A value of `from` that `within` does not accept, judged by the validator.
fn difference(from: &Value, within: &Value, steps: u64) -> Answer {
    let mut schemas = Schemas::new(Formats::Assert);
    let read = |schemas: &mut Schemas, schema| schemas.read(schema, Draft::Draft202012).unwrap();
    let (a, b) = (read(&mut schemas, from), read(&mut schemas, within));
    let mut decider = Decider::new(&mut schemas, Budget::new(steps));
    let answer = decider.solve(&[Demand::Accepts(a), Demand::Rejects(b)]);
    if let Answer::Found(value) = &answer {
        assert!(jsonschema::is_valid(from, value), "{value} of {from}");
        assert!(!jsonschema::is_valid(within, value), "{value} of {within}");
    }
    answer
}

#[test]
fn what_is_within_has_no_difference() {
    let person =
        json!({"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}});
    let list = json!({"$defs": {"list": {"type": "object", "properties": {"next": {"$ref": "#/$defs/list"}, "value": {"type": "integer"}}}}, "$ref": "#/$defs/list"});
    let wider_list = json!({"$defs": {"l": {"type": "object", "properties": {"next": {"$ref": "#/$defs/l"}, "value": {"type": "number"}}}}, "$ref": "#/$defs/l"});
    let tagged = |kinds: &[&str]| {
        let branch = |kind: &&str| json!({"type": "object", "required": ["kind"], "properties": {"kind": {"const": kind}}});
        json!({"oneOf": kinds.iter().map(branch).collect::<Vec<_>>()})
    };
    for (from, within) in [
        (json!(false), json!(false)),
        (json!({"type": "integer"}), json!({"type": "number"})),
        (person.clone(), json!({"required": ["name"]})),
        (
            json!({"anyOf": [{"minLength": 2}, {"not": {"minLength": 2}}]}),
            json!(true),
        ),
        (
            json!(true),
            json!({"anyOf": [person, {"not": person.clone()}]}),
        ),
        (list, wider_list),
        (tagged(&["a", "b"]), tagged(&["a", "b", "c"])),
        (
            json!({"enum": ["a", 1, null]}),
            json!({"type": ["string", "number", "null"]}),
        ),
        (
            json!({"if": {"type": "string"}, "then": {"minLength": 3}}),
            json!({"anyOf": [{"not": {"type": "string"}}, {"minLength": 2}]}),
        ),
        (
            json!({"contains": {"type": "string"}, "minContains": 2, "maxContains": 3}),
            json!({"not": {"not": {"contains": {"type": "string"}, "minContains": 1, "maxContains": 4}}}),
        ),
    ] {
        assert_eq!(
            difference(&from, &within, 10_000),
            Answer::Empty,
            "{from} {within}"
        );
    }
}

#[test]
fn what_is_not_within_is_shown_by_a_small_value() {
    let node = json!({"$defs": {"t": {"type": "object", "required": ["v"], "properties": {"v": {"type": "integer"}, "next": {"$ref": "#/$defs/t"}}, "additionalProperties": false}}, "$ref": "#/$defs/t"});
    let shallow =
        json!({"type": "object", "properties": {"next": {"properties": {"next": false}}}});
    for (from, within, value) in [
        (json!(true), json!(false), json!("a")),
        (
            json!({"type": "number"}),
            json!({"type": "integer"}),
            json!(0.1),
        ),
        (json!({"enum": [3, "b"]}), json!({"enum": ["b"]}), json!(3)),
        (
            node,
            shallow,
            json!({"v": 0, "next": {"v": 0, "next": {"v": 0}}}),
        ),
        (
            json!({"oneOf": [{"minimum": 2}, {"maximum": 3}]}),
            json!({"type": ["string", "null", "boolean", "array", "object", "integer"]}),
            json!(0.1),
        ),
        (
            json!({"type": "array", "contains": {"const": 1}}),
            json!({"contains": {"const": 1}, "maxContains": 1}),
            json!([1, 1]),
        ),
    ] {
        assert_eq!(
            difference(&from, &within, 10_000),
            Answer::Found(value),
            "{from} {within}"
        );
    }
}

#[test]
fn ten_thousand_branches_end() {
    let branch = |at: u32| json!({"type": "object", "required": ["kind"], "properties": {"kind": {"const": format!("k{at}")}}});
    let branches = |numbers: std::ops::Range<u32>| numbers.map(branch).collect::<Vec<_>>();
    let small = json!({"anyOf": branches(0..9_999)});
    let large = json!({"anyOf": branches(0..10_000)});
    assert_eq!(difference(&small, &large, 100_000), Answer::Empty);
    assert_eq!(
        difference(&large, &small, 100_000),
        Answer::Found(json!({"kind": "k9999"}))
    );
}

#[test]
fn deep_values_are_found_and_deeper_ones_left_open() {
    let deep = |levels: u32, leaf: &str| {
        let level = |at: u32| {
            let inner = json!({"$ref": format!("#/$defs/{}", at + 1)});
            (
                at.to_string(),
                json!({"type": "object", "required": ["a"], "properties": {"a": inner}}),
            )
        };
        let mut definitions: serde_json::Map<String, Value> = (0..levels).map(level).collect();
        definitions.insert(levels.to_string(), json!({"type": leaf}));
        json!({"$ref": "#/$defs/0", "$defs": definitions})
    };
    for (levels, kept_within) in [(60, true), (100, true), (200, false)] {
        let there = difference(&deep(levels, "integer"), &deep(levels, "number"), 100_000);
        let back = difference(&deep(levels, "number"), &deep(levels, "integer"), 100_000);
        assert_eq!(there == Answer::Empty, kept_within, "{levels}: {there:?}");
        assert_eq!(matches!(back, Answer::Found(_)), kept_within, "{levels}");
    }
}

#[test]
fn a_spent_budget_is_said_with_its_place() {
    let list = |least: u32| json!({"type": "array", "items": {"properties": {"a": {"items": {"minimum": least}}}}});
    let Answer::Unknown(gap) = difference(&list(1), &list(2), 12) else {
        panic!("12 steps should not be enough");
    };
    assert_eq!(gap.reason, "the budget of 12 steps is spent");
    assert!(gap.pointer.is_some());
}

#[test]
fn exactly_one_of_branches_is_decided_as_counting_does() {
    let ranges = [(0, 4), (2, 6), (4, 8), (3, 3)];
    let chosen = |mask: u32| (0..4).filter(move |at| mask >> at & 1 == 1);
    let schema = |mask: u32| {
        let branch = |at: usize| json!({"minimum": ranges[at].0, "maximum": ranges[at].1});
        let branches: Vec<Value> = chosen(mask).map(branch).collect();
        json!({"type": "integer", "minimum": 0, "maximum": 9, "oneOf": branches})
    };
    let is_in = |mask: u32, number: u32| {
        let accepting = chosen(mask).filter(|at| (ranges[*at].0..=ranges[*at].1).contains(&number));
        accepting.count() == 1
    };
    for from in 1..16 {
        for within in 1..16 {
            let differs = (0..=9).any(|number| is_in(from, number) && !is_in(within, number));
            let answer = difference(&schema(from), &schema(within), 10_000);
            assert_eq!(
                matches!(answer, Answer::Found(_)),
                differs,
                "{from} {within}"
            );
            assert_eq!(answer == Answer::Empty, !differs, "{from} {within}");
        }
    }
}
