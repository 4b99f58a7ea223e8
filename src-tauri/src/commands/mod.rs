//! What the window may ask for. Every command is an adapter: it names the operation of `baton-app` and nothing else.
//! A new one is added here, in `bindings.rs`, in `build.rs` and in `capabilities/main.json`.
#![allow(clippy::needless_pass_by_value)] // Tauri hands arguments over by value.

mod asked;
pub mod audit;
pub mod backup;
pub mod check;
pub mod clip;
pub mod contract;
pub mod dialog;
pub mod edit;
pub mod export;
pub mod gate;
pub mod impact;
pub mod import;
pub mod link;
pub mod log;
pub mod notice;
pub mod own;
pub mod pattern;
pub mod protocol;
pub mod record;
pub mod registry;
pub mod review;
pub mod settings;
pub mod simulation;
pub mod template;
pub mod topology;
pub mod version;
pub mod window;

/// The state that every command may ask for.
type Desk<'a> = asked::AskedDesk<'a>;
type Chosen<'a> = tauri::State<'a, crate::chosen::Chosen>;
type Reply<T> = Result<T, crate::refused::Refused>;
