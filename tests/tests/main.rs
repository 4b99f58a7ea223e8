//! One program for all tests of this folder: linking one for each file takes longer than running them.
#![allow(
    clippy::expect_used,
    clippy::needless_pass_by_value,
    clippy::print_stdout,
    clippy::unwrap_used
)]

mod auditing;
mod backups;
mod bad_files;
mod bad_input;
mod checking;
mod commands;
mod compat;
mod custom_rules;
mod deciding;
mod dependencies;
mod editor;
mod examples;
mod exit_codes;
mod exporting;
mod fuzz_corpora;
mod gates;
mod hostile_labels;
mod impact;
mod importing;
mod killed;
mod langgraph;
mod notices;
mod owning;
mod parallel;
mod patterns;
mod payloads;
mod publishing_with_reviews;
mod readme;
mod refused_quickly;
mod released_schemas;
mod reviews;
mod rollouts;
mod shared_registry;
mod simulate;
mod simulate_compared;
mod simulate_load;
mod simulate_load_compared;
mod simulate_told;
mod story;
mod templates;
mod text_form;
mod verify;
mod versions;
