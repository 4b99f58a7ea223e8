//! Keeps unfinished work and switched-off tests out of the main line.

use super::{Check, Finding};
use crate::source::{SourceFile, Tree};

pub const CHECK: Check = Check {
    rule: "No placeholder code, no reminder comment, no test that is switched off or runs alone.",
    reason: "Each of them is a promise that nobody is asked to keep; an issue is.",
    find,
};

// Written in two halves so that this file does not find itself.
const REMINDERS: [&str; 2] = [concat!("TO", "DO"), concat!("FIX", "ME")];
const RUST: [&str; 4] = [
    concat!("to", "do!("),
    concat!("unimple", "mented!("),
    concat!("dbg", "!("),
    concat!("#[ig", "nore"),
];
const SCRIPT_TESTS: [&str; 4] = ["test", "it", "describe", "suite"];
const SCRIPT_MARKS: [&str; 3] = [
    concat!(".on", "ly("),
    concat!(".sk", "ip("),
    concat!(".to", "do("),
];

fn find(tree: &Tree) -> Vec<Finding> {
    tree.files
        .iter()
        .filter(|file| file.path != "ui/src/platform/bindings.ts")
        .flat_map(judge)
        .collect()
}

fn judge(file: &SourceFile) -> Vec<Finding> {
    let is_rust = file.extension() == "rs";
    let is_script = ["ts", "tsx", "mjs"].contains(&file.extension());
    if !is_rust && !is_script {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for (line, text) in file.lines() {
        let mut found: Vec<&str> = REMINDERS
            .into_iter()
            .filter(|word| contains_word(text, word))
            .collect();
        if is_rust {
            found.extend(RUST.into_iter().filter(|mark| text.contains(mark)));
        } else {
            found.extend(script_marks(text));
        }
        findings.extend(found.into_iter().map(|mark| Finding {
            path: file.path.clone(),
            line,
            problem: format!("`{mark}`"),
            remedy: "Finish it, delete it, or open an issue; assert known wrong behaviour with a note instead of skipping its test."
                .to_owned(),
        }));
    }
    findings
}

fn contains_word(text: &str, word: &str) -> bool {
    text.split(|letter: char| !letter.is_alphanumeric() && letter != '_')
        .any(|part| part == word)
}

fn script_marks(text: &str) -> Option<&'static str> {
    SCRIPT_MARKS.into_iter().find(|mark| {
        text.match_indices(mark).any(|(start, _)| {
            SCRIPT_TESTS.iter().any(|name| {
                text[..start]
                    .rsplit(|letter: char| !letter.is_alphanumeric() && letter != '_')
                    .next()
                    == Some(*name)
            })
        })
    })
}

#[cfg(test)]
mod tests {
    use super::{super::places, CHECK, REMINDERS, RUST, SCRIPT_MARKS};

    #[test]
    fn ordinary_code_is_fine() {
        let files = [
            (
                "crates/a/src/lib.rs",
                "let rest = items.iter().skip(1);\nlet todos = 1;\n",
            ),
            ("ui/src/a.ts", "list.skip(1);\nconst MYTODOLIST = 1;\n"),
            ("docs/notes.json", REMINDERS[0]),
        ];
        assert!(places(&CHECK, &files).is_empty());
    }

    #[test]
    fn every_mark_is_found() {
        for mark in REMINDERS.iter().chain(&RUST) {
            let text = format!("fn a() {{}}\n// {mark} x\n");
            assert_eq!(
                places(&CHECK, &[("crates/a/src/lib.rs", &text)]),
                ["crates/a/src/lib.rs:2"],
                "{mark}"
            );
        }
        for mark in SCRIPT_MARKS {
            let text = format!("test{mark}\"name\", () => {{}});\n");
            assert_eq!(
                places(&CHECK, &[("ui/src/a.test.tsx", &text)]),
                ["ui/src/a.test.tsx:1"],
                "{mark}"
            );
        }
    }
}
