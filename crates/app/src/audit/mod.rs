//! Which handoffs deserve attention first, why, and how that changed over time.

pub mod explain;
pub mod run;
pub mod series;
pub mod table;

pub(crate) mod remembered;
