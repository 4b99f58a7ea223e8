use super::*;
use baton_model::{ContractId, ContractVersionId, Json, Version};
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

fn contract() -> Contract {
    Contract::new(ContractId::new("refund").unwrap(), "Refund".to_owned())
}

fn version(number: &str, schema: Value) -> ContractVersion {
    let mut version = ContractVersion::new(
        ContractVersionId::new(format!("refund@{number}")).unwrap(),
        ContractId::new("refund").unwrap(),
        Version::new(number).unwrap(),
    );
    version.state = ContractState::Published;
    version.payload_schema = Json(schema);
    version
}

fn written(schema: Value) -> String {
    let version = version("1.0.0", schema);
    let text = text(
        &contract(),
        &version,
        field_numbers(&contract(), &[&version]),
    );
    // Below the head.
    text.split_once("package baton.refund;\n")
        .unwrap()
        .1
        .trim()
        .to_owned()
}

#[track_caller]
fn check(schema: Value, expected: &str) {
    let expected = expected.trim();
    let lines: Vec<&str> = expected.lines().map(str::trim).collect();
    let written = written(schema);
    let found: Vec<&str> = written
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    assert_eq!(found, lines, "{written}");
}

#[test]
fn types_are_carried_as_far_as_protobuf_goes() {
    check(
        json!({
            "type": "object", "additionalProperties": false, "required": ["order"],
            "properties": {
                "order": {"type": "string", "maxLength": 9, "description": "Which one.\n*/ message X {}"},
                "customer-id": {"type": ["integer", "null"], "minimum": 1},
                "tags": {"type": "array", "items": {"type": "string"}},
                "grid": {"type": "array", "items": {"type": "array", "items": {"type": "number"}}},
                "prices": {"type": "object", "additionalProperties": {"type": "number"}},
                "anything": true,
                "colour": {"enum": ["red", "green"]},
            },
        }),
        r#"
        import "google/protobuf/struct.proto";
        message Refund {
        optional google.protobuf.Value anything = 1;
        // One of "red", "green".
        optional string colour = 2;
        // At least 1; null or missing.
        optional int64 customer_id = 3 [json_name = "customer-id"];
        repeated google.protobuf.ListValue grid = 4;
        // Which one.
        // * / message X {}
        // Required; at most 9 characters.
        optional string order = 5;
        map<string, double> prices = 6;
        repeated string tags = 7;
        }"#,
    );
}

#[test]
fn a_choice_between_objects_has_the_members_of_all() {
    let branch = |kind: &str, more: Value| {
        let mut properties = json!({ "kind": { "const": kind } });
        properties
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        json!({ "type": "object", "properties": properties, "required": ["kind"], "additionalProperties": false })
    };
    check(
        json!({ "oneOf": [
            branch("email", json!({ "to": { "type": "string" }, "size": { "type": "string" } })),
            branch("sms", json!({ "to": { "type": "string" }, "size": { "type": "integer" } })),
        ]}),
        r#"
        import "google/protobuf/struct.proto";
        // One of several objects, with the members of all of them; which go together is left to the schema.
        message Refund {
        // Required; always "email"; always "sms".
        optional string kind = 1;
        optional google.protobuf.Value size = 2;
        optional string to = 3;
        }"#,
    );
}

#[test]
fn a_payload_that_is_no_object_is_wrapped() {
    check(
        json!({ "type": "array", "items": { "type": "integer" } }),
        "// The payload is no object with members of its own, so it travels as a field.\nmessage Refund {\n// Required.\nrepeated int64 payload = 1;\n}",
    );
}

#[test]
fn names_fit_and_do_not_meet() {
    let names = [
        "a_b",
        "aB",
        "a-b",
        "",
        "[x]",
        "2nd",
        "\u{202e}\"\\\n",
        "message",
    ];
    let properties: Map<String, Value> = names
        .iter()
        .map(|name| ((*name).to_owned(), json!({ "type": "string" })))
        .collect();
    let text = written(
        json!({ "type": "object", "properties": properties, "additionalProperties": false }),
    );
    let fields: Vec<&str> = text.lines().filter(|line| line.contains(" = ")).collect();
    assert_eq!(fields.len(), names.len(), "{text}");
    let squashed: BTreeSet<String> = fields
        .iter()
        .map(|line| line.trim().split(' ').nth(2).unwrap().replace('_', ""))
        .collect();
    assert_eq!(squashed.len(), names.len(), "{text}");
    // Whoever is called so in JSON is called so here, whatever the others are called.
    assert!(text.contains("string a_b = "), "{text}");
    assert!(
        text.contains(r#"[json_name = "\342\200\256\"\\\012"]"#),
        "{text}"
    );
    assert!(!text.contains('\u{202e}'));
}

/// What a file says: for each message its fields by number, and its reserved numbers.
type Said = BTreeMap<String, (BTreeMap<u32, String>, BTreeSet<u32>)>;

fn said(text: &str) -> Said {
    let mut said = Said::new();
    let mut message = String::new();
    for line in text.lines().map(str::trim) {
        if let Some(name) = line.strip_prefix("message ") {
            message = name.trim_end_matches(" {").to_owned();
            said.entry(message.clone()).or_default();
        } else if let Some(reserved) = line.strip_prefix("reserved ") {
            let numbers = reserved
                .trim_end_matches(';')
                .split(", ")
                .filter_map(|one| one.parse::<u32>().ok());
            said.get_mut(&message).unwrap().1.extend(numbers);
        } else if let Some((field, number)) = line.trim_end_matches(';').split_once(" = ")
            && line.starts_with(char::is_alphabetic)
        {
            let (number, option) = number.split_once(" [json_name = ").unwrap_or((number, ""));
            let Ok(number) = number.parse::<u32>() else {
                continue;
            };
            let (of_type, name) = field.rsplit_once(' ').unwrap();
            let json_name = match option {
                "" => default_json_name(name),
                option => option.trim_matches(['"', ']']).to_owned(),
            };
            let fields = &mut said.get_mut(&message).unwrap().0;
            let is_first = fields.insert(number, format!("{of_type} {json_name}"));
            assert!(is_first.is_none(), "{text}");
        }
    }
    said
}

fn random_object(depth: u32) -> BoxedStrategy<Value> {
    let scalar = prop::sample::select(vec![
        json!({ "type": "string" }),
        json!({ "type": "integer" }),
        json!({ "type": ["number", "null"] }),
        json!({ "enum": ["a", "b"] }),
        json!({ "type": "array", "items": { "type": "string" } }),
        json!({ "oneOf": [{ "type": "string" }, { "type": "integer" }] }),
    ]);
    let member = if depth == 0 {
        scalar.boxed()
    } else {
        prop_oneof![3 => scalar, 1 => random_object(depth - 1)].boxed()
    };
    prop::collection::btree_map("[ab]_?[ab]?", member, 0..5)
        .prop_map(|members| json!({ "type": "object", "properties": members, "additionalProperties": false }))
        .boxed()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn a_number_never_changes_its_meaning(history in prop::collection::vec(random_object(2), 1..7)) {
        let mut contract = contract();
        let versions: Vec<ContractVersion> = history
            .into_iter()
            .enumerate()
            .map(|(index, schema)| version(&format!("1.{index}.0"), schema))
            .collect();
        let mut meanings: BTreeMap<(String, u32), String> = BTreeMap::new();
        for (index, version) in versions.iter().enumerate() {
            let before = contract.field_numbers.clone();
            contract.field_numbers = field_numbers(&contract, &[version]);
            prop_assert_eq!(&contract.field_numbers[..before.len()], &before[..]);
            // What was not kept is worked out alike from the versions in order.
            let out: Vec<&ContractVersion> = versions[..=index].iter().collect();
            let fresh = Contract { field_numbers: Vec::new(), ..contract.clone() };
            prop_assert_eq!(&field_numbers(&fresh, &out), &contract.field_numbers);
            let text = text(&contract, version, contract.field_numbers.clone());
            for (message, (fields, reserved)) in said(&text) {
                let given: BTreeSet<u32> = contract.field_numbers.iter().filter(|one| one.message == message).map(|one| one.number).collect();
                let told: BTreeSet<u32> = fields.keys().chain(&reserved).copied().collect();
                prop_assert_eq!(&given, &told, "{}", text);
                prop_assert!(fields.keys().all(|number| !reserved.contains(number)), "{}", text);
                for (number, field) in fields {
                    let meaning = meanings.entry((message.clone(), number)).or_insert_with(|| field.clone());
                    prop_assert_eq!(&*meaning, &field, "{}", text);
                }
            }
        }
    }
}
