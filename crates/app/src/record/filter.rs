//! The query language of lists: `owner:payments tag:refund lifecycle:production text`.

use crate::{AppError, ErrorCode};
use baton_model::Record;
use serde_json::Value;

/// Terms that a record has to fulfil, all of them.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    terms: Vec<Term>,
}

#[derive(Clone, Debug)]
struct Term {
    /// Names of fields, any of which may hold the value; empty for free text.
    fields: Vec<String>,
    value: String,
    exact: bool,
    negated: bool,
}

impl Filter {
    /// Reads terms separated by blanks. `field:value` contains, `field=value` equals, `-` in
    /// front negates, quotes keep blanks. `owner`, `tag` and `text` are short for the fields that
    /// hold owners and capability tags, and for anything.
    pub fn parse(text: &str) -> Result<Self, AppError> {
        let terms = split(text)?
            .iter()
            .map(|word| Term::parse(word))
            .collect::<Result<_, _>>()?;
        Ok(Self { terms })
    }

    /// Whether a record fulfils every term.
    pub fn matches(&self, record: &Record) -> bool {
        if self.terms.is_empty() {
            return true;
        }
        let fields = record.to_json();
        self.terms
            .iter()
            .all(|term| term.matches(&fields) != term.negated)
    }
}

impl Term {
    fn parse(word: &str) -> Result<Self, AppError> {
        let (negated, word) = word
            .strip_prefix('-')
            .map_or((false, word), |rest| (true, rest));
        let (name, exact, value) = match word.find([':', '=']) {
            Some(at) => (&word[..at], word[at..].starts_with('='), &word[at + 1..]),
            None => ("", false, word),
        };
        if value.is_empty() {
            return Err(AppError::new(
                ErrorCode::InvalidInput,
                format!("the filter term {word:?} has no value"),
                "write field:value, for example owner:payments",
            ));
        }
        let fields: Vec<&str> = match name {
            "" | "text" => Vec::new(),
            "owner" => vec!["team", "owners"],
            "tag" => vec!["capabilities", "required_capabilities", "tag"],
            other => vec![other],
        };
        Ok(Self {
            fields: fields.into_iter().map(str::to_owned).collect(),
            value: value.to_lowercase(),
            exact,
            negated,
        })
    }

    fn matches(&self, record: &Value) -> bool {
        if self.fields.is_empty() {
            return self.holds(record);
        }
        self.fields.iter().any(|field| {
            let pointer = format!("/{}", field.replace('.', "/"));
            record
                .pointer(&pointer)
                .is_some_and(|value| self.holds(value))
        })
    }

    fn holds(&self, value: &Value) -> bool {
        let fits = |text: &str| {
            let text = text.to_lowercase();
            if self.exact {
                text == self.value
            } else {
                text.contains(&self.value)
            }
        };
        match value {
            Value::Null => false,
            Value::Bool(b) => fits(if *b { "true" } else { "false" }),
            Value::Number(n) => fits(&n.to_string()),
            Value::String(text) => fits(text),
            Value::Array(items) => items.iter().any(|item| self.holds(item)),
            Value::Object(fields) => fields.values().any(|item| self.holds(item)),
        }
    }
}

fn split(text: &str) -> Result<Vec<String>, AppError> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut quoted = false;
    for c in text.chars() {
        match c {
            '"' => quoted = !quoted,
            c if c.is_whitespace() && !quoted => {
                if !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
            }
            c => word.push(c),
        }
    }
    if quoted {
        return Err(AppError::new(
            ErrorCode::InvalidInput,
            format!("the filter {text:?} has an open quote"),
            "close it",
        ));
    }
    if !word.is_empty() {
        words.push(word);
    }
    Ok(words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use baton_model::{Agent, AgentId, TeamId};

    #[test]
    fn terms_join_and_negate() {
        let mut agent = Agent::new(AgentId::new("refunds").unwrap(), "Refund agent".to_owned());
        agent.team = Some(TeamId::new("payments").unwrap());
        agent.capabilities = vec!["refund.issue".to_owned()];
        let record = Record::from(agent);
        let matches = |text: &str| Filter::parse(text).unwrap().matches(&record);
        assert!(matches("owner:payments tag:refund"));
        assert!(matches("\"refund agent\""));
        assert!(matches("-owner:billing name:agent"));
        assert!(!matches("owner=pay"));
        assert!(!matches("-tag:refund"));
        assert!(!matches("talks_to_user:true"));
        assert!(Filter::parse("owner:").is_err());
        assert!(Filter::parse("\"open").is_err());
    }
}
