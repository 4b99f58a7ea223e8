//! What teams are told: written with what causes it, sent later, never in the way of an edit.
//!
//! A notice is a record that is committed in the same group as its cause, so nothing is told that did not happen and nothing that happened
//! is forgotten. Sending reads the outbox, goes out over the channels that the local user allowed, and notes what became of it. A notice may reach
//! a channel twice where the program was stopped in between; its id tells the copies.

pub(crate) mod cause;
mod command;
mod contact;
mod deliver;
pub(crate) mod draft;
mod mail;
mod webhook;

pub mod allow;
pub mod hit;
pub mod list;
pub mod send;
pub mod sunset;
