//! `new-rule`.
use super::{Refused, check_name};
use std::path::Path;
pub fn rule(_root: &Path, _family: &str, _code: &str, name: &str) -> Result<Vec<String>, Refused> {
    check_name(name)?;
    Ok(vec![])
}
