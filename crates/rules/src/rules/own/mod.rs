//! Ownership: who answers for agents and handoffs, and who is called.

crate::rule::rules! {
    agent_without_owner,
    handoff_without_owner,
    no_escalation_path,
    no_fallback_owner,
}
