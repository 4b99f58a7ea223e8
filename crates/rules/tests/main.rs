//! One program for all tests of this folder: linking one for each file takes longer than running them.
#![allow(
    clippy::expect_used,
    clippy::needless_pass_by_value,
    clippy::unwrap_used
)]

mod concern;
mod fixes;
mod settings;
mod templates;
