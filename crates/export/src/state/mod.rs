//! How a topology moves from state to state.

pub(crate) mod machine;
