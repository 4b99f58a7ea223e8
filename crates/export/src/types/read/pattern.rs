//! Patterns that JavaScript, Python and Rust read alike.

/// The pattern with what the three languages read differently written out; none where that cannot be done.
///
/// ECMA's classes are of ASCII letters, the others' of Unicode; its `$` is the very end, and only it knows looking around and going back.
pub(crate) fn portable(pattern: &str) -> Option<String> {
    let mut out = String::with_capacity(pattern.len());
    let mut letters = pattern.chars().peekable();
    let mut in_class = false;
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => {
                let escaped = letters.next()?;
                match escaped {
                    'd' if in_class => out.push_str("0-9"),
                    'd' => out.push_str("[0-9]"),
                    'w' if in_class => out.push_str("A-Za-z0-9_"),
                    'w' => out.push_str("[A-Za-z0-9_]"),
                    'D' if !in_class => out.push_str("[^0-9]"),
                    'W' if !in_class => out.push_str("[^A-Za-z0-9_]"),
                    't' | 'n' | 'r' | '.' | '\\' | '/' | '*' | '+' | '?' | '(' | ')' | '['
                    | ']' | '{' | '}' | '^' | '$' | '|' => {
                        if escaped == '/' {
                            out.push('/');
                        } else {
                            out.extend(['\\', escaped]);
                        }
                    }
                    '-' if in_class => out.push_str("\\-"),
                    '-' => out.push('-'),
                    _ => return None,
                }
            }
            '[' if in_class => out.push_str("\\["),
            '[' => {
                in_class = true;
                out.push('[');
                if letters.next_if_eq(&'^').is_some() {
                    out.push('^');
                }
                // An empty class means something in ECMA alone.
                if letters.peek() == Some(&']') {
                    return None;
                }
            }
            ']' if in_class => {
                in_class = false;
                out.push(']');
            }
            // Doubled signs in a class are operators for Rust and for newer JavaScript.
            '&' | '~' | '-' | '|' if in_class && letters.peek() == Some(&letter) => return None,
            '(' if !in_class && letters.peek() == Some(&'?') => {
                letters.next();
                letters.next_if_eq(&':')?;
                out.push_str("(?:");
            }
            // The dot leaves out other line ends in each language.
            '.' if !in_class => out.push_str("[^\\n\\r\\u2028\\u2029]"),
            '{' if !in_class => out.push_str(&counts(&mut letters)?),
            '}' | ']' if !in_class => return None,
            other if other.is_ascii_graphic() || other == ' ' => out.push(other),
            _ => return None,
        }
    }
    (!in_class).then_some(out)
}

/// `{2}`, `{2,}` or `{2,5}`, whose first sign was read.
fn counts(letters: &mut std::iter::Peekable<std::str::Chars<'_>>) -> Option<String> {
    let mut inside = String::new();
    for letter in letters.by_ref() {
        if letter == '}' {
            break;
        }
        inside.push(letter);
    }
    let (least, most) = inside.split_once(',').unwrap_or((&inside, "0"));
    let is_number = |text: &str| {
        (1..=3).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    (is_number(least) && (most.is_empty() || is_number(most))).then(|| format!("{{{inside}}}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_languages_read_differently_is_written_out() {
        for (pattern, expected) in [
            ("^[A-Z]{3}$", Some("^[A-Z]{3}$")),
            ("^ORD-\\d{4,}$", Some("^ORD-[0-9]{4,}$")),
            ("[\\w.-]+@[\\w]+", Some("[A-Za-z0-9_.-]+@[A-Za-z0-9_]+")),
            ("^a.b$", Some("^a[^\\n\\r\\u2028\\u2029]b$")),
            ("^(?:a|b)\\/c", Some("^(?:a|b)/c")),
            ("^(?=a)", None),
            ("(a)\\1", None),
            ("\\s", None),
            ("\\bword", None),
            ("[]", None),
            ("[a--b]", None),
            ("\u{e9}", None),
            ("a{", None),
            ("a{1,2,3}", None),
        ] {
            assert_eq!(portable(pattern).as_deref(), expected, "{pattern}");
        }
    }
}
