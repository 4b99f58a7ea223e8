//! Payloads that a schema accepts, and payloads that it rejects for one reason each.

use super::compare::with_deep_stack;
use super::verdict::find;
use crate::{AppError, ErrorCode, Registry};
use baton_contract::{AcceptedSample, Effort, Formats, Samples, accepted_samples, samples};
use serde_json::Value;

/// Steps of all the questions that samples are made of.
const STEPS: u64 = 1_000_000;

/// Samples of a schema.
pub fn schema_samples(schema: &Value, formats: Formats) -> Result<Samples, AppError> {
    let effort = Effort {
        steps: STEPS,
        milliseconds: None,
    };
    with_deep_stack(|| samples(schema, formats, effort))?.map_err(|problem| {
        AppError::new(
            ErrorCode::InvalidInput,
            format!("the schema cannot be used: {problem}"),
            "mend it first; `$ref` has to lead into the same document",
        )
    })
}

/// Payloads that a schema accepts; none where it cannot be used.
pub(crate) fn accepted_payloads(schema: &Value) -> Result<Vec<AcceptedSample>, AppError> {
    let effort = Effort {
        steps: STEPS,
        milliseconds: None,
    };
    let made = with_deep_stack(|| accepted_samples(schema, Formats::Assert, effort))?;
    Ok(made.unwrap_or_default())
}

/// Samples of the payload schema of a contract version.
pub fn contract_samples(
    registry: &Registry,
    contract: &str,
    version: &str,
    formats: Formats,
) -> Result<Samples, AppError> {
    let version = registry.read(|document| find(document, contract, version).cloned())?;
    schema_samples(&version.payload_schema.0, formats)
}
