//! Capabilities: whether the receiver can do what is asked.

crate::rule::rules! {
    capability_missing,
}
