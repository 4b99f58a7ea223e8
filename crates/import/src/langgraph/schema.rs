//! The schemas of the whole graph's input and output become draft contracts.

use crate::error::ImportError;
use crate::notes::Notes;
use crate::sketch::Sketch;
use crate::text::visible;
use serde_json::{Map, Value};

/// Whether a file holds `input` and `output` schemas.
pub(super) fn is_schema(value: &Value) -> bool {
    value["input"].is_object() || value["output"].is_object()
}

/// Both schemas; they are kept as drafts, because the file knows no handoff that they belong to.
pub(super) fn fill(
    sketch: &mut Sketch,
    name: &str,
    value: &Value,
    notes: &mut Notes,
) -> Result<(), ImportError> {
    for name in value.as_object().into_iter().flat_map(Map::keys) {
        if !["input", "output"].contains(&name.as_str()) {
            notes.warning(
                &format!("/{}", crate::read::escape(name)),
                format!("{:?} was left out", visible(name, 60)),
            );
        }
    }
    let same = value["input"] == value["output"];
    if value["input"].is_object() {
        let (part, purpose) = ("state", "What goes into the graph.");
        draft(
            sketch,
            name,
            "/input",
            part,
            purpose,
            &value["input"],
            notes,
        )?;
    }
    if value["output"].is_object() && same {
        notes.info(
            "/output",
            "the output is the same schema as the input; one contract stands for both",
        );
    } else if value["output"].is_object() {
        let (part, purpose) = ("result", "What comes out of the graph.");
        draft(
            sketch,
            name,
            "/output",
            part,
            purpose,
            &value["output"],
            notes,
        )?;
    }
    Ok(())
}

fn draft(
    sketch: &mut Sketch,
    name: &str,
    pointer: &str,
    part: &str,
    purpose: &str,
    schema: &Value,
    notes: &mut Notes,
) -> Result<(), ImportError> {
    let (contract, _) = sketch.contract(part, &format!("{name} {part}"), schema, pointer)?;
    if let Some(contract) = sketch.contract_mut(&contract) {
        purpose.clone_into(&mut contract.purpose);
    }
    notes.info(
        pointer,
        "it describes the whole graph's state, so no handoff was pinned to its contract",
    );
    Ok(())
}
