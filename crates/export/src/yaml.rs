//! YAML as bytes that depend on content alone. Texts that readers of YAML 1.1 or 1.2 could take for something else are quoted, so that a
//! value is read back as it was.

use serde_json::Value;

/// The bytes of a YAML file: block style, two spaces, members in the order of the value, one line feed at the end.
///
/// Readers of YAML take a JSON document as well: should the writer refuse a value, it is written as JSON.
pub(crate) fn bytes(value: &Value) -> Vec<u8> {
    let mut text = serde_saphyr::to_string(value).unwrap_or_else(|_| value.to_string());
    if !text.ends_with('\n') {
        text.push('\n');
    }
    text.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn read(bytes: &[u8]) -> Value {
        serde_saphyr::from_slice(bytes).unwrap()
    }

    #[test]
    fn block_style_with_what_looks_like_something_else_quoted() {
        let value = json!({"title": "Refund: the offer", "on": "no", "version": "1.0", "lines": "a\nb\n", "tags": ["~", "# x", "2026-01-01"]});
        let text = String::from_utf8(bytes(&value)).unwrap();
        assert!(
            text.starts_with("title: \"Refund: the offer\"\n")
                || text.starts_with("title: 'Refund: the offer'\n"),
            "{text}"
        );
        assert_eq!(read(text.as_bytes()), value, "{text}");
    }

    fn values() -> impl Strategy<Value = Value> {
        let text = prop_oneof![
            any::<String>(),
            "[ \\t\\n\\r:#\\-?'\"&*!|>%@`{}\\[\\],~0-9a-z]{0,100}",
            prop::sample::select(vec![
                "yes",
                "off",
                "null",
                "~",
                "1e3",
                "0x1F",
                "0o17",
                "1_000",
                "12:30:45",
                "<<",
                "=",
                ".inf",
                "--- a",
                "\u{85}",
                "\u{2028}x",
                "\u{feff}",
                "  lead",
                "trail  ",
                "\n\nx\n\n",
                "a\n b",
                "\ta",
                "é ☂ 👩‍👩‍👧",
            ])
            .prop_map(str::to_owned),
        ];
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            (-1e9..1e9f64).prop_map(Value::from),
            text.clone().prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 32, 5, move |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
                prop::collection::btree_map(text.clone(), inner, 0..5)
                    .prop_map(|members| Value::Object(members.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn every_value_is_read_back(value in values()) {
            let written = bytes(&value);
            prop_assert_eq!(read(&written), value, "{}", String::from_utf8_lossy(&written));
        }
    }
}
