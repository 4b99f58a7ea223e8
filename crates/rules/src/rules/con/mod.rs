//! Contracts: what travels between agents, and in which version.

crate::rule::rules! {
    deprecated_version,
    handoff_without_contract,
    version_not_accepted,
}
