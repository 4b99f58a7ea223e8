//! Topology: who can reach whom, and where work gets stuck.

use crate::rule::{Entry, rules};

mod dead_end;
mod no_human_reachable;
mod unbounded_loop;
mod unreachable_agent;

pub(super) static RULES: &[(&str, &Entry)] = rules![
    dead_end,
    no_human_reachable,
    unbounded_loop,
    unreachable_agent,
];
