// Written by Baton; what is changed here is lost with the next export.
//! Types of the payloads that agents hand each other.

pub mod checks;
pub mod refund_request;
