//! Generated files say the same as what they are generated from.

use super::Finding;
use crate::generate;
use std::{io, path::Path};

/// One finding per generated file that is missing, different or left over.
pub fn find(root: &Path) -> io::Result<Vec<Finding>> {
    let stale = generate::stale(root, generate::GENERATORS)?;
    Ok(stale
        .into_iter()
        .map(|stale| Finding {
            path: stale.path,
            line: 1,
            problem: format!("generated file is {}", stale.state),
            remedy: "Run `cargo xtask gen` and commit what it writes.".to_owned(),
        })
        .collect())
}
