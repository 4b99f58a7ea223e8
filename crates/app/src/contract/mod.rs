//! Contracts: what they say, how their versions live, and what goes over their boundary.

pub mod batch;
pub mod check;
pub mod compare;
pub(crate) mod compared;
pub mod deprecate;
pub mod draft;
pub mod fields;
pub mod lines;
pub mod matching;
pub mod number;
pub mod payload;
pub mod publish;
pub mod rehearse;
pub mod renumber;
pub mod retire;
pub mod sample;
pub mod timeline;
pub mod verdict;
mod weigh;
