//! Skeletons for `OpenAI`'s frameworks.

pub(crate) mod agents;
