//! What went wrong at handoffs: recorded, listed, resolved. An incident makes its handoff likelier to fail in the audit, and stands in its runbook.

pub mod list;
pub mod record;
pub mod resolve;
