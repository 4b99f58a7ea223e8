//! All rules, and what is said about them.

use crate::{Severity, rules};
use serde::Serialize;
use std::sync::LazyLock;

/// What a rule looks after; the first letters of its code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    /// `OWN`: who owns agents and handoffs, who is called.
    Ownership,
    /// `CON`: what travels.
    Contracts,
    /// `TOP`: who hands over to whom.
    Topology,
    /// `RES`: what happens when something fails.
    Resilience,
    /// `HIL`: people's decisions.
    People,
    /// `OBS`: what can be seen in traces.
    Observability,
    /// `CAP`: who can do what.
    Capabilities,
}

impl Category {
    /// Every category, in the order of the reference.
    pub const ALL: [Self; 7] = [
        Self::Ownership,
        Self::Contracts,
        Self::Topology,
        Self::Resilience,
        Self::People,
        Self::Observability,
        Self::Capabilities,
    ];

    /// The first letters of its codes.
    pub fn prefix(self) -> &'static str {
        match self {
            Self::Ownership => "OWN",
            Self::Contracts => "CON",
            Self::Topology => "TOP",
            Self::Resilience => "RES",
            Self::People => "HIL",
            Self::Observability => "OBS",
            Self::Capabilities => "CAP",
        }
    }

    /// As a heading.
    pub fn title(self) -> &'static str {
        match self {
            Self::Ownership => "Ownership",
            Self::Contracts => "Contracts",
            Self::Topology => "Topology",
            Self::Resilience => "Resilience",
            Self::People => "People in the loop",
            Self::Observability => "Observability",
            Self::Capabilities => "Capabilities",
        }
    }
}

/// A rule, as people see it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, specta::Type)]
pub struct RuleInfo {
    /// Its code; never used for another rule.
    pub code: &'static str,
    /// Its name in words: the pattern that is found.
    pub name: &'static str,
    /// What it looks after.
    pub category: Category,
    /// How grave its findings are unless settings say otherwise.
    pub severity: Severity,
    /// What it checks, in one line.
    pub summary: &'static str,
    /// What it does, why, examples, options, fixes: Markdown.
    pub explanation: &'static str,
    /// Whether it may offer a fix.
    pub has_fix: bool,
}

/// Every rule, by code.
pub fn catalogue() -> &'static [RuleInfo] {
    static CATALOGUE: LazyLock<Vec<RuleInfo>> = LazyLock::new(|| {
        let mut rules: Vec<_> = rules::all().map(|entry| entry.info).collect();
        rules.sort_unstable_by_key(|rule| rule.code);
        rules
    });
    &CATALOGUE
}

/// A rule by its code or its name, upper or lower case.
pub fn explain(code: &str) -> Option<&'static RuleInfo> {
    let is_meant = |rule: &&RuleInfo| {
        rule.code.eq_ignore_ascii_case(code) || rule.name.eq_ignore_ascii_case(code)
    };
    catalogue().iter().find(is_meant)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::examples::{Example, examples};
    use crate::testing::{found, registry};
    use std::{collections::BTreeSet, fs, path::Path};

    const HEADINGS: [&str; 6] = [
        "## What it does",
        "## Why is this bad",
        "## Example",
        "## Use instead",
        "## Options",
        "## Fix safety",
    ];

    #[test]
    fn every_file_is_a_registered_rule_of_its_name() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/rules");
        let mut files = BTreeSet::new();
        for family in fs::read_dir(root)
            .unwrap()
            .map(|entry| entry.unwrap().path())
        {
            if !family.is_dir() {
                continue;
            }
            for file in fs::read_dir(&family)
                .unwrap()
                .map(|entry| entry.unwrap().path())
            {
                let stem = file.file_stem().unwrap().to_str().unwrap().to_owned();
                if stem != "mod" {
                    files.insert((
                        family.file_name().unwrap().to_str().unwrap().to_owned(),
                        stem,
                    ));
                }
            }
        }
        let registered: BTreeSet<_> = rules::files()
            .map(|(family, file, entry)| {
                assert_eq!(family, entry.info.category.prefix().to_ascii_lowercase());
                assert_eq!(file, entry.info.name.replace('-', "_"));
                (family.to_owned(), file.to_owned())
            })
            .collect();
        assert_eq!(files, registered);
    }

    #[test]
    fn codes_and_names_are_used_once() {
        let codes: BTreeSet<_> = catalogue().iter().map(|rule| rule.code).collect();
        let names: BTreeSet<_> = catalogue().iter().map(|rule| rule.name).collect();
        assert_eq!(
            (codes.len(), names.len()),
            (catalogue().len(), catalogue().len())
        );
        for rule in catalogue() {
            let number = rule.code.strip_prefix(rule.category.prefix()).unwrap();
            assert!(
                number.len() == 3 && number.parse::<u32>().is_ok(),
                "{}",
                rule.code
            );
            assert_eq!(explain(rule.code), Some(rule));
            assert_eq!(explain(&rule.name.to_ascii_uppercase()), Some(rule));
        }
    }

    #[test]
    fn every_rule_is_explained_in_the_same_order() {
        for rule in catalogue() {
            let found: Vec<_> = rule
                .explanation
                .lines()
                .filter(|line| line.starts_with("## "))
                .collect();
            assert_eq!(found, HEADINGS, "{}", rule.code);
            assert!(
                rule.summary.ends_with('.') && !rule.summary.contains('\n'),
                "{}",
                rule.code
            );
        }
    }

    #[test]
    fn every_option_is_explained_with_its_default() {
        for entry in rules::all() {
            let options = (entry.default_options)();
            let section = entry.info.explanation.split("## Options").nth(1).unwrap();
            let section = section.split("## Fix safety").next().unwrap();
            for (name, default) in options.as_object().unwrap() {
                let expected = format!("- `{name}` (default `{default}`)");
                assert!(
                    section.contains(&expected),
                    "{}: {expected}",
                    entry.info.code
                );
            }
            let explained = section
                .lines()
                .filter(|line| line.starts_with("- `"))
                .count();
            assert_eq!(
                explained,
                options.as_object().unwrap().len(),
                "{}",
                entry.info.code
            );
            assert!((entry.read_options)(options).is_ok());
            assert!((entry.read_options)(serde_json::json!({"no_such_option": 1})).is_err());
        }
    }

    #[test]
    fn bad_examples_are_found_and_good_ones_are_not() {
        for rule in catalogue() {
            let examples = examples(rule.explanation);
            for kind in [Example::Bad, Example::Good] {
                assert!(
                    examples.iter().any(|(found, _)| *found == kind),
                    "{}: no {kind:?} example",
                    rule.code
                );
            }
            for (kind, edits) in examples {
                let findings = found(rule.code, &registry(&edits));
                assert_eq!(
                    findings.is_empty(),
                    kind == Example::Good,
                    "{} {kind:?}: {findings:#?}",
                    rule.code
                );
                for finding in findings {
                    assert!(rule.has_fix || finding.fixes.is_empty(), "{}", rule.code);
                    assert!(finding.message.ends_with('.'), "{}", finding.message);
                    assert!(!finding.why.is_empty());
                }
            }
        }
    }
}
