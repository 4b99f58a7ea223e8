//! Is there a value that meets all demands?
//!
//! A search over the demands on one value (a tableau): booleans are propagated and branched on, what is left are literals about one
//! type, and the theory of that type ([`number`], [`string`], [`array`], [`object`]) makes a value or proves that there is none, asking back for
//! the values of its parts. `Empty` is a proof; `Found` is a value that meets the demands; everything else is a [`Gap`], never a guess.

mod answer;
mod array;
mod budget;
mod number;
mod object;
mod search;
mod strict;
mod string;

pub(crate) use answer::{Answer, Children, Gap, gather, metered};
pub(crate) use budget::Budget;
pub(crate) use search::Decider;
