//! The rules over a registry, and their fixes.

pub mod change;
pub mod fix;
pub mod run;
