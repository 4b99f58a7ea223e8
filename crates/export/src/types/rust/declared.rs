//! Structs, enums and aliases.

use super::{Writer, identifier, quoted};
use crate::types::lines_of;
use crate::types::names::{pascal, snake, unused};
use crate::types::shape::{Body, Member, Record, Rest, Shape, Type, TypeId};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fmt::Write as _;

impl Writer<'_> {
    pub(super) fn declared(&mut self, index: usize, one: &Type) -> String {
        let name = self.names[index].clone();
        let doc = comment(&one.doc, false, "");
        match &one.body {
            Body::Record(record) => doc + &self.structure(&name, record),
            Body::Words(words) => doc + &enumeration(&name, words),
            Body::Alias(Shape::Union(_)) => {
                let Body::Alias(shape) = one.body.clone() else {
                    return String::new();
                };
                doc + &self.choice(&name, &shape)
            }
            Body::Alias(shape) => {
                let shape = self.type_of(shape, &format!("{name}Inner"));
                format!("{doc}pub type {name} = {shape};\n")
            }
        }
    }

    fn structure(&mut self, name: &str, record: &Record) -> String {
        let closed = if record.rest == Rest::Closed {
            "#[serde(deny_unknown_fields)]\n"
        } else {
            ""
        };
        let mut text = format!(
            "#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]\n{closed}pub struct {name} {{\n"
        );
        let mut taken = BTreeSet::from(["other_members".to_owned()]);
        for member in &record.members {
            text.push_str(&self.member(name, member, &mut taken));
        }
        if record.rest != Rest::Closed {
            text.push_str("    /// Members that the contract does not declare.\n    #[serde(flatten)]\n    pub other_members: BTreeMap<String, Value>,\n");
        }
        text + "}\n"
    }

    fn member(&mut self, owner: &str, member: &Member, taken: &mut BTreeSet<String>) -> String {
        let name = identifier(&unused(&snake(&member.name), taken));
        let mut text = comment(&member.doc, member.is_sensitive, "    ");
        if name != member.name {
            let _ = writeln!(text, "    #[serde(rename = {})]", quoted(&member.name));
        }
        let mut shape = self.type_of(&member.shape, &format!("{owner}{}", pascal(&member.name)));
        if self.is_round(&member.shape, &mut BTreeSet::new(), owner) {
            shape = match shape
                .strip_prefix("Option<")
                .and_then(|inner| inner.strip_suffix('>'))
            {
                Some(inner) => format!("Option<Box<{inner}>>"),
                None => format!("Box<{shape}>"),
            };
        }
        if !member.is_required {
            if matches!(member.shape, Shape::Nullable(_) | Shape::Any | Shape::Null) {
                // Missing and null are two things.
                text.push_str("    #[serde(default, skip_serializing_if = \"Option::is_none\", deserialize_with = \"crate::checks::there\")]\n");
            } else {
                text.push_str("    #[serde(default, skip_serializing_if = \"Option::is_none\")]\n");
            }
            shape = format!("Option<{shape}>");
        }
        let _ = writeln!(text, "    pub {name}: {shape},");
        text
    }

    /// Whether a value of the shape would hold a value of the owner without anything between them.
    fn is_round(&self, shape: &Shape, seen: &mut BTreeSet<TypeId>, owner: &str) -> bool {
        match shape {
            Shape::Named(id) if self.names[id.0] == owner => true,
            Shape::Named(id) if seen.insert(*id) => match &self.module.get(*id).body {
                Body::Record(record) => record
                    .members
                    .iter()
                    .any(|member| self.is_round(&member.shape, seen, owner)),
                Body::Alias(shape) => self.is_round(shape, seen, owner),
                Body::Words(_) => false,
            },
            Shape::Nullable(inner) => self.is_round(inner, seen, owner),
            Shape::Union(union) => union
                .branches
                .iter()
                .any(|branch| self.is_round(branch, seen, owner)),
            _ => false,
        }
    }

    pub(super) fn choice(&mut self, name: &str, shape: &Shape) -> String {
        let branches: Vec<Shape> = match shape {
            Shape::Union(union) => union.branches.clone(),
            Shape::Literals(values) => values
                .iter()
                .map(|value| Shape::Literals(vec![value.clone()]))
                .collect(),
            other => vec![other.clone()],
        };
        let mut text = format!(
            "#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]\n#[serde(untagged)]\npub enum {name} {{\n"
        );
        let mut taken = BTreeSet::new();
        for (index, branch) in branches.iter().enumerate() {
            let shape = self.type_of(branch, &format!("{name}Option{}", index + 1));
            let variant = unused(&variant_of(branch, &shape), &mut taken);
            let shape = if self.is_round(branch, &mut BTreeSet::new(), name) {
                format!("Box<{shape}>")
            } else {
                shape
            };
            let _ = writeln!(
                text,
                "    /// {}.\n    {variant}({shape}),",
                variant_words(branch)
            );
        }
        text + "}\n"
    }

    /// The type of a shape; `name` is what a type of its own would be called.
    fn type_of(&mut self, shape: &Shape, name: &str) -> String {
        match shape {
            Shape::Any | Shape::Never => "Value".to_owned(),
            Shape::Null => "()".to_owned(),
            Shape::Bool => "bool".to_owned(),
            Shape::Whole(_) => "i64".to_owned(),
            Shape::Number(_) => "f64".to_owned(),
            Shape::Text(_) => "String".to_owned(),
            Shape::Literals(values) => match &values[..] {
                // Checked before; a type for one word would only be in the way.
                [Value::String(_)] => "String".to_owned(),
                _ => "Value".to_owned(),
            },
            Shape::List(list) => {
                format!("Vec<{}>", self.type_of(&list.items, &format!("{name}Item")))
            }
            Shape::Map(map) => format!(
                "BTreeMap<String, {}>",
                self.type_of(&map.values, &format!("{name}Value"))
            ),
            Shape::Named(id) => self.names[id.0].clone(),
            Shape::Nullable(inner) => format!("Option<{}>", self.type_of(inner, name)),
            Shape::Union(_) => {
                if let Some((known, _)) = self.choices.iter().find(|(_, known)| known == shape) {
                    return known.clone();
                }
                let name = unused(&pascal(name), &mut self.taken);
                self.choices.push((name.clone(), shape.clone()));
                name
            }
        }
    }
}

fn enumeration(name: &str, words: &[String]) -> String {
    let mut text = format!(
        "#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]\npub enum {name} {{\n"
    );
    let mut taken = BTreeSet::from(["self".to_owned()]);
    for word in words {
        let variant = unused(&pascal(word), &mut taken);
        for line in lines_of(word) {
            let _ = writeln!(text, "    /// `{}`", line.replace('`', "'"));
        }
        if variant != *word {
            let _ = writeln!(text, "    #[serde(rename = {})]", quoted(word));
        }
        let _ = writeln!(text, "    {variant},");
    }
    text + "}\n"
}

fn variant_of(shape: &Shape, written: &str) -> String {
    match shape {
        Shape::Any | Shape::Never | Shape::Literals(_) => "Other".to_owned(),
        Shape::Null => "Null".to_owned(),
        Shape::Bool => "Bool".to_owned(),
        Shape::Whole(_) => "Whole".to_owned(),
        Shape::Number(_) => "Number".to_owned(),
        Shape::Text(_) => "Text".to_owned(),
        Shape::List(_) => "List".to_owned(),
        Shape::Map(_) => "Map".to_owned(),
        Shape::Nullable(inner) => variant_of(inner, written),
        Shape::Named(_) | Shape::Union(_) => pascal(written),
    }
}

fn variant_words(shape: &Shape) -> &'static str {
    match shape {
        Shape::Null => "`null`",
        Shape::Bool => "`true` or `false`",
        Shape::Whole(_) => "A number without a fraction",
        Shape::Number(_) => "A number",
        Shape::Text(_) => "A string",
        Shape::List(_) => "A list",
        Shape::Map(_) => "A dictionary",
        Shape::Named(_) | Shape::Union(_) => "This kind",
        Shape::Any | Shape::Never | Shape::Literals(_) | Shape::Nullable(_) => "Another value",
    }
}

fn comment(doc: &str, is_sensitive: bool, indent: &str) -> String {
    let mut text = String::new();
    for line in lines_of(doc) {
        let _ = writeln!(text, "{}", format!("{indent}/// {line}").trim_end());
    }
    if is_sensitive {
        let _ = writeln!(
            text,
            "{indent}/// Sensitive: masked before it leaves its trust domain."
        );
    }
    text
}
