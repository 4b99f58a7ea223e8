// Written by Baton; what is changed here is lost with the next export.
//! JSON Schema in the draft of each schema, by jsonschema.

use jsonschema::{Validator, error::ValidationErrorKind};
use serde_json::Value;
use std::sync::LazyLock;

const MOST_DEPTH: usize = 127;

/// How dates and times are written; the validator reads several bytes at once and takes other signs for digits.
const WRITTEN: [(&str, &str); 3] = [
    ("date", "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"),
    (
        "time",
        r"^[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?([Zz]|[-+][0-9]{2}:[0-9]{2})$",
    ),
    (
        "date-time",
        r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?([Zz]|[-+][0-9]{2}:[0-9]{2})$",
    ),
];

static FORMATS: LazyLock<Vec<Validator>> = LazyLock::new(|| {
    let of = |(name, pattern): &(&str, &str)| {
        let schema = serde_json::json!({"format": name, "pattern": pattern});
        jsonschema::options()
            .should_validate_formats(true)
            .build(&schema)
            .expect("it is a schema")
    };
    WRITTEN.iter().map(of).collect()
});

/// A schema that is ready to check values.
pub(crate) struct Check(Validator);

impl Check {
    /// Compiles a schema. Nothing is ever fetched, and patterns run in linear time.
    pub(crate) fn compile(text: &str) -> Result<Self, String> {
        let schema: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
        let options = jsonschema::options()
            .offline()
            .should_validate_formats(true)
            .with_pattern_options(jsonschema::PatternOptions::regex());
        let options = WRITTEN.iter().enumerate().fold(options, |options, (index, (name, _))| {
            options.with_format(*name, move |text: &str| FORMATS[index].is_valid(&Value::from(text)))
        });
        options.build(&schema).map(Self).map_err(|error| error.to_string())
    }

    /// The first thing that is wrong with a value, as pointer and keyword.
    pub(crate) fn problem(&self, value: &Value) -> Option<(String, String)> {
        let error = self.0.iter_errors(value).next()?;
        let keyword = match error.kind() {
            ValidationErrorKind::FalseSchema => "false",
            kind => kind.keyword(),
        };
        Some((error.instance_path().as_str().to_owned(), keyword.to_owned()))
    }
}

/// Why a value is nothing that every receiver could read.
pub(crate) fn plain_json_problem(message: &Value) -> Option<String> {
    if !message.is_object() {
        return Some("a message is an object".to_owned());
    }
    let mut left = vec![(message, 1)];
    while let Some((value, depth)) = left.pop() {
        let members: Vec<&Value> = match value {
            Value::Array(items) => items.iter().collect(),
            Value::Object(members) if members.contains_key("__proto__") => {
                return Some("a member is called __proto__".to_owned());
            }
            Value::Object(members) => members.values().collect(),
            _ => continue,
        };
        if depth > MOST_DEPTH {
            return Some(format!("it is nested deeper than {MOST_DEPTH}"));
        }
        left.extend(members.into_iter().map(|member| (member, depth + 1)));
    }
    None
}

/// Seconds since 1970 of a date and time that keeps the format `date-time`.
pub(crate) fn seconds(written: &str) -> Option<f64> {
    let number = |range: std::ops::Range<usize>| written.get(range)?.parse::<i64>().ok();
    let (year, month, day) = (number(0..4)?, number(5..7)?, number(8..10)?);
    let (hour, minute, second) = (number(11..13)?, number(14..16)?, number(17..19)?);
    let rest = written.get(19..)?;
    let zone = rest.find(['Z', 'z', '+', '-'])?;
    let fraction = rest[..zone].parse::<f64>().unwrap_or(0.0);
    let offset = match &rest[zone..zone + 1] {
        "Z" | "z" => 0,
        sign => {
            let minutes = rest.get(zone + 1..zone + 3)?.parse::<i64>().ok()? * 60
                + rest.get(zone + 4..zone + 6)?.parse::<i64>().ok()?;
            if sign == "-" { -minutes } else { minutes }
        }
    };
    // Days since 1970-03-01, counted in years that begin with March.
    let (year, month) = if month < 3 {
        (year - 1, month + 9)
    } else {
        (year, month - 3)
    };
    let days =
        year * 365 + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + (month * 153 + 2) / 5 + day
            - 719_469;
    Some((days * 86_400 + hour * 3_600 + (minute - offset) * 60 + second) as f64 + fraction)
}
