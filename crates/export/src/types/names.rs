//! Names that programming languages accept, made from names that people gave.

use std::collections::BTreeSet;

/// Words of a name: runs of ASCII letters and digits, split where a capital letter follows a small one.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut last: Option<char> = None;
    for letter in name.chars() {
        if letter.is_ascii_alphanumeric() {
            let begins = match last {
                None => true,
                Some(last) => !last.is_ascii_uppercase() && letter.is_ascii_uppercase(),
            };
            if begins {
                words.push(String::new());
            }
            if let Some(word) = words.last_mut() {
                word.push(letter);
            }
            last = Some(letter);
        } else {
            last = None;
        }
    }
    words
}

/// `RefundRequest` for `refund request`; `X` before a digit or where nothing is left.
pub(crate) fn pascal(name: &str) -> String {
    let mut out = String::new();
    for word in words(name) {
        let mut letters = word.chars();
        out.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        // All capitals are an abbreviation; everything else keeps its small letters.
        let is_abbreviation =
            word.len() > 1 && word.chars().all(|letter| letter.is_ascii_uppercase());
        out.extend(letters.map(|letter| {
            if is_abbreviation {
                letter.to_ascii_lowercase()
            } else {
                letter
            }
        }));
    }
    if !out.starts_with(|first: char| first.is_ascii_alphabetic()) {
        out.insert(0, 'X');
    }
    out
}

/// `refund_request` for `refundRequest`; `x` before a digit or where nothing is left.
pub(crate) fn snake(name: &str) -> String {
    let mut out = words(name).join("_").to_ascii_lowercase();
    if !out.starts_with(|first: char| first.is_ascii_alphabetic()) {
        out.insert_str(0, if out.is_empty() { "x" } else { "x_" });
    }
    out
}

/// The name, or the name with the first number that nobody has; capitals do not tell names apart.
pub(crate) fn unused(name: &str, taken: &mut BTreeSet<String>) -> String {
    let mut candidate = name.to_owned();
    let mut number = 2;
    while !taken.insert(candidate.to_ascii_lowercase()) {
        candidate = format!("{name}{number}");
        number += 1;
    }
    candidate
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_taken_apart_and_put_together() {
        for (name, in_types, in_members) in [
            ("refund request", "RefundRequest", "refund_request"),
            ("refundRequest", "RefundRequest", "refund_request"),
            ("order_ID", "OrderId", "order_id"),
            ("URL", "Url", "url"),
            ("2nd try", "X2ndTry", "x_2nd_try"),
            ("\u{e9}t\u{e9}", "T", "t"),
            ("\u{6771}", "X", "x"),
            ("a.b/c", "ABC", "a_b_c"),
        ] {
            assert_eq!(pascal(name), in_types);
            assert_eq!(snake(name), in_members);
        }
    }

    #[test]
    fn no_name_is_given_twice() {
        let mut taken = BTreeSet::new();
        let names: Vec<_> = ["Item", "item", "Item2"]
            .iter()
            .map(|name| unused(name, &mut taken))
            .collect();
        assert_eq!(names, ["Item", "item2", "Item22"]);
    }
}
