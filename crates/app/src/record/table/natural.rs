//! The order in which people expect names: `agent 9` before `agent 10`, `B` beside `b`.

use std::cmp::Ordering;
use std::iter::Peekable;
use std::str::Chars;

/// Compares without regard to case, runs of digits by their value.
pub(super) fn natural(a: &str, b: &str) -> Ordering {
    let (mut left, mut right) = (a.chars().peekable(), b.chars().peekable());
    loop {
        let (Some(&x), Some(&y)) = (left.peek(), right.peek()) else {
            return left.peek().is_some().cmp(&right.peek().is_some());
        };
        let order = if x.is_ascii_digit() && y.is_ascii_digit() {
            let (x, y) = (digits(&mut left), digits(&mut right));
            x.len().cmp(&y.len()).then_with(|| x.cmp(&y))
        } else {
            left.next();
            right.next();
            x.to_lowercase().cmp(y.to_lowercase())
        };
        if order.is_ne() {
            return order;
        }
    }
}

/// A run of digits without leading zeros, as long as it may be.
fn digits(text: &mut Peekable<Chars<'_>>) -> String {
    let mut run = String::new();
    while let Some(digit) = text.next_if(char::is_ascii_digit) {
        if digit != '0' || !run.is_empty() {
            run.push(digit);
        }
    }
    run
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_count_and_case_does_not() {
        let mut names = vec![
            "b 1",
            "agent 10",
            "Agent 9",
            "1.10.0",
            "1.9.0",
            "a",
            "",
            "Ärger",
            "agent 09a",
        ];
        names.sort_by(|a, b| natural(a, b));
        assert_eq!(
            names,
            [
                "",
                "1.9.0",
                "1.10.0",
                "a",
                "Agent 9",
                "agent 09a",
                "agent 10",
                "b 1",
                "Ärger"
            ]
        );
        let long = "9".repeat(400);
        assert_eq!(natural(&long, &long), Ordering::Equal);
    }
}
