//! Which handoffs deserve attention first.

pub mod run;
