//! One program for all tests of this folder: linking one for each file takes longer than running them.
#![allow(clippy::expect_used, clippy::unwrap_used)]

mod compare_any_bytes;
mod compare_bytes;
mod compat_bad_input;
mod compat_large;
mod compat_samples;
mod compat_strict;
mod compat_table;
