//! Adding a new unit to the lists in its crate. Each function returns the changed text, or `None` where its mark is not found: the
//! caller then says what is to be added by hand.

/// `text` with `line` among the lines that start with `prefix`, in alphabetical order.
pub fn among(text: &str, prefix: &str, line: &str) -> Option<String> {
    let mut lines: Vec<&str> = text.lines().collect();
    let last = lines
        .iter()
        .rposition(|candidate| candidate.starts_with(prefix))?;
    let place = lines
        .iter()
        .position(|candidate| candidate.starts_with(prefix) && *candidate > line)
        .unwrap_or(last + 1);
    lines.insert(place, line);
    Some(lines.join("\n") + "\n")
}

/// `text` with `entry` as the last of the comma-separated list that `opening` begins and `closing` ends.
pub fn into_list(text: &str, opening: &str, closing: char, entry: &str) -> Option<String> {
    let start = text.find(opening)? + opening.len();
    let end = start + text[start..].find(closing)?;
    let body = text[start..end].trim_end();
    let comma = if body.trim().is_empty() || body.ends_with(',') {
        ""
    } else {
        ","
    };
    let rest = &text[end..];
    let added = if text[start..end].contains('\n') {
        let last_line = body.lines().next_back().unwrap_or_default();
        let indentation = &last_line[..last_line.len() - last_line.trim_start().len()];
        let after = &text[start + body.len()..end];
        format!("{comma}\n{indentation}{entry},{after}")
    } else if body.trim().is_empty() {
        entry.to_owned()
    } else {
        format!("{comma} {entry}")
    };
    Some(format!("{}{body}{added}{rest}", &text[..start]))
}

/// `text` with `lines` after the first line that contains `mark`, counted from the first that contains `within`.
pub fn after(text: &str, within: &str, mark: &str, lines: &str) -> Option<String> {
    let start = text.find(within)?;
    let found = start + text[start..].find(mark)?;
    let end = found + text[found..].find('\n')? + 1;
    Some(format!("{}{lines}\n{}", &text[..end], &text[end..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_goes_among_its_neighbours() {
        let text = "//! Why.\n\nmod a;\nmod c;\n\nuse x;\n";
        let with_b = "//! Why.\n\nmod a;\nmod b;\nmod c;\n\nuse x;\n";
        assert_eq!(among(text, "mod ", "mod b;").as_deref(), Some(with_b));
        let with_d = "//! Why.\n\nmod a;\nmod c;\nmod d;\n\nuse x;\n";
        assert_eq!(among(text, "mod ", "mod d;").as_deref(), Some(with_d));
        assert_eq!(among("fn a() {}\n", "mod ", "mod b;"), None);
    }

    #[test]
    fn a_list_grows_at_its_end() {
        let cases = [
            (
                "rules! {\n    a,\n    b,\n}\n",
                "rules! {\n    a,\n    b,\n    c,\n}\n",
            ),
            ("rules! {\n    a\n}\n", "rules! {\n    a,\n    c,\n}\n"),
            ("rules! { a }\n", "rules! { a, c}\n"),
            ("rules! {}\n", "rules! {c}\n"),
        ];
        for (text, expect) in cases {
            assert_eq!(
                into_list(text, "rules! {", '}', "c").as_deref(),
                Some(expect)
            );
        }
        assert_eq!(into_list("mod a;\n", "rules! {", '}', "c"), None);
    }

    #[test]
    fn lines_go_after_a_mark_in_their_function() {
        let text = "fn a() {\n    match x {\n    }\n}\nfn b() {\n    match x {\n    }\n}\n";
        let expect =
            "fn a() {\n    match x {\n    }\n}\nfn b() {\n    match x {\n        1,\n    }\n}\n";
        assert_eq!(
            after(text, "fn b", "match x {", "        1,").as_deref(),
            Some(expect)
        );
    }
}
