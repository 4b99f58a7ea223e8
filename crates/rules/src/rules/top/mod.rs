//! Topology: who can reach whom, and where work gets stuck.

crate::rule::rules! {
    dead_end,
    no_human_reachable,
    unbounded_loop,
    unreachable_agent,
}
