//! The registry as a folder of text files, for branches and reviews.

pub mod pull;
pub mod push;
