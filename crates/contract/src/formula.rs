//! Expressions in CEL over variables of the caller's choice, bounded like the conditions over payloads: in length, nesting, steps, and in
//! how long what they make can become.

use crate::invariant::cost::Cost;
use crate::invariant::expression::{Condition, Members};
use crate::invariant::value::{Size, of_json};
use cel::{Context, Env};
use serde_json::{Value, json};
use std::sync::{Arc, LazyLock};

/// Most steps of one evaluation, by an estimate from above.
const MOST_STEPS: u64 = 2_000_000;

/// Most values in all variables together.
const MOST_VALUES: u64 = 2_000_000;

/// How often values may be joined within iterations: each time, what is joined may double.
const MOST_JOINS: u64 = 16;

/// Longest pattern, in bytes, and most repetitions in it, multiplied: a pattern is compiled anew for every text.
const LONGEST_PATTERN: usize = 200;
const MOST_REPETITIONS: u64 = 100;

static ENVIRONMENT: LazyLock<Arc<Env>> = LazyLock::new(|| Arc::new(Env::stdlib()));

/// An expression that may run.
#[derive(Debug)]
pub struct Formula {
    condition: Condition,
    cost: Cost,
}

/// Why an expression could not be evaluated. The sentences say it of the variables and of the expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unevaluated {
    /// It would take so many steps, by an estimate from above, more than are allowed.
    TooLarge {
        /// The steps.
        steps: u64,
    },
    /// A value was missing or of another type, in the words of the language.
    Failed(String),
}

impl std::fmt::Display for Unevaluated {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::TooLarge { steps } => write!(
                f,
                "it would take up to {steps} steps, and {MOST_STEPS} are allowed"
            ),
            Self::Failed(why) => f.write_str(why),
        }
    }
}

/// Why an expression is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormulaProblem {
    /// Completes the sentence "the condition ...".
    pub message: String,
    /// The byte in the text that it is about, as near as it is known.
    pub at: usize,
}

/// Values for the variables of expressions.
pub struct Variables {
    context: Context<'static, 'static>,
    values: Vec<(String, Value)>,
    size: Size,
}

impl Variables {
    /// The values by name.
    pub fn new<'n>(values: impl IntoIterator<Item = (&'n str, Value)>) -> Self {
        let mut context = Context::with_env(Arc::clone(&ENVIRONMENT));
        let mut size = Size::default();
        let mut kept = Vec::new();
        for (name, value) in values {
            let own = Size::of(&value);
            size.widest = size.widest.max(own.widest);
            size.values += own.values;
            context.add_variable_from_value(name, of_json(&value));
            kept.push((name.to_owned(), value));
        }
        Self {
            context,
            values: kept,
            size,
        }
    }
}

impl Formula {
    /// Parses an expression that may name some variables.
    pub fn compile(text: &str, variables: &[&str]) -> Result<Self, FormulaProblem> {
        let condition =
            Condition::over(&ENVIRONMENT, text, variables).map_err(|refused| FormulaProblem {
                message: refused.why,
                at: refused.at.unwrap_or(0),
            })?;
        let refuse = |message: String| Err(FormulaProblem { message, at: 0 });
        if condition.joined_within() > MOST_JOINS {
            return refuse("joins values within too many iterations; split it".to_owned());
        }
        for pattern in condition.patterns() {
            let Some(pattern) = pattern else {
                return refuse(
                    "matches with a pattern that is worked out; write the pattern as a text"
                        .to_owned(),
                );
            };
            if pattern.len() > LONGEST_PATTERN || repetitions(pattern) > MOST_REPETITIONS {
                return refuse(format!(
                    "matches with a pattern that is too large; at most {LONGEST_PATTERN} bytes, and {MOST_REPETITIONS} repetitions by count"
                ));
            }
        }
        let cost = Cost::of(condition.program().expression(), variables);
        Ok(Self { condition, cost })
    }

    /// What it looks at of its variables.
    pub fn members(&self) -> &[Members] {
        self.condition.members()
    }

    /// Whether it can give anything but true or false, as far as its outermost part tells.
    pub fn cannot_be_a_condition(&self) -> Option<&'static str> {
        use cel::common::ast::{Expr, LiteralValue};
        match &self.condition.program().expression().expr {
            Expr::Literal(LiteralValue::Boolean(_)) => None,
            Expr::Literal(LiteralValue::String(_)) => Some("a text"),
            Expr::Literal(_) => Some("a number or a value that is written down"),
            Expr::List(_) => Some("a list"),
            Expr::Map(_) => Some("a map"),
            Expr::Call(call) => match call.func_name.as_str() {
                "size" | "int" | "uint" | "double" | "_-_" | "_*_" | "_/_" | "_%_" | "-_" => {
                    Some("a number")
                }
                "string" => Some("a text"),
                "_+_" => Some("a sum"),
                _ => None,
            },
            _ => None,
        }
    }

    /// The value of the expression as JSON; what JSON has no word for comes as a text.
    ///
    /// # Errors
    /// Why it cannot be told.
    pub fn evaluate(&self, variables: &Variables) -> Result<Value, Unevaluated> {
        let steps = self.cost.over(&variables.values, variables.size);
        if variables.size.values > MOST_VALUES || steps > MOST_STEPS {
            return Err(Unevaluated::TooLarge {
                steps: steps.max(variables.size.values),
            });
        }
        let value = self.condition.program().execute(&variables.context);
        value
            .map(to_json)
            .map_err(|error| Unevaluated::Failed(error.to_string()))
    }
}

fn to_json(value: cel::Value) -> Value {
    match value {
        cel::Value::Null => Value::Null,
        cel::Value::Bool(truth) => json!(truth),
        cel::Value::Int(number) => json!(number),
        cel::Value::UInt(number) => json!(number),
        cel::Value::Float(number) => json!(number),
        cel::Value::String(text) => json!(text.as_str()),
        cel::Value::List(items) => items.iter().cloned().map(to_json).collect(),
        other => json!(format!("a {}", other.type_of())),
    }
}

/// Counted repetitions of a pattern, multiplied: from above, since not all of them nest.
fn repetitions(pattern: &str) -> u64 {
    let counts = pattern.split('{').skip(1).filter_map(|rest| {
        let inside = rest.split('}').next()?;
        inside
            .split(',')
            .filter_map(|number| number.trim().parse::<u64>().ok())
            .max()
    });
    counts.fold(1, |all, count| all.saturating_mul(count.max(1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A drawing with so many agents, each with tools.
    fn drawing(agents: usize) -> Variables {
        let agents: Vec<Value> = (0..agents)
            .map(|n| json!({"id": format!("a{n}"), "name": format!("Agent {n}"), "tools": [{"name": "x", "schema": {"a": [1, 2, 3]}}]}))
            .collect();
        let entries = json!([{"agent": "a0"}, {"agent": "a1"}]);
        Variables::new([("agents", Value::from(agents)), ("entries", entries)])
    }

    fn evaluate(text: &str, agents: usize) -> Result<Value, Unevaluated> {
        let formula = Formula::compile(text, &["agents", "entries"]).unwrap();
        formula.evaluate(&drawing(agents))
    }

    #[test]
    fn a_walk_within_a_walk_costs_what_it_walks_through() {
        let twice = "agents.exists(a, agents.exists(b, a.id != b.id && a.name == b.name))";
        assert_eq!(evaluate(twice, 300), Ok(json!(false)));
        let known = "entries.all(e, agents.exists(a, a.id == e.agent))";
        assert_eq!(evaluate(known, 5000), Ok(json!(true)));
        let listed = "agents.all(a, a.id in agents.map(b, b.id))";
        assert_eq!(evaluate(listed, 100), Ok(json!(true)));
        // What would take too long is refused before it begins.
        for (text, agents) in [
            (twice, 5000),
            (listed, 5000),
            (
                "agents.all(a, agents.all(b, agents.all(c, a.tools != b.tools || c.id == '')))",
                300,
            ),
        ] {
            let refused = evaluate(text, agents);
            assert!(
                matches!(refused, Err(Unevaluated::TooLarge { steps }) if steps > MOST_STEPS),
                "{text}: {refused:?}"
            );
        }
    }

    #[test]
    fn what_is_worked_out_counts_as_much_as_there_is() {
        let joined = "(agents + agents).all(a, (agents + agents).all(b, a == b))";
        assert!(evaluate(joined, 3).is_ok());
        assert!(evaluate(joined, 200).is_err());
    }
}
