//! Keeps files short enough to be read.

use super::{Check, Finding};
use crate::source::Tree;

pub const CHECK: Check = Check {
    rule: "A source file has at most 500 lines (aim at 400).",
    reason: "A file is one unit that a newcomer finds by its name and reads in one sitting.",
    find,
};

const MOST_LINES: usize = 500;

/// Written by a program, for a program.
const GENERATED: [&str; 1] = ["ui/src/platform/bindings.ts"];

fn find(tree: &Tree) -> Vec<Finding> {
    tree.files
        .iter()
        .filter(|file| ["rs", "ts", "tsx", "mjs"].contains(&file.extension()))
        .filter(|file| !GENERATED.contains(&file.path.as_str()))
        .filter_map(|file| {
            let lines = file.text.lines().count();
            (lines > MOST_LINES).then(|| Finding {
                path: file.path.clone(),
                line: MOST_LINES + 1,
                problem: format!("{lines} lines"),
                remedy:
                    "Split it where the subject changes; each part gets the name of its subject."
                        .to_owned(),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{super::places, CHECK};

    #[test]
    fn five_hundred_lines_are_the_limit() {
        let fits = "x\n".repeat(500);
        let too_long = "x\n".repeat(501);
        let files = [
            ("crates/a/src/fits.rs", fits.as_str()),
            ("ui/src/Long.tsx", too_long.as_str()),
            ("ui/src/platform/bindings.ts", too_long.as_str()),
            ("package-lock.json", too_long.as_str()),
        ];
        assert_eq!(places(&CHECK, &files), ["ui/src/Long.tsx:501"]);
    }
}
