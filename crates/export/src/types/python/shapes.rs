//! Shapes as Python writes them.

use super::{RESERVED, Writer, is_plain, quoted};
use crate::types::number;
use crate::types::shape::{Range, Shape, TextRule, TypeId, Union};
use serde_json::Value;

impl Writer<'_> {
    pub(super) fn type_of(&mut self, shape: &Shape, index: usize) -> String {
        match shape {
            Shape::Any => "Any".to_owned(),
            Shape::Never => format!("Annotated[Any, {}]", self.tool("nothing")),
            Shape::Null => "None".to_owned(),
            Shape::Bool => "bool".to_owned(),
            Shape::Whole(range) => {
                let tool = self.tool("Whole");
                self.bounded(tool, range)
            }
            Shape::Number(range) => self.bounded("float", range),
            Shape::Text(rule) => text(rule),
            Shape::Literals(values) => self.literals(values),
            Shape::List(list) => {
                let items = self.type_of(&list.items, index);
                let mut rules = Vec::new();
                let bounds = bounds_of(list.fewest, list.most);
                if !bounds.is_empty() {
                    rules.push(format!("Field({})", bounds.join(", ")));
                }
                if list.is_unique {
                    rules.push(self.tool("unique").to_owned());
                }
                annotated(&format!("list[{items}]"), &rules)
            }
            Shape::Map(map) => {
                let values = self.type_of(&map.values, index);
                let mut rules = Vec::new();
                if map.fewest.is_some() || map.most.is_some() {
                    let bound = |count: Option<u64>| {
                        count.map_or_else(|| "None".to_owned(), |count| count.to_string())
                    };
                    rules.push(format!(
                        "{}({}, {})",
                        self.tool("counted"),
                        bound(map.fewest),
                        bound(map.most)
                    ));
                }
                annotated(&format!("dict[str, {values}]"), &rules)
            }
            Shape::Named(id) => self.named(*id, index),
            Shape::Nullable(inner) => {
                let inner = self.type_of(inner, index);
                optional(&inner)
            }
            Shape::Union(union) => self.union(union, index),
        }
    }

    /// Types are written from the last to the first; what is not there yet is named in quotes.
    fn named(&self, id: TypeId, index: usize) -> String {
        let name = &self.names[id.0];
        if id.0 > index {
            name.clone()
        } else {
            format!("\"{name}\"")
        }
    }

    fn union(&mut self, union: &Union, index: usize) -> String {
        let branches: Vec<String> = union
            .branches
            .iter()
            .map(|branch| self.type_of(branch, index))
            .collect();
        let has_quotes = branches.iter().any(|branch| branch.starts_with('"'));
        let all = if has_quotes {
            format!("\"{}\"", branches.join(" | ").replace('"', ""))
        } else {
            branches.join(" | ")
        };
        let member = union.discriminator.as_deref().filter(|member| {
            is_plain(member)
                && !RESERVED.contains(member)
                && union
                    .branches
                    .iter()
                    .all(|branch| self.module.word(branch, member).is_some())
        });
        match member {
            Some(member) => format!("Annotated[{all}, Field(discriminator={})]", quoted(member)),
            None => all,
        }
    }

    fn literals(&mut self, values: &[Value]) -> String {
        if values.iter().all(Value::is_string) {
            let all: Vec<String> = values
                .iter()
                .filter_map(Value::as_str)
                .map(quoted)
                .collect();
            return format!("Literal[{}]", all.join(", "));
        }
        let all: Vec<String> = values
            .iter()
            .map(|value| match value {
                Value::Bool(true) => "True".to_owned(),
                Value::Bool(false) => "False".to_owned(),
                other => other.as_f64().map_or_else(|| "None".to_owned(), number),
            })
            .collect();
        format!("Annotated[Any, {}({})]", self.tool("plain"), all.join(", "))
    }

    fn bounded(&mut self, kind: &str, range: &Range) -> String {
        let mut bounds = Vec::new();
        if let Some((least, is_left_out)) = range.least {
            bounds.push(format!(
                "{}={}",
                if is_left_out { "gt" } else { "ge" },
                number(least)
            ));
        }
        if let Some((most, is_left_out)) = range.most {
            bounds.push(format!(
                "{}={}",
                if is_left_out { "lt" } else { "le" },
                number(most)
            ));
        }
        let mut rules = Vec::new();
        if !bounds.is_empty() {
            rules.push(format!("Field({})", bounds.join(", ")));
        }
        if let Some(of) = range.multiple_of {
            rules.push(format!("{}(\"{}\")", self.tool("multiple_of"), number(of)));
        }
        annotated(kind, &rules)
    }
}

fn text(rule: &TextRule) -> String {
    let mut bounds = Vec::new();
    bounds.extend(
        rule.shortest
            .map(|shortest| format!("min_length={shortest}")),
    );
    bounds.extend(rule.longest.map(|longest| format!("max_length={longest}")));
    bounds.extend(
        rule.pattern
            .as_ref()
            .map(|pattern| format!("pattern={}", quoted(pattern))),
    );
    let rules = if bounds.is_empty() {
        Vec::new()
    } else {
        vec![format!("Field({})", bounds.join(", "))]
    };
    annotated("str", &rules)
}

fn bounds_of(fewest: Option<u64>, most: Option<u64>) -> Vec<String> {
    let mut bounds = Vec::new();
    bounds.extend(fewest.map(|fewest| format!("min_length={fewest}")));
    bounds.extend(most.map(|most| format!("max_length={most}")));
    bounds
}

fn annotated(kind: &str, rules: &[String]) -> String {
    if rules.is_empty() {
        kind.to_owned()
    } else {
        format!("Annotated[{kind}, {}]", rules.join(", "))
    }
}

/// The type or `None`.
pub(super) fn optional(kind: &str) -> String {
    match kind
        .strip_prefix('"')
        .and_then(|kind| kind.strip_suffix('"'))
    {
        Some(quoted) => format!("\"{quoted} | None\""),
        None => format!("{kind} | None"),
    }
}
