//! Payloads on which a gate can be tried, and the fields that its summary can show.

use super::handoff;
use crate::contract::compare::with_deep_stack;
use crate::contract::sample::accepted_payloads;
use crate::{AppError, Registry};
use baton_analysis::gate::review_fields;
use baton_model::{ContractVersion, Json};
use serde::Serialize;

pub use baton_analysis::gate::ReviewField;

/// Most samples that are made up.
const MOST_MADE_UP: usize = 6;

/// What a gate can be tried on.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct GateSamples {
    /// Fields of the pinned contract version, parents before children; empty where none is pinned.
    pub fields: Vec<ReviewField>,
    /// The contract's accepted examples, then made-up payloads that its schema accepts.
    pub samples: Vec<GateSample>,
}

/// A payload to look at.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct GateSample {
    /// What it is called.
    pub name: String,
    /// Whether it was made up from the schema rather than written by somebody.
    pub made_up: bool,
    /// The payload.
    pub payload: Json,
}

/// Fields and payloads of what travels over a handoff. A schema of which no payload can be made up leaves the examples.
pub fn samples(registry: &Registry, id: &str) -> Result<GateSamples, AppError> {
    let handoff = handoff(registry, id)?;
    let document = registry.document();
    let fields = with_deep_stack(|| review_fields(&document, &handoff))?;
    let pinned = handoff.contract.as_ref().zip(handoff.version.as_ref());
    let version: Option<&ContractVersion> =
        pinned.and_then(|(contract, version)| document.find(format!("{contract}@{version}")));
    let Some(version) = version else {
        return Ok(GateSamples {
            fields,
            samples: Vec::new(),
        });
    };
    let written = version.examples.accepted.iter().map(|example| GateSample {
        name: example.name.clone(),
        made_up: false,
        payload: example.payload.clone(),
    });
    let mut samples: Vec<GateSample> = written.collect();
    let known: Vec<Json> = samples.iter().map(|one| one.payload.clone()).collect();
    let made_up = accepted_payloads(&version.payload_schema.0)?.into_iter();
    let fresh = made_up.filter(|one| !known.contains(&one.payload));
    samples.extend(fresh.take(MOST_MADE_UP).map(|one| GateSample {
        name: one.why,
        made_up: true,
        payload: one.payload,
    }));
    Ok(GateSamples { fields, samples })
}
