//! Files of agent frameworks: what comes of the samples and of files of other shapes, and that nothing in them makes a reader stumble.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

mod again;
mod mutated;
mod picture;
mod samples;
mod shapes;
