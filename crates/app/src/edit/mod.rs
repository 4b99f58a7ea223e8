//! Changing records, and taking changes back.

pub mod apply;
pub mod history;
pub mod redo;
pub mod remove;
pub mod summary;
pub mod undo;
