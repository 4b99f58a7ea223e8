//! Looking at records.

pub(crate) mod around;
mod filter;
pub(crate) mod index;
pub mod list;
pub mod page;
pub mod search;
pub mod table;
pub(crate) mod words;

pub use filter::Filter;
