//! Resilience: what happens when a handoff fails.

use crate::rule::{Entry, rules};

mod breaker_too_late;
mod error_swallowed;
mod fallback_loop;
mod no_boundary_validation;
mod no_dead_letter;
mod no_debounce;
mod no_fallback;
mod no_resync;
mod no_timeout;
mod no_tool_limit;
mod ownership_not_acknowledged;
mod retry_not_idempotent;
mod too_many_fallbacks;

pub(super) static RULES: &[(&str, &Entry)] = rules![
    breaker_too_late,
    error_swallowed,
    fallback_loop,
    no_boundary_validation,
    no_dead_letter,
    no_debounce,
    no_fallback,
    no_resync,
    no_timeout,
    no_tool_limit,
    ownership_not_acknowledged,
    retry_not_idempotent,
    too_many_fallbacks,
];
