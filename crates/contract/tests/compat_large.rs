//! Large and hostile pairs of schemas: each is decided within the steps that stand beside it, or says honestly why not.

use Verdict::{Breaking, Safe, Undecided};
use baton_contract::{CompareOptions, Effort, Verdict, compare};
use serde_json::{Map, Value, json};
use std::thread::Builder;

/// Two schemas, the steps for each direction, and the verdicts backward and forward.
struct Case {
    name: &'static str,
    old: Value,
    new: Value,
    steps: u64,
    verdicts: [Verdict; 2],
}

fn case(
    name: &'static str,
    old: Value,
    new: Value,
    steps: u64,
    backward: Verdict,
    forward: Verdict,
) -> Case {
    Case {
        name,
        old,
        new,
        steps,
        verdicts: [backward, forward],
    }
}

fn check(cases: Vec<Case>) {
    let work = move || {
        for case in cases {
            let options = CompareOptions {
                effort: Effort {
                    steps: case.steps,
                    milliseconds: None,
                },
                ..CompareOptions::default()
            };
            let comparison = compare(&case.old, &case.new, &options).unwrap();
            let directions = [&comparison.backward, &comparison.forward];
            assert_eq!(
                directions.map(|direction| direction.verdict),
                case.verdicts,
                "{}: {directions:?}",
                case.name
            );
            for direction in directions {
                let is_open = direction.verdict == Undecided;
                assert!(
                    !is_open || direction.pointer.is_some(),
                    "{}: no place in {direction:?}",
                    case.name
                );
            }
        }
    };
    let thread = Builder::new().stack_size(256 << 20).spawn(work).unwrap();
    thread.join().unwrap();
}

/// One of many kinds of messages.
fn kind(name: &str, more: &Value) -> Value {
    let mut properties = json!({"kind": {"const": name}, "v": {"type": "integer"}});
    properties
        .as_object_mut()
        .unwrap()
        .extend(more.as_object().unwrap().clone());
    json!({"type": "object", "properties": properties, "required": ["kind"]})
}

fn kinds(count: usize) -> Vec<Value> {
    (0..count)
        .map(|n| kind(&format!("k{n}"), &json!({})))
        .collect()
}

fn with<T: Clone>(list: &[T], more: T) -> Vec<T> {
    list.iter().cloned().chain([more]).collect()
}

fn by_name<T: Into<Value>>(members: impl IntoIterator<Item = (String, T)>) -> Value {
    let members = members.into_iter();
    Value::Object(members.map(|(name, value)| (name, value.into())).collect())
}

#[test]
fn what_an_edit_left_alone_costs_little() {
    let branches = kinds(1_000);
    let mut changed = branches.clone();
    changed[700] = kind("k700", &json!({"v": {"type": "string"}}));
    let properties = |last: &Value| {
        let all = (0..1_000).map(|n| (format!("p{n}"), json!({"type": "integer"})));
        json!({"type": "object", "properties": by_name(all.chain([("last".to_owned(), last.clone())]))})
    };
    let definitions = |leaf: &Value| {
        let node = |n: usize| {
            let below = |n: usize| match n {
                0..500 => json!({"$ref": format!("#/$defs/d{n}")}),
                _ => leaf.clone(),
            };
            let members = json!({"n": {"const": n}, "l": below(2 * n + 1), "r": below(2 * n + 2)});
            (
                format!("d{n}"),
                json!({"type": "object", "properties": members}),
            )
        };
        json!({"$ref": "#/$defs/d0", "$defs": by_name((0..500).map(node))})
    };
    check(vec![
        case(
            "a branch of oneOf added",
            json!({"oneOf": branches}),
            json!({"oneOf": with(&branches, kind("new", &json!({})))}),
            40_000,
            Safe,
            Breaking,
        ),
        case(
            "a branch of oneOf changed",
            json!({"oneOf": branches}),
            json!({"oneOf": changed}),
            40_000,
            Breaking,
            Breaking,
        ),
        case(
            "a branch of anyOf added",
            json!({"anyOf": branches}),
            json!({"anyOf": with(&branches, kind("new", &json!({})))}),
            40_000,
            Safe,
            Breaking,
        ),
        case(
            "a branch under not",
            json!({"type": "object", "not": {"anyOf": branches}}),
            json!({"type": "object", "not": {"anyOf": with(&branches, kind("new", &json!({})))}}),
            40_000,
            Breaking,
            Safe,
        ),
        case(
            "a property changed",
            properties(&json!({"type": "integer"})),
            properties(&json!({"type": "number"})),
            1_000,
            Safe,
            Breaking,
        ),
        case(
            "a leaf of a tree of definitions changed",
            definitions(&json!({"type": "integer"})),
            definitions(&json!({"type": "number"})),
            80_000,
            Safe,
            Breaking,
        ),
    ]);
}

#[test]
fn long_lists_and_large_constants_are_compared_by_their_parts() {
    let words: Vec<String> = (0..5_000).map(|n| format!("value-{n}")).collect();
    let members = |last: i32| {
        let all = (0..1_000).map(|n| (format!("p{n}"), n));
        by_name(all.chain([("last".to_owned(), last)]))
    };
    let typed = (0..1_000).map(|n| (format!("p{n}"), json!({"type": "integer"})));
    let typed = by_name(typed.chain([("last".to_owned(), json!({"type": "number"}))]));
    let items: Vec<u32> = (0..2_000).collect();
    check(vec![
        case(
            "an enum with one value more",
            json!({"enum": words}),
            json!({"enum": with(&words, "new".to_owned())}),
            2_000,
            Safe,
            Breaking,
        ),
        case(
            "an enum within a pattern",
            json!({"enum": words}),
            json!({"type": "string", "pattern": "^value-[0-9]+$"}),
            12_000,
            Safe,
            Breaking,
        ),
        case(
            "a constant object",
            json!({"const": members(1)}),
            json!({"const": members(2)}),
            5_000,
            Breaking,
            Breaking,
        ),
        case(
            "a constant object within what declares each member",
            json!({"const": members(1)}),
            json!({"type": "object", "properties": typed, "additionalProperties": false}),
            60_000,
            Safe,
            Breaking,
        ),
        case(
            "a constant array",
            json!({"const": items}),
            json!({"const": items[1..]}),
            5_000,
            Breaking,
            Breaking,
        ),
    ]);
}

#[test]
fn automata_are_paid_for_by_their_size() {
    let ends = |letters: &str, lengths: std::ops::Range<u32>| -> Vec<String> {
        lengths.map(|n| format!("{letters}.{{{n}}}$")).collect()
    };
    let each = |patterns: &[String]| {
        let all = (0..)
            .zip(patterns)
            .map(|(n, pattern)| (pattern.clone(), json!({"minimum": n})));
        json!({"type": "object", "patternProperties": by_name(all)})
    };
    let closed = |patterns: &[String]| {
        let mut schema = each(patterns);
        schema["additionalProperties"] = json!(false);
        schema
    };
    let hard = ends("a", 1..11);
    let all_of = |patterns: &[String]| {
        let each: Vec<Value> = patterns
            .iter()
            .map(|text| json!({"pattern": text}))
            .collect();
        json!({"type": "string", "allOf": each})
    };
    check(vec![
        case(
            "a witness needs no product",
            each(&hard),
            each(&with(&hard, "b.{11}$".to_owned())),
            20_000,
            Breaking,
            Safe,
        ),
        case(
            "a product that is too large",
            closed(&hard),
            closed(&with(&ends("[ab]", 1..11), "c.{11}$".to_owned())),
            20_000,
            Undecided,
            Undecided,
        ),
        case(
            "the same ends of strings",
            all_of(&hard),
            all_of(&with(&hard, "c.{12}$".to_owned())),
            20_000,
            Breaking,
            Safe,
        ),
    ]);
}

#[test]
fn what_the_validator_would_follow_for_ever_is_not_asked_of_it() {
    let chain = |keyword: &str, last: &Value| {
        let mut definitions: Map<String, Value> = (0..80)
            .map(|n| {
                let next = |step: u32| json!({"$ref": format!("#/$defs/d{}", n + step)});
                let own = json!({"properties": {format!("p{n}"): {"type": "integer"}}});
                (format!("d{n}"), json!({keyword: [next(1), next(2), own]}))
            })
            .collect();
        definitions.insert("d80".to_owned(), last.clone());
        definitions.insert("d81".to_owned(), json!({"minProperties": 1}));
        json!({"$ref": "#/$defs/d0", "$defs": definitions})
    };
    check(vec![case(
        "two ways at each step",
        chain("allOf", &json!({"type": "object"})),
        chain("allOf", &json!({"type": "object", "required": ["z"]})),
        50_000,
        Undecided,
        Safe,
    )]);
}
