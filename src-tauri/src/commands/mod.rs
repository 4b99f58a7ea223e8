//! What the window may ask for. Every command is an adapter: it names the operation of `baton-app` and nothing else.
//! A new one is added here, in `bindings.rs`, in `build.rs` and in `capabilities/main.json`.
#![allow(clippy::needless_pass_by_value)] // Tauri hands arguments over by value.

pub mod audit;
pub mod check;
pub mod clip;
pub mod contract;
pub mod dialog;
pub mod edit;
pub mod export;
pub mod gate;
pub mod impact;
pub mod import;
pub mod notice;
pub mod pattern;
pub mod protocol;
pub mod record;
pub mod registry;
pub mod review;
pub mod simulation;
pub mod template;
pub mod topology;
pub mod version;

/// The state that every command may ask for.
type Desk<'a> = tauri::State<'a, crate::desk::Desk>;
type Chosen<'a> = tauri::State<'a, crate::chosen::Chosen>;
type Reply<T> = Result<T, crate::refused::Refused>;
