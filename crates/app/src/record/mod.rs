//! Looking at records.

pub(crate) mod around;
pub mod csv;
mod filter;
pub(crate) mod index;
pub mod link;
pub mod list;
pub mod page;
pub(crate) mod repoint;
pub mod search;
pub mod table;
pub(crate) mod words;

pub use filter::Filter;
