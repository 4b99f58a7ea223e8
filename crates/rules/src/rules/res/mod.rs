//! Resilience: what happens when a handoff fails.

crate::rule::rules! {
    no_fallback,
}
