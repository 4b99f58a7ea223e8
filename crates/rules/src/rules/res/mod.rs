//! Resilience: what happens when a handoff fails.

use crate::rule::{Entry, rules};

mod no_fallback;

pub(super) static RULES: &[(&str, &Entry)] = rules![no_fallback,];
