//! All that a schema says about one value: itself, what it refers to, and what it joins.

use serde_json::{Map, Value};

/// Most schemas that are joined into one shape.
const MOST_PARTS: usize = 64;

/// The schemas that a value has to fulfil, all of them.
#[derive(Clone)]
pub(super) struct Shape<'a> {
    parts: Vec<&'a Map<String, Value>>,
    /// The schema that it is, wherever it was referred to from; none for one that says nothing.
    itself: Option<&'a Map<String, Value>>,
    /// Whether one of the schemas accepts nothing.
    is_never: bool,
    /// Whether an alternative that was taken in lets the value be null.
    or_null: bool,
}

impl<'a> Shape<'a> {
    /// The shape that a schema describes, with references followed within `root`.
    pub fn of(root: &'a Value, schema: &'a Value) -> Self {
        let mut shape = Self {
            parts: Vec::new(),
            itself: itself(root, schema),
            is_never: false,
            or_null: false,
        };
        shape.join(root, schema);
        shape.take_only_alternative(root);
        shape
    }

    fn join(&mut self, root: &'a Value, schema: &'a Value) {
        let fields = match schema {
            Value::Bool(false) => {
                self.is_never = true;
                return;
            }
            Value::Object(fields) => fields,
            _ => return,
        };
        let known = self.parts.iter().any(|part| std::ptr::eq(*part, fields));
        if known || self.parts.len() >= MOST_PARTS {
            return;
        }
        self.parts.push(fields);
        let target = fields.get("$ref").and_then(Value::as_str);
        if let Some(target) = target.and_then(|target| resolve(root, target)) {
            self.join(root, target);
        }
        if let Some(Value::Array(all)) = fields.get("allOf") {
            for schema in all {
                self.join(root, schema);
            }
        }
    }

    /// `anyOf: [x, null]` says no more than that x may be null.
    fn take_only_alternative(&mut self, root: &'a Value) {
        let Some(all) = self.alternatives() else {
            return;
        };
        let (nulls, others): (Vec<&Value>, Vec<&Value>) = all.iter().partition(|s| is_null(s));
        if let [only] = others.as_slice() {
            self.or_null |= !nulls.is_empty();
            self.itself = itself(root, only);
            self.join(root, only);
        }
    }

    /// The schemas of which one has to hold, if there are any.
    fn alternatives(&self) -> Option<&'a Vec<Value>> {
        let all = self.keyword("oneOf").or_else(|| self.keyword("anyOf"));
        all.and_then(Value::as_array).filter(|all| !all.is_empty())
    }

    /// The shapes of which one has to hold, without null; none where there is only one.
    pub fn choices(&self, root: &'a Value) -> Vec<Shape<'a>> {
        let all = self.alternatives().into_iter().flatten();
        let choices: Vec<Shape<'a>> = all
            .filter(|schema| !is_null(schema))
            .take(MOST_PARTS)
            .map(|schema| Shape::of(root, schema))
            .collect();
        if choices.len() > 1 {
            choices
        } else {
            Vec::new()
        }
    }

    /// What a keyword says, in the outermost schema that has it.
    pub fn keyword(&self, keyword: &str) -> Option<&'a Value> {
        self.parts.iter().find_map(|part| part.get(keyword))
    }

    /// Whether both are the same schema, wherever they were referred to from.
    pub fn is(&self, other: &Self) -> bool {
        match (self.itself, other.itself) {
            (Some(a), Some(b)) => std::ptr::eq(a, b),
            _ => false,
        }
    }

    /// Whether nothing fulfils it.
    pub fn is_never(&self) -> bool {
        self.is_never
    }

    /// Declared members by name; each name once.
    pub fn properties(&self) -> impl Iterator<Item = (&'a String, &'a Value)> + use<'_, 'a> {
        let of_part =
            |part: &&'a Map<String, Value>| part.get("properties").and_then(Value::as_object);
        self.parts
            .iter()
            .enumerate()
            .flat_map(move |(index, part)| {
                let before = &self.parts[..index];
                of_part(part)
                    .into_iter()
                    .flatten()
                    .filter(move |(name, _)| {
                        let known = before.iter().filter_map(of_part);
                        !known.into_iter().any(|known| known.contains_key(*name))
                    })
            })
    }

    /// Whether a member has to be there.
    pub fn requires(&self, name: &str) -> bool {
        let lists = self.parts.iter().filter_map(|part| part.get("required"));
        lists
            .filter_map(Value::as_array)
            .flatten()
            .any(|required| required.as_str() == Some(name))
    }

    /// What the items of a list have to be.
    pub fn item(&self, root: &'a Value) -> Option<Shape<'a>> {
        let item = self.keyword("items").filter(|items| !items.is_array())?;
        Some(Shape::of(root, item))
    }

    /// What undeclared members of an object have to be, where that is said.
    pub fn any_member(&self, root: &'a Value) -> Option<Shape<'a>> {
        let value = self.keyword("additionalProperties").or_else(|| {
            let patterns = self.keyword("patternProperties")?.as_object()?;
            patterns.values().next()
        })?;
        value.is_object().then(|| Shape::of(root, value))
    }

    /// The types that are named, null left out.
    pub fn types(&self) -> Vec<&'a str> {
        let named = match self.keyword("type") {
            Some(Value::String(one)) => vec![one.as_str()],
            Some(Value::Array(several)) => several.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        };
        named.into_iter().filter(|name| *name != "null").collect()
    }

    /// Whether null is among what fulfils it.
    pub fn is_nullable(&self) -> bool {
        let has_null = |value: &Value| match value {
            Value::Array(all) => all.iter().any(|one| one == "null" || one.is_null()),
            one => one == "null",
        };
        let named = self.keyword("type").is_some_and(has_null)
            || self.keyword("enum").is_some_and(has_null);
        let offered = self
            .alternatives()
            .is_some_and(|all| all.iter().any(is_null));
        self.or_null || named || offered
    }
}

fn is_null(schema: &Value) -> bool {
    schema.get("type").is_some_and(|kind| kind == "null")
        || schema.get("const").is_some_and(Value::is_null)
}

/// The schema behind references that add nothing but words.
fn itself<'a>(root: &'a Value, schema: &'a Value) -> Option<&'a Map<String, Value>> {
    const WORDS: [&str; 6] = [
        "$ref",
        "title",
        "description",
        "$comment",
        "deprecated",
        "default",
    ];
    let mut fields = schema.as_object()?;
    for _ in 0..MOST_PARTS {
        let target = fields.get("$ref").and_then(Value::as_str);
        let target = target.filter(|_| fields.keys().all(|key| WORDS.contains(&key.as_str())));
        match target.and_then(|target| resolve(root, target)?.as_object()) {
            Some(target) => fields = target,
            None => break,
        }
    }
    Some(fields)
}

/// The schema that a reference names, if it stands in the same document.
fn resolve<'a>(root: &'a Value, reference: &str) -> Option<&'a Value> {
    let fragment = reference.strip_prefix('#')?;
    let decoded = fragment.replace("%25", "%").replace("%24", "$");
    if fragment.is_empty() || fragment.starts_with('/') {
        return root.pointer(&decoded);
    }
    // `$anchor` names a schema of the usual place for definitions.
    ["$defs", "definitions"].iter().find_map(|place| {
        let definitions = root.get(place)?.as_object()?;
        definitions
            .values()
            .find(|schema| schema.get("$anchor").and_then(Value::as_str) == Some(fragment))
    })
}
