//! The rules over a registry, and their fixes.

pub mod fix;
pub mod run;
