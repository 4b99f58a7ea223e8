//! The shared registry: a schema of a PostgreSQL database, used by any number of people and programs at once.
//!
//! Writers wait for each other at the one row of the table `registry`; everything else is ordinary SQL in one transaction, so that
//! servers that speak PostgreSQL's protocol and know neither deferred constraints nor advisory locks can be used too. Records stand in
//! full as JSON in `record` and as columns in the tables of facts, as in the embedded registry; the views have the same names and columns.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

mod address;
mod commit;
mod error;
mod foreign;
mod log;
mod migrate;
mod open;
mod presence;
mod records;
mod roles;
mod store;
mod verify;

pub use address::Address;
pub use migrate::FORMAT;
pub use roles::{Grant, Role, RoleError, Roles};
pub use store::PostgresStore;
