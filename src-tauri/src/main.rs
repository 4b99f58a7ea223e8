//! The Baton desktop.

fn main() {}
