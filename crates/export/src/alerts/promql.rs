//! Whether a condition of a record is `PromQL` that every Prometheus takes.
//!
//! One condition that Prometheus cannot read would make it refuse the whole file. So only what is known to be right gets in: a subset of the
//! language with its types. What lies outside is told and left to the team.

/// The type of an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Type {
    Scalar,
    Instant,
    Range,
}

/// Deeper nesting is refused.
const DEEPEST: usize = 32;
/// Longer conditions are refused, in bytes.
const LONGEST: usize = 4000;

/// Checks a condition; the error says what was not understood.
pub(super) fn check(condition: &str) -> Result<(), String> {
    if condition.len() > LONGEST {
        return Err(format!("it is longer than {LONGEST} bytes"));
    }
    let tokens = tokens(condition)?;
    let mut reader = Reader {
        tokens: &tokens,
        depth: 0,
    };
    let kind = reader.binary(0)?;
    if let Some(token) = reader.tokens.first() {
        return Err(format!("{} is not expected", token.text));
    }
    match kind {
        Type::Instant => Ok(()),
        Type::Scalar | Type::Range => Err("it is no instant vector".to_owned()),
    }
}

/// Whether a condition reads a metric, its buckets and sums included.
pub(super) fn reads(condition: &str, series: &str) -> bool {
    let Ok(tokens) = tokens(condition) else {
        return false;
    };
    tokens.iter().any(|token| {
        token
            .text
            .strip_prefix(series)
            .is_some_and(|rest| ["", "_bucket", "_sum", "_count"].contains(&rest))
    })
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sort {
    Name,
    Number,
    Duration,
    Text,
    Sign,
}

#[derive(Debug)]
struct Token<'a> {
    sort: Sort,
    text: &'a str,
}

fn tokens(condition: &str) -> Result<Vec<Token<'_>>, String> {
    let mut tokens = Vec::new();
    let mut rest = condition.trim_start();
    while let Some(first) = rest.chars().next() {
        let while_ = |wanted: fn(char) -> bool| rest.find(|c| !wanted(c)).unwrap_or(rest.len());
        let (sort, length) = if first.is_ascii_alphabetic() || first == '_' {
            (
                Sort::Name,
                while_(|c| c.is_ascii_alphanumeric() || c == '_' || c == ':'),
            )
        } else if first.is_ascii_digit() {
            let digits = while_(|c| c.is_ascii_digit() || c == '.');
            let unit = &rest[digits..];
            let unit = &unit[..unit
                .find(|c: char| !c.is_ascii_alphanumeric())
                .unwrap_or(unit.len())];
            match unit {
                "" if rest[..digits].parse::<f64>().is_ok() => (Sort::Number, digits),
                "ms" | "s" | "m" | "h" | "d" | "w" | "y"
                    if digits <= 9
                        && rest[..digits].bytes().all(|b| b.is_ascii_digit())
                        && rest[..digits].bytes().any(|b| b != b'0') =>
                {
                    (Sort::Duration, digits + unit.len())
                }
                _ => return Err(format!("{}{unit} is no number", &rest[..digits])),
            }
        } else if first == '"' || first == '\'' {
            let end = rest[1..].find(first).ok_or("a text does not end")?;
            let text = &rest[1..=end];
            if text.contains('\\') || text.chars().any(char::is_control) {
                return Err("a text has a backslash or a control character".to_owned());
            }
            (Sort::Text, end + 2)
        } else {
            let two = ["==", "!=", ">=", "<=", "=~", "!~"];
            let length = if two.iter().any(|sign| rest.starts_with(sign)) {
                2
            } else {
                1
            };
            if length == 1 && !"(){}[],=<>+-*/%^".contains(first) {
                return Err(format!("{first:?} is not expected"));
            }
            (Sort::Sign, length)
        };
        tokens.push(Token {
            sort,
            text: &rest[..length],
        });
        rest = rest[length..].trim_start();
    }
    Ok(tokens)
}

struct Reader<'a> {
    tokens: &'a [Token<'a>],
    depth: usize,
}

/// How tightly operators bind, loosest first.
const OPERATORS: [&[&str]; 6] = [
    &["or"],
    &["and", "unless"],
    &["==", "!=", ">=", "<=", ">", "<"],
    &["+", "-"],
    &["*", "/", "%"],
    &["^"],
];
const SETS: usize = 2;
const COMPARISONS: usize = 2;

impl<'a> Reader<'a> {
    fn next(&mut self) -> Result<&'a Token<'a>, String> {
        let (first, rest) = self.tokens.split_first().ok_or("it ends too early")?;
        self.tokens = rest;
        Ok(first)
    }

    fn take(&mut self, text: &str) -> bool {
        let found = self.tokens.first().is_some_and(|token| token.text == text);
        if found {
            self.tokens = &self.tokens[1..];
        }
        found
    }

    fn expect(&mut self, text: &str) -> Result<(), String> {
        if self.take(text) {
            Ok(())
        } else {
            Err(format!("{text} is missing"))
        }
    }

    fn binary(&mut self, level: usize) -> Result<Type, String> {
        let Some(operators) = OPERATORS.get(level) else {
            return self.unary();
        };
        let mut left = self.binary(level + 1)?;
        while operators.iter().any(|operator| self.take(operator)) {
            let modified = self.matching()?;
            let right = self.binary(level + 1)?;
            left = match (left, right) {
                (Type::Range, _) | (_, Type::Range) => {
                    return Err("a range cannot be compared or counted with".to_owned());
                }
                (Type::Instant, Type::Instant) => Type::Instant,
                _ if level < SETS || modified => {
                    return Err("a set operation needs two vectors".to_owned());
                }
                (Type::Scalar, Type::Scalar) if level == COMPARISONS => {
                    return Err("two numbers are compared".to_owned());
                }
                (Type::Scalar, Type::Scalar) => Type::Scalar,
                _ => Type::Instant,
            };
        }
        Ok(left)
    }

    /// `on (..)` or `ignoring (..)`.
    fn matching(&mut self) -> Result<bool, String> {
        let found = self.take("on") || self.take("ignoring");
        if found {
            self.names()?;
        }
        Ok(found)
    }

    fn names(&mut self) -> Result<(), String> {
        self.expect("(")?;
        if self.take(")") {
            return Ok(());
        }
        loop {
            let name = self.next()?;
            if name.sort != Sort::Name || name.text.contains(':') {
                return Err(format!("{} is no label", name.text));
            }
            if self.take(")") {
                return Ok(());
            }
            self.expect(",")?;
        }
    }

    fn unary(&mut self) -> Result<Type, String> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err("it is nested too deeply".to_owned());
        }
        let kind = if self.take("-") {
            match self.unary()? {
                Type::Range => Err("a range cannot be negated".to_owned()),
                kind => Ok(kind),
            }
        } else {
            self.primary()
        };
        self.depth -= 1;
        kind
    }

    fn primary(&mut self) -> Result<Type, String> {
        let token = self.next()?;
        match (token.sort, token.text) {
            (Sort::Number, _) => Ok(Type::Scalar),
            (Sort::Sign, "(") => {
                let kind = self.binary(0)?;
                self.expect(")")?;
                Ok(kind)
            }
            (Sort::Name, "by" | "without" | "bool" | "offset" | "inf" | "nan") => {
                Err(format!("{} is not expected", token.text))
            }
            (
                Sort::Name,
                "sum" | "min" | "max" | "avg" | "count" | "group" | "stddev" | "stdvar",
            ) => self.aggregation(),
            (Sort::Name, name) => match function(name) {
                Some((arguments, result)) => {
                    self.expect("(")?;
                    for (index, argument) in arguments.iter().enumerate() {
                        if index > 0 {
                            self.expect(",")?;
                        }
                        if self.binary(0)? != *argument {
                            return Err(format!("{name} gets something else"));
                        }
                    }
                    self.expect(")")?;
                    Ok(result)
                }
                None => self.selector(name),
            },
            (_, text) => Err(format!("{text} is not expected")),
        }
    }

    fn aggregation(&mut self) -> Result<Type, String> {
        let before = self.take("by") || self.take("without");
        if before {
            self.names()?;
        }
        self.expect("(")?;
        if self.binary(0)? != Type::Instant {
            return Err("only an instant vector can be aggregated".to_owned());
        }
        self.expect(")")?;
        if !before && (self.take("by") || self.take("without")) {
            self.names()?;
        }
        Ok(Type::Instant)
    }

    fn selector(&mut self, name: &str) -> Result<Type, String> {
        if self.tokens.first().is_some_and(|token| token.text == "(") {
            return Err(format!("the function {name} is not known"));
        }
        if self.take("{") && !self.take("}") {
            loop {
                self.matcher()?;
                if self.take("}") {
                    break;
                }
                self.expect(",")?;
            }
        }
        let mut kind = Type::Instant;
        if self.take("[") {
            self.duration()?;
            self.expect("]")?;
            kind = Type::Range;
        }
        if self.take("offset") {
            self.duration()?;
        }
        Ok(kind)
    }

    fn duration(&mut self) -> Result<(), String> {
        let token = self.next()?;
        if token.sort == Sort::Duration {
            Ok(())
        } else {
            Err(format!("{} is no time", token.text))
        }
    }

    fn matcher(&mut self) -> Result<(), String> {
        let (label, sign, text) = (self.next()?, self.next()?, self.next()?);
        if label.sort != Sort::Name || label.text.contains(':') || label.text == "__name__" {
            return Err(format!("{} is no label", label.text));
        }
        let is_regex = ["=~", "!~"].contains(&sign.text);
        if !is_regex && !["=", "!="].contains(&sign.text) || text.sort != Sort::Text {
            return Err(format!(
                "the label {} is not compared with a text",
                label.text
            ));
        }
        let plain = |c: char| c.is_ascii_alphanumeric() || "_-|.".contains(c);
        let inner = &text.text[1..text.text.len() - 1];
        if is_regex && !inner.replace(".*", "").replace(".+", "").chars().all(plain) {
            return Err("a pattern is more than words, '|', '.*' and '.+'".to_owned());
        }
        Ok(())
    }
}

fn function(name: &str) -> Option<(&'static [Type], Type)> {
    use Type::{Instant, Range, Scalar};
    Some(match name {
        "rate" | "increase" | "irate" | "delta" | "idelta" | "deriv" | "changes" | "resets"
        | "avg_over_time" | "min_over_time" | "max_over_time" | "sum_over_time"
        | "count_over_time" | "last_over_time" | "absent_over_time" => (&[Range], Instant),
        "abs" | "ceil" | "floor" | "sqrt" | "exp" | "ln" | "round" | "absent" | "timestamp" => {
            (&[Instant], Instant)
        }
        "histogram_quantile" => (&[Scalar, Instant], Instant),
        "quantile_over_time" => (&[Scalar, Range], Instant),
        "clamp_min" | "clamp_max" => (&[Instant, Scalar], Instant),
        "scalar" => (&[Instant], Scalar),
        "vector" => (&[Scalar], Instant),
        "time" => (&[], Scalar),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_that_prometheus_takes() {
        for condition in [
            "sum(rate(baton_handoff_failed_total{handoff=\"h\"}[5m])) / sum(rate(baton_handoff_total{handoff='h'}[5m])) > 0.02",
            "histogram_quantile(0.95, sum by (le) (rate(a_bucket{job=~\"x|y.*\"}[5m]))) > 10",
            "max(a) without (pod) > 300 and on (job) up == 0",
            "absent(up) or vector(1) > -2 ^ 2",
            "time() - last_seen offset 1h > 3600",
            "1 < up",
        ] {
            assert_eq!(check(condition), Ok(()), "{condition}");
        }
    }

    #[test]
    fn what_is_not_known_to_be_right_stays_out() {
        for condition in [
            "when it fails",
            "1 > 2",
            "up[5m] > 1",
            "rate(up) > 1",
            "sum(up",
            "up > 0\n- alert: x",
            "up{a=~\"(\"} > 0",
            "up{a=\"\\\"}",
            "holt_winters(up[5m], 1, 1)",
            "up == bool 1",
            "5m > up",
            "up[0s]",
            "{{ 7 }}",
            "",
            "time()",
            "up and 1",
            "é",
            &"(".repeat(5000),
            &"-".repeat(100),
        ] {
            assert!(check(condition).is_err(), "{condition}");
        }
    }

    #[test]
    fn a_metric_is_read_under_its_whole_name() {
        assert!(reads("rate(a_b_bucket[5m]) > 1", "a_b"));
        assert!(!reads("rate(a_b_c[5m]) > 1", "a_b"));
    }
}
