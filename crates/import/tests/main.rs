//! One program for all tests of this folder: linking one for each file takes longer than running them.
#![allow(clippy::expect_used, clippy::print_stdout, clippy::unwrap_used)]

mod again;
mod bytes;
mod carried;
mod corpus;
mod frameworks;
mod hostile;
mod identity;
mod import_bytes;
mod import_folder;
mod langgraph;
mod langgraph_again;
mod openai_agents;
mod outside;
mod strangers;
mod support;
mod templates;
