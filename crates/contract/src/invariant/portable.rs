//! Conditions as trees of JSON, for programs that have no CEL of their own.
//!
//! A node is a list with its word first: `["null"]`, `["bool", true]`, `["int", "5"]`, `["double", 0.5]`, `["text", "x"]`, `["name", "payload"]`,
//! `["get", of, "member"]`, `["has", of, "member"]`, `["list", item, ...]`, `["call", "function", argument, ...]` (the target of a method first)
//! and `["fold", range, variable, accumulator, start, while, step, result]`, which all macros over lists become.

use super::expression::Condition;
use baton_model::Invariant;
use cel::Env;
use cel::common::ast::{Expr, IdedExpr, LiteralValue};
use serde_json::{Value, json};
use std::sync::Arc;

/// Functions and operators that every reader of trees knows.
const FUNCTIONS: [&str; 27] = [
    "_?_:_",
    "_&&_",
    "_||_",
    "!_",
    "_-_",
    "_+_",
    "_*_",
    "_/_",
    "_%_",
    "_==_",
    "_!=_",
    "_>=_",
    "_<=_",
    "_>_",
    "_<_",
    "-_",
    "_[_]",
    "@in",
    "@not_strictly_false",
    "size",
    "double",
    "int",
    "startsWith",
    "endsWith",
    "contains",
    "timestamp",
    "duration",
];

/// The tree of an invariant's condition; the error names what no tree says.
pub fn condition_tree(invariant: &Invariant) -> Result<Value, String> {
    let environment = Arc::new(Env::stdlib());
    let condition = Condition::compile(&environment, &invariant.condition)
        .map_err(|why| format!("the condition {why}"))?;
    tree(condition.program().expression())
}

fn tree(expression: &IdedExpr) -> Result<Value, String> {
    Ok(match &expression.expr {
        Expr::Literal(literal) => match literal {
            LiteralValue::Null => json!(["null"]),
            LiteralValue::Boolean(truth) => json!(["bool", truth.inner()]),
            LiteralValue::Int(number) => json!(["int", number.inner().to_string()]),
            LiteralValue::UInt(number) => json!(["int", number.inner().to_string()]),
            LiteralValue::Double(number) => json!(["double", number.inner()]),
            LiteralValue::String(text) => json!(["text", text.inner()]),
            LiteralValue::Bytes(_) => return Err("bytes".to_owned()),
        },
        Expr::Ident(name) => json!(["name", name]),
        Expr::Select(select) => {
            let word = if select.test { "has" } else { "get" };
            json!([word, tree(&select.operand)?, select.field])
        }
        Expr::List(list) => {
            let mut node = vec![json!("list")];
            for item in &list.elements {
                node.push(tree(item)?);
            }
            Value::Array(node)
        }
        Expr::Call(call) => {
            if !FUNCTIONS.contains(&call.func_name.as_str()) {
                return Err(format!("the function {}", call.func_name));
            }
            let mut node = vec![json!("call"), json!(call.func_name)];
            for part in call.target.as_deref().into_iter().chain(&call.args) {
                node.push(tree(part)?);
            }
            Value::Array(node)
        }
        Expr::Comprehension(fold) if fold.iter_var2.is_none() => json!([
            "fold",
            tree(&fold.iter_range)?,
            fold.iter_var,
            fold.accu_var,
            tree(&fold.accu_init)?,
            tree(&fold.loop_cond)?,
            tree(&fold.loop_step)?,
            tree(&fold.result)?,
        ]),
        Expr::Comprehension(_) => return Err("a walk with two variables".to_owned()),
        Expr::Map(_) | Expr::Struct(_) => return Err("a map that is written down".to_owned()),
        Expr::Unspecified => return Err("nothing".to_owned()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(condition: &str) -> Result<Value, String> {
        condition_tree(&Invariant::new("i".to_owned(), condition.to_owned()))
    }

    #[test]
    fn conditions_become_trees() {
        assert_eq!(
            of("!has(payload.a) || payload.a.b > 2.5").unwrap(),
            json!([
                "call",
                "_||_",
                ["call", "!_", ["has", ["name", "payload"], "a"]],
                [
                    "call",
                    "_>_",
                    ["get", ["get", ["name", "payload"], "a"], "b"],
                    ["double", 2.5]
                ]
            ])
        );
        assert_eq!(
            of("payload.a.startsWith('x')").unwrap(),
            json!([
                "call",
                "startsWith",
                ["get", ["name", "payload"], "a"],
                ["text", "x"]
            ])
        );
        let folded = of("payload.a.all(x, size(x) > 0)").unwrap();
        assert_eq!((&folded[0], &folded[2]), (&json!("fold"), &json!("x")));
    }

    #[test]
    fn what_no_tree_says_is_named() {
        assert_eq!(
            of("timestamp(payload.at).getFullYear() > 2000"),
            Err("the function getFullYear".to_owned())
        );
        assert_eq!(
            of("{'a': 1} == payload"),
            Err("a map that is written down".to_owned())
        );
    }
}
