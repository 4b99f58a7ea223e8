//! Ownership: who answers for agents and handoffs, and who is called.

use crate::rule::{Entry, rules};

mod agent_without_owner;
mod handoff_without_owner;
mod joint_without_escalation;
mod no_escalation_path;
mod no_fallback_owner;
mod no_runbook;

pub(super) static RULES: &[(&str, &Entry)] = rules![
    agent_without_owner,
    handoff_without_owner,
    joint_without_escalation,
    no_escalation_path,
    no_fallback_owner,
    no_runbook,
];
