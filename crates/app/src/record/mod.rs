//! Looking at records.

mod filter;
pub mod list;
pub mod search;

pub use filter::Filter;
