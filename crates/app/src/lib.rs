//! Every operation of Baton once, whatever the host: the window and the command line
//! call the same functions and show the same results and errors.
//!
//! The crate knows no window and no database. A host brings a store, an author, a clock and operation ids.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

pub mod audit;
pub mod backup;
pub mod capability;
pub mod check;
pub mod clip;
pub mod contract;
pub mod edit;
pub mod export;
pub mod gate;
pub mod impact;
pub mod import;
pub mod incident;
pub mod notice;
pub mod on_call;
pub mod ownership;
pub mod part;
pub mod pattern;
pub mod presence;
pub mod protocol;
pub mod record;
pub mod registry;
pub mod report;
pub mod review;
pub mod rollout;
pub mod runbook;
pub mod simulation;
pub mod template;
pub mod text;
pub mod topology;

mod error;
mod files;
mod host;

pub use error::{AppError, ErrorCode, ErrorKind, ErrorReply};
pub use files::read_input;
pub use host::{Host, SystemHost};
pub use registry::Registry;
