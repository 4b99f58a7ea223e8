//! How many steps an expression takes over some values, from above: each walk is as long as the list that it goes through.

use super::value::Size;
use cel::common::ast::{EntryExpr, Expr, IdedExpr};
use serde_json::Value;

/// Steps to match a text with a pattern, which is compiled anew for every text.
const MATCHING: u64 = 500;

/// Stands for each item of a list.
const EACH: &str = "[]";

/// A variable, then members one after another.
type Path = Vec<String>;

/// What the steps of an expression are made of.
#[derive(Debug)]
enum Part {
    /// So many, whatever the values are.
    Steps(u64),
    /// The rest once for each item of a list; one that is worked out has no path.
    Walk(Option<Path>, Cost),
    /// A search through a list.
    Search(Option<Path>),
    /// A comparison of two values, which ends with the smaller one; what is worked out has no path.
    Compare(Option<Path>, Option<Path>),
}

/// The steps of an expression, to be counted over values.
#[derive(Debug, Default)]
pub(crate) struct Cost {
    parts: Vec<Part>,
    /// How many lists may be joined to a longer one, plus one.
    joined: u64,
    /// The longest list that is written down in it.
    widest: u64,
}

impl Cost {
    /// Of an expression over some variables.
    pub(crate) fn of(expression: &IdedExpr, variables: &[&str]) -> Self {
        let mut reading = Reading {
            known: variables,
            walked: Vec::new(),
            joins: 0,
            widest: 0,
        };
        let mut cost = reading.cost(expression);
        cost.joined = reading.joins + 1;
        cost.widest = reading.widest;
        cost
    }

    /// Steps over values with their size together.
    pub(crate) fn over(&self, values: &[(String, Value)], size: Size) -> u64 {
        let all = Over {
            values,
            widest: size.widest.max(self.widest).saturating_mul(self.joined),
            whole: size.values.saturating_mul(self.joined),
        };
        all.steps(self).saturating_mul(self.joined)
    }

    fn steps(count: u64) -> Self {
        Self::from(Part::Steps(count))
    }

    fn and(mut self, other: Self) -> Self {
        self.parts.extend(other.parts);
        self
    }
}

impl From<Part> for Cost {
    fn from(part: Part) -> Self {
        Self {
            parts: vec![part],
            ..Self::default()
        }
    }
}

struct Reading<'x> {
    known: &'x [&'x str],
    /// Variables of the iterations around a part, with the items that they stand for.
    walked: Vec<(&'x str, Option<Path>)>,
    joins: u64,
    widest: u64,
}

impl<'x> Reading<'x> {
    fn cost(&mut self, expression: &'x IdedExpr) -> Cost {
        match &expression.expr {
            // No value of a type of its own is made: such an expression is refused.
            Expr::Unspecified | Expr::Literal(_) | Expr::Ident(_) | Expr::Struct(_) => {
                Cost::steps(1)
            }
            Expr::Select(select) => self.cost(&select.operand),
            Expr::Call(call) => {
                let name = call.func_name.as_str();
                self.joins += u64::from(name == "_+_");
                let parts = call.target.as_deref().into_iter().chain(&call.args);
                let cost = parts.fold(Cost::steps(1), |cost, part| cost.and(self.cost(part)));
                let is_literal = |part: &IdedExpr| matches!(part.expr, Expr::Literal(_));
                match (name, call.args.as_slice()) {
                    ("_==_" | "_!=_", [a, b]) if !is_literal(a) && !is_literal(b) => {
                        cost.and(Part::Compare(self.named(&a.expr), self.named(&b.expr)).into())
                    }
                    ("@in", [_, list]) => cost.and(Part::Search(self.named(&list.expr)).into()),
                    ("matches", _) => cost.and(Cost::steps(MATCHING)),
                    _ => cost,
                }
            }
            Expr::List(list) => {
                self.widest = self.widest.max(list.elements.len() as u64);
                let items = list.elements.iter();
                items.fold(Cost::steps(1), |cost, part| cost.and(self.cost(part)))
            }
            Expr::Map(map) => {
                self.widest = self.widest.max(map.entries.len() as u64);
                let mut cost = Cost::steps(1);
                for entry in &map.entries {
                    cost = match &entry.expr {
                        EntryExpr::StructField(field) => cost.and(self.cost(&field.value)),
                        EntryExpr::MapEntry(entry) => {
                            let key = self.cost(&entry.key);
                            cost.and(key).and(self.cost(&entry.value))
                        }
                    };
                }
                cost
            }
            Expr::Comprehension(walk) => {
                let around = self.cost(&walk.iter_range);
                let around = around.and(self.cost(&walk.accu_init));
                let range = self.named(&walk.iter_range.expr);
                let item = range.clone().map(|mut names| {
                    names.push(EACH.to_owned());
                    names
                });
                let before = self.walked.len();
                self.walked.push((&walk.iter_var, item));
                self.walked.push((&walk.accu_var, None));
                self.walked
                    .extend(walk.iter_var2.as_deref().map(|name| (name, None)));
                let mut each = Cost::default();
                for part in [&walk.loop_cond, &walk.loop_step] {
                    each = each.and(self.cost(part));
                }
                let last = self.cost(&walk.result);
                self.walked.truncate(before);
                around.and(Part::Walk(range, each).into()).and(last)
            }
        }
    }

    /// `agents[].tools` of a member of an item; none for what is worked out in other ways.
    fn named(&self, expression: &Expr) -> Option<Path> {
        match expression {
            Expr::Ident(name) => match self.walked.iter().rev().find(|(own, _)| own == name) {
                Some((_, item)) => item.clone(),
                None => self
                    .known
                    .contains(&name.as_str())
                    .then(|| vec![name.clone()]),
            },
            Expr::Select(select) => {
                let mut names = self.named(&select.operand.expr)?;
                names.push(select.field.clone());
                Some(names)
            }
            _ => None,
        }
    }
}

/// Values, and how large something in them is at most.
struct Over<'v> {
    values: &'v [(String, Value)],
    /// Of what is worked out: as long as the longest list, and as large as everything.
    widest: u64,
    whole: u64,
}

impl Over<'_> {
    fn steps(&self, cost: &Cost) -> u64 {
        let parts = cost.parts.iter().map(|part| match part {
            Part::Steps(count) => *count,
            Part::Walk(list, each) => self.length(list.as_ref()).saturating_mul(self.steps(each)),
            Part::Search(list) => {
                let size = |path: &Path| self.most(path, |value| Size::of(value).values);
                list.as_ref().map_or(self.whole, size)
            }
            Part::Compare(a, b) => self.size(a.as_ref()).min(self.size(b.as_ref())),
        });
        parts.fold(0, u64::saturating_add)
    }

    /// Items of the longest list at a path.
    fn length(&self, list: Option<&Path>) -> u64 {
        let length = |value: &Value| match value {
            Value::Array(items) => items.len() as u64,
            Value::Object(members) => members.len() as u64,
            _ => 0,
        };
        list.map_or(self.widest, |path| self.most(path, length))
    }

    /// Values in the largest one at a path.
    fn size(&self, value: Option<&Path>) -> u64 {
        value.map_or(self.whole, |path| {
            self.most(path, |value| Size::of(value).values)
        })
    }

    fn most(&self, path: &Path, of: impl Fn(&Value) -> u64) -> u64 {
        let Some((variable, rest)) = path.split_first() else {
            return self.whole;
        };
        let value = self.values.iter().find(|(name, _)| name == variable);
        value.map_or(1, |(_, value)| most_at(value, rest, &of))
    }
}

fn most_at(value: &Value, path: &[String], of: &impl Fn(&Value) -> u64) -> u64 {
    let Some((name, rest)) = path.split_first() else {
        return of(value);
    };
    match value {
        Value::Array(items) if name == EACH => {
            let each = items.iter().map(|item| most_at(item, rest, of));
            each.max().unwrap_or(0)
        }
        Value::Object(members) => members.get(name).map_or(1, |own| most_at(own, rest, of)),
        _ => 1,
    }
}
