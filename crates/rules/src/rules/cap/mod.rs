//! Capabilities: whether the receiver can do what is asked.

use crate::rule::{Entry, rules};

mod capability_missing;

pub(super) static RULES: &[(&str, &Entry)] = rules![capability_missing,];
