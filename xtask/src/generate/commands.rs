//! `docs/cli.md`: every command with its options, from the definitions that parse them.

use super::Generator;
use std::path::PathBuf;

pub const GENERATOR: Generator = Generator {
    files: || vec![(PathBuf::from("docs/cli.md"), baton_cli::reference())],
    owns: None,
};
