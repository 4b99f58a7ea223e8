//! The drafts of JSON Schema that Baton reads.

use serde_json::Value;

/// A draft of JSON Schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Draft {
    /// Draft 4.
    Draft4,
    /// Draft 6.
    Draft6,
    /// Draft 7.
    Draft7,
    /// Draft 2019-09.
    Draft201909,
    /// Draft 2020-12, taken where a schema names none.
    Draft202012,
}

impl Draft {
    /// The address that `$schema` carries; a name, never fetched.
    pub const fn uri(self) -> &'static str {
        match self {
            Draft::Draft4 => "http://json-schema.org/draft-04/schema#",
            Draft::Draft6 => "http://json-schema.org/draft-06/schema#",
            Draft::Draft7 => "http://json-schema.org/draft-07/schema#",
            Draft::Draft201909 => "https://json-schema.org/draft/2019-09/schema",
            Draft::Draft202012 => "https://json-schema.org/draft/2020-12/schema",
        }
    }

    /// The draft that `$schema` names, 2020-12 without one. The error holds what it names instead.
    pub fn of(schema: &Value) -> Result<Draft, String> {
        let Some(named) = schema.get("$schema") else {
            return Ok(Draft::Draft202012);
        };
        let Some(uri) = named.as_str() else {
            return Err(named.to_string());
        };
        let plain = |uri: &str| uri.trim_end_matches('#').replacen("http://", "https://", 1);
        [
            Draft::Draft4,
            Draft::Draft6,
            Draft::Draft7,
            Draft::Draft201909,
            Draft::Draft202012,
        ]
        .into_iter()
        .find(|draft| plain(draft.uri()) == plain(uri))
        .ok_or_else(|| uri.to_owned())
    }

    /// The keyword that identifies a schema.
    pub(crate) const fn id_keyword(self) -> &'static str {
        match self {
            Draft::Draft4 => "id",
            _ => "$id",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_draft_is_what_the_schema_says() {
        assert_eq!(Draft::of(&json!({})), Ok(Draft::Draft202012));
        assert_eq!(Draft::of(&json!(true)), Ok(Draft::Draft202012));
        assert_eq!(
            Draft::of(&json!({"$schema": "http://json-schema.org/draft-07/schema"})),
            Ok(Draft::Draft7)
        );
        assert_eq!(
            Draft::of(&json!({"$schema": "https://json-schema.org/draft-04/schema#"})),
            Ok(Draft::Draft4)
        );
        assert!(Draft::of(&json!({"$schema": "https://example.com/own"})).is_err());
        assert!(Draft::of(&json!({"$schema": 7})).is_err());
    }
}
