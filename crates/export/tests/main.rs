//! One program for all tests of this folder: linking one for each file takes longer than running them.
#![allow(clippy::expect_used, clippy::unwrap_used)]

mod expected;
mod fixture;
mod hostile;
mod pictures;
mod round_trip;
mod schemas;
