use super::{Light, LightValidator};
use crate::draft::Draft;
use crate::testing::{Choices, bytes, plain_value, schema, value_like};
use crate::validate::PayloadValidator;
use baton_model::parse_json;
use proptest::prelude::*;
use serde_json::{Value, json};

/// A light value is what the usual reader gives, and there is none where that reader refuses.
fn reads_alike(text: &str) -> Option<Light<'_>> {
    let light = Light::read(text)?;
    let value = parse_json(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    assert_eq!(light.to_value(), value, "{text}");
    // Numbers are written as they were read: `Value` holds 1 and 1.0 apart, and so does the text.
    assert_eq!(light.to_value().to_string(), value.to_string(), "{text}");
    Some(light)
}

/// Both validators have the same opinion of a text that both readers read.
fn judged_alike(schema: &Value, text: &str) -> Option<bool> {
    let light = reads_alike(text)?;
    let usual = PayloadValidator::compile(schema).ok()?;
    let quick = LightValidator::compile(schema).unwrap();
    let accepted = usual.accepts(&light.to_value());
    assert_eq!(quick.accepts(&light), accepted, "{schema} {text}");
    Some(accepted)
}

/// The JSON text with every character of its strings escaped.
fn escaped(value: &Value) -> String {
    fn string(text: &str) -> String {
        let units = text.encode_utf16().map(|unit| format!("\\u{unit:04x}"));
        format!("\"{}\"", units.collect::<String>())
    }
    match value {
        Value::String(text) => string(text),
        Value::Array(items) => {
            format!(
                "[ {} ]",
                items.iter().map(escaped).collect::<Vec<_>>().join(" ,\t")
            )
        }
        Value::Object(members) => {
            let members = members
                .iter()
                .map(|(name, value)| format!("{} : {}", string(name), escaped(value)));
            format!("{{{}}}", members.collect::<Vec<_>>().join(","))
        }
        other => other.to_string(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn payloads_of_any_schema_are_judged_alike(bytes in bytes(), draft in 0usize..5) {
        let draft = [Draft::Draft4, Draft::Draft6, Draft::Draft7, Draft::Draft201909, Draft::Draft202012][draft];
        let mut choices = Choices::new(&bytes);
        let mut schema = schema(&mut choices, draft);
        if let Some(fields) = schema.as_object_mut() {
            fields.insert("$schema".to_owned(), json!(draft.uri()));
        }
        for value in [value_like(&mut choices, &schema), plain_value(&mut choices, 3)] {
            judged_alike(&schema, &value.to_string());
            judged_alike(&schema, &escaped(&value));
        }
    }

    #[test]
    fn a_text_with_a_wrong_place_is_read_alike_or_not_at_all(bytes in bytes(), at in any::<prop::sample::Index>(), with in "[\"\\\\{}\\[\\],:0-9eEu.+-]|\\\\u[dD][89abAB][0-9a-f]{2}|\u{feff}| ") {
        let mut text = plain_value(&mut Choices::new(&bytes), 4).to_string();
        let mut at = at.index(text.len() + 1);
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        text.insert_str(at, &with);
        reads_alike(&text);
    }
}

#[test]
fn what_the_usual_reader_refuses_is_not_read() {
    let deep = format!("{}{}", "[".repeat(200), "]".repeat(200));
    for text in [
        r#"{"a": 1, "a": 2}"#,
        r#"{"a": 1, "\u0061": 2}"#,
        r#"{"b": {"a": 1, "a": 1}}"#,
        r#""\ud800""#,
        "1 2",
        "1e999",
        "NaN",
        "",
        &deep,
    ] {
        assert!(parse_json(text).is_err(), "{text}");
        assert_eq!(Light::read(text), None, "{text}");
    }
}

#[test]
fn what_cannot_be_looked_up_quickly_is_left_to_the_usual_way() {
    let of = |count: usize| {
        let members = (0..count).map(|number| (number.to_string(), Value::Null));
        Value::Object(members.collect()).to_string()
    };
    assert!(reads_alike(&of(32)).is_some());
    assert!(Light::read(&of(33)).is_none());
    assert!(parse_json(&of(33)).is_ok());
}

/// Keywords that compare, count, look inside or remember, each with payloads of which at least one is refused.
const KEYWORDS: [(&str, &[&str]); 16] = [
    (
        r##"{"type":"object","properties":{"next":{"$ref":"#"},"id":{"type":"integer"}},"required":["id"],"unevaluatedProperties":false}"##,
        &[
            r#"{"id":1,"next":{"id":2.0}}"#,
            r#"{"id":1,"next":{"id":2.5}}"#,
            r#"{"id":1,"more":1}"#,
        ],
    ),
    (
        r#"{"uniqueItems":true}"#,
        &[
            "[1,1.0]",
            "[1,2]",
            r#"[{"a":1,"b":2},{"b":2,"a":1}]"#,
            r#"["a","\u0061"]"#,
            "[true,1]",
        ],
    ),
    (
        r#"{"enum":[1.0,"a",{"x":[1]},null]}"#,
        &[
            "1",
            "1.0",
            "2",
            r#""\u0061""#,
            r#"{"x":[1.0]}"#,
            r#"{"x":[]}"#,
            "null",
            "false",
        ],
    ),
    (
        r#"{"const":{"a":1,"b":[true]}}"#,
        &[r#"{"b":[true],"a":1}"#, r#"{"a":1}"#, "[]"],
    ),
    (
        r#"{"propertyNames":{"maxLength":3,"pattern":"^[a-z]+$"}}"#,
        &[
            r#"{"abc":1}"#,
            r#"{"abcd":1}"#,
            r#"{"\u0061":1}"#,
            r#"{"A":1}"#,
        ],
    ),
    (
        r#"{"patternProperties":{"^x":{"type":"string"}},"additionalProperties":{"minimum":3}}"#,
        &[r#"{"x1":"","y":3}"#, r#"{"x1":1}"#, r#"{"y":2}"#],
    ),
    (
        r#"{"dependentRequired":{"a":["b"]},"minProperties":1,"maxProperties":2}"#,
        &[
            r#"{"a":1}"#,
            r#"{"a":1,"b":1}"#,
            "{}",
            r#"{"a":1,"b":1,"c":1}"#,
        ],
    ),
    (
        r#"{"contains":{"type":"string"},"minContains":2,"unevaluatedItems":{"type":"null"}}"#,
        &[r#"["a","b",null]"#, r#"["a",null]"#, r#"["a","b",1]"#],
    ),
    (
        r#"{"multipleOf":0.01,"exclusiveMaximum":1e18}"#,
        &[
            "0.07",
            "19.99",
            "0.075",
            "999999999999999999999",
            "-0.0",
            "1e2",
        ],
    ),
    (
        r#"{"type":"integer","maximum":18446744073709551615}"#,
        &[
            "18446744073709551615",
            "18446744073709551616",
            "-9223372036854775809",
            "1e3",
            "1.5",
        ],
    ),
    (
        r#"{"minLength":2,"maxLength":2}"#,
        &[r#""日本""#, r#""\ud83d\ude00""#, r#""e\u0301""#, r#""abc""#],
    ),
    (
        r#"{"format":"date-time"}"#,
        &[
            r#""2026-03-01T09:00:00Z""#,
            r#""2026-03-01 09:00:00Z""#,
            r#""2026-0\u0033-01T09:00:00Z""#,
        ],
    ),
    (
        r#"{"if":{"required":["a"]},"then":{"required":["b"]},"else":{"maxProperties":0}}"#,
        &[r#"{"a":1}"#, r#"{"a":1,"b":1}"#, r#"{"c":1}"#, "{}"],
    ),
    (
        r#"{"type":["null","boolean","number"],"not":{"const":false}}"#,
        &["null", "true", "false", "1", "\"\"", "[]"],
    ),
    ("false", &["1"]),
    (
        r#"{"maxLength":30}"#,
        &[r#""a text of more than thirty characters""#],
    ),
];

#[test]
fn every_keyword_sees_the_same() {
    for (schema, texts) in KEYWORDS {
        let schema: Value = serde_json::from_str(schema).unwrap();
        let opinions: Vec<_> = texts
            .iter()
            .map(|text| judged_alike(&schema, text).unwrap())
            .collect();
        assert!(
            opinions.contains(&false),
            "{schema}: something is to be refused"
        );
    }
}
