//! The examples in the rules' explanations: documentation for readers, cases for the tests.

/// Which kind of example a block holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Example {
    /// The rule finds something in it.
    Bad,
    /// The rule finds nothing in it.
    Good,
}

/// The edits in fenced blocks ` ```json bad ` and ` ```json good ` of an explanation, in order.
pub(crate) fn examples(explanation: &str) -> Vec<(Example, String)> {
    let mut found = Vec::new();
    let mut open: Option<(Example, String)> = None;
    for line in explanation.lines() {
        open = match (open, line.trim()) {
            (None, "```json bad") => Some((Example::Bad, String::new())),
            (None, "```json good") => Some((Example::Good, String::new())),
            (None, _) => None,
            (Some(block), "```") => {
                found.push(block);
                None
            }
            (Some((kind, text)), _) => Some((kind, text + line + "\n")),
        };
    }
    found
}
