//! One program for all tests of this folder: linking one for each file takes longer than running them.
#![allow(clippy::expect_used, clippy::float_cmp, clippy::unwrap_used)]

mod packed;
mod properties;
mod samples;
mod topology;
