//! People in the loop: where a person has to decide.

crate::rule::rules! {
    irreversible_without_gate,
}
