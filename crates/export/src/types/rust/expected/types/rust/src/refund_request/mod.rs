// Written by Baton; what is changed here is lost with the next export.
//! Refund request

pub mod v1_0_0;
pub mod v1_1_0;

pub use v1_1_0::*;
