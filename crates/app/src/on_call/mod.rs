//! Who is called when something breaks: now, and at any other time.

pub mod calendar;
mod call;
pub mod ladder;
mod moment;
pub mod shifts;
pub mod who;

pub use call::{OnCallCall, OnCallContact, OnCallPerson};
pub use moment::{Moment, MomentTold};
