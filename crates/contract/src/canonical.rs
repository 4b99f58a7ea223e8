//! One text per JSON value, so that equal content has equal bytes and equal names.

use serde_json::Value;
use sha2::{Digest, Sha256};
use std::cmp::Ordering;

/// JSON without white space, members in the order of RFC 8785 (by UTF-16 code units).
///
/// Unlike RFC 8785 a number keeps the form it was read in, because draft 4 tells `1` from `1.0`.
pub fn canonical_json(value: &Value) -> String {
    let mut out = Vec::new();
    // Nothing that is written into memory fails, and JSON is UTF-8.
    let _ = write(value, &mut out);
    String::from_utf8(out).unwrap_or_default()
}

/// SHA-256 over [`canonical_json`], as 64 lower-case hexadecimal digits.
pub fn content_hash(value: &Value) -> String {
    hex::encode(Sha256::digest(canonical_json(value).as_bytes()))
}

fn write(value: &Value, out: &mut Vec<u8>) -> serde_json::Result<()> {
    match value {
        Value::Array(items) => {
            out.push(b'[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(b',');
                }
                write(item, out)?;
            }
            out.push(b']');
        }
        Value::Object(members) => {
            let mut sorted: Vec<(&str, &Value)> = Vec::with_capacity(members.len());
            sorted.extend(members.iter().map(|(name, member)| (name.as_str(), member)));
            sorted.sort_by(|a, b| by_code_unit(a.0, b.0));
            out.push(b'{');
            for (index, (name, member)) in sorted.into_iter().enumerate() {
                if index > 0 {
                    out.push(b',');
                }
                serde_json::to_writer(&mut *out, name)?;
                out.push(b':');
                write(member, out)?;
            }
            out.push(b'}');
        }
        scalar => serde_json::to_writer(out, scalar)?,
    }
    Ok(())
}

/// The order of UTF-16 code units, which for names of plain letters is that of their bytes.
fn by_code_unit(a: &str, b: &str) -> Ordering {
    if a.is_ascii() && b.is_ascii() {
        return a.cmp(b);
    }
    a.encode_utf16().cmp(b.encode_utf16())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn members_are_sorted_at_every_depth() {
        let value = json!({"b": [{"d": 1, "c": "x\n"}], "a": null});
        assert_eq!(
            canonical_json(&value),
            r#"{"a":null,"b":[{"c":"x\n","d":1}]}"#
        );
    }

    #[test]
    fn order_of_members_does_not_change_the_hash_and_content_does() {
        let read = |text: &str| content_hash(&serde_json::from_str(text).unwrap());
        assert_eq!(read(r#"{"a":1,"b":2}"#), read(r#"{ "b": 2, "a": 1 }"#));
        assert_ne!(read(r#"{"a":1}"#), read(r#"{"a":1.0}"#));
        assert_ne!(read("[1,2]"), read("[2,1]"));
        assert_eq!(
            read("{}"),
            "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
        );
    }

    #[test]
    fn names_beyond_the_basic_plane_sort_by_code_unit() {
        let value = json!({"\u{fb33}": 1, "\u{1f600}": 2});
        assert_eq!(canonical_json(&value), "{\"\u{1f600}\":2,\"\u{fb33}\":1}");
    }
}
