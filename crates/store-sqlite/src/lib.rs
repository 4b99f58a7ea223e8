//! The embedded registry: one SQLite file, used by any number of processes at once.
//!
//! SQLite is the bundled one, never the system's. Every commit is one transaction in WAL mode with
//! synchronous FULL, so that what was acknowledged survives a loss of power. Records
//! stand in full as JSON in `record` and as columns in the other tables; `docs/registry.md`
//! explains the views for people's own queries.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

mod commit;
mod error;
mod file;
mod log;
mod migrate;
mod open;
mod records;
mod restore;
mod salvage;
mod store;
mod verify;

pub use baton_store::OpenOptions;
pub use migrate::FORMAT;
pub use restore::restore;
pub use salvage::{GoneRecord, Salvaged, Salvager, salvage};
pub use store::{SqliteStore, copy_from};
