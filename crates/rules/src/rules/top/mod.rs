//! Topology: who can reach whom, and where work gets stuck.

use crate::rule::{Entry, rules};

mod ambiguous_routing;
mod authority_exceeded;
mod chain_on_parallel_work;
mod context_overflow;
mod dead_end;
mod model_decides_alone;
mod no_default_route;
mod no_human_reachable;
mod over_segmented;
mod overlapping_roles;
mod ping_pong;
mod single_point_of_failure;
mod supervisor_on_sequence;
mod supervisor_overloaded;
mod too_many_hops;
mod unbounded_loop;
mod unreachable_agent;

pub(super) static RULES: &[(&str, &Entry)] = rules![
    ambiguous_routing,
    authority_exceeded,
    chain_on_parallel_work,
    context_overflow,
    dead_end,
    model_decides_alone,
    no_default_route,
    no_human_reachable,
    over_segmented,
    overlapping_roles,
    ping_pong,
    single_point_of_failure,
    supervisor_on_sequence,
    supervisor_overloaded,
    too_many_hops,
    unbounded_loop,
    unreachable_agent,
];
