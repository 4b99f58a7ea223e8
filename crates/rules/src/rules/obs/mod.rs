//! Observability: what can be seen of a handoff, and what traces have shown.

use crate::rule::{Entry, rules};

mod drawn_not_seen;
mod no_alert;
mod not_instrumented;
mod seen_not_drawn;

pub(super) static RULES: &[(&str, &Entry)] =
    rules![drawn_not_seen, no_alert, not_instrumented, seen_not_drawn,];
