//! What a registry store promises, whatever database it stands on: the trait, the change
//! log with its hash chain, and (feature `conformance`) the checks that every store passes.
//!
//! A store keeps what it is given. It decides nothing about edits, reads no clock and makes
//! no ids: authors, times and operation ids are passed in.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

mod commit;
mod copy;
mod error;
mod history;
mod loading;
mod log;
mod prepared;
mod presence;
mod problem;
mod registry;

pub mod chain;
pub mod checksum;
#[cfg(any(test, feature = "conformance"))]
pub mod conformance;
pub mod facts;
pub mod rows;

pub use commit::{Action, Again, CommitOutcome, Committed, NewCommit, Next, SeriesOutcome};
pub use copy::{as_commit, copy};
pub use error::StoreError;
pub use history::HistoryCheck;
pub use loading::Loading;
pub use log::{Headline, LogEntry, LogQuery};
pub use prepared::{Prepared, RecordRow, RecordRows, refused};
pub use presence::Sighting;
pub use problem::Problem;
pub use registry::{Loaded, OpenOptions, RegistryStore, StoreInfo};
