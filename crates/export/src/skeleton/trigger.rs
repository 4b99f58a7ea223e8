//! Triggers as conditions in Python, over what an agent found out in its turn.

use super::python::text;
use baton_model::{Json, Trigger, TriggerClause, TriggerOn};
use serde_json::Value;

/// Deepest nesting that is written out.
const DEEPEST: usize = 12;

/// The condition of a handoff. `None` where it is nested deeper than anybody would read: a model has to name the handoff then.
pub(super) fn condition(trigger: &Trigger) -> Option<String> {
    of(&trigger.on, trigger.value.as_ref(), 0)
}

fn of(on: &TriggerOn, value: Option<&Json>, depth: usize) -> Option<String> {
    let value = value.map(|value| &value.0);
    let number = |otherwise: &str| match value.and_then(Value::as_f64) {
        Some(number) => number_text(number),
        None => otherwise.to_owned(),
    };
    let said = |name: &str| match words(value)[..] {
        [] => format!("\"{name}\" in seen"),
        [ref only] => format!("seen.get(\"{name}\") == {only}"),
        ref several => format!("seen.get(\"{name}\") in ({})", several.join(", ")),
    };
    Some(match on {
        TriggerOn::Done => "seen.get(\"done\", True)".to_owned(),
        TriggerOn::ConfidenceBelow => {
            format!("seen.get(\"confidence\", 1.0) < {}", number("0.8"))
        }
        TriggerOn::UserAsks => said("user_asks"),
        TriggerOn::Error => "\"error\" in seen".to_owned(),
        TriggerOn::Intent => said("intent"),
        TriggerOn::DomainBoundary => said("outside_domain"),
        TriggerOn::Keyword => match words(value)[..] {
            [] => "\"keyword\" in seen".to_owned(),
            ref several => format!(
                "any(word in seen.get(\"text\", \"\") for word in ({},))",
                several.join(", ")
            ),
        },
        TriggerOn::RepeatedClarification => {
            format!("seen.get(\"clarifications\", 0) >= {}", number("2"))
        }
        TriggerOn::Sentiment => format!("seen.get(\"sentiment\", 1.0) < {}", number("0.0")),
        TriggerOn::Elapsed => match value.and_then(Value::as_f64) {
            Some(seconds) => format!(
                "seen.get(\"elapsed_seconds\", 0.0) >= {}",
                number_text(seconds)
            ),
            None => "\"elapsed_seconds\" in seen".to_owned(),
        },
        TriggerOn::Language => said("language"),
        TriggerOn::Load => format!("seen.get(\"load\", 0.0) > {}", number("1.0")),
        TriggerOn::ReceiverDown => "seen.get(\"receiver_down\", False)".to_owned(),
        TriggerOn::AuthorityLimit => "seen.get(\"over_authority\", False)".to_owned(),
        TriggerOn::All(clauses) => joined(clauses, " and ", "True", depth)?,
        TriggerOn::Any(clauses) => joined(clauses, " or ", "False", depth)?,
    })
}

fn joined(clauses: &[TriggerClause], word: &str, none: &str, depth: usize) -> Option<String> {
    if depth > DEEPEST {
        return None;
    }
    let parts: Vec<String> = clauses
        .iter()
        .map(|clause| {
            let part = of(&clause.on, clause.value.as_ref(), depth + 1)?;
            let is_joined = matches!(clause.on, TriggerOn::All(_) | TriggerOn::Any(_));
            Some(if is_joined { format!("({part})") } else { part })
        })
        .collect::<Option<_>>()?;
    Some(if parts.is_empty() {
        none.to_owned()
    } else {
        parts.join(word)
    })
}

/// A value's words as Python strings.
fn words(value: Option<&Value>) -> Vec<String> {
    match value {
        None | Some(Value::Null | Value::Object(_)) => Vec::new(),
        Some(Value::String(word)) => vec![text(word)],
        Some(Value::Array(items)) => items.iter().flat_map(|item| words(Some(item))).collect(),
        Some(other) => vec![text(&other.to_string())],
    }
}

fn number_text(number: f64) -> String {
    let text = format!("{number:?}");
    if number.is_finite() {
        text
    } else {
        "0.0".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[track_caller]
    fn check(trigger: Value, expected: &str) {
        let trigger: Trigger = serde_json::from_value(trigger).unwrap();
        assert_eq!(condition(&trigger).as_deref(), Some(expected));
    }

    #[test]
    fn triggers_are_conditions() {
        check(json!({}), "seen.get(\"done\", True)");
        check(
            json!({"on": "intent", "value": "re\"fund"}),
            "seen.get(\"intent\") == \"re\\\"fund\"",
        );
        check(
            json!({"on": "intent", "value": ["a", "b"]}),
            "seen.get(\"intent\") in (\"a\", \"b\")",
        );
        check(
            json!({"on": {"any": [{"on": "error"}, {"on": {"all": [{"on": "confidence_below", "value": 0.7}, {"on": "load"}]}}]}}),
            "\"error\" in seen or (seen.get(\"confidence\", 1.0) < 0.7 and seen.get(\"load\", 0.0) > 1.0)",
        );
        check(
            json!({"on": "keyword", "value": "human"}),
            "any(word in seen.get(\"text\", \"\") for word in (\"human\",))",
        );
    }
}
