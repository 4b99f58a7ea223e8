//! What merges, what does not, and that the tables know every list and union of the model.

use super::rules::{ORDERED, PARTS, WHOLE, typed_rule};
use super::*;
use crate::schema;
use proptest::prelude::*;
use serde_json::json;
use std::collections::BTreeSet;

/// Merges an agent and gives the result, or the pointers of the conflicts.
fn merged(kind: Kind, base: &Value, ours: &Value, theirs: &Value) -> Result<Value, Vec<String>> {
    let merge = |ours, theirs| merge_record(kind, Some(base), Some(ours), Some(theirs));
    let (there, back) = (merge(ours, theirs), merge(theirs, ours));
    assert_eq!(
        there.ours, back.theirs,
        "who is called ours changes nothing"
    );
    assert_eq!(there.conflicts.is_empty(), there.ours == there.theirs);
    if there.conflicts.is_empty() {
        return Ok(there.ours.unwrap());
    }
    Err(there
        .conflicts
        .into_iter()
        .map(|conflict| conflict.pointer)
        .collect())
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table of cases")]
fn changes_are_joined_by_what_fields_mean() {
    let cases = [
        (
            "different fields",
            Kind::Agent,
            json!({"name": "A"}),
            json!({"name": "B"}),
            json!({"name": "A", "team": "x"}),
            Ok(json!({"name": "B", "team": "x"})),
        ),
        (
            "different fields of a part",
            Kind::Handoff,
            json!({"policy": {"retries": 1}}),
            json!({"policy": {"retries": 2}}),
            json!({"policy": {"retries": 1, "rollback": true}}),
            Ok(json!({"policy": {"retries": 2, "rollback": true}})),
        ),
        (
            "a part that both begin",
            Kind::Handoff,
            json!({}),
            json!({"policy": {"retries": 2}}),
            json!({"policy": {"rollback": true}}),
            Ok(json!({"policy": {"retries": 2, "rollback": true}})),
        ),
        (
            "a part at its defaults",
            Kind::Handoff,
            json!({"policy": {"retries": 1}}),
            json!({}),
            json!({"policy": {"retries": 1, "rollback": true}}),
            Ok(json!({"policy": {"rollback": true}})),
        ),
        (
            "the same change",
            Kind::Agent,
            json!({"name": "A"}),
            json!({"name": "B"}),
            json!({"name": "B"}),
            Ok(json!({"name": "B"})),
        ),
        (
            "one field, two values",
            Kind::Agent,
            json!({"name": "A"}),
            json!({"name": "B"}),
            json!({"name": "C"}),
            Err(vec!["/name"]),
        ),
        (
            "a field that goes and changes",
            Kind::Agent,
            json!({"team": "a"}),
            json!({}),
            json!({"team": "b"}),
            Err(vec!["/team"]),
        ),
        (
            "tags are a set",
            Kind::Agent,
            json!({"capabilities": ["a", "b"]}),
            json!({"capabilities": ["b", "z"]}),
            json!({"capabilities": ["a", "b", "c"]}),
            Ok(json!({"capabilities": ["b", "c", "z"]})),
        ),
        (
            "a set that one side empties",
            Kind::Agent,
            json!({"capabilities": ["a"]}),
            json!({}),
            json!({"capabilities": ["a", "c"]}),
            Ok(json!({"capabilities": ["c"]})),
        ),
        (
            "fallbacks at both ends",
            Kind::Handoff,
            json!({"fallbacks": ["a", "b"]}),
            json!({"fallbacks": ["x", "a", "b"]}),
            json!({"fallbacks": ["a", "b", "y"]}),
            Ok(json!({"fallbacks": ["x", "a", "b", "y"]})),
        ),
        (
            "fallbacks at one place",
            Kind::Handoff,
            json!({"fallbacks": ["a"]}),
            json!({"fallbacks": ["a", "x"]}),
            json!({"fallbacks": ["a", "y"]}),
            Err(vec!["/fallbacks"]),
        ),
        (
            "a fallback that moves and goes",
            Kind::Handoff,
            json!({"fallbacks": ["a", "b", "c"]}),
            json!({"fallbacks": ["b", "c", "a"]}),
            json!({"fallbacks": ["b", "c"]}),
            Err(vec!["/fallbacks"]),
        ),
        (
            "a fallback that comes twice",
            Kind::Handoff,
            json!({"fallbacks": ["a", "b"]}),
            json!({"fallbacks": ["x", "a", "b"]}),
            json!({"fallbacks": ["a", "b", "x"]}),
            Err(vec!["/fallbacks"]),
        ),
        (
            "alerts have names",
            Kind::Handoff,
            json!({"alerts": [{"name": "late", "condition": "p95 > 1"}]}),
            json!({"alerts": [{"name": "late", "condition": "p95 > 2"}]}),
            json!({"alerts": [{"name": "late", "condition": "p95 > 1", "severity": "page"}, {"name": "lost", "condition": "x"}]}),
            Ok(
                json!({"alerts": [{"name": "late", "condition": "p95 > 2", "severity": "page"}, {"name": "lost", "condition": "x"}]}),
            ),
        ),
        (
            "an alert that goes and changes",
            Kind::Handoff,
            json!({"alerts": [{"name": "late", "condition": "1"}]}),
            json!({}),
            json!({"alerts": [{"name": "late", "condition": "2"}]}),
            Err(vec!["/alerts/late"]),
        ),
        (
            "a reference is one value",
            Kind::Handoff,
            json!({"fallback_owner": {"kind": "person", "id": "ann"}}),
            json!({"fallback_owner": {"kind": "team", "id": "ann"}}),
            json!({"fallback_owner": {"kind": "person", "id": "bob"}}),
            Err(vec!["/fallback_owner"]),
        ),
        (
            "queries are joined",
            Kind::Handoff,
            json!({"to": {"capabilities": ["a"]}}),
            json!({"to": {"capabilities": ["a", "b"]}}),
            json!({"to": {"capabilities": ["a"], "tie_break": "random"}}),
            Ok(json!({"to": {"capabilities": ["a", "b"], "tie_break": "random"}})),
        ),
        (
            "contract and version are one pin",
            Kind::Handoff,
            json!({"contract": "a", "version": "1.0.0"}),
            json!({"contract": "b", "version": "1.0.0"}),
            json!({"contract": "a", "version": "1.1.0"}),
            Err(vec!["/contract", "/version"]),
        ),
        (
            "a place is one point",
            Kind::Placement,
            json!({"x": 1, "y": 1}),
            json!({"x": 2, "y": 1}),
            json!({"x": 1, "y": 2}),
            Err(vec!["/x", "/y"]),
        ),
        (
            "a box that is moved and pinned",
            Kind::Placement,
            json!({"x": 1, "y": 1}),
            json!({"x": 2, "y": 2}),
            json!({"x": 1, "y": 1, "pinned": true}),
            Ok(json!({"x": 2, "y": 2, "pinned": true})),
        ),
        (
            "keywords of a schema",
            Kind::ContractVersion,
            json!({"payload_schema": {"required": ["a"], "properties": {"a": {}}}}),
            json!({"payload_schema": {"required": ["a", "b"], "properties": {"a": {}, "b": {}}}}),
            json!({"payload_schema": {"required": ["a", "c"], "properties": {"a": {}, "c": {}}}}),
            Ok(
                json!({"payload_schema": {"required": ["a", "b", "c"], "properties": {"a": {}, "b": {}, "c": {}}}}),
            ),
        ),
        (
            "data within a schema",
            Kind::ContractVersion,
            json!({"payload_schema": {"const": {"required": ["a"]}}}),
            json!({"payload_schema": {"const": {"required": ["a", "b"]}}}),
            json!({"payload_schema": {"const": {"required": ["a", "c"]}}}),
            Err(vec!["/payload_schema/const/required"]),
        ),
        (
            "a set with something twice",
            Kind::Agent,
            json!({"capabilities": ["a"]}),
            json!({"capabilities": ["a", "b", "b"]}),
            json!({"capabilities": ["a", "c"]}),
            Err(vec!["/capabilities"]),
        ),
    ];
    for (name, kind, base, ours, theirs, expected) in cases {
        let expected = expected.map_err(|at| at.into_iter().map(str::to_owned).collect());
        assert_eq!(merged(kind, &base, &ours, &theirs), expected, "{name}");
    }
}

#[test]
fn a_deletion_against_an_edit_is_a_conflict() {
    let (base, edited) = (json!({"name": "A"}), json!({"name": "B"}));
    let merged = merge_record(Kind::Agent, Some(&base), None, Some(&edited));
    assert_eq!((merged.ours, merged.theirs), (None, Some(edited)));
    assert_eq!(merged.conflicts[0].pointer, "");
    let gone = merge_record(Kind::Agent, Some(&base), None, Some(&base));
    assert_eq!((gone.ours, gone.conflicts), (None, vec![]));
}

#[test]
fn a_record_that_both_added_is_joined_by_its_fields() {
    let (ours, theirs) = (
        json!({"name": "A", "capabilities": ["x"]}),
        json!({"name": "A", "capabilities": ["y"]}),
    );
    let merged = merge_record(Kind::Agent, None, Some(&ours), Some(&theirs));
    assert_eq!(
        merged.ours,
        Some(json!({"name": "A", "capabilities": ["x", "y"]}))
    );
    let other = json!({"name": "B"});
    let merged = merge_record(Kind::Agent, None, Some(&ours), Some(&other));
    assert_eq!(merged.conflicts[0].pointer, "/name");
}

/// Every list of the model has a rule, every union is one value, every part with defaults is known as one.
#[test]
fn the_tables_know_the_whole_model() {
    let mut seen = BTreeSet::new();
    for kind in Kind::ALL {
        let (_, root) = schema::all()
            .into_iter()
            .find(|(name, _)| name == kind.name())
            .unwrap();
        let mut walk = Walk {
            defs: root["$defs"].clone(),
            seen: &mut seen,
            within: Vec::new(),
        };
        walk.object(&root);
    }
    for name in ORDERED.iter().chain(WHOLE).chain(PARTS) {
        assert!(
            seen.contains(*name),
            "{name} is in a table and not in the model"
        );
    }
}

struct Walk<'s> {
    defs: Value,
    seen: &'s mut BTreeSet<String>,
    within: Vec<String>,
}

impl Walk<'_> {
    fn object(&mut self, schema: &Value) {
        for (name, field) in schema["properties"].as_object().into_iter().flatten() {
            self.seen.insert(name.clone());
            self.field(name, field);
        }
        for branch in ["oneOf", "anyOf"]
            .iter()
            .filter_map(|key| schema[*key].as_array())
            .flatten()
        {
            self.object(&branch.clone());
        }
    }

    fn field(&mut self, name: &str, field: &Value) {
        let branches: Vec<&Value> = ["oneOf", "anyOf"]
            .iter()
            .filter_map(|key| field[*key].as_array())
            .flatten()
            .collect();
        let real: Vec<&&Value> = branches
            .iter()
            .filter(|branch| branch["type"] != "null")
            .collect();
        if let [only] = real[..] {
            return self.field(name, only);
        }
        if let Some(reference) = field["$ref"].as_str() {
            let target = reference.rsplit('/').next().unwrap().to_owned();
            if self.within.contains(&target) {
                return;
            }
            let schema = self.defs[&target].clone();
            self.within.push(target);
            if schema["type"] == "object"
                && field.get("default").is_some()
                && schema.get("required").is_none()
            {
                assert!(
                    PARTS.contains(&name),
                    "{name} is a part with defaults; add it to PARTS"
                );
            }
            self.field(name, &schema);
            self.within.pop();
            return;
        }
        let objects = real
            .iter()
            .filter(|branch| branch.get("const").is_none() && branch.get("enum").is_none())
            .count();
        if objects > 1 {
            let is_item = typed_rule(name).is_some();
            assert!(
                WHOLE.contains(&name) || is_item,
                "{name} is a union; add it to WHOLE"
            );
        }
        if !field["items"].is_null() {
            assert!(typed_rule(name).is_some(), "the list {name} has no rule");
            self.field(name, &field["items"].clone());
        }
        self.object(field);
    }
}

fn data() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        any::<bool>().prop_map(Value::from),
        (0..4).prop_map(Value::from),
        "[ab]".prop_map(Value::from)
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("[abc]|capabilities|policy|alerts|to", inner, 0..4)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn one_side_alone_is_taken_as_it_is(base in data(), ours in data()) {
        let merged = merge_record(Kind::Handoff, Some(&base), Some(&ours), Some(&base));
        prop_assert_eq!(merged.ours, Some(ours));
        prop_assert!(merged.conflicts.is_empty());
    }

    #[test]
    fn nothing_depends_on_who_is_called_ours(base in data(), ours in data(), theirs in data()) {
        let there = merge_record(Kind::Handoff, Some(&base), Some(&ours), Some(&theirs));
        let back = merge_record(Kind::Handoff, Some(&base), Some(&theirs), Some(&ours));
        prop_assert_eq!(&there.ours, &back.theirs);
        prop_assert_eq!(there.conflicts.is_empty(), there.ours == there.theirs);
        prop_assert_eq!(there.conflicts.len(), back.conflicts.len());
    }

    #[test]
    fn a_joined_sequence_holds_each_change(base in prop::collection::vec(0..6_u8, 0..8), ours in prop::collection::vec(0..6_u8, 0..8), theirs in prop::collection::vec(0..6_u8, 0..8)) {
        let side = |ours_counts: bool, base: &[u8], other: &[u8], third: &[u8]| -> Vec<u8> {
            regions(base, other, third).into_iter().flat_map(|region| match region {
                Region::Joined(items) => items.to_vec(),
                Region::Conflict { ours, theirs } => if ours_counts { ours.to_vec() } else { theirs.to_vec() },
            }).collect()
        };
        prop_assert_eq!(side(true, &base, &ours, &base), ours.clone());
        prop_assert_eq!(side(false, &base, &base, &theirs), theirs);
        prop_assert_eq!(side(true, &base, &ours, &ours), ours);
    }
}
