//! Conditions in ECMAScript, for the `cond` of a transition.

use serde_json::Value;

/// The tree of a condition over `payload`, as an expression over the data of the event; none where a part of it cannot be said simply.
pub(super) fn ecmascript(tree: &Value) -> Option<String> {
    let node = tree.as_array()?;
    let (word, rest) = node.split_first()?;
    let text = |index: usize| rest.get(index)?.as_str();
    let part = |index: usize| ecmascript(rest.get(index)?);
    Some(match word.as_str()? {
        "null" => "null".to_owned(),
        "bool" | "text" | "double" => rest.first()?.to_string(),
        "int" => text(0)?.to_owned(),
        "name" if text(0)? == "payload" => "_event.data.payload".to_owned(),
        "get" => format!("{}[{}]", part(0)?, rest.get(1)?),
        "has" => format!("{} in {}", rest.get(1)?, part(0)?),
        "list" => {
            let items: Option<Vec<String>> = rest.iter().map(ecmascript).collect();
            format!("[{}]", items?.join(", "))
        }
        "call" => {
            let (a, b) = (part(1)?, part(2));
            match text(0)? {
                "_&&_" => format!("({a} && {})", b?),
                "_||_" => format!("({a} || {})", b?),
                "!_" => format!("!({a})"),
                "-_" => format!("-({a})"),
                "_==_" => format!("({a} === {})", b?),
                "_!=_" => format!("({a} !== {})", b?),
                operator @ ("_<_" | "_<=_" | "_>_" | "_>=_" | "_+_" | "_-_" | "_*_") => {
                    format!("({a} {} {})", operator.trim_matches('_'), b?)
                }
                "@in" => format!("{}.includes({a})", b?),
                "size" => format!("{a}.length"),
                "double" => format!("Number({a})"),
                "startsWith" => format!("{a}.startsWith({})", b?),
                "endsWith" => format!("{a}.endsWith({})", b?),
                "contains" => format!("{a}.includes({})", b?),
                _ => return None,
            }
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use baton_contract::condition_tree;
    use baton_model::Invariant;

    fn of(condition: &str) -> Option<String> {
        ecmascript(&condition_tree(&Invariant::new("c".to_owned(), condition.to_owned())).unwrap())
    }

    #[test]
    fn conditions_are_said_in_ecmascript() {
        assert_eq!(
            of("double(payload.total.value) > 25.5 && payload.kind != 'a\"b'").unwrap(),
            r#"((Number(_event.data.payload["total"]["value"]) > 25.5) && (_event.data.payload["kind"] !== "a\"b"))"#
        );
        assert_eq!(
            of("!has(payload.a)").unwrap(),
            r#"!("a" in _event.data.payload)"#
        );
        assert_eq!(of("payload.a.all(x, x > 0)"), None);
    }
}
