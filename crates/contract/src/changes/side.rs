//! A schema inside its document.

use super::document::Document;
use super::wording::cut;
use serde_json::Value;

/// Most references that are followed in a row.
const MOST_STEPS: usize = 64;

/// Keywords that say nothing about which values are accepted.
const WORDS: [&str; 12] = [
    "$anchor",
    "$comment",
    "$defs",
    "$dynamicAnchor",
    "$id",
    "$schema",
    "definitions",
    "default",
    "description",
    "examples",
    "id",
    "title",
];

/// A schema, where it stands, and the document that its references lead into.
#[derive(Clone, Debug)]
pub(super) struct Side<'a> {
    pub(super) document: &'a Document<'a>,
    pub(super) schema: &'a Value,
    at: String,
}

impl<'a> Side<'a> {
    pub(super) fn document(document: &'a Document<'a>) -> Self {
        Self {
            document,
            schema: document.root,
            at: String::new(),
        }
    }

    pub(super) fn at(&self) -> &str {
        &self.at
    }

    pub(super) fn get(&self, keyword: &str) -> Option<&'a Value> {
        self.schema.get(keyword)
    }

    /// A JSON pointer to a place below the schema.
    pub(super) fn pointer(&self, steps: &[&str]) -> String {
        steps.iter().fold(self.at.clone(), |pointer, step| {
            format!("{pointer}/{}", step.replace('~', "~0").replace('/', "~1"))
        })
    }

    /// A schema below this one.
    pub(super) fn below(&self, steps: &[&str]) -> Option<Self> {
        let schema = steps
            .iter()
            .try_fold(self.schema, |value, step| match value {
                Value::Array(items) => items.get(step.parse::<usize>().ok()?),
                value => value.get(step),
            })?;
        Some(Self {
            document: self.document,
            schema,
            at: self.pointer(steps),
        })
    }

    /// Where the reference of this schema leads; `None` if it has none or it leads out of the document.
    pub(super) fn target(&self) -> Option<Self> {
        let reference = self
            .get("$ref")
            .or_else(|| self.get("$dynamicRef"))?
            .as_str()?;
        let own = ["$id", "id"]
            .iter()
            .find_map(|keyword| self.document.root.get(keyword)?.as_str())
            .unwrap_or_default()
            .trim_end_matches('#');
        let fragment = reference
            .strip_prefix('#')
            .or_else(|| reference.strip_prefix(own)?.strip_prefix('#'))
            .or_else(|| (reference == own).then_some(""))?;
        let at = if fragment.is_empty() || fragment.starts_with('/') {
            decoded(fragment)
        } else {
            self.document.anchored(fragment)?
        };
        Some(Self {
            document: self.document,
            schema: self.document.root.pointer(&at)?,
            at,
        })
    }

    /// This schema, or the one that it refers to if it does nothing else.
    pub(super) fn resolved(self) -> Self {
        let mut side = self;
        for _ in 0..MOST_STEPS {
            let only_refers = side.schema.as_object().is_some_and(|schema| {
                schema.contains_key("$ref")
                    && schema
                        .keys()
                        .all(|keyword| keyword == "$ref" || WORDS.contains(&keyword.as_str()))
            });
            match side.target().filter(|_| only_refers) {
                Some(target) => side = target,
                None => break,
            }
        }
        side
    }

    /// Whether it says nothing but this about which values are accepted.
    pub(super) fn says_only(&self, keyword: &str) -> bool {
        self.schema.as_object().is_some_and(|schema| {
            schema.contains_key(keyword)
                && schema
                    .keys()
                    .all(|other| other == keyword || WORDS.contains(&other.as_str()))
        })
    }

    /// Whether it accepts everything as far as it is easily seen.
    pub(super) fn is_open(&self) -> bool {
        is_open(self.schema)
    }

    /// A few words that tell it from its neighbours: its title, what it refers to, its type and fields, or its keywords.
    pub(super) fn summary(&self) -> String {
        let text = |keyword: &str| self.get(keyword).and_then(Value::as_str).map(str::to_owned);
        if let Some(name) = text("title").or_else(|| text("$ref")) {
            return cut(&name);
        }
        let list = |keyword: &str| {
            let members = self.get(keyword).and_then(Value::as_object);
            let names: Vec<&str> = members
                .into_iter()
                .flat_map(|members| members.keys().map(String::as_str))
                .collect();
            (!names.is_empty()).then(|| names.join(", "))
        };
        let fields = list("properties");
        let words = match (text("type"), fields) {
            (Some(kind), Some(fields)) => format!("{kind} with {fields}"),
            (Some(kind), None) => kind,
            (None, Some(fields)) => format!("fields {fields}"),
            (None, None) => match self.schema.as_object() {
                Some(schema) => schema
                    .keys()
                    .map(String::as_str)
                    .collect::<Vec<_>>()
                    .join(", "),
                None => self.schema.to_string(),
            },
        };
        cut(&words)
    }
}

/// Whether a schema accepts everything as far as it is easily seen.
pub(super) fn is_open(schema: &Value) -> bool {
    match schema {
        Value::Object(schema) => schema
            .keys()
            .all(|keyword| WORDS.contains(&keyword.as_str())),
        schema => *schema == Value::Bool(true),
    }
}

/// A fragment without its percent-encodings.
fn decoded(fragment: &str) -> String {
    let mut bytes = Vec::with_capacity(fragment.len());
    let mut rest = fragment.as_bytes();
    while let [first, after @ ..] = rest {
        let code = (*first == b'%')
            .then(|| after.get(..2))
            .flatten()
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        bytes.push(code.unwrap_or(*first));
        rest = if code.is_some() { &after[2..] } else { after };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
