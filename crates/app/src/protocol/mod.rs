//! Whether handoffs transfer cleanly.

pub mod mend;
mod remedy;
pub mod subject;
pub mod verify;
