//! The order in which people expect names: `agent 9` before `agent 10`, `B` beside `b`.

use std::cmp::Ordering;

/// Compares without regard to case, runs of digits by their value.
pub(super) fn natural(mut a: &str, mut b: &str) -> Ordering {
    loop {
        let (Some(x), Some(y)) = (a.chars().next(), b.chars().next()) else {
            return a.len().cmp(&b.len());
        };
        let order = if x.is_ascii_digit() && y.is_ascii_digit() {
            let ((left, after_a), (right, after_b)) = (digits(a), digits(b));
            (a, b) = (after_a, after_b);
            left.len().cmp(&right.len()).then_with(|| left.cmp(right))
        } else {
            (a, b) = (&a[x.len_utf8()..], &b[y.len_utf8()..]);
            if x.is_ascii() && y.is_ascii() {
                x.to_ascii_lowercase().cmp(&y.to_ascii_lowercase())
            } else {
                x.to_lowercase().cmp(y.to_lowercase())
            }
        };
        if order.is_ne() {
            return order;
        }
    }
}

/// A run of digits without leading zeros, as long as it may be, and what comes after it.
fn digits(text: &str) -> (&str, &str) {
    let end = text
        .bytes()
        .position(|byte| !byte.is_ascii_digit())
        .unwrap_or(text.len());
    let (run, after) = text.split_at(end);
    (run.trim_start_matches('0'), after)
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
