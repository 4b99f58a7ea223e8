//! `docs/rules/`: one page a rule, from the rule's own file.

use super::Generator;
use std::path::PathBuf;

pub const GENERATOR: Generator = Generator {
    files: || {
        baton_rules::reference_pages()
            .into_iter()
            .map(|(name, page)| (PathBuf::from("docs/rules").join(name), page))
            .collect()
    },
    owns: Some(("docs/rules", ".md")),
};
