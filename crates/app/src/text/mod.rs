//! The registry as a folder of text files, for branches and reviews.

pub mod diff;
pub mod git;
pub mod merge;
pub mod pull;
pub mod push;
