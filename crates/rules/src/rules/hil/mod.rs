//! People in the loop: where a person has to decide, and what people and users are told.

use crate::rule::{Entry, rules};

mod gate_too_heavy;
mod gate_without_decision;
mod gates_everywhere;
mod human_without_snapshot;
mod irreversible_without_gate;
mod no_disclosure;
mod no_user_escalation;

pub(super) static RULES: &[(&str, &Entry)] = rules![
    gate_too_heavy,
    gate_without_decision,
    gates_everywhere,
    human_without_snapshot,
    irreversible_without_gate,
    no_disclosure,
    no_user_escalation,
];
