//! One program for all tests of this folder: linking one for each file takes longer than running them.
#![allow(clippy::expect_used, clippy::unwrap_used)]

mod cluster;
mod conformance;
mod cut;
mod presence;
mod roles;
mod roles_by_sql;
mod scene;
mod wire;
