//! Changing records, and taking changes back.

pub mod apply;
pub mod history;
mod later;
mod published;
pub mod redo;
pub mod remove;
pub mod rewind;
pub mod summary;
pub mod undo;
