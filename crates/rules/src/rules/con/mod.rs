//! Contracts: what travels between agents, and in which version.

use crate::rule::{Entry, rules};

mod constraint_dropped;
mod deprecated_version;
mod floating_version;
mod handoff_without_contract;
mod intent_not_verbatim;
mod locale_missing;
mod memory_read_unwritten;
mod more_context_than_needed;
mod no_confidence_signal;
mod no_correlation;
mod no_invariants;
mod no_reason_code;
mod open_payload;
mod prose_constraint;
mod prose_payload;
mod sender_cannot_satisfy;
mod sensitive_field_unmasked;
mod summary_chain;
mod task_state_not_typed;
mod tool_output_as_prose;
mod unsatisfiable_schema;
mod version_not_accepted;

pub(super) static RULES: &[(&str, &Entry)] = rules![
    constraint_dropped,
    deprecated_version,
    floating_version,
    handoff_without_contract,
    intent_not_verbatim,
    locale_missing,
    memory_read_unwritten,
    more_context_than_needed,
    no_confidence_signal,
    no_correlation,
    no_invariants,
    no_reason_code,
    open_payload,
    prose_constraint,
    prose_payload,
    sender_cannot_satisfy,
    sensitive_field_unmasked,
    summary_chain,
    task_state_not_typed,
    tool_output_as_prose,
    unsatisfiable_schema,
    version_not_accepted,
];
