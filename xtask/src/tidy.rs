//! The house rules that a program can check. One rule is one file in `tidy/`, found by its name, with its cases at the bottom.

mod arrows;
mod drift;
mod forgotten;
mod length;
mod manifest;
mod purity;
mod registries;
mod unfinished;
mod window_toolkit;

use crate::source::Tree;
use std::{fmt, path::Path};

/// One broken house rule at one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Relative to the repository's root.
    pub path: String,
    /// From 1; the first line where the whole file is meant.
    pub line: usize,
    /// What is wrong here.
    pub problem: String,
    /// What to do about it.
    pub remedy: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            out,
            "{}:{}: {}\n    {}",
            self.path, self.line, self.problem, self.remedy
        )
    }
}

/// A house rule.
pub struct Check {
    /// What holds in this house, as a sentence.
    pub rule: &'static str,
    /// Why it is worth a red build.
    pub reason: &'static str,
    /// Finds where it does not hold.
    find: fn(&Tree) -> Vec<Finding>,
}

/// Every rule that looks at sources; drift needs the disk and is apart.
pub const CHECKS: &[Check] = &[
    arrows::CHECK,
    window_toolkit::CHECK,
    purity::CHECK,
    length::CHECK,
    unfinished::CHECK,
    forgotten::CHECK,
    registries::CHECK,
];

/// Runs every check on the repository at `root`; an error is a file that could not be read.
pub fn run(root: &Path) -> std::io::Result<Vec<Finding>> {
    let tree = Tree::read(root)?;
    let mut findings: Vec<Finding> = CHECKS
        .iter()
        .flat_map(|check| (check.find)(&tree))
        .collect();
    findings.extend(drift::find(root)?);
    Ok(findings)
}

/// Runs one check on a few files: `(path, text)` in, `path:line` out.
#[cfg(test)]
fn places(check: &Check, files: &[(&str, &str)]) -> Vec<String> {
    (check.find)(&Tree::of(files))
        .into_iter()
        .map(|finding| format!("{}:{}", finding.path, finding.line))
        .collect()
}
