//! `new-exporter`.
use super::{Refused, check_name};
use std::path::Path;
pub fn exporter(_root: &Path, name: &str) -> Result<Vec<String>, Refused> {
    check_name(name)?;
    Ok(vec![])
}
