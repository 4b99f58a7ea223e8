//! One program for all tests of this folder: linking one for each file takes longer than running them.
#![allow(clippy::expect_used, clippy::unwrap_used)]

mod conformance;
mod faults;
mod killed;
mod views;
