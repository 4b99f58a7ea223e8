//! Fields that a reviewer must not read.

use baton_model::{ContractVersion, Handoff, MaskingRule};
use serde_json::{Map, Value};

/// In place of what is made unreadable.
const MARK: &str = "•••••";
/// Characters that `last_four` leaves.
const LEFT: usize = 4;

/// What is masked, and how; the handoff's own rules outrank those of the contract.
pub(super) struct Masks {
    rules: Vec<(Vec<String>, MaskingRule)>,
}

impl Masks {
    /// The handoff's rules hold for everybody, the sensitive fields of the contract for those outside of the area of trust.
    pub fn new(handoff: &Handoff, version: Option<&ContractVersion>, outside: bool) -> Self {
        let own = handoff.masking.iter();
        let own = own.map(|mask| (steps(&mask.pointer), mask.rule));
        let sensitive = version.into_iter().flat_map(|version| &version.sensitive);
        let sensitive = sensitive
            .filter(|_| outside)
            .map(|field| (steps(&field.pointer), field.rule));
        Self {
            rules: own.chain(sensitive).collect(),
        }
    }

    /// A value as it may be seen, and whether anything in it was masked; `None` where it is left out.
    pub fn apply(&self, at: &[String], value: &Value) -> (Option<Value>, bool) {
        let covering = self
            .rules
            .iter()
            .find(|(pointer, _)| pointer.len() <= at.len() && matches(pointer, at));
        if let Some((_, rule)) = covering {
            return (masked(*rule, value), true);
        }
        let within = |(pointer, _): &&(Vec<String>, MaskingRule)| {
            pointer.len() > at.len() && matches(&pointer[..at.len()], at)
        };
        if !self.rules.iter().any(|rule| within(&rule)) {
            return (Some(value.clone()), false);
        }
        let mut any = false;
        let mut inner = |step: String, value: &Value| {
            let mut place = at.to_vec();
            place.push(step);
            let (value, is_masked) = self.apply(&place, value);
            any |= is_masked;
            value
        };
        let seen = match value {
            Value::Object(members) => {
                let mut kept = Map::new();
                for (name, member) in members {
                    if let Some(member) = inner(name.clone(), member) {
                        kept.insert(name.clone(), member);
                    }
                }
                Value::Object(kept)
            }
            Value::Array(items) => {
                let items = items.iter().enumerate();
                Value::Array(
                    items
                        .filter_map(|(i, item)| inner(i.to_string(), item))
                        .collect(),
                )
            }
            other => other.clone(),
        };
        (Some(seen), any)
    }
}

fn steps(pointer: &str) -> Vec<String> {
    let steps = pointer.split('/').skip(1);
    steps
        .map(|step| step.replace("~1", "/").replace("~0", "~"))
        .collect()
}

/// Whether a place, or what it lies in, is meant; a `*` or a number in a rule stands for any place in a list.
fn matches(rule: &[String], at: &[String]) -> bool {
    rule.iter().zip(at).all(|(rule, step)| {
        let is_place = |text: &str| text == "*" || text.parse::<usize>().is_ok();
        rule == step || rule == "*" || (is_place(rule) && step.parse::<usize>().is_ok())
    })
}

fn masked(rule: MaskingRule, value: &Value) -> Option<Value> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    };
    let shown = match rule {
        MaskingRule::Drop => return None,
        MaskingRule::Redact => MARK.to_owned(),
        MaskingRule::Hash => format!("hash {MARK}"),
        MaskingRule::Tokenise => format!("token {MARK}"),
        MaskingRule::LastFour => {
            let count = text.chars().count();
            // Of a short text the last four would be most of it.
            let left = text.chars().skip(count.saturating_sub(LEFT));
            let left: String = left.filter(|_| count >= 2 * LEFT).collect();
            format!("{MARK}{left}")
        }
    };
    Some(Value::String(shown))
}
