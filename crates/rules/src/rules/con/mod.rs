//! Contracts: what travels between agents, and in which version.

use crate::rule::{Entry, rules};

mod deprecated_version;
mod handoff_without_contract;
mod version_not_accepted;

pub(super) static RULES: &[(&str, &Entry)] = rules![
    deprecated_version,
    handoff_without_contract,
    version_not_accepted,
];
