//! What a payload schema says about one value: itself, what it refers to, and what it joins.
//!
//! Rules look at what is declared, not at what can be proved: conditions are left out, and what an alternative declares counts as declared.

use serde_json::{Map, Value};

/// Most schemas that are joined into one shape.
const MOST_PARTS: usize = 64;

/// Characters of ordinary text that make one token of a language model, about.
pub(crate) const CHARACTERS_PER_TOKEN: u64 = 4;

/// Deepest value whose size is worked out.
const DEEPEST: u32 = 8;

/// Text of at most so many characters is taken for a code.
const LONGEST_CODE: u64 = 64;

/// The schemas that describe a value.
#[derive(Clone)]
pub(crate) struct Shape<'a> {
    root: &'a Value,
    /// Those that it has to fulfil.
    all: Vec<&'a Map<String, Value>>,
    /// Those of which it fulfils some.
    some: Vec<&'a Map<String, Value>>,
}

/// What a value looks like, as far as rules care.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// Free text.
    Text,
    /// A word out of a list, a pattern or a format.
    Code,
    Number,
    Flag,
    Object,
    List,
    /// Several of these, or nothing said.
    Unsaid,
}

impl<'a> Shape<'a> {
    pub fn of(root: &'a Value, schema: &'a Value) -> Self {
        let mut shape = Self {
            root,
            all: Vec::new(),
            some: Vec::new(),
        };
        shape.join(schema, true);
        let mut next = 0;
        while let Some(part) = shape.part(next) {
            next += 1;
            for keyword in ["anyOf", "oneOf"] {
                let all = part.get(keyword).and_then(Value::as_array);
                for schema in all.into_iter().flatten() {
                    shape.join(schema, false);
                }
            }
        }
        shape
    }

    fn part(&self, at: usize) -> Option<&'a Map<String, Value>> {
        self.all.iter().chain(&self.some).nth(at).copied()
    }

    fn join(&mut self, schema: &'a Value, has_to: bool) {
        let Value::Object(fields) = schema else {
            return;
        };
        let is_known = self.parts().any(|part| std::ptr::eq(part, fields));
        if is_known || self.all.len() + self.some.len() >= MOST_PARTS {
            return;
        }
        let parts = if has_to {
            &mut self.all
        } else {
            &mut self.some
        };
        parts.push(fields);
        let target = fields.get("$ref").and_then(Value::as_str);
        if let Some(target) = target.and_then(|target| resolve(self.root, target)) {
            self.join(target, has_to);
        }
        let all = fields.get("allOf").and_then(Value::as_array);
        for schema in all.into_iter().flatten() {
            self.join(schema, has_to);
        }
    }

    fn parts(&self) -> impl Iterator<Item = &'a Map<String, Value>> {
        self.all.iter().chain(&self.some).copied()
    }

    /// What a keyword says, in the outermost schema that has it.
    pub fn keyword(&self, keyword: &str) -> Option<&'a Value> {
        self.parts().find_map(|part| part.get(keyword))
    }

    /// What people are told about it, in lower case.
    pub fn said(&self) -> String {
        let texts = ["title", "description"].map(|keyword| self.keyword(keyword));
        let texts = texts.into_iter().flatten().filter_map(Value::as_str);
        texts.collect::<Vec<_>>().join(" ").to_lowercase()
    }

    /// Declared members with their schemas, each name once, by name.
    pub fn properties(&self) -> Vec<(&'a str, &'a Value)> {
        let of_part = |part: &'a Map<String, Value>| part.get("properties")?.as_object();
        let mut members: Vec<_> = self
            .parts()
            .filter_map(of_part)
            .flatten()
            .filter(|(_, schema)| **schema != Value::Bool(false))
            .map(|(name, schema)| (name.as_str(), schema))
            .collect();
        members.sort_by_key(|(name, _)| *name);
        members.dedup_by_key(|(name, _)| *name);
        members
    }

    /// The shape of its entries, if it is a list that says what is in it.
    pub fn item(&self) -> Option<Shape<'a>> {
        let schema = self.keyword("items").filter(|items| items.is_object())?;
        Some(Shape::of(self.root, schema))
    }

    /// The shape of one of its members.
    pub fn member(&self, schema: &'a Value) -> Shape<'a> {
        Shape::of(self.root, schema)
    }

    /// Whether members beside the declared ones are accepted.
    pub fn is_open(&self) -> bool {
        let closes = |keyword| matches!(self.keyword(keyword), Some(Value::Bool(false)));
        !closes("additionalProperties") && !closes("unevaluatedProperties")
    }

    pub fn form(&self) -> Form {
        if self.keyword("const").is_some() || self.keyword("enum").is_some() {
            return Form::Code;
        }
        let mut types: Vec<&str> = self.parts().flat_map(types).collect();
        types.retain(|name| *name != "null");
        types.sort_unstable();
        types.dedup();
        match types[..] {
            ["string"] if self.is_code() => Form::Code,
            ["string"] => Form::Text,
            ["integer" | "number"] | ["integer", "number"] => Form::Number,
            ["boolean"] => Form::Flag,
            ["object"] => Form::Object,
            ["array"] => Form::List,
            [] if !self.properties().is_empty() => Form::Object,
            [] if self.item().is_some() => Form::List,
            _ => Form::Unsaid,
        }
    }

    fn is_code(&self) -> bool {
        let longest = self.keyword("maxLength").and_then(Value::as_u64);
        ["pattern", "format", "contentEncoding"]
            .into_iter()
            .any(|keyword| self.keyword(keyword).is_some())
            || longest.is_some_and(|longest| longest <= LONGEST_CODE)
    }

    /// The most characters that a value takes as JSON; `None` where nothing bounds it.
    pub fn most_characters(&self) -> Option<u64> {
        self.characters(DEEPEST)
    }

    fn characters(&self, depth: u32) -> Option<u64> {
        const LONGEST_NUMBER: u64 = 20;
        if depth == 0 {
            return None;
        }
        let most = |keyword| self.keyword(keyword).and_then(Value::as_u64);
        let values = self.keyword("enum").and_then(Value::as_array);
        let lengths = values
            .into_iter()
            .flatten()
            .map(|value| value.to_string().len());
        if let Some(longest) = lengths.max() {
            return Some(longest as u64);
        }
        match self.form() {
            Form::Number => Some(LONGEST_NUMBER),
            Form::Flag => Some(5),
            Form::Text | Form::Code => most("maxLength").or_else(|| {
                // Formats such as dates and ids are short, patterns mostly.
                (self.form() == Form::Code).then_some(LONGEST_CODE)
            }),
            Form::List => {
                let item = self.item()?.characters(depth - 1)?;
                most("maxItems")?.checked_mul(item + 1)
            }
            Form::Object => {
                self.properties()
                    .into_iter()
                    .try_fold(2, |sum: u64, (name, schema)| {
                        let value = self.member(schema).characters(depth - 1)?;
                        sum.checked_add(name.len() as u64 + 4)?.checked_add(value)
                    })
            }
            Form::Unsaid => None,
        }
    }
}

fn types(part: &Map<String, Value>) -> Vec<&str> {
    match part.get("type") {
        Some(Value::String(name)) => vec![name],
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

/// Where a reference within the document leads.
fn resolve<'a>(root: &'a Value, target: &str) -> Option<&'a Value> {
    root.pointer(target.strip_prefix('#')?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn forms_are_read_through_references_and_null() {
        let root =
            json!({"$defs": {"text": {"type": "string"}, "circle": {"$ref": "#/$defs/circle"}}});
        for (schema, form) in [
            (json!({"$ref": "#/$defs/text"}), Form::Text),
            (
                json!({"anyOf": [{"$ref": "#/$defs/text"}, {"type": "null"}]}),
                Form::Text,
            ),
            (
                json!({"type": ["string", "null"], "format": "date"}),
                Form::Code,
            ),
            (json!({"type": "string", "enum": ["a"]}), Form::Code),
            (json!({"type": "string", "maxLength": 12}), Form::Code),
            (
                json!({"allOf": [{"properties": {"a": true}}]}),
                Form::Object,
            ),
            (json!({"type": ["string", "number"]}), Form::Unsaid),
            (json!({"$ref": "#/$defs/circle"}), Form::Unsaid),
            (json!(3), Form::Unsaid),
        ] {
            assert_eq!(Shape::of(&root, &schema).form(), form, "{schema}");
        }
    }

    #[test]
    fn a_size_is_known_only_where_everything_is_bounded() {
        let bounded = json!({"type": "object", "properties": {"a": {"type": "array", "maxItems": 10, "items": {"type": "string", "maxLength": 99}}}});
        assert_eq!(
            Shape::of(&bounded, &bounded).most_characters(),
            Some(2 + 5 + 1000)
        );
        let open = json!({"type": "object", "properties": {"a": {"type": "string"}}});
        assert_eq!(Shape::of(&open, &open).most_characters(), None);
    }
}
