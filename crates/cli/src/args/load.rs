//! The arguments of `baton simulate --load`.

use clap::Args;
use std::ffi::{OsStr, OsString};

/// How much load, for how long.
#[derive(Debug, Args)]
pub struct Load {
    /// Let requests arrive at this rate and wait for agents and people; the scenario's own rate when left out. `5/s`, `300/min` or `2000/h`; a
    /// plain number is a second's.
    #[arg(
        long = "load",
        id = "load",
        value_name = "RATE",
        num_args = 0..=1,
        default_missing_value = OF_SCENARIO,
        value_parser = rate,
        conflicts_with = "exact"
    )]
    pub rate: Option<Rate>,
    /// Time to measure in each replication, for example `8h`, instead of a number of requests.
    #[arg(long = "for", value_name = "TIME", value_parser = seconds, requires = "load", conflicts_with = "requests")]
    pub time: Option<f64>,
    /// Time before measuring begins; chosen when left out.
    #[arg(long, value_name = "TIME", value_parser = seconds, requires = "load")]
    pub warm_up: Option<f64>,
    /// Independent repetitions, from which the 95 % intervals are made; 20 when left out.
    #[arg(long, value_name = "N", requires = "load")]
    pub replications: Option<u32>,
    /// Where the shifts of people stand when a run begins; where the earliest one begins when left out.
    #[arg(long, value_name = "TIMESTAMP", requires = "load")]
    pub from: Option<String>,
}

/// How many requests arrive.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Rate {
    /// As many as the scenario says.
    OfScenario,
    /// So many in a unit of time.
    Each(f64, Each),
}

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Each {
    /// A second.
    Second,
    /// A minute.
    Minute,
    /// An hour.
    Hour,
}

impl Rate {
    /// How many arrive in a second; none where the scenario says.
    pub fn per_second(self) -> Option<f64> {
        match self {
            Self::OfScenario => None,
            Self::Each(number, each) => Some(number / each.seconds()),
        }
    }
}

impl Each {
    /// The largest unit in which a rate of so many in a second is readable.
    pub fn fitting(per_second: f64) -> Self {
        let units = [Self::Second, Self::Minute];
        let fits = |each: &Self| per_second * each.seconds() >= 1.0;
        units.into_iter().find(fits).unwrap_or(Self::Hour)
    }

    /// How long it is.
    pub fn seconds(self) -> f64 {
        match self {
            Self::Second => 1.0,
            Self::Minute => 60.0,
            Self::Hour => 3600.0,
        }
    }

    /// With its article.
    pub fn word(self) -> &'static str {
        match self {
            Self::Second => "a second",
            Self::Minute => "a minute",
            Self::Hour => "an hour",
        }
    }
}

/// What stands for a rate that is left out.
const OF_SCENARIO: &str = "scenario";

fn rate(text: &str) -> Result<Rate, String> {
    if text == OF_SCENARIO {
        return Ok(Rate::OfScenario);
    }
    let (number, unit) = text.split_once('/').unwrap_or((text, "s"));
    let each = match unit.trim() {
        "s" => Each::Second,
        "min" => Each::Minute,
        "h" => Each::Hour,
        _ => return Err("a rate is a number for each s, min or h, such as 300/min".to_owned()),
    };
    positive(number)
        .map(|number| Rate::Each(number, each))
        .ok_or_else(|| "a rate is a number above 0, such as 5/s".to_owned())
}

/// The same words, a rate below zero joined to its option: by itself it would count as an option of its own, and not be refused as a rate.
pub fn joined(words: impl IntoIterator<Item = OsString>) -> Vec<OsString> {
    let mut all: Vec<OsString> = Vec::new();
    let mut only_values = false;
    for word in words {
        only_values |= word == "--";
        match all.last_mut() {
            Some(last) if !only_values && *last == "--load" && is_below_zero(&word) => {
                last.push("=");
                last.push(word);
            }
            _ => all.push(word),
        }
    }
    all
}

fn is_below_zero(word: &OsStr) -> bool {
    let number = word.to_str().and_then(|word| word.strip_prefix('-'));
    number.is_some_and(|number| {
        number.starts_with(|first: char| first.is_ascii_digit() || first == '.')
    })
}

/// Seconds of a time.
fn seconds(text: &str) -> Result<f64, String> {
    let unit = text.trim_start_matches(|letter: char| letter.is_ascii_digit() || letter == '.');
    let number = &text[..text.len() - unit.len()];
    let each = match unit.trim() {
        "s" => 1.0,
        "min" => 60.0,
        "h" => 3600.0,
        "d" => 86_400.0,
        _ => return Err("a time is a number of s, min, h or d, such as 8h".to_owned()),
    };
    let number: f64 = number
        .parse()
        .map_err(|_| "a time begins with a number, such as 8h".to_owned())?;
    Ok(number * each)
}

fn positive(text: &str) -> Option<f64> {
    let number: f64 = text.trim().parse().ok()?;
    (number.is_finite() && number > 0.0).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_below_zero_is_joined_to_its_option() {
        for (words, expected) in [
            (
                vec!["--load", "-3/s", "--for", "8h"],
                vec!["--load=-3/s", "--for", "8h"],
            ),
            (vec!["--load", "-.5"], vec!["--load=-.5"]),
            (vec!["--load", "--for", "8h"], vec!["--load", "--for", "8h"]),
            (vec!["--load", "-q"], vec!["--load", "-q"]),
            (vec!["--", "--load", "-3/s"], vec!["--", "--load", "-3/s"]),
        ] {
            let words = words.into_iter().map(OsString::from);
            assert_eq!(joined(words), expected);
        }
    }

    #[test]
    fn rates_and_times_have_units() {
        for (text, expected) in [
            ("5", Some(5.0)),
            ("300/min", Some(5.0)),
            ("7200/h", Some(2.0)),
            ("1.5/s", Some(1.5)),
            ("0", None),
            ("-1", None),
            ("NaN", None),
            ("5/day", None),
            ("", None),
        ] {
            let found = rate(text).ok().and_then(Rate::per_second);
            assert_eq!(found, expected, "{text}");
        }
        for (rate, word) in [(5.0, "a second"), (0.5, "a minute"), (0.01, "an hour")] {
            assert_eq!(Each::fitting(rate).word(), word);
        }
        for (text, expected) in [
            ("8h", Some(28_800.0)),
            ("1.5min", Some(90.0)),
            ("2d", Some(172_800.0)),
            ("0s", Some(0.0)),
            ("10", None),
            ("h", None),
            ("-1s", None),
            ("1.2.3s", None),
        ] {
            assert_eq!(seconds(text).ok(), expected, "{text}");
        }
    }
}
