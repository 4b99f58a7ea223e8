//! The options of the catalogue's rules as forms can show them, and what is wrong with values for them.
//!
//! Which options there are, what they mean and what they hold by default stands in each rule's explanation, which its tests keep
//! complete. What they take is found by asking the rules.

use crate::AppError;
use crate::check::run::explain;
use baton_model::{
    Channel, Criticality, Document, Held, Json, Record, RuleSetting, RuleSettingId, nearest,
};
use baton_rules::{RuleInfo, catalogue, setting_diagnostics};
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::sync::{Arc, LazyLock};

/// An option of a rule.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct RuleOption {
    /// Its name in `options` of a rule setting.
    pub name: String,
    /// What it means, in a line.
    pub meaning: String,
    /// What a number counts, where its name says it.
    pub unit: Option<String>,
    /// What holds when nobody says anything else.
    pub default: Json,
    /// What it takes.
    pub takes: OptionTakes,
}

/// What an option takes.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum OptionTakes {
    /// True or false.
    Flag,
    /// A number.
    Number {
        /// Whether it has to be whole.
        whole: bool,
        /// Whether it may be below zero.
        negative: bool,
    },
    /// A list of words.
    Words {
        /// The words that there are; any where it is empty.
        choices: Vec<String>,
    },
    /// Any JSON.
    Json,
}

/// The options of one rule.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct RuleOptions {
    /// The rule.
    pub code: String,
    /// In the order of its explanation.
    pub options: Vec<RuleOption>,
}

/// What is wrong with the value of an option.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
pub struct OptionProblem {
    /// The option.
    pub name: String,
    /// What it takes instead.
    pub message: String,
}

/// The options of every rule that has some, by code.
pub fn all() -> &'static [RuleOptions] {
    static ALL: LazyLock<Vec<RuleOptions>> = LazyLock::new(|| {
        let of = |rule: &RuleInfo| RuleOptions {
            code: rule.code.to_owned(),
            options: of_rule(rule),
        };
        let mut all: Vec<RuleOptions> = catalogue().iter().map(of).collect();
        all.retain(|rule| !rule.options.is_empty());
        all
    });
    &ALL
}

/// What is wrong with options of a rule, one by one; nothing where they can be set.
pub fn problems(code: &str, options: &Json) -> Result<Vec<OptionProblem>, AppError> {
    let rule = explain(code)?;
    let known = all().iter().find(|one| one.code == rule.code);
    let known: &[RuleOption] = known.map_or(&[], |one| &one.options);
    let Some(options) = options.0.as_object() else {
        return Ok(vec![OptionProblem {
            name: String::new(),
            message: format!(
                "The options of {} are an object of values by name.",
                rule.code
            ),
        }]);
    };
    let problem = |(name, value): (&String, &Value)| {
        let message = match known.iter().find(|option| option.name == *name) {
            None => {
                let names = known.iter().map(|option| option.name.as_str());
                let near = nearest(names, name);
                let hint = near.map_or(String::new(), |near| format!(" Did you mean {near}?"));
                format!("{} has no such option.{hint}", rule.code)
            }
            Some(_) if takes(rule.code, name, value.clone()) => return None,
            Some(option) => in_words(&option.takes),
        };
        Some(OptionProblem {
            name: name.clone(),
            message,
        })
    };
    Ok(options.iter().filter_map(problem).collect())
}

fn in_words(takes: &OptionTakes) -> String {
    match takes {
        OptionTakes::Flag => "Choose yes or no.".to_owned(),
        OptionTakes::Number { whole, negative } => {
            let kind = if *whole { "a whole number" } else { "a number" };
            let from = if *negative { "" } else { ", 0 or more" };
            format!("Write {kind}{from}.")
        }
        OptionTakes::Words { choices } if choices.is_empty() => "Write a list of words.".to_owned(),
        OptionTakes::Words { choices } => format!("Choose among {}.", choices.join(", ")),
        OptionTakes::Json => "The rule cannot read this value.".to_owned(),
    }
}

/// Reads the lines that begin with `- ` and a name in the section about options.
fn of_rule(rule: &RuleInfo) -> Vec<RuleOption> {
    let section = rule
        .explanation
        .split("## Options")
        .nth(1)
        .unwrap_or_default();
    let section = section.split("\n## ").next().unwrap_or_default();
    let mut options: Vec<RuleOption> = Vec::new();
    for line in section.lines() {
        match option(rule.code, line) {
            Some(option) => options.push(option),
            // What goes on in the next line.
            None if line.starts_with(' ') && !line.trim().is_empty() => {
                if let Some(option) = options.last_mut() {
                    option.meaning = format!("{} {}", option.meaning, line.trim());
                }
            }
            None => {}
        }
    }
    options
}

fn option(code: &str, line: &str) -> Option<RuleOption> {
    let rest = line.strip_prefix("- `")?;
    let (name, rest) = rest.split_once("` (default `")?;
    let (default, meaning) = rest.split_once("`): ")?;
    let default: Value = serde_json::from_str(default).ok()?;
    Some(RuleOption {
        name: name.to_owned(),
        meaning: meaning.to_owned(),
        unit: unit(name),
        takes: found_out(code, name, &default),
        default: Json(default),
    })
}

fn unit(name: &str) -> Option<String> {
    let last = name.rsplit('_').next()?;
    let unit = match last {
        "ms" => "milliseconds",
        "seconds" | "minutes" => last,
        _ => return None,
    };
    Some(unit.to_owned())
}

fn found_out(code: &str, name: &str, default: &Value) -> OptionTakes {
    match default {
        Value::Bool(_) => OptionTakes::Flag,
        Value::Number(_) => OptionTakes::Number {
            whole: !takes(code, name, json!(0.5)),
            negative: takes(code, name, json!(-1)),
        },
        Value::Array(_) => {
            let any = takes(code, name, json!(["no word of any list"]));
            let known = Criticality::ALL.iter().map(|word| json!(word));
            let known = known.chain(Channel::ALL.iter().map(|word| json!(word)));
            let choices = known.filter(|word| !any && takes(code, name, json!([word])));
            let choices = choices.filter_map(|word| word.as_str().map(str::to_owned));
            OptionTakes::Words {
                choices: choices.collect(),
            }
        }
        _ => OptionTakes::Json,
    }
}

/// Whether a rule takes a value for one of its options.
fn takes(code: &str, name: &str, value: Value) -> bool {
    let Ok(id) = RuleSettingId::new("asked") else {
        return false;
    };
    let mut setting = RuleSetting::new(id, code.to_owned());
    let options = Map::from_iter([(name.to_owned(), value)]);
    setting.options = Some(Json(Value::Object(options)));
    let held = Held {
        revision: 1,
        record: Arc::new(Record::from(setting)),
    };
    setting_diagnostics(&Document::load(1, [held]), &[]).is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(code: &str, name: &str) -> &'static RuleOption {
        let rule = all().iter().find(|rule| rule.code == code).unwrap();
        rule.options.iter().find(|one| one.name == name).unwrap()
    }

    #[test]
    fn every_option_of_the_catalogue_has_a_form() {
        let explained: usize = catalogue()
            .iter()
            .map(|rule| rule.explanation.matches("` (default `").count())
            .sum();
        let listed: usize = all().iter().map(|rule| rule.options.len()).sum();
        assert_eq!(listed, explained);
        for rule in all() {
            for option in &rule.options {
                assert!(
                    !option.meaning.is_empty() && option.takes != OptionTakes::Json,
                    "{option:?}"
                );
                let default = Json(json!({option.name.as_str(): option.default.0}));
                assert_eq!(problems(&rule.code, &default).unwrap(), [], "{option:?}");
            }
        }
    }

    #[test]
    fn what_options_take_is_found_out() {
        assert_eq!(
            of("TOP010", "flows").takes,
            OptionTakes::Number {
                whole: true,
                negative: false
            }
        );
        assert_eq!(
            of("HIL003", "most_minutes").takes,
            OptionTakes::Number {
                whole: false,
                negative: true
            }
        );
        assert_eq!(
            of("HIL003", "most_minutes").unit.as_deref(),
            Some("minutes")
        );
        let levels = OptionTakes::Words {
            choices: ["low", "medium", "high", "critical"]
                .map(str::to_owned)
                .to_vec(),
        };
        assert_eq!(of("RES003", "levels").takes, levels);
    }

    #[test]
    fn bad_values_are_explained() {
        for (code, options, expect) in [
            (
                "TOP010",
                json!({"flows": -1}),
                &["flows: Write a whole number, 0 or more."][..],
            ),
            (
                "TOP010",
                json!({"flow": 1}),
                &["flow: TOP010 has no such option. Did you mean flows?"],
            ),
            (
                "RES003",
                json!({"levels": ["highest"]}),
                &["levels: Choose among low, medium, high, critical."],
            ),
            (
                "TOP010",
                json!([]),
                &[": The options of TOP010 are an object of values by name."],
            ),
            ("TOP010", json!({"flows": 3}), &[]),
        ] {
            let found = problems(code, &Json(options)).unwrap();
            let lines: Vec<String> = found
                .iter()
                .map(|one| format!("{}: {}", one.name, one.message))
                .collect();
            assert_eq!(lines, expect);
        }
        assert!(problems("NONE01", &Json(json!({}))).is_err());
    }
}
