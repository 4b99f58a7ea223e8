//! Languages are judged by the validator: word by word, they have to say the same.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod formats;
mod judge;
mod patterns;
mod samples;
mod unicode;
