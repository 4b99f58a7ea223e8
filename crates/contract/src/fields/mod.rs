//! The fields of a payload in words, for tables that people read.
//!
//! A schema says more than a table can: alternatives are told in words and not entered, conditions are left out. Whoever needs all of
//! it reads the schema.

mod shape;
mod words;

use serde::Serialize;
use serde_json::Value;
use shape::Shape;

/// Most fields that are told.
const MOST_FIELDS: usize = 2_000;
/// Deepest fields that are told.
const DEEPEST: u32 = 24;
/// Longest meaning, in characters.
const LONGEST_MEANING: usize = 600;

/// A field of a contract's payload.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
#[allow(clippy::struct_excessive_bools)] // each is a column
pub struct FieldRow {
    /// JSON pointer into the payload; `*` stands for any item of a list or any member of a map.
    pub pointer: String,
    /// Its name.
    pub name: String,
    /// 0 for fields of the payload itself.
    pub depth: u32,
    /// In words: `text`, `number`, `list of text`, `one of 3 values`.
    pub type_words: String,
    /// Whether it has to be there.
    pub required: bool,
    /// Whether it may be null.
    pub nullable: bool,
    /// Whether it must not leave a trust domain unmasked.
    pub sensitive: bool,
    /// What it means.
    pub meaning: String,
    /// Limits in words, for example `1 to 64 characters`; may be empty.
    pub limits: String,
}

/// The fields of the payloads that a schema describes, parents before children, in the order in which they are written; at most
/// 2,000 of them, 24 levels deep. `sensitive` holds JSON pointers into the payload; what is below a sensitive field is
/// sensitive too. References are followed within the schema, never out of it, and never in circles.
pub fn fields<'a>(schema: &Value, sensitive: impl IntoIterator<Item = &'a str>) -> Vec<FieldRow> {
    let mut walk = Walk {
        root: schema,
        sensitive: sensitive.into_iter().map(any_item).collect(),
        rows: Vec::new(),
        entered: Vec::new(),
    };
    let shape = Shape::of(schema, schema);
    walk.enter(&shape, "", 0);
    walk.rows
}

struct Walk<'a> {
    root: &'a Value,
    /// Pointers with `*` for places in lists.
    sensitive: Vec<String>,
    rows: Vec<FieldRow>,
    /// The shapes around the one that is looked at.
    entered: Vec<Shape<'a>>,
}

impl<'a> Walk<'a> {
    /// Tells the fields of an object, of the objects in a list, or of those in a map.
    fn enter(&mut self, shape: &Shape<'a>, at: &str, depth: u32) {
        if depth > DEEPEST || self.entered.iter().any(|around| around.is(shape)) {
            return;
        }
        self.entered.push(shape.clone());
        for (name, schema) in shape.properties() {
            if self.rows.len() >= MOST_FIELDS {
                break;
            }
            self.tell(shape, name, schema, at, depth);
        }
        if let Some(item) = shape.item(self.root) {
            self.enter(&item, &format!("{at}/*"), depth);
        }
        if let Some(value) = shape.any_member(self.root) {
            self.enter(&value, &format!("{at}/*"), depth);
        }
        self.entered.pop();
    }

    fn tell(&mut self, parent: &Shape<'a>, name: &str, schema: &'a Value, at: &str, depth: u32) {
        let shape = Shape::of(self.root, schema);
        let pointer = format!("{at}/{}", name.replace('~', "~0").replace('/', "~1"));
        let again = self.entered.iter().any(|around| around.is(&shape));
        let type_words = words::type_words(&shape, self.root);
        self.rows.push(FieldRow {
            name: name.to_owned(),
            depth,
            type_words: if again {
                format!("{type_words}, as above")
            } else {
                type_words
            },
            required: parent.requires(name),
            nullable: shape.is_nullable(),
            sensitive: self.is_sensitive(&pointer),
            meaning: meaning(&shape, name),
            limits: words::limits(&shape),
            pointer: pointer.clone(),
        });
        self.enter(&shape, &pointer, depth + 1);
    }

    fn is_sensitive(&self, pointer: &str) -> bool {
        self.sensitive.iter().any(|sensitive| {
            pointer
                .strip_prefix(sensitive.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    }
}

/// A pointer with `*` for every place in a list.
fn any_item(pointer: &str) -> String {
    let place =
        |step: &str| step == "-" || (!step.is_empty() && step.bytes().all(|b| b.is_ascii_digit()));
    let steps = pointer
        .split('/')
        .map(|step| if place(step) { "*" } else { step });
    steps.collect::<Vec<_>>().join("/")
}

fn meaning(shape: &Shape<'_>, name: &str) -> String {
    let text = |keyword| {
        shape
            .keyword(keyword)
            .and_then(Value::as_str)
            .map(str::trim)
    };
    let title = text("title").filter(|title| !title.eq_ignore_ascii_case(name));
    let said = text("description")
        .filter(|text| !text.is_empty())
        .or(title);
    said.unwrap_or_default()
        .chars()
        .take(LONGEST_MEANING)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// A line a field: pointer, type, marks, limits, meaning.
    fn told(schema: &Value, sensitive: &[&str]) -> Vec<String> {
        let rows = fields(schema, sensitive.iter().copied());
        let line = |row: &FieldRow| {
            let mark = |is: bool, mark: &'static str| if is { mark } else { "" };
            let text = format!(
                "{}{} {}{}{}{} [{}] {}",
                "  ".repeat(row.depth as usize),
                row.pointer,
                row.type_words,
                mark(row.required, " required"),
                mark(row.nullable, " nullable"),
                mark(row.sensitive, " sensitive"),
                row.limits,
                row.meaning
            );
            text.replace(" []", "").trim_end().to_owned()
        };
        rows.iter().map(line).collect()
    }

    #[test]
    fn fields_are_told_in_words() {
        let schema = json!({
            "type": "object",
            "required": ["a", "c", "gone"],
            "properties": {
                "a": {"type": "string", "minLength": 1, "maxLength": 64, "description": "The order."},
                "b": {"type": ["number", "null"], "minimum": 0, "exclusiveMaximum": 10, "multipleOf": 0.5},
                "c": {"enum": ["x", "y", "z"], "title": "C"},
                "d": {"type": "array", "items": {"type": "string"}, "maxItems": 1, "uniqueItems": true},
                "e": {"type": "object", "required": ["f"], "properties": {"f": {"type": "boolean"}, "g/h": {"const": 4}}},
                "i": {"type": "array", "items": {"properties": {"j": {"type": "string", "format": "date-time"}}}},
                "k": {"type": "object", "additionalProperties": {"type": "integer"}},
                "l": {"oneOf": [{"type": "string"}, {"type": "integer"}, {"type": "null"}]},
                "m": true,
                "n": false,
                "o": {"type": "string", "pattern": "^[A-Z]+$"},
            },
        });
        assert_eq!(
            told(&schema, &["/e", "/i/0/j"]),
            [
                "/a text required [1 to 64 characters] The order.",
                "/b number nullable [0 or more, less than 10, in steps of 0.5]",
                "/c one of 3 values required [\"x\", \"y\", \"z\"]",
                "/d list of text [at most 1 entry, no two alike]",
                "/e object sensitive",
                "  /e/f yes or no required sensitive",
                "  /e/g~1h always 4 sensitive",
                "/i list of objects",
                "  /i/*/j time sensitive",
                "/k map of whole numbers",
                "/l text or whole number nullable",
                "/m anything",
                "/n nothing",
                "/o text [pattern ^[A-Z]+$]",
            ]
        );
    }

    #[test]
    fn references_and_all_of_are_followed_and_joined() {
        let schema = json!({
            "$ref": "#/$defs/base",
            "allOf": [{"properties": {"b": {"$ref": "#/$defs/money"}}, "required": ["b"]}],
            "$defs": {
                "base": {"properties": {"a": {"anyOf": [{"$ref": "#/$defs/money"}, {"type": "null"}]}}},
                "money": {"type": "object", "properties": {"amount": {"type": "number"}}, "description": "Some money."},
            },
        });
        assert_eq!(
            told(&schema, &[]),
            [
                "/a object nullable Some money.",
                "  /a/amount number",
                "/b object required Some money.",
                "  /b/amount number",
            ]
        );
    }

    #[test]
    fn what_extends_the_same_base_is_not_the_same() {
        let entity = json!({"$ref": "#/$defs/entity"});
        let schema = json!({
            "allOf": [entity],
            "properties": {"owner": {"allOf": [entity], "properties": {"email": {"type": "string"}}}},
            "$defs": {"entity": {"properties": {"id": {"type": "string"}}}},
        });
        assert_eq!(
            told(&schema, &[]),
            [
                "/owner object",
                "  /owner/email text",
                "  /owner/id text",
                "/id text"
            ]
        );
    }

    #[test]
    fn circles_and_bombs_end() {
        let tree = json!({
            "properties": {"child": {"$ref": "#"}, "next": {"type": "array", "items": {"$ref": "#"}}},
        });
        assert_eq!(
            told(&tree, &[]),
            ["/child object, as above", "/next list of objects"]
        );
        let inner = json!({"properties": {"a": {"allOf": [{"$ref": "#"}], "properties": {"b": {"type": "string"}}}}});
        assert_eq!(
            told(&inner, &[]),
            ["/a object", "  /a/b text", "  /a/a object, as above"]
        );
        let circle = json!({"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}}});
        assert_eq!(told(&circle, &[]), Vec::<String>::new());
        // Each level names the next one twice: 2^30 fields.
        let mut defs = serde_json::Map::new();
        for level in 0..30 {
            let next = json!({"$ref": format!("#/$defs/l{}", level + 1)});
            defs.insert(
                format!("l{level}"),
                json!({"properties": {"a": next, "b": next}}),
            );
        }
        let bomb = json!({"$ref": "#/$defs/l0", "$defs": defs});
        assert_eq!(fields(&bomb, []).len(), MOST_FIELDS);
    }

    #[test]
    fn what_leads_nowhere_is_anything() {
        for schema in [
            json!(null),
            json!(true),
            json!(3),
            json!([]),
            json!({}),
            json!({"properties": 3}),
        ] {
            assert_eq!(told(&schema, &[]), Vec::<String>::new(), "{schema}");
        }
        let schema = json!({"properties": {"a": {"$ref": "https://example.org/x"}, "b": {"$ref": "#/nowhere"}, "c": {"type": 4}, "d": null}});
        assert_eq!(
            told(&schema, &[]),
            ["/a anything", "/b anything", "/c anything", "/d anything"]
        );
    }
}
