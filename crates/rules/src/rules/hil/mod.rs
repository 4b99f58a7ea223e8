//! People in the loop: where a person has to decide.

use crate::rule::{Entry, rules};

mod irreversible_without_gate;

pub(super) static RULES: &[(&str, &Entry)] = rules![irreversible_without_gate,];
