//! One program for all tests of this folder: linking one for each file takes longer than running them.
#![allow(clippy::expect_used, clippy::unwrap_used)]

mod audits;
mod clip;
mod common;
mod drawings;
mod edit_and_undo;
mod exports;
mod fixes;
mod gates;
mod impact_follows;
mod large;
mod looking;
mod notices;
mod outside;
mod owning;
mod past;
mod publishing;
mod restructured;
mod reviews;
mod seams;
mod simulations;
mod templates;
mod together;
mod topology_reviews;
mod undo_properties;
