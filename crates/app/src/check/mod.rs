//! The rules over a registry, their fixes, and what other tools read of them.

pub mod change;
pub mod custom;
pub mod fix;
pub mod github;
pub mod options;
pub mod run;
pub mod sarif;
