//! Adding a line to a sorted list in a source file: module declarations, entries of an array.

/// `text` with `line` put among the lines that start with `prefix` (after indentation), in alphabetical order.
/// Returns `None` where no line starts so, since then nobody can say where it belongs.
pub fn among(text: &str, prefix: &str, line: &str) -> Option<String> {
    let mut lines: Vec<&str> = text.lines().collect();
    let is_neighbour = |candidate: &str| candidate.trim_start().starts_with(prefix);
    let last = lines
        .iter()
        .rposition(|candidate| is_neighbour(candidate))?;
    let place = lines
        .iter()
        .position(|candidate| is_neighbour(candidate) && candidate.trim_start() > line.trim_start())
        .unwrap_or(last + 1);
    lines.insert(place, line);
    Some(lines.join("\n") + "\n")
}

/// `text` with `line` put before the line that is exactly `closing`, counted from the line that contains `opening`.
pub fn at_end_of_list(text: &str, opening: &str, closing: &str, line: &str) -> Option<String> {
    let mut lines: Vec<&str> = text.lines().collect();
    let start = lines
        .iter()
        .position(|candidate| candidate.contains(opening))?;
    let end = start
        + lines[start..]
            .iter()
            .position(|candidate| candidate.trim() == closing)?;
    lines.insert(end, line);
    Some(lines.join("\n") + "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_goes_among_its_neighbours() {
        let text = "//! Why.\n\nmod a;\nmod c;\n\nuse x;\n";
        assert_eq!(
            among(text, "mod ", "mod b;").as_deref(),
            Some("//! Why.\n\nmod a;\nmod b;\nmod c;\n\nuse x;\n")
        );
        assert_eq!(
            among(text, "mod ", "mod d;").as_deref(),
            Some("//! Why.\n\nmod a;\nmod c;\nmod d;\n\nuse x;\n")
        );
        assert_eq!(among("fn a() {}\n", "mod ", "mod b;"), None);
    }

    #[test]
    fn a_list_grows_at_its_end() {
        let text = "const ALL: &[X] = &[\n    A,\n];\nconst B: &[X] = &[\n];\n";
        assert_eq!(
            at_end_of_list(text, "const ALL", "];", "    C,").as_deref(),
            Some("const ALL: &[X] = &[\n    A,\n    C,\n];\nconst B: &[X] = &[\n];\n")
        );
    }
}
