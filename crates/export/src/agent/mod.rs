//! Agents in the formats of other registries and frameworks: A2A agent cards and Open Agent Spec.

pub(crate) mod cards;
pub(crate) mod spec;
